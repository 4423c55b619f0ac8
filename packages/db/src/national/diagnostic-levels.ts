import {
  MaturityLevel,
  type CouncilStanding,
  type DiagnosticAnswer,
  type ShownCount,
} from '@tocsin/exposure';
import { addMonths, firstInstantOf, GssCode, IsoDate } from '@tocsin/domain';
import { sql } from 'kysely';
import { atRiskBands } from '../risk/bands.ts';
import type { Db, Trx } from '../schema/database.ts';
import { endOf } from '../schema/days.ts';

/** Takes what councils came to in a year in place of what was known of the same areas. */
export async function saveDiagnostic(trx: Trx, answers: readonly DiagnosticAnswer[]): Promise<void> {
  await sql`insert into diagnostic_level (council, year, code, level)
    select council, year, code, level from jsonb_to_recordset(${JSON.stringify(answers)}::jsonb)
      as given (council text, year smallint, code text, level text)
    on conflict (council, year, code) do update set level = excluded.level, loaded_at = now()`.execute(trx);
}

/** The answers of the last year of which any are known, up to a day: private. */
export async function findDiagnostic(trx: Trx, asOf: string): Promise<readonly DiagnosticAnswer[]> {
  const rows = await trx
    .selectFrom('diagnostic_level')
    .select(['council', 'year', 'code', 'level'])
    .where('year', '=', (of) =>
      of
        .selectFrom('diagnostic_level')
        .select((year) => year.fn.max('year').as('year'))
        .where('year', '<=', Number(asOf.slice(0, 4))),
    )
    .where(sql<boolean>`not is_canary(council)`)
    .orderBy('code')
    .orderBy('council')
    .execute();
  return rows.map(({ council, level, ...row }) => ({
    ...row,
    council: GssCode.parse(council),
    level: MaturityLevel.parse(level),
  }));
}

/** What the answers are crossed with, of every council of which anything is known: time to acknowledge is private. */
export async function findCouncilStandings(
  trx: Trx,
  asOf: string,
): Promise<ReadonlyMap<string, CouncilStanding>> {
  const { rows } = await sql<CouncilStanding & { council: string }>`
    with risky as (select supplier_id from current_assessment where band in (${atRiskBands})),
    sums as (
      select council, vat, sum(left_pence) as pence from sector_contract
      where supplier_id in (select supplier_id from risky) and not is_shared and not is_framework and vat is not null
      group by council, vat
      union all
      select council, vat, sum(pence) from sector_spend
      where supplier_id in (select supplier_id from risky) group by council, vat),
    waited as (
      select alert.council, extract(epoch from min(alert_action.at) - alert.raised_at) / 86400 as days
      from alert join alert_action on alert_action.alert_id = alert.id and action = 'acknowledge'
      where raised_at >= ${firstInstantOf(addMonths(asOf, -12))} and raised_at <= ${endOf(asOf)} and not replayed
      group by alert.id, alert.council, alert.raised_at),
    looked as (
      select distinct on (council) council, seen / nullif(paid, 0) as share
      from (select council, (spend -> 'monitored' ->> basis)::numeric as seen,
          (select sum((bucket.value ->> basis)::numeric) from jsonb_each(spend) as bucket) as paid
        from council_coverage cross join (values ('net'), ('gross'), ('unknown')) as bases (basis)
        where spent_to is not null) by_basis
      order by council, paid desc)
    select gss as council,
      case when exists (select from council_coverage where council_coverage.council = gss)
        then coalesce((select max(pence) from sums where sums.council = gss), 0)::float8 end as "atRiskPence",
      (select share::float8 from looked where looked.council = gss) as "lookedAt",
      (select percentile_cont(0.5) within group (order by days)::float8 from waited where waited.council = gss)
        as "daysToAcknowledge"
    from council where exists (select from council_coverage where council_coverage.council = gss)
      or exists (select from waited where waited.council = gss)`.execute(trx);
  return new Map(rows.map(({ council, ...standing }) => [council, standing]));
}

/** Lets the groups of a quarter out, for the national role to read. */
export async function saveDiagnosticCounts(
  trx: Trx,
  { asOf, releasedOn, year }: { readonly asOf: IsoDate; readonly releasedOn: IsoDate; readonly year: number },
  counts: readonly ShownCount[],
): Promise<void> {
  for (const { label, councils } of counts)
    await trx
      .insertInto('national_diagnostic')
      .values({ as_of: asOf, released_on: releasedOn, year, label: [...label], councils })
      .execute();
}

/** The groups of the last release by a day. `db` acts as the national role. */
export async function findDiagnosticCounts(
  db: Db,
  asOf: string,
): Promise<{
  readonly asOf: IsoDate | null;
  readonly year: number | null;
  readonly counts: readonly ShownCount[];
}> {
  const rows = await db
    .selectFrom('national_diagnostic')
    .select(['as_of as asOf', 'year', 'label', 'councils'])
    .where(
      'as_of',
      '=',
      sql<string>`(select max(as_of) from national_diagnostic where released_on <= ${asOf})`,
    )
    .orderBy('label')
    .execute();
  const [first] = rows;
  return {
    asOf: first ? IsoDate.parse(first.asOf) : null,
    year: first?.year ?? null,
    counts: rows.map(({ label, councils }) => ({ label, councils })),
  };
}
