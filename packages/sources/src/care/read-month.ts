import {
  readCharityNumber,
  readCompanyNumber,
  type CareRating,
  type IsoDate,
  type TableRecord,
} from '@tocsin/domain';
import { readDay } from '../tables/day.ts';
import { decodeText } from '../tables/text.ts';
import type { CareColumn } from './columns.ts';
import type { KeptRow } from './keep-month.ts';
import type { CareLocation, CareProvider, CareRow } from './rows.ts';
import { placesTaken, type PlaceTaken } from './successors.ts';

const RATINGS: Readonly<Record<string, CareRating>> = {
  outstanding: 'outstanding',
  good: 'good',
  'requires improvement': 'requires-improvement',
  inadequate: 'inadequate',
};
/** Words under which there is no rating. None of them is a fall. */
const UNRATED: ReadonlySet<string> = new Set([
  '',
  'not rated',
  'insufficient evidence to rate',
  'inspected but not rated',
  'not applicable',
]);

const TWICE = 'the second registration of one service';
const NOBODYS =
  'of a provider without a company or charity number: counted in its authority’s places, and in nothing else';

/**
 * The locations of a month, one outcome each, then what each authority has of them in all. Whom a closed location is of
 * stands in the list of active ones of the month before; whether another is at its place now, in that of this month.
 */
export function* readMonth(kept: Uint8Array): Generator<TableRecord<CareRow>> {
  const rows = keptRows(kept);
  const taken = placesTaken(rows);
  const markets = new Map<string, { homes: number; places: number; elsewhere: number }>();
  for (const [at, row] of rows.entries()) {
    const cell = cellOf(row);
    const id = cell('Location ID');
    const item = id === '' ? `row ${at + 1}` : id;
    const location = readLocation(row, taken);
    if (typeof location === 'string') {
      const isIgnored = location === TWICE;
      yield isIgnored
        ? { item, outcome: 'ignored', reason: location }
        : { item, outcome: 'refused', id: id === '' ? null : id, reason: location };
      continue;
    }
    if (row.list === 'active') countIn(markets, location);
    const isOurs = location.provider !== null || row.list === 'deactivated';
    if (isOurs) yield { item, outcome: 'row', id, row: location };
    else yield { item, outcome: 'ignored', reason: NOBODYS };
  }
  for (const [authority, market] of markets) {
    const id = `market/${authority}`;
    yield { item: id, outcome: 'row', id, row: { is: 'market', authority, ...market } };
  }
}

/** The kept lines behind the first, which says the edition. */
function keptRows(kept: Uint8Array): readonly KeptRow[] {
  const lines = [...decodeText(kept)].join('').split('\n').slice(1);
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as KeptRow);
}

function cellOf({ cells }: KeptRow): (column: CareColumn) => string {
  return (column) => cells[column] ?? '';
}

/** The location of a row, or why there is none. */
function readLocation(row: KeptRow, taken: (row: KeptRow) => PlaceTaken | null): CareLocation | string {
  const cell = cellOf(row);
  const id = cell('Location ID');
  if (id === '') return 'Location ID is empty';
  const first = cell('Primary ID (Dual registration locations)');
  if (first !== '' && first !== '-' && first !== id) return TWICE;
  const provider = readProvider(cell);
  if (typeof provider === 'string') return provider;
  const printed = cell('Location Latest Overall Rating').toLowerCase();
  const rating = RATINGS[printed] ?? null;
  if (rating === null && !UNRATED.has(printed))
    return `Location Latest Overall Rating: “${printed}” is not a rating that is known`;
  const careHome = cell('Care home?').toUpperCase();
  if (careHome !== 'Y' && careHome !== 'N') return `Care home?: “${careHome}” is neither Y nor N`;
  const isClosed = row.list === 'deactivated';
  const beds = cell(isClosed ? 'Care homes beds at point location de-activated' : 'Care homes beds');
  if (!/^(?:\d{1,4}(?:\.0+)?)?$/.test(beds)) return `places: “${beds}” is not a number of beds`;
  const endedOn = isClosed ? dayIn(cell('Location HSCA End Date')) : null;
  if (isClosed && endedOn === null)
    return `Location HSCA End Date: “${cell('Location HSCA End Date')}” is not a day`;
  const brand = cell('Brand Name').replace(/^-$/, '');
  return {
    is: 'location',
    id,
    name: cell('Location Name'),
    careHome: careHome === 'Y',
    places: careHome === 'Y' && beds !== '' ? Number(beds) : null,
    authority: cell('Location Local Authority'),
    rating,
    ratedOn: rating === null ? null : dayIn(cell('Publication Date')),
    inherited: /^y/i.test(cell('Inherited Rating (Y/N)')),
    dormant: /^y/i.test(cell('Dormant (Y/N)')),
    startedOn: dayIn(cell('Location HSCA start date')),
    endedOn,
    provider,
    brand: brand === '' ? null : brand,
    followedBy: isClosed ? taken(row) : null,
  };
}

/** Who it is of, by number; null where none is printed, and a reason where what is printed is none. */
function readProvider(cell: (column: CareColumn) => string): CareProvider | null | string {
  const [company, charity] = [cell('Provider Companies House Number'), cell('Provider Charity Number')].map(
    (printed) => printed.replace(/^-$/, ''),
  );
  if (!company && !charity) return null;
  const number = readCompanyNumber(company ?? '');
  const charityNumber = readCharityNumber(charity ?? '');
  if (!number && !charityNumber)
    return `its provider’s number (“${company || charity}”) is neither a company’s nor a charity’s`;
  return {
    id: cell('Provider ID'),
    name: cell('Provider Name'),
    ref: number ? { scheme: 'GB-COH', id: number } : { scheme: 'GB-CHC', id: charityNumber ?? '' },
    printed: (number ? company : charity) ?? '',
    postcode: cell('Provider Postal Code') || null,
  };
}

function dayIn(printed: string): IsoDate | null {
  return readDay(printed, ['iso', 'day-first']);
}

function countIn(
  markets: Map<string, { homes: number; places: number; elsewhere: number }>,
  { authority, careHome, places, dormant }: CareLocation,
): void {
  if (dormant) return;
  const market = markets.get(authority) ?? { homes: 0, places: 0, elsewhere: 0 };
  markets.set(authority, market);
  if (careHome) {
    market.homes += 1;
    market.places += places ?? 0;
  } else market.elsewhere += 1;
}
