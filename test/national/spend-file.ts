import { addMonths, type IsoDate } from '@tocsin/domain';
import type { Council, PaymentLayout } from './councils.ts';
import type { NationalDocument } from './made.ts';
import { streamOf } from './random.ts';
import { workbookOf } from './workbook.ts';

/** A line that a council pays. `supplier` is null where the payee is hidden or a person. */
export interface Payment {
  readonly supplier: number | null;
  readonly payee: string;
  readonly companyNumber: string | null;
  readonly paidOn: IsoDate;
  readonly pence: number;
}

/** How one council prints its files, month after month. */
interface Style {
  readonly day: (day: IsoDate) => string;
  readonly sum: (pence: number) => string;
  readonly encoding: 'utf8' | 'latin1';
  readonly mark: string;
  readonly hasPreamble: boolean;
  readonly hasTotal: boolean;
  readonly lineEnd: string;
}

type File = Omit<NationalDocument, 'publishedOn' | 'retrievedAt'>;

/** What is wrong with a line that cannot be read: a day that no calendar has, a comma for a point, moved cells. */
export const brokenLines = ['no such day', 'no sum of money', 'a sum for a name'] as const;
export type BrokenLine = (typeof brokenLines)[number];

/** A file without a header has none for the months that are published so. */
const BARE_EVERY_MONTHS = 4;

/**
 * A month of a council in its layout (or as many months as its files hold), as CSV or as a workbook, and how many lines
 * the file has in all. Lines that cannot be read stand among the payments.
 */
export function writeSpendFile(
  seed: number,
  council: Council,
  month: IsoDate,
  payments: readonly Payment[],
  broken: readonly BrokenLine[],
): { readonly document: File; readonly lines: number } {
  const isBare = council.bare !== null && Number(month.slice(5, 7)) % BARE_EVERY_MONTHS === 0;
  const layout = isBare && council.bare ? council.bare : council.layout;
  const header = headerOf(layout);
  const style = styleOf(seed, council, header);
  const write = cellsOf(council, layout, header, style);
  const lines = [
    ...payments.map((payment, at) => write(payment, at)),
    ...broken.map((why, at) => write(UNREADABLE, payments.length + at, why)),
  ];
  const total = payments.reduce((sum, { pence }) => sum + pence, 0);
  const rows = isBare
    ? lines
    : [
        ...(style.hasPreamble ? [[`Payments to suppliers ${month.slice(0, 7)}`], ['']] : []),
        header,
        ...lines,
        ...(style.hasTotal ? [totalRow(layout, header, style.sum(total))] : []),
      ];
  const name = fileName(council, month);
  const isWorkbook = council.format === 'xlsx';
  return {
    lines: rows.length,
    document: {
      source: 'council-spend',
      file: `council-spend/${council.slug}/${name}`,
      url: `${council.slug}/${name}`,
      hasAddress: false,
      council: council.gss,
      contentType: isWorkbook
        ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
        : 'text/csv',
      body: isWorkbook
        ? workbookOf(rows)
        : Buffer.from(style.mark + rows.map(csvLine).join(style.lineEnd) + style.lineEnd, style.encoding),
    },
  };
}

/** After its month, or after the months that it holds (`may-jul-2026.csv`). */
function fileName({ format, monthsEach }: Council, last: IsoDate): string {
  if (monthsEach === 1) return `${last.slice(0, 7)}.${format}`;
  const [from, to] = [addMonths(last, 1 - monthsEach), last].map(
    (day) => MONTHS[Number(day.slice(5, 7)) - 1],
  );
  return `${from}-${to}-${last.slice(0, 4)}.${format}`.toLowerCase();
}

/** The names of the columns, or as many without one as records of that shape have cells. */
function headerOf({ headers, shapes }: PaymentLayout): readonly string[] {
  const [header] = headers;
  const [shape] = shapes;
  if (header) return header;
  if (shape) return Array.from({ length: shape.width }, () => '');
  throw new Error('a layout with neither header nor shape');
}

/** A line of which one cell will be broken. */
const UNREADABLE: Payment = {
  supplier: null,
  payee: 'Unreadable Example Limited',
  companyNumber: null,
  paidOn: '2026-01-31',
  pence: 123_456,
};

/** What stands in the cell that is broken, by its role. */
const BROKEN: Readonly<Record<BrokenLine, readonly [role: string, cell: string]>> = {
  'no such day': ['date', '31/02/2026'],
  'no sum of money': ['amount', '1.234,56'],
  'a sum for a name': ['supplier', '1234.56'],
};

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const dayStyles: readonly Style['day'][] = [
  (day) => day,
  (day) => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`,
  (day) => `${Number(day.slice(8))}-${MONTHS[Number(day.slice(5, 7)) - 1]}-${day.slice(2, 4)}`,
  (day) => `${day.slice(8)}.${day.slice(5, 7)}.${day.slice(0, 4)}`,
];

const sumStyles: readonly Style['sum'][] = [
  plain,
  (pence) => plain(pence).replace(/\B(?=(\d{3})+\.)/g, ','),
  (pence) => (pence < 0 ? `(${plain(-pence)})` : plain(pence)),
  (pence) => (pence < 0 ? `-£${plain(-pence)}` : `£${plain(pence)}`),
];

function plain(pence: number): string {
  const [sign, size] = pence < 0 ? ['-', -pence] : ['', pence];
  return `${sign}${Math.floor(size / 100)}.${String(size % 100).padStart(2, '0')}`;
}

function styleOf(seed: number, council: Council, header: readonly string[]): Style {
  const random = streamOf(seed, 'style', council.gss);
  const isLatin = header.every((cell) => /^[\u0020-\u00FF]*$/.test(cell));
  const encoding = random.pick(['utf8', 'utf8', isLatin ? 'latin1' : 'utf8'] as const);
  return {
    day: random.pick(dayStyles),
    sum: random.pick(sumStyles),
    encoding,
    mark: encoding === 'utf8' && random.chance(0.3) ? '\uFEFF' : '',
    hasPreamble: random.chance(0.15),
    hasTotal: random.chance(0.3),
    lineEnd: random.pick(['\r\n', '\r\n', '\n']),
  };
}

const DEPARTMENTS = ["Adults' Services", 'Place', 'Corporate, Finance and Legal', 'Housing'];
const PURPOSES = ['Contract payments', 'Premises', 'Equipment', 'Agency staff'];

type Writer = (payment: Payment, at: number) => string;

/** What stands in each column, by its role in the map; columns without one hold what such columns hold. */
function cellsOf(
  council: Council,
  { columns }: PaymentLayout,
  header: readonly string[],
  style: Style,
): (payment: Payment, at: number, broken?: BrokenLine) => readonly string[] {
  const writers: Partial<Record<string, Writer>> = {
    date: ({ paidOn }) => style.day(paidOn),
    amount: ({ pence }) => style.sum(pence),
    supplier: ({ payee }) => payee,
    supplierNumber: ({ supplier }) => String(supplier === null ? 0 : 40_000 + supplier),
    companyNumber: ({ companyNumber }) => companyNumber ?? '',
    charityNumber: () => '',
    department: (_, at) => DEPARTMENTS[at % DEPARTMENTS.length] ?? '',
    purpose: (_, at) => PURPOSES[at % PURPOSES.length] ?? '',
    transactionRef: (_, at) => String(5_100_000 + at),
    council: () => council.gss,
  };
  const roles = header.map(
    (cell, at) => Object.entries(columns).find(([, column]) => column === cell || column === at)?.[0] ?? '',
  );
  const byColumn = roles.map((role, at): Writer => writers[role] ?? ((_, line) => `${at}${line % 90}`));
  return (payment, at, broken) => {
    const cells = byColumn.map((writer) => writer(payment, at));
    if (broken === undefined) return cells;
    const [role, cell] = BROKEN[broken];
    return cells.map((own, column) => (roles[column] === role ? cell : own));
  };
}

function totalRow({ columns }: PaymentLayout, header: readonly string[], sum: string): readonly string[] {
  const amount = header.findIndex((cell) => cell === columns.amount);
  const label = amount === 0 ? 1 : 0;
  return header.map((_, at) => (at === amount ? sum : at === label ? 'Total' : ''));
}

function csvLine(cells: readonly string[]): string {
  return cells.map(quoted).join(',');
}

function quoted(cell: string): string {
  return cell.includes(',') || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
}
