import type { VatBasis } from '@tocsin/domain';
import { UnreadableDocument } from '../define-source.ts';
import { csvRecords } from '../tables/csv.ts';
import { proposeContractColumns, proposePaymentColumns } from './draft-columns.ts';
import { headerCell, type Column, type CouncilMap, type Shape } from './map.ts';
import { isData, likelyHeader, nearestHeader } from './nearest.ts';
import { cleanText, decodeText } from '../tables/text.ts';
import { readSheets } from '../sheets.ts';
import { countText } from '../tables/count-text.ts';
import { refuseOtherKinds } from '../tables/what-else.ts';
import { isWorkbook } from '../tables/workbook.ts';

const HEAD = 200;

/** A layout for a person to finish: the JSON of a map, and what is doubtful about it. */
export interface DraftMap {
  readonly header: readonly string[];
  readonly layout: unknown;
  readonly doubts: readonly string[];
}

/**
 * Proposes roles for the columns of a file of payments, or of a contract register: those that known maps give to a
 * column of that name, then those that its name and its cells suggest. Throws `UnreadableDocument` for a file without
 * records.
 */
export async function draftMap(maps: readonly CouncilMap[], bytes: Uint8Array): Promise<DraftMap> {
  const records = await headOf(bytes);
  const at = likelyHeader(records);
  const header = (records[at] ?? []).map(cleanText);
  if (header.every((cell) => cell === '')) throw new UnreadableDocument('no record that could be a header');
  if (isData(header)) return draftShape(maps, records);
  const body = filled(records.slice(at + 1));
  return isRegister(header) ? draftRegister(header, body) : draftPayments(maps, header, body);
}

function draftPayments(
  maps: readonly CouncilMap[],
  header: readonly string[],
  body: readonly (readonly string[])[],
): DraftMap {
  const columns = proposePaymentColumns(maps, header, body);
  const vat = vatOf(columns.amount);
  const nearest = nearestHeader(maps, header, null);
  const series = header.some((cell) => CARD.test(headerCell(cell))) ? 'card' : 'spend';
  const layout = {
    kind: 'payments',
    series,
    headers: [named(header)],
    vat,
    dateFrom: columns.date === undefined ? 'file-name' : 'column',
    columns,
  };
  const doubts = [
    ...doubtsOf(columns),
    ...(vat === 'unknown' ? ['the header does not say whether amounts are net or gross: left unknown'] : []),
    ...leftOver(header, columns),
    `the series is taken to be “${series}”: invoices that were paid are “spend”, statements of purchasing cards “card”`,
    ...(columns.council === undefined
      ? []
      : [`lines are refused whose “${columns.council}” is neither the name nor the GSS code of the map`]),
    ...(nearest && nearest.likeness > 0
      ? [
          `nearest known layout: ${nearest.map.name}, ${Math.round(nearest.likeness * 100)} % of the columns are the same`,
        ]
      : []),
  ];
  return { header, layout, doubts };
}

/** Purchasing cards pay merchants. */
const CARD = /merchant|cardholder|(?:purchas|procurement|credit|corporate)\w*card|mcc/;

/** A file without a header is known by its width, and by where its dates and amounts stand. */
function draftShape(maps: readonly CouncilMap[], records: readonly (readonly string[])[]): DraftMap {
  const body = filled(records);
  const widths = body.map((cells) => cells.length).toSorted((a, b) => a - b);
  const width = widths[Math.floor(widths.length / 2)] ?? 0;
  const columns = proposePaymentColumns(
    maps,
    Array.from({ length: width }, () => ''),
    body,
  );
  const placeOf = (column: Column | undefined) => (typeof column === 'number' ? [column] : []);
  const shape: Shape = { width, dates: placeOf(columns.date), amounts: placeOf(columns.amount) };
  const layout = {
    kind: 'payments',
    series: 'spend',
    shapes: [shape],
    vat: 'unknown',
    dateFrom: columns.date === undefined ? 'file-name' : 'column',
    columns,
  };
  const doubts = [
    'no line looks like a header: columns are given by their place, counted from 0, and told by their cells alone',
    ...doubtsOf(columns),
  ];
  return { header: [], layout, doubts };
}

function draftRegister(header: readonly string[], body: readonly (readonly string[])[]): DraftMap {
  const columns = proposeContractColumns(header, body);
  const layout = {
    kind: 'contract-register',
    headers: [named(header)],
    vat: vatOf(columns.value),
    columns,
  };
  const doubts = [
    'it looks like a register of contracts, not of payments',
    ...(columns.title === undefined ? ['no column looks like a title'] : []),
    ...(columns.supplier === undefined ? ['no column looks like a supplier’s name'] : []),
    ...(columns.value === undefined ? ['no column looks like the sum over the whole term'] : []),
    ...leftOver(header, columns),
  ];
  return { header, layout, doubts };
}

/** A register says when contracts begin and end; payments have one day. */
function isRegister(header: readonly string[]): boolean {
  const cells = header.map(headerCell);
  const has = (word: RegExp) => cells.some((cell) => word.test(cell));
  return has(/contract|title|agreement/) && has(/start|commence/) && has(/end|expir|finish/);
}

function doubtsOf(columns: Readonly<Record<string, Column>>): string[] {
  return [
    ...(columns['amount'] === undefined ? ['no column looks like an amount'] : []),
    ...(columns['supplier'] === undefined ? ['no column looks like a supplier’s name'] : []),
    ...(columns['date'] === undefined
      ? ['no column looks like a date: the file must be named after its month']
      : []),
  ];
}

function leftOver(header: readonly string[], columns: Readonly<Record<string, Column>>): string[] {
  const taken = new Set(Object.values(columns));
  const left = named(header).filter((cell) => !taken.has(cell));
  return left.length > 0 ? [`columns without a role: ${left.map((cell) => `“${cell}”`).join(', ')}`] : [];
}

function named(header: readonly string[]): string[] {
  return header.filter((cell) => headerCell(cell) !== '');
}

function filled(records: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return records.filter((cells) => cells.some((cell) => cell.trim() !== ''));
}

async function headOf(bytes: Uint8Array): Promise<readonly (readonly string[])[]> {
  if (isWorkbook(bytes)) {
    const sheets = await readSheets(bytes);
    const shown = sheets.filter(({ hidden }) => !hidden).map(({ records }) => records);
    const longest = shown.toSorted((a, b) => b.length - a.length)[0] ?? [];
    return longest.slice(0, HEAD).map(({ cells }) => cells);
  }
  refuseOtherKinds(bytes, 'payments or contracts');
  countText(decodeText(bytes), { mend: true });
  const head: (readonly string[])[] = [];
  for (const { cells } of csvRecords(decodeText(bytes), { mend: true })) {
    head.push(cells);
    if (head.length === HEAD) break;
  }
  return head;
}

function vatOf(amount: Column | undefined): VatBasis {
  const name = typeof amount === 'string' ? amount.toLowerCase() : '';
  if (/\bnet|excl(?:ud\w+|\.)?\b.*vat|ex\.? vat/.test(name)) return 'net';
  return /\bgross|incl(?:ud\w+|\.)?\b.*vat|inc\.? vat/.test(name) ? 'gross' : 'unknown';
}
