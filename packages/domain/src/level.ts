import { z } from 'zod';
import type { RiskAssessment } from './assessment.ts';
import { bandMeanings, bandOrder, bandsAtRisk, bandWords, RiskBand } from './band.ts';
import { addMonths } from './day.ts';
import type { IsoDate, IsoInstant } from './ids.ts';
import { formatDate } from './printed-day.ts';
import type { Topic } from './signal.ts';
import { topicSeen, topicWords } from './topic-words.ts';

/**
 * What is shown of how a supplier stands: its band, but Low only where two looks have earned it. Never stored as a band,
 * never an input of scoring, and no reason for an alert.
 */
export const RiskLevel = z.enum([...RiskBand.options, 'no-formal-sign', 'not-enough-known']);
export type RiskLevel = z.infer<typeof RiskLevel>;

/** What stands in the place of Low where it is not earned. */
export const levelsUnearned = ['not-enough-known', 'no-formal-sign'] as const;

/** From the most pressing to the least: what is not known comes before what is known to be fine. */
export const levelsDown: readonly RiskLevel[] = [
  ...bandOrder.filter((band) => band !== 'low').toReversed(),
  ...levelsUnearned,
  'low',
];

/** Whether a level is one that alerts by itself; what is not known, or stands in the place of Low, is none. */
export function isLevelAtRisk(level: RiskLevel | null): boolean {
  return bandsAtRisk.some((band) => band === level);
}

/** Why the finances of a company are not known. */
export const FinancesUnknown = z.enum([
  'not-required',
  'not-due-yet',
  'withheld',
  'not-readable',
  'not-held',
]);
export type FinancesUnknown = z.infer<typeof FinancesUnknown>;

/** The topics of which each must have been looked at within its promise before proceedings count as looked at. */
export const proceedingsTopics = [
  'company-profile',
  'insolvency-cases',
  'gazette-notices',
] as const satisfies readonly Topic[];

/** The last look at one topic, and whether it is within what its source promises. */
export interface TopicLook {
  readonly at: IsoInstant;
  readonly isWithinPromise: boolean;
}

/** What somebody has looked at about one supplier, as it stands on one day. */
export interface Looks {
  /** The best look at each topic; missing = nobody has looked. */
  readonly topics: Readonly<Partial<Record<Topic, TopicLook>>>;
  /** When the newest notice of The Gazette about it was published that was read, if any: a notice by itself is no look. */
  readonly noticeOn?: IsoDate;
  /** The end of the newest period whose net assets, and current assets against creditors, could be read. */
  readonly balanceSheet: IsoDate | null;
  /** Why there is no newer one. */
  readonly without: FinancesUnknown;
  /** What publishers say of it that is not on our lists, in sentences: questions for a person. */
  readonly notUnderstood: readonly string[];
  /**
   * Why the companies register does not tell how it stands, in a sentence: gone from it, never on it, or held by another
   * register; null for a company that is on it.
   */
  readonly offRegister: string | null;
}

type Assessed = Pick<RiskAssessment, 'band'> & { readonly formalEvents: readonly unknown[] };

/**
 * The level that is shown of an assessment on a day. Watch and above are shown whatever was looked at. Low is earned by
 * two looks: at proceedings (register status, insolvency cases and The Gazette, each within its promise) and at
 * finances (a readable balance sheet of a period that ended in the last 21 months). What is not understood, an open
 * formal event and a company that is not on the register are never Low.
 */
export function levelOf(assessment: Assessed, looks: Looks, today: IsoDate): RiskLevel {
  if (assessment.band !== 'low') return assessment.band;
  if (assessment.formalEvents.length > 0 || looks.notUnderstood.length > 0 || looks.offRegister !== null)
    return 'not-enough-known';
  if (!areProceedingsLookedAt(looks)) return 'not-enough-known';
  return areFinancesLookedAt(looks, today) ? 'low' : 'no-formal-sign';
}

/** The level of a band of which nobody knows what had been looked at: Low cannot have been earned. */
export function levelWithoutLooks(band: RiskBand): RiskLevel {
  return band === 'low' ? 'not-enough-known' : band;
}

/** Whether register status, insolvency cases and The Gazette were each looked at within the promised time. */
export function areProceedingsLookedAt({ topics }: Pick<Looks, 'topics'>): boolean {
  return proceedingsTopics.every((topic) => topics[topic]?.isWithinPromise === true);
}

/** Whether a balance sheet of a period that ended in the last 21 months could be read. */
export function areFinancesLookedAt({ balanceSheet }: Pick<Looks, 'balanceSheet'>, today: IsoDate): boolean {
  return balanceSheet !== null && balanceSheet <= today && balanceSheet >= balanceSheetsSince(today);
}

/** The earliest end of a period whose balance sheet still says something of `today`. */
export function balanceSheetsSince(today: IsoDate): IsoDate {
  return addMonths(today, -21);
}

/** The levels as they are printed. */
export const levelWords: Readonly<Record<RiskLevel, string>> = {
  ...bandWords,
  low: 'Low',
  'no-formal-sign': 'No formal sign; finances not known',
  'not-enough-known': 'Not enough known',
};

/**
 * What is printed where there is no level: of a supplier that is never scored for what it is, and of one that nobody has
 * assessed for the day. What no source has looked at is said of a topic, never of a supplier.
 */
export const noLevelWords = { never: 'Not scored', notYet: 'Not assessed yet' } as const;

/** What each level rests on, in one line. */
export const levelMeanings: Readonly<Record<RiskLevel, string>> = {
  ...bandMeanings,
  low: 'Its register entry, insolvency cases and The Gazette were looked at in time, a recent balance sheet was read, and none of them shows a sign of difficulty. An estimate.',
  'no-formal-sign':
    'Its register entry, insolvency cases and The Gazette were looked at in time and show no sign; how its finances stand is not known. Not a good sign, and not a bad one.',
  'not-enough-known':
    'Too little was looked at, or understood, to say how it stands. Not a good sign, and not a bad one.',
};

const financesWords: Readonly<Record<FinancesUnknown, string>> = {
  'not-required': 'it is not required to file accounts',
  'not-due-yet': 'its first accounts are not due yet',
  withheld:
    'it has chosen that its accounts are not published in full, and no balance sheet of them can be read',
  'not-readable':
    'its accounts are filed, but their balance sheet has not been read: it cannot be by a machine, or not yet',
  'not-held': 'the register holds no balance sheet of the last 21 months',
};

/** Why Low is not shown, within a sentence; null where the level is the band. */
export function unearnedBecause(assessment: Assessed, looks: Looks, today: IsoDate): string | null {
  const level = levelOf(assessment, looks, today);
  if (level === 'no-formal-sign') return financesWords[looks.without];
  if (level !== 'not-enough-known') return null;
  if (looks.offRegister !== null) return looks.offRegister;
  if (looks.notUnderstood.length > 0) return looks.notUnderstood.join('; ');
  const missing = proceedingsTopics.filter((topic) => looks.topics[topic]?.isWithinPromise !== true);
  if (missing.length === 0)
    return 'a proceeding on the public record is open, and what came of it is not known';
  return missing.map((topic) => lookWords(topic, looks)).join('; ');
}

function lookWords(topic: Topic, { topics, noticeOn }: Looks): string {
  const look = topics[topic];
  if (!look) return `${topicSeen(topic, noticeOn)} not looked at`;
  return `${topicWords[topic]} last looked at on ${formatDate(look.at)}, longer ago than promised`;
}

/**
 * The level of what hangs on several suppliers: the most pressing of theirs. Whom nobody has assessed (null) is never
 * hidden behind a level that says nothing stands against the others.
 */
export function gravestLevel(levels: readonly (RiskLevel | null)[]): RiskLevel | null {
  const worst = levelsDown.find((level) => levels.includes(level)) ?? null;
  const isUnknown = levels.includes(null) && (worst === 'low' || worst === 'no-formal-sign');
  return isUnknown ? null : worst;
}

/** A score as it is shown: null where not enough is known, for the sum of what few questions could be judged is no score. */
export function scoreShown(score: number, level: RiskLevel): number | null {
  return level === 'not-enough-known' ? null : score;
}
