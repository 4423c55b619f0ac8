import { enqueue, findStanding, openFor, privateTables, roles, startRun, type Db } from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await asProgram('scoring', (db) => saveTestCouncils(db));
});
afterAll(() => database.drop());

/** What a program is, whose address signs in as the owner of everything. */
async function asProgram<T>(program: Parameters<typeof openFor>[0], ask: (db: Db) => Promise<T>): Promise<T> {
  const db = openFor(program, database.adminUrl, { max: 1 });
  try {
    return await ask(db);
  } finally {
    await db.destroy();
  }
}

const whoAmI = async (db: Db) =>
  (await sql<{ role: string }>`select current_user::text as role`.execute(db)).rows[0]?.role;

test.each(['ingest', 'scoring', 'notifier', 'command line'] as const)(
  '%s serves all councils, as the worker and not as whoever it signs in as',
  async (program) => {
    await asProgram(program, async (db) => {
      expect(await whoAmI(db)).toBe('tocsin_worker');
      const seen = await db.selectFrom('recipient').select('council').orderBy('council').execute();
      expect(seen.map(({ council }) => council)).toEqual([councilB.gss, councilA.gss]);
    });
  },
);

test('the roles that programs may take are those that the database knows, and no other', async () => {
  await asProgram('national', async (db) => {
    const known = await sql<{ role: string }>`
      select rolname as role from pg_roles where starts_with(rolname, 'tocsin_') order by rolname`.execute(
      db,
    );
    expect(known.rows.map(({ role }) => role)).toEqual(roles.toSorted());
  });
});

test('the pages see the rows of no council before they act for one', async () => {
  await asProgram('pages', async (db) => {
    expect(await whoAmI(db)).toBe('tocsin_web');
    expect(await db.selectFrom('recipient').select('council').execute()).toEqual([]);
    await expect(db.selectFrom('national_private').selectAll().execute()).rejects.toThrow(
      /permission denied/,
    );
  });
});

test('the view of all councils reads what was let out of them together, and none of their tables', async () => {
  await asProgram('national', async (db) => {
    expect(await whoAmI(db)).toBe('tocsin_national');
    expect(await db.selectFrom('national_private').selectAll().execute()).toEqual([]);
    for (const table of privateTables)
      await expect(sql`select 1 from ${sql.table(table)}`.execute(db)).rejects.toThrow(/permission denied/);
  });
});

test('the operator sees how queues and sources stand and why messages were put aside, and nothing of what they are about', async () => {
  await asProgram('command line', async (db) => {
    await db.transaction().execute((trx) => enqueue(trx, 'ingest', { v: 1, sourceId: 'find-a-tender' }));
    await sql`insert into outbox (queue, message, dead_at, dead_reason) values ('deliver', '{}', now(), 'given-up')`.execute(
      db,
    );
    await startRun(db, 'find-a-tender', 'schedule');
  });
  await asProgram('operator', async (db) => {
    expect(await whoAmI(db)).toBe('tocsin_operator');
    expect(await findStanding(db)).toMatchObject({
      queues: [{ queue: 'ingest', open: 1 }],
      putAside: [{ queue: 'deliver', reason: 'given-up', messages: 1 }],
      sources: [{ source: 'find-a-tender', outcome: 'running', openTroubles: 0 }],
      hostsInTrouble: 0,
    });
    const texts = ['outbox.message', 'source_run.error', 'source_trouble.reason', 'provider_trouble.host'];
    // The operator decides about contested facts, and reads neither who contests one nor for which council.
    texts.push(
      'contest.council',
      'contest.by_whom',
      'audit.actor',
      'audit.detail',
      'audit_checkpoint.last_id',
    );
    for (const text of texts) {
      const [table = '', column = ''] = text.split('.');
      await expect(sql`select ${sql.ref(column)} from ${sql.table(table)}`.execute(db)).rejects.toThrow(
        /permission denied/,
      );
    }
    const counted = ['contest', 'audit', 'audit_checkpoint', 'delivery'];
    const closed = privateTables.filter((table) => !counted.includes(table));
    for (const table of [...closed, 'council', 'supplier', 'document'])
      await expect(sql`select from ${sql.table(table)}`.execute(db)).rejects.toThrow(/permission denied/);
    await expect(db.deleteFrom('outbox').execute()).rejects.toThrow(/permission denied/);
  });
});
