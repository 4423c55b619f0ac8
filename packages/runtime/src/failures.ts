import type { ReasonCode } from '@tocsin/messages';

/**
 * Weather: it may well work later (429, 5xx, a timeout, a cut answer, outside the hours a publisher allows). Whoever
 * catches it tries again, not before the moment (milliseconds since 1970) that a publisher gave.
 */
export class Retry extends Error {
  override readonly name = 'Retry';
  readonly notBefore: number | null;
  /** A publisher that wants to be left alone, and not only about what it was asked. */
  readonly isForAll: boolean;
  /** What is kept of it with a message. */
  readonly reason: ReasonCode;
  constructor(
    message: string,
    options: {
      readonly notBefore?: number | null;
      readonly isForAll?: boolean;
      readonly reason?: ReasonCode;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.notBefore = options.notBefore ?? null;
    this.reason = options.reason ?? 'failed-each-time';
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
  /** What is kept of it with a message. */
  readonly reason: ReasonCode;
  constructor(
    message: string,
    options: {
      readonly status?: number;
      readonly isForAll?: boolean;
      readonly reason?: ReasonCode;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.status = options.status ?? null;
    this.reason = options.reason ?? 'refused';
    this.isForAll = options.isForAll ?? false;
  }
}

/** What is kept of a failure with a message: a code, never its words. */
export function reasonOf(error: unknown): ReasonCode {
  if (error instanceof Retry || error instanceof Refuse) return error.reason;
  return isFromDatabase(error) ? 'database' : 'fault';
}

/** As Postgres tells of a failure: SQLSTATE and severity. */
function isFromDatabase(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && 'code' in error;
}
