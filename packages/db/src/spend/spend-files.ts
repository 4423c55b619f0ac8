import { addDays, addMonths } from '@tocsin/domain';
import { sql } from 'kysely';
import { isNewsToAll } from '../risk/to-score.ts';
import type { Db, Trx } from '../schema/database.ts';
import { lastDayOfFile } from './council-spend.ts';
import type { Span } from './spend-days.ts';

/** A file of which nothing is stored until a person has looked at it; the message says why. */
export class HeldSpendFile extends Error {}

interface LoadedFile {
  readonly documentId: string;
  readonly council: string;
  readonly series: string;
  readonly payments: number;
  readonly lastPaidOn: string | null;
  readonly covers: readonly Span[];
  readonly months: number;
  /** Its name calls it a correction. */
  readonly revised: boolean;
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
 * Whether a publisher has put back what another file took the place of under the same address: fetched after that one, the
 * same bytes are an edition of their own.
 */
export async function isSpendBack(
  db: Db | Trx,
  { url, sha256, council, retrievedAt }: FetchedAgain,
): Promise<boolean> {
  const isThere = sql`(document.url = ${url} or starts_with(document.url, ${`${url}#`}))`;
  const { rows } = await sql<{ back: boolean }>`
    select exists (
      select from (
        select spend_file.*, retrieved_at from spend_file join document on document.id = document_id
        where council = ${council} and sha256 = ${sha256} and ${isThere}
        order by retrieved_at desc limit 1) before
      join spend_file on spend_file.council = before.council and spend_file.series = before.series
        and spend_file.in_force && before.covers
      join document on document.id = spend_file.document_id and ${isThere}
      where before.in_force <> before.covers
        and document.retrieved_at > before.retrieved_at and document.retrieved_at < ${retrievedAt}) as back`.execute(
    db,
  );
  return rows[0]?.back ?? false;
}

interface FetchedAgain {
  readonly url: string;
  readonly sha256: string;
  readonly council: string;
  readonly retrievedAt: string;
}

/** Whether a file that another council handed in or published is this very document. */
export async function isSpendOfAnother(db: Db | Trx, documentId: string, council: string): Promise<boolean> {
  const other = await db
    .selectFrom('spend_file')
    .select('document_id')
    .where('document_id', '=', documentId)
    .where('council', '<>', council)
    .executeTakeFirst();
  return other !== undefined;
}

/** Months do not end on the day of the last payment in them. */
const FEW_DAYS = 5;

/**
 * Throws `HeldSpendFile` when the file has at most half the lines a month that are usual: the median of the council's
 * files of the same series within a year before it or of the same days. The first file of a series has nothing to be
 * held against, and nor has one of days that were read before with as few lines, or a correction.
 */
export async function refuseHalvedFile(trx: Trx, file: LoadedFile): Promise<void> {
  const { lastPaidOn, payments, months } = file;
  // What corrects a month may be a few lines, whether the month was read before or is yet to come.
  if (file.revised) return;
  const beside = lastPaidOn
    ? sql`last_paid_on between ${addDays(addMonths(lastPaidOn, -12), -FEW_DAYS)} and ${addDays(lastPaidOn, FEW_DAYS)}`
    : sql`true`;
  const { rows } = await sql<{ usual: number | null; files: number }>`
    select percentile_disc(0.5) within group (order by payments::float / months) as usual, count(*)::int as files
    from spend_file
    where council = ${file.council} and series = ${file.series} and replaced_by is null
      and document_id <> ${file.documentId} and ${beside}`.execute(trx);
  const [{ usual, files } = { usual: null, files: 0 }] = rows;
  if (usual === null || (payments / months) * 2 > usual) return;
  if (await isReadAgain(trx, file)) return;
  throw new HeldSpendFile(
    `held: ${Math.round(payments / months)} payments${months > 1 ? ' a month' : ''} where ${Math.round(usual)} are usual ` +
      `(median of ${files} ${file.series} ${files === 1 ? 'file' : 'files'} within the year before). Nothing was stored. ` +
      'If the file is right, load it with --accept-fewer',
  );
}

/** Whether all its days were read before, with hardly more lines than it has. */
async function isReadAgain(trx: Trx, { council, series, payments, covers }: LoadedFile): Promise<boolean> {
  const days = multirange(covers);
  const { rows } = await sql<{ lines: number }>`
    select count(*)::int as lines from payment join spend_file on spend_file.document_id = payment.document_id
    where spend_file.council = ${council} and series = ${series} and in_force && ${days}
      and payment.document_id = any(array(select document_id from spend_file
        where council = ${council} and series = ${series} and in_force && ${days}))
      and paid_on <@ ${days}`.execute(trx);
  const lines = rows[0]?.lines ?? 0;
  const { rows: known } = await sql<{ all: boolean }>`
    select coalesce(range_agg(span), '{}') @> ${days} as all
    from spend_file, unnest(in_force) as span where council = ${council} and series = ${series}`.execute(trx);
  return lines > 0 && payments * 2 > lines && known[0]?.all === true;
}

/** Stretches of days as Postgres writes them. */
export function multirange(spans: readonly Span[]) {
  return sql<string>`${`{${spans.map(({ from, to }) => `[${from},${to}]`).join(',')}}`}::datemultirange`;
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

/**
 * Of the mentions of a file that is there for everybody to see, those whose suppliers matching must see again: not watched
 * yet, not known to supply publicly, standing badly, or incorporated after the first payment of the file. Asked while it is
 * written, one that comes to stand badly just then would be neither: who is told of it does not see the file yet.
 */
export async function findTouchedMentions(trx: Trx, documentId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select mention.id from mention
    join supplier on supplier.id = mention.supplier_id
    where mention.id = any(array(select distinct mention_id from payment where document_id = ${documentId}))
      and (not supplier.watched or not supplies_publicly or ${isNewsToAll}
        or exists (select from supplier_ref join register_company on register_company.number = supplier_ref.ref
          where supplier_ref.supplier_id = supplier.id and scheme = 'GB-COH'
            and incorporated_on > (select first_paid_on from spend_file where document_id = ${documentId})))
    order by mention.nth`.execute(trx);
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
      sql<string[]>`array_agg(${lastDayOfFile}::text order by ${lastDayOfFile})`.as('days'),
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
