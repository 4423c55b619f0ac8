import { openAlertStatuses, REGISTER_SOURCE, type CompanyNumber, type IsoInstant } from '@tocsin/domain';
import { sql, type RawBuilder } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { linesInForce } from '../holdings/in-force.ts';
import { keptAsOf } from '../who/kept-as.ts';

export const STREAM = 'companies-house-stream';

/** How a supplier stands as far as looks at the register of companies are concerned. */
export interface LookStandingRow {
  readonly number: CompanyNumber;
  /** When each part was last asked for, whatever came of it; null = never. */
  readonly asked: { readonly proceedings: IsoInstant | null; readonly lists: IsoInstant | null };
  readonly firstAskedAt: IsoInstant | null;
  /** When an alert was last raised about it, or the stream last told of an insolvency case. */
  readonly touchedAt: IsoInstant | null;
  /** Until when a stream that tells of each part lost its place last; null = never. */
  readonly missedUntil: { readonly proceedings: IsoInstant | null; readonly lists: IsoInstant | null };
  readonly isAlerted: boolean;
  /**
   * Pence of contracts that councils hold with it, those that a council calls critical tenfold; before all of them comes
   * whoever is not simply active by the monthly register.
   */
  readonly weight: number;
}

/**
 * Suppliers that some council depends on or has an open alert about, each as often as the register was asked. With `most`,
 * only those that could be asked next: so many of each kind (never read, touched, perhaps touched in a gap of the stream,
 * alerted, never read whole, oldest look).
 */
export async function findLookStandings(db: Db, most: number | null): Promise<LookStandingRow[]> {
  const { rows } = await sql<
    Omit<LookStandingRow, 'asked' | 'missedUntil'> &
      LookStandingRow['asked'] & { missed: IsoInstant | null; missedLists: IsoInstant | null }
  >`
    with ${standings()}, missed as materialized (${missed()}), chosen as materialized (${chosen(most)})
    select number, proceedings, lists, first_asked as "firstAskedAt", touched as "touchedAt", alerted as "isAlerted",
      weight::float as weight, missed.of_proceedings as missed, missed.of_lists as "missedLists"
    from chosen cross join missed join (${weighed('chosen')}) as weighed using (id) order by number`.execute(
    db,
  );
  return rows.map(({ proceedings, lists, missed: ofProceedings, missedLists: ofLists, ...row }) => ({
    ...row,
    asked: { proceedings, lists },
    missedUntil: { proceedings: ofProceedings, lists: ofLists },
  }));
}

/** A time in which a stream was not heard, and how many were asked about since. */
interface StreamGap {
  readonly stream: string;
  /** Of the last event heard before; null = nothing was heard before. */
  readonly since: IsoInstant | null;
  readonly until: IsoInstant;
  readonly suppliers: number;
  readonly askedSince: number;
}

/**
 * The last gap of each stream of the register, and how far the looks that make up for it have come at suppliers of
 * published contracts and payments.
 */
export async function findStreamGaps(db: Db | Trx): Promise<StreamGap[]> {
  // How everybody stands is a long question, asked after each run of a stream: not where there was no gap.
  const { rows: known } = await sql`select from (${gaps()}) as gap limit 1`.execute(db);
  if (known.length === 0) return [];
  const { rows } = await sql<StreamGap>`
    with ${standings()}, gap as materialized (${gaps()})
    select stream, since, until, count(number)::int as suppliers,
      count(number) filter (where case part when 'lists' then lists else proceedings end >= until)::int as "askedSince"
    from gap left join standing on supplies_publicly group by stream, since, until order by until, stream`.execute(
    db,
  );
  return rows;
}

/** The gaps as the stream keeps them where it goes on. */
function gaps(): RawBuilder<unknown> {
  return sql`
    select gap->>'stream' as stream, (gap->>'since')::timestamptz as since, (gap->>'until')::timestamptz as until,
      gap->>'part' as part
    from source_state cross join lateral jsonb_array_elements(source_state.cursor->'gaps') as gap
    where source_id = ${STREAM}`;
}

function missed(): RawBuilder<unknown> {
  return sql`
    select max(until) filter (where part is distinct from 'lists') as of_proceedings,
      max(until) filter (where part = 'lists') as of_lists
    from (${gaps()}) as gap`;
}

/**
 * How far the first looks at all suppliers of published contracts and payments, or at those in one council's own register,
 * have come. How many others are followed is nobody else's to know.
 */
export interface LookProgress {
  readonly suppliers: number;
  /** Of these, asked for status and insolvency cases at least once. */
  readonly read: number;
  /** Of these, asked for every list too. */
  readonly whole: number;
}

export async function findLookProgress(db: Db | Trx, council: string | null = null): Promise<LookProgress> {
  const { rows } = await sql<LookProgress>`
    with ${standings(council === null ? undefined : registeredBy(council))}
    select count(*)::int as suppliers, count(proceedings)::int as read, count(lists)::int as whole
    from standing where watched and (supplies_publicly or ${council !== null})`.execute(db);
  return rows[0] ?? { suppliers: 0, read: 0, whole: 0 };
}

function registeredBy(council: string): RawBuilder<unknown> {
  return sql`
    select supplier_id from ${linesInForce} where register_line.council = ${council}`;
}

/**
 * `standing`: asked = the last answer, or trouble, of each part. Looks hang on the mention that bears the number, which is
 * tied to its supplier only later; those for a supplier of a council's own on one of its own. Of whom another register keeps,
 * or nobody is registered under the number, there are no lists. `only` says who is wanted, where not everybody.
 */
function standings(only?: RawBuilder<unknown>): RawBuilder<unknown> {
  // As lists: whoever is held by policies asks by an index only for what is there before it asks.
  const ids = only && sql`any(array(${only}))`;
  const refs =
    ids && sql`any(array(select ref from supplier_ref where scheme = 'GB-COH' and supplier_id = ${ids}))`;
  return sql`
    alerts as materialized (
      select supplier_id, max(raised_at) as raised_at from alert
      where status in (${sql.join(openAlertStatuses.map((status) => sql.lit(status)))})
        and not is_canary(council) group by supplier_id),
    answered as materialized (
      select ${keptAsOf} as kept_as, max(proceedings) as proceedings, min(first_asked) as first_asked, max(lists) as lists,
        max(profile) as profile, max(elsewhere) as elsewhere, max(event) as event
      from look_standing join mention on mention.id = mention_id
      where mention.scheme = 'GB-COH' ${refs ? sql`and mention.ref = ${refs}` : sql``} group by 1),
    troubled as materialized (
      select split_part(item, '/', 2) as ref,
        max(last_at) filter (where split_part(item, '/', 3) in ('', 'insolvency')) as proceedings,
        min(first_at) filter (where split_part(item, '/', 3) in ('', 'insolvency')) as first_asked,
        max(last_at) filter (where split_part(item, '/', 3) not in ('', 'insolvency')) as lists
      from source_trouble where source_id = ${REGISTER_SOURCE} and settled_at is null and starts_with(item, 'company/')
      group by 1),
    standing as materialized (
      select supplier.id, supplier_ref.ref as number, watched, supplies_publicly, alerts.raised_at is not null as alerted,
        greatest(answered.proceedings, troubled.proceedings) as proceedings,
        least(answered.first_asked, troubled.first_asked) as first_asked,
        greatest(answered.lists, troubled.lists,
          case when elsewhere = profile then answered.proceedings end) as lists,
        greatest(alerts.raised_at, event) as touched
      from supplier join supplier_ref on supplier_ref.supplier_id = supplier.id
      left join alerts on alerts.supplier_id = supplier.id
      left join answered on answered.kept_as = supplier_ref.kept_as
      left join troubled on troubled.ref = supplier_ref.ref
      where supplier_ref.scheme = 'GB-COH' and (watched or alerts.raised_at is not null)
        ${ids ? sql`and supplier.id = ${ids}` : sql``})`;
}

export function inProceedings(): RawBuilder<boolean> {
  return sql`topic in ('company-profile', 'insolvency-cases')`;
}

export function inLists(): RawBuilder<boolean> {
  return sql`topic in ('filing-history', 'charges', 'officers', 'controllers')`;
}

/** With `most`, so many of each kind; what they weigh is asked once, of those for whom it decides. */
function chosen(most: number | null): RawBuilder<unknown> {
  if (most === null) return sql`select * from standing`;
  return sql`
    with lacks as materialized (
      select standing.*, proceedings < of_proceedings as misses_proceedings, lists < of_lists as misses_lists
      from standing cross join missed
      where proceedings is null or lists is null or proceedings < of_proceedings or lists < of_lists),
    lacking as materialized (select * from lacks join (${weighed('lacks')}) as weighed using (id))
    select * from standing where number in (
      (select number from lacking where proceedings is null order by weight desc, number limit ${most})
      union all (select number from standing where touched > proceedings order by proceedings, number limit ${most})
      union all (select number from lacking where misses_proceedings
        order by alerted desc, weight desc, proceedings, number limit ${most})
      union all (select number from lacking where misses_lists
        order by alerted desc, weight desc, lists, number limit ${most})
      union all (select number from standing where alerted and proceedings is not null
        order by proceedings, number limit ${most})
      union all (select number from standing where proceedings is not null order by proceedings, number limit ${most})
      union all (select number from lacking where proceedings is not null and lists is null
        order by weight desc, first_asked, number limit ${most})
      union all (select number from lacking where proceedings is not null and lists is null
        order by first_asked, number limit ${most})
      union all (select number from standing where lists is not null and proceedings is not null
        order by lists, number limit ${most}))`;
}

/** What each of them weighs, asked of all at once: one by one, whole tables are read for each while they are small. */
function weighed(of: 'lacks' | 'chosen'): RawBuilder<unknown> {
  const those = sql`any(array(select id from ${sql.table(of)}))`;
  return sql`
    select ${sql.table(of)}.id, coalesce(registered.pence, 0) + coalesce(published.pence, 0)
      + case when exists (select from register_company
        where register_company.number = ${sql.table(of)}.number and register_company.status <> 'Active')
        then 1e15 else 0 end as weight
    from ${sql.table(of)}
    left join (
      select supplier_id, sum(coalesce(value_pence, 0) * case criticality when 'critical' then 10 else 1 end) as pence
      from ${linesInForce} where register_line.supplier_id = ${those} group by supplier_id
    ) as registered on registered.supplier_id = ${sql.table(of)}.id
    left join (
      select mention.supplier_id, sum(coalesce(award.value_pence, 0)) as pence
      from mention join award_supplier on award_supplier.mention_id = mention.id
      join award on award.id = award_supplier.award_id
      where mention.supplier_id = ${those} group by mention.supplier_id
    ) as published on published.supplier_id = ${sql.table(of)}.id`;
}
