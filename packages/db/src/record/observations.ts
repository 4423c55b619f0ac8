import {
  type Award,
  Award as AwardSchema,
  dayOf,
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
import { insertObservations } from './new-observations.ts';
import { ofObservation, stillStands } from './withdrawals.ts';

/** What recording made of the observations of one item. */
export interface Recorded {
  /** How many were new; the others were known already. */
  readonly fresh: number;
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
    if (observation.content.kind === 'award')
      awards.set(`${observation.source} ${observation.ref}`, {
        source: observation.source,
        ref: observation.ref,
      });
  }
  for (const look of looks) await saveLook(trx, document, look, idOf(mentions, look.about));
  return { fresh: fresh.filter(Boolean).length, touched: [...touched], awards: [...awards.values()] };
}

type Saved = ReadonlyMap<string, Pick<Mention, 'id' | 'outcome'>>;

function idOf(mentions: Saved, mention: SupplierMention): string {
  const saved = mentions.get(mentionText(mention));
  if (!saved) throw new Error('a mention was not saved before what is said about it');
  return saved.id;
}

async function saveLook(trx: Trx, document: ArchivedDocument, look: Look, mentionId: string): Promise<void> {
  const { source_id } = await trx
    .selectFrom('document')
    .select('source_id')
    .where('id', '=', document.id)
    .executeTakeFirstOrThrow();
  for (const topic of look.topics) {
    await trx
      .insertInto('look')
      .values({ mention_id: mentionId, topic, source_id, first_at: look.at, last_at: look.at })
      .onConflict((conflict) =>
        conflict.columns(['mention_id', 'topic', 'source_id']).doUpdateSet({
          first_at: sql`least(look.first_at, excluded.first_at)`,
          last_at: sql`greatest(look.last_at, excluded.last_at)`,
        }),
      )
      .execute();
  }
}

/** What was published about a supplier's solvency by the end of a day and not taken back, oldest first, with its evidence. */
export async function findSignals(db: Db | Trx, supplierId: string, asOf: string): Promise<ObservedSignal[]> {
  const rows = await db
    .selectFrom('observation')
    .innerJoin('mention', 'mention.id', 'observation.mention_id')
    .innerJoin('document', 'document.id', 'observation.document_id')
    .select([
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
    .where('mention.supplier_id', '=', supplierId)
    .where('kind', 'not in', ['award', 'payment'])
    .where(publishedBy(asOf))
    .where(stillStands(asOf))
    .orderBy('published_at')
    .orderBy('observation.id')
    .execute();
  return rows.map((row) => ({
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
  }));
}

/**
 * The day on which something that is recorded already about a supplier, or takes back what is, becomes public after the
 * end of `asOf`; the first of them, null where there is none.
 */
export async function findNextPublication(
  trx: Trx,
  supplierId: string,
  asOf: string,
): Promise<IsoDate | null> {
  const end = endOf(asOf);
  const { rows } = await sql<{ at: string | null }>`
    with mine as (select id from mention where supplier_id = ${supplierId})
    select min(at) as at from (
      select published_at as at from observation
        where mention_id in (select id from mine) and published_at >= ${end}
      union all
      select taken_back.published_at from observation cross join lateral (
        select withdrawal.published_at from ${ofObservation} and withdrawal.published_at >= ${end}) taken_back
        where mention_id in (select id from mine)
      union all
      select published_at from award where published_at >= ${end} and id in (
        select award_id from award_supplier where mention_id in (select id from mine)
        union all select award_id from award_subcontractor where mention_id in (select id from mine))) later`.execute(
    trx,
  );
  const at = rows[0]?.at;
  return at ? dayOf(at) : null;
}

/** Which topics of a supplier somebody had looked at completely by the end of a day, and when last before it. */
export async function findChecked(
  db: Db | Trx,
  supplierId: string,
  asOf: string,
): Promise<Partial<Record<Topic, string>>> {
  const rows = await db
    .selectFrom('look')
    .innerJoin('mention', 'mention.id', 'look.mention_id')
    .select([
      'topic',
      sql<string>`max(least(last_at, ${endOf(asOf)}::timestamptz - interval '1 second'))`.as('at'),
    ])
    .where('mention.supplier_id', '=', supplierId)
    .where(publishedBy(asOf, 'first_at'))
    .groupBy('topic')
    .execute();
  return Object.fromEntries(rows.map((row) => [TopicSchema.parse(row.topic), row.at]));
}

/** All stored releases of one award, for folding. */
export async function findReleases(
  trx: Trx,
  source: string,
  ref: string,
): Promise<{ award: Award; publishedAt: string; version: string; url: string }[]> {
  const rows = await trx
    .selectFrom('observation')
    .select(['content', 'published_at', 'version', 'url'])
    .where('source_id', '=', source)
    .where('ref', '=', ref)
    .where('kind', '=', 'award')
    .orderBy('version')
    .execute();
  return rows.map((row) => ({
    award: AwardSchema.parse(row.content),
    publishedAt: row.published_at,
    version: row.version,
    url: row.url,
  }));
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
