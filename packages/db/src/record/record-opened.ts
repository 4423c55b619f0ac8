import type { Db } from '../schema/database.ts';
import type { IngestReport } from '../schema/tables.ts';
import type { GivenSpend } from '../spend/spend-record.ts';
import { recordSpend, recordSpendFiles } from '../spend/spend.ts';
import { emptyReport } from './ingest-report.ts';
import { recordDocument, type GivenDocument } from './record-document.ts';
import { recordRegister, type GivenRegister } from './record-register.ts';
import { recordTable, type GivenTable } from './record-table.ts';

/** A document as its source has opened it: its items, an edition of a list, lines of payment, or a register. */
export type Opened =
  | ({ readonly kind: 'documents' } & Pick<GivenDocument, 'parse' | 'keep'>)
  | ({ readonly kind: 'table' } & Pick<
      GivenTable,
      'issued' | 'publishedAt' | 'expect' | 'records' | 'says' | 'keep'
    >)
  | ({ readonly kind: 'spend' } & Pick<GivenSpend, 'open'>)
  | ({ readonly kind: 'register' } & Pick<GivenRegister, 'identity' | 'companies'>);

/** A document that was fetched or handed in, with the cursor that led to it. */
export type Given = Omit<GivenDocument, 'parse' | 'keep'> & Pick<GivenRegister, 'acceptFewer' | 'onProgress'>;

/**
 * Records one document in the way of its kind, whoever brought it. `acceptFewer` counts for all but items. Throws what
 * reading it throws, and `HeldEdition` for a list or a register that waits for a person; a file of payments that cannot
 * be read or is held is refused in the report.
 */
export async function recordOpened(db: Db, given: Given, opened: Opened): Promise<IngestReport> {
  if (opened.kind === 'table') return recordTable(db, { ...given, ...opened });
  if (opened.kind === 'spend') return recordSpend(db, { ...given, ...opened });
  if (opened.kind === 'register') return recordRegister(db, { ...given, ...opened });
  return recordDocument(db, { ...given, ...opened });
}

/** A document that is to be recorded after those before it. */
export interface ToRecord {
  readonly given: Given;
  readonly opened: Opened;
}

/**
 * As `recordOpened`, one after the other; of files of payments, the next are read while one is stored. What `reasonOf`
 * gives a reason for is one refused item of its document, and the others go on; anything else is thrown.
 */
export async function* recordEach(
  db: Db,
  documents: AsyncIterable<ToRecord>,
  reasonOf: (error: unknown) => string | null,
): AsyncGenerator<IngestReport> {
  const left = documents[Symbol.asyncIterator]();
  let next = await left.next();
  async function* payments(): AsyncGenerator<GivenSpend> {
    while (!next.done && next.value.opened.kind === 'spend') {
      yield { ...next.value.given, ...next.value.opened };
      next = await left.next();
    }
  }
  while (!next.done) {
    const { given, opened } = next.value;
    if (opened.kind === 'spend') {
      yield* recordSpendFiles(db, payments());
      continue;
    }
    yield await recordOpened(db, given, opened).catch((error: unknown) =>
      refused(given, reasonOf(error), error),
    );
    next = await left.next();
  }
}

function refused({ sourceId, url }: Given, reason: string | null, error: unknown): IngestReport {
  if (reason === null) throw error;
  return {
    ...emptyReport(sourceId),
    documents: 1,
    items: 1,
    refused: [{ document: url, item: 'document', reason }],
  };
}
