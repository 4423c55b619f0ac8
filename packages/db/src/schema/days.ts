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

/**
 * What lies after this, and not after `day`, are the twelve months that end on that day: an expression for the day
 * twelve calendar months before, as the domain's `addMonths(day, -12)` is, for days that only the query knows.
 */
export function twelveMonthsBefore(day: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`(${day} - interval '12 months')`;
}
