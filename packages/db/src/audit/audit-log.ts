import type { Trx } from '../schema/database.ts';

export interface AuditEntry {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: unknown;
  readonly hash: string;
}

/** The newest entries of the council that `trx` acts for, before the entry of a hash where one is given. */
export async function findAuditEntries(trx: Trx, limit: number, before?: string): Promise<AuditEntry[]> {
  return trx
    .selectFrom('audit')
    .select(['at', 'actor', 'action', 'subject', 'detail', 'hash'])
    .$if(before !== undefined, (entries) =>
      entries.where('id', '<', (of) =>
        of
          .selectFrom('audit')
          .select('id')
          .where('hash', '=', before ?? ''),
      ),
    )
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
