import { doubledWait, HOUR_MS } from '@tocsin/domain';

/** Items in a row that may fail before a run stops: so much is the publisher's trouble, or ours, and no item's. */
const IN_A_ROW = 20;
/** Of at least so many items, the share that may fail. */
const OF_AT_LEAST = 100;
const SHARE = 0.2;

/** How the items of one run have gone. */
export interface Tolerance {
  /** Notes one more item; says why the run must stop, or null where it goes on. */
  readonly note: (went: boolean) => string | null;
  readonly asked: () => number;
  readonly failed: () => number;
}

/**
 * One odd answer never stops a run: only many in a row, or too large a share of many, do. Pure but for what it counts.
 */
export function openTolerance(): Tolerance {
  let [asked, failed, inARow] = [0, 0, 0];
  return {
    asked: () => asked,
    failed: () => failed,
    note(went) {
      asked += 1;
      inARow = went ? 0 : inARow + 1;
      if (!went) failed += 1;
      if (inARow >= IN_A_ROW) return `${inARow} failures in a row`;
      if (asked >= OF_AT_LEAST && failed > asked * SHARE && !went) return `${failed} failures of ${asked}`;
      return null;
    },
  };
}

const LONGEST_MS = 168 * HOUR_MS;
/** After as many tries, some five weeks, an item is left to a person. */
const MOST_TRIES = 12;

/**
 * How long after its last try an item is tried again, in milliseconds; null where it has been tried often enough, which
 * an item of which the publisher says when to come back never has.
 */
export function triedAgainAfter(tries: number, isAwaited = false): number | null {
  return tries >= MOST_TRIES && !isAwaited ? null : doubledWait(tries, HOUR_MS, LONGEST_MS);
}
