import { GssCode } from '@tocsin/domain';
import type { Trx } from '../schema/database.ts';
import { findContractsOnRecord, type PublicContract } from './public-contracts.ts';
import { contractOfRow } from './registers.ts';

/**
 * Every contract of the council that `trx` acts for, live or not: on public record by the end of `asOf`, and in its own
 * register in force, which is private to it.
 */
export async function findOurContracts(trx: Trx, council: string, asOf: string): Promise<PublicContract[]> {
  return [
    ...(await findContractsOnRecord(trx, { council }, asOf)),
    ...(await findRegisterContracts(trx, council)),
  ];
}

async function findRegisterContracts(trx: Trx, council: string): Promise<PublicContract[]> {
  const rows = await trx
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'register_line.upload_id')
    .selectAll('register_line')
    .where('register_line.council', '=', council)
    .where('undone_at', 'is', null)
    .orderBy('register_line.row')
    .execute();
  return rows.map((row) => ({
    councils: [GssCode.parse(row.council)],
    suppliers: [
      {
        printedName: row.supplier_name,
        namesNumber: row.ref !== null,
        outcome: row.match_outcome,
        supplierId: row.supplier_id,
      },
    ],
    subcontractors: [],
    contract: contractOfRow(row),
  }));
}
