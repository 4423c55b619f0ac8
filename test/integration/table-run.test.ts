import { readFileSync } from 'node:fs';
import { findLastRuns, findSourceStates, noteTrouble, openDatabase, saveCursor, type Db } from '@tocsin/db';
import { openHttp, openLogger, openMemoryLimiter, Refuse } from '@tocsin/runtime';
import { sourceById } from '@tocsin/sources';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ingestDocument } from '../../services/cli/src/ingest.ts';
import { runSource } from '../../services/ingest/src/run-source.ts';
import { virtualClock } from '../support/publishers/clock.ts';
import { serve } from '../support/publishers/server.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

const ID = 'payment-practices';
const body = readFileSync(
  new URL('../../packages/sources/src/fixtures/payment-practices.csv', import.meta.url),
);
let database: FreshDatabase;
let db: Db;
beforeEach(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

/** A publisher that knows by the ETag what it has sent. */
async function publisher(sends: () => Uint8Array | string = () => body) {
  let asked = 0;
  const server = await serve(({ headers }, response) => {
    asked += 1;
    const known = headers['if-none-match'] === '"october"';
    response.writeHead(known ? 304 : 200, { 'content-type': 'text/csv', etag: '"october"' });
    response.end(known ? undefined : sends());
  });
  return { ...server, asked: () => asked };
}

async function runOnSchedule(url: string): Promise<void> {
  const clock = virtualClock(Date.parse('2026-11-23T04:30:00Z'));
  await runSource(
    {
      db,
      logger: openLogger('test', 'silent'),
      now: () => new Date(clock.now()).toISOString(),
      setting: (name) => (name === 'PAYMENT_PRACTICES_URL' ? url : undefined),
      httpFor: ({ id, pace }) =>
        openHttp({ userAgent: 'Tocsin test', limiter: openMemoryLimiter(clock), bucket: id, pace, clock }),
    },
    { message: { v: 1, sourceId: ID }, outboxId: '1', afterDeath: false, finish: async () => undefined },
  );
}

async function stateOf() {
  return (await findSourceStates(db)).find(({ id }) => id === ID);
}

test('a list that is held fails its run and waits for a person, whose word counts from then on', async () => {
  const { url, close, asked } = await publisher();
  try {
    await expect(runOnSchedule(url)).rejects.toThrow(Refuse);
    expect(await stateOf()).toMatchObject({
      lastGoodAt: null,
      lastError: expect.stringMatching(/^held: 4 rows where at least 90,000 are normal/),
    });
    const source = sourceById(ID);
    if (!source) throw new Error('no source');
    const document = {
      url: 'export.csv',
      retrievedAt: '2026-11-22T12:00:00.000Z',
      contentType: 'text/csv',
      body,
    };
    expect(await ingestDocument(db, source, document, null)).toMatchObject({
      items: 1,
      refused: [{ reason: expect.stringContaining('--accept-fewer') }],
    });
    const taken = await ingestDocument(db, source, document, null, { acceptFewer: true });
    expect(taken).toMatchObject({ items: 7, recorded: 4, observations: 4 });

    await runOnSchedule(url);
    expect(await stateOf()).toMatchObject({ lastError: null, lastGoodAt: expect.any(String) });
    const [run] = await findLastRuns(db, 1);
    expect(run?.report).toMatchObject({ items: 7, recorded: 0, duplicates: 4 });

    await runOnSchedule(url);
    expect(asked()).toBe(3);
    expect((await findLastRuns(db, 1))[0]).toMatchObject({
      outcome: 'ok',
      report: { documents: 0, items: 0 },
    });
    const { rows } = await sql<{ days: string }>`
      select string_agg(content ->> 'averageDaysToPay', ' ' order by ref) as days from observation`.execute(
      db,
    );
    expect(rows).toEqual([{ days: '31 36 52 28' }]);
  } finally {
    await close();
  }
});

test('an answer that cannot be read is asked for again whole, however the publisher marks it', async () => {
  const { url, close } = await publisher(() => '<html>We are improving this service</html>');
  try {
    for (let run = 1; run <= 3; run += 1) {
      await expect(runOnSchedule(url)).rejects.toThrow('nothing could be read');
      expect(await stateOf()).toMatchObject({ lastGoodAt: null, lastError: expect.any(String) });
    }
  } finally {
    await close();
  }
});

test('of a list that was read and cannot be read now the mark of neither keeps it from being asked for', async () => {
  const { url, close } = await publisher(() => '<html>We are improving this service</html>');
  const cursor = { etag: '"october"' };
  await db.transaction().execute((trx) => saveCursor(trx, ID, cursor));
  const about = { source: ID, item: `${url}/export/csv/`, reason: 'no list', hides: true };
  await db
    .transaction()
    .execute((trx) => noteTrouble(trx, { ...about, at: '2026-11-22T04:30:00Z', later: () => null }));
  try {
    await expect(runOnSchedule(url)).rejects.toThrow('nothing could be read');
  } finally {
    await close();
  }
});

/** A month of care homes as the archive keeps it, which is read as the published one is. */
function careMonth(edition: string, active: readonly CareCells[], deactivated: readonly CareCells[]) {
  const lineOf = (list: string) => (cells: CareCells) =>
    JSON.stringify({ list, place: [`at ${cells['Location ID']}`], cells });
  const lines = [
    JSON.stringify({ edition }),
    ...active.map(lineOf('active')),
    ...deactivated.map(lineOf('deactivated')),
  ];
  return new TextEncoder().encode(lines.join('\n'));
}

type CareCells = Readonly<Record<string, string>>;

test('a month of care homes says what changed since the one before, and one that shrank is held', async () => {
  const source = sourceById('care-locations');
  if (!source) throw new Error('no source');
  const homes = Array.from({ length: 40 }, (_, at) => ({
    'Location ID': `1-99000${100 + at}`,
    'Location Name': `Home ${at}`,
    'Care home?': 'Y',
    'Care homes beds': '20',
    'Location Local Authority': 'Surrey',
    'Location Latest Overall Rating': 'Good',
    'Publication Date': '12/03/2025',
    'Provider Name': 'Example Care Homes Ltd',
    'Provider Companies House Number': '99000001',
  }));
  const take = (
    edition: string,
    active: readonly CareCells[],
    deactivated: readonly CareCells[] = [],
    how = {},
  ) =>
    ingestDocument(
      db,
      source,
      {
        url: `${edition}.zip`,
        retrievedAt: `${edition.slice(0, 7)}-02T06:00:00.000Z`,
        contentType: null,
        body: careMonth(edition, active, deactivated),
      },
      null,
      how,
    );
  expect(await take('2026-09-01', homes, [], { acceptFewer: true })).toMatchObject({
    items: 41,
    recorded: 40,
    refused: [],
  });

  const [gone, fallen, ...others] = homes;
  const next = [
    { ...fallen, 'Location Latest Overall Rating': 'Inadequate', 'Publication Date': '14/09/2026' },
    ...others,
  ];
  const closed = {
    'Location ID': gone?.['Location ID'] ?? '',
    'Care home?': 'Y',
    'Location Local Authority': 'Surrey',
    'Location HSCA End Date': '20/09/2026',
  };
  expect(await take('2026-10-01', next, [closed])).toMatchObject({
    recorded: 2,
    duplicates: 38,
    refused: [],
  });
  const { rows } = await sql<{ said: string }>`
    select concat_ws(' ', ref, content ->> 'state', content ->> 'rating', published_at) as said
    from observation where version = '2026-10-01' order by ref`.execute(db);
  expect(rows.map(({ said }) => said)).toEqual([
    '1-99000100 closed 2026-09-30 23:00:00+00',
    '1-99000101 registered inadequate 2026-09-13 23:00:00+00',
  ]);

  const short = await take('2026-11-01', next.slice(0, 32), [closed]);
  expect(short.refused[0]?.reason).toMatch(
    /^held: 34 rows where the edition of 2026-10-01 had 41, and at least 95 %/,
  );
  const { rows: kept } = await sql<{ kept: string }>`select distinct kept from document`.execute(db);
  expect(kept).toEqual([{ kept: 'members' }]);
});
