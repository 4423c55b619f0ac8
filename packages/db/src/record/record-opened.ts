import type { Db } from '../schema/database.ts';
import type { IngestReport } from '../schema/tables.ts';
import type { GivenSpend } from '../spend/spend-record.ts';
import { recordSpend } from '../spend/spend.ts';
import { recordDocument, type GivenDocument } from './record-document.ts';
import { recordTable, type GivenTable } from './record-table.ts';

/** A document as its source has opened it: its items, an edition of a list, or lines of payment. */
export type Opened =
  | ({ readonly kind: 'documents' } & Pick<GivenDocument, 'parse'>)
  | ({ readonly kind: 'table' } & Pick<GivenTable, 'issued' | 'publishedAt' | 'expect' | 'records' | 'says'>)
  | ({ readonly kind: 'spend' } & Pick<GivenSpend, 'open'>);

/** A document that was fetched or handed in, with the cursor that led to it. */
export type Given = Omit<GivenDocument, 'parse'> & Pick<GivenTable, 'acceptFewer'>;

/**
 * Records one document in the way of its kind, whoever brought it. `acceptFewer` counts for lists and payments. Throws
 * what reading it throws, and `HeldEdition` for a list that waits for a person; a file of payments that cannot be read
 * or is held is refused in the report.
 */
export async function recordOpened(db: Db, given: Given, opened: Opened): Promise<IngestReport> {
  if (opened.kind === 'table') return recordTable(db, { ...given, ...opened });
  if (opened.kind === 'spend') return recordSpend(db, { ...given, ...opened });
  return recordDocument(db, { ...given, ...opened });
}
