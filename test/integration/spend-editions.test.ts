import { openDatabase, recordSpend, saveCouncils, type Db, type IngestReport } from '@tocsin/db';
import { addDays } from '@tocsin/domain';
import { councilMaps, councilSpend, readSpendFile } from '@tocsin/sources';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

const SALFORD = 'E08000006';
const HEADER =
  'Authority Name,Date of Payment,DocumentNo,Gross,VAT,Net,Vendor Name,Service Area,GL Description';

let database: FreshDatabase;
let db: Db;
let owner: Db;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
  owner = openDatabase(database.adminUrl, { max: 1 });
  const council = { gss: SALFORD, name: 'Salford City Council', type: 'MD', region: null, county_gss: null };
  await db
    .transaction()
    .execute((trx) =>
      saveCouncils(trx, [{ ...council, starts_on: null, ends_on: null, replaced_by: [], alt_names: [] }]),
    );
});
afterAll(async () => {
  await db.destroy();
  await owner.destroy();
  await database.drop();
});
beforeEach(empty);

async function empty(): Promise<void> {
  await sql`truncate payment, spend_file, document cascade`.execute(owner);
}

interface Line {
  readonly day: string;
  readonly ref: string;
  readonly net?: number;
  readonly payee?: string;
}

/** Payments of a month, two a day on the first ten days. */
function month(name: string): Line[] {
  return Array.from({ length: 20 }, (_, at) => ({
    day: `${name}-${String(Math.floor(at / 2) + 1).padStart(2, '0')}`,
    ref: `${name}/${at}`,
  }));
}

async function load(name: string, lines: readonly Line[], fetched = '2026-11-22T12:00:00.000Z') {
  const rows = lines.map(
    ({ day, ref, net = 600, payee = `Example ${day.slice(8)} Ltd` }) =>
      `Salford City Council,${day},${ref},0,0,${net},${payee},Place,Cleaning`,
  );
  const body = new TextEncoder().encode([HEADER, ...rows].join('\r\n'));
  return recordSpend(db, {
    sourceId: councilSpend.id,
    url: name,
    contentType: 'text/csv',
    retrievedAt: fetched,
    body,
    open: () => readSpendFile(councilMaps(), { url: `salford/${name}`, body }),
  });
}

/** What counts: payments by reference, in order. */
async function refs(): Promise<string[]> {
  const { rows } = await sql<{ ref: string }>`select transaction_ref as ref from payment order by 1`.execute(
    db,
  );
  return rows.map(({ ref }) => ref);
}

async function pence(): Promise<number> {
  const { rows } = await sql<{
    pence: number;
  }>`select coalesce(sum(amount_pence), 0) as pence from payment`.execute(db);
  return Number(rows[0]?.pence);
}

async function inForce(): Promise<Record<string, string>> {
  const { rows } = await sql<{ url: string; in_force: string }>`
    select url, in_force::text from spend_file join document on document.id = document_id`.execute(db);
  return Object.fromEntries(rows.map(({ url, in_force }) => [url, in_force]));
}

function accounted({ items, recorded, duplicates, ignored, refused }: IngestReport): boolean {
  const passed = Object.values(ignored).reduce((sum, count) => sum + count, 0);
  return items === recorded + duplicates + passed + refused.length;
}

const [january, february, march] = [month('2026-01'), month('2026-02'), month('2026-03')];
const refsOf = (...lines: readonly (readonly Line[])[]) =>
  lines
    .flat()
    .map(({ ref }) => ref)
    .toSorted();

test('of rolling windows each keeps the days that no later one has', async () => {
  await load('2026-a.csv', [...january, ...february]);
  const report = await load('2026-b.csv', [...february, ...march]);
  expect(await refs()).toEqual(refsOf(january, february, march));
  expect(report).toMatchObject({
    recorded: 40,
    duplicates: 0,
    replaced: [
      {
        document: '2026-a.csv',
        by: '2026-b.csv',
        from: '2026-02-01',
        to: '2026-02-10',
        lines: 20,
        pence: 1_200_000,
      },
    ],
  });
  expect(await inForce()).toEqual({
    '2026-a.csv': '{[2026-01-01,2026-02-01)}',
    '2026-b.csv': '{[2026-02-01,2026-03-11)}',
  });
});

test('what a publisher puts back in the place of what it put there counts again, however often, and nowhere else', async () => {
  const [whole, short] = [january, january.filter((_, at) => at !== 1 && at !== 3)];
  for (const [at, lines] of [whole, short, whole, short, whole].entries()) {
    const report = await load('january.csv', lines, `2026-11-2${at}T12:00:00.000Z`);
    expect([report.recorded, await refs()], `${at}`).toEqual([lines.length, refsOf(lines)]);
  }
  expect(await load('january.csv', whole, '2026-11-25T12:00:00.000Z')).toMatchObject({
    recorded: 0,
    duplicates: 20,
  });
  expect(await load('elsewhere.csv', short, '2026-11-26T12:00:00.000Z')).toMatchObject({ recorded: 0 });
  expect(await refs()).toEqual(refsOf(whole));
});

test('a month that was read with its year to date is not counted again, nor held for being short', async () => {
  await load('ytd-2026.csv', [...january, ...february]);
  expect(await load('2026-02.csv', february)).toMatchObject({ recorded: 20, refused: [] });
  expect(await refs()).toEqual(refsOf(january, february));
});

test('what was fetched on an earlier day does not undo what was fetched later, though it is read after it', async () => {
  const corrected = february.map((line, at) => (at < 4 ? { ...line, net: 1 } : line));
  await load('2026-02-b.csv', corrected, '2026-06-02T12:00:00.000Z');
  const report = await load('2026-02-a.csv', february, '2026-03-20T12:00:00.000Z');
  expect(await pence()).toBe(16 * 60_000 + 4 * 100);
  expect(report).toMatchObject({
    recorded: 0,
    duplicates: 20,
    replaced: [{ document: '2026-02-a.csv', by: '2026-02-b.csv', lines: 20 }],
  });
  expect(accounted(report)).toBe(true);
});

test('of files of one day, the one whose name calls it a correction counts, in either order', async () => {
  const corrected = february.slice(2).map((line, at) => (at < 4 ? { ...line, net: 1 } : line));
  for (const order of [0, 1]) {
    await empty();
    const files = [
      { name: '2026-02.csv', lines: february },
      { name: '2026-02-corrected.csv', lines: [...corrected, { day: '2026-02-01', ref: 'new' }] },
    ];
    for (const { name, lines } of order === 0 ? files : files.toReversed()) await load(name, lines);
    expect(await pence(), String(order)).toBe(15 * 60_000 + 4 * 100);
  }
});

test('an edition is known by what it kept: sums alone, references alone or names alone may have changed', async () => {
  const changes: Readonly<Record<string, (line: Line, at: number) => Line>> = {
    sums: (line) => ({ ...line, net: 500 }),
    references: (line, at) => ({ ...line, ref: `new ${at}` }),
    names: (line) => ({ ...line, payee: 'REDACTED' }),
  };
  for (const [what, change] of Object.entries(changes)) {
    await empty();
    await load(
      '2026-02.csv',
      february.map((line, at) => ({ ...line, net: 600 + at })),
    );
    await load(
      '2026-02-again.csv',
      february.map((line, at) => change({ ...line, net: 600 + at }, at)),
    );
    expect((await refs()).length, what).toBe(20);
  }
});

test('files of two departments over the same days both count, and a payment in both counts once', async () => {
  const adults = february.map((line) => ({ ...line, ref: `A${line.ref}`, payee: 'Example Care Ltd' }));
  const places = february.map((line) => ({
    ...line,
    ref: `P${line.ref}`,
    net: 90,
    payee: 'Example Paving Ltd',
  }));
  const both = { day: '2026-02-03', ref: 'BOTH', payee: 'Example Power Ltd' };
  await load('2026-02-adults.csv', [...adults, both]);
  const report = await load('2026-02-places.csv', [both, ...places]);
  expect(await refs()).toEqual(refsOf(adults, places, [both]));
  expect(report.replaced).toMatchObject([{ document: '2026-02-adults.csv', lines: 1 }]);
});

test('departments that paid as much on one day, but others, both count, whichever has more lines', async () => {
  const paid = (whom: string, lines: number) =>
    Array.from({ length: lines }, (_, at) => ({
      day: '2026-02-03',
      ref: `${whom}/${at}`,
      payee: `Example ${whom} Ltd`,
    }));
  const [care, paving] = [paid('Care', 12), paid('Paving', 20)];
  for (const [first, second] of [
    [care, paving],
    [paving, care],
  ] as const) {
    await empty();
    await load('2026-02-one.csv', first);
    await load('2026-02-other.csv', second);
    expect(await refs()).toEqual(refsOf(care, paving));
  }
});

test('a part of a month that was read whole takes nothing away', async () => {
  await load('2026-02.csv', february);
  const late = [1, 2, 3].map((at) => ({ day: '2026-02-08', ref: `late ${at}`, net: at }));
  const part = february.filter((_, at) => at % 5 < 2);
  await load('2026-02-part.csv', [...part, ...late]);
  expect(await refs()).toEqual(refsOf(february, late));
});

test('corrections alone take the place of the lines that they correct: a sum, a payee, a day; the others stay', async () => {
  const corrected: Line[] = [
    { ...line(0), net: 1 },
    { ...line(1), payee: 'Example Corrected Ltd' },
    { ...line(4), day: '2026-02-04', payee: 'Example 03 Ltd' },
  ];
  const files = [
    { name: '2026-02.csv', lines: february },
    { name: '2026-02-corrections.csv', lines: corrected },
  ];
  for (const order of [files, files.toReversed()]) {
    await empty();
    // Whichever is read first, the corrections were fetched later.
    for (const { name, lines } of order)
      await load(
        name,
        lines,
        name === '2026-02.csv' ? '2026-03-20T12:00:00.000Z' : '2026-04-02T12:00:00.000Z',
      );
    expect(await refs(), order[0]?.name).toEqual(refsOf(february));
    expect(await pence(), order[0]?.name).toBe(19 * 60_000 + 100);
  }

  function line(at: number): Line {
    return february[at] ?? { day: '', ref: '' };
  }
});

test('two payments of one day, sum and payee without references are two in each edition', async () => {
  const twice = [...january, { day: '2026-01-05', ref: '' }, { day: '2026-01-05', ref: '' }];
  await load('2026-01.csv', twice);
  await load('q4-2026.csv', [...twice, ...february]);
  expect(await pence()).toBe((22 + 20) * 60_000);
});

test('a misprinted year touches no day between', async () => {
  await load('2024.csv', month('2024-06'));
  await load('2026-02.csv', [...february, { day: '2023-02-05', ref: 'old' }]);
  expect((await refs()).length).toBe(41);
});

/** A year of payments, of which a council publishes stretches of months: each file may hold any. */
const year = Array.from({ length: 8 }, (_, at) => month(`2025-0${at + 1}`));
const windows = fc.uniqueArray(
  fc.record({ from: fc.nat({ max: 7 }), months: fc.constantFrom(1, 1, 2, 3, 8) }),
  { minLength: 2, maxLength: 6, selector: ({ from, months }) => `${from}/${months}` },
);

test('whatever stretches of a year are published, and read in whatever order, each payment counts once', async () => {
  await fc.assert(
    fc.asyncProperty(windows, fc.infiniteStream(fc.nat()), async (files, order) => {
      await empty();
      const shuffled = files
        .map((file) => ({ file, key: order.next().value as number }))
        .toSorted((a, b) => a.key - b.key);
      for (const { file } of shuffled) {
        const lines = year.slice(file.from, file.from + file.months).flat();
        const report = await load(`${file.from}-to-${file.months}.csv`, lines);
        expect(accounted(report)).toBe(true);
        expect(report.refused).toEqual([]);
      }
      const published = year.filter((_, at) =>
        files.some(({ from, months }) => at >= from && at < from + months),
      );
      expect(await refs()).toEqual(refsOf(...published));
    }),
    { numRuns: 8, seed: 20261128 },
  );
});

/** Payments of June, as a part of its days publishes them. */
const june = month('2026-06');
const juneTo = (last: number, first = 1) =>
  june.filter(({ day }) => Number(day.slice(8)) >= first && Number(day.slice(8)) <= last);

test('a part of a month that carries the month’s name takes nothing of the rest, in whatever order', async () => {
  const parts = {
    '2026-06-a.csv': juneTo(6),
    'June 2026 week 2.csv': juneTo(8, 5),
    '2026-06-w1.csv': juneTo(4),
    '2026-06-01-to-06.csv': juneTo(6),
    'spend-500-june-2026-part-1.csv': juneTo(6),
    'june-2026-early.csv': juneTo(6),
    'adults-june-2026.csv': june.filter((_, at) => at % 3 > 0),
    'june-2026-adults.csv': june.filter((_, at) => at % 10 !== 0),
  };
  for (const whole of ['2026-06.csv', 'q1-apr-jun-2026.csv']) {
    const lines = whole === '2026-06.csv' ? june : [...month('2026-04'), ...month('2026-05'), ...june];
    for (const [name, part] of Object.entries(parts))
      for (const order of [0, 1]) {
        await empty();
        const files = [
          { name: whole, lines },
          { name, lines: part },
        ];
        for (const file of order === 0 ? files : files.toReversed()) await load(file.name, file.lines);
        expect(await refs(), `${whole}, ${name}, ${order}`).toEqual(refsOf(lines));
      }
  }
});

test.each([
  ['april-2026-part-1.csv', 'april-2026-part-2.csv'],
  ['2026-04-a.csv', '2026-04-b.csv'],
])(
  '%s and %s take nothing from each other on the day that they share, but the same lines',
  async (...names) => {
    const payee = 'Example Care Ltd';
    const [last, first] = ['P1', 'P2'].map((ref) => ({ day: '2026-04-06', ref, payee }));
    const before = month('2026-04').slice(0, 10);
    const after = month('2026-04').slice(12);
    const twice = { day: '2026-04-06', ref: 'TWICE', payee: 'Example Power Ltd' };
    for (const more of [[], [twice]])
      for (const order of [0, 1]) {
        await empty();
        const parts = [
          { name: names[0], lines: [...before, last ?? twice, ...more] },
          { name: names[1], lines: [first ?? twice, ...more, ...after] },
        ];
        for (const { name, lines } of order === 0 ? parts : parts.toReversed()) await load(name, lines);
        const all = [...before, ...after, last ?? twice, first ?? twice, ...more];
        expect(await refs(), String(order)).toEqual(refsOf(all));
      }
  },
);

test('of two files fetched at one moment the same one counts, in whatever order they are read', async () => {
  const april = month('2026-04');
  const corrected = [
    ...april.map((line) => ({ ...line, net: 700 })),
    ...month('2026-05'),
    ...month('2026-06'),
  ];
  for (const names of [
    ['april-2026.csv', 'ytd-april-june-2026.csv'],
    ['spend-april-2026-x.csv', 'april-2026-y.csv'],
  ]) {
    const sums: unknown[] = [];
    for (const order of [0, 1]) {
      await empty();
      const files = [
        { name: names[0] ?? '', lines: april },
        { name: names[1] ?? '', lines: names[1]?.startsWith('ytd') ? corrected : corrected.slice(0, 20) },
      ];
      for (const { name, lines } of order === 0 ? files : files.toReversed()) await load(name, lines);
      const { rows } = await sql<{
        pence: string;
      }>`select sum(amount_pence)::text as pence from payment`.execute(db);
      sums.push(rows[0]?.pence);
    }
    expect(new Set(sums).size, `${names.join(', ')}: ${sums.join(', ')}`).toBe(1);
  }
});

test('of several parts of one month beside the whole nothing is lost', async () => {
  const files = {
    '2026-06.csv': june,
    '2026-06-w2.csv': juneTo(7, 4),
    '2026-06-w1.csv': juneTo(3),
    'q1-apr-jun-2026.csv': june,
  };
  for (const names of [Object.keys(files), Object.keys(files).toReversed()]) {
    await empty();
    for (const name of names) await load(name, files[name as keyof typeof files]);
    expect(await refs(), names.join(', ')).toEqual(refsOf(june));
  }
});

test('a file that is called a correction has the place of a whole month, however little is left of it', async () => {
  const files = [
    { name: '2026-06.csv', lines: june },
    { name: '2026-06-revised.csv', lines: june.slice(0, 9) },
  ];
  for (const order of [files, files.toReversed()]) {
    await empty();
    for (const { name, lines } of order) await load(name, lines);
    expect(await refs(), order[0]?.name).toEqual(refsOf(june.slice(0, 9)));
  }
});

test('another department’s correction takes nothing of a file that it does not repeat', async () => {
  const adults = june.map((line) => ({ ...line, ref: `A${line.ref}`, payee: 'Example Care Ltd', net: 90 }));
  for (const order of [0, 1]) {
    await empty();
    const files = [
      { name: '2026-06-places.csv', lines: june },
      { name: '2026-06-adults-revised.csv', lines: adults },
    ];
    for (const { name, lines } of order === 0 ? files : files.toReversed()) await load(name, lines);
    expect((await refs()).length, String(order)).toBe(40);
  }
});

test('a line that no other is like, met in another department’s file, counts once; one of several alike stays', async () => {
  const adults = june.map((line) => ({ ...line, ref: `A${line.ref}`, payee: 'Example Care Ltd', net: 90 }));
  const once = { day: '2026-06-03', ref: 'ONCE', payee: 'Example Power Ltd' };
  const twice = { day: '2026-06-04', ref: 'TWICE', payee: 'Example Power Ltd' };
  await load('adults.csv', [...adults, once, twice, twice]);
  await load('places.csv', [...june, once, twice]);
  expect((await refs()).filter((ref) => ref === 'ONCE')).toHaveLength(1);
  expect((await refs()).filter((ref) => ref === 'TWICE')).toHaveLength(3);
});

test('a payment dated after the day on which its file was fetched is told with its row and its pounds', async () => {
  const report = await load('2026-11.csv', [
    ...month('2026-11'),
    { day: '2026-12-31', ref: 'ahead', net: 1250 },
  ]);
  expect(report).toMatchObject({
    recorded: 21,
    doubts: [
      {
        item: 'row 22',
        reason: expect.stringMatching(/dated 2026-12-31, after the day .* its £1,250 are in no sum/),
      },
    ],
  });
});

/** A payee that does not depend on the day. */
const named = (line: Line): Line => ({ ...line, payee: `Example ${line.day.slice(8)} Ltd` });

/** What counts after files are read in an order and in the other one, with the lines and pounds said to be taken out. */
async function inBothOrders(
  files: readonly { readonly name: string; readonly lines: readonly Line[]; readonly fetched?: string }[],
) {
  const ends: { refs: string[]; pence: number; gone: number }[] = [];
  for (const order of [files, files.toReversed()]) {
    await empty();
    let gone = 0;
    for (const { name, lines, fetched } of order) {
      const report = await load(name, lines, fetched);
      expect(report.refused, name).toEqual([]);
      gone += (report.replaced ?? []).reduce((sum, one) => sum + one.lines, 0);
    }
    ends.push({ refs: await refs(), pence: await pence(), gone });
  }
  expect(ends[1]).toEqual(ends[0]);
  return ends[0];
}

test('a stated revision counts, though the month that it revises was fetched on a later day', async () => {
  for (const name of [
    '2026-06-revised.csv',
    'june-2026-rev1.csv',
    '2026-06-corrections.csv',
    '2026-06-v2.csv',
  ])
    expect(
      await inBothOrders([
        { name, lines: june.slice(0, 12), fetched: '2026-07-20T12:00:00.000Z' },
        { name: '2026-06.csv', lines: june, fetched: '2026-09-01T12:00:00.000Z' },
      ]),
      name,
    ).toMatchObject({ refs: refsOf(june.slice(0, 12)), gone: 20 });
});

test('of numbered editions the highest number counts, in whatever order they are read', async () => {
  const third = june.map((line, at) => (at < 5 ? { ...line, net: 3 } : line));
  const second = june.map((line, at) => (at < 5 ? { ...line, net: 2 } : line));
  for (const [two, three] of [
    ['2026-06-v2.csv', '2026-06-v3.csv'],
    ['june-2026-rev1.csv', 'june-2026-rev2.csv'],
    ['june-2026 version 1.1.csv', 'june-2026 version 1.2.csv'],
  ] as const)
    expect(
      await inBothOrders([
        { name: two, lines: second },
        { name: three, lines: third },
        { name: '2026-06.csv', lines: june },
      ]),
      two,
    ).toMatchObject({ refs: refsOf(june), pence: 15 * 60_000 + 5 * 300 });
});

test('a correction of a few lines is not held for being short, though it is read before the month', async () => {
  const before = ['2026-03', '2026-04', '2026-05'].map((name) => ({
    name: `${name}.csv`,
    lines: month(name),
  }));
  const corrected = june.slice(0, 2).map((line) => ({ ...line, net: 1 }));
  for (const files of [
    [
      { name: '2026-06-corrections.csv', lines: corrected },
      { name: '2026-06.csv', lines: june },
    ],
    [
      { name: '2026-06.csv', lines: june },
      { name: '2026-06-corrections.csv', lines: corrected },
    ],
  ]) {
    await empty();
    for (const { name, lines } of [...before, ...files])
      expect((await load(name, lines)).refused, name).toEqual([]);
    expect(await pence()).toBe(3 * 20 * 60_000 + 18 * 60_000 + 2 * 100);
  }
});

test('a month put under its name on a later day takes away what it no longer has, and says so', async () => {
  await load('spend-2026-06.csv', june, '2026-07-20T12:00:00.000Z');
  const report = await load('spend-june-2026.csv', june.slice(0, 17), '2026-08-20T12:00:00.000Z');
  expect(report.replaced).toMatchObject([{ lines: 20, pence: 20 * 60_000 }]);
  expect(await refs()).toEqual(refsOf(june.slice(0, 17)));
});

test('a quarter by the day of the invoice and months by the day of payment count each payment once', async () => {
  const paid = ['2026-04', '2026-05', '2026-06'].map((name) => month(name).map(named));
  const invoiced = paid.flat().map((line, at) => ({ ...line, day: addDays(line.day, -(5 + (at % 9))) }));
  const files = [
    { name: 'q1-apr-jun-2026.csv', lines: invoiced },
    ...paid.map((lines, at) => ({ name: `2026-0${at + 4}.csv`, lines })),
  ];
  expect(await inBothOrders(files)).toMatchObject({ refs: refsOf(...paid), pence: 60 * 60_000 });
});

test('a payment that a correction moves to another day, or another month, counts once', async () => {
  const [first] = june.map(named);
  for (const day of ['2026-06-25', '2026-07-02'])
    expect(
      await inBothOrders([
        { name: '2026-06.csv', lines: june },
        { name: '2026-07.csv', lines: month('2026-07') },
        { name: '2026-06-corrections.csv', lines: first ? [{ ...first, day }] : [] },
      ]),
      day,
    ).toMatchObject({ refs: refsOf(june, month('2026-07')) });
});

test('a payment that comes each month under one number is one of each month', async () => {
  const standing = (name: string) =>
    month(name).map((line, at) => ({ ...line, ref: `STANDING ${at}`, payee: 'Example Rents Ltd' }));
  expect(
    await inBothOrders([
      { name: '2026-05.csv', lines: [...standing('2026-05'), { day: '2026-06-01', ref: 'late' }] },
      { name: '2026-06.csv', lines: standing('2026-06') },
    ]),
  ).toMatchObject({ pence: 41 * 60_000 });
});
