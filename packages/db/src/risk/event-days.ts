import { eventSince } from '@tocsin/alerting';
import type { EndedEvent, FormalEvent, IsoDate } from '@tocsin/domain';
import { sql } from 'kysely';
import { findSignalsOf } from '../record/signals.ts';
import type { Db, Trx } from '../schema/database.ts';

interface StandingRow {
  readonly supplier_id: string;
  readonly formal_events: FormalEvent[];
  readonly endings: EndedEvent[];
}

/**
 * Since when something stands on the public record against each of some suppliers, by what was known on a day; those
 * against whom nothing does are left out.
 */
export async function findEventDays(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: string,
): Promise<ReadonlyMap<string, IsoDate>> {
  const { rows } = await sql<StandingRow>`
    select newest.* from unnest(${[...supplierIds]}::bigint[]) as asked
    cross join lateral (
      select supplier_id, formal_events, endings from assessment
      where supplier_id = asked and as_of <= ${asOf}
      order by as_of desc, id desc limit 1) as newest`.execute(db);
  const notices = await findSignalsOf(db, supplierIds, asOf, ['insolvency-notice', 'insolvency-case']);
  const standing = new Map(rows.map((row) => [row.supplier_id, row]));
  return new Map(
    supplierIds.flatMap((id) => {
      const { formal_events: formalEvents = [], endings = [] } = standing.get(id) ?? {};
      const since = eventSince({ formalEvents, endings }, notices.get(id) ?? []);
      return since === null ? [] : [[id, since] as const];
    }),
  );
}
