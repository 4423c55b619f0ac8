import { newsOnly } from './news-only.ts';
import { type RoutedAlert, NewsKind } from '@tocsin/alerting';
import type { IsoDate, MoneyByBasis } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { linesInForce } from '../holdings/in-force.ts';

/** What the contracts of a register print as owner or as service, and to whom it is tied. */
export interface PrintedOwner {
  readonly of: 'owner' | 'service';
  readonly printed: string;
  readonly contracts: number;
  readonly value: MoneyByBasis;
  readonly personId: string | null;
}

/** Owners and services of the register in force of the council that `trx` acts for; those that most hangs on first. */
export async function findPrintedOwners(trx: Trx): Promise<readonly PrintedOwner[]> {
  const { rows } = await sql<Omit<PrintedOwner, 'value'> & { net: number; gross: number; unknown: number }>`
    select given.of, given.printed, count(*)::int as contracts, person_id as "personId",
      coalesce(sum(value_pence) filter (where vat = 'net'), 0) as net,
      coalesce(sum(value_pence) filter (where vat = 'gross'), 0) as gross,
      coalesce(sum(value_pence) filter (where vat = 'unknown'), 0) as unknown
    from ${linesInForce}
    cross join lateral (values ('owner', owner), ('service', service)) as given (of, printed)
    left join responsible on responsible.of = given.of and responsible.printed = given.printed
    where given.printed is not null
    group by given.of, given.printed, person_id
    order by given.of, coalesce(sum(value_pence), 0) desc, given.printed`.execute(trx);
  return rows.map(({ net, gross, unknown, ...row }) => ({
    ...row,
    value: { net, gross, unknown } as MoneyByBasis,
  }));
}

/** Alerts since a day that told something new, as far as lines weigh them, the newest first. */
export async function findRoutedSince(
  trx: Trx,
  day: IsoDate,
  limit: number,
): Promise<readonly RoutedAlert[]> {
  const rows = await trx
    .selectFrom('alert')
    .select(['kind', 'to_band', 'exposure'])
    .where('as_of', '>=', day)
    .where(newsOnly)
    .orderBy('nth', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ kind, to_band: to, exposure }) => ({
    kind: NewsKind.parse(kind),
    to,
    exposure,
  }));
}
