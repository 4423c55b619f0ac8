import type { CompanyNumber } from '@tocsin/domain';
import type { DecisionReason, Verdict } from '@tocsin/matching';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Trx } from '../schema/database.ts';
import { enqueue, enqueueMatching } from '../outbox/outbox.ts';
import { inForceOrWaits } from '../holdings/in-force.ts';
import { findOwnFiles } from '../spend/own-payments.ts';

/** A printed name of the public record, or a text that the council's own register or spending files print. */
export type DecisionSubject = { readonly mentionId: string } | { readonly printedText: string };

export interface NewDecision {
  readonly council: string;
  readonly subject: DecisionSubject;
  readonly verdict: Verdict;
  readonly number: CompanyNumber | null;
  readonly reason: DecisionReason;
  /** The council's own words; no other council reads them. */
  readonly note: string | null;
  readonly by: string;
}

/** Keeps what a person of the council that `trx` acts for says a printed name is, and has it applied. */
export async function decideMatch(trx: Trx, decision: NewDecision): Promise<string> {
  const { council, subject, verdict, number, reason, note, by } = decision;
  const { id } = await trx
    .insertInto('match_decision')
    .values({
      ...subjectRow(subject),
      council,
      verdict,
      company_number: number,
      reason,
      note,
      by_whom: by,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const detail = { decision: id, verdict, number, reason };
  await audit(trx, { council, actor: by, action: 'decided match', subject: subjectWords(subject), detail });
  await apply(trx, council, subject);
  return id;
}

/** Takes a standing decision of the council back; false when there is none of that id. */
export async function undoMatchDecision(trx: Trx, council: string, id: string, by: string): Promise<boolean> {
  const decided = (await findCouncilDecisions(trx, council, 1, id)).at(0);
  if (!decided || decided.undone) return false;
  const { subject } = decided;
  await trx
    .insertInto('match_decision')
    .values({ ...subjectRow(subject), council, undoes: id, by_whom: by })
    .execute();
  const detail = { decision: id };
  await audit(trx, { council, actor: by, action: 'undid match', subject: subjectWords(subject), detail });
  await apply(trx, council, subject);
  return true;
}

function subjectRow(subject: DecisionSubject) {
  return 'mentionId' in subject ? { mention_id: subject.mentionId } : { printed_text: subject.printedText };
}

function subjectWords(subject: DecisionSubject): string {
  return 'mentionId' in subject ? `mention ${subject.mentionId}` : 'name in own register';
}

/** Has everything matched again that a decision is about. */
async function apply(trx: Trx, council: string, subject: DecisionSubject): Promise<void> {
  if ('mentionId' in subject) return enqueueMatching(trx, [subject.mentionId], null);
  const uploads = await trx
    .selectFrom('register_upload')
    .select('id')
    .where('council', '=', council)
    .where(inForceOrWaits)
    .execute();
  for (const { id } of uploads) await enqueue(trx, 'match', { v: 1, of: 'register', uploadId: id });
  for (const fileId of await findOwnFiles(trx, { council }))
    await enqueue(trx, 'match', { v: 1, of: 'own-spend', fileId });
}

export interface CouncilDecision {
  readonly id: string;
  readonly subject: DecisionSubject;
  readonly verdict: Verdict;
  readonly number: string | null;
  readonly reason: DecisionReason;
  readonly note: string | null;
  readonly by: string;
  readonly at: string;
  readonly undone: boolean;
  /** The name as printed on the public record; null for a line of the own register. */
  readonly name: string | null;
}

/** What people of one council decided, newest first; of one id only, if it is given. */
export async function findCouncilDecisions(
  trx: Trx,
  council: string,
  limit: number,
  id?: string,
): Promise<CouncilDecision[]> {
  const rows = await trx
    .selectFrom('match_decision')
    .leftJoin('mention', 'mention.id', 'mention_id')
    .selectAll('match_decision')
    .select('mention.name')
    .select(
      sql<boolean>`exists (select from match_decision later where later.undoes = match_decision.id)`.as(
        'undone',
      ),
    )
    .where('council', '=', council)
    .where('verdict', 'is not', null)
    .$if(id !== undefined, (query) => query.where('match_decision.id', '=', id ?? ''))
    .orderBy('match_decision.nth', 'desc')
    .limit(limit)
    .execute();
  return rows.flatMap((row) => {
    if (row.verdict === null || row.reason === null) return [];
    const subject =
      row.mention_id === null ? { printedText: row.printed_text ?? '' } : { mentionId: row.mention_id };
    const {
      id: decision,
      verdict,
      company_number: number,
      reason,
      note,
      by_whom: by,
      at,
      undone,
      name,
    } = row;
    return [{ id: decision, subject, verdict, number, reason, note, by, at, undone, name }];
  });
}
