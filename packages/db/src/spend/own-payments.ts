import type { IsoDate } from '@tocsin/domain';
import { sql, type RawBuilder } from 'kysely';
import { beginOpening } from '../alerts/letters.ts';
import { chunksOf } from '../schema/chunks.ts';
import type { Trx } from '../schema/database.ts';
import type { OwnSpendCounts } from '../schema/tables.ts';
import { linesInForce } from '../holdings/in-force.ts';
import type { LineDecision, PrintedLine } from '../holdings/register-matching.ts';
import { byOwnNumber, byOwnNumbers } from '../who/namesakes.ts';
import { oneSpelling } from '../who/printed.ts';
import { spansOf, wholeMonthsOf, type Span } from './spend-days.ts';
import { isOwnInForce } from './own-names.ts';
import { multirange } from './spend-files.ts';
import type { SpendLine, SpendRecord } from './spend-record.ts';

/** A spending file that has been read, to be kept as its council’s own. */
export interface ReadOwnSpend {
  readonly id: string;
  readonly council: string;
  readonly series: string;
  readonly month: Span | null;
  readonly isPart: boolean;
  /** The day on which it was read. */
  readonly today: IsoDate;
  readonly records: readonly SpendRecord[];
  readonly counts: OwnSpendCounts;
}

/** Payments of one statement: the table is guarded row by row, so that COPY cannot write it. */
const CHUNK = 2_000;

/** Stores the payments of an unpublished file, and the payees that it prints, each once. `trx` acts as the worker. */
export async function saveOwnPayments(trx: Trx, file: ReadOwnSpend): Promise<void> {
  const { id, council } = file;
  const paid = file.records.flatMap((record) =>
    'payment' in record ? [{ row: record.row, ...record.payment }] : [],
  );
  await beginOpening(trx, council);
  const payees = await savePayees(trx, file, paid);
  for (const chunk of chunksOf(paid, CHUNK)) {
    const rows = chunk.map((line) => ({
      file_id: id,
      row: line.row,
      council,
      payee_id: line.mention ? (payees.get(printedBy(line)) ?? null) : null,
      payee: line.payee,
      paid_on: line.paidOn,
      dated: line.dated,
      amount_pence: line.pence,
      vat: line.vat,
      department: line.department,
      purpose: line.purpose,
      category: line.category,
      transaction_ref: line.transactionRef,
    }));
    await sql`
      insert into own_payment (file_id, row, council, payee_id, payee, paid_on, dated, amount_pence, vat, department,
        purpose, category, transaction_ref)
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as given (file_id bigint, row int, council text,
        payee_id bigint, payee text, paid_on date, dated text, amount_pence numeric, vat text, department text,
        purpose text, category text, transaction_ref text)`.execute(trx);
  }
  const days = new Map<string, number>();
  for (const { paidOn } of paid) days.set(paidOn, (days.get(paidOn) ?? 0) + 1);
  const ordered = [...days.keys()].toSorted();
  await trx
    .updateTable('own_spend_file')
    .set({
      state: 'taken',
      body: null,
      series: file.series,
      counts: JSON.stringify(file.counts),
      first_paid_on: ordered[0] ?? null,
      last_paid_on: ordered.at(-1) ?? null,
      covers: multirange(spansOf(days, file.month, file.counts.revised)),
      is_of: multirange(wholeMonthsOf(days, { month: file.month, isPart: file.isPart, today: file.today })),
      settled_at: sql<string>`now()`,
    })
    .where('id', '=', id)
    .execute();
}

function printedBy({ mention }: Pick<SpendLine, 'mention'>): string {
  return `${mention?.name ?? ''}\n${mention?.printedRef ?? ''}\n${mention?.postcode ?? ''}`;
}

async function savePayees(
  trx: Trx,
  { id, council }: Pick<ReadOwnSpend, 'id' | 'council'>,
  paid: readonly SpendLine[],
): Promise<ReadonlyMap<string, string>> {
  const mentions = new Map(
    paid.flatMap((line) => (line.mention ? [[printedBy(line), line.mention] as const] : [])),
  );
  const saved = new Map<string, string>();
  for (const chunk of chunksOf([...mentions])) {
    const rows = await trx
      .insertInto('own_payee')
      .values(
        chunk.map(([, { name, printedRef, ref, postcode }]) => ({
          council,
          file_id: id,
          name,
          printed_ref: printedRef,
          scheme: ref?.scheme ?? null,
          ref: ref?.id ?? null,
          postcode,
          supplier_id: null,
          match_reason: null,
        })),
      )
      .returning(['id', 'name', 'printed_ref', 'postcode'])
      .execute();
    for (const row of rows) saved.set(`${row.name}\n${row.printed_ref ?? ''}\n${row.postcode ?? ''}`, row.id);
  }
  return saved;
}

/** As much of what one file says of some days as must come again in a later one, for it to be their new edition. */
const SAME_DAYS = 0.5;

/** What is newer: the later of numbered editions, then what is called a correction, then what was handed in later. */
const edition = (file: string) => {
  const of = sql.table(file);
  return sql`(coalesce((${of}.counts->>'revised')::boolean, false), coalesce((${of}.counts->>'revision')::int, 0),
    ${of}.uploaded_at, ${of}.id)`;
};

/**
 * Sees to it that each payment of a council’s unpublished files counts once: of the days that two files of one series
 * cover, the newer one counts if half of the lines of the earlier come again in it, or if its name calls it a correction
 * and half of its own are of the earlier; else only the very same lines are counted once, as where it says nothing but a
 * part of the earlier. Worked out anew from all files in force, so that what is undone leaves nothing behind.
 */
export async function settleOwnSpend(trx: Trx, council: string): Promise<void> {
  await sql`update own_payment set counts = true where council = ${council} and not counts`.execute(trx);
  const { rows: pairs } = await sql<{ older: string; newer: string }>`
    select a.id as older, b.id as newer from own_spend_file a
    join own_spend_file b on b.council = a.council and b.series = a.series and b.covers && a.covers
      and ${edition('b')} > ${edition('a')}
    where a.council = ${council} and a.state = 'taken' and b.state = 'taken' and a.page_url is null and b.page_url is null
    order by ${edition('b')}, ${edition('a')}`.execute(trx);
  for (const { older, newer } of pairs) await settlePair(trx, older, newer);
}

async function settlePair(trx: Trx, older: string, newer: string): Promise<void> {
  const shared = sql`(select a.covers * b.covers from own_spend_file a, own_spend_file b
    where a.id = ${older} and b.id = ${newer})`;
  // Its place among the very same lines tells one from another.
  const lines = (id: string) => sql`
    select own_payment.row, paid_on, amount_pence, coalesce(own_payee.name, payee) as whom,
      coalesce(transaction_ref, '') as ref, row_number() over (
        partition by paid_on, amount_pence, coalesce(own_payee.name, payee), coalesce(transaction_ref, '')
        order by own_payment.row) as nth
    from own_payment left join own_payee on own_payee.id = payee_id
    where own_payment.file_id = ${id} and counts and paid_on <@ ${shared}`;
  await sql`
    with older as materialized (${lines(older)}), newer as materialized (${lines(newer)}),
    alike as (select older.row from older join newer using (paid_on, amount_pence, whom, ref, nth)),
    again as (select (select count(*) from alike) as same, (select count(*) from older) as before,
      (select count(*) from newer) as after,
      (select coalesce((counts->>'revised')::boolean, false) from own_spend_file where id = ${newer}) as revised,
      (select a.file_name = b.file_name from own_spend_file a, own_spend_file b
        where a.id = ${older} and b.id = ${newer}) as "isAgain")
    update own_payment set counts = false from again
    where own_payment.file_id = ${older} and counts and paid_on <@ ${shared}
      and ((same >= before * ${SAME_DAYS}::float and (same < after or after >= before or revised or "isAgain"))
        or (revised and same > 0 and same >= after * ${SAME_DAYS}::float)
        or (own_payment.row in (select row from alike)
          and (same >= after * ${SAME_DAYS}::float or coalesce(transaction_ref, '') <> '')))`.execute(trx);
}

/** Some payees of a file, for matching, in their order. */
export async function findOwnPayees(
  trx: Trx,
  fileId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<(PrintedLine & { readonly postcode: string | null })[]> {
  const rows = await trx
    .selectFrom('own_payee')
    .select([
      'id',
      'council',
      'name as supplier_name',
      'scheme',
      'ref',
      'printed_ref',
      'supplier_id',
      'postcode',
    ])
    .where('file_id', '=', fileId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows;
}

/**
 * Writes which legal persons payees of a council are. Whom the council’s register in force means by that very name, `Ltd`
 * written out or not, is who it is where the register prints one company number beside it and none of the council’s people
 * decided; where it prints several, the name is nobody’s.
 */
export async function decideOwnPayees(
  trx: Trx,
  council: string,
  decisions: readonly (LineDecision & { readonly decidedBy: string | null })[],
): Promise<void> {
  const rows = decisions.map(({ supplierId, ...decision }) => ({ ...decision, supplier_id: supplierId }));
  await sql`
    update own_payee set match_outcome = given.outcome, supplier_id = given.supplier_id, match_reason = given.reason
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as given (id bigint, outcome text, supplier_id bigint, reason text)
    where own_payee.id = given.id`.execute(trx);
  const undecided = decisions.filter(({ decidedBy }) => decidedBy === null).map(({ id }) => id);
  await sql`
    with told as (
      select ${oneSpelling('supplier_name')} as name, min(supplier_id) as supplier_id, count(distinct supplier_id) as suppliers,
        string_agg(distinct ref, ', ') as numbers, array_agg(distinct ref) as refs
      from ${linesInForce}
      where register_line.council = ${council} and match_outcome = 'matched' and scheme = 'GB-COH' and ref is not null
      group by 1)
    update own_payee set
      match_outcome = case suppliers when 1 then 'matched' else 'ambiguous' end,
      supplier_id = case suppliers when 1 then told.supplier_id end,
      match_reason = case suppliers when 1 then ${byOwnNumber('')} else ${byOwnNumbers('')} end || numbers
    from told
    where own_payee.id = any(${undecided}::bigint[]) and match_outcome in ('matched', 'none', 'ambiguous')
      and printed_ref is null and ${oneSpelling('own_payee.name')} = told.name
      and (match_outcome <> 'matched' or suppliers > 1 or not exists (select from supplier_ref
        where supplier_id = own_payee.supplier_id and supplier_ref.scheme = 'GB-COH' and supplier_ref.ref = any(refs)))`.execute(
    trx,
  );
}

/**
 * The unpublished files in force whose payees are to be matched again: those of a council that said something of a name,
 * or handed in this register; those that print one of some names, which have become known; or all with a payee that is
 * nobody's yet.
 */
export async function findOwnFiles(
  trx: Trx,
  of:
    | { readonly council: string }
    | { readonly uploadId: string }
    | { readonly names: readonly string[] }
    | 'untied',
): Promise<string[]> {
  const council = (of: RawBuilder<unknown>) => sql`own_spend_file.council = ${of}`;
  const asked = () => {
    if (of === 'untied') return sql`own_payee.match_outcome in ('waiting', 'none', 'ambiguous')`;
    if ('council' in of) return council(sql`${of.council}`);
    if ('uploadId' in of)
      return council(sql`(select council from register_upload where id = ${of.uploadId})`);
    return sql`${oneSpelling('own_payee.name')} = any(array(
      select ${oneSpelling('given')} from unnest(${[...of.names]}::text[]) as given))`;
  };
  const { rows } = await sql<{ id: string }>`
    select distinct own_spend_file.id from own_spend_file join own_payee on own_payee.file_id = own_spend_file.id
    where ${isOwnInForce} and ${asked()} order by 1`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Whom some payees are, each once. */
export async function findSuppliersOfPayees(
  trx: Trx,
  payees: readonly { readonly id: string }[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct supplier_id as id from own_payee
    where id = any(${payees.map(({ id }) => id)}::bigint[]) and supplier_id is not null`.execute(trx);
  return rows.map(({ id }) => id);
}
