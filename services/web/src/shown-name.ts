import { kindOfName } from '@tocsin/matching';

/** A printed name as pages may show it: never a human being's, nor one that the publisher hid. */
export function shownName(name: string): string {
  const kind = kindOfName(name);
  if (kind === 'individual') return 'Name not shown: it reads like a person’s';
  return kind === 'redacted' ? 'Name hidden by the publisher' : name;
}
