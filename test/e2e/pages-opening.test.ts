import { asCouncil, openDatabase, saveRecipient, writeSetting, type Db } from '@tocsin/db';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendLetters } from '../../services/notifier/src/send-letters.ts';
import { countOf, openBrowser } from '../support/browser.ts';
import { brokenRules } from '../support/page-rules.ts';
import { startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { otherCouncil, ourCouncil, plainSuppliers, seedDay } from '../support/pages-world.ts';
import { watchAt } from '../support/watch.ts';

let pages: PagesUnderTest;
let browser: Browser;
let page: Page;
let db: Db;
beforeAll(async () => {
  [pages, browser] = await Promise.all([startPages(plainSuppliers), openBrowser()]);
  db = openDatabase(pages.database.adminUrl, { max: 2 });
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
  await context.addCookies([{ name: 'tocsin_council', value: ourCouncil.gss, url: pages.url }]);
  page = await context.newPage();
  // The seeded world is a replay of past days, which no report tells.
  await db.updateTable('assessment').set({ replayed: false }).execute();
  await db.updateTable('alert').set({ replayed: false }).execute();
  const { id } = await db
    .updateTable('letter')
    .set({ begun_at: `${seedDay}T09:00:00Z` })
    .where('council', '=', ourCouncil.gss)
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .updateTable('alert')
    .set({ letter_id: id })
    .where('id', 'in', pages.alerts[ourCouncil.gss]?.slice(0, 2) ?? [])
    .execute();
  await asCouncil(db, ourCouncil.gss, (trx) =>
    saveRecipient(trx, {
      council: ourCouncil.gss,
      address: 'officer@example.org',
      role: 'officer',
      levels: ['severe'],
    }),
  );
}, 120_000);
afterAll(async () => {
  await browser.close();
  await db.destroy();
  await pages.stop();
});

const text = () => page.locator('main').innerText();

test('while it is prepared the report says what is known so far, and that it waits for no source that is off', async () => {
  await page.goto(`${pages.url}/alerts`);
  await page.getByRole('link', { name: 'Your opening report is being prepared' }).click();
  expect(await text()).toContain(
    'No source that looks at suppliers one by one is switched on, so nothing is waited for but the matching of names',
  );
  expect(await text()).toContain('Example Care Homes Limited');
});

describe('once it is sent', () => {
  beforeAll(async () => {
    await writeSetting(db, 'sources', ['companies-house-company']);
    expect(await sendLetters(db, watchAt('2026-03-03T09:00:00Z'))).toEqual({ opening: 1, 'catch-up': 0 });
  });

  test('the page keeps what was sent: by level, the gravest first, with facts, contracts and pounds', async () => {
    await page.goto(`${pages.url}/opening`);
    expect(await text()).toContain('How your suppliers stand today: 3 of 4 with a sign of difficulty');
    expect(await text()).toContain('Not everything could be looked at within 24 hours');
    const names = await page.locator('.alert-row h3').allInnerTexts();
    expect(names).toEqual(plainSuppliers.slice(0, 3).map(({ name }) => name));
    const levels = await countOf(
      page.getByRole('table', { name: 'Suppliers, contracts and spend by level' }).locator('tbody tr'),
    );
    expect(levels).toBe(4);
  });

  test('it says what has ended since of what it names, and nothing of what is as it was', async () => {
    await page.goto(`${pages.url}/opening`);
    expect(await text()).not.toContain('By now');
    const [ended = ''] = plainSuppliers.map(({ number }) => number);
    await sql`
      update award set ends_on = '2026-02-27', extends_to = null where id in (
        select award_id from award_supplier join mention on mention.id = mention_id
        where mention.supplier_id in (select supplier_id from supplier_ref where ref = ${ended}))`.execute(
      db,
    );
    await sql`
      update register_line set ends_on = '2026-02-27' where supplier_id in (
        select supplier_id from supplier_ref where ref = ${ended})`.execute(db);
    await page.reload();
    const rows = await page.locator('.alert-row').allInnerTexts();
    const said = 'By now none of these contracts: they have ended or left your register';
    expect(rows.map((row) => row.includes('By now'))).toEqual([true, false, false]);
    expect(rows[0]).toContain(said);
  });

  test('the inbox links to it and lists what is in it only when asked to', async () => {
    await page.goto(`${pages.url}/alerts`);
    expect(await countOf(page.getByRole('link', { name: 'Opening report of 3 March 2026' }))).toBe(1);
    expect(await countOf(page.locator('.alert-row'))).toBe(1);
    await page.getByRole('link', { name: 'list them too' }).click();
    expect(await countOf(page.locator('.alert-row'))).toBe(3);
  });

  test('no other council sees it', async () => {
    const theirs = await pages.app.inject({ url: '/opening', cookies: { tocsin_council: otherCouncil.gss } });
    expect(theirs.body).toContain(`There is none for ${otherCouncil.name} yet`);
    expect(theirs.body).not.toContain('Example Care Homes');
  });

  test('it breaks no rule of axe at 375 and at 1280 px, and fits', async () => {
    const context = await browser.newContext({
      locale: 'en-GB',
      bypassCSP: true,
    });
    await context.addCookies([{ name: 'tocsin_council', value: ourCouncil.gss, url: pages.url }]);
    const wide = await context.newPage();
    expect(await brokenRules(wide, `${pages.url}/opening`, [375, 1280])).toEqual([]);
    await context.close();
  });
});
