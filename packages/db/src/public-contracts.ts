import { GssCode, type RiskBand } from '@tocsin/domain';
import { contractOfAward, type ContractFacts } from '@tocsin/exposure';
import { sql } from 'kysely';
import { awardOf } from './awards.ts';
import type { Db, Trx } from './database.ts';
import type { MentionOutcome } from './tables.ts';

/** A supplier of a contract as printed there, and who that is once matching has said so. */
export interface ContractSupplier {
  readonly printedName: string;
  readonly namesNumber: boolean;
  readonly outcome: MentionOutcome;
  readonly supplierId: string | null;
}

/** One contract on public record with all its council buyers and all its suppliers. */
export interface PublicContract {
  readonly councils: readonly GssCode[];
  readonly suppliers: readonly ContractSupplier[];
  readonly contract: ContractFacts;
}

/** Every contract of one council, or with any of some suppliers, that was public by the end of a day, live or not. */
export async function findContractsOnRecord(
  db: Db | Trx,
  of: { readonly council: string } | { readonly supplierIds: readonly string[] },
  asOf: string,
): Promise<PublicContract[]> {
  const rows = await db
    .selectFrom('award')
    .selectAll()
    .where('published_at', '<', sql<string>`(${asOf}::date + 1)::timestamp at time zone 'Europe/London'`)
    .where('id', 'in', (award) =>
      'council' in of
        ? award.selectFrom('award_buyer').select('award_id').where('council', '=', of.council)
        : award
            .selectFrom('award_supplier')
            .innerJoin('mention', 'mention.id', 'mention_id')
            .select('award_id')
            .where('supplier_id', '=', sql<string>`any(${[...of.supplierIds]}::bigint[])`),
    )
    .orderBy('id')
    .execute();
  const ids = rows.map((row) => row.id);
  const [buyers, suppliers] = [await findBuyers(db, ids), await findPrintedSuppliers(db, ids)];
  return rows.map((row) => {
    const printed = suppliers.get(row.id) ?? [];
    const award = awardOf({ ...row, suppliers: printed.map((supplier) => supplier.printedName) });
    return {
      councils: buyers.get(row.id) ?? [],
      suppliers: printed,
      contract: contractOfAward(award, row.url),
    };
  });
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
  return grouped(rows.map((row) => [row.award_id, GssCode.parse(row.council)]));
}

async function findPrintedSuppliers(
  db: Db | Trx,
  awardIds: readonly string[],
): Promise<Map<string, ContractSupplier[]>> {
  const rows = await db
    .selectFrom('award_supplier')
    .innerJoin('mention', 'mention.id', 'mention_id')
    .select(['award_id', 'name', 'ref', 'outcome', 'supplier_id'])
    .where('award_id', '=', sql<string>`any(${[...awardIds]}::bigint[])`)
    .orderBy('mention.id')
    .execute();
  return grouped(
    rows.map((row) => [
      row.award_id,
      {
        printedName: row.name,
        namesNumber: row.ref !== null,
        outcome: row.outcome,
        supplierId: row.supplier_id,
      },
    ]),
  );
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}

/** Suppliers whose newest assessment for a day not after `asOf` stands in one of these bands. */
export async function findSuppliersInBands(
  db: Db | Trx,
  bands: readonly RiskBand[],
  asOf: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom((newest) =>
      newest
        .selectFrom('assessment')
        .distinctOn('supplier_id')
        .select(['supplier_id', 'band'])
        .where('as_of', '<=', asOf)
        .orderBy('supplier_id')
        .orderBy('as_of', 'desc')
        .orderBy('id', 'desc')
        .as('newest'),
    )
    .select('supplier_id')
    .where('band', 'in', [...bands])
    .execute();
  return rows.map((row) => row.supplier_id);
}
