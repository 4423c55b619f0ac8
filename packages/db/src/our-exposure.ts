import { GssCode, Pence, Safeguards, type VatBasis } from '@tocsin/domain';
import { contractOfRegisterLine, type PaymentFacts } from '@tocsin/exposure';
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import { findContractsOnRecord, type PublicContract } from './public-contracts.ts';

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
    contract: contractOfRegisterLine({
      id: row.id,
      title: row.title,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      value: row.value_pence === null ? null : { pence: Pence.parse(row.value_pence), vat: row.vat },
      criticality: row.criticality,
      owner: row.owner,
      service: row.service,
      regime: row.regime,
      safeguards: Safeguards.parse(row.details),
    }),
  }));
}

/** The last day that the published spending files of these councils cover; null when none has been read. */
export async function findSpendReadTo(
  trx: Trx,
  councils: readonly string[],
  asOf: string,
): Promise<string | null> {
  const row = await trx
    .selectFrom('payment')
    .select(sql<string | null>`max(paid_on)`.as('last'))
    .where('council', 'in', [...councils])
    .where('paid_on', '<=', asOf)
    .executeTakeFirst();
  return row?.last ?? null;
}

/** Published payments of these councils to one supplier after a day, for the sums of twelve months. */
export async function findPaymentsTo(
  trx: Trx,
  councils: readonly string[],
  supplierId: string,
  after: string,
): Promise<PaymentFacts[]> {
  const rows = await trx
    .selectFrom('payment')
    .innerJoin('mention', 'mention.id', 'payment.mention_id')
    .select(['paid_on', 'amount_pence', 'vat', 'category'])
    .where('council', 'in', [...councils])
    .where('supplier_id', '=', supplierId)
    .where('paid_on', '>', after)
    .execute();
  return rows.map((row) => ({
    paidOn: row.paid_on,
    amount: { pence: Pence.parse(row.amount_pence), vat: row.vat },
    category: row.category,
  }));
}

export interface SupplierSpend {
  readonly supplierId: string | null;
  readonly vat: VatBasis;
  readonly pence: number;
}

/** Published spend of these councils by supplier and VAT basis, both days included; null = names not matched to anyone. */
export async function sumSpendBySupplier(
  trx: Trx,
  councils: readonly string[],
  from: string,
  to: string,
): Promise<SupplierSpend[]> {
  return trx
    .selectFrom('payment')
    .leftJoin('mention', 'mention.id', 'payment.mention_id')
    .select(['supplier_id as supplierId', 'vat', sql<number>`sum(amount_pence)::numeric`.as('pence')])
    .where('council', 'in', [...councils])
    .where('paid_on', '>=', from)
    .where('paid_on', '<=', to)
    .groupBy(['supplier_id', 'vat'])
    .execute();
}
