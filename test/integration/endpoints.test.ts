import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { webhookSecret } from '@tocsin/channels';
import {
  addEndpoint,
  askForMissed,
  enqueueDelivering,
  asCouncil,
  findEndpoints,
  findStopped,
  keepReceipt,
  openDatabase,
  removeEndpoint,
  rotateSecret,
  setOwnTeams,
  type Db,
} from '@tocsin/db';
import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askNotify, takeAllReceipts } from '../../services/notifier/src/hear-notify.ts';
import { sendAllMissed } from '../../services/notifier/src/send-letters.ts';
import { seedPerson, seedTenant } from '../support/people-seed.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { raiseTestAlert, saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';
import { until } from '../support/system-wait.ts';
import { startSystem, type System } from '../support/system.ts';

// Programs of a council and what GOV.UK Notify reports, from the alert to the other side and back.

const signingKey = 'k'.repeat(32);
const gss = councilA.gss;
const at = '2026-11-23T12:00:00.000Z';
const heard: { readonly headers: Record<string, string>; readonly body: string }[] = [];
const answers = { webhook: 202, listing: '{"notifications":[]}' };
let system: System;
let web: Db;
let owner: Db;
let url: string;
let about: { council: string; supplierId: string; assessmentId: string };
let notify: Parameters<typeof askNotify>[1];

const peer = createServer((request, response) => {
  void buffer(request).then((body) => {
    if (request.url?.startsWith('/v2/')) {
      const isListing = request.method === 'GET';
      response.writeHead(isListing ? 200 : 201).end(isListing ? answers.listing : '{"id":"1"}');
      return;
    }
    if (request.url === '/broken') return void response.writeHead(503).end();
    heard.push({ headers: request.headers as Record<string, string>, body: body.toString() });
    response.writeHead(answers.webhook).end();
  });
});

beforeAll(async () => {
  await once(peer.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(peer.address() as AddressInfo).port}`;
  const allowAddresses = ['127.0.0.1'];
  notify = {
    apiKey: 'tocsin-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0',
    templateId: '9d751e0e-f929-4891-82a1-a3e1c3c18ee3',
    baseUrl: url,
    allowAddresses,
  };
  const configs: Readonly<Record<string, unknown>> = {
    webhook: { signingKey, allowAddresses },
    teams: { allowAddresses },
    'govuk-notify': notify,
  };
  system = await startSystem({ configOf: (channel) => configs[channel] });
  web = openDatabase(system.database.webUrl, { role: 'tocsin_web', max: 1 });
  owner = openDatabase(system.database.adminUrl, { max: 1 });
  await saveTestCouncils(system.db);
  await system.db.updateTable('recipient').set({ active: false }).execute();
  const supplierId = await saveTestSupplier(system.db, '99000001');
  about = {
    council: gss,
    supplierId,
    assessmentId: await saveTestAssessment(system.db, supplierId, '2026-11-23'),
  };
});
afterAll(async () => {
  await Promise.all([web.destroy(), owner.destroy()]);
  await system.stop();
  peer.close();
});

const ours = <T>(act: Parameters<typeof asCouncil<T>>[2]) => asCouncil(web, gss, act);
const raise = async (cause: string) => {
  const id = await raiseTestAlert(system.db, about, cause);
  await system.settled();
  return id;
};
const statuses = async () =>
  (await system.db.selectFrom('delivery').select(['status', 'recipient']).orderBy('nth').execute()).map(
    ({ status, recipient }) => `${recipient}: ${status}`,
  );
/** What the programs of the council heard since the last time, by the verifier of Standard Webhooks. */
function verified(version: number): readonly unknown[] {
  const secret = webhookSecret(signingKey, ledgerId, version);
  return heard.splice(0).map(({ headers, body }) => new Webhook(secret).verify(body, headers));
}
let ledgerId = '';

test('a program that an administrator has named is told of alerts, and nobody reads its address on the way', async () => {
  const named = {
    council: gss,
    channel: 'webhook',
    name: 'Ledger',
    url: `${url}/hook`,
    by: 'test',
    at,
  } as const;
  const added = await ours((trx) => addEndpoint(trx, { ...named, levels: ['severe'] }));
  ledgerId = added?.id ?? '';
  expect(await ours((trx) => addEndpoint(trx, { ...named, levels: [] }))).toBeUndefined();
  const alert = await raise('band:severe:1');
  expect(await statuses()).toEqual(['Ledger: delivered']);
  expect(verified(1)).toMatchObject([
    {
      type: 'tocsin.alert.raised',
      source: 'http://tocsin.example',
      subject: `/alerts/${alert}`,
      data: {
        alert: { id: alert, level: 'severe', title: 'Risk band raised to severe' },
        council: { code: gss },
      },
    },
  ]);
  const shown = JSON.stringify([
    await ours((trx) => findEndpoints(trx, 'council')),
    await system.db.selectFrom('audit').selectAll().execute(),
    await system.db.selectFrom('outbox').selectAll().execute(),
  ]);
  expect(shown).toContain('Ledger');
  expect(shown).not.toContain(url);
  expect(await asCouncil(web, councilB.gss, (trx) => findEndpoints(trx, 'council'))).toEqual([]);
});

test('while its secret is changed it is signed by both', async () => {
  await ours((trx) =>
    rotateSecret(trx, { council: gss, id: ledgerId, by: 'test', at: new Date().toISOString() }),
  );
  await raise('band:severe:2');
  const [both] = heard;
  expect(both?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
  const secret = webhookSecret(signingKey, ledgerId, 1);
  expect(new Webhook(secret).verify(both?.body ?? '', both?.headers ?? {})).toBeDefined();
  expect(verified(2)).toHaveLength(1);
  await ours((trx) => rotateSecret(trx, { council: gss, id: ledgerId, by: 'test', at }));
  await raise('band:severe:3');
  expect(heard[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(1);
  expect(verified(3)).toHaveLength(1);
});

test('a program that says it is gone is sent nothing more, and later all that it has missed, by the same ids', async () => {
  answers.webhook = 410;
  await raise('band:severe:4');
  const refused = heard.splice(0)[0]?.headers['webhook-id'];
  expect(await ours(findStopped)).toMatchObject([
    { channel: 'webhook', address: 'Ledger', because: 'HTTP 410' },
  ]);
  await raise('band:severe:5');
  expect(heard).toEqual([]);
  answers.webhook = 202;
  await ours((trx) => trx.deleteFrom('stopped_address').execute());
  const of = { council: gss, id: ledgerId, by: 'test', at };
  await ours((trx) => askForMissed(trx, of, '2026-01-01T00:00:00.000Z'));
  expect(await sendAllMissed(system.db, at)).toBe(2);
  await system.settled();
  expect(heard.map(({ headers }) => headers['webhook-id'])).toContain(refused);
  expect(verified(3)).toHaveLength(2);
  expect(await sendAllMissed(system.db, at)).toBe(0);
});

test('what a program has missed is what did not arrive since the moment asked for, and nothing that its council read in a letter', async () => {
  const of = { council: gss, id: ledgerId, by: 'test', at };
  const missedSince = async (since: string) => {
    await ours((trx) => askForMissed(trx, of, since));
    return sendAllMissed(system.db, at);
  };
  const [failed, untold, inLetter] = [
    await raise('band:severe:21'),
    await raise('band:severe:22'),
    await raise('band:severe:23'),
  ];
  const failure = { status: 'permanent-failure', created_at: '2026-03-01T00:00:00.000Z' } as const;
  await system.db.updateTable('delivery').set(failure).where('alert_id', '=', failed).execute();
  await sql`delete from delivery where alert_id in (${untold}, ${inLetter})`.execute(owner);
  await sql`delete from telling where alert_id in (${untold}, ${inLetter})`.execute(owner);
  const raised = { raised_at: '2026-02-01T00:00:00.000Z' };
  await system.db.updateTable('alert').set(raised).where('id', 'in', [untold, inLetter]).execute();
  const letter = await system.db
    .insertInto('letter')
    .values({ council: gss, kind: 'catch-up', sent_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  await system.db.updateTable('alert').set({ letter_id: letter.id }).where('id', '=', inLetter).execute();
  expect(await missedSince('2026-03-01T00:00:00.001Z')).toBe(0);
  expect(await missedSince('2026-02-01T00:00:00.001Z')).toBe(1);
  expect(await missedSince('2026-02-01T00:00:00.000Z')).toBe(1);
  await system.settled();
  heard.splice(0);
});

test('a host in trouble for one council takes the messages of another as before', async () => {
  const council = councilB.gss;
  const broken = {
    council,
    channel: 'webhook',
    name: 'Broken',
    url: `${url}/broken`,
    levels: ['severe'],
  } as const;
  await asCouncil(web, council, (trx) => addEndpoint(trx, { ...broken, by: 'test', at }));
  for (const spell of [1, 2, 3, 4, 5, 6])
    await raiseTestAlert(system.db, { ...about, council }, `band:severe:${spell}`);
  const troubles = system.db.selectFrom('provider_trouble').select('probe_at');
  await until(async () => (await troubles.execute()).some(({ probe_at }) => probe_at !== null));
  await raiseTestAlert(system.db, about, 'band:severe:60');
  await until(async () => heard.length > 0);
  expect(verified(3)).toHaveLength(1);
  expect((await statuses()).filter((one) => one === 'Broken: delivered')).toEqual([]);
  await system.db.deleteFrom('delivery').where('council', '=', council).execute();
  await system.db.updateTable('outbox').set({ done_at: at }).where('done_at', 'is', null).execute();
});

test('what is removed is told nothing, and what was on its way there goes nowhere, though it is called like an address', async () => {
  const at2 = { council: gss, by: 'test', at };
  const called = `${url}/by-its-name`;
  const named = { channel: 'webhook', name: called, url: `${url}/hook`, levels: ['severe'] } as const;
  const { id } = (await ours((trx) => addEndpoint(trx, { ...at2, ...named }))) ?? { id: '' };
  await ours((trx) => removeEndpoint(trx, { ...at2, id }));
  const { id: alert_id } = await system.db.selectFrom('alert').select('id').executeTakeFirstOrThrow();
  const late = await system.db
    .insertInto('delivery')
    .values({ alert_id, council: gss, channel: 'webhook', recipient: called })
    .returning(['id', 'channel'])
    .executeTakeFirstOrThrow();
  await system.db.transaction().execute((trx) => enqueueDelivering(trx, [{ ...late, formal: false }]));
  await system.settled();
  expect((await statuses()).at(-1)).toBe(`${called}: permanent-failure`);
  await ours((trx) => removeEndpoint(trx, { council: gss, id: ledgerId, by: 'test', at }));
  await raise('band:severe:6');
  expect(heard).toEqual([]);
  expect(await ours((trx) => findEndpoints(trx, 'council'))).toEqual([]);
});

test('a person is told in Teams where she has chosen so, and by GOV.UK Notify where her council sends mails by it', async () => {
  const cli = openDatabase(system.database.adminUrl, { max: 1 });
  await seedTenant(cli, gss);
  const olu = await seedPerson(cli, system.database, gss, 'olu', ['officer']);
  await cli.destroy();
  const chosen = { follows: 'council', how: 'at-once', by: 'teams' };
  await ours(async (trx) => {
    await setOwnTeams(trx, gss, olu, `${url}/workflow`, at);
    await trx
      .insertInto('subscription')
      .values({ council: gss, person_id: olu, chosen: JSON.stringify(chosen) })
      .execute();
    await trx
      .insertInto('telling_rule')
      .values({ council: gss, mail_by: 'govuk-notify', inbox: null, head_of_procurement: null })
      .execute();
  });
  await raise('band:severe:7');
  expect(heard.splice(0).map(({ body }) => body)).toEqual([expect.stringContaining('AdaptiveCard')]);
  expect((await statuses()).at(-1)).toBe('Person olu in Teams, 23 November 2026 at 12:00:00: delivered');
  await ours((trx) => setOwnTeams(trx, gss, olu, null, at));
  await raise('band:severe:8');
  expect((await statuses()).at(-1)).toBe('olu@directory.example: sending');
});

test('what GOV.UK Notify says by itself is taken over, and what it does not say is asked for', async () => {
  const newest = async () => {
    const { id, status } = await system.db
      .selectFrom('delivery')
      .select(['id', 'status'])
      .orderBy('nth', 'desc')
      .executeTakeFirstOrThrow();
    return { id, status };
  };
  const told = async (status: 'delivered' | 'permanent-failure') => {
    const { id } = await newest();
    await keepReceipt(web, { reference: `delivery-${id}`, status }, at);
    return takeAllReceipts(system.db, at);
  };
  expect(await told('delivered')).toBe(1);
  expect((await newest()).status).toBe('delivered');
  // A receipt that comes late takes nothing back.
  expect(await told('permanent-failure')).toBe(1);
  expect((await newest()).status).toBe('delivered');
  await raise('band:severe:9');
  const accepted = await system.db
    .selectFrom('delivery')
    .select('updated_at')
    .orderBy('nth', 'desc')
    .executeTakeFirstOrThrow();
  const after = (minutes: number) =>
    new Date(Date.parse(accepted.updated_at) + minutes * 60_000).toISOString();
  expect(await askNotify(system.db, notify, after(9))).toBe(0);
  const later = after(11);
  answers.listing = '{"notifications":[{"id":"1","status":"sending"}]}';
  expect(await askNotify(system.db, notify, later)).toBe(1);
  expect((await newest()).status).toBe('sending');
  answers.listing = '{"notifications":[{"id":"1","status":"permanent-failure"}]}';
  expect(await askNotify(system.db, notify, after(22))).toBe(1);
  const rows = await system.db.selectFrom('delivery').select('status').execute();
  expect(rows.map(({ status }) => status)).toContain('permanent-failure');
  expect(await ours(findStopped)).toMatchObject([
    { channel: 'govuk-notify', address: 'olu@directory.example' },
  ]);
});
