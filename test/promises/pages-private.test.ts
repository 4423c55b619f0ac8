import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formOf, routesOf, startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { otherCouncil, ourCouncil, plainSuppliers } from '../support/pages-world.ts';
import { stateOf } from '../support/stored-state.ts';

let pages: PagesUnderTest;

beforeAll(async () => {
  pages = await startPages(plainSuppliers);
});
afterAll(() => pages.stop());

/** The first bytes of what the pages answer to bytes that no library would send. */
async function rawAnswer(url: string, request: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(request));
  const [part] = await once(socket, 'data');
  socket.destroy();
  return String(part);
}

describe('every route, for every council', () => {
  test('the matrix holds all pages, exports and API routes there are', () => {
    const paths = routesOf(pages.app).map((route) => route.path);
    expect(paths).toEqual(
      expect.arrayContaining([
        '/alerts/:id',
        '/alerts.csv',
        '/exposure.csv',
        '/api/v1/alerts/:id',
        '/register/:id/undo',
        '/matches/:item',
        '/matches/decisions/:id/undo',
      ]),
    );
    expect(new Set(paths).size).toBeGreaterThan(25);
  });

  test('an alert of another council is not found: not shown, and through the API as one that does not exist', async () => {
    const [theirs] = pages.alerts[otherCouncil.gss] ?? [];
    const cookies = { tocsin_council: ourCouncil.gss };
    // The one user of a local copy acts for every council, so the page may say whose alert it is and offers to switch.
    const page = await pages.app.inject({ url: `/alerts/${theirs}`, cookies });
    expect([page.statusCode, page.body.includes(plainSuppliers[0]?.name ?? '')]).toEqual([404, false]);
    expect(page.body).toContain(`Switch to ${otherCouncil.name}`);
    const [other, none] = await Promise.all([
      pages.app.inject({ url: `/api/v1/alerts/${theirs}`, cookies }),
      pages.app.inject({ url: '/api/v1/alerts/999999', cookies }),
    ]);
    expect([other.statusCode, none.statusCode]).toEqual([404, 404]);
    expect(other.body).toBe(none.body);
  });

  test('a form sent for another council’s alert or register changes nothing', async () => {
    const before = await stateOf(pages.database.adminUrl);
    const send = await formOf(pages.app, ourCouncil.gss, '/alerts');
    const [theirs = ''] = pages.alerts[otherCouncil.gss] ?? [];
    const answers = [
      await send(`/alerts/${theirs}`, { action: 'acknowledge' }),
      await send('/alerts', { action: 'acknowledge', alert: theirs }),
      await send('/register/2/undo', {}),
    ];
    expect(answers.map((answer) => answer.statusCode)).toEqual([404, 303, 404]);
    expect(await stateOf(pages.database.adminUrl)).toEqual(before);
  });

  test('a form without the token of its page is refused', async () => {
    const before = await stateOf(pages.database.adminUrl);
    const [id = ''] = pages.alerts[ourCouncil.gss] ?? [];
    for (const { path } of routesOf(pages.app).filter(({ method }) => method === 'POST')) {
      const answer = await pages.app.inject({
        method: 'POST',
        url: path.replace(':id', id),
        cookies: { tocsin_council: ourCouncil.gss },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: `action=acknowledge&alert=${id}&council=${ourCouncil.gss}`,
      });
      expect([path, answer.statusCode]).toEqual([path, 403]);
    }
    expect(await stateOf(pages.database.adminUrl)).toEqual(before);
  });

  test('an acknowledgement is kept with its alert and in the audit log of its council alone', async () => {
    const [id = ''] = pages.alerts[ourCouncil.gss] ?? [];
    const send = await formOf(pages.app, ourCouncil.gss, `/alerts/${id}`);
    const answer = await send(`/alerts/${id}`, { action: 'acknowledge' });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/alerts/${id}?done=acknowledge`]);
    const read = (url: string, gss: string) => pages.app.inject({ url, cookies: { tocsin_council: gss } });
    expect((await read(`/alerts/${id}`, ourCouncil.gss)).body).toContain('Acknowledged by Local user');
    expect((await read('/audit', ourCouncil.gss)).body).toContain(`acknowledged alert`);
    expect((await read('/audit', otherCouncil.gss)).body).not.toContain(`acknowledged alert`);
  });

  test.each([
    'attacker.example',
    'attacker.example:3000',
    'localhost.attacker.example',
    'attacker.example.',
    '192.168.1.9',
    '8.8.8.8:80',
    '0.0.0.0',
    '[fe80::1]',
    '[::ffff:c0a8:109]:3000',
    'localhost, attacker.example',
    '2130706433',
    'user@localhost',
  ])('in local mode nothing answers a page that calls this machine "%s"', async (host) => {
    for (const { method, path } of routesOf(pages.app)) {
      const answer = await pages.app.inject({
        method: method === 'POST' ? 'POST' : 'GET',
        url: path.replace(/:\w+/, '1'),
        headers: { host, 'x-forwarded-host': 'localhost' },
        cookies: { tocsin_council: ourCouncil.gss },
      });
      expect([method, path, answer.statusCode]).toEqual([method, path, 421]);
      expect(answer.body).not.toContain('private-to-');
      expect(answer.body).not.toContain(ourCouncil.name);
    }
    expect((await pages.app.inject({ url: '/no-such-page', headers: { host } })).statusCode).toBe(421);
  });

  test.each(['localhost:3000', 'LOCALHOST', 'localhost.:3000', '127.0.0.1:3000', '127.8.9.1', '[::1]:3000'])(
    'in local mode this machine may be called %s, whatever a proxy says',
    async (host) => {
      const headers = { host, 'x-forwarded-host': 'attacker.example' };
      expect((await pages.app.inject({ url: '/alerts', headers })).statusCode).toBe(200);
      expect((await pages.app.inject({ url: '/local/mailbox', headers })).statusCode).toBe(200);
    },
  );

  test('in local mode a request that names no host at all is not answered', async () => {
    const answer = await rawAnswer(pages.url, 'GET /local/mailbox HTTP/1.0\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 421 /);
  });
});

describe('one address that asks too often', () => {
  let busy: PagesUnderTest;
  beforeAll(async () => {
    busy = await startPages([], 'local', 5);
  });
  afterAll(() => busy.stop());

  test('is asked to wait, while others are served and the health stays readable', async () => {
    const ask = (url: string, remoteAddress: string) => busy.app.inject({ url, remoteAddress });
    for (let n = 0; n < 5; n += 1) expect((await ask('/sources', '127.0.0.1')).statusCode).toBe(200);
    const refused = await ask('/sources', '127.0.0.1');
    expect([refused.statusCode, refused.body.includes('Please wait a minute')]).toEqual([429, true]);
    expect((await ask('/sources', '127.0.0.2')).statusCode).toBe(200);
    expect((await ask('/health', '127.0.0.1')).statusCode).toBe(200);
  });
});

describe('a server on which nobody is signed in', () => {
  let server: PagesUnderTest;
  beforeAll(async () => {
    server = await startPages(plainSuppliers, 'server');
  });
  afterAll(() => server.stop());

  test('shows its health, its styles and the way in, and leads to it from every page', async () => {
    const open: string[] = [];
    for (const { path } of routesOf(server.app).filter(({ method }) => method === 'GET')) {
      const answer = await server.app.inject({
        url: path.replace(/:\w+/, '1'),
        cookies: { tocsin_council: ourCouncil.gss },
      });
      expect(answer.body).not.toContain('private-to-');
      const { statusCode, headers } = answer;
      if (statusCode === 200) open.push(path.replace(/-[0-9a-f]{12}/, ''));
      else if (statusCode === 303)
        expect([path, headers.location]).toEqual([
          path,
          expect.stringMatching(/^\/(sign-in|could-have-known)/),
        ]);
      else expect([path, statusCode]).toEqual([path, path.startsWith('/api/') ? 401 : expect.any(Number)]);
    }
    expect(open.sort()).toEqual([
      '/accessibility',
      '/api/v1/client.ts',
      '/api/v1/openapi.json',
      '/api/v1/reference',
      '/assets/bell.svg',
      '/assets/tocsin.css',
      '/could-have-known',
      '/health',
      '/help',
      '/ledger',
      '/ledger.json',
      '/privacy',
      '/replay',
      '/robots.txt',
      '/sign-in',
      '/sign-in/link/:secret',
    ]);
    expect((await server.app.inject({ url: '/sign-in' })).body).toContain('Sign-in is not set up');
  });
});
