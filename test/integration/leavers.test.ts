import {
  acceptInvitation,
  allowLinks,
  asCouncil,
  changeRoles,
  findActors,
  findCalendarCouncil,
  findCouncilsToTell,
  findDuties,
  findInvitation,
  findKeyHolder,
  findPlacesOfPerson,
  findSession,
  findTellingRule,
  findToLeavers,
  handOver,
  invite,
  makeApiKey,
  makeCalendarAddress,
  makeSignInLink,
  openFor,
  openSession,
  removePerson,
  saveSubscription,
  saveTellingRule,
  saveTenant,
  takeSignInLink,
  tieToPerson,
  withdrawInvitation,
  type Db,
  type Trx,
} from '@tocsin/db';
import { defaultSubscription } from '@tocsin/alerting';
import { GssCode, IsoDate, type PersonRole, actorOf } from '@tocsin/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedPerson, seedTenant, tenantOf } from '../support/people-seed.ts';
import { openRows, type Rows } from '../support/rows.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';

// Somebody leaves a council, or may do less there: what ends with it, what waits for another, and how she comes back.

const NOW = '2026-03-02T09:00:00.000Z';
const MINUTE = 60_000;
const after = (minutes: number) => new Date(Date.parse(NOW) + minutes * MINUTE).toISOString();

let rows: Rows;
let worker: Db;
let signIn: Db;
let web: Db;
let administrator: string;
let officer: string;
beforeAll(async () => {
  rows = await openRows();
  worker = openFor('command line', rows.database.adminUrl, { max: 1 });
  signIn = openFor('sign-in', rows.database.adminUrl, { max: 2 });
  web = openFor('pages', rows.database.adminUrl, { max: 1 });
  await saveTestCouncils(worker);
  for (const council of [councilA.gss, councilB.gss]) await seedTenant(worker, council);
  administrator = await seedPerson(worker, rows.database, councilA.gss, 'ann', ['administrator']);
  officer = await seedPerson(worker, rows.database, councilA.gss, 'omar', ['officer']);
});
afterAll(async () => {
  await Promise.all([worker.destroy(), signIn.destroy(), web.destroy()]);
  await rows.close();
});

const atDoor = <T>(work: (trx: Trx) => Promise<T>) => signIn.transaction().execute(work);
const atA = <T>(work: (trx: Trx) => Promise<T>) => asCouncil(web, councilA.gss, work);
const begin = (personId: string, at = NOW) =>
  atDoor((trx) => openSession(trx, { personId, browser: 'Firefox', at }));

describe('a person', () => {
  test('who leaves loses her sessions here, and there is always somebody to see to the people', async () => {
    const leaver = await seedPerson(worker, rows.database, councilA.gss, 'lea', ['officer']);
    const secret = await begin(leaver);
    const by = actorOf(administrator);
    const make = (name: string, maker: string) =>
      atA((trx) =>
        makeApiKey(trx, { council: councilA.gss, name, scopes: ['alerts'], by: maker, at: NOW, days: 30 }),
      );
    const [hers, others] = [await make('Hers', actorOf(leaver)), await make('Another’s', by)];
    const remove = (personId: string, successor: string) =>
      atA((trx) => removePerson(trx, { council: councilA.gss, personId, successor, by, at: NOW }));
    expect(await remove(leaver, leaver)).toBe('not-here');
    expect(await remove(leaver, '999999')).toBe('not-here');
    expect(await remove(administrator, officer)).toBe('last-administrator');
    const demoted = await atA((trx) =>
      changeRoles(trx, { council: councilA.gss, personId: administrator, by, roles: ['officer'], at: NOW }),
    );
    expect(demoted).toBe('last-administrator');
    expect(await findKeyHolder(signIn, hers, NOW)).toBeDefined();
    expect(await remove(leaver, officer)).toBe('done');
    expect(await findKeyHolder(signIn, hers, after(1))).toBeUndefined();
    expect(await findKeyHolder(signIn, others, after(1))).toMatchObject({ name: 'Another’s' });
    expect(await findSession(signIn, secret, NOW)).toBeUndefined();
    expect(await findPlacesOfPerson(signIn, leaver)).toEqual([]);
    // What she did stays hers.
    expect((await atA(findActors)).get(actorOf(leaver))).toBe('Person lea');
    const [logged] = await atA((trx) =>
      trx
        .selectFrom('audit')
        .select(['actor', 'subject', 'detail'])
        .where('action', '=', 'removed person')
        .execute(),
    );
    expect(logged).toEqual({ actor: by, subject: actorOf(leaver), detail: { successor: actorOf(officer) } });
  });

  test('an invitation that is taken back while she accepts it makes her nothing', async () => {
    const council = councilA.gss;
    const personId = await seedPerson(worker, rows.database, council, 'wanda', ['officer']);
    const asked = { council, address: 'wanda@directory.example', roles: ['contract-manager'] } as const;
    const secret = await atA((trx) =>
      invite(trx, { ...asked, way: 'directory', at: NOW, by: 'command line' }),
    );
    const found = await findInvitation(signIn, secret, after(1));
    if (!found) throw new Error('the invitation is not there');
    const taken = { council, id: found.id, by: actorOf(administrator), at: after(2) };
    expect(await atA((trx) => withdrawInvitation(trx, taken))).toBe(true);
    expect(await atDoor((trx) => acceptInvitation(trx, found, personId, after(3)))).toBe(false);
    expect(await findPlacesOfPerson(signIn, personId)).toMatchObject([{ roles: ['officer'] }]);
  });

  test('who comes back is what she is invited as now, since now; one who is there is it beside what she was', async () => {
    const council = councilA.gss;
    const personId = await seedPerson(worker, rows.database, council, 'rita', ['administrator']);
    const come = async (roles: readonly PersonRole[], at: string) => {
      const asked = { council, address: 'rita@directory.example', roles, way: 'directory', at } as const;
      const secret = await atA((trx) => invite(trx, { ...asked, by: 'command line' }));
      return atDoor(async (trx) => {
        const invitation = await findInvitation(trx, secret, at);
        return invitation && acceptInvitation(trx, invitation, personId, at);
      });
    };
    const standing = () =>
      rows.db
        .selectFrom('membership')
        .select(['council', 'roles', 'since', 'ended_at'])
        .where('person_id', '=', personId)
        .orderBy('nth')
        .execute();
    const began = (await standing())[0]?.since;
    expect(await come(['contract-manager', 'administrator'], after(1))).toBe(true);
    expect(await standing()).toEqual([
      { council, roles: ['administrator', 'contract-manager'], since: began, ended_at: null },
    ]);
    const by = actorOf(administrator);
    await atA((trx) => removePerson(trx, { council, personId, successor: officer, by, at: after(2) }));
    expect((await standing())[0]?.ended_at).toBe(after(2));
    expect(await come(['officer'], after(3))).toBe(true);
    expect(await standing()).toEqual([{ council, roles: ['officer'], since: after(3), ended_at: null }]);
  });

  test('accepts an invitation for the council that asked, whatever she is elsewhere, and at the national body for that', async () => {
    const personId = await seedPerson(worker, rows.database, councilB.gss, 'una', ['officer']);
    const asked = {
      address: 'una@directory.example',
      way: 'directory',
      by: 'command line',
      at: NOW,
    } as const;
    for (const invitation of [
      { council: councilA.gss, roles: ['contract-manager'] },
      { council: null, roles: ['operator'] },
      { council: null, roles: ['nps-lead'] },
    ] as const) {
      const secret = await worker
        .transaction()
        .execute((trx) => invite(trx, { ...asked, ...invitation, roles: invitation.roles }));
      const found = await findInvitation(signIn, secret, NOW);
      if (!found) throw new Error('the invitation is not there');
      expect(await atDoor((trx) => acceptInvitation(trx, found, personId, NOW))).toBe(true);
      expect(await atDoor((trx) => acceptInvitation(trx, found, personId, NOW))).toBe(false);
    }
    const held = await rows.db
      .selectFrom('membership')
      .select(['council', 'roles'])
      .where('person_id', '=', personId)
      .orderBy('nth')
      .execute();
    expect(held).toEqual([
      { council: councilB.gss, roles: ['officer'] },
      { council: councilA.gss, roles: ['contract-manager'] },
      { council: null, roles: ['operator', 'nps-lead'] },
    ]);
  });
});

describe('what would be nobody’s if a person left', () => {
  const names = ['Person Omar', 'omar@directory.example'];
  const duties = (council = councilA.gss, personId = officer, today = '2026-03-02') =>
    asCouncil(web, council, (trx) => findDuties(trx, { council, personId, names, today }));

  test('is what is open of the alerts that were given to her, by her number, her name or her address, the newest first', async () => {
    const supplier = await rows.supplier('EXAMPLE CARE LTD', '99000001');
    const given = (owner: string | null, status: 'raised' | 'assigned' | 'acknowledged' | 'dismissed') =>
      rows.alert(councilA.gss, supplier, { owner, status, title: `${owner} ${status}` });
    const hers = [
      await given(actorOf(officer), 'assigned'),
      await given('person OMAR', 'acknowledged'),
      await given('Omar@Directory.Example', 'raised'),
    ];
    await given(actorOf(officer), 'dismissed');
    await given(actorOf(administrator), 'assigned');
    await given(`${actorOf(officer)}0`, 'assigned');
    await given(null, 'raised');
    await rows.alert(councilB.gss, supplier, { owner: actorOf(officer), status: 'assigned' });
    const { alerts, contracts } = await duties();
    expect(alerts.map(({ id }) => id)).toEqual(hers.toReversed());
    expect(alerts[0]).toMatchObject({ supplier: 'EXAMPLE CARE LTD', title: 'Omar@Directory.Example raised' });
    expect(contracts).toEqual([]);
    expect((await duties(councilB.gss)).alerts).toHaveLength(1);
  });

  test('is what names her as owner in the register in force, in its order, and in none that was undone or still waits', async () => {
    const owner = 'PERSON omar';
    const undone = await rows.upload(councilA.gss, { undone_at: NOW });
    const inForce = await rows.upload(councilA.gss);
    const waits = await rows.upload(councilA.gss, { undone_at: NOW, waits: true });
    for (const upload of [undone, waits]) await rows.line(upload, { owner, title: 'Not in force' });
    await rows.line(inForce, { owner, title: 'Second', row: 9 });
    await rows.line(inForce, { owner: 'omar@DIRECTORY.example', title: 'First', row: 8 });
    await rows.line(inForce, { owner: 'Adult social care', title: 'Another’s' });
    await rows.line(inForce, { title: 'Nobody’s' });
    expect((await duties()).contracts.map(({ title }) => title)).toEqual(['First', 'Second']);
    expect((await duties(councilB.gss)).contracts).toEqual([]);
  });

  test('is what is tied to her, whatever it prints, and not what prints her name and is tied to another', async () => {
    await rows.db.updateTable('register_upload').set({ undone_at: NOW }).execute();
    const upload = await rows.upload(councilA.gss);
    for (const [owner, title] of [
      ['Highways', 'Tied'],
      ['Person Omar', 'Another’s by now'],
      ['omar@directory.example', 'Printed'],
      ['Parks', 'Nobody’s'],
    ] as const)
      await rows.line(upload, { owner, title });
    await tie('owner', 'Highways', officer);
    await tie('owner', 'Person Omar', administrator);
    await tie('service', 'Waste', officer);
    await tie('service', 'Libraries', administrator);
    const { contracts, services } = await duties();
    expect(contracts.map(({ title }) => title)).toEqual(['Tied', 'Printed']);
    expect(services).toEqual(['Waste']);
  });

  test('goes to her successor: contracts and services, the head of procurement, and whom she is told for', async () => {
    const away = await seedPerson(worker, rows.database, councilA.gss, 'amy', ['officer']);
    const heir = await seedPerson(worker, rows.database, councilA.gss, 'hal', ['officer']);
    for (const id of [away, heir, administrator]) await standIn(id, officer, '2026-03-02');
    await atA(async (trx) => {
      const rule = { ...(await findTellingRule(trx)), headOfProcurement: officer };
      await saveTellingRule(trx, councilA.gss, rule, 'officer');
    });
    // Who is back is told herself already.
    await standIn(administrator, officer, '2026-03-01');
    const found = await duties();
    expect(found.isHeadOfProcurement).toBe(true);
    expect(found.standsInFor.map(({ name }) => name)).toEqual(['Person amy', 'Person hal']);
    await atA((trx) => handOver(trx, councilA.gss, found, heir, actorOf(administrator)));
    const toTell = (await atA((trx) => findCouncilsToTell(trx, [councilA.gss]))).get(councilA.gss);
    expect(Object.fromEntries(toTell?.owners ?? [])).toEqual({
      Highways: heir,
      'Person Omar': administrator,
      'omar@directory.example': heir,
    });
    expect(Object.fromEntries(toTell?.services ?? [])).toEqual({ Waste: heir, Libraries: administrator });
    expect(toTell?.headOfProcurement).toBe(heir);
    const delegateOf = (id: string) =>
      toTell?.people.find((one) => one.id === id)?.subscription.delegate ?? null;
    expect(delegateOf(away)).toEqual({ personId: heir, untilDay: '2026-03-02' });
    expect(delegateOf(heir)).toBeNull();
    expect(delegateOf(administrator)).toEqual({ personId: officer, untilDay: '2026-03-01' });
    const left = await duties();
    expect([left.contracts, left.services, left.isHeadOfProcurement, left.standsInFor]).toEqual([
      [],
      [],
      false,
      [],
    ]);
  });

  const tie = (of: 'owner' | 'service', printed: string, personId: string) =>
    atA((trx) => tieToPerson(trx, councilA.gss, { of, printed, personId }, 'officer'));
  const standIn = (id: string, personId: string, untilDay: string) =>
    atA((trx) =>
      saveSubscription(
        trx,
        councilA.gss,
        id,
        { ...defaultSubscription(['officer']), delegate: { personId, untilDay: IsoDate.parse(untilDay) } },
        actorOf(id),
      ),
    );
});

describe('what somebody has made, and what she is told,', () => {
  const council = councilA.gss;
  const stand = (councils: readonly string[]) =>
    worker.transaction().execute((trx) =>
      saveTenant(
        trx,
        {
          id: tenantOf(council),
          name: 'Directory of one',
          issuer: 'https://login.example/one',
          isNational: false,
          councils: councils.map((gss) => GssCode.parse(gss)),
        },
        'command line',
      ),
    );

  test('holds while she may act for the council, and ends where she leaves or is administrator no longer', async () => {
    const personId = await seedPerson(worker, rows.database, council, 'bea', ['administrator']);
    const by = actorOf(personId);
    const made = () =>
      atA(async (trx) => ({
        invitation: await invite(trx, {
          council,
          address: 'bea2@elsewhere.example',
          roles: ['administrator'],
          way: 'directory',
          by,
          at: NOW,
        }),
        key: await makeApiKey(trx, { council, name: 'Hers', scopes: ['alerts'], by, at: NOW, days: 30 }),
        calendar: await makeCalendarAddress(trx, { council, personId, at: NOW }),
      }));
    const holds = async ({ invitation, key, calendar }: Awaited<ReturnType<typeof made>>) => [
      (await findInvitation(signIn, invitation, NOW)) !== undefined,
      (await findKeyHolder(signIn, key, NOW)) !== undefined,
      (await findCalendarCouncil(signIn, calendar, NOW)) !== undefined,
      (await toldAt(council)).includes(personId),
    ];
    const hers = await made();
    expect(await holds(hers)).toEqual([true, true, true, true]);
    await stand([]);
    expect(await holds(hers)).toEqual([false, false, false, false]);
    await stand([council]);
    expect(await holds(hers)).toEqual([true, true, true, true]);
    const change = { council, personId, by: actorOf(administrator), at: NOW };
    await atA((trx) => changeRoles(trx, { ...change, roles: ['officer'] }));
    expect(await holds(hers)).toEqual([false, false, false, true]);
    await atA((trx) => changeRoles(trx, { ...change, roles: ['administrator'] }));
    expect(await holds(hers)).toEqual([false, false, false, true]);
    const later = await made();
    await atA((trx) => removePerson(trx, { ...change, successor: administrator }));
    expect(await holds(later)).toEqual([false, false, false, false]);
    await seedPerson(worker, rows.database, council, 'bea', ['administrator']);
    expect(await holds(later)).toEqual([false, false, false, true]);
  });

  test('is not mailed to her once she has left, though it waited, but where the council names her address besides', async () => {
    const personId = await seedPerson(worker, rows.database, council, 'eve', ['officer']);
    const alert = await rows.alert(council, await rows.supplier('Example Quarries Ltd'));
    const waiting = async (channel: string, recipient: string) => {
      const row = { alert_id: alert, council, channel, recipient, last_error: null };
      const told = await rows.db
        .insertInto('delivery')
        .values({
          ...row,
          host: null,
          sending_by: null,
          sending_until: null,
          next_try_at: null,
          give_up_at: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return told.id;
    };
    const hers = await waiting('smtp', 'Eve@directory.example');
    const ids = [
      hers,
      await waiting('smtp', 'omar@directory.example'),
      await waiting('smtp', 'inbox@council.example'),
      await waiting('webhook', 'eve@directory.example'),
    ];
    const toLeavers = async () => [...(await worker.transaction().execute((trx) => findToLeavers(trx, ids)))];
    expect(await toLeavers()).toEqual([]);
    const change = { council, personId, by: actorOf(administrator), at: NOW };
    await atA((trx) => removePerson(trx, { ...change, successor: administrator }));
    expect(await toLeavers()).toEqual([hers]);
    const named = { council, address: 'eve@directory.example', role: 'officer', levels: [] };
    await rows.db.insertInto('recipient').values(named).execute();
    expect(await toLeavers()).toEqual([]);
    await rows.db.updateTable('recipient').set({ active: false }).execute();
    expect(await toLeavers()).toEqual([hers]);
    await seedPerson(worker, rows.database, council, 'eve', ['officer']);
    expect(await toLeavers()).toEqual([]);
  });

  test('ends for guests where their council switches links off', async () => {
    const address = 'partner@guest.example';
    const guest = { council, address, roles: ['officer'], way: 'link', by: 'command line', at: NOW } as const;
    await atA((trx) => invite(trx, guest));
    const secret = await atDoor((trx) => makeSignInLink(trx, { address, browser: 'hers', at: NOW }));
    const personId = await atDoor((trx) =>
      takeSignInLink(trx, { secret: secret ?? '', browser: 'hers', at: NOW }),
    );
    expect(await toldAt(council)).toContain(personId);
    const allow = (allowed: boolean) =>
      atA((trx) => allowLinks(trx, { council, allowed, by: actorOf(administrator) }));
    await allow(false);
    expect(await toldAt(council)).not.toContain(personId);
    await allow(true);
  });

  const toldAt = async (gss: string) =>
    (await atA((trx) => findCouncilsToTell(trx, [gss]))).get(gss)?.people.map(({ id }) => id) ?? [];
});
