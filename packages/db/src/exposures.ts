import { GssCode, Pence, SupplierId, type Exposure } from '@tocsin/domain';
import { expose, type ContractFacts, type PaymentFacts } from '@tocsin/exposure';
import { sql } from 'kysely';
import type { Db, Trx } from './database.ts';
import { findContractsOnRecord } from './public-contracts.ts';
import { findPrivateContracts } from './registers.ts';

/** One council's exposure, and whether anybody could find it on public record. */
export interface CouncilExposure {
  readonly exposure: Exposure;
  /** False when it rests on the council's own register alone: a private fact. */
  readonly onRecord: boolean;
  /** Live contracts by reference, with the day each was placed where it is published. */
  readonly placed: readonly { readonly ref: string; readonly on: string }[];
  readonly paidLastOn: string | null;
}

/** The councils that depend on a supplier on a day, by live contract or by spend in the twelve months before. */
export async function findExposures(
  db: Db | Trx,
  supplierId: string,
  asOf: string,
): Promise<readonly CouncilExposure[]> {
  const onRecord = new Map<string, ContractFacts[]>();
  const ownRegister = new Map<string, ContractFacts[]>();
  for (const { councils, contract } of await findContractsOnRecord(db, { supplierIds: [supplierId] }, asOf))
    for (const council of councils) add(onRecord, council, contract);
  for (const { council, contract } of await findPrivateContracts(db, supplierId))
    add(ownRegister, council, contract);
  const payments = await findPayments(db, supplierId, asOf);
  const councils = new Set([...onRecord.keys(), ...ownRegister.keys(), ...payments.keys()]);
  return [...councils].sort().flatMap((council) => {
    const about = { council: GssCode.parse(council), supplierId: SupplierId.parse(supplierId), asOf };
    const paid = payments.get(council) ?? null;
    const published = expose({ ...about, contracts: onRecord.get(council) ?? [], payments: paid });
    const contracts = [...(onRecord.get(council) ?? []), ...(ownRegister.get(council) ?? [])];
    const exposure = expose({ ...about, contracts, payments: paid });
    if (!isExposed(exposure)) return [];
    const live = new Set(exposure.contracts.map((contract) => contract.ref));
    const placed = contracts.flatMap(({ ref, awardedOn }) =>
      awardedOn && live.has(ref) ? [{ ref, on: awardedOn }] : [],
    );
    const paidLastOn =
      paid
        ?.map(({ paidOn }) => paidOn)
        .sort()
        .at(-1) ?? null;
    return [{ exposure, onRecord: isExposed(published), placed, paidLastOn }];
  });
}

function add<T>(groups: Map<string, T[]>, key: string, member: T): void {
  groups.set(key, [...(groups.get(key) ?? []), member]);
}

function isExposed(exposure: Exposure): boolean {
  return exposure.contracts.length > 0 || (exposure.spendLast12Months ?? 0) > 0;
}

/** Published payments to a supplier in the two years to a day, by council. */
async function findPayments(
  db: Db | Trx,
  supplierId: string,
  asOf: string,
): Promise<Map<string, PaymentFacts[]>> {
  const rows = await db
    .selectFrom('payment')
    .innerJoin('mention', 'mention.id', 'payment.mention_id')
    .select(['council', 'paid_on', 'amount_pence', 'vat', 'category'])
    .where('supplier_id', '=', supplierId)
    .where('paid_on', '<=', asOf)
    .where('paid_on', '>', sql<string>`${asOf}::date - 731`)
    .execute();
  const byCouncil = new Map<string, PaymentFacts[]>();
  for (const { council, paid_on, amount_pence, vat, category } of rows)
    add(byCouncil, council, { paidOn: paid_on, amount: { pence: Pence.parse(amount_pence), vat }, category });
  return byCouncil;
}
