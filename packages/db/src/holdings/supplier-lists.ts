import { CompanyNumber, type IsoDate, type IsoInstant, levelWords } from '@tocsin/domain';
import { type CheckedRow, outcomeBefore } from '@tocsin/matching';
import { sql } from 'kysely';
import { retention } from '../keeping/retention.ts';
import { enqueue } from '../outbox/outbox.ts';
import type { Watch } from '../risk/looks.ts';
import { chunksOf } from '../schema/chunks.ts';
import type { Db, Trx } from '../schema/database.ts';
import { councilItself, isKnownTo } from '../who/asker.ts';
import { plainName } from '../who/printed.ts';
import { findCompanies } from '../who/register-companies.ts';
import { findSupplierCards } from '../who/supplier-search.ts';

/** A list as its council hands it in to be checked. */
export interface NewSupplierList {
  readonly council: string;
  readonly fileName: string;
  readonly uploadedBy: string;
  readonly headings: readonly string[];
  /** Headings whose columns were taken out unread. */
  readonly bank: readonly string[];
  readonly hasVendors: boolean;
  readonly rows: readonly NewListRow[];
}

interface NewListRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly vendor: string | null;
  readonly name: string;
  readonly printedRef: string | null;
  readonly number: string | null;
  readonly postcode: string | null;
}

/** The list that a council has had checked last, and how far that is. */
export interface SupplierListState {
  readonly id: string;
  readonly fileName: string;
  readonly headings: readonly string[];
  readonly bank: readonly string[];
  readonly hasVendors: boolean;
  readonly rowCount: number;
  readonly uploadedBy: string;
  readonly uploadedAt: string;
  readonly checkedAt: string | null;
  /** Rows by what was found of them. */
  readonly counts: Readonly<Record<string, number>>;
}

const TOGETHER = 500;

/** Keeps a list in the place of the one before and has it looked at. Makes nobody watched. */
export async function saveSupplierList(trx: Trx, list: NewSupplierList): Promise<void> {
  const { council, fileName, uploadedBy, headings, bank, hasVendors, rows } = list;
  await trx.deleteFrom('supplier_list').where('council', '=', council).execute();
  const { id } = await trx
    .insertInto('supplier_list')
    .values({
      council,
      file_name: fileName,
      headings: JSON.stringify(headings),
      bank: JSON.stringify(bank),
      has_vendors: hasVendors,
      row_count: rows.length,
      uploaded_by: uploadedBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const some of chunksOf(rows, TOGETHER))
    await trx
      .insertInto('supplier_list_row')
      .values(
        some.map(({ cells, printedRef, number, ...row }) => ({
          list_id: id,
          council,
          ...row,
          ...outcomeBefore(row.name),
          printed_ref: printedRef,
          ref: number,
          cells: JSON.stringify(cells),
        })),
      )
      .execute();
  await enqueue(trx, 'match', { v: 1, of: 'list', listId: id, after: 0 }, { priority: LIST_PRIORITY });
}

/** A list is waited for by one person, news by everybody. */
const LIST_PRIORITY = 1;

/** The list of a council that was checked last and is not gone yet. */
export async function findSupplierList(trx: Trx, council: string): Promise<SupplierListState | undefined> {
  const list = await trx
    .selectFrom('supplier_list')
    .selectAll()
    .where('council', '=', council)
    .executeTakeFirst();
  if (!list) return undefined;
  const counts = await trx
    .selectFrom('supplier_list_row')
    .select(['outcome', sql<number>`count(*)::int`.as('rows')])
    .where('list_id', '=', list.id)
    .groupBy('outcome')
    .execute();
  return {
    id: list.id,
    fileName: list.file_name,
    headings: list.headings,
    bank: list.bank,
    hasVendors: list.has_vendors,
    rowCount: list.row_count,
    uploadedBy: list.uploaded_by,
    uploadedAt: list.uploaded_at,
    checkedAt: list.checked_at,
    counts: Object.fromEntries(counts.map(({ outcome, rows }) => [outcome, rows])),
  };
}

/** Forgets the list of a council at once; what was told of its numbers stays. */
export async function dropSupplierList(trx: Trx, council: string): Promise<void> {
  await trx.deleteFrom('supplier_list').where('council', '=', council).execute();
}

/** Forgets every list that has been kept for its time at an instant. */
export async function expireSupplierLists(db: Db | Trx, at: IsoInstant): Promise<number> {
  const { numAffectedRows } = await sql`delete from supplier_list
    where uploaded_at < ${at}::timestamptz - make_interval(mins => ${retention.lists.minutes})`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** A row that nobody has looked up. */
export interface ListRowToCheck {
  readonly council: string;
  readonly row: number;
  readonly name: string;
  readonly number: CompanyNumber | null;
  readonly postcode: string | null;
}

/** Rows of a list that wait to be looked up, after a row. */
export async function findListRowsToCheck(
  trx: Trx,
  listId: string,
  after: number,
  limit: number,
): Promise<readonly ListRowToCheck[]> {
  const rows = await trx
    .selectFrom('supplier_list_row')
    .select(['council', 'row', 'name', 'ref', 'postcode'])
    .where('list_id', '=', listId)
    .where('outcome', '=', 'waiting')
    .where('row', '>', after)
    .orderBy('row')
    .limit(limit)
    .execute();
  return rows.map(({ ref, ...row }) => ({ ...row, number: ref === null ? null : CompanyNumber.parse(ref) }));
}

/** Who rows of a list are. */
export async function tellListRows(
  trx: Trx,
  listId: string,
  told: readonly {
    readonly row: number;
    readonly outcome: string;
    readonly number: string | null;
    readonly reason: string;
  }[],
): Promise<void> {
  await sql`
    update supplier_list_row set outcome = told.outcome, company_number = told.number, reason = told.reason
    from json_to_recordset(${JSON.stringify(told)}::json) as told (row int, outcome text, number text, reason text)
    where list_id = ${listId} and supplier_list_row.row = told.row`.execute(trx);
}

/**
 * Once every row is looked up: which are of one company, and the council's own numbers of firms, which stay. Of a number
 * with several rows the first that names a company counts; a number that is a person's is not kept.
 */
export async function finishSupplierList(trx: Trx, listId: string): Promise<void> {
  const same = sql`coalesce(company_number, ${plainName('name')})`;
  await sql`
    update supplier_list_row set same_as = alike.first
    from (select row as nth, min(row) over (partition by ${same}) as first from supplier_list_row
      where list_id = ${listId} and kind not in ('individual', 'redacted') and name <> '') as alike
    where list_id = ${listId} and row = alike.nth and alike.first < row`.execute(trx);
  const ofFirms = sql`kind not in ('individual', 'redacted') and name <> ''`;
  await sql`
    insert into vendor (council, number, name, company_number, outcome, reason)
    select distinct on (council, vendor) council, vendor, name, company_number, outcome, reason from supplier_list_row
    where list_id = ${listId} and vendor is not null and ${ofFirms}
    order by council, vendor, (company_number is null), row
    on conflict (council, number) do update set name = excluded.name, company_number = excluded.company_number,
      outcome = excluded.outcome, reason = excluded.reason, listed_at = now()`.execute(trx);
  await sql`
    delete from vendor using supplier_list_row listed
    where listed.list_id = ${listId} and vendor.council = listed.council and vendor.number = listed.vendor
      and listed.kind in ('individual', 'redacted')`.execute(trx);
  await trx
    .updateTable('supplier_list')
    .set({ checked_at: sql<string>`now()` })
    .where('id', '=', listId)
    .execute();
}

/** Rows of a list after a row, with what is known of their companies on a day: the level only of whom is watched already. */
export async function findListAnswers(
  trx: Trx,
  council: string,
  listId: string,
  after: number,
  asOf: IsoDate,
  watch: Watch,
): Promise<readonly (CheckedRow & { readonly row: number; readonly cells: readonly string[] })[]> {
  const rows = await trx
    .selectFrom('supplier_list_row as listed')
    .leftJoin('supplier_list_row as first', (join) =>
      join
        .onRef('first.list_id', '=', 'listed.list_id')
        .onRef('first.row', '=', 'listed.same_as')
        .onRef('first.council', '=', 'listed.council'),
    )
    .select(['listed.row', 'listed.cells', 'listed.name', 'listed.kind', 'listed.outcome', 'listed.reason'])
    .select(['listed.company_number', 'listed.same_as', 'first.vendor as firstVendor'])
    .where('listed.list_id', '=', listId)
    .where('listed.row', '>', after)
    .orderBy('listed.row')
    .limit(TOGETHER)
    .execute();
  const numbers = [...new Set(rows.flatMap(({ company_number }) => company_number ?? []))];
  const companies = await findCompanies(trx, numbers, councilItself(council));
  const levels = await findLevels(trx, council, numbers, asOf, watch);
  return rows.map((row) => {
    const company = companies.get(row.company_number ?? '');
    return {
      row: row.row,
      cells: row.cells,
      name: row.name,
      kind: row.kind,
      outcome: row.outcome,
      companyNumber: row.company_number,
      reason: row.reason,
      sameAs: row.same_as === null ? null : (row.firstVendor ?? `row ${row.same_as}`),
      company: company ? { name: company.name, status: company.status ?? null } : null,
      level: levels.get(row.company_number ?? '') ?? null,
    };
  });
}

/** A firm by its council's own number of it, as lists and exports say it. */
export interface Vendor {
  readonly number: string;
  readonly name: string;
  readonly companyNumber: string | null;
  readonly outcome: string;
  readonly reason: string | null;
}

/** A council's own numbers of companies, in their order, by company number. */
export async function findVendorNumbers(
  trx: Trx,
  council: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await trx
    .selectFrom('vendor')
    .select(['company_number', sql<string[]>`array_agg(number order by number)`.as('numbers')])
    .where('council', '=', council)
    .where('company_number', 'is not', null)
    .groupBy('company_number')
    .execute();
  return new Map(rows.map(({ company_number, numbers }) => [company_number ?? '', numbers]));
}

/** The same of some suppliers, by supplier. */
export async function findVendorNumbersOf(
  trx: Trx,
  council: string,
  supplierIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await trx
    .selectFrom('vendor')
    .innerJoin('supplier_ref', (join) =>
      join.onRef('supplier_ref.ref', '=', 'vendor.company_number').on('scheme', '=', 'GB-COH'),
    )
    .select(['supplier_id', sql<string[]>`array_agg(vendor.number order by vendor.number)`.as('numbers')])
    .where('vendor.council', '=', council)
    .where('supplier_id', '=', sql<string>`any(${[...new Set(supplierIds)]}::bigint[])`)
    .groupBy('supplier_id')
    .execute();
  return new Map(rows.map(({ supplier_id, numbers }) => [supplier_id, numbers]));
}

/** Firms of a council that are watched, with their level on a day, by the council's own number. */
export async function findWatchedVendors(
  trx: Trx,
  council: string,
  asOf: IsoDate,
  watch: Watch,
): Promise<readonly (Vendor & { readonly level: string })[]> {
  const rows = await trx
    .selectFrom('vendor')
    .select(['number', 'name', 'company_number as companyNumber', 'outcome', 'reason'])
    .where('council', '=', council)
    .where('company_number', 'is not', null)
    .orderBy('number')
    .execute();
  const found: (Vendor & { readonly level: string })[] = [];
  for (const some of chunksOf(rows, TOGETHER)) {
    const numbers = some.flatMap(({ companyNumber }) => companyNumber ?? []);
    const levels = await findLevels(trx, council, numbers, asOf, watch);
    found.push(
      ...some.flatMap((row) => {
        const level = levels.get(row.companyNumber ?? '');
        return level === undefined ? [] : [{ ...row, level }];
      }),
    );
  }
  return found;
}

/** The levels of those companies that the council knows as suppliers and that somebody has assessed. */
async function findLevels(
  trx: Trx,
  council: string,
  numbers: readonly string[],
  asOf: IsoDate,
  watch: Watch,
): Promise<ReadonlyMap<string, string>> {
  const refs = await trx
    .selectFrom('supplier_ref')
    .innerJoin('supplier', 'supplier.id', 'supplier_id')
    .select(['ref', 'supplier_id'])
    .where('scheme', '=', 'GB-COH')
    .where('ref', '=', sql<string>`any(${[...numbers]}::text[])`)
    .where(isKnownTo(councilItself(council)))
    .execute();
  const cards = await findSupplierCards(
    trx,
    refs.map((ref) => ref.supplier_id),
    asOf,
    watch,
  );
  return new Map(
    refs.flatMap(({ ref, supplier_id }) => {
      const level = cards.get(supplier_id)?.level ?? null;
      return level === null ? [] : [[ref, levelWords[level]] as const];
    }),
  );
}
