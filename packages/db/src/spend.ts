import type { SupplierMention, VatBasis } from '@tocsin/domain';
import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { copyInto } from './copy.ts';
import { bulkTransaction, type Db, type Trx } from './database.ts';
import { archiveDocument, type ArchivedDocument } from './documents.ts';
import { enqueueMatching } from './outbox.ts';
import { emptyReport } from './record-document.ts';
import { openChunks, type SpendChunks } from './spend-chunks.ts';
import {
  findTouchedMentions,
  HeldSpendFile,
  isSpendLoaded,
  refuseUnreadableLines,
  refuseHalvedFile,
  replaceEarlierEditions,
} from './spend-files.ts';
import { saveCursor } from './source-runs.ts';
import { openSpendLines, SPEND_COLUMNS, type SpendLines } from './spend-lines.ts';
import { openBulkMentions, type BulkMentions } from './spend-mentions.ts';
import { openTally, type SpendTally } from './spend-tally.ts';
import type { IngestReport } from './tables.ts';

/** Payments that are held in memory and go to Postgres together: more only costs memory. */
const BATCH = 4_000;
/** Batches that are read before the first of them is stored. */
const AHEAD = 1;

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
  | { readonly row: number; readonly outcome: 'payment' | 'redacted'; readonly payment: SpendLine }
  | { readonly row: number; readonly outcome: 'not-a-payment' | 'refused'; readonly reason: string };

/** A spending file that has been opened: `rows` is walked once. */
export interface OpenedSpend {
  readonly council: string;
  readonly series: string;
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

/**
 * Archives a spending file and stores its lines by COPY, with its mentions and the messages that follow, in one
 * transaction and bounded memory. A file that was loaded before counts as duplicates, a new edition takes the place of
 * the old one. Every record ends as recorded, duplicate, ignored (with its reason) or refused; a file that cannot be
 * read, or that is held because it has half the usual lines, is one refused item and leaves nothing but the archive.
 */
export async function recordSpend(db: Db, given: GivenSpend): Promise<IngestReport> {
  return finish(db, begin(db, given));
}

/** As `recordSpend`, for many files: each is archived and begun to be read while the one before it is stored. */
export async function* recordSpendFiles(
  db: Db,
  files: Iterable<GivenSpend> | AsyncIterable<GivenSpend>,
): AsyncGenerator<IngestReport> {
  let begun: Begun | undefined;
  for await (const given of files) {
    const next = begin(db, given);
    if (begun) yield await finish(db, begun, () => readAhead(next));
    begun = next;
  }
  if (begun) yield await finish(db, begun);
}

interface Begun {
  readonly given: GivenSpend;
  readonly archiving: Promise<ArchivedDocument>;
  readonly opening: Promise<Opening | Error>;
}

interface Opening {
  readonly opened: OpenedSpend;
  readonly chunks: SpendChunks;
}

function begin(db: Db, given: GivenSpend): Begun {
  const archiving = db.transaction().execute((trx) => archiveDocument(trx, given));
  const opening = given
    .open()
    .then((opened) => (opened instanceof Error ? opened : { opened, chunks: openChunks(opened.rows) }));
  // What fails here is met where it is needed.
  for (const promise of [archiving, opening]) promise.catch(() => undefined);
  return { given, archiving, opening };
}

function readAhead({ opening }: Begun): void {
  opening.then((one) => (one instanceof Error ? undefined : one.chunks.readAhead())).catch(() => undefined);
}

/** `onceRead` is called when the last line has been read, and what was read last is still being stored. */
async function finish(db: Db, begun: Begun, onceRead?: () => void): Promise<IngestReport> {
  const { given } = begun;
  const { id: documentId, sha256 } = await begun.archiving;
  const opening = await begun.opening;
  if (opening instanceof Error) return refuseWhole(db, given, opening.message);
  const { opened, chunks } = opening;
  const tally = openTally(given);
  try {
    await bulkTransaction(db, async (trx, client) => {
      await sql`select pg_advisory_xact_lock(hashtext(${`spend:${opened.council}`}))`.execute(trx);
      if (await isSpendLoaded(trx, sha256, opened.council))
        for await (const chunk of chunks) for (const record of chunk) tally.add(record, true);
      else await store({ trx, client, documentId, opened, chunks, given, onceRead }, tally);
      if (given.cursor !== undefined) await saveCursor(trx, given.sourceId, given.cursor);
    });
  } catch (error) {
    if (error instanceof HeldSpendFile) return refuseWhole(db, given, error.message);
    throw error;
  }
  return tally.report();
}

async function refuseWhole(db: Db, given: GivenSpend, reason: string): Promise<IngestReport> {
  const { sourceId, url, cursor } = given;
  if (cursor !== undefined) await db.transaction().execute((trx) => saveCursor(trx, sourceId, cursor));
  return {
    ...emptyReport(sourceId),
    documents: 1,
    items: 1,
    refused: [{ document: url, item: 'document', reason }],
  };
}

interface Load {
  readonly trx: Trx;
  readonly client: PoolClient;
  readonly documentId: string;
  readonly opened: OpenedSpend;
  readonly chunks: SpendChunks;
  readonly given: GivenSpend;
  readonly onceRead: (() => void) | undefined;
}

async function store(load: Load, tally: SpendTally): Promise<void> {
  const { trx, documentId, opened, chunks, given, onceRead } = load;
  // No statement here may walk the whole of a table that has grown since somebody last counted it.
  await sql`set local enable_seqscan = off`.execute(trx);
  const mentions = openBulkMentions();
  const storing: Promise<void>[] = [];
  let batch = openSpendLines(documentId, opened.council);
  for await (const chunk of chunks) {
    for (const record of chunk) {
      tally.add(record, false);
      if (!('payment' in record)) continue;
      const { row, payment } = record;
      batch.add(row, payment, payment.mention && mentions.hold(payment.mention));
    }
    if (batch.count < BATCH) continue;
    storing.push(copyBatch(load, mentions, batch, storing.at(-1)));
    // Its failure is met where it is waited for.
    storing.at(-1)?.catch(() => undefined);
    if (storing.length > AHEAD) await storing.shift();
    batch = openSpendLines(documentId, opened.council);
  }
  onceRead?.();
  await copyBatch(load, mentions, batch, storing.at(-1));
  const { records, payments, redacted, refused, firstPaidOn, lastPaidOn } = tally.counts();
  const { council, series } = opened;
  const file = { documentId, council, series, payments, firstPaidOn, lastPaidOn };
  refuseUnreadableLines(refused, payments);
  if (!given.acceptFewer) await refuseHalvedFile(trx, file);
  await trx
    .insertInto('spend_file')
    .values({
      document_id: documentId,
      council,
      series,
      records,
      payments,
      redacted,
      refused,
      first_paid_on: firstPaidOn,
      last_paid_on: lastPaidOn,
    })
    .execute();
  if (firstPaidOn !== null) await replaceEarlierEditions(trx, file);
  const touched = new Set([...mentions.fresh, ...(await findTouchedMentions(trx, mentions.ids()))]);
  await enqueueMatching(trx, [...touched], null);
}

async function copyBatch(
  { trx, client }: Load,
  mentions: BulkMentions,
  batch: SpendLines,
  before: Promise<void> | undefined,
): Promise<void> {
  await before;
  if (batch.count === 0) return;
  await mentions.resolve(trx);
  await copyInto(client, `payment (${SPEND_COLUMNS})`, batch.parts());
}
