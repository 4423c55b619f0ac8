import { bandsAtRisk, bandsDown, levelWithoutLooks, type RiskLevel } from '@tocsin/domain';
import { type RawBuilder, sql } from 'kysely';

/** `band in (${atRiskBands})`: as literals, so that an index over them can serve. */
export const atRiskBands = sql.join(bandsAtRisk.map((band) => sql.lit(band)));

/** `order by array_position(${bandsMostPressingFirst}, band)`. */
export const bandsMostPressingFirst = sql`array[${sql.join(bandsDown.map((band) => sql.lit(band)))}]`;

/** The level of a band in a column of which nobody knows what had been looked at, as `levelWithoutLooks` says. */
export function levelOfBand(column: string): RawBuilder<RiskLevel> {
  const cases = bandsDown.map((band) => sql`when ${sql.lit(band)} then ${sql.lit(levelWithoutLooks(band))}`);
  return sql<RiskLevel>`case ${sql.ref(column)} ${sql.join(cases, sql` `)} end`;
}
