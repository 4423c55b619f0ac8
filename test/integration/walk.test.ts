import {
  findDueTroubles,
  findTroubledItems,
  findTroubles,
  noteTrouble,
  openDatabase,
  readCursor,
  trimTroubles,
  type Db,
} from '@tocsin/db';
import {
  defineSource,
  UnreadableDocument,
  type DocumentSource,
  type Step,
  type SourceDocument,
} from '@tocsin/sources';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openWalk } from '../../services/ingest/src/walk.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

let database: FreshDatabase;
let db: Db;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

/** How a publisher answers one item: well, with something that cannot be read, not at all, or as it was before. */
type Answer = 'read' | 'unreadable' | 'refused' | 'settled';

const mixed = fc.array(fc.constantFrom<Answer>('read', 'read', 'read', 'unreadable', 'refused', 'settled'), {
  maxLength: 40,
});
/** Stretches of the same answer: a publisher that is down, or has changed all its pages. */
const stretches = fc
  .array(
    fc.tuple(fc.constantFrom<Answer>('read', 'unreadable', 'refused'), fc.integer({ min: 1, max: 24 })),
    {
      maxLength: 4,
    },
  )
  .map((parts) => parts.flatMap(([answer, times]) => Array<Answer>(times).fill(answer)));

const failed = (answer: Answer | undefined) => answer === 'unreadable' || answer === 'refused';

/** How many answers are taken before a run stops by itself. */
function takenOf(answers: readonly Answer[]): number {
  const stop = answers.findIndex((_, at) => {
    const soFar = answers.slice(0, at + 1);
    const inARow = soFar.length >= 20 && soFar.slice(-20).every(failed);
    const failures = soFar.filter(failed).length;
    return inARow || (soFar.length >= 100 && failures > soFar.length * 0.2 && failed(answers[at]));
  });
  return stop === -1 ? answers.length : stop + 1;
}

async function* stepsOf(id: string, answers: readonly Answer[]): AsyncGenerator<Step<number>, number | null> {
  for (const [at, answer] of answers.entries()) {
    const item = `${id}/${at}`;
    if (answer === 'settled') yield { settled: item };
    else if (answer === 'refused') yield { trouble: { item, reason: `410 from ${item}` }, cursor: at + 1 };
    else yield { document: documentOf(item, answer === 'read' ? 'x' : ''), item, cursor: at + 1 };
  }
  return null;
}

function documentOf(url: string, text: string): SourceDocument {
  const body = new TextEncoder().encode(text);
  return { url, retrievedAt: '2026-11-23T22:00:00.000Z', contentType: null, body, status: 200 };
}

function sourceOf(id: string): DocumentSource<number> {
  return defineSource({
    id,
    title: 'A made-up publisher',
    publisher: 'Nobody',
    homepage: 'https://example.org',
    licence: 'none',
    description: 'Made up.',
    schedule: 'manual',
    promise: { minutes: 60 },
    pace: { requests: 1, perSeconds: 1 },
    expect: { min: 0, max: 1_000 },
    needs: [],
    covers: [],
    cursor: z.number(),
    fetch: () => stepsOf(id, []),
    *parse({ url, body }: SourceDocument) {
      if (body.length === 0) throw new UnreadableDocument('an empty answer');
      yield { item: url, outcome: 'ignored', reason: 'read' };
    },
  });
}

let sources = 0;

test('of every sequence of answers each item is read or in trouble, and what was in trouble is read later', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(mixed, stretches), async (answers) => {
      sources += 1;
      const id = `made-up-${sources}`;
      const source = sourceOf(id);
      const taken = answers.slice(0, takenOf(answers));
      const names = (of: (answer: Answer) => boolean) =>
        taken.flatMap((answer, at) => (of(answer) ? [`${id}/${at}`] : [])).sort((a, b) => a.localeCompare(b));

      const asksAgainFor = () => true;
      const walk = await openWalk(db, source, () => '2026-11-23T22:00:00.000Z', { asksAgainFor });
      const outcome = await walk.steps(stepsOf(id, answers)).then(
        () => 'went through',
        (error: unknown) => (error instanceof Error ? error.message.replace(/[ ,].*/, '') : ''),
      );
      const isBlind = taken.length > 0 && taken.every(failed);
      const isStopped = taken.length < answers.length || stopsAtTheEnd(answers);
      expect(outcome).toBe(isStopped ? 'stopped' : isBlind ? 'nothing' : 'went through');

      const open = await findTroubles(db, 1_000, id);
      expect(open.map(({ item }) => item).sort((a, b) => a.localeCompare(b))).toEqual(names(failed));
      const archived = await db.selectFrom('document').select('url').where('source_id', '=', id).execute();
      expect(archived.map(({ url }) => url).sort((a, b) => a.localeCompare(b))).toEqual(
        names((answer) => answer === 'read' || answer === 'unreadable'),
      );
      const last = taken.findLastIndex((answer) => answer !== 'settled');
      expect(await readCursor(db, id)).toEqual(last === -1 ? null : last + 1);

      const later = await openWalk(db, source, () => '2026-11-24T22:00:00.000Z');
      for (let runs = 0; runs * 50 < open.length; runs += 1) await later.again(readAgain);
      expect(await findTroubles(db, 1_000, id)).toEqual([]);
    }),
    { numRuns: 10 },
  );
});

test('of documents that are recorded together one that Postgres refuses is said, the others are kept and the cursor goes on', async () => {
  const id = 'stored-together';
  const source: DocumentSource<number> = {
    ...sourceOf(id),
    *parse({ url }: SourceDocument) {
      const look = { topics: ['charges' as const], at: url.endsWith('/2') ? 'never' : NOW };
      const about = { name: url, printedRef: null, ref: null, postcode: null };
      yield { item: url, outcome: 'ignored', reason: 'read', looks: [{ ...look, about }] };
    },
  };
  const walk = await openWalk(db, source, () => NOW);
  const answers: Answer[] = ['read', 'read', 'read', 'read'];
  await walk.steps(stepsOf(id, answers));
  const { rows } = await sql<{ name: string }>`select name from look join mention on mention.id = mention_id
    where source_id = ${id} order by name`.execute(db);
  expect(rows.map(({ name }) => name)).toEqual([`${id}/0`, `${id}/1`, `${id}/3`]);
  expect(await readCursor(db, id)).toBe(4);
  const { items, ignored, refused } = await walk.report();
  expect({ items, ignored, refused }).toMatchObject({
    items: 4,
    ignored: { read: 3 },
    refused: [{ item: `${id}/2`, reason: expect.stringContaining('timestamp') }],
  });
});

test('what waits to be recorded is recorded before a source asks who comes next, and when it fails', async () => {
  const id = 'waits-for-more';
  const archived = async () =>
    (await db.selectFrom('document').select('url').where('source_id', '=', id).execute()).length;
  const seen: number[] = [];
  const walk = await openWalk(db, sourceOf(id), () => NOW);
  async function* steps(): AsyncGenerator<Step<number>, null> {
    yield { document: documentOf('one', 'x'), cursor: 1 };
    yield { document: documentOf('two', 'x'), cursor: 2 };
    seen.push(await archived());
    await walk.recordHeld();
    seen.push(await archived());
    yield { document: documentOf('three', 'x'), cursor: 3 };
    throw new Error('the publisher is gone');
  }
  await expect(walk.steps(steps())).rejects.toThrow('gone');
  expect([...seen, await archived()]).toEqual([0, 2, 3]);
  expect(await readCursor(db, id)).toBe(3);
});

test('of what cannot be read and cannot be asked for alone no cursor is saved, and the run is no look at anybody', async () => {
  const walk = await openWalk(db, sourceOf('by-mark'), () => NOW);
  const last = await walk.steps(stepsOf('by-mark', ['read', 'unreadable', 'read', 'refused']));
  expect(last).toBeNull();
  expect(await readCursor(db, 'by-mark')).toBe(1);
  expect(await walk.report()).toMatchObject({ documents: 2, troubles: 2, incomplete: true });
});

/** A run that stops at its very last answer has taken them all. */
function stopsAtTheEnd(answers: readonly Answer[]): boolean {
  return takenOf([...answers, 'read']) === answers.length && answers.length > 0;
}

async function* readAgain(item: string): AsyncGenerator<Step, void> {
  yield { document: documentOf(item, 'x'), item };
}

const NOW = '2026-11-24T22:00:00.000Z';

/** What could not be had an hour ago; `due` is when it is tried again, null for left to a person. */
async function trouble(source: string, item: string, due: string | null, hides = false): Promise<void> {
  const about = { source, item, hides, reason: '503', at: '2026-11-24T21:00:00.000Z', later: () => due };
  await db.transaction().execute((trx) => noteTrouble(trx, about));
}

test('what has been due the longest is asked for first, and what is not due or left to a person is not', async () => {
  await trouble('waits', 'late', '2026-11-24T21:59:00.000Z');
  await trouble('waits', 'longest', '2026-11-22T09:00:00.000Z');
  await trouble('waits', 'long', '2026-11-23T09:00:00.000Z');
  await trouble('waits', 'tomorrow', '2026-11-25T09:00:00.000Z');
  await trouble('waits', 'left', null);
  const due = async (limit: number) =>
    (await findDueTroubles(db, 'waits', NOW, limit)).map(({ item }) => item);
  expect(await due(10)).toEqual(['longest', 'long', 'late']);
  expect(await due(2)).toEqual(['longest', 'long']);
});

test('five in a row that still cannot be had end the asking again, and one that can begins the count anew', async () => {
  const items = Array.from({ length: 15 }, (_, at) => `item ${String(at).padStart(2, '0')}`);
  for (const item of items) await trouble('still-down', item, '2026-11-24T21:59:00.000Z');
  const asked: string[] = [];
  async function* answer(item: string): AsyncGenerator<Step, void> {
    asked.push(item);
    if (item === 'item 03') yield { document: documentOf(item, 'x'), item };
    else yield { trouble: { item, reason: '503' } };
  }
  await (await openWalk(db, sourceOf('still-down'), () => NOW)).again(answer);
  expect(asked).toEqual(items.slice(0, 9));
});

test('fifty that are due are asked for again in a run, and the others in the next', async () => {
  const items = Array.from({ length: 53 }, (_, at) => `item ${String(at).padStart(2, '0')}`);
  for (const item of items) await trouble('many-due', item, '2026-11-24T21:59:00.000Z');
  const askedInARun = async () => {
    const asked: string[] = [];
    await (
      await openWalk(db, sourceOf('many-due'), () => NOW)
    ).again(async function* (item) {
      asked.push(item);
      yield { document: documentOf(item, 'x'), item };
    });
    return asked;
  };
  expect(await askedInARun()).toEqual(items.slice(0, 50));
  expect(await askedInARun()).toEqual(items.slice(50));
});

test('a run is incomplete while a list waits to be read again: not for an item, nor once the list is left to a person', async () => {
  const isIncomplete = async () =>
    (await (await openWalk(db, sourceOf('of-lists'), () => NOW)).report()).incomplete ?? false;
  await trouble('of-lists', 'item', '2026-11-25T09:00:00.000Z');
  expect(await isIncomplete()).toBe(false);
  await trouble('of-lists', 'page 2', '2026-11-25T09:00:00.000Z', true);
  expect(await isIncomplete()).toBe(true);
  await trouble('of-lists', 'page 2', null, true);
  expect(await isIncomplete()).toBe(false);
});

test('what was read after all is dropped in time; what was settled lately stays, and so does what is still in trouble', async () => {
  for (const item of ['long ago', 'lately', 'open']) await trouble('trimmed', item, null);
  for (const [item, days] of [
    ['long ago', 31],
    ['lately', 29],
  ] as const) {
    const ago = sql<string>`now() - ${days} * interval '1 day'`;
    await db.updateTable('source_trouble').set({ settled_at: ago }).where('item', '=', item).execute();
  }
  expect(await trimTroubles(db, 30)).toBe(1);
  const kept = await db
    .selectFrom('source_trouble')
    .select('item')
    .where('source_id', '=', 'trimmed')
    .execute();
  expect(kept.map(({ item }) => item).sort()).toEqual(['lately', 'open']);
  expect(await findTroubledItems(db, 'trimmed')).toEqual(new Set(['open']));
});
