import {
  areProceedingsLookedAt,
  dayOf,
  type FormalEvent,
  groupBy,
  type IsoDate,
  type IsoInstant,
  lastInstantOf,
  levelOf,
  levelWithoutLooks,
  type Looks,
  type RiskBand,
  type RiskLevel,
  Topic,
  unearnedBecause,
} from '@tocsin/domain';
import {
  levelKinds,
  looksAt,
  topicLooksAt,
  type ElsewhereOnRecord,
  type LevelSignal,
  type LevelStatement,
  type LookOnRecord,
  type WatchedSource,
} from '@tocsin/scoring';
import { sql } from 'kysely';
import { findSourcesOn } from '../record/source-health.ts';
import { stillStands } from '../record/withdrawals.ts';
import type { Db, Trx } from '../schema/database.ts';
import { chunksOf } from '../schema/chunks.ts';
import { endOf, publishedBy } from '../schema/days.ts';
import { meant, speaksOf } from '../who/notice-ties.ts';

/** What decides whether a look still counts: the clock, and what every source promises. */
export interface Watch {
  readonly now: IsoInstant;
  /** `isOn`: it has every key that it needs; whether it is switched on stands in the database. */
  readonly sources: readonly Omit<WatchedSource, 'lastGoodAt'>[];
}

/**
 * What was looked at and read about these suppliers, as it stood at the end of a day; of today, as it stands now, or as
 * it stood at a moment of today that is another for each of them.
 */
export async function findLooksOf(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: IsoDate,
  watch: Watch,
  nowOf?: (supplierId: string) => IsoInstant,
): Promise<ReadonlyMap<string, Looks>> {
  const through = await findLooksThrough(db, supplierIds, [asOf], watch, nowOf);
  return new Map([...through].map(([id, looksOn]) => [id, looksOn(asOf)]));
}

/** As `findLooksOf`, on each of several days. */
export async function findLooksThrough(
  db: Db | Trx,
  supplierIds: readonly string[],
  days: readonly IsoDate[],
  watch: Watch,
  nowOf: (supplierId: string) => IsoInstant = () => watch.now,
): Promise<ReadonlyMap<string, (day: IsoDate) => Looks>> {
  const last = [...days].sort().at(-1);
  if (last === undefined || supplierIds.length === 0) return new Map();
  const sourcesOn = await findWatched(db, days, watch);
  const looks = await findLookRows(db, supplierIds, last);
  const statements = await findStatements(db, supplierIds, last);
  const elsewhere = await findElsewhere(db, supplierIds, last);
  return new Map(
    supplierIds.map((id) => [
      id,
      (day) =>
        looksAt(
          looks.get(id) ?? [],
          statements.get(id) ?? [],
          sourcesOn(day),
          momentOf(day, nowOf(id)),
          elsewhere.get(id),
        ),
    ]),
  );
}

/** Of these suppliers, those at which somebody looked within what was promised: all that a proceeding would show in. */
export async function findMonitored(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: IsoDate,
  watch: Watch,
): Promise<ReadonlySet<string>> {
  if (supplierIds.length === 0) return new Set();
  const sources = (await findWatched(db, [asOf], watch))(asOf);
  const looks = await findLookRows(db, supplierIds, asOf);
  const moment = momentOf(asOf, watch.now);
  return new Set(
    supplierIds.filter((id) =>
      areProceedingsLookedAt({ topics: topicLooksAt(looks.get(id) ?? [], sources, moment) }),
    ),
  );
}

/** The level of a band on a day with why that is not Low; without looks Low is never shown. */
export function shownLevel(
  band: RiskBand,
  formalEvents: readonly FormalEvent[],
  looks: Looks | undefined,
  day: IsoDate,
): { readonly level: RiskLevel; readonly levelBecause: string | null } {
  if (!looks) return { level: levelWithoutLooks(band), levelBecause: null };
  const assessed = { band, formalEvents };
  return { level: levelOf(assessed, looks, day), levelBecause: unearnedBecause(assessed, looks, day) };
}

/** From where a day is seen: its end, or now while it lasts. */
function momentOf(day: IsoDate, now: IsoInstant): IsoInstant {
  const isOver = day < dayOf(now);
  return isOver ? lastInstantOf(day) : now;
}

/**
 * The sources as they stood at the end of each day. Whether one is switched on is known of today only: of a day that is
 * over its looks speak for themselves.
 */
async function findWatched(
  db: Db | Trx,
  days: readonly IsoDate[],
  watch: Watch,
): Promise<(day: IsoDate) => readonly WatchedSource[]> {
  const on = await findSourcesOn(db);
  const ends = days.map((day) => endOf(day));
  const { rows } = await sql<{ day: IsoDate; source: string; at: IsoInstant }>`
    select day, source_id as source, last_run.at
    from unnest(${[...days]}::text[], ${ends}::timestamptz[]) as asked (day, ends)
    cross join (select distinct source_id from source_run) as source
    cross join lateral (
      select max(finished_at) as at from source_run
      where source_run.source_id = source.source_id and trigger = 'schedule' and outcome = 'ok'
        and finished_at < ends) as last_run
    where last_run.at is not null`.execute(db);
  const today = dayOf(watch.now);
  return (day) =>
    watch.sources.map((source) => ({
      ...source,
      isOn: day < today || (source.isOn && on.includes(source.id)),
      lastGoodAt: rows.find((row) => row.day === day && row.source === source.id)?.at ?? null,
    }));
}

async function findLookRows(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: IsoDate,
): Promise<ReadonlyMap<string, readonly LookOnRecord[]>> {
  const found: (LookOnRecord & { readonly supplierId: string })[] = [];
  for (const ids of chunksOf(supplierIds)) {
    const rows = await db
      .selectFrom('look')
      .innerJoin('mention', 'mention.id', 'look.mention_id')
      .select(['supplier_id', 'topic', 'source_id as source', 'first_at as firstAt', 'last_at as lastAt'])
      .where('supplier_id', '=', sql<string>`any(${ids}::bigint[])`)
      .where(publishedBy(asOf, 'first_at'))
      .execute();
    for (const { supplier_id, topic, ...look } of rows)
      found.push({ ...look, supplierId: supplier_id ?? '', topic: Topic.parse(topic) });
  }
  return groupBy(found, ({ supplierId }) => supplierId);
}

/** When the register answered for these suppliers that it has no entry of theirs. */
async function findElsewhere(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: IsoDate,
): Promise<ReadonlyMap<string, readonly ElsewhereOnRecord[]>> {
  const found: (ElsewhereOnRecord & { readonly supplierId: string })[] = [];
  for (const ids of chunksOf(supplierIds)) {
    const rows = await db
      .selectFrom('look_answer')
      .innerJoin('mention', 'mention.id', 'look_answer.mention_id')
      .select(['supplier_id', 'answer', 'first_at as firstAt', 'last_at as lastAt'])
      .where('supplier_id', '=', sql<string>`any(${ids}::bigint[])`)
      .where('topic', '=', 'company-profile')
      .where('answer', 'in', ['gone', 'not-held'])
      .where(publishedBy(asOf, 'first_at'))
      .execute();
    for (const { supplier_id, answer, ...look } of rows)
      if (answer === 'gone' || answer === 'not-held')
        found.push({ ...look, answer, supplierId: supplier_id ?? '' });
  }
  return groupBy(found, ({ supplierId }) => supplierId);
}

async function findStatements(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: IsoDate,
): Promise<ReadonlyMap<string, readonly LevelStatement[]>> {
  const found: (LevelStatement & { readonly supplierId: string })[] = [];
  for (const ids of chunksOf(supplierIds)) {
    const rows = await db
      .selectFrom('observation')
      .innerJoin(meant, 'meant.mention_id', 'observation.mention_id')
      .select([
        'meant.supplier_id',
        'observation.source_id as source',
        'observation.ref',
        'observation.version',
        'published_at as publishedAt',
        sql<LevelSignal>`content - 'flags' - 'previous' - 'previousNames' - 'sicCodes'`.as('signal'),
      ])
      .where('meant.supplier_id', '=', sql<string>`any(${ids}::bigint[])`)
      .where(speaksOf)
      .where('kind', 'in', [...levelKinds])
      .where(sql<boolean>`(kind <> 'filing' or content ->> 'about' = 'other')`)
      .where(publishedBy(asOf))
      .where(stillStands(asOf))
      .execute();
    for (const { supplier_id, ...statement } of rows)
      found.push({ ...statement, supplierId: supplier_id ?? '' });
  }
  return groupBy(found, ({ supplierId }) => supplierId);
}
