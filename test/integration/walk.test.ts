import { findTroubles, openDatabase, readCursor, type Db } from '@tocsin/db';
import {
  defineSource,
  UnreadableDocument,
  type DocumentSource,
  type Step,
  type SourceDocument,
} from '@tocsin/sources';
import * as fc from 'fast-check';
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

      const walk = await openWalk(db, source, () => '2026-11-23T22:00:00.000Z');
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

/** A run that stops at its very last answer has taken them all. */
function stopsAtTheEnd(answers: readonly Answer[]): boolean {
  return takenOf([...answers, 'read']) === answers.length && answers.length > 0;
}

async function* readAgain(item: string): AsyncGenerator<Step, void> {
  yield { document: documentOf(item, 'x'), item };
}
