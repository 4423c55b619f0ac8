import { UnreadableDocument } from '../define-source.ts';
import type { CsvRecord } from '../tables/csv.ts';
import { periodOfFileName, readPrintedDay } from '../tables/day.ts';
import {
  headerCell,
  headerSignature,
  headersOf,
  layoutOfHeader,
  placesOf,
  type ContractLayout,
  type ContractRole,
  type CouncilMap,
  type Layout,
  type Places,
  type Shape,
} from './map.ts';
import { readPence } from '../tables/money.ts';
import { refuseMonthFirst, widestRecord, widthOf } from './plausible.ts';
import { isData } from './nearest.ts';
import { createRowReader, type RowReader } from './row.ts';

/** A header is looked for in so many records: one council prints its query of fifteen lines above it. */
const HEAD = 60;
const SHAPED = 20;

/** A sheet, or a file of text, with its first records read. */
export interface Part extends Pick<Records, 'name' | 'records'> {
  readonly head: readonly CsvRecord[];
  readonly rest: Iterator<CsvRecord>;
  readonly opening: FileOpening | null;
  readonly hidden: boolean;
}

/** What a sheet holds before it is looked at. */
export interface Records {
  /** Of a file of text empty. */
  readonly name: string;
  readonly hidden: boolean;
  /** Begins at the first record each time. */
  readonly records: () => Iterable<CsvRecord>;
}

/** Where the payments of a sheet begin: below its header, or at once (-1) where it has none. */
export interface FileOpening {
  readonly layout: Layout;
  readonly headerAt: number;
  readonly header: readonly string[];
  /** Cells that a record may have. */
  readonly widest: number;
  readonly read: RowReader['read'];
  readonly verdict: RowReader['verdict'];
  readonly keyOf: RowReader['keyOf'];
  readonly isNumbered: RowReader['isNumbered'];
  /** The lines of a header that is printed in two, the names of groups of columns above; else none. */
  readonly printed: readonly (readonly string[])[];
}

/** Reads the first records of a sheet, and finds the layout of the council’s map that they are in, if any. */
export function openPart(of: Records, map: CouncilMap | null, url: string): Part {
  const { name, hidden, records } = of;
  const rest = records()[Symbol.iterator]();
  const head: CsvRecord[] = [];
  while (head.length < HEAD) {
    const next = rest.next();
    if (next.done) break;
    head.push(next.value);
  }
  return { name, records, head, rest, hidden, opening: map && !hidden ? openingOf(map, head, url) : null };
}

function openingOf(map: CouncilMap, head: readonly CsvRecord[], url: string): FileOpening | null {
  for (const [headerAt, { cells }] of head.entries()) {
    const layout = layoutOfHeader(map, cells);
    if (layout) return openingAt(layout, headerAt, cells, head.slice(headerAt + 1), map, url);
    const below = head[headerAt + 1]?.cells ?? [];
    const both = inOneLine(cells, below);
    const grouped = both && layoutOfHeader(map, both);
    if (grouped) {
      const opening = openingAt(grouped, headerAt + 1, both, head.slice(headerAt + 2), map, url);
      return { ...opening, printed: [cells, below] };
    }
  }
  const filled = head
    .map(({ cells }) => cells)
    .filter((cells) => cells.some((cell) => cell.trim() !== ''))
    .slice(0, SHAPED);
  const layout = map.layouts.find(
    (each) => each.kind === 'payments' && each.shapes.some((shape) => hasShape(filled, shape)),
  );
  return layout ? openingAt(layout, -1, [], head, map, url) : null;
}

/** A sheet whose header has the columns of another sheet's in another order, opened by these; else as it was. */
export function reopened(part: Part, as: FileOpening, map: CouncilMap, url: string): Part {
  if (part.opening || part.hidden) return part;
  const headerAt = part.head.findIndex(({ cells }) => isReordered(cells, as));
  const cells = part.head[headerAt]?.cells;
  if (cells === undefined) return part;
  return { ...part, opening: openingAt(as.layout, headerAt, cells, part.head.slice(headerAt + 1), map, url) };
}

/** A header of two lines, groups of columns above their names, as one; null for what is none. */
function inOneLine(above: readonly string[], below: readonly string[]): readonly string[] | null {
  const isNamed = (cell = '') => headerCell(cell) !== '';
  if (!above.some(isNamed) || !below.some(isNamed) || isData(above) || isData(below)) return null;
  return Array.from({ length: Math.max(above.length, below.length) }, (_, at) =>
    isNamed(below[at]) ? (below[at] ?? '') : (above[at] ?? ''),
  );
}

function openingAt(
  layout: Layout,
  headerAt: number,
  header: readonly string[],
  below: readonly CsvRecord[],
  map: CouncilMap,
  url: string,
): FileOpening {
  const records = below.map(({ cells }) => cells);
  const reader = readerOf(layout, header, records, map, url);
  return { layout, headerAt, header, widest: widestRecord(header, records), printed: [], ...reader };
}

/**
 * The opening below a further header inside a table: of another layout of the map, or of the same columns in another
 * order. Null for what is no header at all, `unknown` for one that the map does not know.
 */
export function openBelow(
  cells: readonly string[],
  above: FileOpening,
  map: CouncilMap,
  url: string,
): FileOpening | 'unknown' | null {
  const named = cells.filter((cell) => headerCell(cell) !== '');
  const width = above.header.filter((cell) => headerCell(cell) !== '').length;
  // A second line of one header, with the names of some columns, heads no further table.
  if (named.length < 3 || named.length * 2 < width || isData(cells)) return null;
  const [ofMap, ofTable] = [headersOf(map).cells, above.header.map(headerCell)];
  const isKnown = (cell: string) => ofMap.has(cell) || ofTable.includes(cell);
  const shared = named.filter((cell) => isKnown(headerCell(cell))).length;
  if (shared * 2 < named.length) return saysHeadings(named) ? 'unknown' : null;
  const layout = layoutOfHeader(map, cells) ?? (isReordered(cells, above) ? above.layout : null);
  if (layout?.kind !== above.layout.kind) return 'unknown';
  if (typeof placesOf(layout.columns, cells) === 'string') return 'unknown';
  const below = openingAt(layout, above.headerAt, cells, [], map, url);
  return { ...below, widest: Math.max(below.widest, above.widest) };
}

const HEADING_WORDS =
  /\b(?:date|paid|payment|amount|net|gross|vat|value|total|cost|supplier|payee|vendor|creditor|name|ref|reference|no|number|doc|document|invoice|transaction|description|service|department|directorate|account|code|category|purpose|authority|body)\b/i;

/** Words of which most name columns, and no number: a header, whatever it calls them. */
function saysHeadings(named: readonly string[]): boolean {
  const heads = named.filter((cell) => HEADING_WORDS.test(cell));
  return named.every((cell) => !/\d/.test(cell)) && heads.length >= 3 && heads.length * 2 > named.length;
}

/** A layout whose columns are known by name can be read in any order of them. */
function isReordered(cells: readonly string[], { header, layout }: FileOpening): boolean {
  const [names, before] = [cells, header].map((each) =>
    headerSignature(each).split('|').toSorted().join('|'),
  );
  return names === before && Object.values(layout.columns).every((column) => typeof column === 'string');
}

/** All of the first records but one in ten look as described. */
function hasShape(records: readonly (readonly string[])[], { width, dates, amounts }: Shape): boolean {
  const fitting = records.filter(
    (cells) =>
      cells.length === width &&
      dates.every((at) => readPrintedDay((cells[at] ?? '').trim()) !== null) &&
      amounts.every((at) => readPence((cells[at] ?? '').trim()) !== null),
  );
  return records.length > 0 && fitting.length >= records.length * 0.9;
}

function readerOf(
  layout: Layout,
  header: readonly string[],
  below: readonly (readonly string[])[],
  map: CouncilMap,
  url: string,
): RowReader {
  if (layout.kind === 'contract-register') {
    const places = contractPlaces(layout, header, map);
    const { value } = places;
    return {
      read: (cells, row) => ({
        row,
        outcome: 'not-a-payment',
        reason: 'a line of a contract register',
        pence: value === undefined ? null : readPence((cells[value] ?? '').trim()),
      }),
      verdict: () => null,
      keyOf: (cells) => CONTRACT.map((role) => (cells[places[role] ?? -1] ?? '').trim()).join('\n'),
      isNumbered: () => false,
    };
  }
  const places = fitting(placesOf(layout.columns, header), map);
  const { date } = places;
  const period = periodOfFileName(url);
  if (date !== undefined && layout.dateFrom === 'column')
    refuseMonthFirst(
      layout,
      below.map((cells) => cells[date] ?? ''),
      period,
    );
  return createRowReader({ layout, places, header, period, council: map.gss, councilName: map.name });
}

/** What a line of a contract register is told by. */
const CONTRACT = [
  'reference',
  'title',
  'supplier',
  'startsOn',
  'endsOn',
  'value',
] as const satisfies readonly ContractRole[];

/** Where the columns of a contract register are below its header. */
export function contractPlaces(
  { columns }: ContractLayout,
  header: readonly string[],
  map: CouncilMap,
): Places<ContractRole> {
  return fitting(placesOf(columns, header), map);
}

function fitting<R extends string>(places: Places<R> | string, { name }: CouncilMap): Places<R> {
  if (typeof places !== 'string') return places;
  throw new UnreadableDocument(`the map of ${name} does not fit this file: ${places}`);
}

/** Why a record cannot be what it seems; null for most. */
export function whyRefused({ cells, cut, swallows }: CsvRecord, { widest }: FileOpening): string | null {
  if (cut) return CUT;
  if (swallows) return SWALLOWED;
  return cells.length > widest && widthOf(cells) > widest ? TORN : null;
}

const CUT = 'the file ends inside quotation marks: it may be cut short';
const SWALLOWED =
  'quotation marks that open in this line hold what seem to be other lines: these may be payments that are not counted';
const TORN =
  'more cells than other lines: a comma inside a cell without quotation marks, so that all may be wrong';

/** What a record is that stands above the header, or on another sheet. */
export function whyPassed(opening: FileOpening | null, at: number, hidden: boolean): string {
  if (hidden) return 'on a hidden sheet';
  if (!opening) return 'on a sheet without payments';
  return at === opening.headerAt ? 'header' : 'above the header';
}

/** The next record of a sheet below its first ones. */
export function nextOf(rest: Iterator<CsvRecord>): CsvRecord | undefined {
  const next = rest.next();
  return next.done ? undefined : next.value;
}
