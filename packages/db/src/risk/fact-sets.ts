import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';

/** Text that is the same for the same content, whatever the order of its keys. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  const members = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}

/** sha256 of facts: the same facts have the same hash, for ever. */
export function factsHash(facts: unknown): string {
  return createHash('sha256').update(canonicalJson(facts)).digest('hex');
}

/** The facts that assessments rest on, by their hash, as scoring folded them. */
export async function findFactSets(
  db: Db | Trx,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  const rows = await db
    .selectFrom('fact_set')
    .select(['facts_hash', 'facts'])
    .where('facts_hash', '=', sql<string>`any(${[...hashes]}::text[])`)
    .execute();
  return new Map(rows.map(({ facts_hash, facts }) => [facts_hash, facts]));
}
