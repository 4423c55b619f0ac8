import {
  allowLinks,
  asCouncil,
  findPlacesOfPerson,
  invite,
  makeApiKey,
  openFor,
  saveTenant,
  verifyAudit,
  type Db,
} from '@tocsin/db';
import { GssCode, type PersonRole } from '@tocsin/domain';
import type { buildApp } from '@tocsin/web';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openClient, type Client } from '../support/client.ts';
import { registration, startDirectory, type Directory, type Planted } from '../support/directory.ts';
import { serverUrl, startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { otherCouncil, ourCouncil, plainSuppliers, privateMark, seedDay } from '../support/pages-world.ts';

const NOW = `${seedDay}T12:00:00.000Z`;
const NEXT_YEAR = '2027-01-01T00:00:00.000Z';
type Mail = Parameters<NonNullable<Parameters<typeof buildApp>[0]['sendMail']>>[0];

let pages: PagesUnderTest;
let worker: Db;
let ours: Directory;
let theirs: Directory;
let third: Directory;
const mails: Mail[] = [];
let mailed: (() => void) | null = null;

beforeAll(async () => {
  [ours, theirs, third] = (await Promise.all(
    ['tid-ours', 'tid-theirs', 'tid-third'].map((tenant) => startDirectory(tenant)),
  )) as [Directory, Directory, Directory];
  pages = await startPages(plainSuppliers, 'server', 100_000, {
    settings: registration,
    async sendMail(mail) {
      mails.push(mail);
      mailed?.();
    },
  });
  worker = openFor('command line', pages.database.adminUrl, { max: 1 });
  for (const [id, { issuer }, { gss }] of [
    ['tid-ours', ours, ourCouncil],
    ['tid-theirs', theirs, otherCouncil],
  ] as const)
    await worker
      .transaction()
      .execute((trx) =>
        saveTenant(
          trx,
          { id, name: `Directory ${id}`, issuer, isNational: false, councils: [GssCode.parse(gss)] },
          'command line',
        ),
      );
});
afterAll(async () => {
  await worker.destroy();
  await pages.stop();
  await Promise.all([ours, theirs, third].map((directory) => directory.stop()));
});

let client: Client;
beforeEach(() => {
  client = openClient(pages.app);
});

/** An invitation, as the command line makes it: the secret of its address. */
async function invited(
  council: string | null,
  roles: readonly PersonRole[],
  way: 'directory' | 'link' = 'directory',
  address = 'somebody@council.example',
): Promise<string> {
  const times = { at: NOW, expiresAt: NEXT_YEAR } as const;
  return worker
    .transaction()
    .execute((trx) => invite(trx, { council, address, roles, way, by: 'command line', ...times }));
}

/** Somebody of a directory who was invited and has accepted. */
async function joined(
  directory: Directory,
  tenant: string,
  council: string,
  person: string,
  roles: readonly PersonRole[],
): Promise<Client> {
  directory.person = person;
  const somebody = openClient(pages.app);
  const answer = await somebody.signInAt(tenant, { invitation: await invited(council, roles) });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/']);
  return somebody;
}

const countPeople = async () =>
  Number((await sql<{ n: string }>`select count(*) as n from person`.execute(worker)).rows[0]?.n);

describe('a person of a directory', () => {
  test('accepts her invitation by signing in, and from then on is known by tenant and object', async () => {
    const officer = await joined(ours, 'tid-ours', ourCouncil.gss, 'olivia', ['officer']);
    const alerts = await officer.get('/alerts');
    expect(alerts.statusCode).toBe(200);
    expect(alerts.body).toContain(privateMark(ourCouncil.gss));
    expect(alerts.body).toContain(ourCouncil.name);
    const again = await client.signInAt('tid-ours', { next: '/exposure' });
    expect(again.headers.location).toBe('/exposure');
    expect((await client.get('/exposure')).statusCode).toBe(200);
  });

  test('is not let in without an invitation, and nothing is kept of her', async () => {
    const before = await countPeople();
    ours.person = 'stranger';
    const answer = await client.signInAt('tid-ours');
    expect([answer.statusCode, answer.body]).toEqual([
      403,
      expect.stringContaining('You have not been invited yet'),
    ]);
    expect((await client.get('/alerts')).headers.location).toBe('/sign-in?next=%2Falerts');
    expect(await countPeople()).toBe(before);
  });

  test('of one object in another tenant is another person', async () => {
    await joined(ours, 'tid-ours', ourCouncil.gss, 'twin', ['officer']);
    theirs.person = 'twin';
    expect((await client.signInAt('tid-theirs')).statusCode).toBe(403);
  });

  test('accepts no invitation of a council for which her directory does not stand, and an invitation once', async () => {
    theirs.person = 'theo';
    const invitation = await invited(ourCouncil.gss, ['officer']);
    const wrong = await client.signInAt('tid-theirs', { invitation });
    expect([wrong.statusCode, wrong.body]).toEqual([403, expect.stringContaining('another organisation')]);
    ours.person = 'oona';
    expect((await client.signInAt('tid-ours', { invitation })).statusCode).toBe(303);
    ours.person = 'otto';
    const late = await openClient(pages.app).signInAt('tid-ours', { invitation });
    expect([late.statusCode, late.body]).toEqual([404, expect.stringContaining('does not hold')]);
  });

  test('sees for what she is invited before she signs in, whatever reads the address along', async () => {
    const invitation = await invited(ourCouncil.gss, ['contract-manager']);
    for (let reads = 0; reads < 3; reads += 1) {
      const page = await client.get(`/invitation/${invitation}`);
      expect(page.body).toContain(`You are invited for ${ourCouncil.name}`);
      expect(page.body).toContain('Contract manager');
      expect(page.body).toContain('Directory tid-ours');
      expect(page.body).not.toContain('Directory tid-theirs');
    }
    expect((await client.get('/invitation/made-up')).statusCode).toBe(404);
  });
});

describe('a token', () => {
  const plants: readonly (readonly [string, Planted])[] = [
    ['of a tenant that is not allowed, signed with the same key', { claims: { tid: 'tid-third' } }],
    ['of another allowed tenant', { claims: { tid: 'tid-theirs' } }],
    ['without a tenant', { claims: { tid: undefined } }],
    ['without an object', { claims: { oid: undefined } }],
    ['of another issuer', { claims: { iss: 'https://login.example/tid-ours' } }],
    ['for another application', { claims: { aud: 'another application' } }],
    ['with another nonce', { claims: { nonce: 'of another attempt' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['that is over', { claims: { exp: 1_000_000_000 } }],
    ['signed with the key of nobody', { foreignKey: true }],
  ];
  test.each(plants)('%s is refused: TRUST 27', async (_what, planted) => {
    await joined(ours, 'tid-ours', ourCouncil.gss, 'vera', ['officer']);
    ours.plant(planted);
    const answer = await client.signInAt('tid-ours');
    expect([answer.statusCode, answer.body]).toEqual([
      403,
      expect.stringContaining('did not confirm who you are'),
    ]);
    expect(client.cookies.has('__Host-tocsin_session')).toBe(false);
  });

  test('of a third directory, which nobody allowed, leads nowhere', async () => {
    expect((await client.get('/sign-in')).body).not.toContain('tid-third');
    expect((await client.get('/sign-in/organisation?tenant=tid-third')).statusCode).toBe(404);
    await joined(ours, 'tid-ours', ourCouncil.gss, 'vera', ['officer']);
    // A token that the third has signed for its own person, handed over where ours is awaited.
    ours.plant({ claims: { iss: third.issuer, tid: 'tid-third', oid: 'vera' } });
    expect((await client.signInAt('tid-ours')).statusCode).toBe(403);
  });

  test('that was not forged is taken, so that the refusals above mean something', async () => {
    await joined(ours, 'tid-ours', ourCouncil.gss, 'vera', ['officer']);
    ours.plant({});
    expect((await client.signInAt('tid-ours')).statusCode).toBe(303);
  });
});

describe('an answer of a directory', () => {
  test('counts in the browser that was sent there, and once', async () => {
    await joined(ours, 'tid-ours', ourCouncil.gss, 'will', ['officer']);
    const came = await client.proveAt('tid-ours');
    const other = openClient(pages.app);
    expect((await other.get(came)).statusCode).toBe(400);
    await other.proveAt('tid-ours');
    expect((await other.get(came)).statusCode).toBe(403);
    expect((await client.get(came)).statusCode).toBe(303);
    expect((await client.get(came)).statusCode).toBe(400);
  });

  test('with another state, or a refusal, signs nobody in', async () => {
    const came = await client.proveAt('tid-ours');
    expect((await client.get(came.replace(/state=[^&]+/, 'state=other'))).statusCode).toBe(403);
    await client.proveAt('tid-ours');
    const refused = await client.get('/sign-in/callback?error=access_denied');
    expect(refused.statusCode).toBe(403);
    expect(client.cookies.has('__Host-tocsin_session')).toBe(false);
  });

  test('goes on to a page of ours and to nowhere else', async () => {
    await joined(ours, 'tid-ours', ourCouncil.gss, 'will', ['officer']);
    for (const [next, to] of [
      ['/alerts/1?done=assign', '/alerts/1?done=assign'],
      ['https://evil.example', '/'],
      ['//evil.example', '/'],
      ['/\\evil.example', '/'],
      ['/\t/evil.example', '/'],
    ] as const)
      expect((await openClient(pages.app).signInAt('tid-ours', { next })).headers.location).toBe(to);
  });
});

describe('a session', () => {
  test('is kept by a cookie that no script, no other host and no plain connection gets', async () => {
    await joined(ours, 'tid-ours', ourCouncil.gss, 'sue', ['officer']);
    const answer = await client.signInAt('tid-ours');
    const cookie = answer.cookies.find(({ name }) => name === '__Host-tocsin_session');
    expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(cookie).not.toHaveProperty('domain');
    expect(cookie).not.toHaveProperty('maxAge');
    for (const url of ['/alerts', '/account', '/sign-in', '/invitation/x', '/api/v1/alerts'])
      expect((await client.get(url)).headers['cache-control'], url).toBe('no-store');
  });

  test('begins anew with each sign-in and ends with the button', async () => {
    const first = await joined(ours, 'tid-ours', ourCouncil.gss, 'sam', ['officer']);
    const secret = first.cookies.get('__Host-tocsin_session');
    await client.signInAt('tid-ours');
    expect(client.cookies.get('__Host-tocsin_session')).not.toBe(secret);
    const out = await first.send('/account', '/sign-out', {});
    expect(out.headers.location).toBe('/sign-in');
    first.cookies.set('__Host-tocsin_session', secret ?? '');
    expect((await first.get('/alerts')).statusCode).toBe(303);
    expect((await client.get('/alerts')).statusCode).toBe(200);
    await client.send('/account', '/sign-out/everywhere', {});
    expect((await client.get('/alerts')).statusCode).toBe(303);
  });

  test('of two councils acts for neither until one is chosen, and says on every page for which', async () => {
    const both = await joined(ours, 'tid-ours', ourCouncil.gss, 'bo', ['officer']);
    await worker.transaction().execute((trx) =>
      saveTenant(
        trx,
        {
          id: 'tid-ours',
          name: 'Directory tid-ours',
          issuer: ours.issuer,
          isNational: false,
          councils: [GssCode.parse(ourCouncil.gss), GssCode.parse(otherCouncil.gss)],
        },
        'command line',
      ),
    );
    const second = await client.signInAt('tid-ours', {
      invitation: await invited(otherCouncil.gss, ['administrator']),
      next: '/alerts',
    });
    expect(second.headers.location).toBe('/alerts');
    expect((await client.get('/alerts')).headers.location).toBe('/account?next=%2Falerts');
    const chosen = await client.send('/account?next=/alerts', '/account', {
      place: otherCouncil.gss,
      next: '/alerts',
    });
    expect(chosen.headers.location).toBe('/alerts');
    const alerts = (await client.get('/alerts')).body;
    expect([
      alerts.includes(privateMark(otherCouncil.gss)),
      alerts.includes(privateMark(ourCouncil.gss)),
    ]).toEqual([true, false]);
    expect((await client.get('/suppliers')).body).toContain(otherCouncil.name);
    expect((await client.get('/audit')).statusCode).toBe(200);
    await client.send('/account', '/account', { place: ourCouncil.gss, next: '/' });
    // There she is an officer.
    expect((await client.get('/audit')).statusCode).toBe(403);
    expect((await client.send('/account', '/account', { place: 'E08000003', next: '/' })).statusCode).toBe(
      404,
    );
    expect((await both.get('/alerts')).statusCode).toBe(200);
  });
});

/** Waits for the next mail. */
const nextMail = () =>
  new Promise<Mail>((resolve) => {
    mailed = () => {
      const mail = mails.at(-1);
      if (mail) resolve(mail);
    };
  });
const linkIn = ({ text }: Mail) => new URL(/https:\S+\/sign-in\/link\/\S+/.exec(text)?.[0] ?? '');
const ask = (by: Client, address: string, next = '/') =>
  by.send('/sign-in', '/sign-in/link', { address, next });

describe('a link in a mail', () => {
  beforeAll(() => invited(ourCouncil.gss, ['officer'], 'link', 'guest@partner.example'));

  test('is answered alike to everybody, and mailed to whoever was invited', async () => {
    const before = mails.length;
    const stranger = await ask(openClient(pages.app), 'stranger@partner.example');
    const arrives = nextMail();
    const guest = await ask(client, 'guest@partner.example');
    const plain = (body: string) => body.replaceAll(/stranger@partner|guest@partner|/g, '');
    expect(plain(stranger.body)).toBe(plain(guest.body));
    expect(stranger.cookies.map(({ name }) => name)).toEqual(guest.cookies.map(({ name }) => name));
    const mail = await arrives;
    expect(mail.to).toBe('guest@partner.example');
    // Asked for in order: whoever asked before would have been mailed before.
    expect(mails.slice(before).map(({ to }) => to)).toEqual(['guest@partner.example']);
    expect(mail.text).not.toContain('stranger');
  });

  test('signs in by its button in the browser that asked, however often and wherever it is opened', async () => {
    const arrives = nextMail();
    await ask(client, 'guest@partner.example', '/exposure');
    const link = linkIn(await arrives);
    const address = `${link.pathname}${link.search}`;
    expect(link.origin).toBe(serverUrl);
    const scanner = openClient(pages.app);
    for (let reads = 0; reads < 3; reads += 1) expect((await scanner.get(address)).statusCode).toBe(200);
    const next = { next: '/exposure' };
    const elsewhere = await scanner.send(address, link.pathname, next);
    expect([elsewhere.statusCode, elsewhere.body]).toEqual([
      403,
      expect.stringContaining('only in the browser in which you asked'),
    ]);
    const used = await client.send(address, link.pathname, next);
    expect([used.statusCode, used.headers.location]).toEqual([303, '/exposure']);
    expect((await client.get('/exposure')).body).toContain(ourCouncil.name);
    expect((await client.send(address, link.pathname, next)).statusCode).toBe(403);
  });

  test('signs nobody in any more once the council has switched links off', async () => {
    const web = openFor('pages', pages.database.adminUrl, { max: 1 });
    const allow = (allowed: boolean) =>
      asCouncil(web, ourCouncil.gss, (trx) =>
        allowLinks(trx, { council: ourCouncil.gss, allowed, by: 'person 1' }),
      );
    const arrives = nextMail();
    await ask(client, 'guest@partner.example');
    const link = linkIn(await arrives);
    await allow(false);
    expect((await client.send(link.pathname, link.pathname, { next: '/' })).statusCode).toBe(403);
    await allow(true);
    await web.destroy();
  });

  test('is asked for 20 times in a minute from one address at most', async () => {
    const asked = await client.get('/sign-in');
    const token = /name="token" value="([^"]+)"/.exec(asked.body)?.[1] ?? '';
    const statuses: number[] = [];
    for (let times = 0; times < 21; times += 1) {
      const answer = await pages.app.inject({
        method: 'POST',
        url: '/sign-in/link',
        remoteAddress: '192.0.2.1',
        cookies: Object.fromEntries(client.cookies),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ token, address: `a${times}@partner.example` }).toString(),
      });
      statuses.push(answer.statusCode);
    }
    expect([new Set(statuses.slice(0, 20)), statuses[20]]).toEqual([new Set([200]), 429]);
    // All people of a council may come from one address in the same minute: to their organisation they are led.
    const led = await pages.app.inject({ url: '/sign-in/organisation', remoteAddress: '192.0.2.1' });
    expect(led.headers['x-ratelimit-limit']).toBe('100000');
  });

  test('is asked for with an address', async () => {
    const answer = await ask(client, 'not an address');
    expect([answer.statusCode, answer.body]).toEqual([
      400,
      expect.stringContaining('Enter your e-mail address'),
    ]);
  });
});

describe('a key', () => {
  let key: string;
  let id: string;
  const read = (url: string, method: 'GET' | 'POST' = 'GET', bearer = key) =>
    pages.app.inject({ method, url, headers: { authorization: `Bearer ${bearer}` } });
  const run = async <T>(work: (db: Db) => Promise<T>) => {
    const web = openFor('pages', pages.database.adminUrl, { max: 1 });
    try {
      return await work(web);
    } finally {
      await web.destroy();
    }
  };

  beforeAll(async () => {
    key = await run((web) =>
      asCouncil(web, ourCouncil.gss, (trx) =>
        makeApiKey(trx, {
          council: ourCouncil.gss,
          name: 'Finance',
          scopes: ['exposure'],
          by: 'command line',
          at: NOW,
          days: 90,
        }),
      ),
    );
    const { rows } = await sql<{ id: string }>`select id from api_key where name = 'Finance'`.execute(worker);
    id = rows[0]?.id ?? '';
  });

  test('reads of its council what it is for, and nothing else: TRUST 28', async () => {
    const exposure = await read('/api/v1/exposure');
    expect([exposure.statusCode, exposure.json().council]).toEqual([200, ourCouncil]);
    expect((await read('/exposure.csv')).body).not.toContain(privateMark(otherCouncil.gss));
    for (const url of ['/api/v1/alerts', '/alerts.csv', '/exposure', '/account', '/audit', '/national.csv'])
      expect([url, (await read(url)).statusCode]).toEqual([url, url === '/account' ? 303 : 403]);
    expect((await read('/alerts', 'POST')).statusCode).toBe(403);
    expect((await read('/api/v1/exposure', 'GET', 'tocsin_made-up')).statusCode).toBe(401);
  });

  test('is dead with the next request after it was revoked: TRUST 28', async () => {
    expect((await read('/api/v1/exposure')).statusCode).toBe(200);
    await run((web) =>
      asCouncil(web, ourCouncil.gss, (trx) =>
        sql`update api_key set revoked_at = ${NOW} where id = ${id}`.execute(trx),
      ),
    );
    const answer = await read('/api/v1/exposure');
    expect([answer.statusCode, answer.json()]).toEqual([
      401,
      {
        type: '/api/v1/reference#not-signed-in',
        status: 401,
        title: 'This key is not known',
        detail: 'It may have expired or been revoked.',
      },
    ]);
  });
});

test('who did something is told by name to her own council, and stands by number in what is stored', async () => {
  const officer = await joined(ours, 'tid-ours', ourCouncil.gss, 'astrid', ['officer']);
  const [id = ''] = pages.alerts[ourCouncil.gss] ?? [];
  const done = await officer.send(`/alerts/${id}`, `/alerts/${id}`, { action: 'acknowledge' });
  expect(done.statusCode).toBe(303);
  expect((await officer.get(`/alerts/${id}`)).body).toContain('Acknowledged by Person astrid');
  expect((await officer.get(`/api/v1/alerts/${id}`)).json().actions.at(-1).by).toBe('Person astrid');
  const { rows } = await sql<{ by: string }>`select by_whom as by from alert_action
    where alert_id = ${id} and action = 'acknowledge'`.execute(worker);
  expect(rows).toEqual([{ by: expect.stringMatching(/^person \d+$/) }]);
  expect((await verifyAudit(worker)).broken).toEqual([]);
});

test('a person of the national body reads the public record and no council’s pages', async () => {
  await worker
    .transaction()
    .execute((trx) =>
      saveTenant(
        trx,
        { id: 'tid-theirs', name: 'National body', issuer: theirs.issuer, isNational: true, councils: [] },
        'command line',
      ),
    );
  theirs.person = 'nia';
  const entered = await client.signInAt('tid-theirs', { invitation: await invited(null, ['nps-lead']) });
  expect(entered.statusCode).toBe(303);
  expect((await client.get('/')).headers.location).toBe('/national');
  const national = await client.get('/national');
  expect([national.statusCode, national.body.includes('National body')]).toEqual([200, true]);
  const supplier = await client.get('/suppliers/01000001');
  expect([supplier.statusCode, /private-to-/.test(supplier.body)]).toEqual([200, false]);
  for (const url of ['/alerts', '/exposure', '/register', '/audit', '/alerts.csv', '/api/v1/alerts'])
    expect([url, (await client.get(url)).statusCode]).toEqual([url, 403]);
});

test('everybody who was let in was invited', async () => {
  const { rows } = await sql<{ id: string }>`select id from person`.execute(worker);
  const signIn = openFor('sign-in', pages.database.adminUrl, { max: 1 });
  for (const { id } of rows) expect((await findPlacesOfPerson(signIn, id)).length, id).toBeGreaterThan(0);
  await signIn.destroy();
  const accepted = await sql`select 1 from invitation where accepted_by is not null`.execute(worker);
  expect(accepted.rows.length).toBeGreaterThanOrEqual(rows.length);
});
