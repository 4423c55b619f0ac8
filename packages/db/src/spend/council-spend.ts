import { groupBy, GssCode, type IsoDate, type Money, Pence, type VatBasis } from '@tocsin/domain';
import {
  monthsRead,
  type CategorySpend,
  type DayOfSpend,
  type DayPounds,
  type DaysRead,
  type SpendRead,
  type SupplierSpend,
} from '@tocsin/exposure';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { ownNamesTable, type OwnName } from './own-names.ts';

/** Lines of the files in force that these councils published, over days that both count. */
function filesOf(councils: readonly string[], from: string, to: string) {
  return sql<boolean>`payment.document_id = any(array(
    select document_id from spend_file where council = any(${[...councils]}::text[]) and replaced_by is null
      and first_paid_on <= ${to} and last_paid_on >= ${from}))`;
}

/** The councils of whose published spending any file has been read that begins by `asOf`; any at all where that is null. */
export async function findCouncilsRead(db: Db | Trx, asOf: string | null): Promise<readonly GssCode[]> {
  const rows = await db
    .selectFrom('spend_file')
    .select('council')
    .distinct()
    .where('replaced_by', 'is', null)
    .$if(asOf !== null, (files) => files.where('first_paid_on', '<=', asOf))
    .execute();
  return rows.map(({ council }) => GssCode.parse(council));
}

/**
 * How far the published spending of each council was read by `asOf`: the files of all whose spend is its own, taken
 * together. A council of which none has been read is left out.
 */
export async function findSpendReads(
  db: Db | Trx,
  spendersOf: ReadonlyMap<string, readonly string[]>,
  asOf: string,
): Promise<ReadonlyMap<string, SpendRead>> {
  const pairs = [...spendersOf].flatMap(([council, spenders]) =>
    spenders.map((spender) => ({ council, spender })),
  );
  const { rows } = await sql<{ council: string; to: IsoDate; read: readonly DaysRead[] }>`
    select council, last as "to",
      (select json_agg(json_build_array(lower(span), upper(span))) from unnest(covered) as span) as read
    from (select asked.council, max(least(last_paid_on, ${asOf})) as last, range_agg(in_force) as covered
      from unnest(${pairs.map(({ council }) => council)}::text[], ${pairs.map(({ spender }) => spender)}::text[])
        as asked(council, spender)
      join spend_file on spend_file.council = spender and replaced_by is null and first_paid_on <= ${asOf}
      group by asked.council) as files`.execute(db);
  return new Map(
    rows.map(({ council, to, read }) => [council, { to, ...monthsRead(read, to), covered: read }]),
  );
}

/** As `findSpendReads`, of one council whose spenders these are; null when nothing of them has been read. */
export async function findSpendRead(
  trx: Trx,
  spenders: readonly string[],
  asOf: string,
): Promise<SpendRead | null> {
  return (await findSpendReads(trx, new Map([['', spenders]]), asOf)).get('') ?? null;
}

/** Published payments to one supplier, in any of its printed names, and in those that a payer's own register tells. */
function paymentsTo(db: Db | Trx, supplierId: string, names: readonly OwnName[]) {
  const own = names.filter((one) => one.supplierId === supplierId);
  const ids = own.map(({ mentionId }) => mentionId);
  return db
    .selectFrom('payment')
    .select([
      'paid_on',
      'vat',
      sql<number>`sum(amount_pence)::numeric`.as('pence'),
      sql<number>`count(*)::int`.as('payments'),
    ])
    .where(
      'mention_id',
      '=',
      sql<string>`any(array(select id from mention where supplier_id = ${supplierId}
        union all select unnest(${ids}::bigint[])))`,
    )
    .where(
      sql<boolean>`(mention_id <> all(${ids}::bigint[])
        or (mention_id, council) in (select mention_id, council from ${ownNamesTable(own)}))`,
    );
}

/** What these councils paid one supplier on each day, by VAT basis and category. */
export async function findSpendOn(
  trx: Trx,
  councils: readonly string[],
  supplierId: string,
  names: readonly OwnName[] = [],
): Promise<DayOfSpend[]> {
  if (councils.length === 0) return [];
  const rows = await paymentsTo(trx, supplierId, names)
    .select('category')
    .where('council', 'in', [...councils])
    .groupBy(['paid_on', 'vat', 'category'])
    .execute();
  return rows.map(({ category, ...row }) => ({ ...dayOfSpend(row), category }));
}

/** What a council paid a supplier on one day; `isPrivate` where only its own register tells that the name is the supplier's. */
export interface PaidOn {
  readonly council: GssCode;
  readonly day: DayOfSpend;
  readonly isPrivate: boolean;
}

/**
 * What every council paid each of some suppliers, by council, day and VAT basis: a few hundred sums, however many payments
 * there are. Those up to a day are one sum a council and VAT basis, with their first day and their last.
 */
export async function findSpendOfCouncilsOn(
  db: Db | Trx,
  supplierIds: readonly string[],
  after: string,
  names: readonly OwnName[] = [],
): Promise<ReadonlyMap<string, PaidOn[]>> {
  type Row = Parameters<typeof dayOfSpend>[0] & { supplier_id: string; council: string; is_private: boolean };
  const { rows } = await sql<Row & { first_on: string }>`
    select supplier_id, council, is_private, max(last_on) as paid_on, min(first_on) as first_on, vat,
      sum(pence)::numeric as pence, sum(payments)::int as payments
    from (select id, supplier_id, null as payer, false as is_private from mention
        where supplier_id = any(${[...supplierIds]}::bigint[])
      union all select mention_id, supplier_id, council, true from ${ownNamesTable(names)}) printed
    cross join lateral (
      select council, case when paid_on > ${after} then paid_on end as day, vat, sum(amount_pence) as pence,
        count(*) as payments, min(paid_on) as first_on, max(paid_on) as last_on from payment
      where mention_id = printed.id and (payer is null or council = payer)
      group by council, day, vat) paid
    group by supplier_id, council, is_private, day, vat`.execute(db);
  return groupBy(
    rows,
    (row) => row.supplier_id,
    (row) => ({
      council: GssCode.parse(row.council),
      day: { ...dayOfSpend(row), category: null, ...(row.first_on < row.paid_on && { from: row.first_on }) },
      isPrivate: row.is_private,
    }),
  );
}

function dayOfSpend(row: {
  readonly paid_on: string;
  readonly vat: VatBasis;
  readonly pence: number;
  readonly payments: number;
}) {
  const amount = { pence: Pence.parse(row.pence), vat: row.vat };
  return { paidOn: row.paid_on, amount, payments: row.payments };
}

/**
 * Published spend of these councils by payee and VAT basis, both days included: the sums add up to every payment. `names`
 * are those that their own registers tell.
 */
export async function sumSpendBySupplier(
  trx: Trx,
  councils: readonly string[],
  from: string,
  to: string,
  names: readonly OwnName[] = [],
): Promise<SupplierSpend[]> {
  const { rows } = await sql<SupplierSpend>`
    select ${payee} as "supplierId", ${payeeOutcome} as outcome,
      vat, sum(amount_pence)::numeric as pence, count(*)::int as payments,
      min(paid_on) as "firstPaidOn", max(paid_on) as "lastPaidOn"
    ${paidBy(councils, from, to, names)}
    group by 1, 2, vat`.execute(trx);
  return rows;
}

/** Whom a payment went to, and how far that is known. */
const payee = sql`coalesce(mention.supplier_id, own.supplier_id)`;
const payeeOutcome = sql`case
  when payee in ('redacted', 'unnamed') then 'redacted'
  when payee = 'individual' then 'not-a-company'
  when ${payee} is not null then 'matched'
  when outcome in ('ambiguous', 'not-a-company') then outcome
  else 'none' end`;

function paidBy(councils: readonly string[], from: string, to: string, names: readonly OwnName[]) {
  return sql`from payment
    left join mention on mention.id = payment.mention_id
    left join ${ownNamesTable(names)} on own.mention_id = payment.mention_id and own.council = payment.council
    where ${filesOf(councils, from, to)} and paid_on >= ${from} and paid_on <= ${to}`;
}

/**
 * The same by day and by how far the payee is known, in sums of a few thousand rows: `monitored` are the suppliers at which
 * somebody looked within what was promised.
 */
export async function sumSpendByDay(
  trx: Trx,
  councils: readonly string[],
  { from, to }: { readonly from: string; readonly to: string },
  monitored: ReadonlySet<string>,
  names: readonly OwnName[] = [],
): Promise<DayPounds[]> {
  const { rows } = await sql<DayPounds>`
    select paid_on as "paidOn", ${payeeOutcome} as outcome,
      coalesce(${payee} = any(${[...monitored]}::bigint[]), false) as fresh,
      vat, sum(amount_pence)::numeric as pence
    ${paidBy(councils, from, to, names)}
    group by 1, 2, 3, vat`.execute(trx);
  return rows;
}

/** What these councils spent in each category to anybody, both days included: one sum a category and VAT basis. */
export async function sumSpendByCategory(
  trx: Trx,
  councils: readonly string[],
  from: string,
  to: string,
): Promise<CategorySpend[]> {
  const rows = await trx
    .selectFrom('payment')
    .select(['category', 'vat', sql<number>`sum(amount_pence)::numeric`.as('pence')])
    .where(filesOf(councils, from, to))
    .where('paid_on', '>=', from)
    .where('paid_on', '<=', to)
    .where('category', 'is not', null)
    .groupBy(['category', 'vat'])
    .execute();
  return rows.map(({ category, vat, pence }) => ({
    amount: { pence: Pence.parse(pence), vat },
    category,
  }));
}

/** What these councils spent in all, both days included, by VAT basis. */
export async function sumSpend(
  trx: Trx,
  councils: readonly string[],
  from: string,
  to: string,
): Promise<Money[]> {
  const rows = await trx
    .selectFrom('payment')
    .select(['vat', sql<number>`sum(amount_pence)::numeric`.as('pence')])
    .where(filesOf(councils, from, to))
    .where('paid_on', '>=', from)
    .where('paid_on', '<=', to)
    .groupBy('vat')
    .execute();
  return rows.map(({ vat, pence }) => ({ vat, pence: Pence.parse(pence) }));
}
