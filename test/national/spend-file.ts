import type { IsoDate } from '@tocsin/domain';
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

/** A month of a council in its layout, as CSV or as a workbook, and how many lines the file has in all. */
export function writeSpendFile(
  seed: number,
  council: Council,
  month: IsoDate,
  payments: readonly Payment[],
): { readonly document: File; readonly lines: number } {
  const header = headerOf(council.layout);
  const style = styleOf(seed, council, header);
  const write = cellsOf(council, header, style);
  const total = payments.reduce((sum, { pence }) => sum + pence, 0);
  const rows = [
    ...(style.hasPreamble ? [[`Payments to suppliers ${month.slice(0, 7)}`], ['']] : []),
    header,
    ...payments.map(write),
    ...(style.hasTotal ? [totalRow(council.layout, header, style.sum(total))] : []),
  ];
  const isWorkbook = council.format === 'xlsx';
  return {
    lines: rows.length,
    document: {
      source: 'council-spend',
      file: `council-spend/${council.slug}/${month.slice(0, 7)}.${council.format}`,
      url: `${council.slug}/${month.slice(0, 7)}.${council.format}`,
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

function headerOf({ headers }: PaymentLayout): readonly string[] {
  const [header] = headers;
  if (!header) throw new Error('a layout without a header');
  return header;
}

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
function cellsOf(council: Council, header: readonly string[], style: Style) {
  const { columns } = council.layout;
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
  const byColumn = header.map((cell, at): Writer => {
    const role = Object.entries(columns).find(([, column]) => column === cell || column === at)?.[0];
    return (role === undefined ? undefined : writers[role]) ?? ((_, line) => `${at}${line % 90}`);
  });
  return (payment: Payment, at: number) => byColumn.map((writer) => writer(payment, at));
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
