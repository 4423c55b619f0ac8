import { type Award, Award as AwardSchema } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';

/** What one release said of an award; `position` is its place among the awards that the release printed under one id. */
export interface StoredRelease {
  readonly award: Award;
  readonly publishedAt: string;
  readonly version: string;
  readonly url: string;
  readonly position: number;
}

/** Places of one id that are asked for at once. */
const PLACES = 32;

/**
 * All stored releases under some award ids of one source, for folding, by id. `refs` are the ids at their first place in a
 * release; a second award of the same id is stored under `<ref>#2`.
 */
export async function findReleases(
  trx: Trx,
  source: string,
  refs: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredRelease[]>> {
  const found = new Map<string, StoredRelease[]>(refs.map((ref) => [ref, []]));
  let asked = [...found.keys()];
  for (let from = 1; asked.length > 0; from += PLACES) {
    const placeOf = new Map(
      asked.flatMap((ref) =>
        Array.from({ length: PLACES }, (_, at) => [placedRef(ref, from + at), { ref, position: from + at }]),
      ),
    );
    const rows = await trx
      .selectFrom('observation')
      .select(['ref', 'content', 'published_at', 'version', 'url'])
      .where('source_id', '=', source)
      .where('ref', '=', sql<string>`any(${[...placeOf.keys()]}::text[])`)
      .where('kind', '=', 'award')
      .orderBy('version')
      .execute();
    const further = new Set<string>();
    for (const row of rows) {
      const place = placeOf.get(row.ref);
      if (!place) continue;
      found.get(place.ref)?.push({
        award: AwardSchema.parse(row.content),
        publishedAt: row.published_at,
        version: row.version,
        url: row.url,
        position: place.position,
      });
      if (place.position === from + PLACES - 1) further.add(place.ref);
    }
    asked = [...further];
  }
  return found;
}

function placedRef(ref: string, position: number): string {
  return position === 1 ? ref : `${ref}#${position}`;
}
