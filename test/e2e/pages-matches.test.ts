import { loadRegister, openDatabase, type Db } from '@tocsin/db';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countOf, openBrowser } from '../support/browser.ts';
import { brokenRules } from '../support/page-rules.ts';
import { formOf, startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { otherCouncil, ourCouncil, plainSuppliers } from '../support/pages-world.ts';

const PRINTED = 'Exemplar Paving Ltd';
const EXACT = 'Exemplar Signs re Town Hall';
const BODIES = ['Exeham Town Council', 'Exewick Parish Council'];

let pages: PagesUnderTest;
let browser: Browser;
let db: Db;
beforeAll(async () => {
  [pages, browser] = await Promise.all([startPages(plainSuppliers), openBrowser()]);
  db = openDatabase(pages.database.adminUrl, { max: 1 });
  await loadRegister(db, 'test', companies());
  for (const name of [PRINTED, 'Mr J Exemplar']) await printIn(name, [ourCouncil.gss, otherCouncil.gss]);
  await printIn(EXACT, [ourCouncil.gss], 'too little to go on: the same words in the same order (60)');
  for (const body of BODIES) await printIn(body, [ourCouncil.gss], 'no registered name is like it');
});
afterAll(async () => {
  await browser.close();
  await db.destroy();
  await pages.stop();
});

async function* companies() {
  const facts = { previousNames: [], status: 'Active', sicCodes: [] };
  yield [
    { ...facts, number: '99000001', name: 'EXEMPLAR PAVING LIMITED', postcode: 'LS1 4DL' },
    { ...facts, number: '99000002', name: 'EXEMPLAR PAVING LTD', postcode: null },
    { ...facts, number: '99000003', name: 'EXEMPLAR JAMES LIMITED', postcode: null },
    { ...facts, number: '99000004', name: 'EXEMPLAR SIGNS LIMITED', postcode: null },
    {
      ...facts,
      number: '99000005',
      name: 'EXEMPLAR YOUNG LIMITED',
      postcode: null,
      incorporatedOn: '2021-01-01',
    },
  ];
}

/** An award of some councils to a supplier that is printed without a number, worth more than anything else. */
async function printIn(
  name: string,
  buyers: readonly string[],
  reason = '2 companies fit equally well',
): Promise<void> {
  const [mention] = await db
    .insertInto('mention')
    .values({ name, outcome: 'ambiguous', reason })
    .returning('id')
    .execute();
  const [award] = await db
    .insertInto('award')
    .values({
      ocid: `ocds-h6vhtk-${mention?.id}`,
      award_id: '1',
      source_id: 'find-a-tender',
      title: 'Footways',
      value_pence: 900_000_000_00,
      vat: 'net',
      ends_on: '2028-03-31',
      agreement: 'contract',
      status: 'active',
      regime: 'pcr-2015',
      url: 'https://www.find-tender.service.gov.uk/Notice/1',
      published_at: '2025-01-01T00:00:00Z',
      updated_at: '2025-01-01T00:00:00Z',
    })
    .returning('id')
    .execute();
  const [award_id, mention_id] = [award?.id ?? '', mention?.id ?? ''];
  await db.insertInto('award_supplier').values({ award_id, mention_id }).execute();
  for (const council of buyers)
    await db.insertInto('award_buyer').values({ award_id, council, name: council }).execute();
}

async function openPage(width = 1280): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: false });
  return context.newPage();
}

test('an officer goes from the exposure to the name with most pounds, decides by keyboard, and takes it back', async () => {
  const page = await openPage();
  await page.goto(`${pages.url}/exposure`);
  await page
    .getByRole('link', { name: /names? to match/i })
    .first()
    .click();
  expect(
    await page
      .getByRole('link', { name: /Exemplar|Limited|Ltd/ })
      .first()
      .textContent(),
  ).toBe(PRINTED);
  await page.getByRole('link', { name: PRINTED, exact: true }).click();
  const [best] = await page.getByRole('radio', { name: /EXEMPLAR PAVING/ }).all();
  expect(await countOf(page.getByText('the same words in the same order (+60)'))).toBe(2);
  await best?.focus();
  await page.keyboard.press('Space');
  await page.getByLabel('Our contract, order or invoice says so').check();
  await page.getByLabel('Note (optional)').fill('Order 4711');
  await page.getByRole('button', { name: 'Keep this decision' }).click();
  expect(await page.getByRole('status').textContent()).toContain('This is the next name');
  expect(await page.getByLabel('Our contract, order or invoice says so').isChecked()).toBe(true);
  await page.getByRole('link', { name: 'What your council decided' }).click();
  const decided = page.getByRole('row', { name: /Order 4711/ });
  expect(await decided.textContent()).toMatch(/Exemplar Paving Ltd[\s\S]*9900000[12][\s\S]*Local user/);
  await decided.getByRole('button').click();
  expect(await page.getByRole('status').textContent()).toContain('taken back');
  expect(await page.getByRole('row', { name: /Order 4711/ }).textContent()).toContain('Taken back');
  await page.goto(`${pages.url}/audit`);
  expect(await countOf(page.getByText('decided match'))).toBe(1);
  expect(await countOf(page.getByText('undid match'))).toBe(1);
  await page.context().close();
});

test('a company that is not among the candidates is found by its number or name, and can be chosen', async () => {
  const page = await openPage();
  const item = await itemOf(PRINTED);
  await page.goto(`${pages.url}/matches/${item}`);
  await page.getByLabel('Look for another company').fill('99000003');
  await page.getByRole('button', { name: 'Look up' }).click();
  expect(await page.getByRole('status').textContent()).toContain('1 company found for “99000003”');
  await page.getByLabel('EXEMPLAR JAMES LIMITED').check();
  await page.getByLabel('The supplier confirmed it').check();
  await page.getByRole('button', { name: 'Keep this decision' }).click();
  await page.goto(`${pages.url}/matches`);
  expect(await countOf(page.getByRole('cell', { name: '99000003' }))).toBe(1);
  await page.goto(`${pages.url}/matches/${item}?look=12`);
  expect(await page.getByRole('status').textContent()).toContain('No company is known by “12”');
  await page.context().close();
});

test('names that one company bears, and public bodies, are accepted together, and taken back together', async () => {
  const page = await openPage();
  await page.goto(`${pages.url}/matches`);
  await page.getByRole('link', { name: 'one company bears the very name' }).click();
  await page.getByLabel(`${EXACT} is EXEMPLAR SIGNS LIMITED, 99000004`).focus();
  await page.getByLabel('The supplier confirmed it').check();
  await page.getByRole('button', { name: 'Keep these decisions' }).click();
  expect(await page.getByRole('status').textContent()).toContain('1 decision is kept');
  await page.goto(`${pages.url}/matches?kind=body`);
  await page.getByLabel('Exewick Parish Council is A public body').uncheck();
  await page.getByLabel('Looked up on a public register').check();
  await page.getByRole('button', { name: 'Keep these decisions' }).click();
  expect(await countOf(page.getByRole('checkbox', { name: /Exeham/ }))).toBe(0);
  expect(await page.getByRole('row', { name: /Exeham Town Council/ }).textContent()).toContain(
    'a public body',
  );
  expect(await countOf(page.getByRole('row', { name: /Exewick Parish Council[\s\S]*Take back/ }))).toBe(0);
  await page
    .getByRole('status')
    .getByRole('button', { name: /^Take it back/ })
    .click();
  expect(
    await page
      .getByRole('row', { name: /Exeham Town Council/ })
      .last()
      .textContent(),
  ).toContain('Taken back');
  await page.getByRole('checkbox', { name: /Exeham/ }).uncheck();
  await page.getByRole('checkbox', { name: /Exewick/ }).uncheck();
  await page.getByLabel('Looked up on a public register').check();
  await page.getByRole('button', { name: 'Keep these decisions' }).click();
  expect(await page.getByRole('status').textContent()).toContain('Nothing was changed');
  await page.context().close();
});

test('the list is narrowed to what one wants to go through, and one name follows the other in it', async () => {
  const page = await openPage();
  await page.goto(`${pages.url}/matches`);
  await page.getByText('Filter names').click();
  await page.getByLabel('Why it waits').selectOption('body');
  await page.getByLabel('Printed in').selectOption('mention');
  await page.getByLabel('Contracts and payments').selectOption('1000000');
  await page.getByRole('button', { name: 'Apply filters' }).click();
  await page.getByRole('link', { name: 'Exeham Town Council' }).click();
  await page.getByLabel('It is a public body').check();
  await page.getByLabel('Known to us from earlier dealings').check();
  await page.getByRole('button', { name: 'Keep this decision' }).click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Exewick Parish Council');
  await page.getByLabel('It is several companies in one printed name').check();
  await page.getByRole('button', { name: 'Keep this decision' }).click();
  await page.goto(`${pages.url}/matches?of=line`);
  expect(await countOf(page.getByRole('link', { name: PRINTED }))).toBe(0);
  await page.context().close();
});

test('who a name is can be said on the list, by keyboard, and what is left alone stays', async () => {
  await printIn('Exemplar Pavings', [ourCouncil.gss], 'too little to go on: the same words but one');
  const page = await openPage();
  await page.goto(`${pages.url}/matches?kind=like`);
  await page.getByLabel('Who is Exemplar Pavings?').focus();
  await page.keyboard.type('Something else');
  await page.getByLabel('Known to us from earlier dealings').check();
  await page.getByRole('button', { name: 'Keep these decisions' }).click();
  expect(await page.getByRole('status').textContent()).toContain('1 decision is kept');
  expect(await page.getByRole('row', { name: /Exemplar Pavings/ }).textContent()).toContain('something else');
  await page.goto(`${pages.url}/matches`);
  await page.getByLabel('Known to us from earlier dealings').check();
  await page.getByRole('button', { name: 'Keep these decisions' }).click();
  expect(await page.getByRole('status').textContent()).toContain('Nothing was changed');
  await page.context().close();
});

test('of a company that is younger than the first payment the page says so, and the list does not propose it', async () => {
  const name = 'Exemplar Young Ltd';
  await printIn(name, [ourCouncil.gss], 'too little to go on: the same words in the same order (60)');
  const mention_id = (await itemOf(name)).replace('mention-', '');
  const { document_id } = await db.selectFrom('spend_file').select('document_id').executeTakeFirstOrThrow();
  const paid = { document_id, row: 999_999, council: ourCouncil.gss, amount_pence: 100, vat: 'net' as const };
  await db
    .insertInto('payment')
    .values({ ...paid, paid_on: '2020-01-31', mention_id })
    .execute();
  const cookies = { tocsin_council: ourCouncil.gss };
  const page = await pages.app.inject({ url: `/matches/mention-${mention_id}`, cookies });
  expect(page.body).toContain('incorporated after a payment under this name');
  const list = await pages.app.inject({ url: '/matches?kind=exact', cookies });
  expect(list.body).toContain(name);
  expect(list.body).not.toContain(`value="mention-${mention_id}=company:99000005" checked`);
});

test('whose pounds these are is said by state, and what waits for a person leads to the names', async () => {
  const page = await openPage();
  await page.goto(`${pages.url}/exposure`);
  await page.getByRole('link', { name: 'Whose pounds these are' }).click();
  const waiting = page.getByRole('row', { name: /Fits several companies and waits for a person/ });
  expect(await waiting.textContent()).toMatch(/£[\d,]+ without VAT/);
  expect(await page.getByRole('row', { name: /^Not read at all/ }).textContent()).toMatch(/\d+ of 12 months/);
  await waiting.getByRole('link', { name: 'Say who they are' }).click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Names to match');
  await page.context().close();
});

test('a person’s name is in no queue, has no page and is not shown with the contracts either', async () => {
  const item = await itemOf('Mr J Exemplar');
  for (const url of [
    '/matches',
    `/matches/${item}`,
    '/exposure',
    '/exposure.csv',
    '/api/v1/matches',
    '/api/v1/exposure',
  ]) {
    const answer = await pages.app.inject({ url, cookies: { tocsin_council: ourCouncil.gss } });
    expect([url, answer.body.includes('Mr J Exemplar')]).toEqual([url, false]);
    expect([url, answer.statusCode, pages.errors]).toEqual([url, url.endsWith(item) ? 404 : 200, []]);
  }
});

test('a name that a council does not print has no page there, and nobody decides about it', async () => {
  await printIn('Elsewhere Homes Ltd', [otherCouncil.gss]);
  const item = await itemOf('Elsewhere Homes Ltd');
  const send = await formOf(pages.app, ourCouncil.gss, '/alerts');
  const answer = await send(`/matches/${item}`, { who: 'none', reason: 'known' });
  expect(answer.statusCode).toBe(404);
  const theirs = await formOf(pages.app, otherCouncil.gss, '/alerts');
  expect((await theirs(`/matches/${item}`, { who: 'none' })).body).toContain('Choose how you know');
  expect((await theirs(`/matches/${item}`, { who: 'me', reason: 'known' })).body).toContain(
    'Choose who it is',
  );
  expect((await theirs(`/matches/${item}`, { who: 'none', reason: 'known' })).statusCode).toBe(303);
  const [decision] = await db
    .selectFrom('match_decision')
    .select('id')
    .where('council', '=', otherCouncil.gss)
    .execute();
  const undo = await send(`/matches/decisions/${decision?.id}/undo`, {});
  expect(undo.statusCode).toBe(404);
});

test('the same is read as JSON', async () => {
  const cookies = { tocsin_council: ourCouncil.gss };
  const queue = await pages.app.inject({ url: '/api/v1/matches?limit=5', cookies });
  expect(queue.json()).toMatchObject({ council: ourCouncil, items: { length: 5 } });
  const item = await itemOf(PRINTED);
  const one = await pages.app.inject({ url: `/api/v1/matches/${item}`, cookies });
  expect(one.json()).toMatchObject({
    item: { name: PRINTED },
    candidates: [{ number: '99000001', postcode: 'LS1 4DL' }, { number: '99000002' }],
  });
  expect((await pages.app.inject({ url: '/api/v1/matches/mention-x', cookies })).statusCode).toBe(404);
});

test('breaks no rule of axe at 320 and at 1280 px, and fits', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const found = [];
  for (const address of [
    '/matches',
    '/matches?kind=body&least=10000',
    '/matches?done=together&decision=1&decision=2',
    `/matches/${await itemOf(PRINTED)}`,
    `/matches/${await itemOf(PRINTED)}?look=exemplar`,
  ])
    for (const rule of await brokenRules(page, `${pages.url}${address}`)) found.push(`${address}: ${rule}`);
  expect(found).toEqual([]);
  await context.close();
});

async function itemOf(name: string): Promise<string> {
  const { id } = await db
    .selectFrom('mention')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return `mention-${id}`;
}
