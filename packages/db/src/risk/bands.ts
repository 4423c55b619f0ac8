import { bandsAtRisk, bandsDown } from '@tocsin/domain';
import { sql } from 'kysely';

/** `band in (${atRiskBands})`: as literals, so that an index over them can serve. */
export const atRiskBands = sql.join(bandsAtRisk.map((band) => sql.lit(band)));

/** `order by array_position(${bandsMostPressingFirst}, band)`. */
export const bandsMostPressingFirst = sql`array[${sql.join(bandsDown.map((band) => sql.lit(band)))}]`;
