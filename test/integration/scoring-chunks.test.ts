import {
  countOpen,
  enqueue,
  enqueueScoring,
  findCurrentAssessment,
  findDeadLetters,
  loadRegister,
  openDatabase,
  recordSpend,
  recordSpendFiles,
  type GivenSpend,
  type RegisterCompany,
} from '@tocsin/db';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { matchSuppliers } from '../../services/ingest/src/match.ts';
import { notify } from '../../services/notifier/src/notify.ts';
import { score } from '../../services/scoring/src/score.ts';
import { openGround, openRawQueue, type Ground } from '../support/faults.ts';
import { saveAdministration, saveController } from '../support/group-seed.ts';
import { givenSpend } from '../support/spend-files.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';
import { until } from '../support/system-wait.ts';

const TODAY = '2026-11-23';

let database: FreshDatabase;
let ground: Ground;
beforeEach(async () => {
  database = await freshDatabase();
  ground = await openGround({ database });
  await ground.startRelay();
  ground.startWorker('match', (work) => matchSuppliers(ground.db, work, () => TODAY));
  ground.startWorker('notify', (work) => notify(ground.db, work));
  ground.startWorker('score', (work) => score(ground.db, work, () => TODAY));
});
afterEach(() => ground.stop());

/** Settled, with the waits between the tries of a queue cut short. */
async function settledAtOnce(name: 'match' | 'score'): Promise<void> {
  const queue = openRawQueue(ground, name);
  await until(async () => {
    // One whose wait is over by itself has begun, and is promoted no more.
    for (const job of await queue.getDelayed()) await job.promote().catch(() => undefined);
    return (await countOpen(ground.db)) === 0;
  });
  await queue.close();
}

interface Asked {
  readonly messages: number;
  readonly suppliers: number;
}

/** Score messages so far, and the suppliers that they ask for, each as often as it was asked for. */
async function asked(): Promise<Asked> {
  const { rows } = await sql<Asked>`
    select count(*)::int as messages, coalesce(sum(jsonb_array_length(message -> 'supplierIds')), 0)::int as suppliers
    from outbox where queue = 'score'`.execute(ground.db);
  return rows[0] ?? { messages: 0, suppliers: 0 };
}

async function* registerOf(names: readonly string[]): AsyncGenerator<RegisterCompany[]> {
  yield names.map((name, at) => ({
    number: String(99_200_001 + at),
    name,
    previousNames: [],
    postcode: null,
    status: 'active',
    sicCodes: [],
  }));
}

/** Each month the council pays every supplier, under a name that is printed in two ways. */
function monthsOf(council: string, names: readonly string[]): GivenSpend[] {
  return ['08', '09', '10'].map((month, at) =>
    givenSpend(
      council,
      `https://www.example.gov.uk/${council}/2026-${month}.csv`,
      names.map((name, nth) => ({
        day: `${10 + (nth % 9)}/${month}/2026`,
        payee: at % 2 === 0 ? name : name.replace('LIMITED', 'Ltd'),
        net: '1200.00',
      })),
    ),
  );
}

test('a load has each of its suppliers assessed once, in few messages, and a second load of payments nobody', async () => {
  const names = Array.from({ length: 40 }, (_, at) => `EXAMPLE ${'ABCDEFGHIJ'[at % 10]}ORD ${at} LIMITED`);
  await saveTestCouncils(ground.db);
  await loadRegister(ground.db, 'test', registerOf(names));
  const files = [...monthsOf(councilA.gss, names), ...monthsOf(councilB.gss, names)];
  for await (const { refused } of recordSpendFiles(ground.db, files)) expect(refused).toEqual([]);
  await ground.settled();
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from current_assessment`.execute(
    ground.db,
  );
  expect(rows).toEqual([{ n: names.length }]);
  const first = await asked();
  expect(first.suppliers).toBe(names.length);
  expect(first.messages).toBeLessThanOrEqual(4);
  const later = givenSpend(
    councilA.gss,
    'https://www.example.gov.uk/later.csv',
    names.map((payee) => ({ day: '03/11/2026', payee, net: '99.00' })),
  );
  for await (const { recorded } of recordSpendFiles(ground.db, [later])) expect(recorded).toBe(names.length);
  await ground.settled();
  expect(await asked()).toEqual(first);
});

/** A file of one month, one payment a name. */
function paidIn(month: string, names: readonly string[]): GivenSpend {
  const lines = names.map((payee) => ({ day: `10/${month}`, payee, net: '1200.00' }));
  return givenSpend(councilA.gss, `https://www.example.gov.uk/${month.replace('/', '-')}.csv`, lines);
}

test.each(['assessed', 'waiting to be assessed'])(
  'a supplier that was first paid over a year ago is asked for once when it comes to be watched while %s',
  async (state) => {
    const names = ['EXAMPLE AMBERFORD LIMITED', 'EXAMPLE BEECHFORD LIMITED'];
    await saveTestCouncils(ground.db);
    await loadRegister(ground.db, 'test', registerOf(names));
    await recordSpend(ground.db, paidIn('10/2025', names));
    await ground.settled();
    const first = await asked();
    expect(first.suppliers).toBe(names.length);
    // No worker takes it up: it is held for one that is away.
    if (state !== 'assessed') await putBack();
    await recordSpend(ground.db, paidIn('10/2026', names));
    await matched();
    const { rows } = await sql`select from supplier where watched`.execute(ground.db);
    expect(rows).toHaveLength(names.length);
    expect(await asked()).toEqual(first);
  },
);

// What is handled already may tell councils before it sees that one more of them depends on the supplier.
test('a supplier that comes to be watched while it is being assessed is asked for once more', async () => {
  const names = ['EXAMPLE AMBERFORD LIMITED', 'EXAMPLE BEECHFORD LIMITED'];
  await saveTestCouncils(ground.db);
  await loadRegister(ground.db, 'test', registerOf(names));
  await recordSpend(ground.db, paidIn('10/2025', names));
  await ground.settled();
  expect((await asked()).suppliers).toBe(names.length);
  await putBack({ starts: 1 });
  await recordSpend(ground.db, paidIn('10/2026', names));
  await matched();
  expect((await asked()).suppliers).toBe(2 * names.length);
});

/** Makes the day's assessments undone: their messages wait for their turn, or for who began them, which is not now. */
async function putBack({ starts = 0 } = {}): Promise<void> {
  await sql`delete from current_assessment`.execute(ground.db);
  const later = sql`now() + interval '1 day'`;
  await sql`update outbox set done_at = null, starts = ${starts}, available_at = ${later},
    sent_at = ${starts > 0 ? sql`now()` : null}, lease_until = ${starts > 0 ? later : null}
    where queue = 'score'`.execute(ground.db);
}

async function matched(): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rows } = await sql`select from outbox where queue = 'match' and done_at is null`.execute(
          ground.db,
        );
        return rows.length;
      },
      { timeout: 20_000 },
    )
    .toBe(0);
}

test('suppliers judged together get the numbers and the facts that each would get alone', async () => {
  const numbers = Array.from({ length: 12 }, (_, at) => String(99_300_001 + at));
  const [parent = '', ...others] = numbers;
  const ids: string[] = [];
  for (const number of numbers) ids.push(await saveTestSupplier(ground.db, number));
  await saveAdministration(ground.db, parent, '2026-07-02T09:00:00Z');
  for (const [at, number] of others.entries())
    if (at % 2 === 0) await saveController(ground.db, number, { name: 'Example Parent Ltd', number: parent });
    else await saveAdministration(ground.db, number, '2026-08-02T09:00:00Z', '2026-09-01');
  await ground.settled();
  const stored = () =>
    ground.db
      .selectFrom('assessment')
      .select(['id', 'facts_hash', 'band', 'raw_score'])
      .orderBy('id')
      .execute();
  const scoreAll = async (together: number) => {
    await ground.db.transaction().execute((trx) => enqueueScoring(trx, ids, null, { together }));
    await ground.settled();
    return stored();
  };
  const inChunks = await scoreAll(500);
  expect(new Set(inChunks.map(({ band }) => band)).size).toBeGreaterThan(1);
  expect(await scoreAll(1)).toEqual(inChunks);
  expect(await scoreAll(5)).toEqual(inChunks);
});

test('one supplier that cannot be judged is put aside by itself, and the others of its chunk are assessed', async () => {
  const ids: string[] = [];
  for (const number of ['99400001', '99400002', '99400003'])
    ids.push(await saveTestSupplier(ground.db, number));
  await saveAdministration(ground.db, '99400002', '2026-07-02T09:00:00Z');
  await ground.settled();
  const owner = openDatabase(database.adminUrl, { max: 1 });
  await sql`update observation set content = '{"kind": "no such fact"}'`.execute(owner);
  await owner.destroy();
  await ground.db.transaction().execute((trx) => enqueueScoring(trx, ids, '2026-11-20', { together: 500 }));
  await settledAtOnce('score');
  const letters = await findDeadLetters(ground.db, 10);
  expect(letters.map(({ message }) => message)).toEqual([
    { v: 2, supplierIds: [ids[1]], asOf: '2026-11-20' },
  ]);
  const [first = '', , third = ''] = ids;
  expect(await findCurrentAssessment(ground.db, first)).toMatchObject({ as_of: '2026-11-20' });
  expect(await findCurrentAssessment(ground.db, third)).toMatchObject({ as_of: '2026-11-20' });
});

test('of assessments that are told of together, one that is not there is put aside by itself', async () => {
  const supplierId = await saveTestSupplier(ground.db, '99600001');
  await ground.db.transaction().execute((trx) => enqueueScoring(trx, [supplierId], null));
  await ground.settled();
  const id = (await findCurrentAssessment(ground.db, supplierId))?.id ?? '';
  const message = { v: 2 as const, assessmentIds: [id, '999999'] };
  await ground.db.transaction().execute((trx) => enqueue(trx, 'notify', message));
  await ground.settled();
  const letters = await findDeadLetters(ground.db, 10);
  expect(letters.map((letter) => letter.message)).toEqual([{ v: 2, assessmentIds: ['999999'] }]);
  const { rows } =
    await sql`select from outbox where queue = 'notify' and message = ${JSON.stringify({ v: 2, assessmentIds: [id] })}
    and done_at is not null`.execute(ground.db);
  expect(rows).not.toEqual([]);
});

test('of names that are matched together, one that cannot be is put aside by itself', async () => {
  const names = ['EXAMPLE AMBERFORD LIMITED', 'EXAMPLE BEECHFORD LIMITED'];
  await saveTestCouncils(ground.db);
  await loadRegister(ground.db, 'test', registerOf(names));
  const owner = openDatabase(database.adminUrl, { max: 1 });
  await sql`alter table mention add constraint unlucky check (name not like '%AMBER%' or outcome <> 'matched')`.execute(
    owner,
  );
  await owner.destroy();
  await recordSpend(ground.db, paidIn('10/2026', names));
  await settledAtOnce('match');
  expect(await findDeadLetters(ground.db, 10)).toHaveLength(1);
  const { rows } = await sql`select name, outcome from mention order by name`.execute(ground.db);
  expect(rows).toEqual([
    { name: names[0], outcome: 'waiting' },
    { name: names[1], outcome: 'matched' },
  ]);
});

test('a message about one supplier, as release 0.1.0 left it in the outbox, is understood', async () => {
  const supplierId = await saveTestSupplier(ground.db, '99500001');
  await sql`insert into outbox (queue, message)
    values ('score', ${JSON.stringify({ v: 1, supplierId, asOf: null })})`.execute(ground.db);
  await ground.settled();
  expect(await findCurrentAssessment(ground.db, supplierId)).toMatchObject({ as_of: TODAY });
});

test('whoever is never scored gets no assessment, and one from before stands no longer', async () => {
  const [partnership, company] = [
    await saveTestSupplier(ground.db, 'LP990001'),
    await saveTestSupplier(ground.db, '99000001'),
  ];
  await saveTestAssessment(ground.db, partnership, '2026-11-20');
  expect(await findCurrentAssessment(ground.db, partnership)).toBeDefined();
  await ground.db.transaction().execute((trx) => enqueueScoring(trx, [partnership, company], null));
  await ground.settled();
  expect(await findCurrentAssessment(ground.db, company)).toMatchObject({ as_of: TODAY });
  expect(await findCurrentAssessment(ground.db, partnership)).toBeUndefined();
});
