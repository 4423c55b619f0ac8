import { UnreadableDocument } from '../define-source.ts';
import type { CsvRecord } from '../tables/csv.ts';
import { proposePaymentPlaces } from './draft-columns.ts';
import {
  isSameHeader,
  isSecondLine,
  layoutOfHeader,
  placesOf,
  type CouncilMap,
  type PaymentLayout,
  type Places,
} from './map.ts';
import { likelyHeader, nearestHeader, unknownLayout } from './nearest.ts';
import { nextOf, openBelow, whyPassed, whyRefused, type FileOpening, type Part } from './opening.ts';
import type { SpendRow } from './row.ts';
import { unreadPayments, type UnreadSheet } from './unread.ts';

/** A header that has so much of a known one heads payments. */
const ALIKE = 0.5;
/** Lines that a table of payments has at least, to be known by its cells alone. */
const FEW = 5;

/**
 * Throws, for people, where a sheet beside the payments seems to hold payments too, under a header that no map knows:
 * to pass it over would lose them without a word.
 */
export function refuseUnreadSheets(
  maps: readonly CouncilMap[],
  map: CouncilMap,
  parts: readonly Part[],
): void {
  for (const { name, hidden, opening, head } of parts) {
    if (hidden || opening) continue;
    const records = head.map(({ cells }) => cells);
    if (seemsPayments(maps, map, records))
      throw new UnreadableDocument(`on the sheet “${name}” ${unknownLayout(maps, map, records)}`);
  }
}

function seemsPayments(
  maps: readonly CouncilMap[],
  map: CouncilMap,
  records: readonly (readonly string[])[],
): boolean {
  const at = likelyHeader(records);
  const header = records[at] ?? [];
  if ((nearestHeader(maps, header, map)?.likeness ?? 0) >= ALIKE) return true;
  const body = records.slice(at + 1).filter((cells) => cells.some((cell) => cell.trim() !== ''));
  if (body.length === 0) return false;
  const { date, amount, supplier } = proposePaymentPlaces(maps, header, body);
  if (date === undefined || amount === undefined || supplier === undefined) return false;
  // The cells of a few lines say little of what they are: the headings do.
  return body.length >= FEW || (SUM.test(header[amount] ?? '') && PAYEE.test(header[supplier] ?? ''));
}

const SUM = /net|gross|amount|value|sum|paid|total|credit|£/i;
const PAYEE = /supplier|vendor|payee|creditor|beneficiary|contractor|company|paid to|name/i;

/** What lines that were read say of their payments. */
type Keys = ReadonlySet<string>;

/**
 * Every record of every sheet, once. A further header inside a sheet is obeyed; a table that stands there twice counts
 * once; at the end it is said where the file as a whole cannot be believed.
 */
export function* rowsOf(parts: readonly Part[], map: CouncilMap, url: string): Generator<SpendRow> {
  const isAmongMany = parts.filter(({ opening }) => opening !== null).length > 1;
  const seen = new Set<string>();
  const verdicts: string[] = [];
  let row = 0;
  for (const part of parts) {
    const again = isAmongMany ? onEarlierSheets(part, seen) : null;
    const unread = part.opening
      ? null
      : unreadPayments(cellsOf([part]), placesNear(part, parts, map), () => cellsOf(parts.filter(isRead)));
    for (const read of walk(part, { map, url, from: row, again, unread, verdicts })) {
      row += 1;
      yield read;
    }
    if (isAmongMany) for (const key of keysOf(part, 0, part.opening)) seen.add(key);
  }
  const [reason] = verdicts;
  if (reason !== undefined) yield { row, outcome: 'held', reason, pence: null };
}

interface Walk {
  readonly map: CouncilMap;
  readonly url: string;
  /** Records of the sheets before. */
  readonly from: number;
  /** Payments that stood on an earlier sheet already. */
  readonly again: Keys | null;
  /** The payments of a sheet that is passed by. */
  readonly unread: UnreadSheet | null;
  /** Why the file cannot be believed: added to. */
  readonly verdicts: string[];
}

function isRead({ opening }: Part): boolean {
  return opening !== null;
}

/** Where day and sum would be on a sheet that is not read: below a header that the map knows, else as on one that is. */
function placesNear({ head }: Part, parts: readonly Part[], map: CouncilMap): Places {
  for (const { cells } of head) {
    const layout = layoutOfHeader(map, cells);
    if (layout?.kind === 'payments') return knownPlaces(layout, cells);
  }
  const read = parts.find(isRead)?.opening;
  return read?.layout.kind === 'payments' ? knownPlaces(read.layout, read.header) : {};
}

function knownPlaces({ columns }: PaymentLayout, header: readonly string[]): Places {
  const places = placesOf(columns, header);
  return typeof places === 'string' ? {} : places;
}

function* cellsOf(parts: readonly Part[]): Generator<readonly string[]> {
  for (const { records } of parts) for (const { cells } of records()) yield cells;
}

/** A record that no table of payments holds: above its header, or on a sheet that is passed by. */
function passed(row: number, reason: string, pence: number | null, unread: UnreadSheet | null): SpendRow {
  return unread === null || pence === null || unread.isRepeated
    ? { row, outcome: 'not-a-payment', reason, pence }
    : { row, outcome: 'refused', reason: `${reason}, yet with a day and a sum: not read`, pence };
}

function* walk(part: Part, { map, url, from, again: first, unread, verdicts }: Walk): Generator<SpendRow> {
  const { head, rest, hidden } = part;
  let { opening } = part;
  let again = first;
  let [isUnknown, isFirstTable] = [false, true];
  let at = 0;
  for (let record = head[0]; record; record = head[at] ?? nextOf(rest)) {
    const row = from + at + 1;
    if (!opening || at <= opening.headerAt)
      yield passed(row, whyPassed(opening, at, hidden), unread?.penceOf(record.cells) ?? null, unread);
    else {
      const read: SpendRow = isUnknown ? unknownHeader(row) : readRecord(record, row, opening);
      if ('payment' in read) yield again?.has(opening.keyOf(record.cells)) ? countedOnce(read) : read;
      else if (read.pence !== null) yield read;
      else {
        const isSame = opening.printed.some((line) => isSameHeader(line, record.cells));
        const isSecond =
          isSame || (at === opening.headerAt + 1 && isSecondLine(opening.header, record.cells));
        const below = isSecond ? null : openBelow(record.cells, opening, map, url);
        yield isSame
          ? { row, outcome: 'not-a-payment', reason: 'header repeated', pence: null }
          : below === null
            ? read
            : { row, outcome: 'not-a-payment', reason: saidOf(below, opening), pence: null };
        if (below !== null) {
          isUnknown = below === 'unknown';
          const above = opening;
          if (below !== 'unknown' && !isSameHeader(below.header, above.header)) {
            verdicts.push(...verdictOf(above));
            opening = below;
          }
          // Reports repeat their header on each page: whether all of it comes again is asked once.
          if (isFirstTable)
            again = repeated(part, at + 1, opening, new Set(keysOf(part, 0, above, at))) ?? again;
          isFirstTable = false;
        }
      }
    }
    at += 1;
  }
  verdicts.push(...verdictOf(opening));
}

function verdictOf(opening: FileOpening | null): readonly string[] {
  const verdict = opening?.verdict() ?? null;
  return verdict === null ? [] : [verdict];
}

function saidOf(below: FileOpening | 'unknown', above: FileOpening): string {
  if (below === 'unknown') return 'a further header that the map does not know';
  return isSameHeader(below.header, above.header) ? 'header repeated' : 'a further header';
}

function unknownHeader(row: number): SpendRow {
  const reason = 'below a further header that the map does not know: its columns may mean something else';
  return { row, outcome: 'refused', reason, pence: null };
}

/** Of a table that stands there again, as much as comes again at least. */
const AGAIN = 0.9;

/** The payments from a record of a sheet on, if nearly all of them stood above or on an earlier sheet; else null. */
function repeated(
  part: Part,
  from: number,
  opening: FileOpening | null,
  seen: Keys,
  fewest = FEW,
): Keys | null {
  if (seen.size === 0) return null;
  const keys = [...keysOf(part, from, opening)];
  const met = keys.filter((key) => seen.has(key));
  return keys.length >= fewest && met.length >= keys.length * AGAIN ? new Set(met) : null;
}

/**
 * The payments of a sheet that stood on an earlier one: those that say the same under the same number are the same, however
 * few; without numbers a few may be alike, unless the sheet holds nearly nothing else, or nearly all of those before.
 */
function onEarlierSheets(part: Part, seen: Keys): Keys | null {
  const { opening } = part;
  if (!opening || seen.size === 0) return null;
  const keys = [...keysOf(part, 0, opening)];
  const met = keys.filter((key) => seen.has(key));
  const isAll = met.length === keys.length && keys.length > 1;
  const isRepeated = keys.length >= FEW && met.length >= keys.length * AGAIN;
  const holdsAll = seen.size >= FEW && new Set(met).size >= seen.size * AGAIN;
  const again = isAll || isRepeated || holdsAll;
  return new Set(again ? met : met.filter(opening.isNumbered));
}

/** As for payments, of the lines of a register of contracts, which may be fewer. */
export function repeatedRecords(
  part: Part,
  from: number,
  opening: FileOpening | null,
  seen: Keys,
): Keys | null {
  return repeated(part, from, opening, seen, 2);
}

function* keysOf(part: Part, from: number, opening: FileOpening | null, to = Infinity): Generator<string> {
  if (!opening) return;
  let at = -1;
  for (const { cells } of part.records()) {
    at += 1;
    if (at >= to) return;
    if (at < from || at <= opening.headerAt || cells.every((cell) => cell.trim() === '')) continue;
    yield opening.keyOf(cells);
  }
}

function countedOnce({ row, payment }: Extract<SpendRow, { readonly payment: unknown }>): SpendRow {
  const reason = 'a payment that stands in the file twice: in a table or on a sheet before, too';
  return { row, outcome: 'not-a-payment', reason, pence: payment.pence };
}

function readRecord(record: CsvRecord, row: number, opening: FileOpening): SpendRow {
  // Asked first, for millions of records pass here and next to none is either.
  const isOdd = record.cut || record.swallows === true || record.cells.length > opening.widest;
  const reason = isOdd ? whyRefused(record, opening) : null;
  return reason === null ? opening.read(record.cells, row) : { row, outcome: 'refused', reason, pence: null };
}
