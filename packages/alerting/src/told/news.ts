import { addDays, dayOf, later, MINUTE_MS, type IsoDate, type IsoInstant } from '@tocsin/domain';
import type { AlertKind } from '../alert/causes.ts';

/**
 * How what a cause rests on came to be known: by a document that somebody handed in, by a source that was listening, by
 * its first look at this supplier or its first round, or by one that had not been listening for days.
 */
export type HowKnown = 'handed-in' | 'listening' | 'first-look' | 'catching-up';

/** What a cause of an alert rests on, as far as it decides whether it is news. */
export interface Ground {
  readonly how: HowKnown;
  /** Of the fact: its publication, else its own day; null where nobody gives one. */
  readonly day: IsoDate | null;
  readonly seenOn: IsoDate;
  /** Whether it had been recorded when Tocsin began to listen for this council. */
  readonly stoodAtOpening: boolean;
  /** Whether the fact itself is older than the council's dependence on the supplier, which is what is new. */
  readonly stoodBefore: boolean;
}

/** The opening report of a council, from when its first register or spending file came in. */
export interface Opening {
  readonly begunAt: IsoInstant;
  readonly isSent: boolean;
  /** Nobody was sent it: the council had been told singly before there were opening reports. */
  readonly isSilent: boolean;
  /** Whether a register or its first spending files came in within the last day: what they bring is no news either. */
  readonly isLoading: boolean;
}

/** In mails of its own, in the council's opening report, or in one letter of what became known late. */
export type Telling = 'singly' | 'opening' | 'catch-up';

/** Days by which a fact was missed before it is told together with others. */
export const LATE_BY_DAYS = 3;

/** What is said of a contract or a payment of the council: these rest on its own dealings. */
const OF_DEALINGS: ReadonlySet<AlertKind> = new Set<AlertKind>([
  'award-gate',
  'paid-while-inactive',
  'paid-while-at-risk',
]);

/**
 * Whether a cause is news to this council, which is told of it at once; else where it is told. What stood when Tocsin
 * began to listen for a council is no news, and goes into its opening report; what first looks and sources that were
 * silent find late goes into one letter. A notice that was handed in, or came while somebody listened, after the council's
 * first register is always news. `ground` null: nothing is known of where it came from.
 */
export function howToTell(kind: AlertKind, ground: Ground | null, opening: Opening | null): Telling {
  if (opening && !opening.isSent) return stoodThen(kind, ground, opening) ? 'opening' : 'singly';
  if (ground && isLate(ground)) return 'catch-up';
  if (!opening || opening.isSilent || OF_DEALINGS.has(kind)) return 'singly';
  return opening.isLoading && ground?.stoodBefore ? 'catch-up' : 'singly';
}

function stoodThen(kind: AlertKind, ground: Ground | null, { begunAt }: Opening): boolean {
  if (ground === null || OF_DEALINGS.has(kind) || ground.stoodAtOpening) return true;
  if (ground.how === 'handed-in' || ground.how === 'listening') return false;
  return ground.day === null || ground.day < dayOf(begunAt);
}

/** A register without dates says of a first look only that nobody had looked before. */
function isLate({ how, day, seenOn }: Ground): boolean {
  if (how === 'handed-in' || how === 'listening') return false;
  if (day === null) return how === 'first-look';
  return day <= addDays(seenOn, -LATE_BY_DAYS);
}

/** Hours after which an opening report goes out whatever could not be looked at by then. */
export const OPENING_WAITS_HOURS = 24;
/** Minutes after the last look in which what it said is judged. */
const SETTLES_IN_MINUTES = 5;
/** Minutes after the last fact that joined a letter of late ones, and hours after its first, until it goes out. */
const GATHERS_MINUTES = 30;
const GATHERS_HOURS = 24;

/** How far the suppliers of a council have been looked at: its own, and nobody else's. */
export interface LooksDone {
  readonly done: number;
  readonly of: number;
  /** The last first look among them; null while there is none. */
  readonly lastAt: IsoInstant | null;
  /** Whether every name of its register and files has been compared with the register of companies. */
  readonly isMatched: boolean;
  /** Whether nobody will look: no source that looks at suppliers one by one is on, and none has since it began. */
  readonly isOff: boolean;
}

/** Whether every look that an opening report waits for is done. */
export function isLookedAt({ done, of, isMatched }: LooksDone): boolean {
  return isMatched && done >= of;
}

/**
 * Whether an opening report goes out now: when its looks are done and judged, or as it stands after a day; where nobody
 * will look, as soon as names are matched.
 */
export function isOpeningDue(begunAt: IsoInstant, looks: LooksDone, now: IsoInstant): boolean {
  const waited = minutesBetween(begunAt, now);
  if (waited >= OPENING_WAITS_HOURS * 60) return true;
  if (looks.isOff && looks.isMatched) return waited >= SETTLES_IN_MINUTES;
  if (!isLookedAt(looks) || looks.lastAt === null) return false;
  return minutesBetween(looks.lastAt, now) >= SETTLES_IN_MINUTES && waited >= SETTLES_IN_MINUTES;
}

/** First looks that are possible in a minute: the register answers 600 requests in five, and a first look takes two. */
const LOOKS_A_MINUTE = 60;
const RESTS_AT_MOST_MINUTES = 15;

/**
 * The moment before which nobody need ask again whether an opening report is due: the looks for which it waits take their
 * time, if they were all that is looked at. Never later than the report goes out as it stands.
 */
export function openingRestsUntil(
  begunAt: IsoInstant,
  { done, of, isOff }: LooksDone,
  now: IsoInstant,
): IsoInstant {
  const left = isOff ? 0 : Math.floor((of - done) / LOOKS_A_MINUTE);
  const rests = Math.min(
    left,
    RESTS_AT_MOST_MINUTES,
    OPENING_WAITS_HOURS * 60 - minutesBetween(begunAt, now),
  );
  return later(now, Math.max(0, rests) * MINUTE_MS);
}

/** Whether a letter of what became known late goes out now: nothing has joined it for a while, or a day is over. */
export function isCatchUpDue(firstAt: IsoInstant, lastAt: IsoInstant, now: IsoInstant): boolean {
  return minutesBetween(lastAt, now) >= GATHERS_MINUTES || minutesBetween(firstAt, now) >= GATHERS_HOURS * 60;
}

function minutesBetween(from: IsoInstant, to: IsoInstant): number {
  return (Date.parse(to) - Date.parse(from)) / MINUTE_MS;
}
