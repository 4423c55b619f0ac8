import { IsoDate, Pence } from '@tocsin/domain';
import type { StoredGroup } from '@tocsin/exposure';
import { sql } from 'kysely';
import { readSetting } from '../councils/councils.ts';
import type { Db, Trx } from '../schema/database.ts';
import { atRiskBands } from '../risk/bands.ts';

/** The groups of the last release of private aggregates by a day, as they were let out. `db` acts as the national role. */
export async function findNationalPrivate(db: Db, asOf: string): Promise<StoredGroup[]> {
  const rows = await db
    .selectFrom('national_private')
    .select([
      'as_of as asOf',
      'dimension',
      'member',
      'band',
      'councils',
      'contracts',
      'net_pence as netPence',
    ])
    .where('as_of', '=', sql<string>`(select max(as_of) from national_private where released_on <= ${asOf})`)
    .orderBy('dimension')
    .orderBy('member')
    .execute();
  return rows.map(({ netPence, ...row }) => ({
    ...row,
    asOf: IsoDate.parse(row.asOf),
    netPence: netPence === null ? null : Pence.parse(netPence),
  }));
}

/**
 * Councils with contracts on public record: those with most contracts placed with a supplier that now stands at
 * elevated or above come first.
 */
export async function findCouncilsOnRecord(
  db: Db,
  limit: number,
): Promise<{ gss: string; name: string; contracts: number; atRisk: number }[]> {
  return db
    .selectFrom('award_buyer')
    .innerJoin('council', 'council.gss', 'award_buyer.council')
    .innerJoin('award_supplier', 'award_supplier.award_id', 'award_buyer.award_id')
    .innerJoin('mention', 'mention.id', 'award_supplier.mention_id')
    .leftJoin('current_assessment', 'current_assessment.supplier_id', 'mention.supplier_id')
    .select(['gss', 'council.name'])
    .select([
      sql<number>`count(distinct award_buyer.award_id)::int`.as('contracts'),
      sql<number>`count(distinct award_buyer.award_id) filter (where band in (${atRiskBands}))::int`.as(
        'atRisk',
      ),
    ])
    .groupBy(['gss', 'council.name'])
    .orderBy('atRisk', 'desc')
    .orderBy('contracts', 'desc')
    .orderBy('council.name')
    .limit(limit)
    .execute();
}

/**
 * Days on which it became known here that a supplier of a published contract is in a formal proceeding, newest first:
 * worth looking at afterwards. The proceeding itself may have begun before. Who is in no published contract is named to
 * nobody: that it is followed may be one council's own affair.
 */
export async function findDaysOfNote(
  db: Db | Trx,
  limit: number,
): Promise<{ day: string; suppliers: string[] }[]> {
  return db
    .selectFrom('assessment')
    .innerJoin('supplier', 'supplier.id', 'assessment.supplier_id')
    .select(['as_of as day', sql<string[]>`array_agg(distinct name order by name)`.as('suppliers')])
    .where('band', '=', 'insolvent')
    .where('previous_band', 'is distinct from', 'insolvent')
    .where((of) =>
      of.exists(
        of
          .selectFrom('award_supplier')
          .innerJoin('mention', 'mention.id', 'award_supplier.mention_id')
          .whereRef('mention.supplier_id', '=', 'assessment.supplier_id'),
      ),
    )
    .groupBy('as_of')
    .orderBy('as_of', 'desc')
    .limit(limit)
    .execute();
}

/** The last day for which the past was replayed; null where it never was, or where anything was assessed live since. */
export async function findReplayedTo(db: Db | Trx): Promise<string | null> {
  const row = await db
    .selectFrom('assessment')
    .select(sql<string | null>`max(as_of) filter (where replayed)`.as('last'))
    .select(
      sql<boolean>`coalesce(bool_or(not replayed), false) or exists (select from setting where key = 'assessed-live')`.as(
        'isLive',
      ),
    )
    .executeTakeFirst();
  return row && !row.isLive ? row.last : null;
}

/** The newest day that is told of: today; while nothing but a sample has been assessed, the last day that was replayed. */
export async function findLatestDay(db: Db | Trx, today: IsoDate): Promise<IsoDate> {
  const sample = await readSetting(db, 'sample');
  const isSample = typeof sample === 'string' && sample !== '';
  return (isSample ? await findReplayedTo(db) : null) ?? today;
}
