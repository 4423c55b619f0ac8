import { doubledWait, HOUR_MS, MINUTE_MS, SECOND_MS } from '@tocsin/domain';

/** How long a message is tried, as Standard Webhooks ask: a mail server may be away over a long weekend. */
export const TRIED_FOR_MS = 75 * HOUR_MS;
/** The longest wait between two tries. */
export const LONGEST_WAIT_MS = HOUR_MS;
/** A host that takes longer to answer is slow. */
export const SLOW_AFTER_MS = 10 * SECOND_MS;
/** Messages that are sent at once to a host that is slow. */
export const AT_ONCE_WHERE_SLOW = 2;
/** Messages that fail in a row before a host is left alone. */
const FAILURES_IN_A_ROW = 5;

const FIRST_WAIT_MS = 5 * SECOND_MS;

/** Milliseconds until a message is tried again that has failed so many times: they double, up to an hour. */
export function waitAfter(tries: number): number {
  return doubledWait(tries, FIRST_WAIT_MS, LONGEST_WAIT_MS);
}

/** A host that takes messages, and is not well. */
export interface HostTrouble {
  /** Messages that failed in a row. */
  readonly failures: number;
  /** For how long it has failed; 0 where it has not. */
  readonly failingForMs: number;
  /** How long it is still left alone; null while it is not. */
  readonly probeInMs: number | null;
  readonly isSlow: boolean;
}

/**
 * Milliseconds for which a host is left alone, after which one message is tried: half of the time for which it has
 * failed, between half a minute and a quarter of an hour. Null while it has failed too seldom.
 */
export function leftAlone({ failures, failingForMs }: HostTrouble): number | null {
  if (failures < FAILURES_IN_A_ROW) return null;
  return Math.min(Math.max(failingForMs / 2, MINUTE_MS / 2), 15 * MINUTE_MS);
}

/** How many messages may be sent to it now, beside those that are being sent. */
export function placesAt({ probeInMs, isSlow }: HostTrouble, underWay: number): number {
  if (probeInMs !== null) return probeInMs <= 0 ? 1 : 0;
  return isSlow ? Math.max(0, AT_ONCE_WHERE_SLOW - underWay) : Number.POSITIVE_INFINITY;
}
