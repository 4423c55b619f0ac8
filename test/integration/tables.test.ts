import { HeldEdition, openDatabase, type Db } from '@tocsin/db';
import { dayAfter, firstInstantOf, type TableRecord } from '@tocsin/domain';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordList } from '../support/listed-homes.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

let database: FreshDatabase;
let db: Db;
beforeEach(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

/** What stands at the end of a day, and was not taken back: number and days. */
async function standing(asOf: string): Promise<string[]> {
  const { rows } = await sql<{ said: string }>`
    select distinct on (ref) ref || ' ' || (content ->> 'averageDaysToPay') as said from observation said
    where published_at < ${firstInstantOf(dayAfter(asOf))} and not exists (select from withdrawal
      where withdrawal.ref = said.ref and withdrawal.version >= said.version
        and published_at < ${firstInstantOf(dayAfter(asOf))})
    order by ref, version desc`.execute(db);
  return rows.map(({ said }) => said);
}

/** Everything that loading lists writes but messages, in one order, without ids that depend on what failed before. */
async function everything(of: Db = db): Promise<unknown> {
  const { rows } = await sql<{ all: unknown }>`
    select json_build_array(
      (select json_agg(json_build_array(source_id, row_id, encode(hash, 'hex'), "row") order by row_id) from table_row),
      (select json_agg(json_build_array(source_id, version, issued, rows, changed) order by version) from table_edition),
      (select json_agg(json_build_array(said.ref, version, published_at, content, name) order by said.ref, version)
        from observation said join mention on mention.id = mention_id),
      (select json_agg(json_build_array(ref, version, published_at) order by ref, version) from withdrawal),
      (select cursor from source_state)) as all`.execute(of);
  return rows[0]?.all;
}

async function count(table: 'observation' | 'outbox' | 'table_row'): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(db);
  return rows[0]?.n ?? 0;
}

const FIVE = 'a,11111111,30\nb,22222222,30\nc,33333333,30\nd,44444444,30\ne,55555555,30';

test('of a later edition only what changed is said, and what a row said stands no longer when it is gone', async () => {
  const first = await recordList(db, '2026-09-01', FIVE);
  expect(first.ignored).toEqual({});
  expect(first).toMatchObject({
    documents: 1,
    items: 5,
    recorded: 5,
    duplicates: 0,
    observations: 5,
  });
  const next = 'a,11111111,30\nb,22222222,45\nc,33333333,30\nd,44444444,30\nf,66666666,10';
  expect(await recordList(db, '2026-10-01', next)).toMatchObject({
    items: 6,
    recorded: 3,
    duplicates: 3,
    observations: 2,
    refused: [],
  });
  const before = ['11111111 30', '22222222 30', '33333333 30', '44444444 30', '55555555 30'];
  expect(await standing('2026-09-30')).toEqual(before);
  expect(await standing('2026-10-01')).toEqual([
    '11111111 30',
    '22222222 45',
    '33333333 30',
    '44444444 30',
    '66666666 10',
  ]);
});

test('the same edition again changes nothing, and wakes nobody', async () => {
  await recordList(db, '2026-09-01', FIVE);
  const [before, messages] = [await everything(), await count('outbox')];
  expect(await recordList(db, '2026-09-01', FIVE)).toMatchObject({ items: 5, recorded: 0, duplicates: 5 });
  expect(await recordList(db, '2026-09-01', FIVE)).toMatchObject({ items: 5, recorded: 0, duplicates: 5 });
  expect(await everything()).toEqual(before);
  expect(await count('outbox')).toBe(messages);
});

test('a row that was gone and comes back stands again', async () => {
  await recordList(db, '2026-09-01', FIVE);
  await recordList(db, '2026-10-01', FIVE.replace('\ne,55555555,30', ''));
  await recordList(db, '2026-11-01', FIVE);
  const last = async (day: string) => (await standing(day)).filter((said) => said.startsWith('5'));
  expect(await last('2026-09-30')).toEqual(['55555555 30']);
  expect(await last('2026-10-31')).toEqual([]);
  expect(await last('2026-11-01')).toEqual(['55555555 30']);
});

test('a list that has shrunk is held, with nothing stored, until a person takes it', async () => {
  await recordList(db, '2026-09-01', FIVE);
  const before = await everything();
  const three = FIVE.split('\n').slice(0, 3).join('\n');
  const held = recordList(db, '2026-10-01', three, { cursor: { at: 'October' } });
  await expect(held).rejects.toThrow(HeldEdition);
  await expect(held).rejects.toThrow(
    /^held: 3 rows where the edition of 2026-09-01 had 5, and at least 80 % .* ingest listed-homes --from <file> --accept-fewer$/,
  );
  expect(await everything()).toEqual(before);
  expect(await recordList(db, '2026-10-01', three, { acceptFewer: true })).toMatchObject({ recorded: 2 });
  expect(await standing('2026-10-01')).toHaveLength(3);
  await expect(recordList(db, '2026-11-01', 'a,11111111,30')).rejects.toThrow(/^held: 1 rows where/);
});

test('a list of fewer rows than are normal is held though it is the first', async () => {
  await expect(recordList(db, '2026-09-01', 'a,11111111,30')).rejects.toThrow(
    /^held: 1 rows where at least 2 are normal/,
  );
  expect(await count('table_row')).toBe(0);
});

test('an edition that is older than what is known is held, however it comes', async () => {
  await recordList(db, '2026-10-01', FIVE);
  const older = recordList(db, '2026-09-01', FIVE.replace('30', '99'), { acceptFewer: true });
  await expect(older).rejects.toThrow(/edition of 2026-09-01 is older than that of 2026-10-01/);
  expect(await standing('2026-10-01')).toContain('11111111 30');
});

test('a list that is issued twice under one date is read as corrected, and the next month follows it', async () => {
  await recordList(db, '2026-09-01', FIVE);
  for (const days of ['31', '32', '33']) {
    const corrected = FIVE.replace('11111111,30', `11111111,${days}`);
    expect(await recordList(db, '2026-09-01', corrected)).toMatchObject({ recorded: 1, duplicates: 4 });
    expect(await standing('2026-09-01')).toContain(`11111111 ${days}`);
  }
  await recordList(db, '2026-10-01', FIVE);
  expect(await standing('2026-10-01')).toContain('11111111 30');
});

test('a row that cannot be understood leaves what is known of it, and one without an id keeps all from being gone', async () => {
  await recordList(db, '2026-09-01', FIVE);
  const unread = FIVE.replace('b,22222222,30', 'b,22222222,?');
  expect(await recordList(db, '2026-10-01', unread)).toMatchObject({
    items: 5,
    duplicates: 4,
    refused: [{ item: 'row 2', reason: 'no number of days' }],
  });
  expect(await recordList(db, '2026-11-01', FIVE.replace('b,22222222,30', ',22222222,30'))).toMatchObject({
    items: 5,
    duplicates: 4,
    refused: [{ item: 'row 2', reason: 'no id' }],
  });
  expect(await standing('2026-11-01')).toHaveLength(5);
  expect(await recordList(db, '2026-12-01', FIVE)).toMatchObject({ items: 5, duplicates: 5 });
});

test('a row that is no longer for us is as good as gone', async () => {
  await recordList(db, '2026-09-01', FIVE);
  expect(await recordList(db, '2026-10-01', FIVE.replace('b,22222222,30', 'b,22222222,-'))).toMatchObject({
    items: 6,
    recorded: 1,
    duplicates: 4,
    ignored: { 'no days': 1 },
  });
  expect(await standing('2026-10-01')).toHaveLength(4);
});

test('an id that stands twice is one row where both say the same, and not understood where they differ', async () => {
  const twice = `${FIVE}\na,11111111,30\nb,22222222,99`;
  const report = await recordList(db, '2026-09-01', twice);
  expect(report).toMatchObject({
    items: 7,
    recorded: 4,
    ignored: { 'printed twice': 1, 'has the id of another row that differs': 1 },
    refused: [{ item: 'b', reason: 'rows with this id differ' }],
  });
  expect(await standing('2026-09-01')).toEqual(['11111111 30', '33333333 30', '44444444 30', '55555555 30']);
  // A month later the copies are of rows that are held, and one of those reads in two ways.
  const later = `${FIVE}\na,11111111,30\nc,33333333,99`;
  expect(await recordList(db, '2026-10-01', later)).toMatchObject({
    items: 7,
    recorded: 1,
    duplicates: 3,
    ignored: { 'printed twice': 1, 'has the id of another row that differs': 1 },
    refused: [{ item: 'c', reason: 'rows with this id differ' }],
  });
  expect(await standing('2026-10-01')).toEqual([
    '11111111 30',
    '22222222 30',
    '33333333 30',
    '44444444 30',
    '55555555 30',
  ]);
});

test('a list of which the reading breaks off leaves nothing behind, and a NUL in it is no part of what it says', async () => {
  await recordList(db, '2026-09-01', FIVE);
  const before = await everything();
  function* breaksOff(): Generator<TableRecord> {
    for (let at = 0; at < 5_000; at += 1)
      yield { item: `row ${at}`, outcome: 'row', id: `${at}`, row: { number: '11111111', days: at } };
    throw new Error('the file ends in the middle');
  }
  await expect(recordList(db, '2026-10-01', FIVE, { records: breaksOff })).rejects.toThrow(
    'the file ends in the middle',
  );
  expect(await everything()).toEqual(before);
  expect(await recordList(db, '2026-10-01', FIVE.replace('a,', 'a\0,'))).toMatchObject({ duplicates: 5 });
});

test('a page in the place of the list is refused as a whole', async () => {
  await recordList(db, '2026-09-01', FIVE);
  const before = await everything();
  await expect(recordList(db, '2026-10-01', '<html>')).rejects.toThrow('a page instead of the list');
  expect(await everything()).toEqual(before);
});

test('only suppliers of whom a row changed are scored: those that somebody depends on, or that were scored before', async () => {
  await recordList(db, '2026-09-01', FIVE);
  await sql`delete from outbox`.execute(db);
  for (const [number, watched] of [
    ['11111111', true],
    ['22222222', true],
    ['33333333', false],
  ] as const) {
    const supplier = await db
      .insertInto('supplier')
      .values({ name: number, watched })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .updateTable('mention')
      .set({ supplier_id: supplier.id, outcome: 'matched' })
      .where('ref', '=', number)
      .execute();
  }
  const next = FIVE.replace('22222222,30', '22222222,31').replace('33333333,30', '33333333,31');
  await recordList(db, '2026-10-01', `${next}\ng,77777777,30`);
  const { rows } = await sql<{ queue: string; names: string[] }>`
    select queue, array_agg(coalesce(supplier.name, mention.name)) as names from outbox
    left join supplier on message::text like '%"' || supplier.id || '"%' and queue = 'score'
    left join mention on message::text like '%"' || mention.id || '"%' and queue = 'match'
    group by queue order by queue`.execute(db);
  expect(rows).toEqual([
    { queue: 'match', names: ['Home 77777777 Ltd'] },
    { queue: 'score', names: ['22222222'] },
  ]);
});

test('stopped at any row and started again, the state is what it had been without', async () => {
  const rows = (days: number) =>
    Array.from({ length: 1_200 }, (_, at) => `${at},${10_000_000 + at},${at % 3 === 0 ? days : 30}`).join(
      '\n',
    );
  await recordList(db, '2026-09-01', rows(30));
  const stopAfter = async (changes: number) => {
    let left = changes;
    const opened = { url: 'https://list.example/2026-10-01' };
    await expect(
      recordList(db, '2026-10-01', rows(40), {
        says: (_, after, edition) => {
          if (left === 0) throw new Error('killed');
          left -= 1;
          const { number } = after as { number: string };
          return {
            withdrawn: [number],
            observations: [
              {
                ref: number,
                occurredOn: '2026-10-01',
                publishedAt: edition.publishedAt,
                url: opened.url,
                quote: null,
                about: { name: `Home ${number} Ltd`, ref: null, printedRef: number, postcode: null },
                content: { kind: 'public-report', type: 'killed', what: 'never to be seen' },
              },
            ],
          };
        },
      }),
    ).rejects.toThrow('killed');
  };
  const before = await everything();
  for (const changes of [0, 1, 399]) {
    await stopAfter(changes);
    expect(await everything()).toEqual(before);
  }
  expect(await recordList(db, '2026-10-01', rows(40))).toMatchObject({ recorded: 400, duplicates: 800 });
});

test('whatever editions come, what stands is what the last one says, and every row has one outcome', async () => {
  const line = fc.record({
    id: fc.integer({ min: 1, max: 9 }),
    days: fc.constantFrom('30', '40', '50'),
  });
  const edition = fc.array(line, { minLength: 1, maxLength: 12 });
  let month = 0;
  const known = new Map<number, string>();
  await fc.assert(
    fc.asyncProperty(fc.array(edition, { minLength: 1, maxLength: 3 }), async (editions) => {
      for (const rows of editions) {
        month += 1;
        const issued = `${2027 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
        const lines = rows.map(({ id, days }) => `${id},1000000${id},${days}`).join('\n');
        const report = await recordList(db, issued, lines, { acceptFewer: true });
        const { items, recorded, duplicates, ignored, refused } = report;
        const others = Object.values(ignored).reduce((sum, each) => sum + each, 0);
        expect(recorded + duplicates + others + refused.length).toBe(items);
        for (let id = 1; id <= 9; id += 1) {
          const said = new Set(rows.filter((row) => row.id === id).map(({ days }) => days));
          const [days] = said;
          if (days === undefined) known.delete(id);
          // What reads in two ways leaves what was known of it.
          else if (said.size === 1) known.set(id, days);
        }
        const expected = [...known].map(([id, days]) => `1000000${id} ${days}`).sort();
        expect(await standing(issued)).toEqual(expected);
        expect(await count('table_row')).toBe(known.size);
      }
    }),
    { numRuns: 25, seed: 10, endOnFailure: true },
  );
});
