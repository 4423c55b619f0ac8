import type { IsoDate } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { isOwnInForce, NOTHING_OWN, type OwnSpend } from './own-names.ts';

/**
 * How many lines were refused of the files in force of these councils that reach into some days, both included: their
 * pounds are in no sum. Unpublished files count as far as `own` says.
 */
export async function countRefusedLines(
  trx: Trx,
  councils: readonly string[],
  { from, to }: { readonly from: IsoDate; readonly to: IsoDate },
  { filesOf }: Pick<OwnSpend, 'filesOf'> = NOTHING_OWN,
): Promise<number> {
  const own = filesOf.filter((council) => councils.includes(council));
  const { rows } = await sql<{ refused: number }>`
    select coalesce(sum(refused), 0)::int as refused from (
      select refused, first_paid_on, last_paid_on from spend_file
      where council = any(${[...councils]}::text[]) and replaced_by is null
      union all select (counts->>'refused')::int, first_paid_on, last_paid_on from own_spend_file
      where council = any(${own}::text[]) and ${isOwnInForce}) file
    where first_paid_on <= ${to} and last_paid_on >= ${from}`.execute(trx);
  return rows[0]?.refused ?? 0;
}
