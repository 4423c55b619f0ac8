import { CompanyNumber, groupBy, readCompanyNumber } from '@tocsin/domain';
import {
  confirming,
  decisionReasons,
  printedText,
  type DecisionEntry,
  type DecisionReason,
  type DecisionScope,
  type PrintedMention,
  type Verdict,
} from '@tocsin/matching';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { findNumbersInRegister } from './namesakes.ts';
import { plainName, printedOf, type PrintedRow } from './printed.ts';

/**
 * Passes on to every council what was decided about these mentions of the public record: the verdict and a reason of
 * the fixed list, under the council's name. Returns the mentions that were decided anew. As the worker only.
 */
export async function shareDecisions(trx: Trx, mentionIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ mention_id: string }>`
    insert into shared_decision (id, mention_id, council, undoes, verdict, company_number, reason, at)
    select id, mention_id, council, undoes, verdict, company_number, reason, at from match_decision
    where mention_id = any(${[...mentionIds]}::bigint[])
    order by nth on conflict (id) do nothing returning mention_id`.execute(trx);
  return [...new Set(rows.map((row) => row.mention_id))];
}

/** A decision that every council may see. */
export interface SharedDecision {
  readonly id: string;
  readonly mentionId: string;
  readonly text: string;
  /** By name. */
  readonly council: string;
  readonly gss: string;
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
    .orderBy('shared_decision.nth')
    .execute();
  const decisions = rows.map((row): SharedDecision => ({
    id: row.id,
    mentionId: row.mention_id,
    text: printedText(printedOf(row)),
    council: row.council_name,
    gss: row.council,
    undoes: row.undoes,
    verdict: row.verdict,
    number: row.company_number === null ? null : CompanyNumber.parse(row.company_number),
    reason: row.reason,
    at: row.at,
  }));
  return groupBy(decisions, ({ text }) => text);
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
async function findRegisterDecisions(
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

/**
 * What was decided about texts that a council's own papers print: by its people, and by other councils as far as they say
 * nothing else than the company number that the papers print with the text, or its register beside the very name.
 */
export async function findPaperDecisions<P extends PrintedRow & { readonly id: string }>(
  trx: Trx,
  { council, uploadId }: { readonly council: string; readonly uploadId: string | null },
  printed: readonly P[],
): Promise<(one: P) => readonly DecisionEntry[]> {
  const own = await findRegisterDecisions(trx, council);
  const shared = await findSharedDecisions(trx, printed.map(printedOf));
  const sharedOf = (one: P) => shared.get(printedText(printedOf(one))) ?? [];
  const saidBy = (one: P, isItself: boolean) =>
    sharedEntries(
      sharedOf(one).filter(({ gss }) => (gss === council) === isItself),
      null,
    );
  const names = printed.filter((one) => one.ref === null && sharedOf(one).length > 0).map(({ name }) => name);
  const inRegister = await findNumbersInRegister(trx, { council, uploadId }, names);
  return (one) => {
    const number = readCompanyNumber(printedOf(one).number ?? '') ?? inRegister.get(one.name) ?? null;
    return [
      ...own(one.id, printedText(printedOf(one))),
      ...saidBy(one, true),
      ...confirming(saidBy(one, false), number),
    ];
  };
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
