import {
  actOnAlerts,
  asCouncil,
  findAlertDeeds,
  findAlertsOf,
  findDeliveries,
  findInbox,
  findInboxChoices,
  findReach,
  findUndelivered,
  findUntoldCouncils,
  openDatabase,
  saveRecipient,
  type Db,
  type InboxFilter,
} from '@tocsin/db';
import type { AlertDeed } from '@tocsin/alerting';
import type { AlertStatus, RiskBand } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptied } from '../support/emptied.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { raiseTestAlert, saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';

// What an officer reads of the alerts of her council, in which order, and whom they have reached.

let database: FreshDatabase;
let db: Db;
let web: Db;
let supplierId: string;
let otherId: string;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 3 });
  await saveTestCouncils(db, { isNew: true });
  supplierId = await saveTestSupplier(db, '99000001');
  otherId = await saveTestSupplier(db, '99000002');
});
afterAll(async () => {
  await Promise.all([db.destroy(), web.destroy()]);
  await database.drop();
});
beforeEach(async () => {
  await emptied(owner, 'delivery', 'alert_action', 'alert', 'letter');
});

let owner: Db;
beforeAll(() => {
  owner = openDatabase(database.adminUrl, { max: 1 });
});
afterAll(() => owner.destroy());

interface Given {
  readonly council: string;
  readonly supplierId: string;
  readonly as_of: string;
  readonly to_band: RiskBand;
  readonly to_level: RiskBand | null;
  readonly status: AlertStatus;
  readonly owner: string;
  readonly letter_id: string;
  readonly snoozed_until: string;
  readonly event_day: string;
  readonly services: readonly (string | null)[];
  readonly criticality: string;
}

let raised = 0;
/** An alert of council A about a supplier, with what the test says of it. */
async function alert(given: Partial<Given> = {}): Promise<string> {
  raised += 1;
  const { council = councilA.gss, supplierId: about = supplierId, services, criticality, ...rest } = given;
  const assessmentId = await saveTestAssessment(db, about, '2026-11-23');
  const id = await raiseTestAlert(db, { council, supplierId: about, assessmentId }, `band:severe:${raised}`);
  const contracts = (services ?? [null]).map((service) => ({ service, criticality }));
  await db
    .updateTable('alert')
    .set({ to_level: rest.to_band ?? 'severe', ...rest })
    .set(
      services === undefined && criticality === undefined
        ? {}
        : { exposure: sql<string>`jsonb_set(exposure, '{contracts}', ${JSON.stringify(contracts)}::jsonb)` },
    )
    .where('id', '=', id)
    .execute();
  return id;
}

async function letter(kind: 'opening' | 'catch-up', council = councilA.gss): Promise<string> {
  const { id } = await db
    .insertInto('letter')
    .values({ council, kind })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const everything: InboxFilter = {
  levels: [],
  statuses: [],
  owner: null,
  service: null,
  stood: true,
  putOff: 'too',
  today: '2026-11-23',
};
async function inbox(filter: Partial<InboxFilter> = {}, page = { limit: 50, offset: 0 }) {
  const found = await asCouncil(web, councilA.gss, (trx) =>
    findInbox(trx, { ...everything, ...filter }, page),
  );
  expect(found.total).toBeGreaterThanOrEqual(found.alerts.length);
  return { ids: found.alerts.map((one) => one.alert.id), total: found.total };
}

test('the newest day stands first in the inbox, of one day the most pressing alert, and of two alike the later one', async () => {
  const watch = await alert({ as_of: '2026-11-22', to_band: 'watch' });
  const first = await alert({ as_of: '2026-11-22', to_band: 'severe' });
  const insolvent = await alert({ as_of: '2026-11-22', to_band: 'insolvent' });
  const second = await alert({ as_of: '2026-11-22', to_band: 'severe' });
  const old = await alert({ as_of: '2026-11-21', to_band: 'insolvent' });
  const newest = await alert({ as_of: '2026-11-23', to_band: 'elevated' });
  await alert({ council: councilB.gss });
  const inOrder = [newest, insolvent, second, first, watch, old];
  expect(await inbox()).toEqual({ ids: inOrder, total: 6 });
  expect(await inbox({}, { limit: 2, offset: 1 })).toEqual({ ids: inOrder.slice(1, 3), total: 6 });
});

test('whoever works through the inbox finds the gravest level first, then what is critical, then the newest event, then by name', async () => {
  const on = (event_day: string, of: object = {}) => alert({ event_day, to_band: 'severe', ...of });
  const older = await on('2026-11-02');
  const later = await on('2026-11-20', { as_of: '2026-11-20' });
  const critical = await on('2026-10-01', { criticality: 'critical' });
  const other = await on('2026-11-20', { as_of: '2026-11-20', supplierId: otherId });
  const insolvent = await on('2026-01-05', { to_band: 'insolvent' });
  const found = await asCouncil(web, councilA.gss, (trx) =>
    findInbox(trx, everything, { limit: 50, offset: 0, ranked: { since: null } }),
  );
  const named = found.alerts.filter(({ alert: { id } }) => [later, other].includes(id));
  expect(found.alerts.map((one) => one.alert.id)).toEqual([
    insolvent,
    critical,
    ...named.toSorted((a, b) => a.supplier.localeCompare(b.supplier)).map((one) => one.alert.id),
    older,
  ]);
});

test('each filter of the inbox leaves out what it does not ask for, from the list and from the count', async () => {
  const plain = await alert({ to_band: 'elevated', services: [null, 'Care'] });
  const owned = await alert({ status: 'assigned', owner: 'Ann', to_band: 'insolvent', services: ['Roads'] });
  const unearned = await alert({ to_band: 'low', to_level: null, status: 'superseded' });
  expect(await inbox({ levels: ['elevated'] })).toEqual({ ids: [plain], total: 1 });
  expect(await inbox({ levels: ['not-enough-known'] })).toEqual({ ids: [unearned], total: 1 });
  expect(await inbox({ statuses: ['assigned', 'superseded'] })).toMatchObject({ total: 2 });
  expect(await inbox({ statuses: ['raised'] })).toEqual({ ids: [plain], total: 1 });
  expect(await inbox({ owner: 'Ann' })).toEqual({ ids: [owned], total: 1 });
  expect(await inbox({ service: 'Care' })).toEqual({ ids: [plain], total: 1 });
  expect(await inbox({ service: 'Care', statuses: ['assigned'] })).toEqual({ ids: [], total: 0 });
});

test('what stood at the first day and is in the opening report is left out unless asked for; a letter of late facts leaves nothing out', async () => {
  const opening = await letter('opening');
  const late = await letter('catch-up');
  const stood = await alert({ letter_id: opening, to_band: 'insolvent' });
  const heardLate = await alert({ letter_id: late });
  const single = await alert({});
  expect(await inbox({ stood: false })).toEqual({ ids: [single, heardLate], total: 2 });
  expect(await inbox({ stood: true })).toEqual({ ids: [stood, single, heardLate], total: 3 });
  const choices = await asCouncil(web, councilA.gss, (trx) => findInboxChoices(trx, '2026-11-23'));
  expect(choices).toMatchObject({ byStatus: { raised: 2 }, stood: 1 });
});

test('the filters offer who owns an alert and which services are touched, each once and by name', async () => {
  await alert({ owner: 'Zoe', services: ['Roads', null] });
  await alert({ owner: 'Ann', services: ['Care', 'Roads'], status: 'dismissed' });
  await alert({ owner: 'Ann' });
  await alert({ council: councilB.gss, owner: 'Bob', services: ['Housing'] });
  expect(await asCouncil(web, councilA.gss, (trx) => findInboxChoices(trx, '2026-11-23'))).toEqual({
    owners: ['Ann', 'Zoe'],
    services: ['Care', 'Roads'],
    byStatus: { raised: 2, dismissed: 1 },
    stood: 0,
    putOff: 0,
  });
});

test('the alerts of a supplier are read the newest first, of every council, and those of another supplier are not', async () => {
  const first = await alert();
  const second = await alert({ council: councilB.gss });
  await alert({ supplierId: otherId });
  expect((await findAlertsOf(db, [supplierId])).map(({ id }) => id)).toEqual([second, first]);
});

const act = (ids: readonly string[], deed: AlertDeed, form: string | null = null) =>
  asCouncil(web, councilA.gss, (trx) => actOnAlerts(trx, councilA.gss, ids, deed, 'Ann', form));

test('a deed is done to those alerts of the own council that it is for, and each says afterwards what was done, in order', async () => {
  const mine = await alert();
  const dismissed = await alert();
  const left = await alert();
  const theirs = await alert({ council: councilB.gss });
  await act([dismissed], { action: 'dismiss', reason: 'ended' });
  const all = [mine, dismissed, theirs];
  expect(await act(all, { action: 'acknowledge' })).toEqual([mine]);
  expect(await act([], { action: 'acknowledge' })).toEqual([]);
  expect(await act([mine], { action: 'acknowledge' })).toEqual([]);
  expect(await act([mine], { action: 'assign', to: 'person 7', owner: 'person 7' })).toEqual([mine]);
  expect(await act([mine], { action: 'dismiss', reason: 'paid up' })).toEqual([mine]);
  const states = await db.selectFrom('alert').select(['id', 'status', 'owner']).orderBy('nth').execute();
  expect(states).toEqual([
    { id: mine, status: 'dismissed', owner: 'person 7' },
    { id: dismissed, status: 'dismissed', owner: null },
    { id: left, status: 'raised', owner: null },
    { id: theirs, status: 'raised', owner: null },
  ]);
  await act([dismissed], { action: 'reopen' });
  const deeds = await asCouncil(web, councilA.gss, (trx) => findAlertDeeds(trx, mine));
  expect(deeds.map(({ deed, by }) => [deed, by])).toEqual([
    [{ action: 'acknowledge' }, 'Ann'],
    [{ action: 'assign', to: 'person 7', owner: 'person 7' }, 'Ann'],
    [{ action: 'dismiss', reason: 'paid up' }, 'Ann'],
  ]);
  const logged = await db.selectFrom('audit').select(['subject', 'detail']).orderBy('id').execute();
  const [, , third] = deeds;
  expect(logged.slice(-4)).toEqual([
    { subject: `alert ${mine}`, detail: { deed: deeds[0]?.id } },
    { subject: `alert ${mine}`, detail: { deed: deeds[1]?.id, to: 'person 7', owner: 'person 7' } },
    { subject: `alert ${mine}`, detail: { deed: third?.id } },
    { subject: `alert ${dismissed}`, detail: { deed: expect.any(String) } },
  ]);
});

test('an alert that is put off is out of the inbox before its day and back on it; undoing brings it back at once', async () => {
  const estimate = await alert();
  const formal = await alert();
  await db.updateTable('alert').set({ kind: 'formal' }).where('id', '=', formal).execute();
  const both = [estimate, formal];
  expect(await act(both, { action: 'snooze', until: '2026-11-30' })).toEqual([estimate]);
  const on = (today: string) => inbox({ putOff: 'no', today });
  expect(await on('2026-11-29')).toEqual({ ids: [formal], total: 1 });
  expect(await on('2026-11-30')).toEqual({ ids: [formal, estimate], total: 2 });
  expect(await inbox({ putOff: 'only', today: '2026-11-29' })).toEqual({ ids: [estimate], total: 1 });
  const choices = (today: string) => asCouncil(web, councilA.gss, (trx) => findInboxChoices(trx, today));
  expect(await choices('2026-11-29')).toMatchObject({ putOff: 1, byStatus: { raised: 1 } });
  expect(await choices('2026-11-30')).toMatchObject({ putOff: 0, byStatus: { raised: 2 } });
  const [deed] = await asCouncil(web, councilA.gss, (trx) => findAlertDeeds(trx, estimate));
  expect(await act([estimate], { action: 'undo', deed: deed?.id ?? '' })).toEqual([estimate]);
  expect(await on('2026-11-24')).toMatchObject({ total: 2 });
});

test('what is put off counts while it is open and more than what stood at first, as the list of it shows', async () => {
  const later = { snoozed_until: '2026-12-24' };
  const waits = await alert(later);
  await alert({ ...later, status: 'superseded' });
  await alert({ ...later, letter_id: await letter('opening') });
  const today = '2026-11-29';
  expect(await inbox({ putOff: 'only', stood: false, today })).toEqual({ ids: [waits], total: 1 });
  expect(await asCouncil(web, councilA.gss, (trx) => findInboxChoices(trx, today))).toMatchObject({
    putOff: 1,
    byStatus: { superseded: 1 },
  });
  expect(await inbox({ putOff: 'no', stood: false, statuses: ['superseded'], today })).toMatchObject({
    total: 1,
  });
});

test('a form that is sent twice is one deed, and says both times that it was done', async () => {
  const id = await alert();
  const note = { action: 'note', text: 'Rang the supplier' } as const;
  const together = await Promise.all([act([id], note, 'form-1'), act([id], note, 'form-1')]);
  expect([...together, await act([id], note, 'form-1')]).toEqual([[id], [id], [id]]);
  const deeds = () => asCouncil(web, councilA.gss, (trx) => findAlertDeeds(trx, id));
  expect(await deeds()).toHaveLength(1);
  await act([id], note, 'form-2');
  expect(await deeds()).toHaveLength(2);
});

test('rows of deeds are added only: neither the pages nor the worker change or forget what somebody did', async () => {
  const id = await alert();
  await act([id], { action: 'acknowledge' });
  for (const change of [sql`update alert_action set said = '{}'`, sql`delete from alert_action`])
    await expect(asCouncil(web, councilA.gss, (trx) => change.execute(trx))).rejects.toThrow(
      /permission denied/,
    );
  await expect(sql`update alert_action set said = '{}'`.execute(db)).rejects.toThrow(/permission denied/);
});

type State =
  | 'created'
  | 'sending'
  | 'delivered'
  | 'temporary-failure'
  | 'permanent-failure'
  | 'technical-failure';
/** A message to an officer, of an alert or of a letter. */
async function message(
  of: { readonly alert_id: string } | { readonly letter_id: string },
  status: State,
  rest: { readonly council?: string; readonly recipient?: string; readonly channel?: string } = {},
): Promise<string> {
  const { council = councilA.gss, channel = 'smtp' } = rest;
  const recipient = rest.recipient ?? officerOf(council);
  const row = { ...of, council, channel, recipient, status };
  const { id } = await db
    .insertInto('delivery')
    .values(row)
    .onConflict((conflict) => conflict.columns(['alert_id', 'channel', 'recipient']).doUpdateSet({ status }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

test('an alert says who was told of it by itself and in its letter, in order, and whether it is being sent now', async () => {
  const late = await letter('catch-up');
  const mine = await alert({ letter_id: late });
  const other = await alert();
  await message({ letter_id: await letter('opening') }, 'created', { recipient: 'zero@example.org' });
  await sql`delete from delivery where alert_id is not null`.execute(owner);
  await message({ letter_id: late }, 'delivered', { recipient: 'one@example.org' });
  await message({ alert_id: other }, 'delivered', { recipient: 'two@example.org' });
  await message({ alert_id: mine }, 'created', { recipient: 'three@example.org' });
  await message({ alert_id: mine }, 'created', { recipient: 'four@example.org' });
  await sql`update delivery set sending_until = now() + interval '1 minute' where recipient = 'three@example.org';
    update delivery set sending_until = now() - interval '1 minute' where recipient = 'four@example.org'`.execute(
    owner,
  );
  const told = await asCouncil(web, councilA.gss, (trx) => findDeliveries(trx, mine));
  expect(told.map(({ recipient, isBeingSent }) => [recipient, isBeingSent])).toEqual([
    ['one@example.org', false],
    ['three@example.org', true],
    ['four@example.org', false],
  ]);
  const single = await asCouncil(web, councilA.gss, (trx) => findDeliveries(trx, other));
  expect(single.map(({ recipient }) => recipient)).toEqual(['two@example.org']);
});

test('what has not arrived is listed the newest first, as many as are asked for, with how many there are in all', async () => {
  const mine = await alert();
  await sql`delete from delivery`.execute(owner);
  await message({ alert_id: mine }, 'permanent-failure', { recipient: 'one@example.org' });
  await message({ alert_id: mine }, 'delivered', { recipient: 'two@example.org' });
  await message({ alert_id: mine }, 'sending', { recipient: 'three@example.org' });
  await message({ alert_id: mine }, 'created', { recipient: 'four@example.org' });
  await message({ letter_id: await letter('catch-up') }, 'temporary-failure', {
    recipient: 'five@example.org',
  });
  const read = (limit: number) => asCouncil(web, councilA.gss, (trx) => findUndelivered(trx, limit));
  const { shown, total } = await read(2);
  expect(total).toBe(3);
  expect(shown.map(({ state, alert: of }) => [state.recipient, of?.id])).toEqual([
    ['five@example.org', undefined],
    ['four@example.org', mine],
  ]);
  expect((await read(3)).shown.at(-1)?.state.recipient).toBe('one@example.org');
  expect(await asCouncil(web, councilB.gss, (trx) => findUndelivered(trx, 2))).toEqual({
    shown: [],
    total: 0,
  });
});

test('whom messages do not reach is who did not get the newest of those that are over, on that channel and at that council', async () => {
  const reach = () => asCouncil(web, councilA.gss, (trx) => findReach(trx, councilA.gss));
  const [officer] = [officerOf(councilA.gss)];
  expect(await reach()).toEqual({ places: 1, unreached: [] });
  const first = await alert();
  const second = await alert();
  const third = await alert();
  await sql`delete from delivery`.execute(owner);
  await message({ alert_id: first }, 'permanent-failure');
  expect(await reach()).toEqual({ places: 1, unreached: [officer] });
  await message({ alert_id: second }, 'created');
  await message({ alert_id: third }, 'temporary-failure');
  await message({ alert_id: second }, 'delivered', { channel: 'webhook' });
  await message({ alert_id: second }, 'delivered', { recipient: 'other@example.org' });
  expect(await reach()).toEqual({ places: 1, unreached: [officer] });
  await message({ alert_id: second }, 'technical-failure');
  expect(await reach()).toEqual({ places: 1, unreached: [officer] });
  await message({ alert_id: third }, 'delivered');
  expect(await reach()).toEqual({ places: 1, unreached: [] });
  await asCouncil(db, councilA.gss, (trx) =>
    saveRecipient(trx, {
      council: councilA.gss,
      address: 'left@example.org',
      role: 'officer',
      levels: ['severe'],
    }),
  );
  expect(await reach()).toEqual({ places: 2, unreached: [] });
  await db
    .updateTable('recipient')
    .set({ active: false })
    .where('address', '=', 'left@example.org')
    .execute();
  const ofB = await alert({ council: councilB.gss });
  await message({ alert_id: ofB }, 'permanent-failure', { council: councilB.gss, recipient: officer });
  expect(await reach()).toEqual({ places: 1, unreached: [] });
  expect(await findUntoldCouncils(db)).toEqual([]);
  await db.updateTable('recipient').set({ active: false }).where('council', '=', councilA.gss).execute();
  expect(await reach()).toEqual({ places: 0, unreached: [] });
  expect(await findUntoldCouncils(db)).toEqual([councilA.gss]);
});
