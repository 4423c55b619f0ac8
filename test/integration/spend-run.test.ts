import { openDatabase, recordSpendFiles, saveCouncils, type Db, type GivenSpend } from '@tocsin/db';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { onServer } from '../support/admin.ts';
import { givenSpend } from '../support/spend-files.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

const [LEEDS, SALFORD] = ['E08000035', 'E08000006'];

let database: FreshDatabase;
let db: Db;
beforeEach(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
  const other = { type: 'MD', region: null, county_gss: null, starts_on: null, ends_on: null };
  const councils = [LEEDS, SALFORD].map((gss) => ({
    gss,
    name: gss,
    ...other,
    replaced_by: [],
    alt_names: [],
  }));
  await db.transaction().execute((trx) => saveCouncils(trx, councils));
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

function month(council: string, name: string, payees: readonly string[]): GivenSpend {
  const lines = payees.map((payee) => ({ day: `${name}-05`, payee, net: '600.00' }));
  return givenSpend(council, `${council}-${name}.csv`, lines);
}

async function run(files: readonly GivenSpend[]): Promise<(number | string | undefined)[]> {
  const outcomes: (number | string | undefined)[] = [];
  for await (const { recorded, refused } of recordSpendFiles(db, files))
    outcomes.push(refused.length > 0 ? refused[0]?.reason.slice(0, 4) : recorded);
  return outcomes;
}

/** Payments by council and name, each tied to a mention that is there. */
async function stored(): Promise<Record<string, number>> {
  const { rows } = await sql<{ key: string; n: number }>`
    select council || ' ' || name as key, count(*)::int as n
    from payment join mention on mention.id = payment.mention_id group by 1 order by 1`.execute(db);
  return Object.fromEntries(rows.map(({ key, n }) => [key, n]));
}

const A = 'Example Amber Ltd';
const B = 'Example Beech Ltd';

test('files of one run share their mentions, and each new name is handed to matching once', async () => {
  expect(await run([month(LEEDS, '2026-01', [A, B]), month(SALFORD, '2026-01', [B, A, B])])).toEqual([2, 3]);
  expect(await stored()).toEqual({
    [`${SALFORD} ${A}`]: 1,
    [`${SALFORD} ${B}`]: 2,
    [`${LEEDS} ${A}`]: 1,
    [`${LEEDS} ${B}`]: 1,
  });
  const { rows } = await sql<{ ids: string[] }>`
    select message->'mentionIds' as ids from outbox where queue = 'match' and message ? 'mentionIds'`.execute(
    db,
  );
  expect(rows.flatMap(({ ids }) => ids)).toHaveLength(2);
});

test('a name that a held file was the first to print is written again by the file after it', async () => {
  const many = Array.from({ length: 8 }, () => B);
  const outcomes = await run([
    month(LEEDS, '2026-01', many),
    month(LEEDS, '2026-02', [A, A]),
    month(SALFORD, '2026-02', [A]),
  ]);
  expect(outcomes).toEqual([8, 'held', 1]);
  expect(await stored()).toEqual({ [`${LEEDS} ${B}`]: 8, [`${SALFORD} ${A}`]: 1 });
});

test('a file whose commit fails takes the file after it along, which may name what it wrote', async () => {
  await onServer(
    database.adminUrl,
    `create function refuse_leeds() returns trigger language plpgsql as $$
      begin if new.council = 'E08000035' then raise 'the disk is full'; end if; return null; end $$;
    create constraint trigger refuse_leeds after insert on spend_file deferrable initially deferred
      for each row execute function refuse_leeds()`,
  );
  await expect(run([month(LEEDS, '2026-01', [A]), month(SALFORD, '2026-01', [A])])).rejects.toThrow(
    'the disk is full',
  );
  expect(await stored()).toEqual({});
});
