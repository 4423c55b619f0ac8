import { openDatabase } from '@tocsin/db';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { openPages } from '../support/pages-app.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { raiseTestAlerts, saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';
import { startSystem, TODAY } from '../support/system.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A council that was told of one alert, and what its pages say. */
async function told() {
  const system = await startSystem();
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  const supplierId = await saveTestSupplier(system.db, '99000001');
  const assessmentId = await saveTestAssessment(system.db, supplierId, '2026-11-23');
  const about = { council: councilA.gss, supplierId, assessmentId };
  const [id = ''] = await raiseTestAlerts(system.db, about, ['band:severe:1']);
  await system.settled();
  const pages = await openPages(system.database, TODAY);
  closing.push(pages.stop);
  const read = async (url: string, council = councilA.gss) =>
    (await pages.app.inject({ url, cookies: { tocsin_council: council } })).body;
  return { system, id, read };
}

test('a council that nobody can be told at reads so on its own pages, and no other council does', async () => {
  const { system, id, read } = await told();
  const nobody = /Nobody at .+ is told of alerts/;
  expect(await read('/alerts')).not.toMatch(nobody);
  await system.db
    .updateTable('delivery')
    .set({ status: 'permanent-failure', last_error: '550 no such user' })
    .execute();
  for (const url of ['/alerts', '/deliveries'])
    expect(await read(url)).toMatch(/Nobody at .+ is told of alerts:<\/strong> no message reaches/);
  expect(await read(`/alerts/${id}`)).toContain('No message of this alert has reached anybody');
  expect(await read('/deliveries')).toContain('550 no such user');
  for (const url of ['/alerts', '/deliveries'])
    expect(await read(url, councilB.gss)).not.toMatch(/no message reaches|no such user/);
  await system.db.updateTable('recipient').set({ active: false }).execute();
  for (const url of ['/alerts', '/deliveries', '/settings/council', `/alerts/${id}`])
    expect(await read(url)).toContain(`setup --council ${councilA.gss} --recipient`);
  const owner = openDatabase(system.database.adminUrl, { max: 1 });
  await owner.insertInto('telling_rule').values({ council: councilA.gss, inbox: 'a@b.example' }).execute();
  await owner.destroy();
  expect(await read('/alerts')).not.toMatch(nobody);
});

test('a page promises another try only while one is planned', async () => {
  const { system, id, read } = await told();
  await sql`update delivery set status = 'temporary-failure', tries = 40, next_try_at = now() + interval '1 hour',
    give_up_at = now() + interval '30 hours'`.execute(system.db);
  for (const url of [`/alerts/${id}`, '/deliveries'])
    expect(await read(url)).toContain('will be tried again by');
  await sql`update delivery set status = 'technical-failure', next_try_at = null`.execute(system.db);
  for (const url of [`/alerts/${id}`, '/deliveries']) {
    expect(await read(url)).not.toContain('tried again');
    expect(await read(url)).toContain('Not delivered and put aside');
  }
});
