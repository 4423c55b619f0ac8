import type { VatBasis } from '@tocsin/domain';
import { UnreadableDocument } from '../define-source.ts';
import { csvRecords } from './csv.ts';
import { readDay } from './day.ts';
import { headerCell, roles, type Column, type CouncilMap, type Role } from './map.ts';
import { readPence } from './money.ts';
import { likelyHeader, nearestHeader } from './nearest.ts';
import { cleanText, decodeText } from './text.ts';
import { isWorkbook, sheetRecords } from './workbook.ts';

const HEAD = 200;
/** What a column is called where no known map has it; the first that fits an unused column wins. */
const WORDS: Readonly<Record<Role, RegExp>> = {
  date: /paymentdate|datepaid|paiddate|dateofpayment|transactiondate|invoicedate|^date|^period/,
  amount: /^net|netamount|^amount|amountpaid|value|^total|gross/,
  supplier: /(?:supplier|vendor|beneficiary|payee|merchant|creditor|company)(?:name)?$|^name$/,
  supplierNumber: /(?:supplier|vendor|creditor)(?:id|number|no|ref|code)/,
  companyNumber: /compan(?:y|ies)(?:registration|house|registered)?(?:number|no)|^crn$/,
  charityNumber: /charit(?:y|ies)(?:commission|registered|registration)?(?:number|no)/,
  postcode: /postcode/,
  department: /department|directorate|servicearea|servicelabel|organisationalunit|division|^service/,
  purpose: /purpose|description|expensetype|expendituretype|expenditurecategory|detail|subjective/,
  category: /proclass|category|procurement|merchantcategory|costcentre|account/,
  transactionRef:
    /transaction(?:number|no|id|ref)|transno|document(?:number|no)|invoice(?:number|no|ref)|^ref/,
  council: /^$/,
};

/** A layout for a person to finish: the JSON of a map, and what is doubtful about it. */
export interface DraftMap {
  readonly header: readonly string[];
  readonly layout: unknown;
  readonly doubts: readonly string[];
}

/**
 * Proposes roles for the columns of a file: those that known maps give to a column of that name, then those that its
 * name and its cells suggest. Throws `UnreadableDocument` for a file without records.
 */
export async function draftMap(maps: readonly CouncilMap[], bytes: Uint8Array): Promise<DraftMap> {
  const records = await headOf(bytes);
  const at = likelyHeader(records);
  const header = (records[at] ?? []).map(cleanText);
  if (header.every((cell) => cell === '')) throw new UnreadableDocument('no record that could be a header');
  const body = records.slice(at + 1).filter((cells) => cells.some((cell) => cell.trim() !== ''));
  const columns = proposeColumns(maps, header, body);
  const vat = vatOf(columns.amount);
  const nearest = nearestHeader(maps, header, null);
  const doubts = [
    ...(columns.amount === undefined ? ['no column looks like an amount'] : []),
    ...(columns.supplier === undefined ? ['no column looks like a supplier’s name'] : []),
    ...(columns.date === undefined
      ? ['no column looks like a date: the file must be named after its month']
      : []),
    ...(vat === 'unknown' ? ['the header does not say whether amounts are net or gross: left unknown'] : []),
    ...(nearest && nearest.likeness > 0
      ? [
          `nearest known layout: ${nearest.map.name}, ${Math.round(nearest.likeness * 100)} % of the columns are the same`,
        ]
      : []),
  ];
  const layout = {
    kind: 'payments',
    series: 'spend',
    headers: [header.filter((cell) => headerCell(cell) !== '')],
    vat,
    dateFrom: columns.date === undefined ? 'file-name' : 'column',
    columns,
  };
  return { header, layout, doubts };
}

async function headOf(bytes: Uint8Array): Promise<readonly (readonly string[])[]> {
  if (isWorkbook(bytes)) {
    const sheets = await sheetRecords(bytes);
    const shown = sheets.filter(({ hidden }) => !hidden).map(({ records }) => records);
    const longest = shown.toSorted((a, b) => b.length - a.length)[0] ?? [];
    return longest.slice(0, HEAD).map(({ cells }) => cells);
  }
  const head: (readonly string[])[] = [];
  for (const { cells } of csvRecords(decodeText(bytes))) {
    head.push(cells);
    if (head.length === HEAD) break;
  }
  return head;
}

function proposeColumns(
  maps: readonly CouncilMap[],
  header: readonly string[],
  body: readonly (readonly string[])[],
): Partial<Record<Role, Column>> {
  const known = knownRoles(maps);
  const free = new Set(header.keys());
  const columns: Partial<Record<Role, Column>> = {};
  for (const fits of [
    (role: Role, at: number) => known.get(headerCell(header[at] ?? ''))?.has(role) === true,
    (role: Role, at: number) => WORDS[role].test(headerCell(header[at] ?? '')),
  ])
    for (const role of roles) {
      if (columns[role] !== undefined) continue;
      const at = [...free].find(
        (place) => (header[place] ?? '') !== '' && fits(role, place) && holds(role, body, place),
      );
      if (at === undefined) continue;
      columns[role] = header[at] ?? at;
      free.delete(at);
    }
  return columns;
}

/** The roles that known maps give to columns, by the folded name of the column. */
function knownRoles(maps: readonly CouncilMap[]): ReadonlyMap<string, ReadonlySet<Role>> {
  const found = new Map<string, Set<Role>>();
  for (const layout of maps.flatMap((map) => map.layouts)) {
    if (layout.kind !== 'payments') continue;
    for (const role of roles) {
      const column = layout.columns[role];
      if (typeof column !== 'string') continue;
      const cell = headerCell(column);
      found.set(cell, (found.get(cell) ?? new Set()).add(role));
    }
  }
  return found;
}

/** Whether the cells of a column can be what the role wants: sums, days, or for a supplier mostly words. */
function holds(role: Role, body: readonly (readonly string[])[], at: number): boolean {
  const cells = body.map((record) => (record[at] ?? '').trim()).filter((cell) => cell !== '');
  if (cells.length === 0) return role !== 'amount' && role !== 'supplier' && role !== 'date';
  const share = (fits: (cell: string) => boolean) => cells.filter(fits).length / cells.length;
  if (role === 'amount') return share((cell) => readPence(cell) !== null) > 0.9;
  if (role === 'date') return share((cell) => readDay(cell) !== null) > 0.9;
  if (role === 'supplier') return share((cell) => /\p{L}{2}/u.test(cell) && readDay(cell) === null) > 0.7;
  return true;
}

function vatOf(amount: Column | undefined): VatBasis {
  const name = typeof amount === 'string' ? amount.toLowerCase() : '';
  if (/\bnet|excl(?:ud\w+|\.)?\b.*vat|ex\.? vat/.test(name)) return 'net';
  return /\bgross|incl(?:ud\w+|\.)?\b.*vat|inc\.? vat/.test(name) ? 'gross' : 'unknown';
}
