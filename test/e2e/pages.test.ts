import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { unfairWords } from '@tocsin/alerting';
import { findSectorExercises, openDatabase, saveExercise, saveSectorExercise } from '@tocsin/db';
import { load } from 'cheerio';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countOf, openBrowser } from '../support/browser.ts';
import { brokenRules } from '../support/page-rules.ts';
import { routesOf, startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { otherCouncil, ourCouncil, plainSuppliers } from '../support/pages-world.ts';
import { findShownIds } from '../support/shown-ids.ts';
import { exerciseOf } from '../support/system-private.ts';

const [careHomes] = plainSuppliers;

let pages: PagesUnderTest;
let browser: Browser;

beforeAll(async () => {
  [pages, browser] = await Promise.all([startPages(plainSuppliers), openBrowser()]);
  writeFileSync(path.join(pages.mailbox, '000001-0a.json'), envelope);
  writeFileSync(path.join(pages.mailbox, '000001-0a.eml'), mail);
});
afterAll(async () => {
  await browser.close();
  await pages.stop();
});

const envelope = JSON.stringify({
  from: 'a@tocsin.example',
  to: ['b@council.example'],
  receivedAt: '2026-03-02T09:01:00Z',
});
const mail = [
  'Subject: Example Care Homes Limited: winding-up order made',
  'X-Tocsin-Alert-Id: 1',
  'MIME-Version: 1.0',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<h1>Winding-up order made</h1><p><a href="http://localhost/alerts/1">Open this alert</a></p>',
].join('\r\n');

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  return context.newPage();
}

describe('an officer', () => {
  test('goes from the inbox to the alert, the supplier and the published notice', async () => {
    const page = await openPage();
    await page.route('https://www.thegazette.co.uk/**', (route) => route.fulfill({ body: 'the notice' }));
    await page.goto(pages.url);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Which council could have known, and when?',
    );
    await page.getByRole('link', { name: 'I buy' }).click();
    await page.getByRole('link', { name: careHomes?.name ?? '' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Winding-up order made');
    expect(await countOf(page.getByText('This alert is not a reason to exclude a supplier.'))).toBe(1);
    await page.getByRole('link', { name: 'Open the supplier' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(careHomes?.name);
    await page
      .getByRole('link', { name: /The Gazette/ })
      .first()
      .click();
    await page.waitForURL('https://www.thegazette.co.uk/notice/0000001');
    await page.context().close();
  });

  test('goes from an alert to the care continuity card: what is here, what the law says, a form to fill', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const [first] = pages.alerts[ourCouncil.gss] ?? [];
    await page.goto(`${pages.url}/alerts/${first}`);
    await page.getByRole('link', { name: 'Care continuity card' }).click();
    expect(await page.locator('.tiles').textContent()).toMatch(
      /42 placesin 1 care home.*25%.*42 placesin 2 care homes, 2 councils’ areas.*1/s,
    );
    expect(await page.locator('#councils + table').textContent()).toContain('tied to no council');
    expect(await page.locator('#exits + ul').textContent()).toContain(
      'Example Grange, Birmingham City Council',
    );
    expect(await countOf(page.getByRole('link', { name: /SI 2015\/301/ }))).toBe(2);
    const form = await page.request.get(`${pages.url}/suppliers/01000001/care/notification.txt`);
    expect(await form.text()).toContain('Homes in our area:\n  Example House (42 places, Good)\n');
    expect((await page.request.get(`${pages.url}/suppliers/01000004/care`)).status()).toBe(404);
    await page
      .getByRole('link', { name: careHomes?.name ?? '' })
      .first()
      .click();
    expect(await page.locator('#care + p + dl').textContent()).toMatch(
      /1 of 2 rated homes and services is rated Inadequate: Example Lodge.*1 home or service closed/s,
    );
    await context.close();
  });

  test('acknowledges several alerts at once, without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${pages.url}/alerts?level=severe&level=insolvent`);
    for (const box of await page.getByRole('checkbox', { name: /^Select/ }).all()) await box.check();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    expect(await page.getByRole('status').textContent()).toContain('2 alerts acknowledged');
    await page.goto(`${pages.url}/audit`);
    expect(await countOf(page.getByText('acknowledged alert'))).toBe(2);
    await context.close();
  });

  test('dismisses an alert only with a reason, and can open it again', async () => {
    const page = await openPage();
    const [, , id] = pages.alerts[ourCouncil.gss] ?? [];
    await page.goto(`${pages.url}/alerts/${id}`);
    await page.getByText('Dismiss with a reason').click();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(page.url()).not.toContain('done=');
    await page.getByLabel('Reason').fill('The contract ended last week');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(await page.locator('.alert-head').textContent()).toContain('The contract ended last week');
    await page.getByRole('button', { name: 'Open again' }).click();
    expect(await page.getByRole('status').textContent()).toContain('opened again');
    await page.context().close();
  });

  test('puts an alert off and has it back, keeps a note and an outcome, and counts money once finance confirms it', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const [, , id] = pages.alerts[ourCouncil.gss] ?? [];
    const said = () => page.getByRole('status').textContent();
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    await page.goto(`${pages.url}/alerts`);
    const before = await countOf(page.getByRole('checkbox', { name: /^Select/ }));
    await page.locator(`#alert-${id}`).check();
    await page.getByLabel('Put off to').fill('1 May 2026');
    await press('Put off');
    expect(await said()).toContain('1 alert put off');
    expect(await countOf(page.getByRole('checkbox', { name: /^Select/ }))).toBe(before - 1);
    await page.getByRole('link', { name: 'list it' }).click();
    expect(await countOf(page.getByText('Comes back on 1 May 2026'))).toBe(1);

    await page.goto(`${pages.url}/alerts/${id}`);
    await page.getByText('History, and who was told').click();
    await page.getByRole('button', { name: /^Undo ?: Put off to 1 May 2026/ }).click();
    expect(await said()).toContain('Undone');
    expect(await countOf(page.getByText('Undone by Local user: it counts no longer'))).toBe(1);
    await page.getByText('Write a note, or record').click();
    await page.getByText('Write a note', { exact: true }).click();
    await page.getByLabel('Note').fill('Rang the supplier: paid on Friday');
    await press('Keep the note');
    await page.getByText('Write a note, or record').click();
    await page.getByText('Record what it was worth, or cost').click();
    await page.getByLabel('Pounds').fill('£12,500');
    await page.locator('#money-evidence').fill('Invoice 7');
    await press('Record the amount');
    expect(await countOf(page.getByText('Not counted: finance has not confirmed it'))).toBe(2);
    await page.getByText('Finance has confirmed loss avoided of £12,500').click();
    const confirming = page
      .locator('details[open]')
      .filter({ has: page.getByLabel('Who in finance, or the reference') });
    await confirming.getByLabel('Who in finance, or the reference').fill('Treasury, ref 12');
    await confirming.getByRole('button').click();
    expect(await countOf(page.getByText('Confirmed by finance: Treasury, ref 12'))).toBe(1);
    await page.getByLabel('Assign to').selectOption('Local user');
    await press('Assign');
    expect(await page.locator('.alert-head').textContent()).toContain('Assigned to Local user');
    await page.goto(`${pages.url}/audit`);
    expect(await countOf(page.getByText('Rang the supplier'))).toBe(0);
    await context.close();
  });

  test('reaches the content with the first two keys', async () => {
    const page = await openPage();
    await page.goto(`${pages.url}/alerts`);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to main content');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/alerts#main-content');
    await page.context().close();
  });

  test('follows a link in another council’s mail by switching to that council', async () => {
    const page = await openPage();
    const [theirs] = pages.alerts[otherCouncil.gss] ?? [];
    await page.goto(`${pages.url}/alerts/${theirs}`);
    await page.getByRole('button', { name: `Switch to ${otherCouncil.name}` }).click();
    await page.waitForURL(`${pages.url}/alerts/${theirs}`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Winding-up order made');
    await page.context().close();
  });

  test('says beside the totals how much of them is known to be whose', async () => {
    const page = await openPage();
    const known =
      /Of £[\d.]+[km]? without VAT(?:, in rounded figures)?, £[\d.]+[km]? is (looked at within the promised time|matched, not looked at in time).*£[\d.]+k? is not matched/;
    for (const address of ['/sources', '/councils', '/national']) {
      await page.goto(`${pages.url}${address}?order=spend`);
      const row = page.locator('#coverage ~ table tbody tr').first();
      expect(await row.textContent(), address).toMatch(/£[\d.]+k without VAT/);
      expect(await row.locator('svg.strip').count(), address).toBeGreaterThan(0);
    }
    for (const address of ['/exposure', '/suppliers/01000001']) {
      await page.goto(`${pages.url}${address}`);
      const said = (await page.locator('main').textContent())?.replaceAll(/\s+/g, ' ');
      expect(said, address).toMatch(known);
    }
    await page.context().close();
  });

  test('says of a day gone by what of it is of that day, and nothing of what was to come', async () => {
    const page = await openPage();
    const words =
      /A day gone by: levels and published notices are those of that day\. Registers and spending files/;
    for (const address of ['/exposure', '/suppliers/01000001', '/national']) {
      await page.goto(`${pages.url}${address}?on=2025-03-03`);
      expect(await page.locator('main').textContent(), address).toMatch(words);
      expect(await page.locator('#to-come').count(), address).toBe(0);
      await page.goto(`${pages.url}${address}`);
      expect(await page.locator('main').textContent(), address).not.toMatch(words);
    }
    await page.goto(`${pages.url}/exposure`);
    expect(await page.locator('#to-come').count()).toBe(1);
    await page.context().close();
  });

  test('chooses another council only by sending a form', async () => {
    const page = await openPage();
    await page.goto(`${pages.url}/councils`);
    await page.getByLabel('Council', { exact: true }).selectOption('Cornwall Council');
    await page.getByRole('button', { name: 'Show this council' }).click();
    expect(await page.locator('.top__council').textContent()).toContain('Cornwall Council');
    await page.context().close();
  });
});

/** Pages that answer here with nothing of their own, and where they are held to the same rules. */
const elsewhere: Readonly<Record<string, string>> = {
  '/': 'goes on to the first page',
  '/ledger/:file': 'ledger.test.ts',
  '/local/mailbox/:id/body': 'a mail as it was sent, in a frame of its own',
  '/matches/:item': 'pages-matches.test.ts',
  '/register/draft': 'pages-register.test.ts',
  '/register/draft/columns': 'pages-register.test.ts',
  '/spend/:id': 'pages-spend.test.ts',
};

/** Addresses of pages that show one thing, or are asked a question. */
const particular = [
  '/alerts?level=severe&status=all',
  '/alerts?status=superseded',
  '/alerts/:first',
  '/alerts/:second',
  '/alerts/:third',
  '/alerts/999',
  '/suppliers?q=limited',
  '/suppliers/01000001',
  '/suppliers/01000004?on=2025-03-03',
  '/suppliers/01000001/care',
  '/suppliers/01000001/evidence',
  '/suppliers/01000001/compare',
  '/suppliers/01000001/compare?with=01000004&beside=2025-03-03',
  '/exposure?on=2019-01-01',
  '/register/contracts/:line',
  '/corrections/new?supplier=01000001&alert=:first',
  '/corrections/decide/:contest',
  '/national?on=2019-01-01',
  '/national/suppliers?order=spend&type=Unitary+authority',
  '/national/suppliers/01000001',
  '/national/concentration?by=service',
  '/exercises/:exercise',
  '/national/exercises/:sector',
  '/local/mailbox/000001-0a',
];

/** What stands in those addresses. */
async function idsShown(): Promise<Readonly<Record<string, string | undefined>>> {
  const owner = openDatabase(pages.database.adminUrl, { max: 1 });
  const { items } = await findShownIds(owner, ourCouncil.gss);
  const contest = await owner
    .selectFrom('contest')
    .select('id')
    .where('register_line', 'is', null)
    .executeTakeFirst();
  const exercise = { seen: exerciseOf(ourCouncil.gss, '01000001'), by: 'Local user', form: 'of the pages' };
  const ours = await owner.transaction().execute((trx) => saveExercise(trx, ourCouncil.gss, exercise));
  await saveSectorExercise(owner, exercise);
  const [sector] = await findSectorExercises(owner, { form: exercise.form });
  await owner.destroy();
  const [first, second, third] = pages.alerts[ourCouncil.gss] ?? [];
  const line = items.find((item) => item.startsWith('line-'))?.replace('line-', '');
  return { first, second, third, line, contest: contest?.id, exercise: ours, sector: sector?.id };
}

describe('every page', () => {
  let routes: readonly string[];
  let shown: readonly string[];
  /** What each of them says, by its address, and what is wrong with it. */
  const texts = new Map<string, string>();
  const found: string[] = [];

  beforeAll(async () => {
    const isOurs = (path: string) => !/^\/(api|health)\b|\.\w+$/.test(path) && !(path in elsewhere);
    routes = routesOf(pages.app).flatMap(({ method, path }) =>
      method === 'GET' && isOurs(path) ? [path] : [],
    );
    const ids = await idsShown();
    const filled = particular.map((address) =>
      address.replace(/:(\w+)/, (_, what: string) => ids[what] ?? what),
    );
    shown = [...routes.filter((path) => !path.includes(':')), ...filled];
    const left = [...shown];
    const lookAtOneAfterTheOther = async () => {
      const page = await openPage();
      page.on('console', (message) => found.push(`console: ${message.text()}`));
      page.on('request', (request) => {
        if (!request.url().startsWith(pages.url)) found.push(`outside: ${request.url()}`);
      });
      for (let address = left.shift(); address !== undefined; address = left.shift()) {
        const broken = await brokenRules(page, `${pages.url}${address}`);
        found.push(...broken.map((rule) => `${address}: ${rule}`));
        texts.set(address, (await page.locator('body').textContent()) ?? '');
      }
      await page.context().close();
    };
    await Promise.all([lookAtOneAfterTheOther(), lookAtOneAfterTheOther()]);
  }, 600_000);

  test('has an address here, or is named with where it is held to the rules', () => {
    const addresses = shown.map((address) => address.replace(/\?.*/, ''));
    const answers = (route: string) => new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`);
    expect(routes.filter((route) => !addresses.some((address) => answers(route).test(address)))).toEqual([]);
    expect(routes).toEqual(expect.arrayContaining(['/alerts', '/alerts/:id', '/opening', '/audit']));
  });

  test('breaks no rule of axe at 320 and at 1280 px, and fits', () => {
    expect(found.filter((one) => !one.includes('status of 404'))).toEqual([]);
    expect(texts.size).toBe(shown.length);
  });

  test('of the evidence of a supplier says what was paid as that of the supplier does', async () => {
    let sentences = 0;
    for (const { number } of plainSuppliers) {
      const [own, evidence] = await Promise.all(
        ['', '/evidence'].map(async (part) => {
          const $ = load(await (await fetch(`${pages.url}/suppliers/${number}${part}`)).text());
          const paragraphs = $('main p').toArray();
          return paragraphs.map((one) => $(one).text()).filter((text) => /^(?:Paid|History)\b/.test(text));
        }),
      );
      expect(evidence).toEqual(own);
      sentences += own?.length ?? 0;
    }
    expect(sentences).toBeGreaterThan(0);
  });

  test('gives source, day and link with every fact that a finding stands on', async () => {
    const shown = [...(pages.alerts[ourCouncil.gss] ?? [])].map((id) => `/alerts/${id}`);
    let facts = 0;
    for (const address of [...shown, ...plainSuppliers.map(({ number }) => `/suppliers/${number}`)]) {
      const $ = load(await (await fetch(`${pages.url}${address}`)).text());
      const findings = $('[data-label="Evidence"]').toArray();
      const given = findings.flatMap((cell) => $(cell).find('.evidence').toArray());
      // The first finding of a list is always a fact; one that follows from others says so.
      expect([address, $(findings[0]).text()]).not.toEqual([
        address,
        expect.stringContaining('Follows from'),
      ]);
      for (const one of given) {
        expect($(one).find('a').attr('href'), address).toMatch(/^https:\/\//);
        expect($(one).find('a').text().trim(), address).not.toBe('');
        expect($(one).text(), address).toMatch(/published|seen|retrieved|\d{1,2} \w+ 20\d\d/i);
      }
      facts += given.length;
    }
    expect(facts).toBeGreaterThanOrEqual(6);
  });

  test('says that it shows a sample and whose data it is, and nothing unfair', () => {
    for (const [address, text] of texts) {
      expect(text).toContain('Sample: public record replayed, 2016–2025');
      expect([address, unfairWords(text)]).toEqual([address, []]);
      for (const owner of ['Open Government Licence v3.0', 'mySociety', 'Companies House'])
        expect(text).toContain(owner);
    }
  });
});
