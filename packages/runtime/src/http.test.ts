import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { virtualClock } from '../../../test/support/publishers/clock.ts';
import {
  sendCut,
  sendJson,
  serve,
  type Answer,
  type LocalServer,
} from '../../../test/support/publishers/server.ts';
import { Refuse, Retry } from './failures.ts';
import { openHttp, type HttpOptions } from './http.ts';
import { openMemoryLimiter } from './pace.ts';

let server: LocalServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function clientOf(answer: Answer, options: Partial<HttpOptions> = {}) {
  server = await serve(answer);
  const clock = virtualClock();
  const http = openHttp({
    userAgent: 'Tocsin/0.1 (+https://tocsin.example)',
    limiter: openMemoryLimiter(clock),
    bucket: 'publisher',
    pace: { requests: 600, perSeconds: 300 },
    clock,
    ...options,
  });
  return { http, clock, url: server.url, requests: server.requests };
}

test('it says who it is and sends no Accept header unless asked', async () => {
  const seen: unknown[] = [];
  const { http, url } = await clientOf(({ headers }, response) => {
    seen.push([headers['user-agent'], headers.accept ?? null]);
    sendJson(response, {});
  });
  await http.get(url);
  await http.get(url, { accept: 'application/xhtml+xml' });
  expect(seen).toEqual([
    ['Tocsin/0.1 (+https://tocsin.example)', null],
    ['Tocsin/0.1 (+https://tocsin.example)', 'application/xhtml+xml'],
  ]);
});

test('patches of 502 and 503 are waited out, longer each time', async () => {
  let tries = 0;
  const { http, clock, url } = await clientOf((_, response) => {
    tries += 1;
    sendJson(response, { tries }, tries < 4 ? 502 : 200);
  });
  const { status, body } = await http.get(url);
  expect([status, new TextDecoder().decode(body)]).toEqual([200, '{"tries":4}']);
  expect(clock.slept).toEqual([1_000, 2_000, 4_000]);
});

test('an answer that is cut short is asked for again', async () => {
  let tries = 0;
  const { http, url } = await clientOf((_, response) => {
    tries += 1;
    if (tries === 1) sendCut(response, '{"releases":[]}');
    else sendJson(response, { releases: [] });
  });
  const { body } = await http.get(url);
  expect(new TextDecoder().decode(body)).toBe('{"releases":[]}');
});

test('Retry-After holds everyone who asks the same publisher', async () => {
  let tries = 0;
  const { http, clock, url } = await clientOf((_, response) => {
    tries += 1;
    if (tries === 1) response.setHeader('retry-after', '120');
    sendJson(response, {}, tries === 1 ? 429 : 200);
  });
  const started = clock.now();
  await http.get(url);
  expect(clock.now() - started).toBe(120_000);
});

test('a window that Companies House calls spent is waited out before the next request', async () => {
  const { http, clock, url } = await clientOf((_, response) => {
    response.setHeader('x-ratelimit-remain', '0');
    response.setHeader('x-ratelimit-reset', String(clock.now() / 1_000 + 90));
    sendJson(response, {});
  });
  await http.get(url);
  expect(clock.slept).toEqual([]);
  await http.get(url);
  expect(clock.slept).toEqual([90_000]);
});

test('a 403 is weather only where the publisher uses it for "too fast"', async () => {
  let tries = 0;
  const answer: Answer = (_, response) => {
    tries += 1;
    sendJson(response, {}, tries === 1 ? 403 : 200);
  };
  const plain = await clientOf(answer);
  await expect(plain.http.get(plain.url)).rejects.toThrow(Refuse);
  await server?.close();
  tries = 0;
  const { http, clock, url } = await clientOf(answer, { backOff: { statuses: [403, 429], seconds: 300 } });
  const started = clock.now();
  await http.get(url);
  expect(clock.now() - started).toBe(300_000);
});

test('weather that lasts is thrown as Retry with the wait, facts as Refuse with the status', async () => {
  const { http, url, clock } = await clientOf((request, response) => {
    if (request.url === '/busy') response.setHeader('retry-after', '3600');
    const statuses: Readonly<Record<string, number>> = { '/busy': 429, '/down': 503 };
    sendJson(response, {}, statuses[request.url ?? ''] ?? 401);
  });
  const notBefore = clock.now() + 3_600_000;
  await expect(http.get(`${url}/busy`)).rejects.toMatchObject({ name: 'Retry', notBefore, isForAll: true });
  await expect(http.get(`${url}/down`)).rejects.toMatchObject({ name: 'Retry', notBefore: null });
  await expect(http.get(`${url}/key`)).rejects.toMatchObject({ name: 'Refuse', status: 401 });
  await expect(http.get('http://127.0.0.1:1/')).rejects.toThrow(Retry);
});

test('a 404 is an answer for those who asked for it', async () => {
  const { http, url } = await clientOf((_, response) => sendJson(response, { errors: [] }, 404));
  await expect(http.get(url)).rejects.toMatchObject({ status: 404 });
  await expect(http.get(url, { answers: [404] })).resolves.toMatchObject({ status: 404 });
});

test('what has not changed is not sent again', async () => {
  const { http, url } = await clientOf(({ headers }, response) => {
    response.setHeader('etag', '"v1"');
    response.writeHead(headers['if-none-match'] === '"v1"' ? 304 : 200);
    response.end();
  });
  const first = await http.get(url);
  expect([first.status, first.etag]).toEqual([200, '"v1"']);
  const second = await http.get(url, { ifNoneMatch: first.etag });
  expect(second.status).toBe(304);
});

test('a packed answer is unpacked and refused above its cap', async () => {
  const { http, url } = await clientOf((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(gzipSync(Buffer.alloc(100_000, 'a')));
  });
  const { body } = await http.get(url);
  expect(body.length).toBe(100_000);
  await expect(http.get(url, { maxBytes: 10_000 })).rejects.toThrow('too large');
});

test('a key is not carried to another host by a redirect', async () => {
  const elsewhere = await serve(({ headers }, response) => sendJson(response, headers));
  const { http, url } = await clientOf((_, response) => {
    response.writeHead(302, { location: elsewhere.url.replace('127.0.0.1', 'localhost') });
    response.end();
  });
  const { body, url: final } = await http.get(url, { headers: { Authorization: 'Basic a2V5Og==' } });
  await elsewhere.close();
  expect(JSON.parse(new TextDecoder().decode(body))).not.toHaveProperty('authorization');
  expect(final).toContain('localhost');
});

test('nobody is led into the network of whoever asks: not by an address, however it is written, nor by a name', async () => {
  const lookedUp: string[] = [];
  const lookUp = (hostname: string) => {
    lookedUp.push(hostname);
    return Promise.resolve(['127.0.0.1']);
  };
  let leadsTo = '';
  const { http, url, requests } = await clientOf(
    (_, response) => {
      response.writeHead(302, { location: leadsTo });
      response.end();
    },
    { lookUp },
  );
  const publisher = url.replace('127.0.0.1', 'publisher.example');
  const { port } = new URL(url);
  const inside = [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    'localhost',
    'a.localhost',
  ];
  for (const host of [...inside, 'inside.example']) {
    leadsTo = `http://${host}:${port}/`;
    await expect(http.get(publisher), host).rejects.toThrow('which is no public address');
  }
  expect(new Set(lookedUp)).toEqual(new Set(['publisher.example', 'inside.example']));
  expect(requests).toHaveLength(inside.length + 1);
});

test('a stream ends when it is cut off, and what came before is kept', async () => {
  const { http, url } = await clientOf((_, response) => {
    response.writeHead(200);
    response.write('{"a":1}\n{"b"', () => response.destroy());
  });
  const stream = await http.stream(url);
  const pieces: Uint8Array[] = [];
  for await (const chunk of stream.chunks) pieces.push(chunk);
  expect(Buffer.concat(pieces).toString()).toBe('{"a":1}\n{"b"');
});

test('a stream that falls silent is given up', async () => {
  const { http, url } = await clientOf((_, response) => void response.write('\n'), { silenceMs: 20 });
  const { chunks } = await http.stream(url);
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  expect(pieces).toHaveLength(1);
});

test('a stream that is refused for its place is an answer for those who asked', async () => {
  const { http, url } = await clientOf((_, response) => sendJson(response, {}, 416));
  await expect(http.stream(url)).rejects.toMatchObject({ name: 'Refuse', status: 416 });
  await expect(http.stream(url, { answers: [416] })).resolves.toMatchObject({ status: 416 });
});
