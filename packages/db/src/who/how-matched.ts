import type { AlertDossier, AlertRecord, MatchedName } from '@tocsin/alerting';
import { groupBy, type IsoDate } from '@tocsin/domain';
import { shownName } from '@tocsin/matching';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { publishedBy } from '../schema/days.ts';
import { meant } from './notice-ties.ts';
import { linesInForce } from '../holdings/in-force.ts';
import { printsNumberOf } from '../holdings/numbers-among.ts';
import { findPaidNames } from '../spend/paid-names.ts';

/** At most so many spellings of each kind are told, those met first: what is met later moves none of them away. */
const MOST_NAMES = 3;

type Names = Pick<AlertDossier['names'], 'contract' | 'register' | 'payment'>;
type Few = Pick<Names, 'contract' | 'register'>;
type About = Pick<AlertRecord, 'id' | 'supplierId' | 'council'>;

/** The names printed in contracts, in the register and in payments of an alert's council that became the supplier, by alert. */
export async function findMatchedNames(
  trx: Trx,
  alerts: readonly About[],
): Promise<ReadonlyMap<string, Names>> {
  const given = alerts.map(({ id, supplierId, council }) => ({ id, supplier_id: supplierId, council }));
  const { rows } = await sql<MatchedName & { alert_id: string; place: keyof Few }>`
    select given.id as alert_id, place, name, reason
    from json_to_recordset(${JSON.stringify(given)}::json) as given (id bigint, supplier_id bigint, council text)
    cross join lateral (
      (select 'contract' as place, mention.name, mention.reason, min(mention.nth) as met from mention
        join award_supplier on award_supplier.mention_id = mention.id
        join award_buyer on award_buyer.award_id = award_supplier.award_id
        where mention.supplier_id = given.supplier_id and award_buyer.council = given.council
        group by mention.name, mention.reason order by met limit ${MOST_NAMES})
      union all
      (select 'register', supplier_name, match_reason, min(register_line.nth) as met from ${linesInForce}
        where register_line.council = given.council
          and (supplier_id = given.supplier_id or ${printsNumberOf(sql`given.supplier_id`)})
        group by supplier_name, match_reason order by met limit ${MOST_NAMES})) printed
    order by given.id, place, met`.execute(trx);
  const byAlert = groupBy(rows, (row) => row.alert_id);
  const paid = await findPaidNames(
    trx,
    alerts.map(({ supplierId, council }) => ({ supplierId, councils: [council] })),
  );
  return new Map(
    alerts.map(({ id }, nth) => {
      const at = (place: keyof Few) =>
        (byAlert.get(id) ?? [])
          .filter((one) => one.place === place)
          .map(({ name, reason }) => ({ name: shownName(name), reason }));
      return [id, { contract: at('contract'), register: at('register'), payment: paid[nth] ?? [] }];
    }),
  );
}

/** The names printed in notices of insolvency by a day that became one of these suppliers, by supplier. */
export async function findNamesInNotices(
  trx: Trx,
  supplierIds: readonly string[],
  asOf: IsoDate,
): Promise<ReadonlyMap<string, MatchedName[]>> {
  const { rows } = await sql<MatchedName & { supplier_id: string }>`
    select asked.id as supplier_id, name, reason from unnest(${[...supplierIds]}::bigint[]) as asked (id)
    cross join lateral (
      select mention.name, meant.reason, min(mention.nth) as met from ${meant}
      join mention on mention.id = meant.mention_id
      join observation on observation.mention_id = mention.id
      where meant.supplier_id = asked.id and kind = 'insolvency-notice' and ${publishedBy(asOf)}
      group by mention.name, meant.reason order by met limit ${MOST_NAMES}) printed
    order by asked.id, met`.execute(trx);
  return groupBy(
    rows,
    (row) => row.supplier_id,
    ({ name, reason }) => ({ name: shownName(name), reason }),
  );
}
