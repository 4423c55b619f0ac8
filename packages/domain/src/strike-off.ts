import type { SignalOf } from './signal.ts';

/** A register that shows a company as plainly active this many days after a notice has caught up with the end of it. */
export const REGISTER_CATCHES_UP_DAYS = 60;

/** Whose act a strike-off is: `voluntary` at the application of the company's own directors, `compulsory` the registrar's. */
export type StrikeOffKind = 'voluntary' | 'compulsory';

/**
 * Which of the two a filing about a strike-off belongs to, by what the register calls it and by its form (DS01 and DS02,
 * notices marked `(A)`; GAZ1, DISS16, DISS40); null where neither tells, or they contradict each other.
 */
export function strikeOffKind({
  type,
  description,
}: Pick<SignalOf<'filing'>, 'type' | 'description'>): StrikeOffKind | null {
  const told = [...kindsIn(description, BY_NAME), ...kindsIn(type, BY_FORM)];
  const [first] = told;
  return first !== undefined && told.every((kind) => kind === first) ? first : null;
}

type Words = readonly (readonly [pattern: RegExp, kind: StrikeOffKind])[];

const BY_NAME: Words = [
  [/\bvoluntary strike-off\b|^application to strike\b|^strike-off application\b/i, 'voluntary'],
  [/\bcompulsory strike-off\b/i, 'compulsory'],
];
/** Limited liability partnerships put LL before the number of the form. */
const BY_FORM: Words = [
  [/^(LL)?DS0[12]$|\(A\)$/, 'voluntary'],
  [/^GAZ1$|^DISS(16|40)\b/, 'compulsory'],
];

function kindsIn(text: string, words: Words): StrikeOffKind[] {
  return words.filter(([pattern]) => pattern.test(text)).map(([, kind]) => kind);
}
