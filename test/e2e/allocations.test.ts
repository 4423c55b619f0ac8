import { openDatabase } from '@tocsin/db';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countOf, openBrowser } from '../support/browser.ts';
import { formOf, startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { brokenRules } from '../support/page-rules.ts';
import { otherCouncil, ourCouncil, plainSuppliers, privateMark, seedDay } from '../support/pages-world.ts';

/** Ours was split between Hampshire and Bristol the day before; Cornwall will pass to Bristol whole, and not yet. */
const [east, west] = ['E10000014', 'E06000023'];

let pages: PagesUnderTest;
let browser: Browser;

beforeAll(async () => {
  [pages, browser] = await Promise.all([startPages(plainSuppliers), openBrowser()]);
  const db = openDatabase(pages.database.adminUrl, { max: 1 });
  const change = (gss: string, last: string, successors: string[], direction: string | null) =>
    db
      .updateTable('council')
      .set({ ends_on: last, replaced_by: successors, direction_on: direction })
      .where('gss', '=', gss)
      .execute();
  await change(ourCouncil.gss, '2026-03-01', [east, west], null);
  await change(otherCouncil.gss, '2026-03-31', [west], '2024-02-01');
  await db
    .updateTable('award')
    .set({ ends_on: '2026-03-15', extends_to: '2027-03-15' })
    .where('ocid', '=', 'ocds-b5fd17-3-1')
    .execute();
  const { id: upload_id } = await db
    .selectFrom('register_upload')
    .select('id')
    .where('council', '=', ourCouncil.gss)
    .where('undone_at', 'is', null)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('register_line')
    .values({
      upload_id,
      council: ourCouncil.gss,
      row: 99,
      supplier_name: 'Mrs Ada Example',
      title: 'Piano lessons',
      match_outcome: 'not-a-company',
    })
    .execute();
  await db.destroy();
});
afterAll(async () => {
  await browser.close();
  await pages.stop();
});

async function openAs(council: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  await context.addCookies([{ name: 'tocsin_council', value: council, url: pages.url }]);
  return context.newPage();
}

async function textOf(council: string, path: string): Promise<string> {
  const { body } = await pages.app.inject({ url: path, cookies: { tocsin_council: council } });
  return body;
}

test('a person allocates contracts of a split council with a reason, and another takes one back', async () => {
  const page = await openAs(east);
  await page.goto(`${pages.url}/exposure`);
  expect(await countOf(page.getByRole('heading', { name: 'Awaiting allocation' }))).toBe(1);
  await page.getByRole('link', { name: 'Allocate contracts' }).first().click();
  const [first] = await page.getByRole('checkbox').all();
  await first?.check();
  await page.getByLabel('Hampshire County Council').check();
  await page.getByRole('button', { name: 'Allocate' }).click();
  expect(page.url()).not.toContain('done=');
  await page.getByLabel('Reason').first().fill('The homes are in the east');
  await page.getByRole('button', { name: 'Allocate' }).click();
  expect(await page.getByRole('status').textContent()).toContain('The contracts are allocated');

  const other = await openAs(west);
  await other.goto(`${pages.url}/allocations`);
  expect(await countOf(other.getByText('The homes are in the east'))).toBe(1);
  expect(await countOf(other.getByText('Local user, Hampshire County Council'))).toBe(1);
  await other.getByText('Take back').first().click();
  await other.locator('details[open] textarea').fill('It serves both');
  await other.getByRole('button', { name: 'Take back' }).click();
  expect(await countOf(other.getByText('Taken back by Local user, Bristol City Council'))).toBe(1);
  expect(await textOf(east, '/audit')).toContain('allocated contract');
  await Promise.all([page.context().close(), other.context().close()]);
});

test('a successor reads the private register of the council before it, nobody else does, and not before its day', async () => {
  expect(await textOf(east, '/allocations')).toContain(privateMark(ourCouncil.gss));
  expect(await textOf(west, '/exposure')).toContain(privateMark(ourCouncil.gss));
  expect(await textOf(west, '/exposure')).not.toContain(privateMark(otherCouncil.gss));
  for (const stranger of [otherCouncil.gss, 'E08000003'])
    for (const path of ['/allocations', '/exposure', '/suppliers/01000001', '/audit'])
      expect(await textOf(stranger, path)).not.toContain(privateMark(ourCouncil.gss));
});

test('a name that reads like a person’s is shown nowhere, and its contract is', async () => {
  const said: string[] = [];
  for (const council of [ourCouncil.gss, east])
    for (const path of [
      '/allocations',
      '/exposure',
      '/exposure.csv',
      '/register',
      '/matches',
      '/suppliers?q=ada',
      '/api/v1/exposure',
      '/api/v1/matches',
      '/api/v1/opening',
    ]) {
      const text = await textOf(council, path);
      expect(text, path).not.toContain('Ada Example');
      if (text.includes('Piano lessons')) said.push(path);
    }
  expect(said).toEqual(expect.arrayContaining(['/allocations', '/register', '/exposure.csv']));
});

test('a council that is to be replaced sees when, by whom, and which contracts may need consent', async () => {
  const text = await textOf(otherCouncil.gss, '/exposure');
  expect(text).toContain('will be replaced after 31 March 2026 by Bristol City Council');
  const [, section = ''] = /id="consent">(.*?)<\/section>/s.exec(text) ?? [];
  // Its supplier stands at no risk, and its first end is before the day: it can be extended past it.
  expect(section).toContain('Sample Leisure Centres Limited');
  expect(section).toContain('May need consent: ask legal services');
  expect(section).toContain('can be extended to 15 March 2027');
  expect(await textOf(ourCouncil.gss, '/exposure')).not.toContain('id="consent"');
});

test('a form for a contract or a council that does not await allocation changes nothing', async () => {
  const send = await formOf(pages.app, 'E08000003', '/councils');
  const form = { contract: 'award:ocds-b5fd17-0-0/1', successor: east, reason: 'mine' };
  expect((await send(`/allocations/${ourCouncil.gss}`, form)).statusCode).toBe(404);
  const own = await formOf(pages.app, east, '/allocations');
  for (const wrong of [{ successor: 'E08000003' }, { contract: 'register:99999' }, { reason: ' ' }])
    expect((await own(`/allocations/${ourCouncil.gss}`, { ...form, ...wrong })).statusCode).toBe(400);
  expect((await own(`/allocations/${ourCouncil.gss}/99/undo`, { reason: 'no' })).statusCode).toBe(404);
});

test('the pages of councils that change break no rule at 320 and at 1280 px, and fit', async () => {
  const found: string[] = [];
  const shown: Readonly<Record<string, readonly string[]>> = {
    [east]: ['/allocations', '/exposure', `/exposure?on=${seedDay}`],
    [ourCouncil.gss]: ['/allocations', '/exposure'],
    [otherCouncil.gss]: ['/allocations', '/exposure'],
  };
  for (const [council, paths] of Object.entries(shown)) {
    const page = await openAs(council);
    for (const path of paths)
      found.push(
        ...(await brokenRules(page, `${pages.url}${path}`)).map((rule) => `${council}${path}: ${rule}`),
      );
    await page.context().close();
  }
  expect(found).toEqual([]);
});
