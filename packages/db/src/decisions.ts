import { CompanyNumber } from '@tocsin/domain';
import {
  decisionReasons,
  printedText,
  type DecisionEntry,
  type DecisionReason,
  type DecisionScope,
  type PrintedMention,
  type Verdict,
} from '@tocsin/matching';
import { sql } from 'kysely';
import { audit } from './audit.ts';
import type { Db, Trx } from './database.ts';
import { enqueue, enqueueMatching } from './outbox.ts';
import { plainName, printedOf } from './printed.ts';

/** A printed name of the public record, or a text that lines of the council's own register print. */
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
  const inForce = await trx
    .selectFrom('register_upload')
    .select('id')
    .where('council', '=', council)
    .where('undone_at', 'is', null)
    .executeTakeFirst();
  if (inForce) await enqueue(trx, 'match', { v: 1, of: 'register', uploadId: inForce.id });
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
    .orderBy('match_decision.id', 'desc')
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

/**
 * Passes on to every council what was decided about these mentions of the public record: the verdict and a reason of
 * the fixed list, under the council's name. Returns the mentions that were decided anew. As the worker only.
 */
export async function shareDecisions(trx: Trx, mentionIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ mention_id: string }>`
    insert into shared_decision (id, mention_id, council, undoes, verdict, company_number, reason, at)
    select id, mention_id, council, undoes, verdict, company_number, reason, at from match_decision
    where mention_id = any(${[...mentionIds]}::bigint[])
    order by id on conflict (id) do nothing returning mention_id`.execute(trx);
  return [...new Set(rows.map((row) => row.mention_id))];
}

/** A decision that every council may see. */
export interface SharedDecision {
  readonly id: string;
  readonly mentionId: string;
  readonly text: string;
  readonly council: string;
  readonly undoes: string | null;
  readonly verdict: Verdict | null;
  readonly number: CompanyNumber | null;
  readonly reason: DecisionReason | null;
  readonly at: string;
}

/** What councils decided about names printed like these, by `printedText`, oldest first. */
export async function findSharedDecisions(
  db: Db | Trx,
  printed: readonly PrintedMention[],
): Promise<ReadonlyMap<string, readonly SharedDecision[]>> {
  const names = [...new Set(printed.map(({ name }) => name))];
  const rows = await db
    .selectFrom('shared_decision')
    .innerJoin('mention', 'mention.id', 'mention_id')
    .innerJoin('council', 'council.gss', 'shared_decision.council')
    .selectAll('shared_decision')
    .select(['mention.name', 'printed_ref', 'ref', 'postcode', 'council.name as council_name'])
    .where(
      plainName('mention.name'),
      'in',
      sql<string>`(select ${plainName('given')} from unnest(${names}::text[]) as given)`,
    )
    .orderBy('shared_decision.id')
    .execute();
  const byText = new Map<string, SharedDecision[]>();
  for (const row of rows) {
    const text = printedText(printedOf(row));
    const decision = {
      id: row.id,
      mentionId: row.mention_id,
      text,
      council: row.council_name,
      undoes: row.undoes,
      verdict: row.verdict,
      number: row.company_number === null ? null : CompanyNumber.parse(row.company_number),
      reason: row.reason,
      at: row.at,
    };
    byText.set(text, [...(byText.get(text) ?? []), decision]);
  }
  return byText;
}

/** Decisions of all councils as the entries that `applyDecisions` reads: about this very mention, or about its text. */
export function sharedEntries(
  decisions: readonly SharedDecision[],
  mentionId: string | null,
): DecisionEntry[] {
  return decisions.map((decision) =>
    entryOf({
      ...decision,
      by: decision.council,
      scope:
        decision.mentionId === mentionId
          ? { kind: 'mention', mentionId }
          : { kind: 'text', text: decision.text },
      note: null,
    }),
  );
}

/** A council's decisions about its own register, by the text they are about. As the worker, or for the council. */
export async function findRegisterDecisions(
  trx: Trx,
  council: string,
): Promise<(lineId: string, text: string) => DecisionEntry[]> {
  const rows = await trx
    .selectFrom('match_decision')
    .selectAll()
    .where('council', '=', council)
    .where('printed_text', 'is not', null)
    .execute();
  return (lineId, text) =>
    rows
      .filter((row) => row.printed_text === text)
      .map((row) =>
        entryOf({
          ...row,
          number: row.company_number === null ? null : CompanyNumber.parse(row.company_number),
          by: row.by_whom,
          scope: { kind: 'mention', mentionId: lineId },
        }),
      );
}

interface EntryRow {
  readonly id: string;
  readonly undoes: string | null;
  readonly verdict: Verdict | null;
  readonly number: CompanyNumber | null;
  readonly reason: DecisionReason | null;
  readonly note: string | null;
  readonly by: string;
  readonly at: string;
  readonly scope: DecisionScope;
}

function entryOf({ undoes, verdict, reason, note, ...row }: EntryRow): DecisionEntry {
  // Decisions of one instant follow each other by number.
  const common = { id: key(row.id), by: row.by, at: row.at };
  if (undoes !== null || verdict === null || reason === null)
    return { ...common, kind: 'undone', decision: key(undoes ?? ''), why: 'taken back' };
  const why = note ? `${decisionReasons[reason]}; ${note}` : decisionReasons[reason];
  return { ...common, kind: 'decided', scope: row.scope, verdict, number: row.number, why };
}

function key(id: string): string {
  return id.padStart(20, '0');
}
