import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openClient } from '@tocsin/db';
import { dayOf, GssCode, type PersonRole } from '@tocsin/domain';
import { routeRoles } from '@tocsin/web';
import { Redis } from 'ioredis';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { addressIn, deploy, memoryOf, type Deployed } from '../support/deployed.ts';
import { registration, startDirectory, type Directory } from '../support/directory.ts';
import { startOldPostgres } from '../support/old-postgres.ts';
import { brokenRules } from '../support/page-rules.ts';
import { openPostOffice, type PostOffice, type ReceivedMail } from '../support/system-mail.ts';
import { until } from '../support/system-wait.ts';

// A server as a council installs it: the bundles of the images, the units, settings, site of nginx and commands of
// infra/deploy, with Postgres from npm, Redis and nginx from Debian; and people of each role who come by a browser.
const COUNCIL = { gss: GssCode.parse('E10000030'), name: 'Surrey County Council' };
const SUPPLIER = 'EXAMPLE CARE HOMES LTD';
const today = dayOf(Date.now());

const register = `supplier,company number,title,value,start,end,critical,owner
Example Care Homes Ltd,99000001,Residential care,2400000,2025-04-01,2099-03-31,yes,Adult social care
`;
const notice = `<article><dl>
<dd property="gaz:hasPublicationDate" content="${today}T00:30:00">${today}</dd>
<dd property="gaz:hasNoticeID">9900001</dd><dd property="gaz:hasNoticeCode">2450</dd></dl>
<p>In the matter of <strong property="gazorg:name">${SUPPLIER}</strong>, company number
<span property="gazorg:companyNumber">99000001</span>: a petition to wind up the above-named company …</p></article>`;

let server: Deployed;
let browser: Browser;
let office: PostOffice;
let council: Directory;
let national: Directory;
/** People who stay signed in from one test to the next. */
let administrator: Page;

beforeAll(async () => {
  [server, browser, office] = await Promise.all([deploy(), openBrowser(), openPostOffice()]);
  [council, national] = await Promise.all([
    startDirectory('tid-council', server.url),
    startDirectory('tid-national', server.url),
  ]);
  const mail = { SMTP_URL: office.url, MAIL_FROM: 'Tocsin <alerts@tocsin.example>' };
  await server.start({ ...registration, ...mail, SECURITY_CONTACT: 'mailto:security@tocsin.example' });
  const body = ['admin', '--allow', 'tid-national', '--name', 'National body', '--issuer', national.issuer];
  const own = ['admin', '--allow', 'tid-council', '--name', 'Surrey', '--issuer', council.issuer];
  await server.tocsin(...body, '--national');
  await server.tocsin(...own, '--council', COUNCIL.gss);
});
afterAll(async () => {
  await Promise.all([browser?.close(), council?.stop(), national?.stop(), office?.stop()]);
  await server?.stop();
});

/** A telephone without JavaScript, whose owner has not been here before. */
const telephone = (): Promise<BrowserContext> =>
  browser.newContext({
    javaScriptEnabled: false,
    ignoreHTTPSErrors: true,
    viewport: { width: 320, height: 800 },
    locale: 'en-GB',
  });

/** Somebody whom a directory knows opens the link of her invitation, as the command line prints it. */
async function comeIn(directory: Directory, name: string, role: PersonRole): Promise<Page> {
  const where = directory === national ? ['--national'] : ['--council', COUNCIL.gss];
  const invited = await server.tocsin(
    'admin',
    '--invite',
    `${name}@directory.example`,
    ...where,
    '--role',
    role,
  );
  const page = await (await telephone()).newPage();
  directory.person = name;
  await page.goto((invited as { readonly link: string }).link);
  await page.getByRole('link', { name: /^Accept as/ }).click();
  return page;
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();
const sections = (page: Page) => page.getByRole('navigation', { name: 'Sections' }).getByRole('link');

/** The rules of axe that the pages break for whoever is signed in here, and pages that are wider than a telephone. */
async function brokenFor(
  page: Page,
  addresses: readonly string[],
  widths: readonly number[] = [320],
): Promise<readonly string[]> {
  const storageState = await page.context().storageState();
  const context = await browser.newContext({ ignoreHTTPSErrors: true, storageState, bypassCSP: true });
  const looking = await context.newPage();
  const found: string[] = [];
  for (const address of addresses)
    found.push(
      ...(await brokenRules(looking, new URL(address, server.url).href, widths)).map(
        (rule) => `${address}: ${rule}`,
      ),
    );
  await context.close();
  return found;
}

/** Opens each section that is shown and says where it led. */
async function lookAround(page: Page): Promise<readonly string[]> {
  const addresses: string[] = [];
  for (const link of await sections(page).all()) addresses.push((await link.getAttribute('href')) ?? '');
  for (const address of addresses) {
    const answer = await page.goto(new URL(address, server.url).href);
    expect([address, answer?.status()]).toEqual([address, 200]);
  }
  return addresses;
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('link', { name: /sign out$/i }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  expect(await heading(page)).toBe('Sign in');
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('__Host-tocsin_session');
  await page.goto(`${server.url}/alerts`);
  expect(await heading(page)).toBe('Sign in');
  await page.context().close();
}

async function mailTo(address: string, subject: RegExp): Promise<ReceivedMail> {
  const found = () => office.received.find((mail) => mail.to === address && subject.test(mail.subject));
  await until(() => found() !== undefined);
  const mail = found();
  if (!mail) throw new Error('no mail');
  return mail;
}

describe('what is installed', () => {
  test('says nothing wrong to systemd, and each service may do little beside its work', async () => {
    const { faults, exposures } = await server.analyse();
    expect(faults).toBe('');
    expect(exposures.filter(([, exposure]) => !(exposure <= 2))).toEqual([]);
  });

  test('asks Postgres and Redis by password, and gives each program no more than its own', async () => {
    const roleOf = async (url: string) => {
      const client = openClient(url);
      await client.connect();
      const { rows } = await client.query<{ role: string; kept: string }>(
        "select current_user as role, (select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256') as kept",
      );
      await client.end();
      return rows[0];
    };
    const admin = addressIn(server.folder, 'administrator');
    expect(await roleOf(admin)).toEqual({ role: 'postgres', kept: '0' });
    const wrong = new URL(admin);
    wrong.password = 'guessed';
    await expect(roleOf(wrong.href)).rejects.toThrow('password authentication failed');
    const redis = new URL(addressIn(server.folder, 'common', 'REDIS_URL'));
    const stranger = new Redis(Number(redis.port), { enableReadyCheck: false });
    stranger.on('error', () => undefined);
    await expect(stranger.ping()).rejects.toThrow('NOAUTH');
    stranger.disconnect();
  });

  test.each(['migrate', 'ingest', 'scoring', 'notifier', 'web'])(
    'on a Postgres that is too old %s says so in one sentence and does nothing',
    async (program) => {
      const old = await startOldPostgres('15.20 (Debian 15.20-0+deb12u1)');
      const settings = { DATABASE_URL: old.url, REDIS_URL: 'redis://127.0.0.1:9' };
      expect(await server.runWith(program, settings)).toEqual({
        code: 1,
        said: 'The database server is Postgres 15.20 (Debian 15.20-0+deb12u1); Tocsin needs Postgres 16 or newer. Nothing was changed.\n',
      });
      old.stop();
    },
  );

  test('answers by TLS alone, with the headers that keep pages to themselves', async () => {
    const plain = await fetch(`${server.plainUrl}/alerts?level=severe`, { redirect: 'manual' });
    expect(plain.status).toBe(308);
    expect(plain.headers.get('location')).toBe('https://localhost/alerts?level=severe');
    const { status, headers } = await server.ask(`${server.url}/sign-in`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'strict-transport-security': expect.stringContaining('max-age=') as string,
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
      server: 'nginx',
    });
    expect((await server.ask(`${server.url}/.well-known/security.txt`)).body).toContain(
      'security@tocsin.example',
    );
  });

  test('is healthy, and has neither a mailbox nor any other page of a local copy', async () => {
    const { status, body } = await server.ask(`${server.url}/health`);
    expect(status).toBe(200);
    const services = { web: 'ok', ingest: 'ok', scoring: 'ok', notifier: 'ok', postgres: 'ok', redis: 'ok' };
    expect(JSON.parse(body)).toMatchObject({ status: 'ok', services });
    const local = Object.entries(routeRoles).filter(([, access]) => access === 'local');
    expect(local.length).toBeGreaterThan(4);
    for (const [route] of local) {
      const address = route.split(' ')[1]?.replace(':id', '1');
      expect([route, (await server.ask(`${server.url}${address}`)).status]).toEqual([route, 404]);
    }
  });
});

describe('signed in, on a telephone, without JavaScript,', () => {
  test('an administrator comes by her directory, hands the register in and finds the alert', async () => {
    const page = await comeIn(council, 'ada', 'administrator');
    administrator = page;
    expect(await heading(page)).toBe('Alerts');
    expect(await page.locator('.top__council').textContent()).toContain(COUNCIL.name);
    const session = (await page.context().cookies()).find(({ name }) => name === '__Host-tocsin_session');
    expect(session).toMatchObject({
      domain: 'localhost',
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
    });

    await sections(page).filter({ hasText: 'Our register' }).click();
    const file = { name: 'contracts.csv', mimeType: 'text/csv', buffer: Buffer.from(register) };
    await page.getByLabel('Register file').setInputFiles(file);
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.getByRole('button', { name: 'Save 1 contract' }).click();
    expect(await page.getByRole('status').textContent()).toContain('The register is saved');
    await until(async () => {
      await page.goto(`${server.url}/exposure`);
      return (await page.locator('main').innerText()).includes('Residential care');
    });

    writeFileSync(path.join(server.folder, 'notice.html'), notice, { mode: 0o644 });
    await server.tocsin('ingest', 'gazette-insolvency', '--from', path.join(server.folder, 'notice.html'));
    await until(async () => {
      await page.goto(`${server.url}/alerts`);
      return (await page.locator('main').innerText()).includes(SUPPLIER);
    });
    await page.getByRole('link', { name: SUPPLIER }).first().click();
    const alert = await page.locator('main').innerText();
    expect(alert).toContain('Winding-up petition advertised');
    expect(alert).toContain('Residential care');
    const broken = await brokenFor(page, [
      ...(await lookAround(page)),
      '/account',
      '/people',
      '/keys',
      '/audit',
    ]);
    expect(broken).toEqual([]);
  });

  test('she is told by mail, whose link leads back to the alert after signing in', async () => {
    const mail = await mailTo('ada@tid-council.example', /EXAMPLE CARE HOMES LTD/);
    const link = new RegExp(`${server.url}/alerts/\\d+`).exec(mail.text)?.[0] ?? '';
    const page = await (await telephone()).newPage();
    council.person = 'ada';
    await page.goto(link);
    expect(await heading(page)).toBe('Sign in');
    await page.getByRole('link', { name: 'Surrey' }).click();
    expect(page.url()).toBe(link);
    expect(await heading(page)).toContain(SUPPLIER);
    await signOut(page);
  });

  test('an officer comes by a link in a mail and acknowledges the alert', async () => {
    await administrator.goto(`${server.url}/people`);
    await administrator.getByLabel('E-mail address').fill('guest@partner.example');
    await administrator.getByLabel('Procurement officer').check();
    await administrator.getByLabel('By a link that is mailed each time').check();
    await administrator.getByRole('button', { name: 'Invite' }).click();

    const page = await (await telephone()).newPage();
    await page.goto(`${server.url}/alerts`);
    await page.getByLabel('E-mail address').fill('guest@partner.example');
    await page.getByRole('button', { name: 'Mail me a link' }).click();
    const mail = await mailTo('guest@partner.example', /sign in/i);
    await page.goto(/https:\S+\/sign-in\/link\/\S+/.exec(mail.text)?.[0] ?? '');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: SUPPLIER }).first().click();
    const alert = page.url();
    await page.getByRole('button', { name: 'Acknowledge' }).first().click();
    await page.goto(alert);
    expect(await page.locator('main').innerText()).toContain('guest@partner.example');
    expect(await brokenFor(page, [...(await lookAround(page)), new URL(alert).pathname])).toEqual([]);
    await page.goto(`${server.url}/people`);
    expect(await heading(page)).toBe('This page is not for your role');
    await signOut(page);
  });

  test.each([
    ['contract-manager', 'cora', 'Our register', '/people'],
    ['nps-lead', 'nia', 'National view', '/alerts'],
    ['operator', 'otis', 'Sources', '/suppliers'],
  ] as const)(
    'somebody who is %s finds her pages, and none of the others',
    async (role, name, shown, closed) => {
      const page = await comeIn(role === 'contract-manager' ? council : national, name, role);
      expect(await sections(page).allTextContents()).toContain(shown);
      expect(await brokenFor(page, [...(await lookAround(page)), '/account'])).toEqual([]);
      await page.goto(`${server.url}${closed}`);
      expect(await heading(page)).toBe('This page is not for your role');
      await page.goto(server.url);
      await signOut(page);
    },
  );

  test('an administrator who signs out is asked who she is', () => signOut(administrator));
});

test('a backup is made while everything runs, and the one before is kept until the next', async () => {
  const kept = () => readdirSync(path.join(server.folder, 'var', 'lib', 'tocsin-backup')).toSorted();
  await server.again('tocsin-backup.service');
  expect(kept()).toEqual(['latest']);
  await server.again('tocsin-backup.service');
  expect(kept()).toEqual(['before', 'latest']);
  expect(existsSync(path.join(server.folder, 'var', 'lib', 'tocsin-backup', 'latest', 'manifest.json'))).toBe(
    true,
  );
  process.stdout.write(`memory in MB: ${JSON.stringify(memoryOf(server.pids()))}\n`);
});
