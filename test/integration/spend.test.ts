import { openDatabase, recordSpend, saveCouncils, type Db } from '@tocsin/db';
import { councilMaps, councilSpend, readSpendFile } from '@tocsin/sources';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

const SALFORD = 'E08000006';
const HEADER =
  'Authority Name,Date of Payment,DocumentNo,Gross,VAT,Net,Vendor Name,Service Area,GL Description';

let database: FreshDatabase;
let db: Db;
beforeEach(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
  const council = { gss: SALFORD, name: 'Salford City Council', type: 'MD', region: null, county_gss: null };
  await db
    .transaction()
    .execute((trx) =>
      saveCouncils(trx, [{ ...council, starts_on: null, ends_on: null, replaced_by: [], alt_names: [] }]),
    );
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

interface Line {
  readonly day: string;
  readonly ref: string;
  readonly net: string;
  readonly payee: string;
}

function lines(month: string, count: number, payee = 'Example Supplies Ltd'): Line[] {
  return Array.from({ length: count }, (_, at) => ({
    day: `${month}-${String((at % 28) + 1).padStart(2, '0')}`,
    ref: `${month}-${at}`,
    net: `${100 + at}.50`,
    payee: at % 5 === 0 ? 'Redacted Data' : `${payee}${at % 3}`,
  }));
}

function csv(given: readonly Line[]): Uint8Array {
  const rows = given.map(
    ({ day, ref, net, payee }) => `Salford City Council,${day},${ref},0,0,${net},"${payee}",Place,Cleaning`,
  );
  return new TextEncoder().encode([HEADER, ...rows].join('\r\n'));
}

async function load(url: string, body: Uint8Array, acceptFewer = false) {
  return recordSpend(db, {
    sourceId: councilSpend.id,
    url,
    contentType: 'text/csv',
    retrievedAt: '2026-11-22T12:00:00.000Z',
    body,
    acceptFewer,
    open: () => readSpendFile(councilMaps(), { url: `salford/${url}`, body }),
  });
}

async function stored() {
  const { rows } = await sql<{ lines: number; pence: number; named: number; redacted: number }>`
    select count(*)::int as lines, coalesce(sum(amount_pence), 0) as pence,
      count(mention_id)::int as named, count(*) filter (where payee = 'redacted')::int as redacted
    from payment`.execute(db);
  return rows[0];
}

async function matchMessages(): Promise<string[][]> {
  const { rows } = await sql<{ ids: string[] }>`
    select message->'mentionIds' as ids from outbox where queue = 'match' and message ? 'mentionIds' order by id`.execute(
    db,
  );
  return rows.map(({ ids }) => ids);
}

test('every line of a file is stored once, and only its new names are handed to matching', async () => {
  const file = csv(lines('2026-01', 20));
  const report = await load('2026-01.csv', file);
  expect(report).toMatchObject({ documents: 1, items: 21, recorded: 16, duplicates: 0, refused: [] });
  expect(report.ignored).toEqual({ header: 1, 'redacted: kept in the sums, never matched': 4 });
  const sum = lines('2026-01', 20).reduce((total, { net }) => total + Math.round(Number(net) * 100), 0);
  expect(await stored()).toEqual({ lines: 20, pence: sum, named: 16, redacted: 4 });
  const first = await matchMessages();
  expect(first.map((ids) => ids.length)).toEqual([3]);

  await load('2026-02.csv', csv(lines('2026-02', 20)));
  expect(await matchMessages()).toEqual(first);
});

test('the same file again is counted as duplicates and changes nothing', async () => {
  const file = csv(lines('2026-01', 20));
  await load('2026-01.csv', file);
  const before = await stored();
  const again = await load('2026-01-again.csv', file);
  expect(again).toMatchObject({ items: 21, recorded: 0, duplicates: 20, ignored: { header: 1 } });
  expect(await stored()).toEqual(before);
});

test('a month that is published again takes the place of its first edition', async () => {
  const first = lines('2026-01', 20);
  await load('2026-01.csv', csv(first));
  const corrected = first.map((line, at) => (at === 3 ? { ...line, net: '1.00' } : line));
  await load('2026-01-corrected.csv', csv([...corrected, ...lines('2026-01', 2, 'Late Example Ltd')]));
  expect(await stored()).toMatchObject({ lines: 22 });
  const { rows } = await sql`select 1 from spend_file where replaced_by is not null`.execute(db);
  expect(rows).toHaveLength(1);
});

test('a file of half the usual lines is held, leaves no line behind, and is taken when a person says so', async () => {
  await load('2026-01.csv', csv(lines('2026-01', 40)));
  await load('2026-02.csv', csv(lines('2026-02', 44)));
  const before = await stored();
  const half = csv(lines('2026-03', 20));
  const held = await load('2026-03.csv', half);
  expect(held).toMatchObject({ documents: 1, items: 1, recorded: 0 });
  expect(held.refused[0]?.reason).toMatch(/^held: 20 payments where 40 are usual .*--accept-fewer$/);
  expect(await stored()).toEqual(before);
  expect(await load('2026-03.csv', half, true)).toMatchObject({ recorded: 16 });
});

test('an unknown layout is refused with the nearest map and the differing columns, and nothing is stored', async () => {
  const odd = new TextEncoder().encode(
    'Authority Name,Paid,DocumentNo,Net,Vendor Name\nX,2026-01-01,1,2.00,Y\n',
  );
  const report = await load('2026-04.csv', odd);
  expect(report).toMatchObject({ documents: 1, items: 1, recorded: 0 });
  const reason = report.refused[0]?.reason ?? '';
  for (const part of ['Salford City Council', '“Paid”', '“Date of Payment”', 'map-spend'])
    expect(reason).toContain(part);
  expect(await stored()).toMatchObject({ lines: 0 });
});

test('payments to people are kept without their names', async () => {
  await load('2026-01.csv', csv([{ day: '2026-01-05', ref: '1', net: '600', payee: 'Mrs A Example' }]));
  const { rows } = await sql`select mention_id, payee from payment`.execute(db);
  expect(rows).toEqual([{ mention_id: null, payee: 'individual' }]);
  expect((await sql`select 1 from mention`.execute(db)).rows).toHaveLength(0);
});

test('formulas in a file stay text: what a spreadsheet would run is stored as it was printed', async () => {
  const payee = '=HYPERLINK(""http://x.example"",""Example Ltd"")';
  await load('2026-01.csv', csv([{ day: '2026-01-05', ref: '=1+1', net: '600', payee }]));
  const { rows } = await sql`select name, transaction_ref from mention, payment`.execute(db);
  expect(rows).toEqual([{ name: '=HYPERLINK("http://x.example","Example Ltd")', transaction_ref: '=1+1' }]);
});
