/**
 * Weather: it may well work later (429, 5xx, a timeout, a cut answer, outside the hours a publisher allows). Whoever
 * catches it tries again, not before `afterMs` where the publisher said how long.
 */
export class Retry extends Error {
  override readonly name = 'Retry';
  readonly afterMs: number | null;
  /** A publisher that wants to be left alone, and not only about what it was asked. */
  readonly isForAll: boolean;
  constructor(
    message: string,
    options: { readonly afterMs?: number; readonly isForAll?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.afterMs = options.afterMs ?? null;
    this.isForAll = options.isForAll ?? false;
  }
}

/** A fact: trying again gives the same answer (a wrong key, a page that is not there, a bounced address). */
export class Refuse extends Error {
  override readonly name = 'Refuse';
  /** The HTTP status, where a publisher's answer was the reason. */
  readonly status: number | null;
  /** Not about what was asked for alone: nothing else may be asked for either. */
  readonly isForAll: boolean;
  constructor(
    message: string,
    options: { readonly status?: number; readonly isForAll?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.status = options.status ?? null;
    this.isForAll = options.isForAll ?? false;
  }
}
