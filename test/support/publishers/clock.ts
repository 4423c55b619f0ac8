import type { Clock } from '@tocsin/runtime';

export interface VirtualClock extends Clock {
  /** Every sleep asked for, in milliseconds, in order. */
  readonly slept: readonly number[];
  readonly advance: (milliseconds: number) => void;
}

/** A clock that stands still until somebody sleeps: a test of minutes of waiting takes no time. */
export function virtualClock(startsAt = Date.parse('2026-11-23T22:00:00Z')): VirtualClock {
  let now = startsAt;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    advance(milliseconds) {
      now += milliseconds;
    },
    sleep(milliseconds) {
      slept.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
}
