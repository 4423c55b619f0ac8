import { setImmediate as othersFirst } from 'node:timers/promises';
import { addTo, dayOf, type IsoDate, type ObservedSignal, Signal } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { endOf, publishedBy } from '../schema/days.ts';
import { meant, speaksOf } from '../who/notice-ties.ts';
import { publishersRef, seenAt } from './kept.ts';
import { ofObservation, stillStands } from './withdrawals.ts';

/** What was published about a supplier's solvency by the end of a day and not taken back, oldest first, with its evidence. */
export async function findSignals(db: Db | Trx, supplierId: string, asOf: string): Promise<ObservedSignal[]> {
  return (await findSignalsOf(db, [supplierId], asOf)).get(supplierId) ?? [];
}

/** Rows that are read before others have a turn. */
const AT_ONCE = 50;

/** As `findSignals`, for many suppliers, of some kinds or all; those of whom nothing was published are left out. */
export async function findSignalsOf(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: string,
  kinds?: readonly ObservedSignal['signal']['kind'][],
): Promise<ReadonlyMap<string, ObservedSignal[]>> {
  const rows = await db
    .selectFrom('observation')
    .innerJoin(meant, 'meant.mention_id', 'observation.mention_id')
    .innerJoin('document', 'document.id', 'observation.document_id')
    .select([
      'meant.supplier_id',
      'observation.source_id',
      publishersRef.as('ref'),
      'observation.version',
      'occurred_on',
      'published_at',
      'observed_at',
      'observation.url',
      'quote',
      'content',
      'sha256',
      seenAt.as('retrieved_at'),
    ])
    .where('meant.supplier_id', '=', sql<string>`any(${[...supplierIds]}::bigint[])`)
    .where(speaksOf)
    .where(
      kinds
        ? sql<boolean>`kind = any(${[...kinds]}::text[])`
        : sql<boolean>`kind not in ('award', 'payment')`,
    )
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
    with mine as (
      select mention_id as id, supplier_id from ${meant} where supplier_id = any(${[...supplierIds]}::bigint[]))
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
