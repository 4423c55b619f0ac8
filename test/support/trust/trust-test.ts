/** Tests of one file that hold a promise, by the names that stand in it. */
interface HeldBy {
  readonly file: string;
  readonly tests: readonly string[];
}

/** A figure that the code of one of the tests insists on: `code` stands in it as it is. */
interface Asserted {
  readonly figure: string;
  readonly code: string;
}

/**
 * How far a promise is shown: `done` as far as it can be today, `weak` where its figure is not held or only a part of
 * what is injected is, `missing` where nothing of it is there.
 */
type Standing =
  | { readonly standing: 'done'; readonly because?: string }
  | { readonly standing: 'weak' | 'missing'; readonly because: string };

/** One of the fifty faults and attacks: what is done to the system, and what must come of it. */
export type TrustTest = Standing & {
  readonly number: number;
  readonly injected: string;
  readonly passes: string;
  readonly heldBy: readonly HeldBy[];
  readonly asserted: readonly Asserted[];
};
