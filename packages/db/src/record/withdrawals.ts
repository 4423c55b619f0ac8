import type { Withdrawal } from '@tocsin/domain';
import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../schema/database.ts';
import type { ArchivedDocument } from './documents.ts';

/** Withdrawals as they bear on the row of `observation` in the query around them. */
const ofObservation = sql`withdrawal where withdrawal.source_id = observation.source_id
  and withdrawal.ref in (observation.ref, regexp_replace(observation.ref, '[^/]+$', ''))
  and withdrawal.version >= observation.version`;

/** Whether an observation had not been taken back by the end of a day. */
export function stillStands(asOf: string): RawBuilder<boolean> {
  return sql<boolean>`not exists (select from ${ofObservation}
    and withdrawal.published_at < (${asOf}::date + 1)::timestamp at time zone 'Europe/London')`;
}

/** When an observation was taken back, if it was by the end of a day. */
export function withdrawnAt(asOf: string): RawBuilder<string | null> {
  return sql<string | null>`(select min(withdrawal.published_at) from ${ofObservation}
    and withdrawal.published_at < (${asOf}::date + 1)::timestamp at time zone 'Europe/London')`;
}

/** Writes what is taken back; the mentions that matching must see again, none where that was known. */
export async function recordWithdrawals(
  trx: Trx,
  document: ArchivedDocument,
  observedAt: string,
  withdrawals: readonly Withdrawal[],
): Promise<readonly string[]> {
  const touched = new Set<string>();
  for (const { source, ref, version, publishedAt, url } of withdrawals) {
    const written = await trx
      .insertInto('withdrawal')
      .values({
        source_id: source,
        ref,
        version,
        published_at: publishedAt,
        observed_at: observedAt,
        document_id: document.id,
        url,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('ref')
      .executeTakeFirst();
    if (!written) continue;
    const said = await trx
      .selectFrom('observation')
      .select('mention_id')
      .distinct()
      .where('source_id', '=', source)
      .where(ref.endsWith('/') ? sql<boolean>`starts_with(ref, ${ref})` : sql<boolean>`ref = ${ref}`)
      .where('version', '<=', version)
      .execute();
    for (const { mention_id: mention } of said) if (mention !== null) touched.add(mention);
  }
  return [...touched];
}
