import { GssCode } from '@tocsin/domain';
import type { ContractRecord } from '@tocsin/exposure';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { printedSupplier } from '../who/printed.ts';
import { findContractsOnRecord } from './public-contracts.ts';
import { contractOfRow } from './registers.ts';
import { inForce } from './in-force.ts';

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

/** The lines of registers in force, of one council or with some suppliers, that `db` may see: private, each to its council. */
export async function findRegisterContracts(
  db: Db | Trx,
  of: { readonly council: string } | { readonly supplierIds: readonly string[] },
): Promise<ContractRecord[]> {
  const rows = await db
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'register_line.upload_id')
    .selectAll('register_line')
    .where(inForce)
    .where((line) =>
      'council' in of
        ? line('register_line.council', '=', of.council)
        : line('supplier_id', '=', sql<string>`any(${[...of.supplierIds]}::bigint[])`),
    )
    .orderBy('register_line.council')
    .orderBy('register_line.row')
    .execute();
  return rows.map((row) => ({
    councils: [GssCode.parse(row.council)],
    suppliers: [
      printedSupplier(row.supplier_name, {
        namesNumber: row.ref !== null,
        outcome: row.match_outcome,
        supplierId: row.supplier_id,
      }),
    ],
    subcontractors: [],
    contract: contractOfRow(row),
  }));
}
