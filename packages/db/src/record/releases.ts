import { type Award, Award as AwardSchema } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';

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
