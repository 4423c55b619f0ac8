import {
  addDays,
  dayOf,
  type Evidence,
  formatDate,
  type IsoDate,
  type Topic,
  topicSeen,
} from '@tocsin/domain';
import type { Subject } from './subject.ts';

export type Basis = 'fitted' | 'published' | 'expert';
export type Group = 'formal' | 'balance-sheet' | 'profit-and-cash' | 'conduct' | 'group-and-market';

/** Full points up to `full` days after the event, half of them up to `half`, then the finding retires. */
export interface Fade {
  readonly full: number;
  readonly half: number;
}

/** Points for values below `below` and not below the bin before; the last bin is open (`Infinity`). */
export interface PointsBin {
  readonly below: number;
  readonly points: number;
}

/** What an indicator may count, set in the model table: never in the indicator itself. */
export interface Weight {
  /** The most that it counts; negative for relief. */
  readonly points: number;
  /** Points by the value found, for a ratio. */
  readonly bins?: readonly PointsBin[];
  /** Points by what was found, for an indicator that tells several things apart. */
  readonly levels?: Readonly<Record<string, number>>;
  /** The numbers by which the indicator tells one answer from another, by name. */
  readonly thresholds?: Readonly<Record<string, number>>;
  readonly fade?: Fade | undefined;
}

/** A threshold of the model table; throws when the table does not give it. */
export function threshold(weight: Weight, name: string): number {
  const value = weight.thresholds?.[name];
  if (value === undefined) throw new Error(`the table of the model gives no threshold "${name}"`);
  return value;
}

/** The points of a value; 0 when it is missing. */
export function pointsIn(bins: readonly PointsBin[], value: number | null): number {
  if (value === null) return 0;
  return bins.find((bin) => value < bin.below)?.points ?? 0;
}

/** One question, judged from what was visible on a day, with the sentence a person will read. */
export interface Indicator {
  readonly id: string;
  readonly group: Group;
  readonly question: string;
  /** True for findings about relatives: contagion reads the band without them, so that it cannot loop. */
  readonly readsGroup?: true;
  /** What must have been looked at for the question to be answered. */
  readonly topics: readonly Topic[];
  judge(subject: Subject, weight: Weight): Judgement;
}

export interface Judgement {
  readonly outcome: 'present' | 'absent' | 'unknown';
  readonly points: number;
  readonly because: string;
  readonly evidence: Evidence[];
  /** In how many days time alone changes this answer. */
  readonly changesIn?: number | undefined;
}

export function absent(because: string, evidence: Evidence[] = [], changesIn?: number): Judgement {
  return { outcome: 'absent', points: 0, because, evidence, changesIn };
}

export function unknown(because: string): Judgement {
  return { outcome: 'unknown', points: 0, because, evidence: [] };
}

export function present(
  points: number,
  because: string,
  evidence: Evidence[],
  changesIn?: number,
): Judgement {
  return { outcome: 'present', points, because, evidence, changesIn };
}

/** Present since `on`, with points that halve and then retire by the weight's stated rule. */
export function fading(
  subject: Subject,
  { points, fade }: Pick<Weight, 'points' | 'fade'>,
  on: IsoDate,
  because: string,
  evidence: Evidence[],
): Judgement {
  if (!fade) return present(points, because, evidence);
  const age = subject.age(on);
  if (age <= fade.full) return present(points, because, evidence, fade.full + 1 - age);
  if (age > fade.half) {
    const since = formatDate(addDays(on, fade.half + 1));
    return absent(`${because} Since ${since} it is too old to count.`, evidence);
  }
  const half = Math.trunc(points / 2);
  return present(half, `${because} It counts half after ${fade.full} days.`, evidence, fade.half + 1 - age);
}

/** Of several answers to one question the one that weighs most; of equals the last. */
export function gravest(judged: readonly Judgement[]): Judgement | undefined {
  return judged.reduce<Judgement | undefined>(
    (most, j) => (most && most.points > j.points ? most : j),
    undefined,
  );
}

/** Nothing was found: absent where somebody looked, unknown where nobody did. */
export function nothingFound(subject: Subject, topics: readonly Topic[], because: string): Judgement {
  let lasts = 0;
  for (const topic of topics) lasts = Math.max(lasts, subject.lookLasts(topic) ?? 0);
  if (lasts > 0) return absent(because, [], lasts);
  const notices = subject.latest('insolvency-notice').map(({ publishedAt }) => dayOf(publishedAt));
  const noticeOn = notices.sort().at(-1);
  return unknown(
    `Not known: ${topics.map((topic) => topicSeen(topic, noticeOn)).join(' and ')} not looked at lately.`,
  );
}
