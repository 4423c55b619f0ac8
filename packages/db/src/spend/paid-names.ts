import type { PaidName } from '@tocsin/alerting';
import { groupBy } from '@tocsin/domain';
import { shownName } from '@tocsin/matching';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { byOwnNumber } from '../who/namesakes.ts';
import { findOwnNames, isOwnInForce, ownNamesTable } from './own-names.ts';

interface About {
  readonly supplierId: string;
  /** Those whose payments are meant. */
  readonly councils: readonly string[];
}

/**
 * Every name under which councils paid a supplier, one list for each of those asked about in their order: by their
 * published files as everybody ties them, by these as their own registers tell, and by the files that they keep to
 * themselves; each with how it was tied and the first day paid. `trx` acts for the councils or as the worker.
 */
export async function findPaidNames(
  trx: Trx,
  about: readonly About[],
): Promise<readonly (readonly PaidName[])[]> {
  const suppliers = [...new Set(about.map(({ supplierId }) => supplierId))];
  const councils = [...new Set(about.flatMap((one) => one.councils))];
  const told = await findOwnNames(trx, { supplierIds: suppliers });
  const own = told.filter(({ council }) => councils.includes(council));
  const { rows } = await sql<PaidName & { readonly supplier_id: string; readonly council: string }>`
    select supplier_id, council, name, reason, since, "isPublished" from (
      select mention.supplier_id, payment.council, mention.name, mention.reason, min(paid_on) as since,
        true as "isPublished"
      from mention join payment on payment.mention_id = mention.id
      where mention.supplier_id = any(${suppliers}::bigint[]) and payment.council = any(${councils}::text[])
        and (mention.id, payment.council) not in (select mention_id, council from ${ownNamesTable(own)})
      group by 1, 2, 3, 4
      union all
      select own.supplier_id, own.council, mention.name,
        ${byOwnNumber('')} || own.number, min(paid_on), true
      from ${ownNamesTable(own)}
      join mention on mention.id = own.mention_id
      join payment on payment.mention_id = own.mention_id and payment.council = own.council
      where own.supplier_id = any(${suppliers}::bigint[])
      group by 1, 2, 3, 4
      union all
      select own_payee.supplier_id, own_payee.council, own_payee.name, match_reason, min(paid_on), false
      from own_payee
      join own_spend_file on own_spend_file.id = own_payee.file_id and ${isOwnInForce}
      join own_payment on own_payment.payee_id = own_payee.id and own_payment.counts
      where own_payee.supplier_id = any(${suppliers}::bigint[]) and own_payee.council = any(${councils}::text[])
      group by 1, 2, 3, 4) paid
    order by supplier_id, since, name collate "C", reason collate "C", "isPublished"`.execute(trx);
  const bySupplier = groupBy(rows, (row) => row.supplier_id);
  return about.map(({ supplierId, councils: ours }) =>
    (bySupplier.get(supplierId) ?? [])
      .filter(({ council }) => ours.includes(council))
      .map(({ name, reason, since, isPublished }) => ({ name: shownName(name), reason, since, isPublished })),
  );
}
