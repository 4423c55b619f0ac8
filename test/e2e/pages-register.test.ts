import { findLinesInForce, asCouncil, openDatabase, takeOver, type Db } from '@tocsin/db';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countOf, openBrowser } from '../support/browser.ts';
import { brokenRules } from '../support/page-rules.ts';
import { formOf, startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { otherCouncil, ourCouncil, plainSuppliers } from '../support/pages-world.ts';

let pages: PagesUnderTest;
let browser: Browser;
let web: Db;
let worker: Db;
beforeAll(async () => {
  [pages, browser] = await Promise.all([startPages(plainSuppliers), openBrowser()]);
  web = openDatabase(pages.database.webUrl, { role: 'tocsin_web', max: 1 });
  worker = openDatabase(pages.database.url, { role: 'tocsin_worker', max: 1 });
});
afterAll(async () => {
  await browser.close();
  await Promise.all([web.destroy(), worker.destroy()]);
  await pages.stop();
});

async function openPage(javaScriptEnabled = false): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled });
  return context.newPage();
}

async function upload(page: Page, name: string, body: string | Buffer): Promise<void> {
  await page.goto(`${pages.url}/register`);
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(body) };
  await page.getByLabel('Register file').setInputFiles(file);
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
}

/** What matching does at last with a register that was saved while another one was in force. */
async function endMatching(): Promise<void> {
  await worker.transaction().execute(async (trx) => {
    const rows = await trx.selectFrom('register_upload').select('id').where('waits', '=', true).execute();
    for (const { id } of rows) await takeOver(trx, id);
  });
}

async function inForce(): Promise<string[]> {
  const lines = await asCouncil(web, ourCouncil.gss, (trx) => findLinesInForce(trx, ourCouncil.gss));
  return lines.map(({ title }) => title);
}

const header = 'Supplier,Company number,Title,Value,End,Reference\n';
const care = 'Example Care Homes Limited,01000001,Day centres,£12500.00,31/03/2027\n';

/** Asks to undo the upload in force, and says yes to the question. */
async function undo(page: Page): Promise<void> {
  await page.locator('summary', { hasText: 'Undo this upload' }).click();
  await page.getByRole('button', { name: 'Yes, undo it' }).click();
}

test('whoever has looked at a contract says so and when to look again, and it is due no more', async () => {
  const page = await openPage();
  await page.goto(`${pages.url}/register`);
  await page.getByRole('link', { name: 'Reviews due' }).click();
  await page.getByRole('heading', { level: 1, name: 'Reviews due' }).waitFor();
  const articles = page.getByRole('article');
  const before = await articles.count();
  expect(before).toBeGreaterThan(1);
  const first = articles.first();
  expect(await first.textContent()).toContain('Review of a critical contract, due from 1 October 2025');
  expect(await first.textContent()).toContain('No contingency plan is recorded.');
  await first.getByText('Say that it was looked at').click();
  await first.getByLabel('Look again on').fill('last Tuesday');
  await first.getByRole('button', { name: /^Looked at/ }).click();
  expect(await page.locator('main').textContent()).toContain('Nothing was changed');
  await page.goto(`${pages.url}/reviews`);
  await articles.first().getByText('Say that it was looked at').click();
  await articles.first().getByLabel('Look again on').fill('1 May 2027');
  await articles.first().getByLabel('Note').fill('Met the provider; the plan is in hand');
  await articles
    .first()
    .getByRole('button', { name: /^Looked at/ })
    .click();
  expect(await page.getByRole('status').textContent()).toContain('Kept');
  expect(await articles.count()).toBe(before - 1);
  expect(await page.getByText('again on 1 May 2027: Met the provider; the plan is in hand').count()).toBe(1);
  await page.goto(`${pages.url}/audit`);
  expect(await page.getByText('reviewed contract').count()).toBeGreaterThan(0);
  await page.context().close();
});

test('nothing is saved before a person has seen the faults by cell and what would change', async () => {
  const before = await inForce();
  const page = await openPage();
  await upload(page, 'first.csv', `${header}${care}Example Ltd,123456789,Meals,12x,Rolling,SCC/005\n`);
  const seen = (await page.locator('main').textContent()) ?? '';
  expect(seen).toContain('2 cells could not be read');
  expect(seen).toMatch(/B3: “123456789” is not a company number[\s\S]*D3: “12x” is not a sum of pounds/);
  expect(seen).toContain('Cells not known');
  expect(seen).toMatch(/New[\s\S]*Day centres[\s\S]*Gone[\s\S]*Extra places/);
  expect(await inForce()).toEqual(before);
  await page.getByRole('button', { name: 'Save 2 contracts' }).click();
  expect(await page.getByRole('status').textContent()).toContain('The register is saved');
  const waiting = (await page.locator('main').textContent()) ?? '';
  expect(waiting).toMatch(/first\.csv, handed in by .*: 0 of 2 contracts are looked at/);
  expect(await inForce()).toEqual(before);
  await endMatching();
  expect(await inForce()).toEqual(['Day centres', 'Meals']);
  const lines = await asCouncil(web, ourCouncil.gss, (trx) => findLinesInForce(trx, ourCouncil.gss));
  await page.goto(`${pages.url}/register/contracts/${lines[1]?.id}`);
  const contract = (await page.locator('main').textContent()) ?? '';
  expect(contract).toMatch(/Company number\s*Not known: the register says “123456789”/);
  expect(contract).toMatch(/Value\s*Not known: the register says “12x”/);
  expect(contract).toMatch(/Ends\s*No fixed end \(“Rolling”\)/);
  await page.goto(`${pages.url}/exposure`);
  expect(await page.locator('.tiles').textContent()).toContain('1 without a fixed end');
  const cookies = { tocsin_council: ourCouncil.gss };
  const { payload } = await pages.app.inject({ url: '/exposure.csv', cookies });
  const row = payload.split('\n').find((one) => one.includes('Meals'));
  expect(row).toContain('No fixed end (“Rolling”)');
  expect(row).toMatch(/^Meals,SCC\/005,/);
  await page.context().close();
});

test('undoing an upload brings the register before it back, and so does undoing that', async () => {
  const page = await openPage();
  const later = care.replace('£12500.00', '£13000.00').replace('31/03/2027', '31/03/2028');
  await upload(page, 'first.csv', `${header}${care}`);
  await page.getByRole('button', { name: 'Save 1 contract' }).click();
  await endMatching();
  await upload(page, 'second.csv', `${header}${later}Example Ltd,,Meals,12,\n`);
  const row = page.getByRole('row', { name: /Day centres/ });
  expect(await row.allTextContents()).toEqual([
    expect.stringMatching(/Value[\s\S]*£12,500, VAT not stated[\s\S]*£13,000, VAT not stated/),
    expect.stringMatching(/Ends[\s\S]*31 March 2027[\s\S]*31 March 2028/),
  ]);
  await page.getByRole('button', { name: 'Save 2 contracts' }).click();
  await endMatching();
  await page.goto(`${pages.url}/register`);
  expect(await inForce()).toEqual(['Day centres', 'Meals']);
  expect(await page.locator('main').textContent()).toMatch(/out of force\? first\.csv of .* comes back/);
  await undo(page);
  expect(await page.getByRole('status').textContent()).toContain('Alerts already sent stay');
  expect(await inForce()).toEqual(['Day centres']);
  for (const _ of ['the one before', 'and the first']) await undo(page);
  expect(await inForce()).toContain('Odd jobs, private-to-E08000025');
  await upload(page, 'second.csv', `${header}${later}Example Ltd,,Meals,12,\n`);
  await page.getByRole('button', { name: 'Save 2 contracts' }).click();
  await endMatching();
  expect(await inForce()).toEqual(['Day centres', 'Meals']);
  await page.context().close();
});

test('headings of the council’s own are explained once, by keyboard, and remembered', async () => {
  const page = await openPage();
  const file = 'Who,What for,Ends on,End\nExample Ltd,Meals,1/1/2027,soon\n';
  await upload(page, 'own-words.csv', file);
  expect(await page.getByRole('alert').textContent()).toContain('No heading means supplier or title');
  await page.getByLabel('Who').selectOption('Supplier');
  await page.getByLabel('What for').selectOption('Title');
  await page.getByLabel('Ends on').selectOption('End');
  await page.getByLabel('End', { exact: true }).selectOption('Leave it out');
  await page.getByRole('button', { name: 'Read the file so' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/register/draft');
  expect(await countOf(page.getByText('Headings that are not read: End'))).toBe(1);
  await page.getByRole('button', { name: 'Save 1 contract' }).click();
  await endMatching();
  expect(await inForce()).toEqual(['Meals']);
  await upload(page, 'own-words-2.csv', `${file}Example Ltd,Cakes,1/1/2028,\n`);
  await page.getByRole('button', { name: 'Save 2 contracts' }).click();
  await endMatching();
  expect(await inForce()).toEqual(['Meals', 'Cakes']);
  await upload(page, 'odd.csv', file);
  await page.getByRole('link', { name: 'Say what your headings mean' }).click();
  await page.getByLabel('End', { exact: true }).selectOption('Title');
  await page.getByRole('button', { name: 'Read the file so' }).click();
  expect(await page.locator('main').textContent()).toContain('Two headings cannot mean the same');
  await page.goto(`${pages.url}/register/draft`);
  await page.getByRole('button', { name: 'Forget this file' }).click();
  expect(await page.getByRole('status').textContent()).toContain('Nothing was changed');
  await page.context().close();
});

test('the template, CSV and Excel, fills every field of the contract’s page', async () => {
  const page = await openPage();
  for (const kind of ['csv', 'xlsx']) {
    const { rawPayload } = await pages.app.inject({ url: `/register/template.${kind}` });
    await upload(page, `contract-register.${kind}`, rawPayload);
    await page.getByRole('button', { name: 'Save 1 contract' }).click();
    expect(await page.getByRole('status').textContent()).toContain('The register is saved');
    await endMatching();
  }
  const [line] = await asCouncil(web, ourCouncil.gss, (trx) => findLinesInForce(trx, ourCouncil.gss));
  await page.goto(`${pages.url}/register/contracts/${line?.id}`);
  const shown = (await page.locator('main').textContent())?.replaceAll(/\s/g, '') ?? '';
  for (const fact of [
    'Company number 01234567',
    'Value £1,250,000, without VAT',
    'Starts 1 April 2025',
    'Ends 31 March 2028',
    'Critical or not Critical',
    'Owner Head of commissioning',
    'Service Adult social care',
    'Let under Procurement Act 2023',
    'Annual value £416,000',
    'Can be extended to 31 March 2030',
    'Break dates 30 September 2026, 31 March 2027',
    'Only supplier of this service Yes',
    'Contingency plan dated 15 January 2026',
    'Parent company guarantee Held',
    'Performance bond Held',
    'Bond expires 31 March 2027',
    'Retention held £25,000',
    'Prepayments £0',
    'Step-in rights Yes',
    'Exit plan No',
    'Staff to whom TUPE may apply 34 people',
    'Pension admission agreement Yes',
    'Pension guarantor Example Group plc',
  ])
    expect(shown).toContain(fact.replaceAll(' ', ''));
  expect(shown).not.toContain('Notrecorded');
  const theirs = { url: `/register/contracts/${line?.id}`, cookies: { tocsin_council: otherCouncil.gss } };
  expect((await pages.app.inject(theirs)).statusCode).toBe(404);
  await page.context().close();
});

test('a title above the headings is no heading, and a person may say in which row they stand', async () => {
  const page = await openPage();
  await upload(page, 'titled.csv', `Contracts in November,,,,\n${header}${care}`);
  expect(await page.locator('main').textContent()).toContain('Headings were read in row 2');
  await page.getByText('Read another row').click();
  await page.getByLabel('Row that holds the headings').fill('1');
  await page.getByRole('button', { name: 'Read the table there' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('No heading means supplier or title');
  await page.getByText('Read another row').click();
  await page.getByLabel('Row that holds the headings').fill('2');
  await page.getByRole('button', { name: 'Read the table there' }).click();
  await page.getByRole('button', { name: 'Save 1 contract' }).click();
  await endMatching();
  expect(await inForce()).toEqual(['Day centres']);
  await page.context().close();
});

test('a file handed in twice while it waits to be checked is said to be, and waits once', async () => {
  const page = await openPage();
  await upload(page, 'twice.csv', `Contracts,,,,\n${header}${care}`);
  await page.getByText('Read another row').click();
  await page.getByLabel('Row that holds the headings').fill('2');
  await page.getByRole('button', { name: 'Read the table there' }).click();
  expect(await page.getByRole('status').count()).toBe(0);
  await upload(page, 'again.csv', `Contracts,,,,\n${header}${care}`);
  expect(await page.getByRole('status').textContent()).toContain('waits to be checked already, as twice.csv');
  await page.getByRole('button', { name: 'Forget this file' }).click();
  await page.context().close();
});

test('a file that does not tell whether day or month comes first is saved once a person says which', async () => {
  const page = await openPage();
  await upload(page, 'open.csv', `${header}${care.replace('31/03/2027', '04/03/2027')}`);
  expect(await page.locator('main').textContent()).toContain(
    '“04/03/2027” and all others are read day first',
  );
  const before = await inForce();
  const seen = await page.locator('input[name=seen]').first().inputValue();
  const send = await formOf(pages.app, ourCouncil.gss, '/register');
  expect((await send('/register/draft/save', { seen })).statusCode).toBe(400);
  expect(await inForce()).toEqual(before);
  await page.getByLabel('The days of this file are printed day first').check();
  await page.getByRole('button', { name: 'Save 1 contract' }).click();
  expect(await page.getByRole('status').textContent()).toContain('saved');
  await page.context().close();
});

test('a file that a colleague replaced meanwhile is not saved unseen', async () => {
  const page = await openPage();
  await upload(page, 'mine.csv', `${header}${care}`);
  const colleague = await openPage();
  await upload(colleague, 'theirs.csv', `${header}Example Ltd,,Meals,12,\n`);
  const before = await inForce();
  await page.getByRole('button', { name: 'Save 1 contract' }).click();
  expect(await page.getByRole('status').textContent()).toContain('has changed since you looked');
  expect(await inForce()).toEqual(before);
  const send = await formOf(pages.app, otherCouncil.gss, '/register');
  expect((await send('/register/draft/save', { seen: 'x' })).statusCode).toBe(404);
  await upload(page, 'not-a-table.xlsx', Buffer.from('PK\u0003\u0004 nothing'));
  expect(await page.locator('main').textContent()).toContain('The file could not be read');
  await page.context().close();
  await colleague.context().close();
});

test('breaks no rule of axe at 320 and at 1280 px, and fits', async () => {
  const page = await openPage(true);
  await upload(page, 'next.csv', `${header}${care}Example Ltd,123456789,Meals,12x,\n`);
  const [line] = await asCouncil(web, ourCouncil.gss, (trx) => findLinesInForce(trx, ourCouncil.gss));
  const found = [];
  for (const address of [
    '/register',
    '/register/draft',
    '/register/draft/columns',
    `/register/contracts/${line?.id}`,
  ])
    for (const rule of await brokenRules(page, `${pages.url}${address}`)) found.push(`${address}: ${rule}`);
  expect(found).toEqual([]);
  await page.context().close();
});
