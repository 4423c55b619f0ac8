import type { SupplierMention } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from './database.ts';
import { enqueueMatching } from './outbox.ts';
import type { Mention, MentionOutcome } from './tables.ts';

/** The text that makes two mentions the same one. */
export function mentionText(mention: SupplierMention): string {
  return JSON.stringify([mention.name, mention.printedRef ?? '', mention.postcode ?? '']);
}

/** Finds or writes each mention once. Returns their ids by `mentionText`. */
export async function saveMentions(
  trx: Trx,
  mentions: readonly SupplierMention[],
): Promise<ReadonlyMap<string, Pick<Mention, 'id' | 'outcome'>>> {
  const distinct = [...new Map(mentions.map((mention) => [mentionText(mention), mention])).values()];
  if (distinct.length === 0) return new Map();
  const rows = await trx
    .insertInto('mention')
    .values(
      distinct.map((mention) => ({
        name: mention.name,
        printed_ref: mention.printedRef,
        scheme: mention.ref?.scheme ?? null,
        ref: mention.ref?.id ?? null,
        postcode: mention.postcode,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .expression(sql`name, coalesce(printed_ref, ''), coalesce(postcode, '')`)
        .doUpdateSet({ name: sql`excluded.name` }),
    )
    .returning(['id', 'name', 'printed_ref', 'postcode', 'outcome'])
    .execute();
  return new Map(
    rows.map(({ id, outcome, name, printed_ref, postcode }) => [
      mentionText({ name, printedRef: printed_ref, postcode, ref: null }),
      { id, outcome },
    ]),
  );
}

/** The mentions of one match message. */
export async function findMentions(db: Db | Trx, ids: readonly string[]): Promise<Mention[]> {
  return db
    .selectFrom('mention')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('id')
    .execute();
}

export interface MentionDecision {
  readonly id: string;
  readonly outcome: MentionOutcome;
  readonly supplierId: string | null;
  readonly reason: string;
  readonly score: number | null;
  readonly candidates: readonly string[];
}

/** Writes what matching made of a mention. A person's decision is never overwritten by the machine. */
export async function decideMention(trx: Trx, decision: MentionDecision): Promise<void> {
  await trx
    .updateTable('mention')
    .set({
      outcome: decision.outcome,
      supplier_id: decision.supplierId,
      reason: decision.reason,
      score: decision.score,
      candidates: [...decision.candidates],
      decided_at: sql<string>`now()`,
    })
    .where('id', '=', decision.id)
    .where('decided_by', 'is', null)
    .execute();
}

/** Mentions that were tied to a supplier, by the machine. */
export async function findMentionIds(trx: Trx, supplierId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('mention')
    .select('id')
    .where('supplier_id', '=', supplierId)
    .where('decided_by', 'is', null)
    .execute();
  return rows.map((row) => row.id);
}

/** Asks matching to look again at every mention that it could not tie to anybody, and that no person has decided. */
export async function rematchUndecided(trx: Trx): Promise<number> {
  const rows = await trx
    .selectFrom('mention')
    .select('id')
    .where('outcome', 'in', ['waiting', 'none', 'ambiguous'])
    .where('decided_by', 'is', null)
    .execute();
  await enqueueMatching(
    trx,
    rows.map(({ id }) => id),
    null,
  );
  return rows.length;
}
