import { invite, openFor, saveTenant, type Db } from '@tocsin/db';
import { GssCode, type PersonRole } from '@tocsin/domain';
import { freePort } from '@tocsin/infra';
import type { buildApp } from '@tocsin/web';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countOf, openBrowser } from '../support/browser.ts';
import { registration, startDirectory, type Directory } from '../support/directory.ts';
import { brokenAsItStands, brokenRules } from '../support/page-rules.ts';
import { startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { ourCouncil, plainSuppliers, seedDay } from '../support/pages-world.ts';

type Mail = Parameters<NonNullable<Parameters<typeof buildApp>[0]['sendMail']>>[0];

let home: string;
let pages: PagesUnderTest;
let browser: Browser;
let worker: Db;
let council: Directory;
let national: Directory;
let mailed: (mail: Mail) => void = () => undefined;

beforeAll(async () => {
  const port = await freePort();
  home = `http://localhost:${port}`;
  [browser, council, national] = await Promise.all([
    openBrowser(),
    startDirectory('tid-council', home),
    startDirectory('tid-national', home),
  ]);
  pages = await startPages(plainSuppliers, 'server', 100_000, {
    port,
    settings: { ...registration, PUBLIC_URL: home },
    sendMail: async (mail) => mailed(mail),
  });
  worker = openFor('command line', pages.database.adminUrl, { max: 1 });
  await worker.transaction().execute(async (trx) => {
    const [name, councils] = ['Birmingham', [GssCode.parse(ourCouncil.gss)]] as const;
    const own = { id: 'tid-council', name, issuer: council.issuer, isNational: false, councils };
    await saveTenant(trx, own, 'command line');
    const body = { id: 'tid-national', name: 'National body', issuer: national.issuer };
    await saveTenant(trx, { ...body, isNational: true, councils: [] }, 'command line');
  });
});
afterAll(async () => {
  await browser.close();
  await worker.destroy();
  await pages.stop();
  await Promise.all([council.stop(), national.stop()]);
});

const plainContext = (javaScriptEnabled = false): Promise<BrowserContext> =>
  browser.newContext({ javaScriptEnabled, viewport: { width: 320, height: 800 }, locale: 'en-GB' });

/** Where somebody whom the command line invited begins. */
async function invitation(gss: string | null, role: PersonRole): Promise<string> {
  const secret = await worker.transaction().execute((trx) =>
    invite(trx, {
      council: gss,
      address: 'somebody@council.example',
      roles: [role],
      way: 'directory',
      by: 'command line',
      at: `${seedDay}T12:00:00.000Z`,
    }),
  );
  return `${home}/invitation/${secret}`;
}

/** Somebody whom a directory knows accepts an invitation in a browser of her own, without JavaScript. */
async function comeIn(
  directory: Directory,
  name: string,
  gss: string | null,
  role: PersonRole,
  javaScript = false,
): Promise<Page> {
  const page = await (await plainContext(javaScript)).newPage();
  directory.person = name;
  await page.goto(await invitation(gss, role));
  await page.getByRole('link', { name: /^Accept as/ }).click();
  return page;
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();
const sections = (page: Page) =>
  page.getByRole('navigation', { name: 'Sections' }).getByRole('link').allTextContents();

describe('without JavaScript, on a telephone', () => {
  test('an administrator invites an officer, who comes by a link, is given more to do, and leaves', async () => {
    const admin = await comeIn(council, 'ada', ourCouncil.gss, 'administrator');
    expect(await admin.locator('.top__council').textContent()).toContain(ourCouncil.name);
    await admin.getByRole('link', { name: 'People' }).click();
    await admin.getByLabel('E-mail address').fill('guest@partner.example');
    await admin.getByLabel('Procurement officer').check();
    await admin.getByLabel('By a link that is mailed each time').check();
    await admin.getByRole('button', { name: 'Invite' }).click();
    expect(await heading(admin)).toBe('guest@partner.example is invited');

    const officer = await (await plainContext()).newPage();
    await officer.goto(`${home}/alerts?level=severe`);
    expect(await heading(officer)).toBe('Sign in');
    const arrives = new Promise<Mail>((resolve) => (mailed = resolve));
    await officer.getByLabel('E-mail address').fill('guest@partner.example');
    await officer.getByRole('button', { name: 'Mail me a link' }).click();
    const mail = await arrives;
    await officer.goto(/http:\S+\/sign-in\/link\/\S+/.exec(mail.text)?.[0] ?? '');
    await officer.getByRole('button', { name: 'Sign in' }).click();
    expect(officer.url()).toBe(`${home}/alerts?level=severe`);
    expect(await sections(officer)).not.toContain('People');
    await officer.goto(`${home}/people`);
    expect(await heading(officer)).toBe('This page is not for your role');
    await officer.goto(`${home}/register`);
    expect(await countOf(officer.getByRole('button', { name: 'Upload' }))).toBe(0);

    await admin.goto(`${home}/people`);
    await admin.getByRole('link', { name: 'guest@partner.example' }).click();
    await admin.getByLabel('Contract manager').check();
    await admin.getByRole('button', { name: 'Change the roles' }).click();
    await officer.reload();
    expect(await countOf(officer.getByRole('button', { name: 'Upload' }))).toBe(1);

    // What was hers goes to whoever removes her, unless another is named.
    const [alert = ''] = pages.alerts[ourCouncil.gss] ?? [];
    await admin.goto(`${home}/alerts/${alert}`);
    await admin.getByLabel('Assign to').selectOption('guest@partner.example');
    await admin.getByRole('button', { name: 'Assign' }).click();
    await admin.goto(`${home}/people`);
    await admin.getByRole('link', { name: 'guest@partner.example' }).click();
    expect(await countOf(admin.getByRole('link', { name: /^Example Care Homes Limited: / }))).toBe(1);
    await admin.getByRole('button', { name: 'Remove guest@partner.example' }).click();
    expect(await admin.getByRole('status').textContent()).toContain('handed over');
    await admin.goto(`${home}/alerts/${alert}`);
    expect(await admin.locator('main').innerText()).toContain('Person ada');
    await officer.reload();
    expect(await heading(officer)).toBe('Sign in');
    await admin.goto(`${home}/audit`);
    const log = await admin.locator('main').innerText();
    for (const done of ['invited person', 'changed roles', 'removed person', 'successor: Person ada'])
      expect(log).toContain(done);
    expect(log).toContain('guest@partner.example');
    expect(log).not.toMatch(/person \d/);
    await Promise.all([admin.context().close(), officer.context().close()]);
  });

  test('a contract manager, an NPS lead and an operator each find what is theirs, and sign out', async () => {
    const own = [
      [
        council,
        'cora',
        ourCouncil.gss,
        'contract-manager',
        [
          'Alerts',
          'Our exposure',
          'Suppliers',
          'Our register',
          'Our spend',
          'National view',
          'Sources',
          'Who is told',
        ],
      ],
      [national, 'nia', null, 'nps-lead', ['Suppliers', 'National view', 'Sources']],
      [national, 'otis', null, 'operator', ['Sources', 'Corrections', 'System']],
    ] as const;
    for (const [directory, name, gss, role, shown] of own) {
      const page = await comeIn(directory, name, gss, role);
      expect([role, await sections(page)]).toEqual([role, [...shown]]);
      await page.getByRole('link', { name: /sign out$/i }).click();
      await page.getByRole('button', { name: 'Sign out', exact: true }).click();
      expect(await heading(page)).toBe('Sign in');
      await page.goto(home);
      expect(await heading(page)).toBe('Which council could have known, and when?');
      await page.getByRole('link', { name: 'I buy' }).click();
      expect(await heading(page)).toBe('Sign in');
      await page.context().close();
    }
  });
});

test('the pages of sign-in and of people break no rule of axe, and fit at 320 px', async () => {
  const page = await comeIn(council, 'axel', ourCouncil.gss, 'administrator', true);
  await page.goto(`${home}/keys`);
  const found: string[] = [];
  const person = await page
    .goto(`${home}/people`)
    .then(() => page.getByRole('link', { name: 'Person axel' }).getAttribute('href'));
  const [link, invited] = [
    '/sign-in/link/x',
    (await invitation(ourCouncil.gss, 'officer')).slice(home.length),
  ];
  for (const address of [
    '/could-have-known',
    '/sign-in',
    link,
    invited,
    '/account',
    '/people',
    person ?? '',
    '/keys',
  ])
    found.push(...(await brokenRules(page, `${home}${address}`)).map((rule) => `${address}: ${rule}`));
  const send = async (from: string, fill: () => Promise<void>, button: string) => {
    await page.goto(`${home}${from}`);
    await fill();
    await page.getByRole('button', { name: button }).click();
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      found.push(...(await brokenAsItStands(page)).map((rule) => `after ${button}: ${rule}`));
    }
  };
  await send(
    '/keys',
    async () => {
      await page.getByLabel('Which program it is for').fill('Finance');
      await page.getByLabel('Exposure of the council').check();
    },
    'Make the key',
  );
  const key = (await page.locator('.secret').textContent()) ?? '';
  expect(key).toMatch(/^tocsin_[\w-]{43}$/);
  await send(
    '/people',
    async () => {
      await page.getByLabel('E-mail address').fill('another@council.example');
      await page.getByLabel('Contract manager').check();
    },
    'Invite',
  );
  await send(
    '/sign-in',
    async () => {
      await page.getByLabel('E-mail address').fill('another@council.example');
    },
    'Mail me a link',
  );
  for (const address of ['/people', '/keys'])
    found.push(...(await brokenRules(page, `${home}${address}`)).map((rule) => `${address}: ${rule}`));
  expect(found).toEqual([]);
  const read = () => fetch(`${home}/api/v1/exposure`, { headers: { authorization: `Bearer ${key}` } });
  expect((await read()).status).toBe(200);
  await page.goto(`${home}/keys`);
  await page.getByRole('button', { name: 'Revoke' }).click();
  expect((await read()).status).toBe(401);
  await page.context().close();
});
