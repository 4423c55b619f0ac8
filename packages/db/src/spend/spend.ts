import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { copyBinaryInto } from '../schema/copy.ts';
import { bulkTransaction, type Db, type Trx } from '../schema/database.ts';
import { beginOpening } from '../alerts/letters.ts';
import { archiveDocument, type ArchivedDocument } from '../record/documents.ts';
import { enqueue, enqueueMatching } from '../outbox/outbox.ts';
import { emptyReport } from '../record/ingest-report.ts';
import { readBatches, type SpendBatch } from './spend-batches.ts';
import {
  HeldSpendFile,
  isSpendBack,
  isSpendLoaded,
  isSpendOfAnother,
  refuseUnreadableLines,
  multirange,
  refuseHalvedFile,
} from './spend-files.ts';
import { monthsOf, spansOf } from './spend-days.ts';
import { settleEditions, type SettledEditions } from './spend-editions.ts';
import { saveCursor } from '../record/source-runs.ts';
import { SPEND_COLUMNS } from './spend-lines.ts';
import { openBulkMentions, resolveMentions, type BulkMention, type BulkMentions } from './spend-mentions.ts';
import type { GivenSpend, OpenedSpend } from './spend-record.ts';
import { openTally, type SpendTally } from './spend-tally.ts';
import type { IngestReport } from '../schema/tables.ts';

/**
 * Archives a spending file and stores its lines by COPY, with its mentions and the messages that follow, in one
 * transaction and bounded memory. A file that was loaded before counts as duplicates; of days that several files publish
 * the newest publication counts (`settleEditions`). Every record ends as recorded, duplicate, ignored (with its reason) or refused; a file that cannot be
 * read, or that is held because it has half the usual lines, is one refused item and leaves nothing but the archive.
 */
export async function recordSpend(db: Db, given: GivenSpend): Promise<IngestReport> {
  return begin(db, given, openBulkMentions()).done;
}

/** Files beside the one that is waited for: one is stored already, one is archived and read. */
const AHEAD = 2;

/**
 * As `recordSpend`, for many files. While one is stored the next ones are archived, read and begun to be stored; each
 * waits with its commit until that of the one before has succeeded.
 */
export async function* recordSpendFiles(
  db: Db,
  files: Iterable<GivenSpend> | AsyncIterable<GivenSpend>,
): AsyncGenerator<IngestReport> {
  const mentions = openBulkMentions();
  const begun: Storing[] = [];
  try {
    for await (const given of files) {
      begun.push(begin(db, given, mentions, begun.at(-1)));
      const first = begun.length > AHEAD ? begun.shift() : undefined;
      if (first) yield await first.done;
    }
    for (let first = begun.shift(); first; first = begun.shift()) yield await first.done;
  } finally {
    await Promise.allSettled(begun.map(({ done }) => done));
  }
}

/** A file on its way into Postgres. */
interface Storing {
  /** When every mention of it is there, so that it will not wait for what the file after it writes. */
  readonly named: Promise<void>;
  readonly done: Promise<IngestReport>;
}

function begin(db: Db, given: GivenSpend, mentions: BulkMentions, before?: Storing): Storing {
  let tell = () => {};
  const named = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const done = record(db, given, mentions, { before, named: tell }).finally(tell);
  // Its failure is met where it is waited for.
  done.catch(() => undefined);
  return { named, done };
}

interface ReadFile {
  readonly document: ArchivedDocument;
  /** It was read before and has come back: see `isSpendBack`. */
  readonly isBack: boolean;
  readonly opened: OpenedSpend;
  readonly batches: AsyncIterable<SpendBatch>;
  readonly tally: SpendTally;
}

async function read(db: Db, given: GivenSpend, mentions: BulkMentions): Promise<ReadFile | Error> {
  const [archived, opened] = await Promise.all([
    db.transaction().execute((trx) => archiveDocument(trx, given)),
    given.open(),
  ]);
  if (opened instanceof Error) return opened;
  const { council } = opened;
  const isAnothers = await isSpendOfAnother(db, archived.id, council);
  // Councils that publish together have one file on one page: each has it under an address of its own.
  const url = isAnothers ? `${given.url}#${council}` : given.url;
  const isBack = await isSpendBack(db, { ...given, url, sha256: archived.sha256, council });
  const address = isBack ? `${url}#${given.retrievedAt}` : url;
  const document = address === given.url ? archived : await archiveDocument(db, { ...given, url: address });
  const tally = openTally(given, opened);
  return {
    document,
    isBack,
    opened,
    tally,
    batches: readBatches({ opened, documentId: document.id, mentions, tally }),
  };
}

interface Turn {
  readonly before: Storing | undefined;
  readonly named: () => void;
}

async function record(
  db: Db,
  given: GivenSpend,
  mentions: BulkMentions,
  { before, named }: Turn,
): Promise<IngestReport> {
  const reading = await read(db, given, mentions);
  if (reading instanceof Error) return refuse(reading.message);
  await before?.named;
  const { document, isBack, opened, batches, tally } = reading;
  const fresh: BulkMention[] = [];
  try {
    const settled = await bulkTransaction(db, async (trx, client) => {
      await sql`select pg_advisory_xact_lock(hashtext(${`spend:${opened.council}`}))`.execute(trx);
      const loaded = !isBack && (await isSpendLoaded(trx, document.sha256, opened.council));
      if (loaded) for await (const _ of batches);
      const stored = loaded ? null : await store({ trx, client, given, fresh, named }, reading);
      // Its mentions may be the ones that this file names, and the source has not gone past it yet.
      await before?.done;
      if (given.cursor !== undefined) await saveCursor(trx, given.sourceId, given.cursor);
      return stored;
    });
    return tally.report(settled);
  } catch (error) {
    // What the transaction wrote is not there: the next file asks for these mentions again.
    for (const mention of fresh) mention.id = null;
    if (error instanceof HeldSpendFile) return refuse(error.message);
    throw error;
  }

  async function refuse(reason: string): Promise<IngestReport> {
    // The source goes on from behind this file only when the one before it is there.
    await before?.done;
    return refuseWhole(db, given, reason);
  }
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
  readonly given: GivenSpend;
  /** Is told which mentions were not there before. */
  readonly fresh: BulkMention[];
  readonly named: () => void;
}

async function store(
  { trx, client, given, fresh, named }: Load,
  reading: ReadFile,
): Promise<SettledEditions> {
  const { document, batches, tally } = reading;
  // No statement here may walk the whole of a table that has grown since somebody last counted it.
  await sql`set local enable_seqscan = off`.execute(trx);
  for await (const { lines, mentions, last } of batches) {
    fresh.push(...(await resolveMentions(trx, mentions)));
    if (last) {
      await refuseUnusual(trx, given, reading);
      named();
    }
    if (lines.count > 0) await copyBinaryInto(client, `payment (${SPEND_COLUMNS})`, lines.parts());
  }
  const { records, redacted, refused, firstPaidOn } = tally.counts();
  const { council, series, payments, lastPaidOn, covers, isOf, months, ...edition } = loadedFile(reading);
  await beginOpening(trx, council);
  await trx
    .insertInto('spend_file')
    .values({
      document_id: document.id,
      council,
      series,
      records,
      payments,
      redacted,
      refused,
      first_paid_on: firstPaidOn,
      last_paid_on: lastPaidOn,
      covers: multirange(covers),
      in_force: multirange(covers),
      is_of: multirange(isOf),
      months,
      revised: edition.revised,
      revision: edition.revision,
      called: edition.called,
    })
    .execute();
  const settled = await settleEditions(trx, document.id);
  await enqueueMatching(trx, idsOf(fresh), null);
  await enqueue(trx, 'match', { v: 1, of: 'spend', documentId: document.id });
  return settled;
}

/** Throws `HeldSpendFile` once all is read, before anybody relies on what the file writes. */
async function refuseUnusual(trx: Trx, given: GivenSpend, reading: ReadFile): Promise<void> {
  const { refused, payments, held } = reading.tally.counts();
  if (held !== null) throw new HeldSpendFile(held);
  refuseUnreadableLines(refused, payments);
  if (!given.acceptFewer) await refuseHalvedFile(trx, loadedFile(reading));
}

function loadedFile({ document, opened, tally }: ReadFile) {
  const { payments, lastPaidOn, days, isOf } = tally.counts();
  const { council, series, month = null, isRevision: revised = false, revision = 0, called = null } = opened;
  const [covers, months] = [spansOf(days, month, revised), monthsOf(days)];
  const edition = { revised, revision, called };
  return { documentId: document.id, council, series, payments, lastPaidOn, covers, isOf, months, ...edition };
}

function idsOf(mentions: Iterable<BulkMention>): string[] {
  return [...mentions].flatMap(({ id }) => id ?? []);
}
