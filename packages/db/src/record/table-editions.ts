import { groupDigits } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import type { StagedRows } from './table-staging.ts';

/** An edition of which nothing is stored until a person has looked at it; the message says why. */
export class HeldEdition extends Error {}

export interface HeldTable {
  readonly version: string;
  readonly issued: string;
  readonly documentId: string;
  readonly rows: number;
}

/** The edition that was compared last; undefined before the first. */
export async function findLastEdition(trx: Trx, sourceId: string): Promise<HeldTable | undefined> {
  return trx
    .selectFrom('table_edition')
    .select(['version', 'issued', 'document_id as documentId', 'rows'])
    .where('source_id', '=', sourceId)
    .orderBy(sql`version collate "C"`, 'desc')
    .limit(1)
    .executeTakeFirst();
}

/**
 * Under which version an edition is stored: the publisher's own date, with a count behind it for one that is issued
 * again under the same date. Throws `HeldEdition` for one that is older than what is known.
 */
export async function versionOf(
  trx: Trx,
  given: { readonly sourceId: string; readonly issued: string; readonly documentId: string },
  last: HeldTable | undefined,
): Promise<string> {
  if (!last || given.issued > last.issued) return given.issued;
  if (given.issued < last.issued)
    throw new HeldEdition(
      `held: the edition of ${given.issued} is older than that of ${last.issued}, which is known already. Nothing was stored`,
    );
  if (given.documentId === last.documentId) return last.version;
  const { count } = await trx
    .selectFrom('table_edition')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('source_id', '=', given.sourceId)
    .where('issued', '=', given.issued)
    .executeTakeFirstOrThrow();
  return `${given.issued}/${count + 1}`;
}

/** What is normal of an edition. */
export interface Expectations {
  readonly min: number;
  readonly leastOfBefore: number;
}

/** Rows that may be unreadable before the whole list is in doubt. */
const FEW = 20;

/** Throws `HeldEdition` for a list that has shrunk, is too short, or of which more is refused than read. */
export function refuseUnusual(
  { rows, refused }: StagedRows,
  last: HeldTable | undefined,
  { min, leastOfBefore }: Expectations,
  sourceId: string,
): void {
  const door = `Nothing was stored. If the list is right, load it with: npm run tocsin -- ingest ${sourceId} --from <file> --accept-fewer`;
  if (refused.length > FEW && refused.length > rows)
    throw new HeldEdition(
      `held: ${groupDigits(refused.length)} rows could not be read and ${groupDigits(rows)} could, the first because: ` +
        `${refused[0]?.reason}. Nothing was stored. The columns may have changed their meaning`,
    );
  if (last && rows < last.rows * leastOfBefore)
    throw new HeldEdition(
      `held: ${groupDigits(rows)} rows where the edition of ${last.issued} had ${groupDigits(last.rows)}, and at least ` +
        `${Math.round(leastOfBefore * 100)} % of them must be there again. ${door}`,
    );
  // Once a person has taken a shorter list, that is what is normal.
  if (rows < min && (last?.rows ?? min) >= min)
    throw new HeldEdition(
      `held: ${groupDigits(rows)} rows where at least ${groupDigits(min)} are normal. ${door}`,
    );
}
