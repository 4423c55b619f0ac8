import { asCouncil, audit, findBrokenAudit, openDatabase, type Db } from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';

let database: FreshDatabase;
let worker: Db;
let web: Db;
let owner: Db;
beforeAll(async () => {
  database = await freshDatabase();
  worker = openDatabase(database.url, { role: 'tocsin_worker', max: 10 });
  web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 2 });
  owner = openDatabase(database.adminUrl, { max: 1 });
  await saveTestCouncils(worker);
  for (const subject of ['alert 1', 'alert 2', 'alert 3'])
    for (const council of [councilA.gss, councilB.gss, null])
      await worker.transaction().execute((trx) => audit(trx, entry(council, subject)));
});
afterAll(async () => {
  await Promise.all([worker, web, owner].map((db) => db.destroy()));
  await database.drop();
});

function entry(council: string | null, subject: string) {
  return { council, actor: 'officer', action: 'acknowledged alert', subject, detail: { note: 'seen' } };
}

/** What the check says of a log that somebody has changed; the change is undone. */
async function brokenBy(tamper: string, of: { readonly council: string | null }): Promise<string[]> {
  const trx = await owner.startTransaction().execute();
  try {
    const chain = sql`council is not distinct from ${of.council}`;
    await sql`${sql.raw(tamper)} where subject = 'alert 2' and ${chain}`.execute(trx);
    return await findBrokenAudit(trx);
  } finally {
    await trx.rollback().execute();
  }
}

async function idOf(council: string | null, subject: string): Promise<string> {
  const { id } = await owner
    .selectFrom('audit')
    .select('id')
    .where('subject', '=', subject)
    .where('council', 'is not distinct from', council)
    .executeTakeFirstOrThrow();
  return id;
}

test('entries of each council follow from one another, also when many are written at once', async () => {
  await Promise.all(
    Array.from({ length: 60 }, (_, at) =>
      worker
        .transaction()
        .execute((trx) =>
          audit(trx, entry([councilA.gss, councilB.gss, null][at % 3] ?? null, `deed ${at}`)),
        ),
    ),
  );
  await asCouncil(web, councilA.gss, (trx) => audit(trx, entry(councilA.gss, 'alert of the pages')));
  expect(await findBrokenAudit(owner)).toEqual([]);
  const { rows } = await sql<{ chains: number }>`
    select count(*)::int as chains from audit where previous_hash is null`.execute(owner);
  expect(rows).toEqual([{ chains: 3 }]);
});

test('the worker deletes no entry that is younger than seven years, and the pages none at all', async () => {
  const [before] = await countEntries();
  expect((await sql`delete from audit`.execute(worker)).numAffectedRows).toBe(0n);
  const asWeb = asCouncil(web, councilA.gss, (trx) => sql`delete from audit`.execute(trx));
  await expect(asWeb).rejects.toThrow(/permission denied/);
  expect(await countEntries()).toEqual([before]);
});

async function countEntries() {
  return (await sql`select count(*) from audit`.execute(owner)).rows;
}

test.each(['update audit set actor = actor', 'truncate audit'])('no service may %s', async (statement) => {
  const asWeb = asCouncil(web, councilA.gss, (trx) => sql.raw(statement).execute(trx));
  await expect(asWeb).rejects.toThrow(/permission denied/);
  await expect(sql.raw(statement).execute(worker)).rejects.toThrow(/permission denied/);
});

test.each([
  ['a changed word', `update audit set actor = 'somebody else'`],
  ['a changed time', `update audit set at = at - interval '1 day'`],
  ['a changed detail', `update audit set detail = '{"note":"never seen"}'`],
  ['an entry moved to another council', `update audit set council = '${councilB.gss}'`],
])('%s is found', async (_, tamper) => {
  expect(await brokenBy(tamper, { council: councilA.gss })).toContain(await idOf(councilA.gss, 'alert 2'));
  expect(await findBrokenAudit(owner)).toEqual([]);
});

test('a removed entry is found by the one after it', async () => {
  expect(await brokenBy('delete from audit', { council: null })).toEqual([await idOf(null, 'alert 3')]);
});

test('an entry that is changed and given a hash that fits it is found by the one after it', async () => {
  const refitted = `
    update audit set actor = 'somebody else', hash = encode(sha256(convert_to(concat_ws('|',
      coalesce(previous_hash, ''), at at time zone 'UTC', coalesce(council, ''), 'somebody else', action, subject,
      detail::text), 'UTF8')), 'hex')`;
  expect(await brokenBy(refitted, { council: councilA.gss })).toEqual([await idOf(councilA.gss, 'alert 3')]);
});
