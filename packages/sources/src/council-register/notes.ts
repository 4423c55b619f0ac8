import { readPence } from '../tables/money.ts';
import { saysTotal } from '../tables/total-words.ts';
import { readSum } from './cells.ts';
import type { RegisterColumn } from './columns.ts';
import { lineTitle, type RegisterPlaces } from './read-line.ts';

type Cells = readonly string[];

/** Columns of which every contract fills at least one, and no note below a table does. */
const TELLING = [
  'number',
  'charity',
  'value',
  'annualValuePence',
  'start',
  'end',
] as const satisfies readonly RegisterColumn[];

/** How a note begins: who made the list, of when it is, what a mark stands for. */
const NOTE =
  /^(?:(?:prepared|produced|compiled|created|generated|extracted|published|collated|approved|issued) (?:by|on|from|for)\b|(?:last )?(?:updated|reviewed|revised)(?: (?:by|on|at)\b|:)|(?:data )?(?:source|sources)\s*[:–-]|(?:please )?notes?(?: \d+)?\s*[:–-]|(?:please note|n\.?b\.?|key|legend|disclaimer|contact|queries|caveats?|exclusions?)\b\s*:?|(?:data |information )?(?:correct |accurate )?as (?:at|of)\b|(?:correct|accurate) (?:at|on)\b|for (?:further|more) (?:information|details)\b|report (?:run|date|produced|generated)\b|page \d+(?: of \d+)?\b|end of (?:report|register|data|list|file)\b|(?:count|averages?|number of (?:contracts|suppliers|lines))\s*:?$|©|copyright\b|https?:|this (?:register|list|data|document|information|report|spreadsheet|file|publication)\b|(?:all )?(?:values|figures|sums|amounts|dates) (?:are|is|shown|exclude|include)\b|[*†‡]+ ?[a-z](?![^*]*\*$)|\(?\d{1,2}\) )/i;
/** The same words as may begin the name of a firm: they count only where nothing stands beside them. */
const MAY_BE_NAMES = /^(?:key|legend|contact|page|notes?)\b(?!\s*:)/i;
/** `12 contracts`: what is counted beside the word total. */
const COUNT = /^\d[\d,]* +(?:contracts?|suppliers?|lines?|rows?|agreements?|entries|records?|orders?)$/i;

/** What a table says of a row besides its cells: what the values of the contracts above come to. */
export interface AboveRow {
  /** Pence since the beginning, and since the last total. */
  readonly sums: readonly number[];
  /** Whether it stands in the notes below the table. */
  readonly isBelow: boolean;
}

/** Of a row that cannot be a contract whatever else it says: a total, a note. Null for all others. */
export function whyNoContract(
  record: Cells,
  places: RegisterPlaces,
  { sums, isBelow }: AboveRow,
): string | null {
  const textAt = (name: RegisterColumn) => record[places.get(name) ?? -1] ?? '';
  if (isTotal(record, textAt, sums)) return 'a total of the lines above: no contract';
  if (textAt('supplier') === '' && lineTitle(textAt) === null)
    return 'neither a supplier nor a title: no contract';
  if (isBelow) return 'it stands below the table, with nothing of a contract but words: no contract';
  return isNote(record, textAt) ? 'a note on the table: no contract' : null;
}

function isTotal(record: Cells, textAt: (name: RegisterColumn) => string, sums: readonly number[]): boolean {
  const words = record.filter((cell) => cell !== '' && readPence(cell) === null);
  if (words.length > 0 && words.length <= 2 && words.every(saysTotal)) return true;
  if (
    !words.some((cell) => saysTotal(cell) || OF_ALL.test(cell)) ||
    ['number', 'start', 'end'].some((name) => textAt(name as RegisterColumn) !== '')
  )
    return false;
  return words.every((cell) => saysTotal(cell) || COUNT.test(cell)) || isSumOfAbove(textAt, sums);
}

/** How a total is headed that is not called one: with a sum that is none it may be a contract. */
const OF_ALL =
  /^(?:all (?:suppliers|contracts|lines)|overall|altogether|sum|combined|aggregate|in all|everything)\b/i;

function isSumOfAbove(textAt: (name: RegisterColumn) => string, sums: readonly number[]): boolean {
  const value = readSum(textAt('value'));
  return value !== null && value > 0 && sums.includes(value);
}

/** Whether a row with a supplier and no number or day states what the lines above come to: perhaps their total. */
export function mayBeTotal(record: Cells, places: RegisterPlaces, sums: readonly number[]): boolean {
  const textAt = (name: RegisterColumn) => record[places.get(name) ?? -1] ?? '';
  return (
    !['number', 'start', 'end'].some((name) => textAt(name as RegisterColumn) !== '') &&
    isSumOfAbove(textAt, sums)
  );
}

function isNote(record: Cells, textAt: (name: RegisterColumn) => string): boolean {
  const filled = record.filter((cell) => cell !== '');
  const [first = ''] = filled;
  if (filled.length > 3 || !NOTE.test(first) || TELLING.some((name) => textAt(name) !== '')) return false;
  return filled.length === 1 || !MAY_BE_NAMES.test(first);
}

/**
 * Where notes begin below a table: behind its last empty row, where no row says more than words in a cell or two, and the
 * rows above do. The number of rows where there are none.
 */
export function notesBegin(body: readonly Cells[], places: RegisterPlaces): number {
  const isEmpty = (record: Cells) => record.every((cell) => cell === '');
  const tells = (record: Cells) => TELLING.some((name) => (record[places.get(name) ?? -1] ?? '') !== '');
  let from = body.length;
  for (let at = body.length - 1; at >= 0; at -= 1) {
    const record = body[at] ?? [];
    if (tells(record) || record.filter((cell) => cell !== '').length > 2) break;
    if (isEmpty(record)) from = at;
  }
  const above = body.slice(0, from).filter((record) => !isEmpty(record));
  return above.length > 0 && above.filter(tells).length * 2 > above.length ? from : body.length;
}
