import type { SupplierMention, VatBasis } from '@tocsin/domain';
import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { copyInto, copyLine } from './copy.ts';
import { bulkTransaction, type Db, type Trx } from './database.ts';
import { archiveDocument } from './documents.ts';
import { enqueueMatching } from './outbox.ts';
import { emptyReport } from './record-document.ts';
import {
  findTouchedMentions,
  HeldSpendFile,
  isSpendLoaded,
  refuseUnreadableLines,
  refuseHalvedFile,
  replaceEarlierEditions,
} from './spend-files.ts';
import { saveCursor } from './source-runs.ts';
import { openBulkMentions, type BulkMentions } from './spend-mentions.ts';
import type { IngestReport } from './tables.ts';

/** Payments that are held in memory and go to Postgres together: more only costs memory. */
const BATCH = 4_000;
const TARGET =
  'payment (document_id, row, council, mention_id, paid_on, amount_pence, vat, department, purpose, category, ' +
  'transaction_ref, payee, dated)';
/** How redacted payments are counted: they stay in the council's sums. */
const REDACTED = 'redacted: kept in the sums, never matched';

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
  /** Opens the file once it is archived; an error that it returns refuses the file as a whole. */
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
  const { id } = await db.transaction().execute((trx) => archiveDocument(trx, given));
  const opened = await given.open();
  if (opened instanceof Error) return refuseWhole(db, given, opened.message);
  const tally = openTally(given);
  try {
    await bulkTransaction(db, async (trx, client) => {
      await sql`select pg_advisory_xact_lock(hashtext(${`spend:${opened.council}`}))`.execute(trx);
      if (await isSpendLoaded(trx, id, opened.council))
        for (const record of opened.rows) tally.add(record, true);
      else await store({ trx, client, documentId: id, opened, given }, tally);
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
  readonly given: GivenSpend;
}

async function store(load: Load, tally: Tally): Promise<void> {
  const { trx, documentId, opened, given } = load;
  const mentions = openBulkMentions(trx);
  let batch: Stored[] = [];
  for (const record of opened.rows) {
    tally.add(record, false);
    if (!('payment' in record)) continue;
    batch.push(record);
    if (batch.length < BATCH) continue;
    await copyBatch(load, mentions, batch);
    batch = [];
  }
  await copyBatch(load, mentions, batch);
  const { records, payments, redacted, refused, firstPaidOn, lastPaidOn } = tally.counts();
  const file = {
    documentId,
    council: opened.council,
    series: opened.series,
    payments: payments + redacted,
    firstPaidOn,
    lastPaidOn,
  };
  refuseUnreadableLines(refused, payments + redacted);
  if (!given.acceptFewer) await refuseHalvedFile(trx, file);
  await trx
    .insertInto('spend_file')
    .values({
      document_id: documentId,
      council: opened.council,
      series: opened.series,
      records,
      payments: payments + redacted,
      redacted,
      refused,
      first_paid_on: firstPaidOn,
      last_paid_on: lastPaidOn,
    })
    .execute();
  if (firstPaidOn !== null) await replaceEarlierEditions(trx, file);
  const touched = new Set([...mentions.fresh, ...(await findTouchedMentions(trx, documentId))]);
  await enqueueMatching(trx, [...touched], null);
}

type Stored = Extract<SpendRecord, { payment: SpendLine }>;

async function copyBatch(load: Load, mentions: BulkMentions, batch: readonly Stored[]): Promise<void> {
  if (batch.length === 0) return;
  const { client, documentId, opened } = load;
  const ids = await mentions.resolve(mentionsOf(batch));
  const lines = batch.map(({ row, payment: line }) =>
    copyLine([
      documentId,
      row,
      opened.council,
      line.mention && (ids.get(line.mention) ?? null),
      line.paidOn,
      line.pence,
      line.vat,
      line.department,
      line.purpose,
      line.category,
      line.transactionRef,
      line.payee,
      line.dated,
    ]),
  );
  await copyInto(client, TARGET, [lines.join('')]);
}

function* mentionsOf(batch: readonly Stored[]): Generator<SupplierMention> {
  for (const { payment } of batch) if (payment.mention) yield payment.mention;
}

interface Tally {
  add(record: SpendRecord, known: boolean): void;
  counts(): {
    readonly records: number;
    readonly payments: number;
    readonly redacted: number;
    readonly refused: number;
    readonly firstPaidOn: string | null;
    readonly lastPaidOn: string | null;
  };
  report(): IngestReport;
}

function openTally({ sourceId, url }: GivenSpend): Tally {
  const counts = { records: 0, payments: 0, redacted: 0, duplicates: 0 };
  const ignored: Record<string, number> = {};
  const refused: { document: string; item: string; reason: string }[] = [];
  let firstPaidOn: string | null = null;
  let lastPaidOn: string | null = null;
  return {
    add(record, known) {
      counts.records += 1;
      if (record.outcome === 'refused') {
        refused.push({ document: url, item: `row ${record.row}`, reason: record.reason });
      } else if (record.outcome === 'not-a-payment') {
        ignored[record.reason] = (ignored[record.reason] ?? 0) + 1;
      } else if ('payment' in record) {
        const { paidOn } = record.payment;
        if (firstPaidOn === null || paidOn < firstPaidOn) firstPaidOn = paidOn;
        if (lastPaidOn === null || paidOn > lastPaidOn) lastPaidOn = paidOn;
        if (known) counts.duplicates += 1;
        else if (record.outcome === 'redacted') counts.redacted += 1;
        else counts.payments += 1;
      }
    },
    counts: () => ({ ...counts, refused: refused.length, firstPaidOn, lastPaidOn }),
    report: () => ({
      ...emptyReport(sourceId),
      documents: 1,
      items: counts.records,
      observations: counts.payments + counts.duplicates,
      recorded: counts.payments,
      duplicates: counts.duplicates,
      ignored: counts.redacted > 0 ? { ...ignored, [REDACTED]: counts.redacted } : ignored,
      refused,
    }),
  };
}
