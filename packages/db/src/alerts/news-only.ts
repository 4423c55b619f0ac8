import { NewsKind } from '@tocsin/alerting';
import { sql } from 'kysely';

/** Of `alert`: it tells of something new, and not of what has become of an earlier one. */
export const newsOnly = sql<boolean>`alert.kind in (${sql.join(NewsKind.options.map((kind) => sql.lit(kind)))})`;
