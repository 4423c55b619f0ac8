import { openDatabase, type Db } from '@tocsin/db';
import { openLogger } from '@tocsin/runtime';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeIn } from '../../services/ingest/src/own-spend.ts';
import { openBrowser } from '../support/browser.ts';
import { brokenRules } from '../support/page-rules.ts';
import { startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { plainSuppliers } from '../support/pages-world.ts';

let [pages, browser, worker]: [PagesUnderTest, Browser, Db] = [null as never, null as never, null as never];
let [page, checked]: [Page, Page] = [null as never, null as never];
beforeAll(async () => {
  [pages, browser] = await Promise.all([startPages(plainSuppliers), openBrowser()]);
  worker = openDatabase(pages.database.url, { role: 'tocsin_worker', max: 1 });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    javaScriptEnabled: false,
  });
  page = await context.newPage();
  checked = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
});
afterAll(async () => {
  await browser.close();
  await worker.destroy();
  await pages.stop();
});

async function handIn(name: string, header: string, from = '/spend'): Promise<void> {
  const lines = Array.from({ length: 24 }, (_, at) => {
    const day = `2026-01-${String(at + 1).padStart(2, '0')}`;
    return `Example ${at % 4} Ltd,${day},${at + 10}.50,R${at}`;
  });
  await page.goto(`${pages.url}${from}`);
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from([header, ...lines].join('\n')) };
  await page.getByLabel(/spending file/i).setInputFiles(file);
  await page.getByRole('button', { name: 'Read the file' }).click();
}

/** What the ingest service does with a file that a person took. */
async function settle(): Promise<void> {
  const logger = openLogger('test', 'silent');
  const waiting = await worker
    .selectFrom('own_spend_file')
    .select('id')
    .where('state', '=', 'waits')
    .execute();
  for (const { id } of waiting)
    await takeIn({ db: worker, logger, now: () => '2026-03-02T12:00:00.000Z' }, id, async () => {});
}

const main = async () => (await page.locator('main').textContent())?.replaceAll(/\s+/g, ' ') ?? '';

test('a file under headings that nobody has mapped is shown, confirmed where it is in doubt, taken, and undone', async () => {
  await handIn('2026-01.csv', 'Supplier Name,Payment Date,Col 3,Reference');
  expect(await main()).toContain('1 thing in doubt');
  expect(await main()).toContain('“Col 3” holds sums, and its heading does not say that they were paid');
  expect(await page.getByRole('button', { name: 'Take this file' }).count()).toBe(0);
  expect(await brokenRules(checked, page.url())).toEqual([]);
  const row = page.locator('tr', { hasText: 'Supplier Name' });
  expect(await row.textContent()).toContain('Example 0 Ltd · Example 1 Ltd · Example 2 Ltd');
  await page.getByLabel('Sum that was paid').selectOption('Col 3');
  await page.getByRole('button', { name: 'Read the file so' }).click();
  expect(await main()).not.toContain('in doubt');
  expect(await main()).toContain('Paid from 1 January 2026 to 24 January 2026');
  expect(await main()).toMatch(/£528\s+VAT not stated/);
  await page.getByRole('button', { name: 'Take this file' }).click();
  expect(await main()).toContain('The file is being read');
  await settle();
  await page.reload();
  expect(await main()).toContain('As it was read');
  expect(await brokenRules(checked, page.url())).toEqual([]);
  const taken = page.url();
  await handIn('2026-01 again.csv', 'Supplier Name,Payment Date,Col 3,Reference');
  expect(await main()).toContain('These very bytes are in force already, as 2026-01.csv');
  await page.getByRole('button', { name: 'Take this file' }).click();
  expect(await main()).toContain('This very file is in force already');
  await handIn('2026-01 whole.csv', 'Supplier Name,Payment Date,Amount,Reference');
  expect(await main()).toContain('Days of this file are in 1 file in force, too');
  expect(await main()).toContain('2026-01.csv, 1 January 2026 to 24 January 2026');
  await page.getByRole('button', { name: 'Take this file' }).click();
  await settle();
  await page.goto(`${pages.url}/spend`);
  const earlier = page.getByRole('row').filter({ has: page.getByRole('link', { name: '2026-01.csv' }) });
  expect(await earlier.textContent()).toContain('24 payments of it counted by a file handed in later');
  await page.goto(taken);
  await page.locator('summary', { hasText: 'Undo this file' }).click();
  await page.getByRole('button', { name: 'Yes, undo it' }).click();
  expect(await main()).toContain('The file is undone');
});

test('a file that is not in doubt is taken by one button, and one that was looked at can be forgotten', async () => {
  // From the first page, where a newcomer tries a file of her own.
  await handIn('2026-02.csv', 'Supplier Name,Payment Date,Amount,Reference', '/could-have-known');
  expect(await main()).not.toContain('in doubt');
  expect(await page.getByRole('button', { name: 'Take this file' }).count()).toBe(1);
  await handIn('2026-02.csv', 'Supplier Name,Payment Date,Amount,Reference');
  expect(await main()).toContain('These very bytes were handed in before and wait for a decision');
  await page.getByRole('button', { name: 'Forget this file' }).click();
  expect(await main()).toContain('The file was forgotten');
});

test('a file that was taken in another window meanwhile is not forgotten, and that is said', async () => {
  await handIn('2026-02 twice.csv', 'Supplier Name,Payment Date,Amount,Reference ');
  expect(await main()).not.toContain('in doubt');
  const window = await page.context().newPage();
  await window.goto(page.url());
  await Promise.all([
    window.waitForResponse((answer) => answer.request().method() === 'POST'),
    window.getByRole('button', { name: 'Take this file' }).click(),
  ]);
  await window.close();
  await page.getByRole('button', { name: 'Forget this file' }).click();
  expect(await main()).toContain('The file was not forgotten');
  await settle();
  await page.goto(`${pages.url}/spend`);
  expect(await page.getByRole('link', { name: '2026-02 twice.csv' }).count()).toBe(1);
});

test('what is no table, and what is no address of a page, is said as such', async () => {
  await page.goto(`${pages.url}/spend`);
  const file = { name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('%PDF-1.7 of spending') };
  await page.getByLabel('Spending file').setInputFiles(file);
  await page.getByRole('button', { name: 'Read the file' }).click();
  expect(await main()).toContain('a PDF instead of a CSV or XLSX file');
  await page.goto(`${pages.url}/spend`);
  const nowhere = [
    'ftp://example.gov.uk',
    'http://10.0.0.1/spend',
    'http://0x7f.1/',
    'http://[::1]/',
    'https://intranet/',
  ];
  for (const address of [...nowhere, 'https://finance.local./spend']) {
    await page.getByLabel('Address of the page').fill(address);
    await page.getByLabel('Spending file').setInputFiles({ ...file, buffer: Buffer.from('a,b,c\n1,2,3') });
    await page.getByRole('button', { name: 'Read the file' }).click();
    expect(await main(), address).toContain('That is no address of a page');
    await page.goto(`${pages.url}/spend`);
  }
});
