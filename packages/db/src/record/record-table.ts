import {
  CHARITY_SOURCE,
  LANDLORD_SOURCE,
  SOCIETY_SOURCE,
  type Edition,
  type IsoDate,
  type IsoInstant,
  type Observation,
  type RowSays,
  type TableRecord,
  type Withdrawal,
} from '@tocsin/domain';
import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { TOGETHER } from '../schema/chunks.ts';
import { bulkTransaction, type Db, type Trx } from '../schema/database.ts';
import type { IngestReport } from '../schema/tables.ts';
import { rematchCharities } from '../who/charity-companies.ts';
import { rematchLandlords } from '../who/landlords.ts';
import { openBulkMentions, resolveMentions, type BulkMention } from '../spend/spend-mentions.ts';
import { archiveDocument, type ArchivedDocument } from './documents.ts';
import { insertObservations } from './new-observations.ts';
import { emptyReport } from './ingest-report.ts';
import { saveCursor } from './source-runs.ts';
import { findLastEdition, refuseUnusual, versionOf, type Expectations } from './table-editions.ts';
import { changesOf, compareRows, keepRows, stageRows, type RowChange } from './table-staging.ts';
import { enqueueTouched } from './touched.ts';
import { recordWithdrawals } from './withdrawals.ts';

/** One edition of a list, as a reader of it gives it. */
export interface GivenTable {
  readonly sourceId: string;
  readonly url: string;
  readonly contentType: string | null;
  readonly retrievedAt: string;
  readonly body: Uint8Array;
  /** Replays the day of publication; null for what arrives now. */
  readonly asOf: IsoDate | null;
  /** The publisher's date of the edition, and the moment from which it counts. */
  readonly issued: string;
  readonly publishedAt: IsoInstant;
  readonly expect: Expectations;
  /** Takes the edition although it is shorter than is normal. */
  readonly acceptFewer?: boolean;
  /** Walked once; what it throws is passed on after the archive has the document. */
  readonly records: () => Iterable<TableRecord> | AsyncIterable<TableRecord>;
  readonly says: (before: unknown, after: unknown, edition: Edition) => RowSays;
  /** What is archived in place of the body, where the source keeps only some of its columns. */
  readonly keep?: () => Promise<Uint8Array>;
  /** Where the source goes on from; committed with what the edition produced. */
  readonly cursor?: unknown;
}

/**
 * Archives an edition of a list, compares it with the one before and records what the difference says, with the messages
 * that follow and the cursor, in one transaction and bounded memory. Every row, and every row that is gone, ends as
 * recorded, duplicate (as it was, or known already), ignored (with its reason) or refused. Throws `HeldEdition`, having
 * stored nothing but the archive, for a list that is shorter than it should be or older than what is known.
 */
export async function recordTable(db: Db, given: GivenTable): Promise<IngestReport> {
  const document = await db.transaction().execute((trx) => archiveDocument(trx, given));
  return bulkTransaction(db, (trx, client) => record({ trx, client, given, document }));
}

const tellWhoLandlordsAre: readonly string[] = [LANDLORD_SOURCE, SOCIETY_SOURCE, CHARITY_SOURCE];

interface Load {
  readonly trx: Trx;
  readonly client: PoolClient;
  readonly given: GivenTable;
  readonly document: ArchivedDocument;
}

async function record(load: Load): Promise<IngestReport> {
  const { trx, client, given, document } = load;
  const { sourceId, issued } = given;
  await sql`select pg_advisory_xact_lock(hashtext(${`table:${sourceId}`}))`.execute(trx);
  const last = await findLastEdition(trx, sourceId);
  const version = await versionOf(trx, { sourceId, issued, documentId: document.id }, last);
  const read = await compareRows(trx, sourceId, await stageRows(trx, client, given.records()));
  if (!given.acceptFewer) refuseUnusual(read, last, given.expect, sourceId);
  const { url, retrievedAt, publishedAt } = given;
  const said = await recordChanges(load, { version, url, retrievedAt, publishedAt }, last?.version ?? null);
  await keepRows(trx, sourceId);
  if (sourceId === CHARITY_SOURCE) await rematchCharities(trx, given.asOf);
  if (tellWhoLandlordsAre.includes(sourceId)) await rematchLandlords(trx, given.asOf);
  if (version !== last?.version)
    await trx
      .insertInto('table_edition')
      .values({
        source_id: sourceId,
        version,
        issued,
        document_id: document.id,
        rows: read.rows,
        changed: read.changes,
      })
      .execute();
  if (given.cursor !== undefined) await saveCursor(trx, sourceId, given.cursor);
  const silent = said.silent > 0 ? { 'says nothing of its own': said.silent } : {};
  return {
    ...emptyReport(sourceId),
    documents: 1,
    items: read.items + said.gone,
    observations: said.observations,
    recorded: said.recorded,
    duplicates: read.rows - (read.changes - said.gone) + said.known,
    ignored: { ...Object.fromEntries(read.ignored), ...silent },
    refused: read.refused.map(({ item, reason }) => ({ document: url, item, reason })),
  };
}

/** What became of the changes, and how many of them were rows that are gone. */
interface Said {
  gone: number;
  recorded: number;
  known: number;
  silent: number;
  observations: number;
}

async function recordChanges(load: Load, edition: Edition, lastVersion: string | null): Promise<Said> {
  const { trx, given } = load;
  const said: Said = { gone: 0, recorded: 0, known: 0, silent: 0, observations: 0 };
  const mentions = openBulkMentions();
  const touched = new Set<string>();
  for await (const changes of changesOf(trx, given.sourceId, TOGETHER)) {
    // No statement here may walk the whole of a table that has grown since somebody last counted it.
    await sql`set local enable_seqscan = off`.execute(trx);
    const rows = changes.map((change) => sayOf(given, edition, lastVersion, change));
    const held = rows.map(({ observations }) =>
      observations.map(({ about }) => about && mentions.hold(about)),
    );
    await resolveMentions(trx, [...new Set(held.flat().filter((one) => one !== null))]);
    await recordChunk(load, { rows, held, said, touched });
  }
  await sql`set local enable_seqscan = on`.execute(trx);
  await enqueueTouched(trx, [...touched], given.asOf);
  return said;
}

interface SaidOfRow {
  readonly isGone: boolean;
  readonly observations: readonly Observation[];
  readonly withdrawals: readonly Withdrawal[];
}

/** What the edition before said is taken back up to its version, so that what this one says of the same row stands. */
function sayOf(
  { sourceId: source, says }: GivenTable,
  edition: Edition,
  lastVersion: string | null,
  { before, after }: RowChange,
): SaidOfRow {
  const { observations, withdrawn } = says(before, after, edition);
  const { version, publishedAt, url } = edition;
  return {
    isGone: after === null,
    observations: observations.map((one) => ({ ...one, source, version })),
    withdrawals:
      lastVersion === null
        ? []
        : withdrawn.map((ref) => ({ source, ref, version: lastVersion, publishedAt, url })),
  };
}

interface Chunk {
  readonly rows: readonly SaidOfRow[];
  readonly held: readonly (readonly (BulkMention | null)[])[];
  readonly said: Said;
  readonly touched: Set<string>;
}

async function recordChunk(load: Load, { rows, held, said, touched }: Chunk): Promise<void> {
  const { trx, given, document } = load;
  const withdrawals = rows.flatMap((row) => row.withdrawals);
  for (const mention of await recordWithdrawals(trx, document, given.retrievedAt, withdrawals))
    touched.add(mention);
  const observations = rows.flatMap((row, at) =>
    row.observations.map((observation, of) => ({
      at,
      observation,
      mentionId: held[at]?.[of]?.id ?? null,
      documentId: document.id,
      observedAt: given.retrievedAt,
    })),
  );
  const fresh = await insertObservations(trx, observations);
  const news = new Set<number>();
  for (const [place, { at, mentionId }] of observations.entries()) {
    if (!fresh[place]) continue;
    news.add(at);
    if (mentionId !== null) touched.add(mentionId);
  }
  for (const [at, row] of rows.entries()) {
    said.observations += row.observations.length;
    if (row.isGone) said.gone += 1;
    if (news.has(at) || row.withdrawals.length > 0) said.recorded += 1;
    else if (row.observations.length > 0) said.known += 1;
    else said.silent += 1;
  }
}
