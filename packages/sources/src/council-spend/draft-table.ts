import { isData, likelyHeader } from './nearest.ts';
import { headerCell, isSecondLine } from './map.ts';
import { cleanText } from '../tables/text.ts';

type Records = readonly (readonly string[])[];

/** Where the table of a sheet begins, and what its columns are called. */
export interface DraftTable {
  /** Place of the record that is its header; -1 where it has none. */
  readonly headerAt: number;
  /** The cells of that record as printed. */
  readonly header: readonly string[];
  /** What each column is called, with a second line of headings below the first. */
  readonly names: readonly string[];
  /** Records above the header that say anything. */
  readonly above: Records;
  /** Records below the headings that say anything. */
  readonly body: Records;
}

/** Cells that a record of a table has at least. */
const FEWEST = 3;
/** Records that are looked at for whether a table has begun, and how many of them have to be data. */
const [AHEAD, DATA] = [5, 3];
/** Headings stand at most so many records above the first data. */
const NEAR = 3;
/** A record with so much of the words of the one above it is the header rather than that one. */
const NEARLY = 0.6;

/** Finds the header of a sheet: the record with most words close above the first of a run of data. */
export function tableIn(records: Records): DraftTable {
  const first = firstData(records);
  const headerAt = first === -1 ? likelyHeader(records) : headerAbove(records, first);
  const header = (records[headerAt] ?? []).map(cleanText);
  if (headerAt === -1 || isData(header))
    return { headerAt: -1, header: [], names: [], above: [], body: filled(records) };
  const second = secondLine(records[headerAt + 1] ?? [], header, first > headerAt + 1);
  return {
    headerAt,
    header,
    names: header
      .map((cell, at) => joined(cell, second?.[at] ?? ''))
      .concat(second?.slice(header.length) ?? []),
    above: filled(records.slice(0, headerAt)),
    body: filled(records.slice(headerAt + (second ? 2 : 1))),
  };
}

function firstData(records: Records): number {
  return records.findIndex((cells, at) => {
    if (!isRecordOfData(cells)) return false;
    const next = filled(records.slice(at, at + 2 * AHEAD)).slice(0, AHEAD);
    return next.filter(isRecordOfData).length >= Math.min(DATA, next.length);
  });
}

function isRecordOfData(cells: readonly string[]): boolean {
  return said(cells).length >= FEWEST && isData(cells.map((cell) => cell.trim()));
}

/** The record of headings above the first data; -1 where nothing there is one. */
function headerAbove(records: Records, first: number): number {
  const near = records
    .map((cells, at) => ({ at, words: wordsOf(cells) }))
    .slice(0, first)
    .filter(({ words }) => words > 0)
    .slice(-NEAR);
  const most = Math.max(0, ...near.map(({ words }) => words));
  const least = Math.max(2, most * NEARLY);
  const nearest = near.findLast(({ words }) => words >= least);
  const above = near.find(({ at }) => at + 1 === nearest?.at);
  if (nearest && above && above.words >= nearest.words) {
    const [upper = [], lower = []] = [records[above.at], records[nearest.at]];
    if (isSecondLine(upper, lower)) return above.at;
  }
  return nearest?.at ?? -1;
}

/** How many cells of a record are words, each once; 0 where one is a sum or a day. */
function wordsOf(cells: readonly string[]): number {
  const words = said(cells);
  return isData(words) ? 0 : new Set(words).size;
}

/**
 * The second of two lines of headings: it names columns that the first leaves without a name, below a heading that is
 * merged over them.
 */
function secondLine(
  below: readonly string[],
  header: readonly string[],
  isAboveData: boolean,
): readonly string[] | null {
  const cells = below.map(cleanText);
  const names = cells.flatMap((cell, at) => (headerCell(cell) === '' ? [] : [at]));
  if (!isAboveData || names.length < 2 || isData(cells)) return null;
  return names.some((at) => headerCell(header[at] ?? '') === '') ? cells : null;
}

function joined(first: string, second: string): string {
  return [first, second].filter((cell) => cell !== '').join(' ');
}

/** The cells of a record that say something. */
function said(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
}

/** The records that say anything. */
export function filled(records: Records): Records {
  return records.filter((cells) => cells.some((cell) => cell.trim() !== ''));
}
