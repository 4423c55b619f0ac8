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
import { sql, type RawBuilder } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import {
  isOwnInForce,
  NOTHING_OWN,
  ownNamesTable,
  paidTo,
  ownPaid,
  type OwnName,
  type OwnSpend,
} from './own-names.ts';

/** The last day on which a file paid anything, of the days that it is of: one far behind, or to come, ends no year. */
export const lastDayOfFile = sql<string>`least(last_paid_on, upper(is_of) - 1)`;

/** Lines of the files in force that these councils published, over days that both count. */
export function publishedOver(councils: readonly string[], from: string, to: string): RawBuilder<boolean> {
  return sql<boolean>`payment.document_id = any(array(
    select document_id from spend_file where council = any(${[...councils]}::text[]) and replaced_by is null
      and first_paid_on <= ${to} and last_paid_on >= ${from}))`;
}

/** The councils of whose published spending any file has been read that begins by a day, any at all where that is null. */
export async function findCouncilsPublished(db: Db | Trx, asOf: string | null): Promise<readonly GssCode[]> {
  const begins = asOf === null ? sql`true` : sql`first_paid_on <= ${asOf}`;
  const { rows } = await sql<{ council: string }>`
    select distinct council from spend_file where replaced_by is null and ${begins} order by council`.execute(
    db,
  );
  return rows.map(({ council }) => GssCode.parse(council));
}

/**
 * The councils of whose spending any file has been read that begins by `asOf`, any at all where that is null; and which of
 * them have unpublished ones.
 */
export async function findCouncilsRead(
  db: Db | Trx,
  asOf: string | null,
): Promise<{ readonly councils: readonly GssCode[]; readonly withOwn: readonly GssCode[] }> {
  const begins = asOf === null ? sql`true` : sql`first_paid_on <= ${asOf}`;
  const { rows } = await sql<{ council: string; own: boolean }>`
    select council, bool_or(own) as own from (
      select council, false as own from spend_file where replaced_by is null and ${begins}
      union all select council, true from own_spend_file where ${isOwnInForce} and ${begins}) read
    group by council order by council`.execute(db);
  const read = rows.map(({ council, own }) => ({ council: GssCode.parse(council), own }));
  return {
    councils: read.map(({ council }) => council),
    withOwn: read.filter(({ own }) => own).map(({ council }) => council),
  };
}

/**
 * How far the published spending of each council was read by `asOf`: the files of all whose spend is its own, taken
 * together, and with them its unpublished ones where it is among `filesOf`. Read are the days that a file is of, not the
 * months of which it has single payments. A council of which none has been read is left out.
 */
export async function findSpendReads(
  db: Db | Trx,
  spendersOf: ReadonlyMap<string, readonly string[]>,
  asOf: string,
  filesOf: readonly string[] = [],
): Promise<ReadonlyMap<string, SpendRead>> {
  const pairs = [...spendersOf].flatMap(([council, spenders]) =>
    spenders.map((spender) => ({ council, spender })),
  );
  const { rows } = await sql<{ council: string; to: IsoDate; read: readonly DaysRead[] }>`
    select council, last as "to",
      (select coalesce(json_agg(json_build_array(lower(span), upper(span))), '[]') from unnest(covered) as span) as read
    from (select asked.council, max(least(${lastDayOfFile}, ${asOf})) as last,
        range_agg(coalesce(is_of, in_force)) as covered
      from unnest(${pairs.map(({ council }) => council)}::text[], ${pairs.map(({ spender }) => spender)}::text[])
        as asked(council, spender)
      join (select council, last_paid_on, in_force, is_of from spend_file
          where replaced_by is null and first_paid_on <= ${asOf}
        ${ofOwnFiles(
          filesOf,
          sql`union all select council, last_paid_on, covers, is_of from own_spend_file
          where ${isOwnInForce} and first_paid_on <= ${asOf} and council = any(${[...filesOf]}::text[])`,
        )}) file
        on file.council = spender
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
  { filesOf }: Pick<OwnSpend, 'filesOf'> = NOTHING_OWN,
): Promise<SpendRead | null> {
  return (await findSpendReads(trx, new Map([['', spenders]]), asOf, filesOf)).get('') ?? null;
}

/**
 * Published payments to one supplier, in any of its printed names, but for those that a payer's own register gives to
 * somebody else, and in those that it tells.
 */
function paymentsTo(db: Db | Trx, supplierId: string, names: readonly OwnName[]) {
  const own = names.filter((one) => one.supplierId === supplierId);
  const others = names.filter((one) => one.instead === supplierId);
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
    )
    .where(
      sql<boolean>`(mention_id, council) not in (select mention_id, council from ${ownNamesTable(others)})`,
    );
}

/** What these councils paid one supplier on each day, by VAT basis and category. */
export async function findSpendOn(
  trx: Trx,
  councils: readonly string[],
  supplierId: string,
  { names, filesOf }: OwnSpend = NOTHING_OWN,
): Promise<DayOfSpend[]> {
  if (councils.length === 0) return [];
  const published = await paymentsTo(trx, supplierId, names)
    .select('category')
    .where('council', 'in', [...councils])
    .groupBy(['paid_on', 'vat', 'category'])
    .execute();
  type Row = Parameters<typeof dayOfSpend>[0] & { readonly category: string | null };
  const { rows } = await sql<Row>`
    select paid_on, vat, category, sum(amount_pence)::numeric as pence, count(*)::int as payments
    from ${ownPaid(among(councils, filesOf))} paid where supplier_id = ${supplierId}
    group by paid_on, vat, category`.execute(trx);
  return [...published, ...rows].map(({ category, ...row }) => ({ ...dayOfSpend(row), category }));
}

/**
 * What a council paid a supplier on one day; `isPrivate` where only its own register tells that the name is the supplier's,
 * `isUnpublished` where no file of the public record has the payment.
 */
export interface PaidOn {
  readonly council: GssCode;
  readonly day: DayOfSpend;
  readonly isPrivate: boolean;
  readonly isUnpublished: boolean;
  /** The payer's own register gives the name to somebody else: this is with the supplier for all others only. */
  readonly isGainsaid: boolean;
}

/**
 * What every council paid each of some suppliers, by council, day and VAT basis: a few hundred sums, however many payments
 * there are. Those up to a day are one sum a council and VAT basis, with their first day and their last.
 */
export async function findSpendOfCouncilsOn(
  db: Db | Trx,
  supplierIds: readonly string[],
  after: string,
  { names, filesOf }: OwnSpend = NOTHING_OWN,
): Promise<ReadonlyMap<string, PaidOn[]>> {
  type Row = Parameters<typeof dayOfSpend>[0] & {
    supplier_id: string;
    council: string;
    is_private: boolean;
    is_unpublished: boolean;
    is_gainsaid: boolean;
    first_on: string;
  };
  // Told which names, Postgres knows how many payments they have, and sums 100,000 of them without sorting them on disk.
  const theirs = await db
    .selectFrom('mention')
    .select(['id', 'supplier_id'])
    .where('supplier_id', '=', sql<string>`any(${[...supplierIds]}::bigint[])`)
    .execute();
  const asked = new Set(supplierIds);
  const printed = [
    ...theirs.map(({ id, supplier_id }) => ({ id, supplierId: supplier_id, payer: null })),
    ...names.flatMap(({ mentionId, supplierId, council }) =>
      supplierId !== null && asked.has(supplierId) ? [{ id: mentionId, supplierId, payer: council }] : [],
    ),
  ];
  const others = names.filter(({ instead }) => instead !== null);
  const ids = printed.map(({ id }) => id);
  const { rows } = await sql<Row>`
    select supplier_id, council, payer is not null as is_private, false as is_unpublished,
      payer is null and (mention_id, council) in (select mention_id, council from ${ownNamesTable(others)}) as is_gainsaid,
      max(last_on) as paid_on,
      min(first_on) as first_on, vat, sum(pence)::numeric as pence, sum(payments)::int as payments
    from unnest(${ids}::bigint[], ${printed.map(({ supplierId }) => supplierId)}::bigint[],
      ${printed.map(({ payer }) => payer)}::text[]) printed (id, supplier_id, payer)
    join (
      select mention_id, council, case when paid_on > ${after} then paid_on end as day, vat, sum(amount_pence) as pence,
        count(*) as payments, min(paid_on) as first_on, max(paid_on) as last_on from payment
      where mention_id = any(${ids}::bigint[]) and ${hasCome}
      group by mention_id, council, day, vat) paid on mention_id = id and (payer is null or council = payer)
    group by supplier_id, council, is_private, is_gainsaid, day, vat
    ${ofOwnFiles(
      filesOf,
      sql`union all
    select supplier_id, council, true, true, false, max(paid_on), min(paid_on), vat, sum(amount_pence)::numeric, count(*)::int
    from (select *, case when paid_on > ${after} then paid_on end as day from ${ownPaid(filesOf)} paid
      where supplier_id = any(${[...supplierIds]}::bigint[]) and ${hasCome}) unpublished
    group by supplier_id, council, day, vat`,
    )}`.execute(db);
  return groupBy(
    rows,
    (row) => row.supplier_id,
    (row) => ({
      council: GssCode.parse(row.council),
      day: { ...dayOfSpend(row), category: null, ...(row.first_on < row.paid_on && { from: row.first_on }) },
      isPrivate: row.is_private,
      isUnpublished: row.is_unpublished,
      isGainsaid: row.is_gainsaid,
    }),
  );
}

/** Of a payment: its day has come. A file may print one by mistake that has not: nothing was paid on it yet. */
const hasCome = sql<boolean>`paid_on <= now()`;

/** Asked only where somebody's unpublished files count: the national role may not ask after them at all. */
function ofOwnFiles(filesOf: readonly string[], asked: RawBuilder<unknown>): RawBuilder<unknown> {
  return filesOf.length > 0 ? asked : sql``;
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
 * Spend of these councils by payee and VAT basis, both days included: the sums add up to every payment. What only they
 * themselves tell counts as far as `own` says.
 */
export async function sumSpendBySupplier(
  trx: Trx,
  councils: readonly string[],
  from: string,
  to: string,
  own: OwnSpend = NOTHING_OWN,
): Promise<SupplierSpend[]> {
  const { rows } = await sql<SupplierSpend>`
    select supplier_id as "supplierId", ${payeeOutcome} as outcome,
      vat, sum(amount_pence)::numeric as pence, count(*)::int as payments,
      min(paid_on) as "firstPaidOn", max(paid_on) as "lastPaidOn"
    ${paidBy(councils, from, to, own)}
    group by 1, 2, vat`.execute(trx);
  return rows;
}

/** How far it is known whom a payment went to. */
const payeeOutcome = sql`case
  when payee in ('redacted', 'unnamed') then 'redacted'
  when payee = 'individual' then 'person'
  when supplier_id is not null then 'matched'
  when outcome in ('ambiguous', 'not-a-company') then outcome
  else 'none' end`;

function paidBy(councils: readonly string[], from: string, to: string, { names, filesOf }: OwnSpend) {
  return sql`from (
    select ${paidTo} as supplier_id,
      case when own.mention_id is not null and own.supplier_id is null then 'ambiguous' else mention.outcome end as outcome, payee, vat, amount_pence, paid_on
    from payment
    left join mention on mention.id = payment.mention_id
    left join ${ownNamesTable(names)} on own.mention_id = payment.mention_id and own.council = payment.council
    where ${publishedOver(councils, from, to)} and paid_on >= ${from} and paid_on <= ${to}
    union all
    select supplier_id, match_outcome, payee, vat, amount_pence, paid_on from ${ownPaid(among(councils, filesOf))} unpublished
    where paid_on >= ${from} and paid_on <= ${to}) paid`;
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
  own: OwnSpend = NOTHING_OWN,
): Promise<DayPounds[]> {
  const { rows } = await sql<DayPounds>`
    select paid_on as "paidOn", ${payeeOutcome} as outcome,
      coalesce(supplier_id = any(${[...monitored]}::bigint[]), false) as fresh,
      vat, sum(amount_pence)::numeric as pence
    ${paidBy(councils, from, to, own)}
    group by 1, 2, 3, vat`.execute(trx);
  return rows;
}

function among(councils: readonly string[], filesOf: readonly string[]): readonly string[] {
  return filesOf.filter((council) => councils.includes(council));
}

/** What these councils spent in each category to anybody, both days included: one sum a category and VAT basis. */
export async function sumSpendByCategory(
  trx: Trx,
  councils: readonly string[],
  from: string,
  to: string,
  { filesOf }: Pick<OwnSpend, 'filesOf'> = NOTHING_OWN,
): Promise<CategorySpend[]> {
  const rows = await sumsBy(trx, councils, { from, to, filesOf }, sql`category`);
  return rows.flatMap(({ category, ...money }) =>
    category === null ? [] : [{ amount: moneyOf(money), category }],
  );
}

/** What these councils spent in all, both days included, by VAT basis. */
export async function sumSpend(
  trx: Trx,
  councils: readonly string[],
  from: string,
  to: string,
  { filesOf }: Pick<OwnSpend, 'filesOf'> = NOTHING_OWN,
): Promise<Money[]> {
  return (await sumsBy(trx, councils, { from, to, filesOf }, sql`null::text`)).map(moneyOf);
}

interface SumRow {
  readonly category: string | null;
  readonly vat: VatBasis;
  readonly pence: number;
}

async function sumsBy(
  trx: Trx,
  councils: readonly string[],
  { from, to, filesOf }: { readonly from: string; readonly to: string } & Pick<OwnSpend, 'filesOf'>,
  category: RawBuilder<unknown>,
): Promise<readonly SumRow[]> {
  const { rows } = await sql<SumRow>`
    select category, vat, sum(pence)::numeric as pence from (
      select ${category} as category, vat, sum(amount_pence) as pence from payment
      where ${publishedOver(councils, from, to)} and paid_on >= ${from} and paid_on <= ${to} group by 1, 2
      union all
      select ${category}, vat, sum(amount_pence) from ${ownPaid(among(councils, filesOf))} unpublished
      where paid_on >= ${from} and paid_on <= ${to} group by 1, 2) sums
    group by 1, 2`.execute(trx);
  return rows;
}

function moneyOf({ vat, pence }: Omit<SumRow, 'category'>): Money {
  return { vat, pence: Pence.parse(pence) };
}
