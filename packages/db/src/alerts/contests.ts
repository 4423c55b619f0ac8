import { Signal, type IsoInstant } from '@tocsin/domain';
import { sql, type Selectable } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Db, Trx } from '../schema/database.ts';
import { meant, speaksOf } from '../who/notice-ties.ts';
import { publishedBy } from '../schema/days.ts';
import { stillStands } from '../record/withdrawals.ts';
import { readByOperator, type ContestTable } from '../schema/tables.ts';
import { inForce } from '../holdings/in-force.ts';

/** A published fact about a supplier that somebody may contest. */
export interface PublishedFact {
  readonly source: string;
  readonly ref: string;
  readonly version: string;
  readonly url: string;
  readonly publishedAt: IsoInstant;
  readonly signal: Signal;
}

/** What was published about a supplier by a day and stands, as far as `trx` may read it, the newest first. */
export async function findPublishedFacts(
  trx: Trx,
  supplierId: string,
  asOf: string,
  limit: number,
): Promise<readonly PublishedFact[]> {
  const rows = await trx
    .selectFrom('observation')
    .innerJoin(meant, 'meant.mention_id', 'observation.mention_id')
    .select(['source_id', 'observation.ref', 'version', 'url', 'published_at', 'content'])
    .where('meant.supplier_id', '=', supplierId)
    .where(speaksOf)
    .where('kind', 'not in', ['award', 'payment'])
    .where(publishedBy(asOf))
    .where(stillStands(asOf))
    .orderBy('published_at', 'desc')
    .orderBy('observation.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ source_id: source, published_at: publishedAt, content, ...row }) => ({
    ...row,
    source,
    publishedAt,
    signal: Signal.parse(content),
  }));
}

/** A line of a council's own register. */
export interface OwnLine {
  readonly id: string;
  readonly row: number;
  readonly title: string;
}

/** The lines about a supplier in the register that is in force at the council that `trx` acts for. */
export async function findOwnLines(trx: Trx, supplierId: string): Promise<readonly OwnLine[]> {
  return trx
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'upload_id')
    .select(['register_line.id', 'row', 'title'])
    .where('supplier_id', '=', supplierId)
    .where(inForce)
    .orderBy('row')
    .execute();
}

/** What somebody holds to be wrong: something published, or a line of her council's own register. */
export type ContestedFact =
  | { readonly of: 'published'; readonly source: string; readonly ref: string; readonly version: string }
  | { readonly of: 'register'; readonly line: string };

interface NewContest {
  /** Null = somebody of the national body. */
  readonly council: string | null;
  readonly supplierId: string;
  /** The alert that told the fact; null where it was read on the page of the supplier. */
  readonly alertId: string | null;
  readonly about: ContestedFact;
  /** The fact as it was shown. */
  readonly fact: string;
  readonly url: string | null;
  readonly claim: string;
  readonly evidence: string;
  readonly by: string;
  /** Of the form by which it was sent: sent twice, it is one. */
  readonly form: string | null;
}

/** Keeps that somebody holds a fact to be wrong, and why. It changes nothing until it is decided. */
export async function contestFact(trx: Trx, contest: NewContest): Promise<void> {
  const { council, about, by, fact, claim, evidence, url, form } = contest;
  const stored = await trx
    .insertInto('contest')
    .values({
      council,
      supplier_id: contest.supplierId,
      alert_id: contest.alertId,
      ...(about.of === 'published'
        ? { source_id: about.source, ref: about.ref, version: about.version }
        : { register_line: about.line }),
      fact,
      url,
      claim,
      evidence,
      by_whom: by,
      form,
    })
    .onConflict((known) => known.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!stored) return;
  await audit(trx, {
    council,
    actor: by,
    action: 'contested fact',
    subject: `contest ${stored.id}`,
    detail: { about: about.of },
  });
}

/** A contested fact, with what was found at its source and what was decided. */
export type Contest = Pick<Selectable<ContestTable>, (typeof contestColumns)[number]>;

/** Some of the contests that somebody may read, with how many of all there are and how many of them wait. */
export interface ContestsPart {
  readonly contests: readonly Contest[];
  readonly total: number;
  readonly open: number;
}

/**
 * A part of the contests that `trx` may read, those of a council, or for the operator those of published facts: first those
 * that wait for a decision, the oldest first, so that none is pushed out by later ones; then the decided, the newest first.
 */
export async function findContests(
  trx: Db | Trx,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<ContestsPart> {
  const counted = await trx
    .selectFrom('contest')
    .select([
      sql<number>`count(*)::int`.as('total'),
      sql<number>`count(*) filter (where decided_at is null)::int`.as('open'),
    ])
    .executeTakeFirstOrThrow();
  const contests = await selectContests(trx)
    .orderBy(sql`decided_at is not null`)
    .orderBy('decided_at', 'desc')
    .orderBy(sql`case when decided_at is null then nth else -nth end`)
    .limit(limit)
    .offset(offset)
    .execute();
  return { contests, ...counted };
}

/** How many contests of the council that `trx` acts for somebody has written since a moment. */
export async function countContestsBy(trx: Trx, by: string, since: IsoInstant): Promise<number> {
  const { written } = await trx
    .selectFrom('contest')
    .select((one) => one.fn.countAll<string>().as('written'))
    .where('by_whom', '=', by)
    .where('at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(written);
}

/** One contest that `trx` may read. */
export async function findContest(trx: Db | Trx, id: string): Promise<Contest | undefined> {
  return selectContests(trx).where('id', '=', id).executeTakeFirst();
}

/** All that is read of a contest by those who decide on it: not who contested, nor from which council. */
const contestColumns = readByOperator.contest.filter((column) => column !== 'nth');

function selectContests(trx: Db | Trx) {
  return trx.selectFrom('contest').select(contestColumns);
}

export interface ContestDecision {
  readonly verdict: 'upheld' | 'rejected';
  /** What was written and what it should read; null where the contest is rejected. */
  readonly wrong: string | null;
  readonly shouldRead: string | null;
  readonly reason: string;
  readonly by: string;
  readonly at: IsoInstant;
}

/** Decides on a contest, once. False where there is none that `trx` may decide on. `council` = whose audit log says so. */
export async function decideContest(
  trx: Trx,
  id: string,
  council: string | null,
  { verdict, wrong, shouldRead, reason, by, at }: ContestDecision,
): Promise<boolean> {
  const decided = await trx
    .updateTable('contest')
    .set({ verdict, wrong, should_read: shouldRead, reason, decided_by: by, decided_at: at })
    .where('id', '=', id)
    .where('decided_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!decided) return false;
  await audit(trx, {
    council,
    actor: by,
    action: verdict === 'upheld' ? 'upheld contest' : 'rejected contest',
    subject: `contest ${id}`,
  });
  return true;
}

/** A contest whose fact was not looked up at its source yet, with the document that said so. */
export interface Unchecked {
  readonly id: string;
  readonly source: string;
  readonly ref: string;
  readonly version: string;
  readonly content: unknown;
  readonly documentId: string;
}

/** Contests of published facts that were not checked yet, the oldest first; `db` is the worker's. */
export async function findUnchecked(db: Db): Promise<readonly Unchecked[]> {
  const { rows } = await sql<Unchecked>`
    select contest.id::text, contest.source_id as source, contest.ref, contest.version, content, document_id::text as "documentId"
    from contest join observation using (source_id, ref, version) where checked_at is null order by contest.nth`.execute(
    db,
  );
  return rows;
}

/** What was found when the document that said a contested fact was read once more. */
export type FoundAtSource = 'same' | 'differs' | 'not-in-it' | 'not-kept';

/** Keeps what was found at the source of a contested fact. */
export async function saveCheck(trx: Trx, id: string, found: FoundAtSource, at: IsoInstant): Promise<void> {
  await trx.updateTable('contest').set({ checked_at: at, found }).where('id', '=', id).execute();
}
