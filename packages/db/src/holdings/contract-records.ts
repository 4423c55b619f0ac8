import { groupBy, GssCode, unreadNumber } from '@tocsin/domain';
import type { ContractRecord } from '@tocsin/exposure';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { printedSupplier } from '../who/printed.ts';
import { findContractsOnRecord } from './public-contracts.ts';
import { contractOfRow } from './registers.ts';
import { inForce, linesInForce } from './in-force.ts';
import { joinAmong } from './numbers-among.ts';

/**
 * Every record of a contract of the council that `trx` acts for, live or not: on public record by the end of `asOf`, and
 * in its own register in force, which is private to it.
 */
export async function findOurContracts(trx: Trx, council: string, asOf: string): Promise<ContractRecord[]> {
  return [
    ...(await findContractsOnRecord(trx, { council }, asOf)),
    ...(await findRegisterContracts(trx, { council })),
  ];
}

/** By line in force whose cell for a number could not be read: the suppliers that are known whose numbers stand in it. */
async function findAmong(db: Db | Trx, of: LinesOf): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked =
    'council' in of
      ? sql`register_line.council = ${of.council}`
      : sql`supplier_ref.supplier_id = any(${[...of.supplierIds]}::bigint[])`;
  const { rows } = await sql<{ id: string; supplier_id: string }>`
    select register_line.id, supplier_ref.supplier_id from ${linesInForce} ${joinAmong}
    where ${asked} order by supplier_ref.ref`.execute(db);
  return groupBy(
    rows,
    ({ id }) => id,
    (row) => row.supplier_id,
  );
}

type LinesOf = { readonly council: string } | { readonly supplierIds: readonly string[] };

/** The lines of registers in force, of one council or with some suppliers, that `db` may see: private, each to its council. */
export async function findRegisterContracts(db: Db | Trx, of: LinesOf): Promise<ContractRecord[]> {
  const among = await findAmong(db, of);
  const rows = await db
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'register_line.upload_id')
    .selectAll('register_line')
    .where(inForce)
    .where((line) =>
      'council' in of
        ? line('register_line.council', '=', of.council)
        : line.or([
            line('supplier_id', '=', sql<string>`any(${[...of.supplierIds]}::bigint[])`),
            line('register_line.id', '=', sql<string>`any(${[...among.keys()]}::bigint[])`),
          ]),
    )
    .orderBy('register_line.council')
    .orderBy('register_line.row')
    .execute();
  return rows.map((row) => ({
    councils: [GssCode.parse(row.council)],
    suppliers: (among.get(row.id) ?? [row.supplier_id]).map((supplierId) =>
      printedSupplier(row.supplier_name, {
        namesNumber: row.ref !== null,
        unreadNumber: row.ref === null ? unreadNumber(row.printed_ref) : null,
        outcome: row.match_outcome,
        supplierId,
      }),
    ),
    subcontractors: [],
    contract: contractOfRow(row),
  }));
}
