import { kindOfName } from './kind.ts';

/** How far a row of a council's list of suppliers was looked at. */
export type ListOutcome =
  | 'waiting'
  | 'not-looked-at'
  | 'no-name'
  | 'matched'
  | 'ambiguous'
  | 'none'
  | 'not-a-company';

/** What is said of a row before anybody looks it up: people and hidden names are never looked up. */
export function outcomeBefore(name: string): { readonly kind: string; readonly outcome: ListOutcome } {
  if (name.trim() === '') return { kind: 'unknown', outcome: 'no-name' };
  const kind = kindOfName(name);
  const isHidden = kind === 'individual' || kind === 'redacted';
  return { kind, outcome: isHidden ? 'not-looked-at' : 'waiting' };
}

/** The columns that are added to a list of suppliers, behind its own. */
export const listColumns = [
  'Tocsin: company number',
  'Tocsin: registered name',
  'Tocsin: status',
  'Tocsin: level',
  'Tocsin: how matched',
  'Tocsin: doubt',
  'Tocsin: duplicate of',
  'Tocsin: public body',
  'Tocsin: person (not scored)',
] as const;

/** A row of the list as it was checked, and what is known of the company today. */
export interface CheckedRow {
  readonly name: string;
  readonly kind: string;
  readonly outcome: string;
  readonly companyNumber: string | null;
  readonly reason: string | null;
  /** Your number of the first row with the same company or name, else its row. */
  readonly sameAs: string | null;
  /** As the register has it; null where it does not hold the number. */
  readonly company: { readonly name: string; readonly status: string | null } | null;
  /** In words; null where nobody watches the company. */
  readonly level: string | null;
}

const WAITS = 'not looked up yet';
const NOT_REGISTERED = 'not on the register that is loaded';
const NO_REGISTER = 'not known: no register of companies is loaded';

/**
 * What the added columns say of a row. A doubt is whatever a person has to settle: a name that fits several, a number that
 * contradicts its name. Of people, and of names that are hidden, nothing is said but that they are not scored.
 */
export function answerOf(
  row: CheckedRow,
  { isRegisterLoaded }: { readonly isRegisterLoaded: boolean },
): readonly string[] {
  const { kind, outcome, companyNumber: number, reason, company, level } = row;
  if (outcome === 'not-looked-at') {
    const isHidden = kind === 'redacted';
    return ['', '', '', '', '', isHidden ? 'the name is hidden' : '', '', '', isHidden ? '' : 'yes'];
  }
  const isMatched = outcome === 'matched' && number !== null;
  const isKept = outcome !== 'matched';
  return [
    isMatched ? number : '',
    isMatched ? (company?.name ?? '') : '',
    isMatched ? (company?.status ?? (isRegisterLoaded ? NOT_REGISTERED : NO_REGISTER)) : '',
    isMatched ? (level ?? 'Not enough known') : '',
    isMatched ? (reason ?? '') : '',
    isKept ? doubtOf(outcome, reason) : '',
    row.sameAs ?? '',
    kind === 'public-body' ? 'yes' : '',
    '',
  ];
}

function doubtOf(outcome: string, reason: string | null): string {
  if (outcome === 'waiting') return WAITS;
  if (outcome === 'no-name') return 'no name is printed';
  return reason ?? 'no company is found';
}
