import {
  allowLinks,
  asCouncil,
  changeRoles,
  choosePlace,
  dropEndedSignIn,
  endSessionsHere,
  findActors,
  findApiKeys,
  findColleagues,
  findInvitations,
  isAskedEnough,
  findKeyHolder,
  findOpenSessions,
  findPlacesOfPerson,
  findSession,
  invite,
  makeApiKey,
  makeSignInLink,
  newSecret,
  openFor,
  openSession,
  revokeApiKey,
  saveTenant,
  signOut,
  takeSignInLink,
  verifyAudit,
  withdrawInvitation,
  type Db,
  type Trx,
} from '@tocsin/db';
import { GssCode, actorOf } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedPerson, seedTenant, tenantOf } from '../support/people-seed.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';

const NOW = '2026-03-02T09:00:00.000Z';
const MINUTE = 60_000;
const after = (minutes: number) => new Date(Date.parse(NOW) + minutes * MINUTE).toISOString();

let database: FreshDatabase;
let worker: Db;
let signIn: Db;
let web: Db;
let administrator: string;
let officer: string;
beforeAll(async () => {
  database = await freshDatabase();
  worker = openFor('command line', database.adminUrl, { max: 1 });
  signIn = openFor('sign-in', database.adminUrl, { max: 2 });
  web = openFor('pages', database.adminUrl, { max: 1 });
  await saveTestCouncils(worker);
  for (const council of [councilA.gss, councilB.gss, null]) await seedTenant(worker, council);
  administrator = await seedPerson(worker, database, councilA.gss, 'ann', ['administrator']);
  officer = await seedPerson(worker, database, councilA.gss, 'omar', ['officer']);
});
afterAll(async () => {
  await Promise.all([worker.destroy(), signIn.destroy(), web.destroy()]);
  await database.drop();
});

const atDoor = <T>(work: (trx: Trx) => Promise<T>) => signIn.transaction().execute(work);
const atA = <T>(work: (trx: Trx) => Promise<T>) => asCouncil(web, councilA.gss, work);
const begin = (personId: string, at = NOW) =>
  atDoor((trx) => openSession(trx, { personId, browser: 'Firefox', at }));

describe('a session', () => {
  test('lasts while something is seen of it, and never longer than half a day', async () => {
    const secret = await begin(officer);
    expect(await findSession(signIn, secret, after(59))).toMatchObject({ personId: officer });
    expect(await findSession(signIn, secret, after(59 + 59))).toMatchObject({ name: 'Person omar' });
    expect(await findSession(signIn, secret, after(59 + 59 + 61))).toBeUndefined();
    const kept = await begin(officer);
    for (let at = 50; at < 720; at += 50)
      expect(await findSession(signIn, kept, after(at)), `${at}`).toBeDefined();
    expect(await findSession(signIn, kept, after(720))).toBeUndefined();
    const seenAt = (minutes: number) => atA((trx) => findOpenSessions(trx, after(minutes)));
    expect(await seenAt(719)).toMatchObject([{ personId: officer, startedAt: NOW }]);
    expect(await seenAt(720)).toEqual([]);
  });

  test('of one place begins there, with the roles that its person has at this moment', async () => {
    const secret = await begin(officer);
    const place = { council: { gss: councilA.gss, name: councilA.name }, roles: ['officer'] };
    expect(await findSession(signIn, secret, NOW)).toMatchObject({ place, places: [place] });
    const by = actorOf(administrator);
    const become = (roles: readonly ('officer' | 'contract-manager')[]) =>
      atA((trx) => changeRoles(trx, { council: councilA.gss, personId: officer, by, roles, at: NOW }));
    expect(await become(['contract-manager'])).toBe('done');
    expect((await findSession(signIn, secret, NOW))?.place?.roles).toEqual(['contract-manager']);
    await become(['officer']);
  });

  test('is stored without what opens it, and opens by nothing else', async () => {
    const secret = await begin(officer);
    const { rows } = await sql<{ row: string }>`select session::text as row from session`.execute(signIn);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ row }) => row.includes(secret))).toEqual([]);
    expect(await findSession(signIn, `${secret}x`, NOW)).toBeUndefined();
    expect(await findSession(signIn, newSecret().secret, NOW)).toBeUndefined();
  });

  test('ends when its person signs out, and all of hers when she signs out everywhere', async () => {
    const [first, second, third, others] = [
      await begin(officer),
      await begin(officer),
      await begin(officer),
      await begin(administrator),
    ];
    const session = await findSession(signIn, first, NOW);
    if (!session) throw new Error('no session');
    await atDoor((trx) => signOut(trx, session, { everywhere: false, at: NOW }));
    expect(await findSession(signIn, first, NOW)).toBeUndefined();
    expect(await findSession(signIn, second, NOW)).toBeDefined();
    const endings = async () => {
      const hers = signIn.selectFrom('session').select('ended_at').where('person_id', '=', officer);
      return (await hers.orderBy('ended_at').execute()).map(({ ended_at }) => ended_at);
    };
    const open = (await endings()).filter((ended) => ended === null).length;
    const out = { everywhere: true, at: after(1) };
    expect(await atDoor((trx) => signOut(trx, session, out))).toBe(open);
    for (const ended of [second, third]) expect(await findSession(signIn, ended, NOW)).toBeUndefined();
    expect(await findSession(signIn, others, NOW)).toBeDefined();
    // What had ended before has ended when it did.
    expect(await endings()).toEqual([NOW, ...Array.from({ length: open }, () => after(1))]);
    const log = await atA((trx) =>
      trx.selectFrom('audit').select(['action', 'detail']).orderBy('id', 'desc').limit(2).execute(),
    );
    expect(log).toEqual([
      { action: 'signed out everywhere', detail: { sessions: open } },
      { action: 'signed out', detail: {} },
    ]);
  });

  test('of a person of two councils ends at the one that ends it, and lasts at the other', async () => {
    const [here, there] = [await begin(officer), await begin(officer)];
    // As if she had chosen the other council in it.
    await sql`update session set council = ${councilB.gss} where nth = (select max(nth) from session)`.execute(
      signIn,
    );
    // Sign-in sees the sessions of every council.
    const end = { council: councilB.gss, personId: officer, by: actorOf(administrator), at: NOW };
    expect(await atDoor((trx) => endSessionsHere(trx, end))).toBe(1);
    expect(await findSession(signIn, here, NOW)).toBeDefined();
    expect(await findSession(signIn, there, NOW)).toBeUndefined();
  });

  test('is seen and ended by the administrator of its council, not by another council', async () => {
    const secret = await begin(officer, after(1));
    const own = await begin(administrator, after(1));
    const seen = (gss: string, at = after(1)) => asCouncil(web, gss, (trx) => findOpenSessions(trx, at));
    expect(await seen(councilA.gss)).toContainEqual({
      personId: officer,
      browser: 'Firefox',
      startedAt: after(1),
      seenAt: after(1),
    });
    expect(await seen(councilB.gss)).toEqual([]);
    expect(await seen(councilA.gss, after(61))).toEqual([]);
    const end = (gss: string) =>
      asCouncil(web, gss, (trx) =>
        endSessionsHere(trx, {
          council: gss,
          personId: officer,
          by: actorOf(administrator),
          at: after(1),
        }),
      );
    expect(await end(councilB.gss)).toBe(0);
    expect(await findSession(signIn, secret, after(1))).toBeDefined();
    expect(await end(councilA.gss)).toBeGreaterThan(0);
    expect(await findSession(signIn, secret, after(1))).toBeUndefined();
    expect(await findSession(signIn, own, after(1))).toBeDefined();
    expect(new Set((await seen(councilA.gss)).map(({ personId }) => personId))).toEqual(
      new Set([administrator]),
    );
  });
});

describe('a person', () => {
  test('of two councils acts for the one that she chose, and for neither before', async () => {
    const both = await seedPerson(worker, database, councilA.gss, 'bea', ['officer']);
    const stand = (councils: readonly string[]) =>
      worker.transaction().execute((trx) =>
        saveTenant(
          trx,
          {
            id: tenantOf(councilA.gss),
            name: 'Directory of two',
            issuer: 'https://login.example/two',
            isNational: false,
            councils: councils.map((gss) => GssCode.parse(gss)),
          },
          'command line',
        ),
      );
    await sql`insert into membership (person_id, council, roles, since)
      values (${both}, ${councilB.gss}, '{administrator}', ${NOW})`.execute(signIn);
    // Her directory does not stand for the second council yet.
    expect((await findPlacesOfPerson(signIn, both)).map(({ council }) => council?.gss)).toEqual([
      councilA.gss,
    ]);
    await stand([councilA.gss, councilB.gss]);
    const secret = await begin(both);
    const before = await findSession(signIn, secret, NOW);
    expect([before?.place, before?.places.length]).toEqual([undefined, 2]);
    const place = before?.places.find(({ council }) => council?.gss === councilB.gss);
    if (!place) throw new Error('no such place');
    await atDoor((trx) => choosePlace(trx, { secret, place, personId: both }));
    expect((await findSession(signIn, secret, NOW))?.place).toEqual(place);
    await stand([councilA.gss]);
    expect((await findSession(signIn, secret, NOW))?.place).toBeUndefined();
  });

  test('of a council and the national body acts for neither before she has chosen', async () => {
    const two = await seedPerson(worker, database, null, 'nell', ['operator']);
    await sql`insert into membership (person_id, council, roles, since)
      values (${two}, ${councilA.gss}, '{officer}', ${NOW})`.execute(signIn);
    await sql`insert into tenant_council (tenant_id, council) values (${tenantOf(null)}, ${councilA.gss})`.execute(
      worker,
    );
    const session = await findSession(signIn, await begin(two), NOW);
    expect([session?.place, session?.places.length]).toEqual([undefined, 2]);
    await sql`delete from tenant_council where tenant_id = ${tenantOf(null)}`.execute(worker);
  });

  test('is named to her own council only', async () => {
    expect((await atA(findActors)).get(actorOf(officer))).toBe('Person omar');
    expect((await asCouncil(web, councilB.gss, findActors)).get(actorOf(officer))).toBeUndefined();
    expect((await atA(findColleagues)).map(({ name }) => name)).toContain('Person omar');
    expect(await web.selectFrom('person').selectAll().execute()).toEqual([]);
  });

  test('of the national body is of no council, and no council sees her', async () => {
    const lead = await seedPerson(worker, database, null, 'nia', ['nps-lead']);
    const secret = await begin(lead);
    expect((await findSession(signIn, secret, NOW))?.place).toEqual({ council: null, roles: ['nps-lead'] });
    for (const { gss } of [councilA, councilB])
      expect((await asCouncil(web, gss, findActors)).has(actorOf(lead))).toBe(false);
  });

  test('is at a council in the roles of councils, and at the national body in its own', async () => {
    const give = (council: string | null, roles: string) => sql`
      insert into membership (person_id, council, roles, since) values (${officer}, ${council}, ${roles}, ${NOW})`;
    await expect(give(null, '{officer}').execute(signIn)).rejects.toThrow(/membership_check/);
    await expect(give(councilB.gss, '{nps-lead}').execute(signIn)).rejects.toThrow(/membership_check/);
  });
});

describe('an invitation', () => {
  const of = { address: 'new@link.example', roles: ['officer'], way: 'link' } as const;
  const times = { by: 'command line', at: NOW, expiresAt: after(60) } as const;

  test('is seen by its council while it waits, and holds no longer when it was taken back', async () => {
    const council = councilA.gss;
    await atA((trx) => invite(trx, { ...of, ...times, council }));
    const waiting = await atA((trx) => findInvitations(trx, NOW));
    expect(waiting).toMatchObject([{ address: of.address, roles: ['officer'] }]);
    expect(await atA((trx) => findInvitations(trx, after(60)))).toEqual([]);
    expect(await asCouncil(web, councilB.gss, (trx) => findInvitations(trx, NOW))).toEqual([]);
    const id = waiting[0]?.id ?? '';
    const withdraw = (gss: string) =>
      asCouncil(web, gss, (trx) => withdrawInvitation(trx, { council: gss, id, by: 'person 1', at: NOW }));
    expect([await withdraw(councilB.gss), await withdraw(council), await withdraw(council)]).toEqual([
      false,
      true,
      false,
    ]);
    expect(await link(of.address)).toBeUndefined();
    expect(await atA((trx) => findInvitations(trx, NOW))).toEqual([]);
  });

  test('that was accepted waits no longer and is not taken back', async () => {
    const council = councilA.gss;
    const address = 'joined@link.example';
    await atA((trx) => invite(trx, { ...of, ...times, council, address }));
    const [{ id } = { id: '' }] = await atA((trx) => findInvitations(trx, NOW));
    expect(await take(await link(address))).toBeDefined();
    expect(await atA((trx) => findInvitations(trx, NOW))).toEqual([]);
    const back = { council, id, by: 'person 1', at: NOW };
    expect(await atA((trx) => withdrawInvitation(trx, back))).toBe(false);
  });

  test('is sent to one address three times within a day, however it is written, by each council', async () => {
    const asked = { council: councilA.gss, address: 'Stranger@Link.example', at: after(24 * 60) };
    const isEnough = (one = asked) => asCouncil(web, one.council, (trx) => isAskedEnough(trx, one));
    for (const [nth, minute] of [1, 2, 3].entries()) {
      expect(await isEnough(), `${nth}`).toBe(false);
      const sent = { council: councilA.gss, by: 'person 1', at: after(minute), expiresAt: after(9_999) };
      await atA((trx) => invite(trx, { ...of, ...sent, address: 'stranger@link.example' }));
    }
    const [{ id } = { id: '' }] = await atA((trx) => findInvitations(trx, after(4)));
    await atA((trx) => withdrawInvitation(trx, { council: councilA.gss, id, by: 'person 1', at: after(4) }));
    expect(await isEnough()).toBe(true);
    expect(await isEnough({ ...asked, at: after(24 * 60 + 1) })).toBe(false);
    expect(await isEnough({ ...asked, address: 'another@link.example' })).toBe(false);
    expect(await isEnough({ ...asked, council: councilB.gss })).toBe(false);
  });
});

const link = (address: string, browser = 'this browser', at = NOW) =>
  atDoor((trx) => makeSignInLink(trx, { address, browser, at }));
const take = (secret: string | undefined, browser = 'this browser', at = NOW) =>
  atDoor((trx) => takeSignInLink(trx, { secret: secret ?? '', browser, at }));

describe('a link in a mail', () => {
  beforeAll(async () => {
    const guest = { address: 'Guest@Link.example', roles: ['officer'], way: 'link' } as const;
    await atA((trx) =>
      invite(trx, { ...guest, council: councilA.gss, by: 'command line', at: NOW, expiresAt: after(9_999) }),
    );
  });

  test('is made for nobody who was not invited, nor for a person of a directory', async () => {
    expect(await link('nobody@link.example')).toBeUndefined();
    expect(await link('omar@directory.example')).toBeUndefined();
  });

  test('signs in once, within 15 minutes, in the browser that asked, whoever opened it before', async () => {
    const secret = await link('guest@link.example');
    expect(await take(secret, 'another browser')).toBeUndefined();
    expect(await take(secret, 'this browser', after(15))).toBeUndefined();
    const guest = await take(secret, 'this browser', after(14));
    expect(guest).toBeDefined();
    expect(await take(secret)).toBeUndefined();
    const again = await link('GUEST@link.example', 'this browser', after(20));
    expect(await take(again, 'this browser', after(21))).toBe(guest);
  });

  test('is mailed three times in 15 minutes to a browser, twelve times to all, so that nobody else uses up hers', async () => {
    const strangers = [];
    for (const browser of ['c', 'c', 'c', 'c', 'd', 'd', 'd', 'e', 'e', 'e'])
      strangers.push(await link('guest@link.example', browser, after(60)));
    expect(strangers.filter((secret) => secret !== undefined)).toHaveLength(9);
    const hers = [];
    for (let asked = 0; asked < 3; asked += 1) hers.push(await link('guest@link.example', 'b', after(61)));
    expect(hers.filter((secret) => secret !== undefined)).toHaveLength(3);
    expect(await link('guest@link.example', 'f', after(62))).toBeUndefined();
  });

  test('is mailed three times in 15 minutes at most', async () => {
    const asked = [];
    for (let at = 100; at < 105; at += 1) asked.push(await link('guest@link.example', 'b', after(at)));
    expect(asked.filter((secret) => secret !== undefined)).toHaveLength(3);
    expect(await link('guest@link.example', 'b', after(116))).toBeDefined();
  });

  test('is of no use where its council has switched links off, nor is a session that one began', async () => {
    const at = after(200);
    const guest = await take(await link('guest@link.example', 'b', at), 'b', at);
    const secret = await begin(guest ?? '', at);
    expect((await findSession(signIn, secret, at))?.place?.council?.gss).toBe(councilA.gss);
    const allow = (allowed: boolean) =>
      atA((trx) => allowLinks(trx, { council: councilA.gss, allowed, by: actorOf(administrator) }));
    await allow(false);
    expect((await findSession(signIn, secret, at))?.place).toBeUndefined();
    expect(await link('guest@link.example', 'b', after(201))).toBeUndefined();
    await allow(true);
    expect(await link('guest@link.example', 'b', after(201))).toBeDefined();
  });

  test('leads to a person of its own, though a person of a directory has the same address', async () => {
    const address = 'omar@directory.example';
    await atA((trx) =>
      invite(trx, {
        council: councilA.gss,
        address,
        roles: ['officer'],
        way: 'link',
        by: 'command line',
        at: NOW,
        expiresAt: after(999),
      }),
    );
    const same = await take(await link(address));
    expect(same).toBeDefined();
    expect(same).not.toBe(officer);
  });
});

describe('a key of the API', () => {
  const make = (name: string) =>
    atA((trx) =>
      makeApiKey(trx, {
        council: councilA.gss,
        name,
        scopes: ['alerts'],
        by: actorOf(administrator),
        at: NOW,
        days: 1,
      }),
    );

  test('speaks for its council until it expires or is revoked, from that moment on', async () => {
    const key = await make('Finance');
    const holder = { name: 'Finance', council: councilA, scopes: ['alerts'] };
    expect(await findKeyHolder(signIn, key, '2026-03-03T23:59:59.000Z')).toMatchObject(holder);
    expect(await findKeyHolder(signIn, key, '2026-03-04T00:00:00.000Z')).toBeUndefined();
    expect(await findKeyHolder(signIn, `${key}x`, NOW)).toBeUndefined();
    const [{ id } = { id: '' }] = await atA(findApiKeys);
    const revoke = (gss: string) =>
      asCouncil(web, gss, (trx) => revokeApiKey(trx, { council: gss, id, by: 'person 1', at: NOW }));
    expect(await revoke(councilB.gss)).toBe(false);
    expect(await findKeyHolder(signIn, key, NOW)).toBeDefined();
    expect(await revoke(councilA.gss)).toBe(true);
    expect(await findKeyHolder(signIn, key, NOW)).toBeUndefined();
  });

  test('is stored without what it is', async () => {
    const key = await make('Stored');
    const { rows } = await sql<{ row: string }>`select api_key::text as row from api_key`.execute(signIn);
    expect(rows.filter(({ row }) => row.includes('Stored'))).toHaveLength(1);
    expect(rows.filter(({ row }) => row.includes(key) || row.includes(key.slice(7)))).toEqual([]);
  });
});

describe('what is over of signing in', () => {
  test('is dropped after ninety days and counted; what lasts, or ended lately, stays', async () => {
    const [ended, left, lasting] = [await begin(officer), await begin(officer), await begin(officer)];
    const session = await findSession(signIn, ended, NOW);
    if (!session) throw new Error('no session');
    await atDoor((trx) => signOut(trx, session, { everywhere: false, at: NOW }));
    const day = 24 * 60;
    // Nothing was seen of it any more.
    await sql`update session set seen_at = ${after(-95 * day)} where nth = (select max(nth) - 1 from session)`.execute(
      signIn,
    );
    const { sessions } = await dropEndedSignIn(worker, NOW);
    expect(sessions).toBe(1);
    expect(await findSession(signIn, left, NOW)).toBeUndefined();
    expect(await findSession(signIn, lasting, NOW)).toBeDefined();
    const count = async () => (await signIn.selectFrom('session').select('id').execute()).length;
    const kept = await count();
    expect((await dropEndedSignIn(worker, after(90 * day - 1))).sessions).toBe(0);
    expect((await dropEndedSignIn(worker, after(91 * day))).sessions).toBe(kept);
    expect(await count()).toBe(0);
  });

  test('is dropped of links as soon as they work no longer', async () => {
    const by = {
      council: councilA.gss,
      way: 'link',
      by: 'command line',
      at: NOW,
      expiresAt: after(60),
    } as const;
    await atA((trx) => invite(trx, { ...by, address: 'late@link.example', roles: ['officer'] }));
    const asked = { address: 'late@link.example', browser: 'a browser', at: NOW };
    const link = await atDoor((trx) => makeSignInLink(trx, asked));
    expect(link).toBeDefined();
    expect((await dropEndedSignIn(worker, after(14))).links).toBe(0);
    expect((await dropEndedSignIn(worker, after(16))).links).toBe(1);
  });
});

describe('sign-in', () => {
  test('reaches nothing that a council keeps, and of the audit log nothing but its last hash', async () => {
    for (const table of ['alert', 'register_line', 'recipient', 'delivery', 'payment', 'supplier'])
      await expect(sql`select 1 from ${sql.table(table)}`.execute(signIn), table).rejects.toThrow(
        /permission denied/,
      );
    await expect(sql`select detail from audit`.execute(signIn)).rejects.toThrow(/permission denied/);
  });

  test('and everything that administrators do stands in the log of the council, by number and not by name', async () => {
    const entries = await atA((trx) => trx.selectFrom('audit').select(['actor', 'action']).execute());
    const done = new Set(entries.map(({ action }) => action));
    for (const action of [
      'allowed directory',
      'invited person',
      'accepted invitation',
      'withdrew invitation',
      'signed in',
      'signed out',
      'signed out everywhere',
      'changed roles',
      'made API key',
      'revoked API key',
      'switched sign-in by links off',
    ])
      expect(done).toContain(action);
    expect(entries.filter(({ actor }) => !/^(person \d+|command line)$/.test(actor))).toEqual([]);
    const told = await sql<{ row: string }>`select audit::text as row from audit`.execute(worker);
    expect(told.rows.filter(({ row }) => /omar|guest|link\.example/i.test(row))).toEqual([]);
    expect((await verifyAudit(worker)).broken).toEqual([]);
  });
});
