import type { Withdrawal } from '@tocsin/domain';
import { sql, type RawBuilder } from 'kysely';
import { chunksOf } from '../schema/chunks.ts';
import type { Trx } from '../schema/database.ts';
import { publishedBy } from '../schema/days.ts';
import { findOwnByNumber, numberOf, saidOfOwn } from '../who/said-of-own.ts';
import { askedOfWatched } from '../who/suppliers.ts';
import type { ArchivedDocument } from './documents.ts';

/** Withdrawals as they bear on the row of `observation` in the query around them. */
export const ofObservation = sql`withdrawal where withdrawal.source_id = observation.source_id
  and withdrawal.ref in (observation.ref, regexp_replace(observation.ref, '[^/]+$', ''))
  and withdrawal.version >= observation.version`;

/** Whether an observation had not been taken back by the end of a day. */
export function stillStands(asOf: string): RawBuilder<boolean> {
  return sql<boolean>`not exists (select from ${ofObservation}
    and ${publishedBy(asOf, 'withdrawal.published_at')})`;
}

/** When an observation was taken back, if it was by the end of a day. */
export function withdrawnAt(asOf: string): RawBuilder<string | null> {
  return sql<string | null>`(select min(withdrawal.published_at) from ${ofObservation}
    and ${publishedBy(asOf, 'withdrawal.published_at')})`;
}

/** Whether an observation was taken back here, by a decision about a contest, and not by its publisher. */
export const isCorrected = sql<boolean>`exists (select from ${ofObservation} and withdrawal.contest is not null)`;

/** Writes what is taken back; the mentions that matching must see again, none where that was known. */
export async function recordWithdrawals(
  trx: Trx,
  document: ArchivedDocument,
  observedAt: string,
  withdrawals: readonly Withdrawal[],
): Promise<readonly string[]> {
  const touched = new Set<string>();
  const asked = withdrawals.filter(({ source }) => askedOfWatched.includes(source));
  const ownOf = await findOwnByNumber(trx, asked.map(numberOf));
  const own = asked.flatMap((one) => saidOfOwn(one, ownOf));
  for (const chunk of chunksOf([...withdrawals, ...own])) {
    const written = await insertChunk(trx, document, observedAt, chunk);
    const below = written.filter(({ ref }) => ref.endsWith('/'));
    const single = written.filter(({ ref }) => !ref.endsWith('/'));
    for (const mention of await findSaid(trx, single, sql`observation.ref = taken.ref`)) touched.add(mention);
    for (const mention of await findSaid(trx, below, sql`starts_with(observation.ref, taken.ref)`))
      touched.add(mention);
  }
  return [...touched];
}

interface Taken {
  readonly source_id: string;
  readonly ref: string;
  readonly version: string;
}

async function insertChunk(
  trx: Trx,
  document: ArchivedDocument,
  observedAt: string,
  withdrawals: readonly Withdrawal[],
): Promise<readonly Taken[]> {
  const rows = withdrawals.map(({ source, ref, version, publishedAt, url }) => ({
    source_id: source,
    ref,
    version,
    published_at: publishedAt,
    observed_at: observedAt,
    document_id: document.id,
    url,
  }));
  return trx
    .insertInto('withdrawal')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning(['source_id', 'ref', 'version'])
    .execute();
}

async function findSaid(
  trx: Trx,
  taken: readonly Taken[],
  isMeant: RawBuilder<unknown>,
): Promise<readonly string[]> {
  if (taken.length === 0) return [];
  const { rows } = await sql<{ mention: string }>`
    select distinct mention_id as mention
    from json_to_recordset(${JSON.stringify(taken)}::json) as taken (source_id text, ref text, version text)
    join observation on observation.source_id = taken.source_id and ${isMeant}
      and observation.version <= taken.version
    where mention_id is not null`.execute(trx);
  return rows.map(({ mention }) => mention);
}
