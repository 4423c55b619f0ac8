import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openBrowser } from '../support/browser.ts';
import { block, verbs } from '../support/first-alert.ts';
import { startOn, stateOf, tocsin, type Started } from '../support/started.ts';

// One system through all that a first day holds, for each start of one takes many seconds: started, told of a supplier
// by the README's own steps, looked at, rid of its sample and stopped. `start.test.ts` kills one.
const COUNCIL = 'E10000030';
const SUPPLIER = 'EXAMPLE CARE HOMES LTD';

let folder: string;
let browser: Browser;
let page: Page;
/** What runs at this moment. */
let system: Started;
const started: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-start-'));
  // Postgres runs as nobody when we are root.
  chmodSync(folder, 0o711);
  browser = await openBrowser();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
});

afterAll(async () => {
  await browser.close();
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(settings: NodeJS.ProcessEnv = {}): Started {
  const begun = startOn(folder, settings);
  started.push(begun.child);
  return begun;
}

async function read(address: string): Promise<string> {
  await page.goto(`${stateOf(folder).webUrl}${address}`);
  return spaced(await page.locator('body').innerText());
}

const spaced = (text: string) => text.replaceAll(/\s+/g, ' ');

/** What follows a word of a page, up to another one. */
function between(text: string, from: string, to: string): string {
  const at = text.indexOf(from);
  expect(at, `${from} in ${text.slice(0, 400)}`).toBeGreaterThanOrEqual(0);
  return text.slice(at + from.length, text.indexOf(to, at + from.length)).trim();
}

test.each([{ PUBLIC_URL: 'https://tocsin.surrey.gov.uk' }, { HOST: '0.0.0.0' }])(
  'it does not start for others than this machine, and says what to do: %o',
  async (settings) => {
    const { ended, lines } = start(settings);
    expect(await ended).toBe(1);
    expect(lines.join('\n')).toMatch(
      /(HOST: is 0\.0\.0\.0|PUBLIC_URL: is https:\/\/tocsin\.surrey\.gov\.uk): local mode has no sign-in.*localhost/,
    );
    expect(readdirSync(folder)).toEqual([]);
  },
);

test('one command brings up a system with delivered alerts, and says when it already runs', async () => {
  system = start();
  await system.ready;
  const { webUrl, mailboxDir } = stateOf(folder);
  const health = await fetch(`${webUrl}/health`);
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({ status: 'ok', services: { web: 'ok', notifier: 'ok' } });
  const mailbox = await fetch(`${webUrl}/local/mailbox`, { headers: { accept: 'application/json' } });
  const shown = z.array(z.object({ id: z.string(), alertId: z.string() })).parse(await mailbox.json());
  expect(shown.length).toBeGreaterThan(0);
  expect(readdirSync(mailboxDir).filter((name) => name.endsWith('.eml'))).toHaveLength(shown.length);

  const second = start();
  expect(await second.ended).toBe(0);
  expect(second.lines.join('\n')).toContain(`already runs on ${folder}: ${webUrl}`);
});

test('before the first alert all pages stand at the sample’s last day, and say so', async () => {
  expect(await read('/exposure')).toMatch(/All pages show \d+ \w+ 20\d\d, its last day/);
});

test('the README’s steps lead to an alert with which every page agrees', async () => {
  writeFileSync(path.join(folder, 'contracts.csv'), block('csv'));
  writeFileSync(path.join(folder, 'notice.html'), block('html'));
  const named = verbs();
  expect(named.map(([verb]) => verb)).toEqual(
    ['setup', 'register', 'ingest', 'setup'].slice(0, named.length),
  );
  for (const words of named) await tocsin(folder, words, folder);
  await page.goto(`${stateOf(folder).webUrl}/councils`);
  await page.getByLabel('Council', { exact: true }).selectOption(COUNCIL);
  await page.getByRole('button', { name: 'Show this council' }).click();

  const inbox = await read('/alerts');
  expect(inbox).toContain(SUPPLIER);
  expect(inbox).toContain('Winding-up petition advertised');
  expect(inbox).not.toContain('All pages show');
  const link = await page.getByRole('link', { name: SUPPLIER }).first().getAttribute('href');
  const alert = await read(link ?? '');
  const left = between(alert, 'Value left', 'spread evenly');
  const level = (await page.locator('.alert-head__bands .band').last().textContent()) ?? '';
  expect(left).toMatch(/^£/);
  expect(level).toBe('Severe');
  expect(alert).toContain('Published 20 November 2026');
  expect(between(alert, 'Contracts exposed', 'Value left')).toBe('1');
  expect(inbox).toContain(left);

  const mailbox = await read('/local/mailbox');
  expect(mailbox).toContain(
    `${SUPPLIER}: winding-up petition advertised (1 contract, ${left.split(' ')[0]})`,
  );
  await page
    .getByRole('link', { name: new RegExp(`${SUPPLIER}: winding-up`) })
    .first()
    .click();
  const mail = spaced((await page.locator('pre').textContent()) ?? '');
  expect(mail).toContain('Published: 20 November 2026');
  expect(mail).toContain(level);

  const today = between(await read('/exposure'), 'Our exposure Surrey County Council, ', ' As things stood');
  const rows = page.locator('tr', { has: page.getByRole('link', { name: SUPPLIER }) });
  expect(await rows.first().textContent()).toContain(level);
  for (const address of ['/suppliers/99000001', '/suppliers?q=99000001']) {
    const seen = await read(address);
    expect(seen).toContain(SUPPLIER);
    expect(await page.locator('.band').first().textContent()).toBe(level);
  }
  const supplier = await read('/suppliers/99000001');
  expect(between(supplier, 'Value left here', 'spread evenly')).toBe(left);
  expect(await page.getByLabel('As things stood on').inputValue()).toBe(today);
  expect(alert).toContain(`As of ${today}, when this alert was raised`);
  expect(await read('/national')).toContain(`National view ${today}`);
  expect(await read('/register')).toContain('contracts.csv, handed in by command line');
  for (const address of ['/sources', '/audit', '/matches', '/replay', '/councils', '/allocations'])
    expect(await read(address)).not.toContain('Sorry, there is a problem');
});

test('one action takes the sample out, and the alert stands', async () => {
  await page.goto(`${stateOf(folder).webUrl}/alerts`);
  await page.getByRole('button', { name: 'Remove the sample' }).click();
  await expect
    .poll(() => read('/local/sample'), { timeout: 60_000, interval: 500 })
    .toContain('The sample is removed');
  const inbox = await read('/alerts');
  expect(inbox).toContain(SUPPLIER);
  expect(inbox).not.toContain('Remove the sample');
  expect(await read('/suppliers?q=carillion')).toContain('No supplier is known to us by this name');
  expect(await read('/national')).not.toMatch(/carillion/i);
});

test('it stops when told to', async () => {
  const { webUrl } = stateOf(folder);
  system.child.kill('SIGTERM');
  expect(await system.ended).toBe(0);
  expect(existsSync(path.join(folder, 'state.json'))).toBe(false);
  await expect(fetch(`${webUrl}/health`)).rejects.toThrow();
});
