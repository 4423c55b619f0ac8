import { setImmediate as othersFirst } from 'node:timers/promises';
import {
  addTo,
  type Award,
  Award as AwardSchema,
  dayOf,
  groupBy,
  type IsoDate,
  type Look,
  type Observation,
  type ObservedSignal,
  Signal,
  type SupplierMention,
  type Topic,
  Topic as TopicSchema,
} from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { endOf, publishedBy } from '../schema/days.ts';
import type { ArchivedDocument } from './documents.ts';
import { mentionText, saveMentions } from '../who/mentions.ts';
import type { Mention } from '../schema/tables.ts';
import { saveLook } from './looks.ts';
import { insertObservations } from './new-observations.ts';
import { ofObservation, stillStands } from './withdrawals.ts';

/** What recording made of the observations of one item. */
export interface Recorded {
  /** How many were new; the others were known already. */
  readonly fresh: number;
  /** How many of the new ones say something else under an id and a moment that were there: both are kept. */
  readonly otherwise: number;
  /** Mentions that matching must see: new ones, and known ones about which something new was said. */
  readonly touched: readonly string[];
  /** `(source, ref)` of awards of which a release was new. */
  readonly awards: readonly { readonly source: string; readonly ref: string }[];
}

/** The suppliers that an observation names. */
function mentionsOf(observation: Observation): readonly SupplierMention[] {
  if (observation.content.kind === 'award')
    return [
      ...observation.content.suppliers,
      ...(observation.content.suppliersAdded ?? []),
      ...(observation.content.subcontractors ?? []),
    ];
  return observation.about ? [observation.about] : [];
}

/** Writes what one item says, as far as it is new, and that somebody looked. */
export async function recordObservations(
  trx: Trx,
  document: ArchivedDocument,
  observedAt: string,
  observations: readonly Observation[],
  looks: readonly Look[] = [],
): Promise<Recorded> {
  const mentions = await saveMentions(trx, [
    ...observations.flatMap((observation) => mentionsOf(observation)),
    ...looks.map((look) => look.about),
  ]);
  const given = observations.map((observation) => ({
    observation,
    mentionId: observation.about ? idOf(mentions, observation.about) : null,
  }));
  const fresh = await insertObservations(trx, document, observedAt, given);
  const touched = new Set<string>();
  const awards = new Map<string, { source: string; ref: string }>();
  for (const [at, observation] of observations.entries()) {
    if (!fresh[at]) continue;
    for (const mention of mentionsOf(observation)) touched.add(idOf(mentions, mention));
    if (observation.content.kind === 'award') {
      const [source, ref] = [observation.source, observation.ref.replace(/#\d+$/, '')];
      awards.set(`${source} ${ref}`, { source, ref });
    }
  }
  for (const look of looks) {
    const mention = mentions.get(mentionText(look.about));
    await saveLook(trx, document, look, idOf(mentions, look.about));
    // A look that found nothing is the only thing said under that name: without a match it would be nobody's look.
    if (mention?.outcome === 'waiting') touched.add(mention.id);
  }
  const otherwise = fresh.filter((one) => one === 'otherwise').length;
  return {
    fresh: fresh.filter(Boolean).length,
    otherwise,
    touched: [...touched],
    awards: [...awards.values()],
  };
}

type Saved = ReadonlyMap<string, Pick<Mention, 'id' | 'outcome'>>;

function idOf(mentions: Saved, mention: SupplierMention): string {
  const saved = mentions.get(mentionText(mention));
  if (!saved) throw new Error('a mention was not saved before what is said about it');
  return saved.id;
}

/** What was published about a supplier's solvency by the end of a day and not taken back, oldest first, with its evidence. */
export async function findSignals(db: Db | Trx, supplierId: string, asOf: string): Promise<ObservedSignal[]> {
  return (await findSignalsOf(db, [supplierId], asOf)).get(supplierId) ?? [];
}

/** Rows that are read before others have a turn. */
const AT_ONCE = 50;

/** As `findSignals`, for many suppliers; those of whom nothing was published are left out. */
export async function findSignalsOf(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: string,
): Promise<ReadonlyMap<string, ObservedSignal[]>> {
  const rows = await db
    .selectFrom('observation')
    .innerJoin('mention', 'mention.id', 'observation.mention_id')
    .innerJoin('document', 'document.id', 'observation.document_id')
    .select([
      'mention.supplier_id',
      'observation.source_id',
      'observation.ref',
      'observation.version',
      'occurred_on',
      'published_at',
      'observed_at',
      'observation.url',
      'quote',
      'content',
      'sha256',
      'retrieved_at',
    ])
    .where('mention.supplier_id', '=', sql<string>`any(${[...supplierIds]}::bigint[])`)
    .where('kind', 'not in', ['award', 'payment'])
    .where(publishedBy(asOf))
    .where(stillStands(asOf))
    .orderBy('published_at')
    .orderBy('observation.id')
    .execute();
  const found = new Map<string, ObservedSignal[]>();
  for (const [at, row] of rows.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await othersFirst();
    addTo(found, row.supplier_id ?? '', {
      source: row.source_id,
      ref: row.ref,
      version: row.version,
      occurredOn: row.occurred_on,
      publishedAt: row.published_at,
      observedAt: row.observed_at,
      evidence: {
        source: row.source_id,
        url: row.url,
        publishedAt: row.published_at,
        retrievedAt: row.retrieved_at,
        sha256: row.sha256,
        ...(row.quote === null ? {} : { quote: row.quote }),
      },
      signal: Signal.parse(row.content),
    });
  }
  return found;
}

/**
 * By supplier, the day on which something that is recorded already about it, or takes back what is, becomes public after
 * the end of `asOf`; the first of them. Those with nothing to come are left out.
 */
export async function findNextPublications(
  trx: Trx,
  supplierIds: readonly string[],
  asOf: string,
): Promise<ReadonlyMap<string, IsoDate>> {
  const end = endOf(asOf);
  const { rows } = await sql<{ supplier_id: string; at: string }>`
    with mine as (select id, supplier_id from mention where supplier_id = any(${[...supplierIds]}::bigint[]))
    select supplier_id, min(at) as at from (
      select mine.supplier_id, published_at as at from observation join mine on mine.id = mention_id
        where published_at >= ${end}
      union all
      select mine.supplier_id, taken_back.published_at from observation join mine on mine.id = mention_id
        cross join lateral (
          select withdrawal.published_at from ${ofObservation} and withdrawal.published_at >= ${end}) taken_back
      union all
      select mine.supplier_id, published_at from mine join (
          select award_id, mention_id from award_supplier
          union all select award_id, mention_id from award_subcontractor) named on named.mention_id = mine.id
        join award on award.id = named.award_id where published_at >= ${end}) later
    group by supplier_id`.execute(trx);
  return new Map(rows.map(({ supplier_id, at }) => [supplier_id, dayOf(at)]));
}

/** Which topics of a supplier somebody had looked at completely by the end of a day, and when last before it. */
export async function findChecked(db: Db | Trx, supplierId: string, asOf: string): Promise<Checked> {
  return (await findCheckedOf(db, [supplierId], asOf)).get(supplierId) ?? {};
}

type Checked = Partial<Record<Topic, string>>;

/** As `findChecked`, for many suppliers; those at whom nobody has looked are left out. */
export async function findCheckedOf(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: string,
): Promise<ReadonlyMap<string, Checked>> {
  const rows = await db
    .selectFrom('look')
    .innerJoin('mention', 'mention.id', 'look.mention_id')
    .select([
      'mention.supplier_id',
      'topic',
      sql<string>`max(least(last_at, ${endOf(asOf)}::timestamptz - interval '1 second'))`.as('at'),
    ])
    .where('mention.supplier_id', '=', sql<string>`any(${[...supplierIds]}::bigint[])`)
    .where(publishedBy(asOf, 'first_at'))
    .groupBy(['mention.supplier_id', 'topic'])
    .execute();
  const bySupplier = groupBy(rows, (row) => row.supplier_id ?? '');
  return new Map(
    [...bySupplier].map(([supplierId, looks]) => [
      supplierId,
      Object.fromEntries(looks.map(({ topic, at }) => [TopicSchema.parse(topic), at])),
    ]),
  );
}

/** Places of one id that are asked for at once. */
const PLACES = 32;

/**
 * All stored releases under one award id, for folding. `ref` is the id at its first place in a release; a second award
 * of the same id is stored under `<ref>#2`.
 */
export async function findReleases(
  trx: Trx,
  source: string,
  ref: string,
): Promise<{ award: Award; publishedAt: string; version: string; url: string; position: number }[]> {
  const found: { award: Award; publishedAt: string; version: string; url: string; position: number }[] = [];
  for (let from = 1; ; from += PLACES) {
    const places = Array.from({ length: PLACES }, (_, at) => placedRef(ref, from + at));
    const rows = await trx
      .selectFrom('observation')
      .select(['ref', 'content', 'published_at', 'version', 'url'])
      .where('source_id', '=', source)
      .where('ref', '=', sql<string>`any(${places}::text[])`)
      .where('kind', '=', 'award')
      .orderBy('version')
      .execute();
    for (const row of rows)
      found.push({
        award: AwardSchema.parse(row.content),
        publishedAt: row.published_at,
        version: row.version,
        url: row.url,
        position: from + places.indexOf(row.ref),
      });
    if (!rows.some((row) => row.ref === places.at(-1))) return found;
  }
}

function placedRef(ref: string, position: number): string {
  return position === 1 ? ref : `${ref}#${position}`;
}

/** Whether something is recorded under that id of the publisher. */
export async function isRecorded(db: Db | Trx, source: string, ref: string): Promise<boolean> {
  const row = await db
    .selectFrom('observation')
    .select('id')
    .where('source_id', '=', source)
    .where('ref', '=', ref)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
