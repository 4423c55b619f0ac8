import type { Trx } from '../schema/database.ts';

export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: unknown;
  readonly hash: string;
}

/** The newest entries of the council that `trx` acts for, before an entry where one is given. */
export async function findAuditEntries(trx: Trx, limit: number, before?: string): Promise<AuditEntry[]> {
  return trx
    .selectFrom('audit')
    .select(['id', 'at', 'actor', 'action', 'subject', 'detail', 'hash'])
    .$if(before !== undefined, (entries) => entries.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
