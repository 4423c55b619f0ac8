import { dayOf } from '@tocsin/domain';
import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../schema/database.ts';
import type { ReplacedLines } from '../schema/tables.ts';
import type { Span } from './spend-days.ts';

/** How much of what one file says of some days must come again in the other, for the two to be editions of these days. */
const SAME_DAYS = 0.5;

/** As much of their days and sums, where references and names were both given anew. */
const SAME_SUMS = 0.8;

/** What of the lines of a file that was just stored does not count, and what of other files no longer does. */
export interface SettledEditions {
  readonly replaced: readonly ReplacedLines[];
  /** Lines of the file itself that a newer publication has, by kind. */
  readonly own: { readonly payments: number; readonly redacted: number };
}

/** Another file that is in force on days of the one that was stored, and how the two stand in time. */
interface FileInForce {
  readonly id: string;
  readonly url: string;
  readonly retrievedAt: string;
  readonly revised: boolean;
  readonly revision: number;
  readonly called: string | null;
  readonly payments: number;
}

/** What of a file was taken out. */
interface Gone {
  readonly lines: number;
  readonly redacted: number;
  readonly pence: number;
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * Sees to it that each payment counts once, in whatever order files arrive: a month, its correction, the quarter, the
 * year to date. Over the days that two files of one series of a council share, the newer publication counts if half of
 * the older one's lines come again in it; else (two departments' files of one month) only the very same lines are taken
 * out. One that says nothing but some of the older one's lines is a part of it, which takes nothing away, unless its name
 * calls it a correction, or it stands at the same address or, on a later day, under the same name. Where two files give the
 * same payments other days (of the invoice, of the payment), or a correction moves some, these are known by number, sum
 * and payee. Newer is the later of two numbered editions, then what its name calls a correction, then what was fetched on a
 * later day or later, then the one of fewer payments, then by name. Parts of one whole (`part-1`, `part-2`) take nothing from
 * each other but lines that stand in both.
 */
export async function settleEditions(trx: Trx, documentId: string): Promise<SettledEditions> {
  const replaced: ReplacedLines[] = [];
  const own = { payments: 0, redacted: 0 };
  const file = await findEdition(trx, documentId);
  const touched = new Map<string, string>();
  for (const other of await findBeside(trx, documentId)) {
    const [older, newer] = isNewer(file, other) ? [other, file] : [file, other];
    const areBeside = arePartsOfOne(older, newer) && (await shareFew(trx, older.id, newer.id));
    const areOtherDays =
      !areBeside && !isInItsPlace(older, newer) && (await giveOtherDays(trx, older.id, newer.id));
    const spans = areOtherDays ? [] : await findShared(trx, older.id, newer.id);
    const parts = [
      ...spans.map(
        (span) => () =>
          areBeside ? takeOutTwice(trx, older.id, newer.id, span) : takeOut(trx, older, newer, span),
      ),
      ...(areOtherDays || (newer.revised && !areBeside) ? [() => takeOutMoved(trx, older.id, newer.id)] : []),
    ];
    for (const part of parts) {
      const gone = await part();
      if (gone.lines === 0 || gone.from === null || gone.to === null) continue;
      touched.set(older.id, newer.id);
      const { lines, pence, from, to } = gone;
      replaced.push({ document: older.url, by: newer.url, from, to, lines, pence });
      if (older !== file) continue;
      own.redacted += gone.redacted;
      own.payments += gone.lines - gone.redacted;
    }
  }
  for (const [older, newer] of touched) await closeEmpty(trx, older, newer);
  return { replaced, own };
}

function isNewer(file: FileInForce, other: FileInForce): boolean {
  const areNumbered = file.revision > 0 && other.revision > 0;
  if (areNumbered && file.revision !== other.revision) return file.revision > other.revision;
  if (file.revised !== other.revised) return file.revised;
  const [day, otherDay] = [dayOf(file.retrievedAt), dayOf(other.retrievedAt)];
  if (day !== otherDay) return day > otherDay;
  if (file.retrievedAt !== other.retrievedAt) return file.retrievedAt > other.retrievedAt;
  // Of one moment the file of fewer payments: what it lacks of the other, it does not take away.
  return file.payments === other.payments ? file.url >= other.url : file.payments < other.payments;
}

function editions(trx: Trx) {
  return trx
    .selectFrom('spend_file')
    .innerJoin('document', 'document.id', 'document_id')
    .select([
      'document_id as id',
      'url',
      'retrieved_at as retrievedAt',
      'revised',
      'revision',
      'called',
      'payments',
    ]);
}

function findEdition(trx: Trx, documentId: string): Promise<FileInForce> {
  return editions(trx).where('document_id', '=', documentId).executeTakeFirstOrThrow();
}

/** The files of the same series that count on some of its days, in the order in which they came. */
function findBeside(trx: Trx, documentId: string): Promise<FileInForce[]> {
  return editions(trx)
    .where('document_id', '<>', documentId)
    .where(
      sql<boolean>`(council, series) = (select council, series from spend_file where document_id = ${documentId})`,
    )
    .where(sql<boolean>`in_force && (select covers from spend_file where document_id = ${documentId})`)
    .orderBy('document_id')
    .execute();
}

/** The stretches of days on which both files count. */
async function findShared(trx: Trx, one: string, other: string): Promise<Span[]> {
  const { rows } = await sql<Span>`
    select lower(span)::text as from, (upper(span) - 1)::text as to
    from spend_file a, spend_file b, unnest(a.in_force * b.in_force) as span
    where a.document_id = ${one} and b.document_id = ${other} order by span`.execute(trx);
  return rows;
}

/** Takes out of the older file what the newer one publishes again of some days. */
async function takeOut(trx: Trx, older: FileInForce, newer: FileInForce, span: Span): Promise<Gone> {
  const compared = await compare(trx, older.id, newer.id, span);
  if (isEdition(compared, isInItsPlace(older, newer))) {
    await sql`update spend_file set in_force = in_force - datemultirange(daterange(${span.from}, ${span.to}, '[]'))
      where document_id = ${older.id}`.execute(trx);
    return gone(trx, sql`delete from payment where ${within(older.id, span)}`);
  }
  return takeOutSame(trx, older.id, newer.id, span, compared);
}

/** Whether the newer file says again of these days what the older one said, as far as it still holds. */
function isEdition({ before, after, shared, sums, unchanged }: Compared, isPut: boolean): boolean {
  if (before === 0 || after === 0) return false;
  const isAlike = shared >= before * SAME_DAYS || sums >= Math.max(before, after) * SAME_SUMS;
  if (isPut) return isAlike || unchanged >= after * SAME_DAYS;
  return isAlike && (unchanged < after || after >= before);
}

/** Whether a file was put in the place of another: as its correction, or under its address or, on a later day, its name. */
function isInItsPlace(older: FileInForce, newer: FileInForce): boolean {
  return newer.revised || addressOf(newer) === addressOf(older) || isCalledTheSame(newer, older);
}

/** Whether a file was put, on a later day, where one of that name was before: under another address or in another format. */
function isCalledTheSame(newer: FileInForce, older: FileInForce): boolean {
  return (
    newer.called !== null &&
    newer.called === older.called &&
    dayOf(newer.retrievedAt) > dayOf(older.retrievedAt)
  );
}

/** Whether two files are parts of one whole by their names, which differ in one number or letter: `part-1` and `part-2`. */
function arePartsOfOne(one: FileInForce, other: FileInForce): boolean {
  const [words, others] = [one, other].map(({ called }) => called?.split(' ') ?? []);
  if (words === undefined || words.length !== others?.length) return false;
  const differing = words.flatMap((word, at) => (word === others[at] ? [] : [[word, others[at] ?? '']]));
  const [first] = differing;
  return (
    first !== undefined &&
    differing.length === 1 &&
    // Of the month that both are called after nothing differs.
    words[0] === others[0] &&
    [/^\d{1,2}$/, /^[a-z]$/].some((label) => first.every((word) => label.test(word)))
  );
}

/** Whether less than half of what either file says is of days that both have: parts meet at their ends. */
async function shareFew(trx: Trx, one: string, other: string): Promise<boolean> {
  const { rows } = await sql<{ few: boolean }>`
    select coalesce(bool_and(on_shared * 2 < payments), false) as few from (
      select count(*) as payments, count(*) filter (where paid_on in (
          select paid_on from payment twin
          where document_id in (${one}, ${other}) and twin.document_id <> payment.document_id)) as on_shared
      from payment where document_id in (${one}, ${other}) group by document_id) each`.execute(trx);
  return rows[0]?.few ?? false;
}

/** Takes out the lines of one part of a whole that stand in another part too, word for word. */
function takeOutTwice(trx: Trx, older: string, newer: string, span: Span): Promise<Gone> {
  return gone(
    trx,
    sql`delete from payment using (
      select a.row from (${counted(older, span)}) a join (${counted(newer, span)}) b
        using (paid_on, amount_pence, ref, whom, nth)) again
    where ${within(older, span)} and payment.row = again.row`,
  );
}

/** A document kept again for another council, or because it came back, carries what tells it behind a hash. */
function addressOf({ url }: FileInForce): string {
  return url.replace(/#.*$/, '');
}

/** Takes out the lines of the older file that come again in the newer one, a part of it or another department's. */
async function takeOutSame(
  trx: Trx,
  older: string,
  newer: string,
  span: Span,
  { after, shared, corrected }: Compared,
): Promise<Gone> {
  // A file that says nothing new, or corrects some lines alone, is a part of the older one, whose other lines stay.
  const isPart = Math.max(shared, corrected) >= after * SAME_DAYS && shared + corrected > 0;
  return gone(
    trx,
    sql`delete from payment using (
      select a.row from (${counted(older, span)}) a join (${counted(newer, span)}) b
        using (paid_on, amount_pence, ref, whom, nth)
      where ${isPart} or (ref <> '' and a.alike = 1 and b.alike = 1)
      union
      select row from (${samePayments(older, newer, span)}) same where ${isPart}) again
    where ${within(older, span)} and payment.row = again.row`,
  );
}

async function gone(trx: Trx, deletion: RawBuilder<unknown>): Promise<Gone> {
  const { rows } = await sql<Gone>`
    with gone as (${deletion} returning paid_on, amount_pence, payee)
    select count(*)::int as lines, count(*) filter (where payee = 'redacted')::int as redacted,
      coalesce(sum(amount_pence), 0)::numeric as pence, min(paid_on)::text as from, max(paid_on)::text as to
    from gone`.execute(trx);
  return rows[0] ?? { lines: 0, redacted: 0, pence: 0, from: null, to: null };
}

function within(documentId: string, { from, to }: Span): RawBuilder<boolean> {
  return sql<boolean>`payment.document_id = ${documentId} and payment.paid_on between ${from} and ${to}`;
}

/** Lines, each with what tells it from others, its place among the very same ones, and how many of these there are. */
function counted(documentId: string, span: Span) {
  return sql`select row, paid_on, amount_pence, coalesce(transaction_ref, '') as ref,
      coalesce(mention_id::text, payee) as whom,
      row_number() over same as nth, count(*) over (partition by paid_on, amount_pence, transaction_ref, mention_id, payee) as alike
    from payment where ${within(documentId, span)}
    window same as (partition by paid_on, amount_pence, transaction_ref, mention_id, payee order by row)`;
}

/**
 * Lines of the older file that come again under their number, which no other line of either file has over these days: the
 * same payment, where no more than its day, its sum or its payee has changed.
 */
function samePayments(older: string, newer: string, span: Span): RawBuilder<unknown> {
  const numbered = (
    documentId: string,
  ) => sql`select transaction_ref, min(row) as row, min(paid_on) as paid_on,
      min(amount_pence) as pence, min(coalesce(mention_id::text, payee)) as whom
    from payment where ${within(documentId, span)} and transaction_ref is not null
    group by transaction_ref having count(*) = 1`;
  return sql`select a.row from (${numbered(older)}) a join (${numbered(newer)}) b using (transaction_ref)
    where (a.paid_on = b.paid_on)::int + (a.pence = b.pence)::int + (a.whom = b.whom)::int >= 2`;
}

/** Payments that two files have under one number, which no other line of either file has, with their days. */
function numberedAlike(older: string, newer: string): RawBuilder<unknown> {
  const numbered = (documentId: string) => sql`
    select transaction_ref, min(row) as row, min(paid_on) as paid_on, min(amount_pence) as pence,
      min(coalesce(mention_id::text, payee)) as whom
    from payment where document_id = ${documentId} and transaction_ref is not null
    group by transaction_ref having count(*) = 1`;
  return sql`select a.row, a.paid_on as before, b.paid_on as after from (${numbered(older)}) a
    join (${numbered(newer)}) b using (transaction_ref, pence, whom)`;
}

/** Of the payments that two files share by number, and of these a few at least, so many have another day. */
const [OTHER_DAYS, FEWEST] = [0.2, 3];

/** Whether two files of the same days tell the same payments by other days: half of the smaller one's lines, and many moved. */
async function giveOtherDays(trx: Trx, older: string, newer: string): Promise<boolean> {
  const { rows } = await sql<{ other: boolean }>`
    select count(*) * 2 >= least(
        (select count(*) from payment where document_id = ${older}),
        (select count(*) from payment where document_id = ${newer}))
      and count(*) filter (where before <> after) >= count(*) * ${OTHER_DAYS}::float and count(*) >= ${FEWEST}
      and count(*) filter (where before <@ shared or after <@ shared) * 2 >= count(*) as other
    from (${numberedAlike(older, newer)}) alike, (select a.in_force * b.in_force as shared from spend_file a, spend_file b
      where a.document_id = ${older} and b.document_id = ${newer}) days`.execute(trx);
  return rows[0]?.other ?? false;
}

/** Takes out of the older file the payments that the newer one has under their number on whatever day. */
function takeOutMoved(trx: Trx, older: string, newer: string): Promise<Gone> {
  return gone(
    trx,
    sql`delete from payment using (${numberedAlike(older, newer)}) again
      where payment.document_id = ${older} and payment.row = again.row`,
  );
}

/** What tells a payment: each member may have been corrected, but hardly two of them on half of the lines. */
const tells = [
  'paid_on, pence, whom',
  'paid_on, pence, ref',
  'pence, ref, whom',
  'paid_on, ref, whom',
] as const;

interface Compared {
  readonly before: number;
  readonly after: number;
  /** Lines of the older file that come again, by what they have most in common. */
  readonly shared: number;
  /** Lines of the same day and sum. */
  readonly sums: number;
  /** Lines that come again as they were. */
  readonly unchanged: number;
  /** Lines that come again under their number, whatever one thing was corrected in each. */
  readonly corrected: number;
}

async function compare(trx: Trx, older: string, newer: string, span: Span): Promise<Compared> {
  const lines = (
    documentId: string,
  ) => sql`select paid_on, amount_pence as pence, coalesce(transaction_ref, '') as ref,
    coalesce(mention_id::text, payee) as whom from payment where ${within(documentId, span)}`;
  const again = (told: string, known = sql``) => {
    const keys = sql.raw(told);
    return sql`(select coalesce(sum(least(a.n, b.n)), 0)
      from (select ${keys}, count(*) as n from older ${known} group by ${keys}) a
      join (select ${keys}, count(*) as n from newer ${known} group by ${keys}) b using (${keys}))`;
  };
  // Lines without a reference have nothing but day, sum and payee in common.
  const tellings = tells.map((told) => again(told, told.includes('ref') ? sql`where ref <> ''` : sql``));
  const { rows } = await sql<Compared>`
    with older as materialized (${lines(older)}), newer as materialized (${lines(newer)})
    select (select count(*) from older)::int as before, (select count(*) from newer)::int as after,
      greatest(${sql.join(tellings)})::int as shared, ${again('paid_on, pence')}::int as sums,
      ${again('paid_on, pence, ref, whom')}::int as unchanged,
      (select count(*) from (${samePayments(older, newer, span)}) same)::int as corrected`.execute(trx);
  return rows[0] ?? { before: 0, after: 0, shared: 0, sums: 0, unchanged: 0, corrected: 0 };
}

/** A file none of whose lines counts any more is marked with the one that has its place. */
async function closeEmpty(trx: Trx, older: string, newer: string): Promise<void> {
  await sql`update spend_file set in_force = '{}', replaced_by = ${newer} where document_id = ${older}
    and not exists (select from payment where payment.document_id = ${older})`.execute(trx);
}
