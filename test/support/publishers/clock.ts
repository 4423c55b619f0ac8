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

export interface SharedClock extends Clock {
  /** One of the workers is done and will not sleep again. */
  readonly leave: () => void;
}

/** A clock for several workers: time passes only when all of them sleep, until the first of them wakes. */
export function sharedClock(workers: number, startsAt = Date.parse('2026-11-23T22:00:00Z')): SharedClock {
  let now = startsAt;
  let awake = workers;
  let sleeping: { readonly until: number; readonly wake: () => void }[] = [];
  function pass() {
    if (awake > 0) return;
    const first = [...sleeping].sort((a, b) => a.until - b.until)[0];
    if (!first) return;
    sleeping = sleeping.filter((sleeper) => sleeper !== first);
    now = Math.max(now, first.until);
    awake += 1;
    first.wake();
  }
  return {
    now: () => now,
    sleep(milliseconds) {
      return new Promise<void>((wake) => {
        sleeping.push({ until: now + milliseconds, wake });
        awake -= 1;
        pass();
      });
    },
    leave() {
      awake -= 1;
      pass();
    },
  };
}
