import type { IsoDate } from '@tocsin/domain';
import { sql, type RawBuilder } from 'kysely';

/** Whether an award's contract is not over on a day, as `isOver` of the exposure package has it; `award` is its row. */
export function notOver(asOf: IsoDate, award = 'award'): RawBuilder<boolean> {
  const of = (column: string) => sql.ref(`${award}.${column}`);
  return sql<boolean>`(coalesce(${of('status')}, 'active') not in ('cancelled', 'terminated')
    and (${of('ends_on')} is null or ${of('ends_on')} >= ${asOf}))`;
}
