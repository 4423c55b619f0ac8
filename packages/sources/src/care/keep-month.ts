import { createHash } from 'node:crypto';
import { addMonths } from '@tocsin/domain';
import { UnreadableDocument } from '../define-source.ts';
import { readDay } from '../tables/day.ts';
import { walkSpreadsheet } from '../tables/read-workbook.ts';
import { cleanText } from '../tables/text.ts';
import { broken, zipEntries } from '../tables/zip-entries.ts';
import { careLists, PLACE_COLUMNS, type CareColumn, type CareList } from './columns.ts';
import { careFileOf, editionOfMonth } from './edition.ts';

/** A spreadsheet, packed: ten times what one had in 2026. */
const MOST_BYTES = 300 * 1024 * 1024;
/** A location that closed before is no news to anybody. */
export const MONTHS_CLOSED = 36;
/** Whose name is a person’s, whatever number stands beside it. */
const PEOPLE = /^(?:individual|partnership)$/i;
/** An LLP is registered by a number of its own. */
const LLP = /^[A-Z]{2}\d/i;

/** One row of a list as it is kept: printed cells by the regulator’s names of their columns, and digests of its place. */
export interface KeptRow {
  readonly list: CareList;
  readonly place: readonly string[];
  readonly cells: Readonly<Partial<Record<CareColumn, string>>>;
}

/**
 * What is kept of a month: of adult social care the cells that are read, line by line as JSON behind a line with the
 * edition. Of a provider who is a person, or has no number, neither its name nor that of the place is kept, and of nobody
 * an address. Throws `UnreadableDocument` for an archive without both lists. What was kept before is given back.
 */
export async function keepMonth(body: Uint8Array): Promise<Uint8Array> {
  const edition = editionOfMonth(body);
  if (body[0] === '{'.charCodeAt(0)) return body;
  const lines: string[] = [JSON.stringify({ edition })];
  const since = addMonths(edition, -MONTHS_CLOSED);
  const read = new Set<CareList>();
  for (const { name, stream } of await zipEntries(body)) {
    const file = careFileOf(name);
    if (!file) continue;
    read.add(file.list);
    const bytes = await bytesOf(await stream());
    await walkList(bytes, file.list, (row) => {
      const kept = keepRow(file.list, row, since);
      if (kept) lines.push(JSON.stringify(kept));
    });
  }
  for (const list of ['active', 'deactivated'] as const)
    if (!read.has(list))
      throw new UnreadableDocument(
        `a month without its list “${careLists[list].sheet}”: hand in both lists of one month together`,
      );
  return new TextEncoder().encode(lines.join('\n'));
}

/** Tells each row under the header of the list’s sheet by its columns. */
async function walkList(
  bytes: Uint8Array,
  list: CareList,
  told: (cell: (column: string) => string) => void,
): Promise<void> {
  const { sheet, must, may } = careLists[list];
  let [isMine, found] = [false, false];
  let places: ReadonlyMap<string, number> | null = null;
  await walkSpreadsheet(bytes, {
    sheet: (name) => {
      isMine = name.toLowerCase() === sheet.toLowerCase();
      found ||= isMine;
    },
    row: (cells) => {
      if (!isMine || cells.length === 0) return;
      if (places) {
        const at = places;
        told((column) => cleanText(cells[at.get(column) ?? -1] ?? ''));
      } else if (cells.some((cell) => cleanText(cell) === 'Location ID'))
        places = placesOf(sheet, cells.map(cleanText), [...must, ...PLACE_COLUMNS], may);
    },
  });
  if (!found) throw new UnreadableDocument(`a spreadsheet without the sheet “${sheet}”`);
  if (!places) throw new UnreadableDocument(`the sheet “${sheet}” has no row of headings with “Location ID”`);
}

function placesOf(
  sheet: string,
  header: readonly string[],
  must: readonly string[],
  may: readonly string[],
): ReadonlyMap<string, number> {
  const missing = must.filter((column) => !header.includes(column));
  if (missing.length > 0)
    throw new UnreadableDocument(
      `the sheet “${sheet}” has no column ${missing.map((column) => `“${column}”`).join(', ')}: its layout has changed`,
    );
  const there = [...must, ...may].filter((column) => header.includes(column));
  return new Map(there.map((column) => [column, header.indexOf(column)]));
}

const NAMES_PEOPLE: readonly CareColumn[] = [
  'Location Name',
  'Brand Name',
  'Provider ID',
  'Provider Name',
  'Provider Postal Code',
  'Provider Companies House Number',
  'Provider Charity Number',
];

function keepRow(list: CareList, cell: (column: string) => string, since: string): KeptRow | null {
  if (cell('Location Inspection Directorate').toLowerCase() !== 'adult social care') return null;
  const ended = readDay(cell('Location HSCA End Date'), ['iso', 'day-first']);
  if (ended !== null && ended < since) return null;
  const number = cell('Provider Companies House Number');
  const owner = cell('Provider Ownership Type');
  const isPerson = PEOPLE.test(owner) && !LLP.test(number);
  // The list of closed ones may say no more of a provider than a charity's number.
  const isKnown = !isPerson && (number !== '' || cell('Provider Charity Number') !== '');
  const cells: Partial<Record<CareColumn, string>> = {};
  for (const column of [...careLists[list].must, ...careLists[list].may]) {
    const printed = cell(column);
    if (printed !== '' && (isKnown || !NAMES_PEOPLE.includes(column))) cells[column] = printed;
  }
  return { list, place: placeOf(cell), cells };
}

/** Digests of each way in which a place is told: two locations at one place share one. */
function placeOf(cell: (column: string) => string): string[] {
  const [uprn, paf, postcode, street] = PLACE_COLUMNS.map((column) =>
    cell(column)
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]/g, ''),
  );
  return [
    uprn && `uprn ${uprn}`,
    paf && `paf ${paf}`,
    postcode && street && `at ${postcode} ${street}`,
  ].flatMap((told) => (told ? [createHash('sha256').update(told).digest('hex').slice(0, 16)] : []));
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > MOST_BYTES) throw new UnreadableDocument(`a list of more than ${MOST_BYTES} bytes, packed`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw broken(error);
  }
  return Buffer.concat(chunks, size);
}
