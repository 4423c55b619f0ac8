import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';

// What Postgres stores as days, instants and sums, and what of it the code gets.

let rows: Rows;
beforeAll(async () => {
  rows = await openRows();
});
afterAll(() => rows.close());

async function read(value: string): Promise<unknown> {
  const { rows: found } = await sql<{ value: unknown }>`select ${sql.raw(value)} as value`.execute(rows.db);
  return found[0]?.value;
}

test('a sum of pence is a number, and one that numbers cannot hold exactly is refused', async () => {
  expect(await read('(select sum(pence) from (values (1::bigint), (2::bigint)) as paid (pence))')).toBe(3);
  expect(await read('9007199254740991::numeric')).toBe(9_007_199_254_740_991);
  await expect(read('9007199254740992::numeric')).rejects.toThrow(
    'amount beyond exact integers: 9007199254740992',
  );
});

test('a day stays the day that is printed, and an instant is told in UTC', async () => {
  expect(await read("date '2026-03-29'")).toBe('2026-03-29');
  expect(await read("timestamptz '2026-07-01 00:30:00+01'")).toBe('2026-06-30T23:30:00.000Z');
});
