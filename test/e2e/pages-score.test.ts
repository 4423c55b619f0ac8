import { measuredCases } from '@tocsin/scoring';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countOf, openBrowser } from '../support/browser.ts';
import { startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { plainSuppliers } from '../support/pages-world.ts';

let pages: PagesUnderTest;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  [pages, browser] = await Promise.all([startPages(plainSuppliers), openBrowser()]);
  page = await browser.newPage({ javaScriptEnabled: false, locale: 'en-GB' });
});
afterAll(async () => {
  await browser.close();
  await pages.stop();
});

/** What is folded can be read at once. */
async function openDetails(): Promise<void> {
  const closed = page.locator('main details:not([open]) > summary');
  while ((await closed.count()) > 0) await closed.first().click();
}

const rows = (caption: string) =>
  page.getByRole('table', { name: caption }).locator('tbody tr').allInnerTexts();

test('beside the score stand its points, the base rate, and a probability only where data support one', async () => {
  await page.goto(`${pages.url}/suppliers/01000003`);
  await openDetails();
  const text = await page.locator('main').innerText();
  expect(text).toContain('52.5 in every 10,000 companies');
  expect(text).toContain('By the whole score: not yet measured.');
  expect((await rows('Findings with their points and evidence')).at(-1)).toContain('Sum of the points');
});

test('a formal procedure is a fact: no probability stands beside it', async () => {
  await page.goto(`${pages.url}/suppliers/01000001`);
  await openDetails();
  expect(await page.locator('main').innerText()).toContain('no probability stands beside it');
});

test('the page says what would change the score: without a finding, and with facts that nobody has', async () => {
  await page.goto(`${pages.url}/suppliers/01000002`);
  await page.getByText('The findings that matter most, and').click();
  const [heaviest] = await rows('The findings that matter most');
  expect(heaviest).toContain('Score 18, by points alone: Below watch');
});

test('formulas and metrics show their zones; what is not known is said once, by its reason', async () => {
  await page.goto(`${pages.url}/suppliers/01000002`);
  await page.getByText('Formulas and metrics').click();
  const formulas = await rows('Classical formulas, for reference');
  expect(formulas.find((row) => row.includes('Z″'))).toMatch(/\d\.\d\d.*zone/s);
  expect(formulas.filter((row) => row.includes('Unknown'))).toEqual([]);
  const metrics = await rows('Metrics of the Financial Viability Risk Assessment (Cabinet Office)');
  expect(metrics.length).toBeGreaterThan(0);
  await openDetails();
  const text = await page.locator('main').innerText();
  const unknown = [...text.matchAll(/not known, for want of an input: ([^.]*)\./gi)].map(([, titles = '']) =>
    titles.split('; '),
  );
  expect(unknown[0]).toContain('Altman Z (1968)');
  expect(formulas.length + metrics.length + unknown.flat().length).toBe(7 + 8);
  expect(
    text.match(/A metric is rated only where the thresholds of the guidance were entered/g),
  ).toHaveLength(1);
});

test('of a supplier without accounts every reason for what is not known is said once', async () => {
  await page.goto(`${pages.url}/suppliers/01000001`);
  await page.getByText(/could not be judged$/).click();
  const reasons = await page.locator('details[open] li').allInnerTexts();
  expect(reasons.length).toBeGreaterThan(0);
  expect(new Set(reasons.map((reason) => reason.replace(/ \(\d+ questions?\)$/, ''))).size).toBe(
    reasons.length,
  );
  await openDetails();
  const text = await page.locator('main').innerText();
  expect(text.match(/an input is missing/g)).toBeNull();
});

test('the replay shows every case twice, with misses beside warnings, and links from the national view', async () => {
  await page.goto(`${pages.url}/national`);
  await page.getByRole('link', { name: 'When could we have known?' }).click();
  const all = await rows('All cases, by our connectors');
  expect(all).toHaveLength(measuredCases.length);
  expect(all.find((row) => row.includes('Carillion'))).toContain('Missed');
  expect(all.find((row) => row.includes('ISG'))).toMatch(/\b4\b.*Warned/s);
  await page.getByText('The same by all public record, in hindsight').click();
  const inHindsight = await rows('All cases, by all public record');
  expect(inHindsight).toHaveLength(measuredCases.length);
  expect(inHindsight.find((row) => row.includes('Carillion'))).toContain('Warned');
  const charts = page.getByRole('img', { name: /^Score of Carillion/ });
  expect(await countOf(charts)).toBe(0);
  await page.getByText(/^Its score, drawn and as a table: Carillion/).click();
  expect(await countOf(charts)).toBe(1);
});
