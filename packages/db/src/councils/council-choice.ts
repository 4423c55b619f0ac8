import { sql } from 'kysely';
import { findAlert } from '../alerts/alerts.ts';
import { findFormerCodes } from './councils.ts';
import type { Db } from '../schema/database.ts';
import type { Council } from '../schema/tables.ts';

/** The council of this code, current or abolished, or that had this code before. */
export async function findCouncil(db: Db, code: string): Promise<Council | undefined> {
  const gss = (await findFormerCodes(db)).get(code) ?? code;
  return db.selectFrom('council').selectAll().where('gss', '=', gss).executeTakeFirst();
}

/**
 * A council whose pages have something to tell: one with a published contract with a supplier in a formal proceeding,
 * else with any published contract, else the first by name; undefined where none is loaded.
 */
export async function findTellingCouncil(db: Db): Promise<Council | undefined> {
  const buyers = db
    .selectFrom('award_buyer')
    .innerJoin('council', 'council.gss', 'award_buyer.council')
    .selectAll('council');
  const atRisk = await buyers
    .innerJoin('award_supplier', 'award_supplier.award_id', 'award_buyer.award_id')
    .innerJoin('award', 'award.id', 'award_buyer.award_id')
    .innerJoin('mention', 'mention.id', 'award_supplier.mention_id')
    .innerJoin('current_assessment', 'current_assessment.supplier_id', 'mention.supplier_id')
    .where('band', '=', 'insolvent')
    .orderBy(
      (award) => award.fn.coalesce('award.value_pence', 'award.gross_pence'),
      (by) => by.desc().nullsLast(),
    )
    .limit(1)
    .executeTakeFirst();
  return (
    atRisk ??
    (await buyers.limit(1).executeTakeFirst()) ??
    (await db.selectFrom('council').selectAll().orderBy('name').limit(1).executeTakeFirst())
  );
}

/**
 * The council that an alert belongs to, found by looking as each council in turn: for an installation whose one user
 * may act for all of them.
 */
export async function findCouncilOfAlert(db: Db, alertId: string): Promise<Council | undefined> {
  const councils = await db.selectFrom('council').selectAll().orderBy('gss').execute();
  return db.transaction().execute(async (trx) => {
    for (const council of councils) {
      await sql`select set_config('app.council', ${council.gss}, true)`.execute(trx);
      if (await findAlert(trx, alertId)) return council;
    }
    return undefined;
  });
}
