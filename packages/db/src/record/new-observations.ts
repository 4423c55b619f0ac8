import { dayOf, groupBy, type IsoDate, type Observation } from '@tocsin/domain';
import { sql } from 'kysely';
import { chunksOf } from '../schema/chunks.ts';
import type { Trx } from '../schema/database.ts';
import { stillStands } from './withdrawals.ts';

/** An observation, the mention of whom it is about, and where and when it was seen. */
export interface NewObservation {
  readonly observation: Observation;
  readonly mentionId: string | null;
  readonly documentId: string;
  readonly observedAt: string;
}

/** Whether an observation was new: `otherwise` where something else was said under the same id and moment before. */
export type Freshness = false | 'new' | 'otherwise';

/**
 * Writes observations that are new, and says of each whether it was. One is not new where its `(source, ref, version)`
 * says the same already, or where the newest version that is there does and was not taken back: a publisher without
 * dates of its own repeats itself with every look. Other words under the same id and moment are kept as a version of
 * their own, `<version>+2`.
 */
export async function insertObservations(
  trx: Trx,
  given: readonly NewObservation[],
): Promise<readonly Freshness[]> {
  const fresh: Freshness[] = given.map(() => false);
  for (const round of roundsOf(given))
    for (const [day, seen] of groupBy(round, ({ observedAt }) => dayOf(observedAt)))
      for (const chunk of chunksOf(seen))
        for (const { at, version } of await insertChunk(trx, day, chunk))
          fresh[at] = version === given[at]?.observation.version ? 'new' : 'otherwise';
  return fresh;
}

interface Placed extends NewObservation {
  readonly at: number;
}

/** Versions of the same thing, one after the other: each is compared with what the one before it left. */
function roundsOf(given: readonly NewObservation[]): readonly (readonly Placed[])[] {
  const seen = new Map<string, number>();
  const rounds: Placed[][] = [];
  for (const [at, one] of given.entries()) {
    const thing = `${one.observation.source}\n${one.observation.ref}`;
    const round = seen.get(thing) ?? 0;
    seen.set(thing, round + 1);
    (rounds[round] ??= []).push({ ...one, at });
  }
  return rounds;
}

async function insertChunk(
  trx: Trx,
  day: IsoDate,
  chunk: readonly Placed[],
): Promise<readonly { readonly at: number; readonly version: string }[]> {
  const given = chunk.map(({ observation, mentionId, documentId, observedAt }) => ({
    source_id: observation.source,
    ref: observation.ref,
    version: observation.version,
    kind: observation.content.kind,
    occurred_on: observation.occurredOn,
    published_at: observation.publishedAt,
    observed_at: observedAt,
    document_id: documentId,
    mention_id: mentionId,
    url: observation.url,
    quote: observation.quote,
    content: observation.content,
  }));
  const { rows } = await sql<{ source_id: string; ref: string; version: string }>`
    insert into observation (source_id, ref, version, kind, occurred_on, published_at, observed_at, document_id,
      mention_id, url, quote, content)
    select given.source_id, given.ref,
      case when known.versions = 0 then given.version else given.version || '+' || known.versions + 1 end, given.kind, given.occurred_on, given.published_at,
      given.observed_at, given.document_id, given.mention_id, given.url, given.quote, given.content
    from json_to_recordset(${JSON.stringify(given)}::json) as given (source_id text, ref text, version text, kind text,
      occurred_on date, published_at timestamptz, observed_at timestamptz, document_id bigint, mention_id bigint, url text, quote text, content jsonb)
    left join lateral (
      select content, mention_id, ${stillStands(day)} as stands from observation
      where observation.source_id = given.source_id and observation.ref = given.ref
      order by observation.version desc limit 1) newest on true
    cross join lateral (
      select count(*)::int as versions,
        coalesce(bool_or(content = given.content and mention_id is not distinct from given.mention_id), false) as same
      from observation
      where observation.source_id = given.source_id and observation.ref = given.ref
        and (observation.version = given.version or starts_with(observation.version, given.version || '+'))) known
    where not known.same and (newest.stands and newest.content = given.content
      and newest.mention_id is not distinct from given.mention_id) is not true
    on conflict (source_id, ref, version) do nothing
    returning source_id, ref, version`.execute(trx);
  const places = new Map(
    chunk.map(({ observation, at }) => [`${observation.source}\n${observation.ref}`, at]),
  );
  return rows.flatMap(({ source_id, ref, version }) => {
    const at = places.get(`${source_id}\n${ref}`);
    return at === undefined ? [] : [{ at, version }];
  });
}
