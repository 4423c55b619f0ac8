import {
  addEndpoint,
  askForMissed,
  asCouncil,
  findEndpointAddresses,
  findEndpoints,
  findMissing,
  findUnheard,
  keepReceipt,
  noteAsked,
  openFor,
  removeEndpoint,
  rotateSecret,
  sendMissed,
  setOwnTeams,
  takeReceipts,
  type Db,
} from '@tocsin/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptied } from '../support/emptied.ts';
import { seedPerson, seedTenant } from '../support/people-seed.ts';
import { openRows, type Rows } from '../support/rows.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';

// Places that alerts are posted to, and what GOV.UK Notify says of mails: what is changed, and what is left alone.

let rows: Rows;
let web: Db;
let person: string;
let alertId: string;
const gss = councilA.gss;
const at = '2026-11-23T12:00:00.000Z';
const after = (minutes: number) => new Date(Date.parse(at) + minutes * 60_000).toISOString();

beforeAll(async () => {
  rows = await openRows();
  web = openFor('pages', rows.database.adminUrl, { max: 1 });
  await saveTestCouncils(rows.worker);
  await seedTenant(rows.worker, gss);
  person = await seedPerson(rows.worker, rows.database, gss, 'olu', ['officer']);
  alertId = await rows.alert(gss, await rows.supplier('EXAMPLE CARE LTD', '99000001'));
});
afterAll(async () => {
  await web.destroy();
  await rows.close();
});
beforeEach(() => emptied(rows.db, 'delivery', 'endpoint', 'notify_receipt', 'outbox', 'audit'));

const ours = <T>(act: Parameters<typeof asCouncil<T>>[2]) => asCouncil(web, gss, act);

/** A place of a council, by its number. */
async function place(name: string, channel: 'webhook' | 'teams' = 'webhook', council = gss): Promise<string> {
  const named = { council, channel, name, url: `https://${council}.example/${name}`, levels: [] };
  const added = await asCouncil(web, council, (trx) =>
    addEndpoint(trx, { ...named, by: 'ada', at: '2026-11-01T00:00:00.000Z' }),
  );
  return added?.id ?? '';
}
const stored = () =>
  rows.db
    .selectFrom('endpoint')
    .select(['name', 'secret_version as version', 'rotated_at as rotated', 'removed_at as removed'])
    .select('missed_since as missed')
    .orderBy('nth')
    .execute();
const untouched = { version: 1, rotated: null, removed: null, missed: null };

test('a new secret is made for the webhook that is meant: none of another council, in Teams, of a person, or removed', async () => {
  const [ledger, , teams, gone, theirs] = [
    await place('Ledger'),
    await place('Other'),
    await place('Room', 'teams'),
    await place('Gone'),
    await place('Theirs', 'webhook', councilB.gss),
  ];
  const of = (id: string) => ({ council: gss, id, by: 'person 1', at });
  await ours((trx) => removeEndpoint(trx, of(gone)));
  await ours((trx) => setOwnTeams(trx, gss, person, 'https://person.example/', at));
  const [{ id: hers } = { id: '' }] = await ours((trx) => findEndpoints(trx, { personId: person }));
  await emptied(rows.db, 'audit');
  for (const id of [teams, gone, theirs, hers])
    expect(await ours((trx) => rotateSecret(trx, of(id)))).toBeUndefined();
  for (const id of [gone, theirs, hers])
    expect(await ours((trx) => removeEndpoint(trx, of(id)))).toBeUndefined();
  // Whoever sees the places of all councils still changes those of the one that is meant.
  const seen = rows.db.transaction().execute((trx) => rotateSecret(trx, of(theirs)));
  expect(await seen).toBeUndefined();
  expect(await ours((trx) => rotateSecret(trx, of(ledger)))).toMatchObject({
    id: ledger,
    secretVersion: 2,
    rotatedAt: at,
  });
  expect(await stored()).toEqual([
    { ...untouched, name: 'Ledger', version: 2, rotated: at },
    { ...untouched, name: 'Other' },
    { ...untouched, name: 'Room' },
    { ...untouched, name: 'Gone', removed: at },
    { ...untouched, name: 'Theirs' },
    { ...untouched, name: 'Person olu in Teams, 23 November 2026 at 12:00:00' },
  ]);
  const log = await rows.db.selectFrom('audit').select(['council', 'actor', 'action']).execute();
  expect(log).toEqual([{ council: gss, actor: 'person 1', action: 'made a new secret of an endpoint' }]);
});

test('a council sees its places by name, a person hers, and neither what was removed or the other’s', async () => {
  await place('Second');
  await place('First', 'teams');
  const gone = await place('Gone');
  await ours((trx) => removeEndpoint(trx, { council: gss, id: gone, by: 'ada', at }));
  await ours((trx) => setOwnTeams(trx, gss, person, 'https://person.example/one', at));
  await ours((trx) => setOwnTeams(trx, gss, person, 'https://person.example/two', after(1)));
  const shown = (of: Parameters<typeof findEndpoints>[1]) =>
    ours(async (trx) => (await findEndpoints(trx, of)).map(({ name }) => name));
  expect(await shown('council')).toEqual(['First', 'Second']);
  const [hers, ...rest] = await shown({ personId: person });
  expect([hers, rest]).toEqual(['Person olu in Teams, 23 November 2026 at 12:01:00', []]);
  expect(await shown({ personId: '999' })).toEqual([]);
  await ours((trx) => setOwnTeams(trx, gss, person, null, after(2)));
  expect(await shown({ personId: person })).toEqual([]);
  expect(await shown('council')).toEqual(['First', 'Second']);
  // What had been taken back before was taken back then.
  expect((await stored()).slice(3).map(({ removed }) => removed)).toEqual([after(1), after(2)]);
});

test('a message goes to the place of its council, way and name; both secrets count for a day after a new one', async () => {
  const id = await place('Ledger');
  await place('Ledger', 'teams');
  await place('Ledger', 'webhook', councilB.gss);
  const { id: delivery } = await rows.db
    .insertInto('delivery')
    .values({ alert_id: alertId, council: gss, channel: 'webhook', recipient: 'Ledger' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const address = (now: string) =>
    rows.worker.transaction().execute((trx) => findEndpointAddresses(trx, [delivery, elsewhere], now));
  const message = async (recipient: string, channel = 'webhook') =>
    rows.db
      .insertInto('delivery')
      .values({ alert_id: alertId, council: gss, channel, recipient })
      .returning('id')
      .executeTakeFirstOrThrow();
  // The command line names web addresses themselves; the last is not asked for.
  const { id: elsewhere } = await message('https://named.example/');
  await message('Ledger', 'teams');
  const there = { id, url: `https://${gss}.example/Ledger` };
  expect([...(await address(at))]).toEqual([[delivery, { ...there, secretVersions: [1] }]]);
  await ours((trx) => rotateSecret(trx, { council: gss, id, by: 'ada', at }));
  expect((await address(after(24 * 60 - 1))).get(delivery)).toEqual({ ...there, secretVersions: [2, 1] });
  expect((await address(after(24 * 60))).get(delivery)).toEqual({ ...there, secretVersions: [2] });
});

test('what was missed is sent to places that asked and are there, once, and to none for what waits or arrived', async () => {
  const [first, second, gone] = [await place('First'), await place('Second'), await place('Gone')];
  const of = (id: string) => ({ council: gss, id, by: 'ada', at });
  for (const id of [second, first, gone]) await ours((trx) => askForMissed(trx, of(id), after(0)));
  await ours((trx) => removeEndpoint(trx, of(gone)));
  expect(await findMissing(rows.worker)).toEqual([first, second]);
  const message = (name: string, recipient = 'First', row: Readonly<Record<string, string>> = {}) =>
    rows.db
      .insertInto('delivery')
      .values({
        alert_id: alertId,
        council: gss,
        channel: 'webhook',
        recipient,
        created_at: after(0),
        last_error: name,
        ...row,
      })
      .execute();
  await message('failed', 'First', { status: 'permanent-failure' });
  await message('to another', 'Second', { status: 'permanent-failure' });
  await message('by another way', 'First', { status: 'technical-failure', channel: 'teams' });
  const supplier = await rows.supplier('EXAMPLE PAVING LTD', '99000002');
  const rest: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'of another council': { status: 'permanent-failure', council: councilB.gss },
    'from before': { status: 'permanent-failure', created_at: after(-1) },
    'that arrived': { status: 'delivered' },
    'that is tried again': { status: 'temporary-failure' },
    'that waits': { status: 'created' },
  };
  for (const [name, row] of Object.entries(rest))
    await message(name, 'First', { ...row, alert_id: await rows.alert(row['council'] ?? gss, supplier) });
  const send = (id: string) => rows.worker.transaction().execute((trx) => sendMissed(trx, id, after(9)));
  expect(await send(first)).toBe(1);
  expect(await send(first)).toBeUndefined();
  const again = await rows.db
    .selectFrom('delivery')
    .select(['last_error', 'status', 'updated_at'])
    .where('updated_at', '=', after(9))
    .execute();
  expect(again).toEqual([{ last_error: 'failed', status: 'created', updated_at: after(9) }]);
  expect(await findMissing(rows.worker)).toEqual([second]);
});

/** Mails by GOV.UK Notify, each since a minute; their numbers. */
async function mails(...given: readonly (readonly [minute: number, status?: string, channel?: string])[]) {
  const ids: string[] = [];
  for (const [nth, [minute, status = 'sending', channel = 'govuk-notify']] of given.entries()) {
    const values = { alert_id: alertId, council: gss, recipient: `reader-${nth}@council.example` };
    const { id } = await rows.db
      .insertInto('delivery')
      .values({ ...values, channel, status: status as 'sending', updated_at: after(minute) })
      .returning('id')
      .executeTakeFirstOrThrow();
    ids.push(id);
  }
  return ids;
}

test('nothing was heard of mails that GOV.UK Notify has, those that wait longest first, and no younger ones', async () => {
  const [late, early, , exact] = await mails(
    [2],
    [1],
    [4],
    [3],
    [0, 'delivered'],
    [0, 'created'],
    [0, 'sending', 'smtp'],
  );
  expect(await findUnheard(rows.worker, after(3), 10)).toEqual([early, late, exact]);
  expect(await findUnheard(rows.worker, after(3), 2)).toEqual([early, late]);
});

test('a mail of which was asked waits anew, and one that has ended meanwhile stays as it ended', async () => {
  const [asked = '', over = '', other = ''] = await mails([1], [1, 'delivered'], [2]);
  await rows.worker.transaction().execute((trx) => noteAsked(trx, [asked, over], after(9)));
  const stand = await rows.db.selectFrom('delivery').select(['id', 'updated_at']).orderBy('nth').execute();
  expect(stand).toEqual([
    { id: asked, updated_at: after(9) },
    { id: over, updated_at: after(1) },
    { id: other, updated_at: after(2) },
  ]);
  expect(await findUnheard(rows.worker, after(9), 10)).toEqual([other, asked]);
});

test('receipts are taken over the oldest first, some at a time, and the last that was said of a mail counts', async () => {
  const [one = '', two = '', three = '', posted = ''] = await mails([1], [1], [1], [1, 'sending', 'smtp']);
  const said = async (id: string, status: 'delivered' | 'permanent-failure' | 'sending') =>
    keepReceipt(web, { reference: `delivery-${id}`, status }, at);
  await said(two, 'permanent-failure');
  await said(two, 'delivered');
  await said(one, 'permanent-failure');
  await said(posted, 'permanent-failure');
  await said(three, 'sending');
  const take = (limit: number) => rows.worker.transaction().execute((trx) => takeReceipts(trx, limit));
  expect(await take(2)).toEqual({ taken: 2, unreached: [] });
  expect(await take(10)).toEqual({ taken: 3, unreached: [one] });
  expect(await take(10)).toEqual({ taken: 0, unreached: [] });
  const stand = await rows.db.selectFrom('delivery').select('status').orderBy('nth').execute();
  expect(stand.map(({ status }) => status)).toEqual(['permanent-failure', 'delivered', 'sending', 'sending']);
});
