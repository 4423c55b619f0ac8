import { findCouncilsToTell, openDatabase, openFor, openSession, stopAddress, type Db } from '@tocsin/db';
import { actorOf } from '@tocsin/domain';
import ICAL from 'ical.js';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countOf, openBrowser } from '../support/browser.ts';
import { brokenRules } from '../support/page-rules.ts';
import { serverUrl, startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { ourCouncil, plainSuppliers, seedDay } from '../support/pages-world.ts';
import { asSignIn, seedPerson, seedTenant } from '../support/people-seed.ts';

let pages: PagesUnderTest;
let browser: Browser;
let worker: Db;
let page: Page;
const ids = { ada: '', olu: '' };
const notifyToken = 'a-token-of-some-length';

beforeAll(async () => {
  const settings = { WEBHOOK_SIGNING_KEY: 'k'.repeat(32), NOTIFY_CALLBACK_TOKEN: notifyToken };
  [pages, browser] = await Promise.all([
    startPages(plainSuppliers, 'server', undefined, { settings }),
    openBrowser(),
  ]);
  const cli = openFor('command line', pages.database.adminUrl, { max: 1 });
  await seedTenant(cli, ourCouncil.gss);
  ids.ada = await seedPerson(cli, pages.database, ourCouncil.gss, 'ada', ['administrator']);
  ids.olu = await seedPerson(cli, pages.database, ourCouncil.gss, 'olu', ['officer']);
  await cli.destroy();
  worker = openDatabase(pages.database.url, { role: 'tocsin_worker', max: 1 });
  const secret = await asSignIn(pages.database, (db) =>
    db
      .transaction()
      .execute((trx) =>
        openSession(trx, { personId: ids.ada, browser: 'Example', at: `${seedDay}T12:00:00.000Z` }),
      ),
  );
  const context = await browser.newContext({ locale: 'en-GB' });
  const jar = new Map([['__Host-tocsin_session', secret]]);
  // As behind the proxy that ends TLS: the browser is at the address of the server, which no network leads to.
  await context.route(`${serverUrl}/**`, async (route) => {
    const { statusCode: status, body, headers } = await answerTo(jar, route.request());
    await route.fulfill({ status, body, contentType: String(headers['content-type']) });
  });
  page = await context.newPage();
});
/** What the pages answer to a request of a browser with these cookies, redirects followed. */
async function answerTo(jar: Map<string, string>, asked: Request) {
  let [method, url, payload]: ['GET' | 'POST', string, string | undefined] = [
    asked.method() === 'POST' ? 'POST' : 'GET',
    asked.url().slice(serverUrl.length),
    asked.postData() ?? undefined,
  ];
  for (;;) {
    const answer = await pages.app.inject({
      method,
      url,
      cookies: Object.fromEntries(jar),
      ...(payload === undefined
        ? {}
        : { payload, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    });
    for (const { name, value } of answer.cookies) jar.set(name, value);
    if (answer.statusCode !== 303) return answer;
    [method, url, payload] = ['GET', String(answer.headers.location), undefined];
  }
}

afterAll(async () => {
  await browser.close();
  await worker.destroy();
  await pages.stop();
});

const toTell = async () =>
  (await worker.transaction().execute((trx) => findCouncilsToTell(trx, [ourCouncil.gss]))).get(
    ourCouncil.gss,
  );
const read = async () => (await page.locator('main').textContent()) ?? '';

test('an administrator sees what lines would have meant, then sets them, and a default is not kept as a choice', async () => {
  await page.goto(`${serverUrl}/settings/council`);
  await page.getByLabel(/^Estimate of severe/).fill('£300,000');
  await page.getByLabel('Shared inbox').fill('contracts@council.example');
  await page.getByRole('button', { name: 'Show what this would have meant' }).click();
  expect(await read()).toContain('These lines are not saved yet.');
  expect(await read()).toContain('Formal events');
  expect((await toTell())?.inbox).toBeNull();
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await page.getByRole('status').textContent()).toContain('Saved');
  const { lines } = await worker
    .selectFrom('telling_rule')
    .select('lines')
    .where('council', '=', ourCouncil.gss)
    .executeTakeFirstOrThrow();
  expect(lines).toEqual({ estimateFrom: 300_000_00 });
  expect((await toTell())?.inbox).toEqual({ channel: 'smtp', address: 'contracts@council.example' });
});

test('what cannot be a line is refused in words, and nothing is kept of it', async () => {
  await page.goto(`${serverUrl}/settings/council`);
  await page.getByLabel(/^Estimate of severe/).fill('a lot');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Enter a number');
  expect((await toTell())?.lines.estimateFrom).toBe(300_000_00);
});

test('what contracts print as owner is tied to a person once, and untied again', async () => {
  await page.goto(`${serverUrl}/settings/owners`);
  const choice = page.getByLabel(/^Who is told of/).first();
  const printed = ((await page.locator('label').first().textContent()) ?? '').replace('Who is told of ', '');
  await choice.selectOption({ label: 'Person olu' });
  await page
    .getByRole('button', { name: `Save who is told of ${printed}` })
    .first()
    .click();
  const tied = await toTell();
  expect([...(tied?.owners ?? []), ...(tied?.services ?? [])]).toEqual([[printed, ids.olu]]);
  await page
    .getByLabel(/^Who is told of/)
    .first()
    .selectOption('');
  await page
    .getByRole('button', { name: `Save who is told of ${printed}` })
    .first()
    .click();
  expect((await toTell())?.owners.size).toBe(0);
  expect(await page.getByRole('status').textContent()).toContain('Saved');
});

test('a person says how she is told, and who is told while she is away', async () => {
  await page.goto(`${serverUrl}/settings`);
  await page.getByLabel('All of the council').check();
  await page.getByLabel('Every day on which there is something').check();
  await page.getByLabel(/^Formal events: petitions/).check();
  await page.getByLabel('Quiet hours from').fill('22:00');
  await page.getByLabel('to', { exact: true }).fill('07:00');
  await page.getByLabel('While I am away, tell').selectOption({ label: 'Person olu' });
  await page.getByLabel('up to and including').fill('15 January 2027');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await page.getByRole('status').textContent()).toContain('Saved');
  const me = (await toTell())?.people.find(({ id }) => id === ids.ada);
  expect(me?.subscription).toEqual({
    follows: 'council',
    levels: [],
    services: [],
    by: 'mail',
    categories: [],
    owners: [],
    kinds: ['formal'],
    onlyCritical: false,
    how: 'by-the-lines',
    onlyFormalAtOnce: false,
    digest: 'daily',
    quietHours: { from: '22:00', to: '07:00' },
    formalPasses: true,
    delegate: { personId: ids.olu, untilDay: '2027-01-15' },
  });
});

test('who follows the link of a mail has fewer sent to her by a button, and the administrators hear of it once', async () => {
  await page.goto(`${serverUrl}/settings/less`);
  expect((await toTell())?.people.find(({ id }) => id === ids.ada)?.subscription.onlyFormalAtOnce).toBe(
    false,
  );
  await page.getByRole('button', { name: 'Send me formal events alone at once' }).click();
  expect(await page.getByRole('status').textContent()).toContain('Saved');
  const { subscription } = (await toTell())?.people.find(({ id }) => id === ids.ada) ?? {};
  expect(subscription).toMatchObject({ onlyFormalAtOnce: true, digest: 'daily', kinds: ['formal'] });
  await page.goto(`${serverUrl}/settings/less`);
  expect(await countOf(page.getByRole('button', { name: /Send me/ }))).toBe(0);
  const notices = await worker.selectFrom('letter').select('said').where('kind', '=', 'notice').execute();
  expect(notices).toEqual([{ said: { about: 'less', personId: ids.ada } }]);
});

test('an administrator sees which address takes no messages, and lets it be tried again', async () => {
  const place = { channel: 'smtp', address: 'olu@directory.example' };
  await worker
    .transaction()
    .execute((trx) =>
      stopAddress(trx, ourCouncil.gss, place, '550 5.1.1 unknown user', `${seedDay}T12:00:00Z`),
    );
  await page.goto(`${serverUrl}/people`);
  expect(await read()).toContain('550 5.1.1 unknown user');
  expect((await toTell())?.people.find(({ id }) => id === ids.olu)?.reachedAt).toBeNull();
  await page.getByRole('button', { name: /^Try again/ }).click();
  expect(await page.getByRole('status').textContent()).toContain('sent there again');
  expect((await toTell())?.people.find(({ id }) => id === ids.olu)?.reachedAt).toEqual(place);
});

test('a person has her own calendar at an address that works until she takes it back, and nobody else’s', async () => {
  await page.goto(`${serverUrl}/settings`);
  await page.getByRole('button', { name: 'Make an address' }).click();
  const address = (await page.locator('code.secret').textContent()) ?? '';
  expect(address).toMatch(/^https:\/\/tocsin\.example\/calendar\/[\w-]{43}\.ics$/);
  const calendarAt = (url: string) => pages.app.inject({ method: 'GET', url: new URL(url).pathname });
  const { statusCode, headers, body } = await calendarAt(address);
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
  expect(new ICAL.Component(ICAL.parse(body)).getAllSubcomponents('vevent').length).toBeGreaterThan(0);
  expect((await calendarAt(address.replace(/.{4}\.ics/, 'AAAA.ics'))).statusCode).toBe(404);
  const stored = JSON.stringify(await worker.selectFrom('calendar_address').selectAll().execute());
  expect(stored).not.toContain(address.slice(-47, -4));
  await page.goto(`${serverUrl}/settings`);
  await page.getByRole('button', { name: 'Take the address back' }).click();
  expect((await calendarAt(address)).statusCode).toBe(404);
});

test('a person asks for a test message, and names her place in Teams', async () => {
  await page.goto(`${serverUrl}/settings`);
  await page.getByRole('button', { name: 'Send me a test message' }).click();
  expect(await page.getByRole('status').textContent()).toContain('on its way');
  await page.getByLabel(/^In Teams, at this web address/).check();
  await page.getByLabel(/^Web address of the Workflow/).fill('https://localhost/workflow');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('begins with https://');
  await page.goto(`${serverUrl}/settings`);
  await page.getByLabel(/^In Teams, at this web address/).check();
  await page
    .getByLabel(/^Web address of the Workflow/)
    .fill('https://flow.example.com/workflows/1?sig=secret');
  await page.getByRole('button', { name: 'Save' }).click();
  const me = (await toTell())?.people.find(({ id }) => id === ids.ada);
  expect(me?.reachedAt?.channel).toBe('teams');
  expect(me?.reachedAt?.address).toMatch(/^Person ada in Teams/);
  expect(await page.content()).not.toContain('sig=secret');
});

test('an administrator names a program, sees its secret once, and another with the next one', async () => {
  await page.goto(`${serverUrl}/settings/channels`);
  await page.getByLabel(/^A program of yours/).check();
  await page.getByLabel('What people call it').fill('Ledger');
  await page.getByLabel('Its web address').fill('https://ledger.example.com/hook');
  await page.getByRole('button', { name: 'Save' }).click();
  const secret = await page.locator('code.secret').textContent();
  expect(secret).toMatch(/^whsec_/);
  await page.goto(`${serverUrl}/settings/channels`);
  expect(await page.content()).not.toContain('ledger.example.com');
  await page.getByRole('button', { name: 'Make a new secret for Ledger' }).click();
  expect(await page.locator('code.secret').textContent()).not.toBe(secret);
  await page.goto(`${serverUrl}/settings/channels`);
  await page.getByRole('button', { name: 'Send a test message to Ledger' }).click();
  expect(await page.getByRole('status').textContent()).toContain('on its way');
  const [test] = await worker
    .selectFrom('letter')
    .select(['channel', 'address'])
    .orderBy('nth', 'desc')
    .limit(1)
    .execute();
  expect(test).toEqual({ channel: 'webhook', address: 'Ledger' });
  await page.getByRole('button', { name: 'Remove Ledger' }).click();
  expect(await page.getByRole('status').textContent()).toContain('Removed');
});

test('GOV.UK Notify says what became of a mail with its token and with no other, and no address is kept of it', async () => {
  const post = (token: string) =>
    pages.app.inject({
      method: 'POST',
      url: '/notify/receipts',
      headers: { authorization: `Bearer ${token}` },
      payload: { id: '1', reference: 'delivery-1', to: 'olu@council.example', status: 'delivered' },
    });
  expect((await post('another-token-of-some-length')).statusCode).toBe(401);
  expect((await post(notifyToken)).statusCode).toBe(204);
  const kept = await worker.selectFrom('notify_receipt').selectAll().execute();
  expect(kept).toMatchObject([{ reference: 'delivery-1', status: 'delivered' }]);
  expect(JSON.stringify(kept)).not.toContain('@');
});

test('an administrator records what is held for a request, releases it, and finds both in the audit log', async () => {
  await page.goto(`${serverUrl}/audit`);
  await page.getByRole('link', { name: 'What is held' }).click();
  const record = async (reference: string, number: string) => {
    await page.getByLabel('Your reference').fill(reference);
    await page.getByLabel('Company number of the supplier').fill(number);
    await page.getByRole('button', { name: 'Record the hold' }).click();
  };
  await record('FOI 2026/114', '99999999');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
    'Your council knows no company of that number',
  );
  await page.goto(`${serverUrl}/holds`);
  await page.getByLabel('What it is for').selectOption('A dispute');
  await record('Legal 7', plainSuppliers[0]?.number ?? '');
  expect(await page.getByRole('status').textContent()).toContain('The hold stands');
  const row = page.getByRole('row', { name: /Legal 7/ });
  expect(await row.textContent()).toMatch(/A dispute.*Example Care Homes Limited.*01000001.*Person ada/s);
  await record('FOI 2026/114', '');
  expect(await page.getByRole('row', { name: /FOI 2026/ }).textContent()).toContain('Everything');
  await page.getByRole('button', { name: 'Release the hold Legal 7' }).click();
  expect(await page.getByRole('status').textContent()).toContain('The hold is released');
  expect(await row.textContent()).toContain('Released by Person ada');
  const held = await worker.selectFrom('hold').select(['reference', 'released_by']).orderBy('nth').execute();
  expect(held.slice(-2)).toEqual([
    { reference: 'Legal 7', released_by: actorOf(ids.ada) },
    { reference: 'FOI 2026/114', released_by: null },
  ]);
  await page.goto(`${serverUrl}/audit`);
  for (const done of ['recorded hold', 'released hold']) expect(await read()).toContain(done);
});

test('where no address takes messages the pages say that nobody is told, and who can change it', async () => {
  const places = [
    { channel: 'smtp', address: 'ada@directory.example' },
    { channel: 'smtp', address: 'olu@directory.example' },
  ];
  const told = (await toTell())?.people.map(({ address }) => address);
  expect(told).toEqual(places.map(({ address }) => address));
  const nobody = `Nobody at ${ourCouncil.name} is told of alerts.`;
  await page.goto(`${serverUrl}/alerts`);
  expect(await read()).not.toContain(nobody);
  await worker
    .updateTable('recipient')
    .set({ active: false })
    .where('council', '=', ourCouncil.gss)
    .execute();
  await page.goto(`${serverUrl}/settings`);
  await page.getByLabel('By mail').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.goto(`${serverUrl}/settings/council`);
  await page.getByLabel('Shared inbox').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await read()).not.toContain(nobody);
  for (const place of places)
    await worker
      .transaction()
      .execute((trx) => stopAddress(trx, ourCouncil.gss, place, '550', `${seedDay}T12:00:00Z`));
  for (const address of ['/alerts', '/deliveries', '/people', '/settings/council']) {
    await page.goto(`${serverUrl}${address}`);
    expect([address, await read()]).toEqual([address, expect.stringContaining(nobody)]);
    expect(await countOf(page.getByRole('link', { name: 'Who is told' }))).toBeGreaterThan(0);
  }
  for (const _ of places)
    await page.goto(`${serverUrl}/people`).then(() =>
      page
        .getByRole('button', { name: /^Try again/ })
        .first()
        .click(),
    );
  expect(await read()).not.toContain(nobody);
});

test('the pages of settings break no rule of axe at 320 and 1280 px', async () => {
  const found: string[] = [];
  for (const address of [
    '/settings',
    '/settings/less',
    '/settings/council',
    '/settings/owners',
    '/settings/channels',
    '/holds',
  ])
    for (const rule of await brokenRules(page, `${serverUrl}${address}`)) found.push(`${address}: ${rule}`);
  expect(found).toEqual([]);
});
