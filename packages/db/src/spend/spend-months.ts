import type { IsoDate } from '@tocsin/domain';
import type { DaysRead } from '@tocsin/exposure';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';

/** Which days of these councils' spending files in force were read, and how many of their lines were refused. */
export interface SpendFilesRead {
  readonly read: readonly DaysRead[];
  /** Lines of the files that reach into the days asked for: their pounds are in no sum. */
  readonly refused: number;
}

/** What was read of the published spend of these councils between two days, both included. */
export async function findFilesRead(
  trx: Trx,
  councils: readonly string[],
  { from, to }: { readonly from: IsoDate; readonly to: IsoDate },
): Promise<SpendFilesRead> {
  const { rows } = await sql<SpendFilesRead>`
    select coalesce(sum(refused), 0)::int as refused,
      coalesce((select json_agg(json_build_array(lower(span), upper(span))) from unnest(range_agg(in_force)) as span),
        '[]'::json) as read
    from spend_file where council = any(${[...councils]}::text[]) and replaced_by is null
      and first_paid_on <= ${to} and last_paid_on >= ${from}`.execute(trx);
  return rows[0] ?? { read: [], refused: 0 };
}
