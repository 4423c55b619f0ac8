import { GssCode, VatBasis } from '@tocsin/domain';
import { z } from 'zod';

/** What a column holds. `supplierNumber` is the council's own number of the payee, not a company number. */
export const columnRoles = [
  'date',
  'amount',
  'supplier',
  'supplierNumber',
  'companyNumber',
  'charityNumber',
  'postcode',
  'department',
  'purpose',
  'category',
  'transactionRef',
  'council',
] as const;
export type ColumnRole = (typeof columnRoles)[number];

/** A column by its printed name, or by its place counted from 0 where it has none, or shares it with another. */
const Column = z.union([z.string().min(1), z.int().min(0)]);
export type Column = z.infer<typeof Column>;

const Header = z.array(z.string().min(1)).min(3);
/** A file without a header is known by how many cells its records have and what some of them look like. */
const Shape = z.object({
  width: z.int().min(3),
  dates: z.array(z.int()),
  amounts: z.array(z.int()).min(1),
});
export type Shape = z.infer<typeof Shape>;

const PaymentLayout = z.object({
  kind: z.literal('payments'),
  /** Files of one council that appear side by side and never replace one another: `spend`, `card`. */
  series: z.string().min(1),
  /** One or more headers (named cells in order, as printed) or shapes that share these roles. */
  headers: z.array(Header).default([]),
  shapes: z.array(Shape).default([]),
  vat: VatBasis,
  /** Where the day of a payment is printed: in a column, or only in the name of the file. */
  dateFrom: z.enum(['column', 'file-name']),
  /** Which comes first in `06/07/2022`; to be said only where a file was refused because it seems to be the month. */
  dates: z.enum(['day-first', 'month-first']).optional(),
  columns: z
    .partialRecord(z.enum(columnRoles), Column)
    .refine(({ amount, supplier }) => amount !== undefined && supplier !== undefined, {
      error: 'a map names the columns of amount and supplier',
    }),
  /** What the column of councils says where a line is this council's, if not its name or code: `The Borough of Example`. */
  bodies: z.array(z.string().min(1)).optional(),
  note: z.string().optional(),
});

/**
 * What a column of a contract register holds. `endsOn` is the end as it was placed, `expiresOn` the end as it stands
 * after the extensions taken, `extendsTo` the last day that it allows; `value` is the sum over the whole term.
 */
export const contractRoles = [
  'reference',
  'title',
  'supplier',
  'companyNumber',
  'charityNumber',
  'postcode',
  'value',
  'startsOn',
  'endsOn',
  'expiresOn',
  'extendsTo',
  'awardedOn',
  'procedure',
  'cpv',
] as const;
export type ContractRole = (typeof contractRoles)[number];

/** A register of contracts over £5,000, published on its own or among the spending files: lines are contracts. */
const ContractLayout = z.object({
  kind: z.literal('contract-register'),
  headers: z.array(Header).min(1),
  vat: VatBasis,
  columns: z
    .partialRecord(z.enum(contractRoles), Column)
    .refine(({ title, supplier }) => title !== undefined && supplier !== undefined, {
      error: 'a map names the columns of title and supplier',
    }),
  note: z.string().optional(),
});
export type PaymentLayout = z.infer<typeof PaymentLayout>;
export type ContractLayout = z.infer<typeof ContractLayout>;
export const Layout = z.discriminatedUnion('kind', [PaymentLayout, ContractLayout]);
export type Layout = z.infer<typeof Layout>;

const MappedPage = z.object({
  url: z.url({ protocol: /^https?$/ }),
  /** Selects the links to files on that page; of an open-data listing (CKAN), its formats: `csv, xlsx`. */
  links: z.string().min(1),
  /** Selects links to further pages (a page per year) that list files in the same way. */
  pages: z.string().optional(),
  /** Hosts from which files may be fetched, beside the page's own. */
  hosts: z.array(z.string()).default([]),
});
export type MappedPage = z.infer<typeof MappedPage>;

/** One council's files of spending and contracts: where they appear, how often, and how every layout is read. */
export const CouncilMap = z.object({
  gss: GssCode,
  name: z.string().min(1),
  /** Words that a folder or file is called after. */
  slug: z.string().regex(/^[a-z-]+$/),
  page: MappedPage,
  /** Where the contract register appears, if on a page of its own. */
  contracts: MappedPage.optional(),
  cadence: z.enum(['monthly', 'quarterly']),
  layouts: z.array(Layout).min(1),
});
export type CouncilMap = z.infer<typeof CouncilMap>;

/** A cell of a header as it is compared: letters and digits only, so that dots, spaces and broken pound signs do not count. */
export function headerCell(cell: string): string {
  const plain = isAscii(cell) ? cell : cell.normalize('NFKD');
  return plain.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');
}

function isAscii(cell: string): boolean {
  for (let at = 0; at < cell.length; at += 1) if (cell.charCodeAt(at) > 127) return false;
  return true;
}

/** The named cells of a header in order; padding columns, which come and go, do not count. */
export function headerSignature(header: readonly string[]): string {
  return header
    .map(headerCell)
    .filter((cell) => cell !== '')
    .join('|');
}

/** Whether two headers name the same columns at the same places: one that is shifted, or has a blank column more, does not. */
export function isSameHeader(one: readonly string[], other: readonly string[]): boolean {
  const [first, second] = [one, other].map((header) => header.map(headerCell).join('|').replace(/\|+$/, ''));
  return first === second;
}

/** The layout of which this record is the header, if it is one. */
export function layoutOfHeader(map: CouncilMap, record: readonly string[]): Layout | null {
  const signature = headerSignature(record);
  return signature === '' ? null : (headersOf(map).bySignature.get(signature) ?? null);
}

/** The headers of a map as they are compared. */
interface Headers {
  readonly bySignature: ReadonlyMap<string, Layout>;
  readonly cells: ReadonlySet<string>;
}

const headersOfMaps = new WeakMap<CouncilMap, Headers>();

/** Worked out once a map: a file may hold a hundred thousand records that could be headers. */
export function headersOf(map: CouncilMap): Headers {
  const known = headersOfMaps.get(map);
  if (known) return known;
  const bySignature = new Map<string, Layout>();
  for (const layout of map.layouts)
    for (const header of layout.headers) {
      const signature = headerSignature(header);
      if (!bySignature.has(signature)) bySignature.set(signature, layout);
    }
  const cells = new Set(map.layouts.flatMap(({ headers }) => headers.flat().map(headerCell)));
  const made = { bySignature, cells };
  headersOfMaps.set(map, made);
  return made;
}

/** Whether a line is the second of two lines of headings: each names a column that the other leaves without a name. */
export function isSecondLine(first: readonly string[], second: readonly string[]): boolean {
  const adds = (one: readonly string[], other: readonly string[]) =>
    one.some((cell, at) => headerCell(cell) !== '' && headerCell(other[at] ?? '') === '');
  return adds(first, second) && adds(second, first);
}

/** Cells by role, counted from 0. */
export type Places<R extends string = ColumnRole> = Readonly<Partial<Record<R, number>>>;

/** Where each role is found below this header; as text, why a column of the map cannot be found. */
export function placesOf<R extends string>(
  columns: Readonly<Partial<Record<R, Column>>>,
  header: readonly string[],
): Places<R> | string {
  const cells = header.map(headerCell);
  const places: Partial<Record<R, number>> = {};
  for (const role in columns) {
    const column = columns[role];
    if (column === undefined) continue;
    const at = typeof column === 'number' ? column : cells.indexOf(headerCell(column));
    const isAlone = cells.filter((cell) => cell === cells[at]).length === 1;
    if (typeof column === 'number' && cells[at] && isAlone) return `column ${at + 1} should have no name`;
    if (at === -1) return `the header has no column “${column}”`;
    if (typeof column === 'string' && cells.includes(headerCell(column), at + 1))
      return `the header has two columns “${column}”`;
    places[role] = at;
  }
  return places;
}
