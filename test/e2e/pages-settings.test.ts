import { findCouncilsToTell, openDatabase, openFor, openSession, stopAddress, type Db } from '@tocsin/db';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { brokenRules } from '../support/page-rules.ts';
import { serverUrl, startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { ourCouncil, plainSuppliers, seedDay } from '../support/pages-world.ts';
import { asSignIn, seedPerson, seedTenant } from '../support/people-seed.ts';

let pages: PagesUnderTest;
let browser: Browser;
let worker: Db;
let page: Page;
const ids = { ada: '', olu: '' };

beforeAll(async () => {
  [pages, browser] = await Promise.all([startPages(plainSuppliers, 'server'), openBrowser()]);
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
  expect(await page.getByRole('button', { name: /Send me/ }).count()).toBe(0);
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

test('the pages of settings break no rule of axe at 320 and 1280 px', async () => {
  const found: string[] = [];
  for (const address of ['/settings', '/settings/less', '/settings/council', '/settings/owners'])
    for (const rule of await brokenRules(page, `${serverUrl}${address}`)) found.push(`${address}: ${rule}`);
  expect(found).toEqual([]);
});
