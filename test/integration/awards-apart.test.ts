import { openDatabase, recordDocument, type Db, type IngestReport } from '@tocsin/db';
import { documentSource } from '@tocsin/sources';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

const buyer = (name: string) => ({
  id: `GB-PPON-${name}`,
  name: `Example ${name} Council`,
  roles: ['buyer'],
});
const firm = (n: number) => ({ id: `GB-COH-9900110${n}`, name: `Example ${n} Ltd`, roles: ['supplier'] });

function release(id: string, council: string, n: number, pounds: number, given: object = {}) {
  return {
    ocid: 'ocds-h6vhtk-990200',
    id,
    date: `2026-0${id.slice(0, 1)}-03T10:00:00Z`,
    tag: ['award', 'contract'],
    parties: [buyer(council), firm(n)],
    awards: [
      {
        id: '1',
        status: 'active',
        suppliers: [{ id: firm(n).id }],
        value: { amount: pounds, currency: 'GBP' },
      },
    ],
    ...given,
  };
}

async function take(...releases: readonly object[]): Promise<IngestReport> {
  const source = documentSource('find-a-tender');
  const body = new TextEncoder().encode(JSON.stringify({ releases }));
  const document = { url: 'page', retrievedAt: '2026-11-01T05:00:00.000Z', contentType: null, body };
  return recordDocument(db, {
    ...document,
    sourceId: source.id,
    asOf: null,
    parse: () => source.parse(document),
  });
}

/** Every award with its buyer, its suppliers and its pounds. */
async function held() {
  const { rows } = await sql<{ award_id: string; buyers: string; suppliers: string; pounds: number | null }>`
    select award_id, (value_pence / 100)::int as pounds,
      (select string_agg(name, ', ' order by name) from award_buyer where award_buyer.award_id = award.id) as buyers,
      (select string_agg(name, ', ' order by name) from award_supplier join mention on mention.id = mention_id
        where award_supplier.award_id = award.id) as suppliers
    from award order by award.award_id`.execute(db);
  return rows.map(({ award_id, buyers, suppliers, pounds }) => [award_id, buyers, suppliers, pounds]);
}

const REGISTER = [
  release('1-2026', 'North', 1, 100),
  release('2-2026', 'South', 2, 250),
  release('3-2026', 'South', 3, 400),
  release('4-2026', 'South', 2, 300, { tag: ['awardUpdate'] }),
];
const TOLD_APART = [
  ['1', 'Example North Council', 'Example 1 Ltd', 100],
  ['1@2-2026', 'Example South Council', 'Example 2 Ltd', 300],
  ['1@3-2026', 'Example South Council', 'Example 3 Ltd', 400],
];

test('awards of several buyers and of one chain under one id are all kept, in whichever order they are read', async () => {
  for (const one of REGISTER) await take(one);
  expect(await held()).toEqual(TOLD_APART);
});

test('read backwards, or all on one page, they come to the same', async () => {
  for (const one of REGISTER.toReversed()) await take(one);
  expect(await held()).toEqual(TOLD_APART);
  const again = await take(...REGISTER);
  expect([again.recorded, again.duplicates]).toEqual([0, 4]);
  expect(await held()).toEqual(TOLD_APART);
});

test('an award keeps its row when releases are read again or later ones are added', async () => {
  await take(REGISTER[0]!);
  const row = () => db.selectFrom('award').select('id').where('award_id', '=', '1').executeTakeFirstOrThrow();
  const before = await row();
  await take(...REGISTER);
  expect(await row()).toEqual(before);
});

test('other words under the same id and date are kept as a version and said, whichever is read first', async () => {
  const [said, otherwise] = [release('1-2026', 'North', 1, 100), release('1-2026', 'North', 1, 175)];
  for (const [first, second] of [
    [said, otherwise],
    [otherwise, said],
  ]) {
    const ocid = `ocds-h6vhtk-99020${first === said ? 1 : 2}`;
    await take({ ...first, ocid });
    const report = await take({ ...second, ocid });
    expect(report.notes).toEqual({ 'said otherwise under the same id and date: both are kept': 1 });
    expect((await take({ ...second, ocid }, { ...first, ocid })).recorded).toBe(1);
  }
  const { rows } = await sql<{ sums: number[] }>`select array_agg((value_pence / 100)::int) as sums from award
    where award_id = '1' group by award_id`.execute(db);
  expect(new Set(rows[0]?.sums).size).toBe(1);
});

test('what is unusual in a record that was taken is said in the report', async () => {
  const report = await take(
    release('1-2026', 'North', 1, 100, {
      awards: [
        { id: '1', status: 'active' },
        { id: '2', status: 'active' },
      ],
      parties: [buyer('North'), firm(1), firm(2)],
    }),
    release('2-2026', 'South', 2, 0, {
      awards: [{ id: '9', suppliers: [firm(2)], value: { amount: 5, currency: 'EUR' } }],
    }),
  );
  expect(report.notes).toEqual({
    'award whose supplier is not stated': 2,
    'value in another currency: kept as it is, in no sum of pounds': 1,
  });
});
