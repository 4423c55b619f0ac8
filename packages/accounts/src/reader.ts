import { createDecoder } from './decode.ts';
import type { Decoder } from './decode.ts';
import { createDocument } from './document.ts';
import { buildFiling } from './build.ts';
import { nameFiling } from './filing.ts';
import type { AccountsReading, FilingRequest } from './filing.ts';
import { defaultLimits, UnreadableAccounts, refuse, refuseOver } from './limits.ts';
import type { AccountsLimits } from './limits.ts';

export interface AccountsOptions extends FilingRequest {
  readonly limits?: Partial<AccountsLimits>;
}

export interface AccountsReader {
  /** Takes the next piece. False once the document is refused: the rest need not be read. */
  readonly write: (chunk: Uint8Array | string) => boolean;
  /** The result: a filing, or why there is none. Never throws for what is in the document. */
  readonly close: () => AccountsReading;
}

/**
 * Reads one document as it arrives, in pieces of any size: bytes (UTF-8, UTF-16, or as its XML declaration says) or
 * text already decoded. Memory is bounded by `limits`, whatever arrives; nothing is ever fetched; no DTD is read.
 */
export function createAccountsReader(options: AccountsOptions = {}): AccountsReader {
  const limits: AccountsLimits = { ...defaultLimits, ...options.limits };
  const document = createDocument(limits);
  let decoder: Decoder | undefined;
  let size = 0;
  let refusal: UnreadableAccounts | undefined;

  function attempt(step: () => void): boolean {
    if (refusal !== undefined) return false;
    try {
      step();
    } catch (error) {
      if (!(error instanceof UnreadableAccounts)) throw error;
      refusal = error;
    }
    return refusal === undefined;
  }

  function take(chunk: Uint8Array | string): void {
    size += chunk.length;
    if (size > limits.bytes) refuseOver('bytes', limits);
    if (typeof chunk === 'string') return document.write(chunk);
    decoder ??= createDecoder();
    document.write(decoder.write(chunk));
  }

  function close(): AccountsReading {
    attempt(() => {
      if (decoder !== undefined) document.write(decoder.end());
      if (size === 0) refuse('not accounts: it is empty');
    });
    if (refusal === undefined) {
      let reading: AccountsReading | undefined;
      attempt(() => {
        reading = buildFiling(document.end(), options);
      });
      if (reading !== undefined) return reading;
    }
    return { ...nameFiling(options), refused: refusal?.message ?? 'not accounts' };
  }

  return { write: (chunk) => attempt(() => take(chunk)), close };
}

/** Reads a whole document at once: bytes, or text already decoded. */
export function readAccounts(document: Uint8Array | string, options: AccountsOptions = {}): AccountsReading {
  const reader = createAccountsReader(options);
  reader.write(document);
  return reader.close();
}
