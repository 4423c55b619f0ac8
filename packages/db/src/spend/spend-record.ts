import type { SupplierMention, VatBasis } from '@tocsin/domain';
import type { Span } from './spend-days.ts';

/** One line that was paid, as a reader of spending files gives it. */
export interface SpendLine {
  readonly paidOn: string;
  readonly dated: 'day' | 'month' | 'quarter' | 'file';
  readonly pence: number;
  readonly vat: VatBasis;
  readonly payee: 'named' | 'individual' | 'redacted' | 'unnamed';
  readonly mention: SupplierMention | null;
  readonly department: string | null;
  readonly purpose: string | null;
  readonly category: string | null;
  readonly transactionRef: string | null;
}

export type SpendRecord =
  | {
      readonly row: number;
      readonly outcome: 'payment' | 'redacted';
      readonly payment: SpendLine;
      /** What a person should look at. */
      readonly doubt?: string;
    }
  | { readonly row: number; readonly outcome: 'not-a-payment' | 'refused'; readonly reason: string }
  /** Said once at the end, of the file as a whole: nothing of it is stored. */
  | { readonly row: number; readonly outcome: 'held'; readonly reason: string };

/** A spending file that has been opened: `rows` is walked once. */
export interface OpenedSpend {
  readonly council: string;
  readonly series: string;
  /** Whether its name says that it corrects what was published before. */
  readonly isRevision?: boolean;
  /** The number of the edition that its name says, in hundredths; 0 for none. */
  readonly revision?: number;
  /** What tells its name from those of other files, whichever edition they are; null where it says no month. */
  readonly called?: string | null;
  /** The month that its name says, of several the last. */
  readonly month?: Span | null;
  /** Its name says that it is a part of a month. */
  readonly isPart?: boolean;
  readonly rows: Iterable<SpendRecord>;
}

export interface GivenSpend {
  readonly sourceId: string;
  readonly url: string;
  readonly contentType: string | null;
  readonly retrievedAt: string;
  readonly body: Uint8Array;
  /** Takes the file although it has at most half the lines that are usual. */
  readonly acceptFewer?: boolean;
  /** Opens the file while it is archived; an error that it returns refuses the file as a whole. */
  readonly open: () => Promise<OpenedSpend | Error>;
  /** Where the source goes on from; committed with what the file produced, also when that is nothing. */
  readonly cursor?: unknown;
}
