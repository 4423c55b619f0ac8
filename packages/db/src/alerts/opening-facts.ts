import { newsOnly } from './news-only.ts';
import { toldEvent, type LooksDone, type OpeningPart, type StandingFact } from '@tocsin/alerting';
import {
  dayOf,
  groupBy,
  GssCode,
  openAlertStatuses,
  REGISTER_SOURCE,
  unearnedBecause,
  type IsoDate,
  type IsoInstant,
} from '@tocsin/domain';
import { isLive } from '@tocsin/exposure';
import { findExposuresOf } from '../holdings/exposures.ts';
import { findSourcesOn } from '../record/source-health.ts';
import { sql } from 'kysely';
import { findHeldContracts } from '../holdings/held-contracts.ts';
import { findLooksOf, type Watch } from '../risk/looks.ts';
import { asCouncil, type Db, type Trx } from '../schema/database.ts';
import { findYearOfSpend } from '../spend/year-of-spend.ts';
import { findUnmatched } from '../who/match-queue.ts';
import { findSupplierCards } from '../who/supplier-search.ts';
import { alertOf } from './alerts.ts';
import { inForce } from '../holdings/in-force.ts';

/**
 * How a council's suppliers stand on a day, with what was raised against them and how far they were looked at. `db` acts
 * for councils one by one: as the web or as the worker.
 */
export async function findOpeningPart(
  db: Db,
  gss: string,
  asOf: IsoDate,
  watch: Watch,
  begunAt: IsoInstant,
): Promise<OpeningPart & Left> {
  return withSuppliers(db, gss, asOf, async (trx, { council, suppliers, ...found }) => {
    const { name } = await trx
      .selectFrom('council')
      .select('name')
      .where('gss', '=', council)
      .executeTakeFirstOrThrow();
    return {
      ...found,
      council: { code: council, name },
      asOf,
      cards: await findSupplierCards(trx, suppliers, asOf, watch, council),
      waitingNames: new Set((await findUnmatched(trx, council, asOf)).map((one) => one.name)),
      unknownBecause: await findUnknownBecause(trx, suppliers, asOf, watch),
      looks: await findLooksDone(trx, council, suppliers, begunAt, watch),
    };
  });
}

/** Why not all is known of suppliers, as if nothing stood on record against them. */
async function findUnknownBecause(
  trx: Trx,
  suppliers: readonly string[],
  asOf: IsoDate,
  watch: Watch,
): Promise<OpeningPart['unknownBecause']> {
  const looks = await findLooksOf(trx, suppliers, asOf, watch);
  return new Map(
    [...looks].flatMap(([id, of]) => {
      const because = unearnedBecause({ band: 'low', formalEvents: [] }, of, asOf);
      return because === null ? [] : [[id, because] as const];
    }),
  );
}

/** Only how far a council's suppliers were looked at, and who was left: what its opening report waits for is asked every minute. */
export async function findOpeningLooks(
  db: Db,
  gss: string,
  asOf: IsoDate,
  watch: Watch,
  begunAt: IsoInstant,
): Promise<LooksDone & Left> {
  return withSuppliers(db, gss, asOf, async (trx, { council, suppliers, left }) => ({
    ...(await findLooksDone(trx, council, suppliers, begunAt, watch)),
    left,
  }));
}

/** Suppliers against whom something stands and on whom the council depends no more: its report is silent about them. */
interface Left {
  readonly left: readonly string[];
}

interface OpeningSuppliers extends Pick<OpeningPart, 'held' | 'spend' | 'facts'>, Left {
  readonly council: GssCode;
  /** On whom the council depends, or against whom something stands. */
  readonly suppliers: readonly string[];
}

async function withSuppliers<T>(
  db: Db,
  gss: string,
  asOf: IsoDate,
  work: (trx: Trx, found: OpeningSuppliers) => Promise<T>,
): Promise<T> {
  const council = GssCode.parse(gss);
  const { contracts: held, spenders, own } = await findHeldContracts(db, council, asOf);
  return asCouncil(db, council, async (trx) => {
    const spend = await findYearOfSpend(trx, spenders, asOf, own);
    const live = held.filter(({ contract }) => isLive(contract, asOf));
    const dealtWith = [
      ...live.flatMap(({ suppliers }) => suppliers.flatMap((one) => one.supplierId ?? [])),
      ...(spend?.bySupplier ?? []).flatMap((one) => one.supplierId ?? []),
    ];
    const standing = await findStandingFacts(trx, council);
    const left = await findLeft(trx, council, asOf, dealtWith, [...standing.keys()]);
    const facts = new Map([...standing].filter(([id]) => !left.includes(id)));
    const suppliers = await withoutReplayed(trx, [...dealtWith, ...facts.keys()]);
    return work(trx, { council, held, spend, facts, suppliers, left });
  });
}

/** Of a supplier whose contract has left the register since, or ended, an alert may stand: the council depends on it no more. */
async function findLeft(
  trx: Trx,
  council: GssCode,
  asOf: IsoDate,
  dealtWith: readonly string[],
  alerted: readonly string[],
): Promise<readonly string[]> {
  const known = new Set(dealtWith);
  const others = alerted.filter((id) => !known.has(id));
  // Through its group, or as a subcontractor.
  const exposures = await findExposuresOf(trx, others, asOf);
  return others.filter(
    (id) => !exposures.get(id)?.some(({ exposed, exposure }) => exposed && exposure.council === council),
  );
}

/** What a replay of past days says of a supplier says nothing of today. */
async function withoutReplayed(trx: Trx, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct asked as id from unnest(${[...ids]}::bigint[]) as asked
    where not exists (select from current_assessment current join assessment on assessment.id = current.assessment_id
      where current.supplier_id = asked and replayed) order by asked`.execute(trx);
  return rows.map(({ id }) => id);
}

async function findStandingFacts(
  trx: Trx,
  council: GssCode,
): Promise<ReadonlyMap<string, readonly StandingFact[]>> {
  const rows = await trx
    .selectFrom('alert')
    .innerJoin('assessment', 'assessment.id', 'alert.assessment_id')
    .selectAll('alert')
    .select('formal_events')
    .select((alert) =>
      alert
        .selectFrom('delivery')
        .select(({ fn }) => fn.min('created_at').as('at'))
        .whereRef('delivery.alert_id', '=', 'alert.id')
        .as('told_at'),
    )
    .where('council', '=', council)
    .where('alert.status', 'in', openAlertStatuses)
    .where('alert.replayed', '=', false)
    .where(newsOnly)
    .orderBy('alert.nth')
    .execute();
  const facts = rows.map((row) => {
    const { id: alertId, supplierId, cause, kind, title, eventDay, publishedOn, seenAt } = alertOf(row);
    const [evidence] = toldEvent({ cause, kind }, row.formal_events)?.evidence ?? [];
    const fact: StandingFact = {
      alertId,
      cause,
      kind,
      title,
      eventDay,
      publishedOn,
      seenAt,
      toldOn: row.told_at === null ? null : dayOf(row.told_at),
      source: evidence ? { name: evidence.source, url: evidence.url } : null,
    };
    return { supplierId, fact };
  });
  return groupBy(
    facts,
    ({ supplierId }): string => supplierId,
    ({ fact }) => fact,
  );
}

/** Looks of so many days before a council's first day count for it: another council's supplier was looked at then. */
const STILL_FRESH = '7 days';

/**
 * How many of these suppliers that bear a company number were asked for at Companies House, profile and insolvency
 * cases, whatever the answer was, and when the last of them was for the first time. Of a number that was never issued, or
 * whose company another register keeps, there are no cases to ask for.
 */
export async function findLooksDone(
  trx: Trx,
  council: string,
  supplierIds: readonly string[],
  begunAt: IsoInstant,
  watch: Watch,
): Promise<LooksDone> {
  const on = await findSourcesOn(trx);
  const { rows } = await sql<Omit<LooksDone, 'isOff'>>`
    with ours as materialized (
      select distinct supplier_id from supplier_ref
      where scheme = 'GB-COH' and supplier_id = any(${[...supplierIds]}::bigint[])),
    looked as (
      select ours.supplier_id, topic, min(first_at) as first_at,
        coalesce(max(last_at) filter (where elsewhere) >= max(last_at), false) as elsewhere from mention
      join ours on ours.supplier_id = mention.supplier_id
      cross join lateral (
        select topic, first_at, last_at, false as elsewhere from look where look.mention_id = mention.id
        union all
        select topic, first_at, last_at, answer in ('gone', 'not-held') from look_answer
        where look_answer.mention_id = mention.id) any_look
      where topic in ('company-profile', 'insolvency-cases')
        and last_at > ${begunAt}::timestamptz - ${STILL_FRESH}::interval
      group by ours.supplier_id, topic),
    done as (select supplier_id, max(first_at) as first_at from looked group by supplier_id
      having count(distinct topic) = 2 or bool_or(elsewhere))
    select (select count(*)::int from ours) as of, (select count(*)::int from done) as done,
      (select max(first_at) from done) as "lastAt",
      not exists (select from register_upload where register_upload.council = ${council}
        and ${inForce} and matched_at is null) as "isMatched"`.execute(trx);
  const [found] = rows;
  if (!found) throw new Error('nothing was counted');
  const looking =
    on.includes(REGISTER_SOURCE) && watch.sources.some(({ id, isOn }) => id === REGISTER_SOURCE && isOn);
  const hasLooked = found.lastAt !== null && Date.parse(found.lastAt) >= Date.parse(begunAt);
  return { ...found, isOff: !looking && !hasLooked };
}
