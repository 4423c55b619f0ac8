import type { QName } from './names.ts';

/** Where in the document a fact's start tag ends: line and column from 1, offset in UTF-16 code units from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/**
 * One tagged fact as it stands in the document, transformed but not judged. `value` is a plain decimal string for
 * numbers, `YYYY-MM-DD` for dates that carry a date format, `true`/`false` for booleans that are carried by theirs,
 * else the text with its white space; null for nil and for facts whose value cannot be read (those have an entry in `issues`).
 */
export interface Fact {
  readonly concept: QName;
  readonly contextRef: string;
  readonly unitRef: string | null;
  readonly value: string | null;
  readonly numeric: boolean;
  readonly decimals: string | null;
  readonly scale: string | null;
  /** `xml:lang` on the fact itself, or ''. */
  readonly language: string;
  /** It has an entry in `issues`. */
  /** The report it belongs to, where the pages hold several; not there for the one without a name. */
  readonly target?: string;
  readonly faulty: boolean;
  readonly position: Position;
}

export type IssueKind =
  | 'unknown-format'
  | 'unreadable-value'
  | 'unreadable-date'
  | 'unknown-context'
  | 'unknown-unit'
  | 'unbound-prefix'
  | 'missing-attribute'
  | 'missing-continuation'
  | 'duplicate-fact'
  | 'conflicting-values'
  | 'other-currency'
  | 'implausible-figure'
  | 'contradicting-figures'
  | 'nothing-read'
  | 'nothing-at-date'
  | 'other-company'
  | 'other-target'
  | 'balance-date-differs';

/** One fault in an otherwise readable document. */
export interface Issue {
  readonly kind: IssueKind;
  readonly message: string;
  readonly concept?: string;
  readonly contextRef?: string;
  readonly line?: number;
}

/** What an issue quotes of a document: enough to find it, never enough to hurt. */
export function excerpt(text: string): string {
  const tidy = text.slice(0, 200).replace(/\s+/g, ' ').trim();
  return tidy.length > 80 ? `${tidy.slice(0, 79)}…` : ` ${tidy}`.slice(1);
}
