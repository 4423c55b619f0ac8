import { seenText } from '@tocsin/domain';
import { z } from 'zod';

/** What a person types into a field of a form: without what nobody sees, and no longer than the field allows. */
export function typed(longest: number) {
  return z.string().transform(seenText).pipe(z.string().trim().max(longest));
}
