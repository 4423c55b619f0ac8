import {
  consentWords,
  criticalityWords,
  guidance,
  outcomeMoneyWords,
  outcomeWords,
  type AlertDeed,
} from '@tocsin/alerting';
import type { FoundAtSource } from '@tocsin/db';
import {
  bandWords,
  careRatingWords,
  formatDate,
  formatPounds,
  formatPoundsShort,
  formatVat,
  formatWholePounds,
  lastOfMonth,
  levelMeanings,
  levelsDown,
  levelWords,
  noLevelWords,
  type AlertStatus,
  type CoverageBucket,
  type MoneyByBasis,
  VatBasis,
} from '@tocsin/domain';
import type { ExposureLines, KnownBy, Stretch } from '@tocsin/exposure';

export const statusWords: Readonly<Record<AlertStatus, string>> = {
  raised: 'New',
  acknowledged: 'Acknowledged',
  assigned: 'Assigned',
  dismissed: 'Dismissed',
  superseded: 'Over',
};

/** What became of a care home whose registration ended. */
const careStateWords: Readonly<Record<'closed' | 'changed-hands' | 'registered-anew', string>> = {
  closed: 'closed: nobody is registered at its place',
  'changed-hands': 'passed to another provider, not closed',
  'registered-anew': 'registered anew by the same provider, not closed',
};

/** What was done with an alert, in a sentence without its end. */
const deedDone: Readonly<Record<AlertDeed['action'] | 'nothing', string>> = {
  acknowledge: 'Alert acknowledged',
  assign: 'Alert assigned. Whoever it is for is told',
  note: 'Note kept',
  snooze: 'Alert put off',
  dismiss: 'Alert dismissed',
  reopen: 'Alert opened again',
  plan: 'Place of the contingency plan kept',
  outcome: 'Outcome kept',
  money: 'Amount kept. It is counted once finance has confirmed it',
  confirm: 'Amount confirmed',
  undo: 'Undone',
  nothing: 'Nothing was changed: the alert stands so already, or does not allow it',
};

/** What was done with several alerts at once, after their number. */
const doneTogether: Readonly<Partial<Record<AlertDeed['action'], string>>> = {
  acknowledge: 'acknowledged',
  assign: 'assigned',
  snooze: 'put off',
  dismiss: 'dismissed',
};

/** What was found when the document of a contested fact was read once more. */
const foundWords: Readonly<Record<FoundAtSource, string>> = {
  same: 'Read again, the stored document says the same',
  differs: 'Read again, the stored document says something else: it is read otherwise by now',
  'not-in-it': 'Read again, the stored document does not say so',
  'not-kept': 'The document is not kept in a form that can be read again: see its publisher’s page',
};

/** How the supplier of a contract is known, from best to not at all. */
const coverageWords: Readonly<Record<KnownBy, string>> = {
  number: 'Company number in the notice or register',
  matched: 'Name matched to a company',
  waiting: 'Name waits to be matched',
  ambiguous: 'Name fits several companies and waits for a person',
  none: 'No company found',
};

/** How far the firm behind a pound is known. */
const bucketWords: Readonly<Record<CoverageBucket, string>> = {
  monitored: 'Looked at within the promised time: register entry, insolvency cases and The Gazette',
  stale: 'Matched, not looked at within the promised time',
  ambiguous: 'Fits several companies and waits for a person',
  redacted: 'Name withheld or missing',
  'not-a-company': 'A person, or no company',
  unmatched: 'No company found',
};

/** Who never has a level. */
const withoutLevelWords: Readonly<Record<ExposureLines['withoutLevel'][number]['who'], string>> = {
  withheld: 'Name withheld: nobody can look',
  'no-company': 'Public bodies and others that are no company: not looked at',
  people: 'People: not looked at',
};

/** The same in a few words, from what can be watched to what nobody is tied to. */
export const bucketsShown: readonly { readonly bucket: CoverageBucket; readonly short: string }[] = [
  { bucket: 'monitored', short: 'Looked at in time' },
  { bucket: 'stale', short: 'Not looked at in time' },
  { bucket: 'ambiguous', short: 'Waits for a person' },
  { bucket: 'redacted', short: 'Withheld' },
  { bucket: 'not-a-company', short: 'No company' },
  { bucket: 'unmatched', short: 'Not matched' },
];

/** Sums that differ in VAT are lines of their own, never one sum. */
export function moneyLines(
  sums: MoneyByBasis | null,
  format: (pence: number) => string = formatWholePounds,
): { readonly amount: string; readonly vat: string }[] {
  return VatBasis.options
    .flatMap((basis) => (sums && sums[basis] !== 0 ? [{ basis, pence: sums[basis] }] : []))
    .map(({ basis, pence }) => ({ amount: format(pence), vat: formatVat(basis) }));
}

/** As `moneyLines`, to the penny. */
export function exactMoneyLines(sums: MoneyByBasis | null): ReturnType<typeof moneyLines> {
  return moneyLines(sums, formatPounds);
}

/** As `moneyLines`, to three figures. */
export function shortMoneyLines(sums: MoneyByBasis | null): ReturnType<typeof moneyLines> {
  return moneyLines(sums, formatPoundsShort);
}

export { bandWords, consentWords, criticalityWords, formatVat, levelWords };

/** What templates may say by name. */
export const templateWords = {
  bandWords,
  levelsDown,
  levelWords,
  noLevelWords,
  levelMeaning: levelMeanings,
  statusWords,
  careRatingWords,
  careStateWords,
  deedDone,
  foundWords,
  doneTogether,
  outcomeWords,
  outcomeMoneyWords,
  consentWords,
  bucketWords,
  bucketsShown,
  withoutLevelWords,
  coverageWords,
  criticalityWords,
  guidance,
};

/** Stretches of days, the later first: `1 to 17 October 2026, September 2026 and 18 to 31 October 2025`. */
export function stretchWords(stretches: readonly Stretch[]): string {
  const said = stretches.toSorted((a, b) => (a.from < b.from ? 1 : -1)).map(daysOf);
  return [said.slice(0, -1).join(', '), ...said.slice(-1)].filter(Boolean).join(' and ');
}

/** A whole month by its name. */
function daysOf({ from, to }: Stretch): string {
  if (from.endsWith('-01') && to === lastOfMonth(from)) return formatDate(to).replace(/^\d+ /, '');
  return from === to ? formatDate(to) : `${Number(from.slice(8))} to ${formatDate(to)}`;
}
