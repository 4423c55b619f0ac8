import {
  asCouncil,
  enqueueScoring,
  findRegisterUploads,
  finishMessage,
  openDatabase,
  saveRegister,
  undoRegister,
  type Db,
  type NewRegisterLine,
} from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import { parseMessage } from '@tocsin/messages';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { matchSuppliers } from '../../services/ingest/src/match.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { saveTestSupplier } from '../support/system-private.ts';

const TODAY = '2026-11-23';
const LINES = 1_001;

let database: FreshDatabase;
let worker: Db;
let web: Db;
beforeEach(async () => {
  database = await freshDatabase();
  worker = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 2 });
  await saveTestCouncils(worker);
});
afterEach(async () => {
  await worker.destroy();
  await web.destroy();
  await database.drop();
});

function lineOf(row: number, number: string | null): NewRegisterLine {
  const said = { startsOn: null, endsOn: null, owner: null, service: null, details: {} } as const;
  return {
    row,
    supplierName: `Made-up Provider ${row % LINES} Ltd`,
    printedRef: number && `GB-COH-${number}`,
    ref: number === null ? null : { scheme: 'GB-COH', id: CompanyNumber.parse(number) },
    title: `Contract ${row}`,
    valuePence: 100_000,
    vat: 'unknown',
    criticality: 'unknown',
    regime: 'unknown',
    ...said,
  };
}

/** Every line names another company; one more names the first of them, and prints no number. */
function manyLines(first: number): NewRegisterLine[] {
  const lines = Array.from({ length: LINES }, (_, at) => lineOf(at + 1, String(first + at)));
  return [...lines, lineOf(LINES + 1, null)];
}

async function handIn(fileName: string, lines: readonly NewRegisterLine[]): Promise<string> {
  const about = { fileName, sha256: fileName.padEnd(64, '0'), uploadedBy: 'officer', columns: null };
  const id = await asCouncil(web, councilA.gss, (trx) =>
    saveRegister(trx, { council: councilA.gss, ...about, lines }),
  );
  return id ?? '';
}

/** Handles the next message that asks for matching, as its service would; false where none waits. */
async function matchNext({ fails = false } = {}): Promise<boolean> {
  const next = await worker
    .selectFrom('outbox')
    .select(['id', 'message'])
    .where('queue', '=', 'match')
    .where('done_at', 'is', null)
    .orderBy('priority')
    .orderBy('id')
    .executeTakeFirst();
  if (!next) return false;
  const work = {
    message: parseMessage('match', next.message),
    outboxId: next.id,
    afterDeath: false,
    async finish(trx: Parameters<typeof finishMessage>[0]) {
      if (fails) throw new Error('the process died');
      await finishMessage(trx, next.id);
    },
  };
  await matchSuppliers(worker, work, () => TODAY);
  return true;
}

async function matchAll(): Promise<void> {
  while (await matchNext());
}

async function uploads() {
  const found = await asCouncil(web, councilA.gss, (trx) => findRegisterUploads(trx, 10));
  return found.map(({ fileName, undoneAt, waits, looked, matched }) => ({
    fileName,
    stands: waits ? 'waits' : undoneAt === null ? 'in force' : 'not in force',
    looked,
    matched,
  }));
}

async function watched(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from supplier where watched`.execute(
    worker,
  );
  return rows[0]?.n ?? 0;
}

test('a register stays in force, and its suppliers watched, until every line of the one that replaces it is matched', async () => {
  await handIn('former', [lineOf(1, '98000001')]);
  await matchAll();
  await handIn('next', manyLines(97_000_000));
  const seen: number[] = [];
  for (;;) {
    const [next, former] = await uploads();
    if (next?.stands === 'in force') break;
    expect(former).toMatchObject({ fileName: 'former', stands: 'in force', matched: 1 });
    expect(await watched()).toBe(1);
    seen.push(next?.looked ?? -1);
    await matchNext();
  }
  expect(seen).toEqual([0, 500, 1_000]);
  await matchAll();
  expect(await uploads()).toEqual([
    { fileName: 'next', stands: 'in force', looked: LINES + 1, matched: LINES + 1 },
    { fileName: 'former', stands: 'not in force', looked: 1, matched: 1 },
  ]);
  expect(await watched()).toBe(LINES);
});

test('a part of a large register that fails changes nothing, and is what the next try does', async () => {
  await handIn('first', manyLines(97_000_000));
  await matchNext();
  await expect(matchNext({ fails: true })).rejects.toThrow('the process died');
  expect(await uploads()).toMatchObject([{ stands: 'in force', looked: 500 }]);
  await matchAll();
  expect(await uploads()).toMatchObject([{ looked: LINES + 1, matched: LINES + 1 }]);
  expect(await watched()).toBe(LINES);
});

test('a supplier whom a register names too is scored at once when there is news of it, not after the register', async () => {
  await handIn('first', manyLines(97_000_000));
  await matchAll();
  const petitioned = await saveTestSupplier(worker, '97000000');
  await worker.transaction().execute((trx) => enqueueScoring(trx, [petitioned], null));
  const { rows } = await sql<{ priority: number; suppliers: number }>`
    select priority, jsonb_array_length(message -> 'supplierIds') as suppliers from outbox
    where queue = 'score' order by priority, id`.execute(worker);
  expect(rows[0]).toEqual({ priority: 0, suppliers: 1 });
  expect(rows.slice(1).every(({ priority, suppliers }) => priority > 0 && suppliers <= 500)).toBe(true);
  expect(rows.slice(1).reduce((sum, { suppliers }) => sum + suppliers, 0)).toBe(LINES);
});

test('a register that is undone while it is being matched never comes into force', async () => {
  await handIn('former', [lineOf(1, '98000001')]);
  await matchAll();
  const id = await handIn('next', manyLines(97_000_000));
  await matchNext();
  expect(await asCouncil(web, councilA.gss, (trx) => undoRegister(trx, councilA.gss, id, 'officer'))).toBe(
    true,
  );
  await matchAll();
  expect((await uploads()).map(({ fileName, stands }) => ({ fileName, stands }))).toEqual([
    { fileName: 'next', stands: 'not in force' },
    { fileName: 'former', stands: 'in force' },
  ]);
  expect(await watched()).toBe(1);
});

test('of two registers handed in one after the other, the later comes into force and the one before never does', async () => {
  await handIn('former', [lineOf(1, '98000001')]);
  await matchAll();
  await handIn('between', manyLines(96_000_000));
  await handIn('later', manyLines(97_000_000));
  await matchAll();
  expect((await uploads()).map(({ fileName, stands }) => ({ fileName, stands }))).toEqual([
    { fileName: 'later', stands: 'in force' },
    { fileName: 'between', stands: 'not in force' },
    { fileName: 'former', stands: 'not in force' },
  ]);
});
