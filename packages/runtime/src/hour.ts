/** An hour in milliseconds, for what waits by the clock; days are counted by the calendar, in `domain`. */
export const HOUR_MS = 3_600_000;
