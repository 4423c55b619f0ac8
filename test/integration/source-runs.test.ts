import {
  closeAbandonedRuns,
  countFailedRuns,
  emptyReport,
  failRun,
  findDeadLettersForAll,
  findLastGoodDays,
  findLastRuns,
  findSourcesAtWork,
  findSourcesOn,
  findSourceStates,
  findSourceYields,
  finishRun,
  readCursor,
  saveCursor,
  startRun,
  writeSetting,
  type IngestReport,
  type Trx,
} from '@tocsin/db';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';

let rows: Rows;
beforeEach(async () => {
  rows = await openRows();
});
afterEach(() => rows.close());

function inTrx<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
  return rows.db.transaction().execute(work);
}

const start = (source = 'one', trigger: 'schedule' | 'folder' = 'schedule') =>
  startRun(rows.db, source, trigger);
const finish = (run: string, source = 'one', said: Partial<IngestReport> = {}) =>
  inTrx((trx) => finishRun(trx, run, { ...emptyReport(source), ...said }));
const stateOf = async (id: string) => (await findSourceStates(rows.db)).find((state) => state.id === id);

test('a source goes on from where it alone stopped', async () => {
  expect(await readCursor(rows.db, 'one')).toBe(null);
  await inTrx((trx) => saveCursor(trx, 'one', { page: 1 }));
  await inTrx((trx) => saveCursor(trx, 'other', { page: 5 }));
  await inTrx((trx) => saveCursor(trx, 'one', { page: 2 }));
  expect(await readCursor(rows.db, 'one')).toEqual({ page: 2 });
});

test('only a run on schedule makes its source good, and closes what had failed', async () => {
  const failed = await start();
  await start('other');
  await failRun(rows.db, failed, 'one', 'answered 503');
  expect(await stateOf('one')).toMatchObject({ lastError: 'answered 503', lastGoodAt: null });
  expect(await stateOf('other')).toMatchObject({ lastError: null });
  await finish(await start('one', 'folder'));
  expect(await stateOf('one')).toMatchObject({ lastError: 'answered 503', lastGoodAt: null });
  await finish(await start());
  const good = await stateOf('one');
  expect(good).toMatchObject({ lastError: null, lastErrorAt: null });
  expect(good?.lastGoodAt).not.toBe(null);
  expect(await stateOf('other')).toMatchObject({ lastGoodAt: null });
  const outcomes = (await findLastRuns(rows.db, 5)).map(({ sourceId, trigger, outcome, error }) => [
    sourceId,
    trigger,
    outcome,
    error,
  ]);
  expect(outcomes).toEqual([
    ['one', 'schedule', 'ok', null],
    ['one', 'folder', 'ok', null],
    ['one', 'schedule', 'failed', 'answered 503'],
    ['other', 'schedule', 'running', null],
  ]);
  expect(await findLastRuns(rows.db, 1)).toHaveLength(2);
  await expect(finish('999999')).rejects.toThrow('there is no run 999999');
});

test('at work is a source with a run on schedule that is not closed; abandoned ones are closed for it alone', async () => {
  await finish(await start('finished'), 'finished');
  await start('by hand', 'folder');
  await start('other');
  await start();
  await start();
  expect((await findSourcesAtWork(rows.db)).toSorted()).toEqual(['one', 'other']);
  await start('one', 'folder');
  expect(await closeAbandonedRuns(rows.db, 'one')).toBe(2);
  expect(await closeAbandonedRuns(rows.db, 'by hand')).toBe(0);
  expect(await closeAbandonedRuns(rows.db, 'finished')).toBe(0);
  expect(await findSourcesAtWork(rows.db)).toEqual(['other']);
});

test('a source was last good on the day of its last whole run on schedule, by the end of a day', async () => {
  const run = async (
    source: string,
    finished: string,
    said: Partial<IngestReport> = {},
    trigger?: 'folder',
  ) => {
    const id = await start(source, trigger);
    await finish(id, source, said);
    await rows.db.updateTable('source_run').set({ finished_at: finished }).where('id', '=', id).execute();
  };
  await run('one', '2026-11-20T12:00:00Z');
  await run('one', '2026-11-21T23:59:59Z');
  await run('one', '2026-11-22T00:00:00Z');
  await run('incomplete', '2026-11-20T12:00:00Z', { incomplete: true });
  await run('by hand', '2026-11-20T12:00:00Z', {}, 'folder');
  const failed = await start('failed');
  await failRun(rows.db, failed, 'failed', 'answered 503');
  await rows.db
    .updateTable('source_run')
    .set({ finished_at: '2026-11-20T12:00:00Z' })
    .where('id', '=', failed)
    .execute();
  expect(Object.fromEntries(await findLastGoodDays(rows.db, '2026-11-21'))).toEqual({ one: '2026-11-21' });
  expect(Object.fromEntries(await findLastGoodDays(rows.db, '2026-11-22'))).toEqual({ one: '2026-11-22' });
});

test('failures are counted since the last good run of the source', async () => {
  const fail = async (source: string) => failRun(rows.db, await start(source), source, 'answered 503');
  await fail('one');
  expect(await countFailedRuns(rows.db, 'one')).toBe(1);
  await finish(await start());
  await fail('other');
  expect(await countFailedRuns(rows.db, 'one')).toBe(0);
  for (let nth = 0; nth < 3; nth += 1) await fail('one');
  expect(await countFailedRuns(rows.db, 'one')).toBe(3);
  for (let nth = 0; nth < 14; nth += 1) await fail('one');
  expect(await countFailedRuns(rows.db, 'one')).toBe(16);
});

test('of each source the stored observations count, payments of files in force, and the lag of the last month', async () => {
  const council = await rows.council();
  const kept = await rows.spendFile(council, '2026-01-01', '2026-01-31', { payments: 7 });
  await rows.spendFile(council, '2026-02-01', '2026-02-28', { payments: 5 });
  await rows.spendFile(council, '2026-03-01', '2026-03-31', { payments: 100, replaced_by: kept });
  const seen = async (observed: string, published: string) => {
    const { rows: times } = await sql<{ observed: string; published: string }>`
      select now() - ${observed}::interval as observed, now() - ${published}::interval as published`.execute(
      rows.db,
    );
    const [time] = times;
    await rows.observation({ observed_at: time?.observed ?? '', published_at: time?.published ?? '' });
  };
  await seen('10 days', '10 days 100 seconds');
  await seen('20 days', '20 days 300 seconds');
  await seen('31 days', '31 days 5 seconds');
  await seen('1 day', '9 days');
  const yields = await findSourceYields(rows.db);
  expect(yields.toSorted((a, b) => (a.source < b.source ? -1 : 1))).toEqual([
    { source: 'council-spend', observations: 12, medianLagSeconds: null },
    { source: 'gazette-insolvency', observations: 4, medianLagSeconds: 200 },
  ]);
});

test('what was put aside is told newest first, so much of it', async () => {
  const aside = async (at: string) => {
    const message = { queue: 'ingest', message: '{}' };
    const [row] = await rows.db.insertInto('outbox').values(message).returning('id').execute();
    const message_id = row?.id ?? '';
    await rows.db
      .insertInto('put_aside')
      .values({ message_id, queue: 'ingest', reason: 'failed-each-time', at })
      .execute();
    return message_id;
  };
  const [third, second, first, last] = [
    await aside('2026-01-02T00:00:00Z'),
    await aside('2026-01-03T00:00:00Z'),
    await aside('2026-01-03T00:00:00Z'),
    await aside('2026-01-01T00:00:00Z'),
  ];
  const told = async (limit: number) => (await findDeadLettersForAll(rows.db, limit)).map(({ id }) => id);
  expect(await told(9)).toEqual([first, second, third, last]);
  expect(await told(2)).toEqual([first, second]);
});

test('sources stand in the order of their names, and those are on that the set-up has switched on', async () => {
  await start('b');
  await start('a');
  expect((await findSourceStates(rows.db)).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(await findSourcesOn(rows.db)).toEqual([]);
  await inTrx((trx) => writeSetting(trx, 'sources', ['a', 5]));
  expect(await findSourcesOn(rows.db)).toEqual(['a']);
});
