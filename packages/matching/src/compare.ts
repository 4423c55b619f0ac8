import type { CompanyNumber, IsoDate } from '@tocsin/domain';
import { features, type NameFeature } from './features.ts';
import { kindOfNumber } from './kind.ts';
import { sameFamily } from './legal-form.ts';
import { notIssuedBefore } from './number-series.ts';
import { readings, type NameReading, type ReadingKind } from './name.ts';
import { isCommonWord, isRareBeside, looksLike, type WordCount } from './spelling.ts';

/** One row of a register: what a name may be matched to. */
export interface RegisterEntry {
  readonly number: CompanyNumber;
  readonly name: string;
  readonly formerNames: readonly string[];
  readonly postcode: string | null;
  /** As the register words it (`Active`, `dissolved`); null when the register does not say. */
  readonly status: string | null;
  /** Null or missing where the register does not say. */
  readonly incorporatedOn?: IsoDate | null;
}

/** A printed name, read once, to be compared with many entries. */
export interface PrintedName {
  readonly readings: readonly NameReading[];
  readonly postcode: string | null;
  readonly isPublicBody: boolean;
  /** The earliest day of a payment under this name; null where none is dated. */
  readonly paidFrom: IsoDate | null;
  readonly wordCount: WordCount | null;
}

/** One feature that fired, with its points and the sentence a person will read. */
export interface Point {
  readonly feature: NameFeature;
  readonly points: number;
  readonly because: string;
}

/** How well one entry fits: the points add up to the score. */
export interface Comparison {
  readonly number: CompanyNumber;
  readonly name: string;
  readonly score: number;
  readonly points: readonly Point[];
}

const registeredKinds: ReadonlySet<ReadingKind> = new Set([
  'whole',
  'outside-brackets',
  'inside-brackets',
  'initials',
]);

/** Compares a printed name with every name an entry has or had; the best pair of readings counts. */
export function compare(printed: PrintedName, entry: RegisterEntry): Comparison {
  let best: readonly NameFeature[] = [];
  let bestSum = 0;
  for (const name of [entry.name, ...entry.formerNames]) {
    const former: readonly NameFeature[] = name === entry.name ? [] : ['former-name'];
    for (const read of readings(name)) {
      // A register prints names exactly: what follows a legal form there is part of the name.
      if (!registeredKinds.has(read.kind)) continue;
      const registered = withFormOf(entry.number, read);
      for (const reading of printed.readings) {
        const fired = compareReadings(reading, registered, printed.wordCount);
        if (!fired) continue;
        const all = [...fired, ...former];
        if (sum(all) <= bestSum) continue;
        best = all;
        bestSum = sum(all);
      }
    }
  }
  return conclude(entry, best.length === 0 ? [] : [...best, ...circumstances(printed, entry)]);
}

/** The register prints charitable incorporated organisations without their form, and their numbers say it. */
function withFormOf(number: CompanyNumber, read: NameReading): NameReading {
  return read.form === null && kindOfNumber(number) === 'charity' ? { ...read, form: 'CIO' } : read;
}

/** The same comparison with one more feature on top. */
export function withFeature(comparison: Comparison, feature: NameFeature): Comparison {
  return conclude(comparison, [...comparison.points.map((point) => point.feature), feature]);
}

function conclude(
  entry: { readonly number: CompanyNumber; readonly name: string },
  fired: readonly NameFeature[],
): Comparison {
  return {
    number: entry.number,
    name: entry.name,
    score: Math.max(0, sum(fired)),
    points: fired.map((feature) => ({ feature, ...features[feature] })),
  };
}

function sum(fired: readonly NameFeature[]): number {
  let total = 0;
  for (const feature of fired) total += features[feature].points;
  return total;
}

function compareReadings(
  printed: NameReading,
  registered: NameReading,
  wordCount: WordCount | null,
): readonly NameFeature[] | undefined {
  const names = compareNames(printed, registered, wordCount);
  if (!names) return undefined;
  const parts = [printed.kind, registered.kind].filter((kind) => kind !== 'whole');
  const forms = compareForms(printed, registered);
  const isCommon = forms === 'form-not-printed' && isCommonWord(printed.core, wordCount);
  return [names, forms, ...(isCommon ? (['common-word'] as const) : []), ...parts];
}

function compareNames(
  printed: NameReading,
  registered: NameReading,
  wordCount: WordCount | null,
): NameFeature | undefined {
  if (printed.words === registered.words) return 'same-words';
  if (printed.letters === registered.letters) return 'same-letters';
  const [a, b] = [printed.core, registered.core];
  if (a.length === b.length) return compareOneWord(a, b, wordCount);
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return isSubsequence(short, long) && short.some((word) => word.length > 3) ? 'words-missing' : undefined;
}

function compareOneWord(
  a: readonly string[],
  b: readonly string[],
  wordCount: WordCount | null,
): NameFeature | undefined {
  const differing = a.findIndex((word, at) => word !== b[at]);
  if (a.some((word, at) => at > differing && word !== b[at])) return undefined;
  const shared = a.filter((word, at) => at !== differing && word !== 'AND');
  const [printed, registered] = [a[differing] ?? '', b[differing] ?? ''];
  if (shared.length > 0 && looksLike(printed, registered)) {
    return wordCount && isRareBeside(printed, registered, wordCount) ? 'misspelt' : 'similar-word';
  }
  return shared.length > 1 ? 'one-word-differs' : undefined;
}

function isSubsequence(short: readonly string[], long: readonly string[]): boolean {
  let at = 0;
  for (const word of long) if (word === short[at]) at += 1;
  return at === short.length;
}

function compareForms(printed: NameReading, registered: NameReading): NameFeature {
  if (printed.form === registered.form) return printed.form ? 'same-form' : 'no-form';
  if (!printed.form) return 'form-not-printed';
  if (!registered.form) return sameFamily(printed.form, 'LTD') ? 'form-not-registered' : 'other-kind';
  return sameFamily(printed.form, registered.form) ? 're-registered' : 'other-kind';
}

function circumstances(printed: PrintedName, entry: RegisterEntry): readonly NameFeature[] {
  const fired: NameFeature[] = [];
  const postcode = comparePostcodes(printed.postcode, normalisePostcode(entry.postcode));
  if (postcode) fired.push(postcode);
  if (printed.isPublicBody) fired.push('public-body');
  if (isGone(entry.status)) fired.push('dissolved');
  if (isPaidBeforeItWas(printed, entry)) fired.push('incorporated-later');
  return fired;
}

/** Whoever was paid on a day existed on it. */
function isPaidBeforeItWas({ paidFrom }: PrintedName, { number, incorporatedOn }: RegisterEntry): boolean {
  if (paidFrom === null) return false;
  const since = incorporatedOn ?? notIssuedBefore(number);
  return since !== null && paidFrom < since;
}

function isGone(status: string | null): boolean {
  return status !== null && /dissol|closed|removed|struck/i.test(status);
}

/** A full postcode as `SW1A 2AA`, found anywhere in the text; null when there is none. */
export function normalisePostcode(text: string | null): string | null {
  const found = /\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b/.exec(text?.toUpperCase() ?? '');
  return found ? `${found[1]} ${found[2]}` : null;
}

function comparePostcodes(a: string | null, b: string | null): NameFeature | undefined {
  if (!a || !b) return undefined;
  if (a === b) return 'same-postcode';
  return a.split(' ')[0] === b.split(' ')[0] ? 'same-district' : undefined;
}
