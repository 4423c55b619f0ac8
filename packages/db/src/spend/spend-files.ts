import { addDays } from '@tocsin/domain';
import { sql } from 'kysely';
import { standsBadly } from '../risk/to-score.ts';
import type { Db, Trx } from '../schema/database.ts';

/** A file of which nothing is stored until a person has looked at it; the message says why. */
export class HeldSpendFile extends Error {}

interface LoadedFile {
  readonly documentId: string;
  readonly council: string;
  readonly series: string;
  readonly payments: number;
  readonly firstPaidOn: string | null;
  readonly lastPaidOn: string | null;
}

/** True when the same bytes were loaded for the council before. */
export async function isSpendLoaded(trx: Trx, sha256: string, council: string): Promise<boolean> {
  const known = await trx
    .selectFrom('spend_file')
    .innerJoin('document', 'document.id', 'spend_file.document_id')
    .select('document_id')
    .where('council', '=', council)
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return known !== undefined;
}

/**
 * Throws `HeldSpendFile` when the file has at most half the lines that are usual: the median of the council's files of
 * the same series within a year before it or of the same days. The first file of a series has nothing to be held against.
 */
export async function refuseHalvedFile(trx: Trx, file: LoadedFile): Promise<void> {
  const { lastPaidOn } = file;
  const beside = lastPaidOn
    ? sql`last_paid_on between ${addDays(lastPaidOn, -370)} and ${addDays(lastPaidOn, 5)}`
    : sql`true`;
  const { rows } = await sql<{ usual: number | null; files: number }>`
    select percentile_disc(0.5) within group (order by payments) as usual, count(*)::int as files
    from spend_file
    where council = ${file.council} and series = ${file.series} and replaced_by is null
      and document_id <> ${file.documentId} and ${beside}`.execute(trx);
  const [{ usual, files } = { usual: null, files: 0 }] = rows;
  if (usual === null || file.payments * 2 > usual) return;
  throw new HeldSpendFile(
    `held: ${file.payments} payments where ${usual} are usual (median of ${files} ${file.series} ${files === 1 ? 'file' : 'files'} ` +
      'within the year before). Nothing was stored. If the file is right, load it with --accept-fewer',
  );
}

/** Lines that may be unreadable before the whole file is in doubt. */
const FEW = 20;

/** Throws `HeldSpendFile` when more lines are refused than read: the columns are probably not what the map says. */
export function refuseUnreadableLines(refused: number, payments: number): void {
  if (refused <= FEW || refused <= payments) return;
  throw new HeldSpendFile(
    `held: ${refused} lines could not be read and ${payments} could: the columns may have changed their meaning. ` +
      'Nothing was stored. Compare the file with its map, or draft one with: npm run tocsin -- map-spend <file>',
  );
}

/** How much of an earlier file must come again for the new one to be its second edition. */
const SAME_FILE = 0.5;

/**
 * Takes out files of the council that this one publishes again: their days overlap, and at least half of their lines
 * come again (same day, sum, reference and payee). Returns how many it replaced.
 */
export async function replaceEarlierEditions(trx: Trx, file: LoadedFile): Promise<number> {
  const candidates = await trx
    .selectFrom('spend_file')
    .select(['document_id', 'payments'])
    .where('council', '=', file.council)
    .where('series', '=', file.series)
    .where('replaced_by', 'is', null)
    .where('document_id', '<>', file.documentId)
    .where('first_paid_on', '<=', file.lastPaidOn)
    .where('last_paid_on', '>=', file.firstPaidOn)
    .execute();
  let replaced = 0;
  for (const { document_id: earlier, payments } of candidates) {
    if (payments === 0 || (await countShared(trx, earlier, file.documentId)) < payments * SAME_FILE) continue;
    await trx.deleteFrom('payment').where('document_id', '=', earlier).execute();
    await trx
      .updateTable('spend_file')
      .set({ replaced_by: file.documentId })
      .where('document_id', '=', earlier)
      .execute();
    replaced += 1;
  }
  return replaced;
}

async function countShared(trx: Trx, earlier: string, later: string): Promise<number> {
  const lines = (documentId: string) => sql`
    select paid_on, amount_pence, coalesce(transaction_ref, '') as ref, coalesce(mention_id, 0) as payee, count(*) as n
    from payment where document_id = ${documentId} group by 1, 2, 3, 4`;
  const { rows } = await sql<{ shared: number }>`
    select coalesce(sum(least(a.n, b.n)), 0)::int as shared
    from (${lines(earlier)}) a join (${lines(later)}) b using (paid_on, amount_pence, ref, payee)`.execute(
    trx,
  );
  return rows[0]?.shared ?? 0;
}

/** Of the mentions of a file, those whose suppliers matching must see again: not watched yet, or standing badly. */
export async function findTouchedMentions(trx: Trx, mentionIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select mention.id from mention
    join supplier on supplier.id = mention.supplier_id
    where mention.id = any(${[...mentionIds]}::bigint[]) and (not supplier.watched or ${standsBadly})
    order by mention.id`.execute(trx);
  return rows.map(({ id }) => id);
}

/** The last days that the files in force of each council and series cover, oldest first. */
export interface SpendCoverage {
  readonly council: string;
  readonly series: string;
  readonly coveredTo: readonly string[];
}

/** What has been read of every council's spending, for judging who is late. */
export async function findSpendCoverage(db: Db | Trx): Promise<SpendCoverage[]> {
  const rows = await db
    .selectFrom('spend_file')
    .select([
      'council',
      'series',
      sql<string[]>`array_agg(last_paid_on::text order by last_paid_on)`.as('days'),
    ])
    .where('replaced_by', 'is', null)
    .where('last_paid_on', 'is not', null)
    .groupBy(['council', 'series'])
    .orderBy('council')
    .orderBy('series')
    .execute();
  return rows.map(({ council, series, days }) => ({ council, series, coveredTo: days }));
}

/** Says on the sources page what a person should know of a source that runs well; null takes it back. */
export async function noteOnSource(db: Db | Trx, sourceId: string, note: string | null): Promise<void> {
  await db.updateTable('source_state').set({ note }).where('source_id', '=', sourceId).execute();
}
