import { dayAfter, firstInstantOf, type IsoDate, type IsoInstant } from '@tocsin/domain';
import { sql, type RawBuilder } from 'kysely';

// Days are made of instants in one place, `day.ts` of the domain. What a query is asked of a day is put to Postgres as
// instants, and what it says of a moment comes back as one: Postgres itself makes no day of any moment.

/** The first moment after a day. */
export function endOf(day: IsoDate): IsoInstant {
  return firstInstantOf(dayAfter(day));
}

/** Whether a row was public by the end of a day; `column` is the moment when it became so. */
export function publishedBy(asOf: IsoDate, column = 'published_at'): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} < ${endOf(asOf)}`;
}
