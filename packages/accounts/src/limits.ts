/** What one document may cost. Over any of these it is refused, with the limit named in the reason. */
export interface AccountsLimits {
  /** Bytes (or UTF-16 code units when text is written) of the whole document. */
  readonly bytes: number;
  /** Characters of one token: a run of text, a tag, a comment. Real filings hold inline images of 1.4 MB. */
  readonly token: number;
  /** Nested elements. Real filings reach 17. */
  readonly depth: number;
  /** Facts and continuations together. */
  readonly facts: number;
  /** Contexts and units together. */
  readonly contexts: number;
  /** Characters kept of the text of one fact; the rest is dropped. */
  readonly factText: number;
  /** Characters kept of all facts together. */
  readonly keptText: number;
  /** Entries in `issues`; further ones are dropped. */
  readonly issues: number;
}

export const defaultLimits: AccountsLimits = {
  bytes: 128 * 1024 * 1024,
  token: 16 * 1024 * 1024,
  depth: 200,
  facts: 200_000,
  contexts: 100_000,
  factText: 4_000,
  keptText: 32 * 1024 * 1024,
  issues: 1_000,
};

/** A document that is not read at all; `message` is the reason a person reads. */
export class UnreadableAccounts extends Error {
  override readonly name = 'UnreadableAccounts';
}

export function refuse(reason: string): never {
  throw new UnreadableAccounts(reason);
}

export function refuseOver(limit: keyof AccountsLimits, limits: AccountsLimits): never {
  refuse(`over the limit: ${limit} ${limits[limit]}`);
}
