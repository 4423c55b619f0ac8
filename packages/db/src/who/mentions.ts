import type { SupplierMention } from '@tocsin/domain';
import { printedText } from '@tocsin/matching';
import { sql } from 'kysely';
import { chunksOf } from '../schema/chunks.ts';
import type { Db, Trx } from '../schema/database.ts';
import { enqueue, enqueueMatching } from '../outbox/outbox.ts';
import { inForce, inForceOrWaits } from '../holdings/in-force.ts';
import { findOwnFiles } from '../spend/own-payments.ts';
import { plainName, printedOf } from './printed.ts';
import type { Mention, MentionOutcome } from '../schema/tables.ts';

/** The text that makes two mentions the same one. */
export function mentionText(mention: SupplierMention): string {
  return JSON.stringify([mention.name, mention.printedRef ?? '', mention.postcode ?? '']);
}

type KnownMention = Pick<Mention, 'id' | 'outcome' | 'name' | 'printed_ref' | 'postcode'>;

/**
 * Finds or writes each mention once. Returns their ids by `mentionText`. One that is known is only read: what is said of
 * it anew does not wait for what is made of it just now.
 */
export async function saveMentions(
  trx: Trx,
  mentions: readonly SupplierMention[],
): Promise<ReadonlyMap<string, Pick<Mention, 'id' | 'outcome'>>> {
  const distinct = new Map(mentions.map((mention) => [mentionText(mention), mention]));
  if (distinct.size === 0) return new Map();
  const saved = new Map((await findKnown(trx, [...distinct.values()])).map(named));
  // In one order, so that two that write the same ones wait for each other and never both.
  const unknown = [...distinct].filter(([text]) => !saved.has(text)).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const chunk of chunksOf(unknown.map(([, mention]) => mention)))
    for (const row of await writeMentions(trx, chunk)) saved.set(...named(row));
  return saved;
}

function named({ id, outcome, name, printed_ref, postcode }: KnownMention) {
  const text = mentionText({ name, printedRef: printed_ref, postcode, ref: null });
  return [text, { id, outcome }] as const;
}

async function findKnown(trx: Trx, mentions: readonly SupplierMention[]): Promise<readonly KnownMention[]> {
  const given = mentions.map(({ name, printedRef, postcode }) => ({
    name,
    printed_ref: printedRef,
    postcode,
  }));
  const { rows } = await sql<KnownMention>`
    select known.* from json_to_recordset(${JSON.stringify(given)}::json)
      as given (name text, printed_ref text, postcode text)
    cross join lateral (
      select id, outcome, name, printed_ref, postcode from mention
      where mention.name = given.name and coalesce(mention.printed_ref, '') = coalesce(given.printed_ref, '')
        and coalesce(mention.postcode, '') = coalesce(given.postcode, '') limit 1) known`.execute(trx);
  return rows;
}

/** Whoever has written one of them meanwhile has it kept as it is. */
async function writeMentions(
  trx: Trx,
  mentions: readonly SupplierMention[],
): Promise<readonly KnownMention[]> {
  return trx
    .insertInto('mention')
    .values(
      mentions.map((mention) => ({
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
}

/** The mentions of one match message. */
export async function findMentions(db: Db | Trx, ids: readonly string[]): Promise<Mention[]> {
  return db
    .selectFrom('mention')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('nth')
    .execute();
}

export interface MentionDecision {
  readonly id: string;
  readonly outcome: MentionOutcome;
  readonly supplierId: string | null;
  readonly reason: string;
  readonly score: number | null;
  readonly candidates: readonly string[];
  /** The council whose people decided it; null when the matcher did. */
  readonly decidedBy: string | null;
}

/** Writes what matching made of mentions, with what people decided about them. */
export async function decideMentions(trx: Trx, decisions: readonly MentionDecision[]): Promise<void> {
  if (decisions.length === 0) return;
  const rows = decisions.map(({ supplierId, decidedBy, ...decision }) => ({
    ...decision,
    supplier_id: supplierId,
    decided_by: decidedBy,
  }));
  await sql`
    update mention set outcome = given.outcome, supplier_id = given.supplier_id, reason = given.reason,
      score = given.score, candidates = given.candidates, decided_by = given.decided_by, decided_at = now()
    from json_to_recordset(${JSON.stringify(rows)}::json) as given (id bigint, outcome text, supplier_id bigint,
      reason text, score real, candidates text[], decided_by text)
    where mention.id = given.id`.execute(trx);
}

/** Every mention that prints the same text as one of these, and uploads in force, or about to be, with a line that does. */
export async function findSameText(
  trx: Trx,
  ids: readonly string[],
): Promise<{ readonly mentions: Mention[]; readonly uploads: string[] }> {
  const asked = await findMentions(trx, ids);
  const texts = new Set(asked.map((mention) => printedText(printedOf(mention))));
  const plain = sql<string>`(select ${plainName('given')} from unnest(${asked.map(({ name }) => name)}::text[]) as given)`;
  const mentions = await trx
    .selectFrom('mention')
    .selectAll()
    .where(plainName('name'), 'in', plain)
    .orderBy('nth')
    .execute();
  const lines = await trx
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'upload_id')
    .select(['upload_id', 'supplier_name as name', 'ref', 'printed_ref'])
    .where(plainName('supplier_name'), 'in', plain)
    .where(inForceOrWaits)
    .execute();
  const named = lines.filter((line) => texts.has(printedText(printedOf({ ...line, postcode: null }))));
  return {
    mentions: mentions.filter((mention) => texts.has(printedText(printedOf(mention)))),
    uploads: [...new Set(named.map((line) => line.upload_id))],
  };
}

/** Mentions that were tied to a supplier by the machine, and notices that a register ties to it. */
export async function findMentionIds(trx: Trx, supplierIds: readonly string[]): Promise<string[]> {
  const theirs = sql<string>`any(${[...supplierIds]}::bigint[])`;
  // Two lists, each by its index: one condition of both reads every mention there is.
  const rows = await trx
    .selectFrom('mention')
    .select('id')
    .where('id', 'in', (of) =>
      of
        .selectFrom('mention as tied')
        .select('tied.id')
        .where('tied.supplier_id', '=', theirs)
        .where('decided_by', 'is', null)
        .union(of.selectFrom('notice_tie').select('mention_id as id').where('supplier_id', '=', theirs)),
    )
    .orderBy('nth')
    .execute();
  return rows.map((row) => row.id);
}

/**
 * Asks matching to look again at every mention that it could not tie to anybody and that no person has decided, and at
 * every council's register and unpublished spending in force. Returns how many mentions.
 */
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
  const registers = await trx.selectFrom('register_upload').select('id').where(inForce).execute();
  for (const { id } of registers)
    await enqueue(trx, 'match', { v: 1, of: 'register', uploadId: id }, { key: `register:${id}` });
  for (const fileId of await findOwnFiles(trx, 'untied'))
    await enqueue(trx, 'match', { v: 1, of: 'own-spend', fileId }, { key: `own-spend:${fileId}` });
  return rows.length;
}
