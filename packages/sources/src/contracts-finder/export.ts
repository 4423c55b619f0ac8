import { createHash } from 'node:crypto';
import {
  addTo,
  type Award,
  Ocid,
  printedRef,
  readCharityNumber,
  readCompanyNumber,
  type SupplierMention,
} from '@tocsin/domain';
import { agreementOf } from './agreement.ts';
import { UnreadableDocument, type Item, type SourceDocument } from '../define-source.ts';
import { textOf } from '../document.ts';
import { provenOrder, slashedDays, type OrderProof } from '../tables/day-order.ts';
import { csvObjects } from '../tables/csv-objects.ts';
import { moneyOf } from '../ocds/value.ts';
import { printedDate, ukInstant } from '../uk-time.ts';

const SUPPLIERS = 'Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]';
const NEEDED = [
  'Notice Identifier',
  'Organisation Name',
  'Published Date',
  'Title',
  'Awarded Value',
  SUPPLIERS,
];

const AS_PRINTED = 'SHA-256 of the row as printed';
/** What the archive keeps of a row; of a supplier the name, the references and the postcode (`keptSuppliers`). */
const KEPT = [
  'Notice Identifier',
  'Organisation Name',
  'Status',
  'Published Date',
  'Title',
  'Cpv Codes',
  'Contract start date',
  'Contract end date',
  'OJEU Procedure Type',
  'Awarded Date',
  'Awarded Value',
] as const;

/** True for the CSV that the site's search page exports (at most 1,000 rows). */
export function isSearchExport(document: SourceDocument): boolean {
  return /^"?Notice Identifier"?,/.test(textOf({ body: document.body.subarray(0, 64) }));
}

type Row = Readonly<Record<string, string>>;

function readRows(document: SourceDocument): readonly Row[] {
  const rows = csvObjects(Buffer.from(textOf(document)), { ragged: true });
  const [first] = rows;
  const missing = NEEDED.filter((column) => first && !(column in first));
  if (missing.length > 0) throw new UnreadableDocument(`a search export without ${missing.join(', ')}`);
  return rows;
}

/** One outcome a row. Rows may lack their last cell; suppliers are packed into one. */
export function* parseSearchExport(document: SourceDocument): Generator<Item> {
  const rows = readRows(document);
  const met = new Map<string, string[]>();
  const ofFile = proofOf(rows);
  for (const [index, row] of rows.entries())
    yield readRow(row, `row ${index + 2}`, ofFile, (key) => turnOf(met, key, row));
}

/** What the archive keeps of an export, as an export again. */
export function keepSearchExport(document: SourceDocument): Uint8Array {
  const rows = readRows(document);
  const columns = KEPT.filter((column) => rows.length === 0 || rows.some((row) => column in row));
  const lines = rows.map((row) => [
    ...columns.map((column) => row[column] ?? ''),
    keptSuppliers(row[SUPPLIERS] ?? ''),
    asPrinted(row),
  ]);
  return new TextEncoder().encode([[...columns, SUPPLIERS, AS_PRINTED], ...lines].map(csvLine).join('\n'));
}

function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
}

/** The same cell without street addresses, and without what is not read. */
function keptSuppliers(packed: string): string {
  return packed
    .split(/\]\s*\[/)
    .map((entry) => {
      const cells = entry.replace(/^\s*\[|\]\s*$/g, '').split('|');
      if (cells.length < 6) return `[${cells[0] ?? ''}]`;
      return `[${[cells[0], postcodeIn(cells.slice(1, -4).join(' ')) ?? '', ...cells.slice(-4, -2), '', ''].join('|')}]`;
    })
    .join('');
}

/** By what two rows under one identifier are told apart, also once only some of their cells are kept. */
function asPrinted(row: Row): string {
  return row[AS_PRINTED] ?? createHash('sha256').update(JSON.stringify(row)).digest('hex');
}

/** 1, and counted on for rows that repeat a notice’s identifier with other words: buyers’ references are not unique. */
function turnOf(met: Map<string, string[]>, key: string, row: Row): number {
  const [printed, before] = [asPrinted(row), met.get(key) ?? []];
  const at = before.indexOf(printed);
  if (at !== -1) return at + 1;
  addTo(met, key, printed);
  return met.get(key)?.length ?? 1;
}

function readRow(row: Row, place: string, ofFile: OrderProof, turn: (key: string) => number): Item {
  const notice = cell(row, 'Notice Identifier');
  const publishedAt = ukInstant(cell(row, 'Published Date'));
  if (!notice || !publishedAt) {
    const field = notice ? 'Published Date' : 'Notice Identifier';
    return {
      item: notice || place,
      outcome: 'refused',
      reason: `${field}: “${cell(row, field)}” is not one`,
    };
  }
  if (cell(row, 'Status') !== 'Awarded')
    return { item: notice, outcome: 'ignored', reason: 'not awarded: no supplier yet' };
  const award = awardOf(row, notice, ofFile);
  const position = turn(`${notice}\n${publishedAt}`);
  const observation = {
    source: 'contracts-finder',
    ref: `${award.ocid}/${award.awardId}${position > 1 ? `#${position}` : ''}`,
    version: publishedAt,
    occurredOn: award.awardedOn,
    publishedAt,
    url: 'https://www.contractsfinder.service.gov.uk/Search',
    quote: null,
    about: null,
    content: award,
  };
  return { item: notice, outcome: 'observed', observations: [observation] };
}

function awardOf(row: Row, notice: string, ofFile: OrderProof): Award {
  const suppliers = suppliersOf(cell(row, SUPPLIERS));
  const title = cell(row, 'Title');
  const { days, unread } = daysOf(row, ofFile);
  const printed = cell(row, 'Awarded Value');
  const value = moneyOf(printed, 'GBP', 'unknown');
  return {
    kind: 'award',
    // The export has no ocid. The buyer's own reference stands in for it.
    ocid: Ocid.parse(`ocds-b5fd17-export:${notice}`),
    awardId: '1',
    noticeId: notice,
    noticeType: null,
    title: title || null,
    buyers: [{ name: cell(row, 'Organisation Name'), ids: [], postcode: null }],
    suppliers,
    value,
    valueGross: null,
    ...(value === null && printed !== ''
      ? { valueDoubt: `A sum is printed that cannot be read as one in pounds: “${printed.slice(0, 60)}”.` }
      : {}),
    ...days,
    ...(Object.keys(unread).length > 0 ? { unread } : {}),
    agreement: agreementOf(cell(row, 'OJEU Procedure Type'), title, suppliers.length),
    status: 'active',
    cpv: /\d{8}/.exec(cell(row, 'Cpv Codes'))?.[0] ?? null,
    regime: 'pcr-2015',
  };
}

const DAYS = {
  awardedOn: 'Awarded Date',
  startsOn: 'Contract start date',
  endsOn: 'Contract end date',
} as const;

/** How many days of these rows can only be day first, and only month first. */
function proofOf(rows: readonly Row[]): OrderProof {
  const proven = rows.flatMap((row) =>
    Object.values(DAYS).flatMap((column) =>
      slashedDays(cell(row, column)).map(({ first, second }) => provenOrder(first, second)),
    ),
  );
  const count = (order: keyof OrderProof) => proven.filter((one) => one === order).length;
  return { dayFirst: count('dayFirst'), monthFirst: count('monthFirst') };
}

/** The days of a row, and why one is not known: the row tells whether the month comes first, else the whole file. */
function daysOf(row: Row, ofFile: OrderProof) {
  const own = proofOf([row]);
  const { dayFirst, monthFirst } = own.dayFirst + own.monthFirst > 0 ? own : ofFile;
  const unread: Record<string, string> = {};
  const days = { awardedOn: dayOf('awardedOn'), startsOn: dayOf('startsOn'), endsOn: dayOf('endsOn') };
  const { startsOn, endsOn } = days;
  if (startsOn === null || endsOn === null || endsOn >= startsOn) return { days, unread };
  unread['endsOn'] = `it ends on ${endsOn}, before it starts on ${startsOn}`;
  return { days: { ...days, endsOn: null }, unread };

  function dayOf(name: keyof typeof DAYS) {
    const printed = cell(row, DAYS[name]);
    const [slashed] = slashedDays(printed);
    const order = slashed ? provenOrder(slashed.first, slashed.second) : 'dayFirst';
    if (slashed && monthFirst > 0 && slashed.first !== slashed.second && order !== 'dayFirst') {
      if (dayFirst === 0) return printedDate(printed.replace(MONTH_FIRST, '$2/$1/'));
      if (order === null) {
        unread[name] = `“${printed.slice(0, 60)}” may be month first, as other days of the same rows are`;
        return null;
      }
    }
    const day = printedDate(printed);
    if (day === null && printed !== '') unread[name] = `“${printed.slice(0, 60)}” is not a day`;
    return day;
  }
}

const MONTH_FIRST = /^(\d{1,2})[/.-](\d{1,2})[/.-]/;

/**
 * `[Name|Address|Ref type|Ref Number|Is SME|Is VCSE][…]`. A `|` in an address moves the cells: the name stands first
 * and the four others last, so both are read from their own end.
 */
function suppliersOf(packed: string): SupplierMention[] {
  return packed.split(/\]\s*\[/).flatMap((entry) => {
    const cells = entry.replace(/^\s*\[|\]\s*$/g, '').split('|');
    const name = cells[0]?.replace(/\s+/g, ' ').trim();
    if (!name || cells.length < 6) return name ? [{ name, ref: null, printedRef: null, postcode: null }] : [];
    const [type = '', printed = ''] = cells.slice(-4).map((part) => part.trim());
    const address = cells.slice(1, -4).join(' ');
    return [{ name, ...referenceOf(type, printed), postcode: postcodeIn(address) }];
  });
}

function referenceOf(type: string, printed: string): Pick<SupplierMention, 'ref' | 'printedRef'> {
  if (printed === '') return { ref: null, printedRef: null };
  if (type === 'COMPANIES_HOUSE') {
    const id = readCompanyNumber(printed);
    return { ref: id ? { scheme: 'GB-COH', id } : null, printedRef: printedRef('GB-COH', printed) };
  }
  if (type !== 'CHARITY_COMMISSION') return { ref: null, printedRef: printed };
  const id = readCharityNumber(printed);
  return { ref: id === null ? null : { scheme: 'GB-CHC', id }, printedRef: `GB-CHC-${printed}` };
}

function postcodeIn(address: string): string | null {
  return /\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b/i.exec(address)?.[1]?.toUpperCase() ?? null;
}

/** A cell as text: the export escapes `&` and its kin as XML entities. */
function cell(row: Row, column: string): string {
  return (row[column] ?? '')
    .replace(/&#0?39;|&apos;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim();
}
