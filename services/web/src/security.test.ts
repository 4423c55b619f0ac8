import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import type { Session } from '@tocsin/db';
import { secure } from './security.ts';
import { Refusal } from './refusal.ts';
import type { Ports } from './ports.ts';

let app: FastifyInstance;
afterEach(() => app.close());

/** Pages with nothing on them but what stands before every page. */
async function open(
  settings: Partial<Ports['settings']> = {},
  requestsPerMinute: number | undefined = 1_000,
): Promise<FastifyInstance> {
  app = fastify();
  app.setErrorHandler(async (error: Refusal, _request, reply) =>
    reply.code(error.statusCode ?? 500).send(error.message),
  );
  const ports = { settings: { TOCSIN_MODE: 'local', ...settings }, requestsPerMinute } as Ports;
  await secure(app, ports);
  app.get('/', async (_request, reply) => reply.generateCsrf());
  app.post('/', async () => 'done');
  await app.ready();
  return app;
}
const statusAt = async (host: string, url = '/') => (await app.inject({ url, headers: { host } })).statusCode;

test.each([
  ['localhost:3000', 200],
  ['127.0.0.1:3000', 200],
  ['[::1]:3000', 200],
  ['tocsin.council.example', 421],
  ['evil.example', 421],
  ['localhost.evil.example', 421],
])('on one’s own machine a page asked for as %s is answered with %i', async (host, status) => {
  await open();
  expect(await statusAt(host)).toBe(status);
});

test('a server is answered by whatever it is called', async () => {
  await open({ TOCSIN_MODE: 'server' });
  expect(await statusAt('anything.example')).toBe(200);
});

test('an address with a NUL in it is not read', async () => {
  await open();
  expect(await statusAt('localhost', '/?q=a%00b')).toBe(400);
  expect(await statusAt('localhost', '/?q=a%20b')).toBe(200);
});

/** A form that is sent with this body, by whoever holds the cookie unless it is left out. */
async function send(bodyOf: (token: string) => object, withCookie = true): Promise<number> {
  const page = await app.inject({ url: '/', headers: { host: 'localhost' } });
  const cookies = Object.fromEntries(page.cookies.map(({ name, value }) => [name, value]));
  const sent = await app.inject({
    method: 'POST',
    url: '/',
    headers: { host: 'localhost' },
    payload: bodyOf(page.body),
    ...(withCookie ? { cookies } : {}),
  });
  return sent.statusCode;
}

test('a form is taken with the token of its page, whether it is plain or arrived in parts, and only then', async () => {
  await open();
  expect(await send((token) => ({ token }))).toBe(200);
  expect(await send((token) => ({ token: { value: token } }))).toBe(200);
  expect(await send(() => ({}))).toBe(403);
  expect(await send(() => ({ token: 'made up' }))).toBe(403);
  expect(await send(() => ({ token: null }))).toBe(403);
  expect(await send(() => ({ token: { value: { value: 'x' } } }))).toBe(403);
  expect(await send((token) => ({ other: token }))).toBe(403);
  expect(await send((token) => ({ token }), false)).toBe(403);
});

test('the cookie of a form goes over https only where the pages are served so, and never to scripts or other sites', async () => {
  await open({ TOCSIN_MODE: 'server', PUBLIC_URL: 'https://tocsin.council.example' });
  const safe = await app.inject({ url: '/' });
  expect(safe.headers['strict-transport-security']).toBeDefined();
  expect(safe.cookies[0]).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Strict', path: '/' });
  await app.close();
  await open({ TOCSIN_MODE: 'server' });
  const plain = await app.inject({ url: '/' });
  expect(plain.headers['strict-transport-security']).toBeUndefined();
  expect(plain.cookies[0]).not.toHaveProperty('secure');
});

test('cookies of one process are known to another where both have the secret, and else to none', async () => {
  const tokenOf = async () => {
    const page = await app.inject({ url: '/' });
    return {
      token: page.body,
      cookies: Object.fromEntries(page.cookies.map(({ name, value }) => [name, value])),
    };
  };
  const take = async ({ token, cookies }: Awaited<ReturnType<typeof tokenOf>>) =>
    (await app.inject({ method: 'POST', url: '/', payload: { token }, cookies })).statusCode;
  const reopened = async (secret?: string) => {
    await open({ TOCSIN_MODE: 'server', ...(secret === undefined ? {} : { SESSION_SECRET: secret }) });
    const page = await tokenOf();
    await app.close();
    await open({ TOCSIN_MODE: 'server', ...(secret === undefined ? {} : { SESSION_SECRET: secret }) });
    return take(page);
  };
  expect(await reopened('a secret of thirty-two characters')).toBe(200);
  await app.close();
  expect(await reopened()).toBe(403);
});

test('three hundred requests a minute are answered, or as many as the installation allows, and no more', async () => {
  await open({}, 2);
  const twice = [await statusAt('localhost'), await statusAt('localhost'), await statusAt('localhost')];
  expect(twice).toEqual([200, 200, 429]);
  await app.close();
  app = fastify();
  await secure(app, { settings: { TOCSIN_MODE: 'local' } } as Ports);
  app.get('/', async () => '');
  const { headers } = await app.inject({ url: '/', headers: { host: 'localhost' } });
  expect(headers['x-ratelimit-limit']).toBe('300');
});

test('people and programs behind one address do not share one limit, and the address has one for all of them', async () => {
  app = fastify();
  app.setErrorHandler(async (error: Refusal, _request, reply) => reply.code(error.statusCode ?? 500).send());
  await secure(app, { settings: { TOCSIN_MODE: 'server' }, requestsPerMinute: 2 } as Ports);
  app.decorateRequest('person', null);
  app.decorateRequest('session', null);
  app.addHook('onRequest', async (request) => {
    const { who = '' } = request.query as { who?: string };
    if (who.startsWith('key'))
      request.person = { name: who, actor: who, council: null, roles: [], scopes: ['alerts'] };
    else if (who !== '') request.session = { personId: who } as Session;
  });
  app.get('/', async () => '');
  const askTwice = async (who: string) => {
    const answers = [await app.inject({ url: `/?who=${who}` }), await app.inject({ url: `/?who=${who}` })];
    return answers.map(({ statusCode }) => statusCode);
  };
  for (const who of ['', '1', '2', 'key 1', 'key 2']) expect(await askTwice(who)).toEqual([200, 200]);
  for (const who of ['', '1', 'key 2']) expect(await askTwice(who)).toEqual([429, 429]);
  // Sixteen were asked so far; of forty an address is refused whoever asks.
  for (let person = 3; person < 15; person += 1) expect(await askTwice(String(person))).toEqual([200, 200]);
  expect(await askTwice('15')).toEqual([429, 429]);
});
