import { groupBy, GssCode, type RiskBand } from '@tocsin/domain';
import { contractOfAward, type ContractRecord, type ContractSupplier } from '@tocsin/exposure';
import { sql } from 'kysely';
import { awardOf } from '../record/awards.ts';
import { isLeftOverOfSample } from '../record/sample.ts';
import type { Db, Trx } from '../schema/database.ts';
import { publishedBy } from '../schema/days.ts';
import type { MentionOutcome } from '../schema/tables.ts';
import { named } from '../who/printed.ts';

/**
 * Every contract of one council, or with any of some suppliers or named subcontractors, that was public by the end of a
 * day, live or not.
 */
export async function findContractsOnRecord(
  db: Db | Trx,
  of:
    | { readonly council: string }
    | { readonly supplierIds: readonly string[] }
    | { readonly subcontractorIds: readonly string[] },
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
        : sql<string>`(select award_id from ${sql.table('supplierIds' in of ? 'award_supplier' : 'award_subcontractor')}
            join mention on mention.id = mention_id where supplier_id = any(${[...idsOf(of)]}::bigint[]))`,
    )
    .orderBy('id')
    .execute();
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const buyers = await findBuyers(db, ids);
  const suppliers = await findPrintedSuppliers(db, 'award_supplier', ids);
  const subcontractors = await findPrintedSuppliers(db, 'award_subcontractor', ids);
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

function idsOf(
  of: { readonly supplierIds: readonly string[] } | { readonly subcontractorIds: readonly string[] },
): readonly string[] {
  return 'supplierIds' in of ? of.supplierIds : of.subcontractorIds;
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
  readonly award_id: string;
  readonly name: string;
  readonly ref: string | null;
  readonly outcome: MentionOutcome;
  readonly supplier_id: string | null;
}

async function findPrintedSuppliers(
  db: Db | Trx,
  table: 'award_supplier' | 'award_subcontractor',
  awardIds: readonly string[],
): Promise<Map<string, ContractSupplier[]>> {
  const { rows } = await sql<NamedRow>`
    select award_id, name, ref, outcome, supplier_id from ${sql.table(table)} join mention on mention.id = mention_id
    where award_id = any(${[...awardIds]}::bigint[]) order by mention.id`.execute(db);
  return groupBy(
    rows,
    (row) => row.award_id,
    (row) => ({
      ...named(row.name),
      namesNumber: row.ref !== null,
      outcome: row.outcome,
      supplierId: row.supplier_id,
    }),
  );
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
