import { groupBy, GssCode, unreadNumber, type RiskBand } from '@tocsin/domain';
import { contractOfAward, type ContractRecord, type ContractSupplier } from '@tocsin/exposure';
import { sql } from 'kysely';
import { awardOf } from '../record/awards.ts';
import { isLeftOverOfSample } from '../record/sample.ts';
import type { Db, Trx } from '../schema/database.ts';
import { publishedBy } from '../schema/days.ts';
import type { MentionOutcome } from '../schema/tables.ts';
import { printedSupplier } from '../who/printed.ts';

/**
 * Every contract of one council, or with any of some suppliers, or that names one of some as supplier or subcontractor,
 * that was public by the end of a day, live or not.
 */
export async function findContractsOnRecord(
  db: Db | Trx,
  of:
    | { readonly council: string }
    | { readonly supplierIds: readonly string[] }
    | { readonly namedIds: readonly string[] },
  asOf: string,
): Promise<ContractRecord[]> {
  const rows = await db
    .selectFrom('award')
    .selectAll()
    .where(publishedBy(asOf))
    .where(sql<boolean>`not ${isLeftOverOfSample(asOf)}`)
    .where('id', 'in', (award) =>
      'council' in of
        ? award.selectFrom('award_buyer').select('award_id').where('council', '=', of.council)
        : 'supplierIds' in of
          ? sql<string>`(${awardsThatName('award_supplier', of.supplierIds)})`
          : sql<string>`(${awardsThatName('award_supplier', of.namedIds)}
              union all ${awardsThatName('award_subcontractor', of.namedIds)})`,
    )
    .orderBy('id')
    .execute();
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const buyers = await findBuyers(db, ids);
  const { suppliers, subcontractors } = await findPrinted(db, ids);
  return rows.map((row) => {
    const printed = suppliers.get(row.id) ?? [];
    const award = awardOf({ ...row, suppliers: printed.map((supplier) => supplier.printedName) });
    return {
      councils: buyers.get(row.id) ?? [],
      suppliers: printed,
      subcontractors: subcontractors.get(row.id) ?? [],
      contract: contractOfAward(award, row.url),
    };
  });
}

type NamedIn = 'award_supplier' | 'award_subcontractor';

function awardsThatName(place: NamedIn, supplierIds: readonly string[]) {
  return sql`select award_id from ${sql.table(place)} join mention on mention.id = mention_id
    where supplier_id = any(${[...supplierIds]}::bigint[])`;
}

async function findBuyers(db: Db | Trx, awardIds: readonly string[]): Promise<Map<string, GssCode[]>> {
  const rows = await db
    .selectFrom('award_buyer')
    .select(['award_id', 'council'])
    .distinct()
    .where('award_id', '=', sql<string>`any(${[...awardIds]}::bigint[])`)
    .where('council', 'is not', null)
    .orderBy('council')
    .execute();
  return groupBy(
    rows,
    (row) => row.award_id,
    (row) => GssCode.parse(row.council),
  );
}

interface NamedRow {
  readonly place: NamedIn;
  readonly award_id: string;
  readonly name: string;
  readonly ref: string | null;
  readonly printed_ref: string | null;
  readonly outcome: MentionOutcome;
  readonly supplier_id: string | null;
}

type PrintedByAward = ReadonlyMap<string, readonly ContractSupplier[]>;

/** Whom awards print as their suppliers and as subcontractors, by award. */
async function findPrinted(
  db: Db | Trx,
  awardIds: readonly string[],
): Promise<{ readonly suppliers: PrintedByAward; readonly subcontractors: PrintedByAward }> {
  const namesIn = (place: NamedIn) => sql`
    select ${sql.lit(place)} as place, award_id, mention_id from ${sql.table(place)}
    where award_id = any(${[...awardIds]}::bigint[])`;
  const { rows } = await sql<NamedRow>`
    select place, award_id, name, ref, printed_ref, outcome, supplier_id
    from (${namesIn('award_supplier')} union all ${namesIn('award_subcontractor')}) named
    join mention on mention.id = mention_id order by mention.nth`.execute(db);
  const printedAt = (at: NamedIn): PrintedByAward =>
    groupBy(
      rows.filter(({ place }) => place === at),
      (row) => row.award_id,
      (row) =>
        printedSupplier(row.name, {
          namesNumber: row.ref !== null,
          unreadNumber: row.ref === null ? unreadNumber(row.printed_ref) : null,
          outcome: row.outcome,
          supplierId: row.supplier_id,
        }),
    );
  return { suppliers: printedAt('award_supplier'), subcontractors: printedAt('award_subcontractor') };
}

/**
 * Suppliers whose newest assessment for a day not after `asOf` stands in one of these bands. How most stand is read
 * from the newest of all; only those assessed again after that day are looked up in history.
 */
export async function findSuppliersInBands(
  db: Db | Trx,
  bands: readonly RiskBand[],
  asOf: string,
): Promise<string[]> {
  const { rows } = await sql<{ supplier_id: string }>`
    select supplier_id from current_assessment where as_of <= ${asOf} and band = any(${[...bands]}::text[])
    union all
    select later.supplier_id from current_assessment later cross join lateral (
      select band from assessment where assessment.supplier_id = later.supplier_id and as_of <= ${asOf}
      order by as_of desc, id desc limit 1) then_standing
    where later.as_of > ${asOf} and then_standing.band = any(${[...bands]}::text[])`.execute(db);
  return rows.map((row) => row.supplier_id);
}
