import { kindOfName } from './kind.ts';
import { readings, type ReadingKind } from './name.ts';
import { printedState } from './printed-state.ts';

/** How a name is printed, as far as that decides how it is read: every print is of exactly one kind. */
export const printKinds = {
  'legal form': 'a company’s name with its legal form',
  llp: 'with LLP',
  cio: 'a charity, by form or words',
  society: 'a society, by its words',
  overseas: 'with a foreign legal form',
  'no form': 'without a legal form',
  'cut form': 'LIMITED or a longer form cut short or misprinted',
  'after the form': 'words behind the legal form',
  'trading name': 'T/A, in either order',
  'former name': 'formerly',
  bracket: 'initials or a legal person in brackets',
  're or via': 're, via, c/o',
  'two firms': 'two firms in one field, a factor among them',
  state: '(in liquidation), in administration',
  'public body': 'reads like a public body',
  person: 'reads like a person, or hidden',
} as const;
export type PrintKind = keyof typeof printKinds;

const byReading: readonly (readonly [ReadingKind, PrintKind])[] = [
  ['first-of-two', 'two firms'],
  ['behind-trading', 'trading name'],
  ['trading', 'trading name'],
  ['former', 'former name'],
  ['before-re', 're or via'],
  ['inside-brackets', 'bracket'],
  ['initials', 'bracket'],
  ['mended-form', 'cut form'],
  ['up-to-form', 'after the form'],
];

/** Of which kind a print is; what it says of people, bodies and proceedings goes before how it is built. */
export function kindOfPrint(name: string): PrintKind {
  const kind = kindOfName(name);
  if (kind === 'redacted' || kind === 'individual') return 'person';
  if (kind === 'public-body') return 'public body';
  if (printedState(name) !== null) return 'state';
  const read = readings(name);
  if (read.some((one) => one.kind === 'intermediary') || / c\/o /i.test(name)) return 're or via';
  const built = byReading.find(([reading]) => read.some((one) => one.kind === reading));
  if (built) return built[1];
  if (kind === 'llp') return 'llp';
  if (kind === 'charity') return 'cio';
  if (kind === 'society') return 'society';
  const form = read[0]?.form ?? null;
  if (form === 'OVERSEAS') return 'overseas';
  return form === null ? 'no form' : 'legal form';
}
