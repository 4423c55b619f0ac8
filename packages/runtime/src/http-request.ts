import type { Pace, Priority } from './pace.ts';

/** What is asked of a publisher beside the address. */
export interface HttpRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** Value of `Accept`; none is sent by default (The Gazette answers 500 to one). */
  readonly accept?: string;
  /** A pace and bucket of its own, where one publisher has several. */
  readonly pace?: Pace;
  readonly bucket?: string;
  readonly priority?: Priority;
  /** Conditional request: the answer may be a 304 without a body. */
  readonly ifNoneMatch?: string | null;
  readonly ifModifiedSince?: string | null;
  /** Statuses that are answers and not failures, beside 2xx and 304: a register answers 404 for "none". */
  readonly answers?: readonly number[];
  /** Bytes after unpacking; more is refused. */
  readonly maxBytes?: number;
}
