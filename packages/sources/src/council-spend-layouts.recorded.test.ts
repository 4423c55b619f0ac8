import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { councilMaps, mapOfDocument } from './council-maps.ts';
import { csvRecords } from './tables/csv.ts';
import { headerCell, layoutOfHeader } from './council-spend/map.ts';
import { readSpendFile } from './council-spend/read.ts';
import { decodeText } from './tables/text.ts';
import { hasRecorded, recorded } from './testing.ts';

/** How a council changes its layout from one month to the next. */
const changes: Readonly<Record<string, (header: readonly string[], at: number) => string[]>> = {
  'a column gets another name': (header, at) =>
    header.map((cell, place) => (place === at ? 'Reworded heading' : cell)),
  'a column is taken out': (header, at) => header.filter((_, place) => place !== at),
  'a column comes in': (header, at) => [...header.slice(0, at), 'Further heading', ...header.slice(at)],
  'two columns change places': (header, at) =>
    header.map((cell, place) => header[place === at ? at + 1 : place === at + 1 ? at : place] ?? cell),
};

/** The header of a real file and the first columns that have a name in it; null where it has none. */
function headerOf(file: string, body: Uint8Array): readonly string[] | null {
  const map = mapOfDocument(councilMaps(), { url: file });
  for (const { cells } of csvRecords(decodeText(body.subarray(0, 20_000))))
    if (map && layoutOfHeader(map, cells)?.kind === 'payments') return cells;
  return null;
}

test.skipIf(!hasRecorded)(
  'a real file whose header has changed is refused with the nearest map and the columns that differ, never misread',
  async () => {
    const listed: { file: string }[] = parse(Buffer.from(recorded('spend/manifest.csv').body), {
      columns: true,
    });
    const councils = new Set<string>();
    let tried = 0;
    for (const { file } of listed) {
      const { body } = recorded(`spend/${file}`);
      const header = headerOf(file, body);
      const map = mapOfDocument(councilMaps(), { url: file });
      if (!header || !map || councils.has(map.name)) continue;
      councils.add(map.name);
      for (const [what, change] of Object.entries(changes))
        for (let at = 0; at + 1 < header.length; at += 1) {
          if (!header[at]?.trim() || !header[at + 1]?.trim()) continue;
          const changed = change(header, at);
          // Councils have several layouts: a change may lead to another one that is known.
          if (layoutOfHeader(map, changed)) continue;
          const line = changed.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
          const refusal = await readSpendFile(councilMaps(), {
            url: file,
            body: new TextEncoder().encode(`${line}\n${changed.map(() => '1').join(',')}\n`),
          });
          const about = `${file}, column ${at + 1}: ${what}`;
          expect(refusal, about).toBeInstanceOf(Error);
          if (!(refusal instanceof Error)) continue;
          expect(refusal.message, about).toContain(map.name);
          expect(refusal.message, about).toMatch(/Nearest map: .*councils\/E\d{8}-/);
          expect(refusal.message, about).toContain('map-spend <file>');
          if (what === 'a column gets another name') expect(refusal.message).toContain('“Reworded heading”');
          if (what === 'a column comes in') expect(refusal.message).toContain('“Further heading”');
          tried += 1;
        }
    }
    console.log(`${tried} changed headers of ${councils.size} councils: ${tried} refused, 0 misread`);
    expect(councils.size).toBeGreaterThanOrEqual(9);
    expect(tried).toBeGreaterThan(200);
  },
);

/** Taken for one by their names: of two sums the net one is read, of two dates the day of payment; one is a number. */
const NOT_READ = ['GC Supplier red', 'Gross', 'Annual Value', 'Period', 'Effective Date', 'SME Supplier?'];

test.skipIf(!hasRecorded)(
  'every column that the collection takes for an amount, a date or a payee has that role in a map',
  () => {
    const listed: { role_guess: string; header_as_published: string }[] = parse(
      Buffer.from(recorded('spend/header_variants.csv').body),
      { columns: true },
    );
    const read = new Set(
      councilMaps()
        .flatMap(({ layouts }) => layouts)
        .flatMap(({ columns }) =>
          Object.entries(columns).flatMap(([role, column]) => `${role} ${headerCell(String(column))}`),
        ),
    );
    const meant: Readonly<Record<string, readonly string[]>> = {
      amount: ['amount', 'value'],
      date: ['date', 'startsOn', 'endsOn', 'expiresOn'],
      supplier: ['supplier'],
    };
    const unread = listed.filter(
      ({ role_guess, header_as_published: cell }) =>
        meant[role_guess] && !meant[role_guess].some((role) => read.has(`${role} ${headerCell(cell)}`)),
    );
    // The query that one file prints above its header is no column.
    const columns = unread.map((each) => each.header_as_published).filter((cell) => !cell.startsWith('sql '));
    expect(columns.toSorted()).toEqual(NOT_READ.toSorted());
  },
);
