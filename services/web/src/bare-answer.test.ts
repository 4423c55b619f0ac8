import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { bareResponse, refuseAddress } from './bare-answer.ts';

const app = () =>
  fastify({ routerOptions: { maxParamLength: 20 }, frameworkErrors: refuseAddress }).get(
    '/suppliers/:id',
    async () => 'a supplier',
  );

test.each([
  ['/suppliers/%', 400],
  ['/suppliers/%E0%A4', 400],
  [`/suppliers/${'9'.repeat(21)}`, 414],
])('an address that no page can have, %s, is refused in words', async (url, status) => {
  const { statusCode, headers, body } = await app().inject({ url });
  expect([statusCode, headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
  expect(body).toMatch(/<h1>[A-Z][^<]+<\/h1><p>[A-Z][^<]+\.<\/p>/);
  expect(body).not.toMatch(/FST|statusCode|\{/);
});

test('of the API such an address is a problem, as every refusal is', async () => {
  const { headers, body } = await app().inject({ url: '/api/v1/suppliers/%' });
  expect(headers['content-type']).toContain('application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ type: '/api/v1/reference#unreadable', status: 400 });
});

test.each([
  [
    'a header that is too large',
    `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    431,
  ],
  ['what is no request at all', 'hello\r\n\r\n', 400],
])('%s is answered in words too', async (_what, sent, status) => {
  const server = fastify({
    clientErrorHandler: ({ code }, socket) => socket.end(bareResponse(code)),
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(sent);
  const answer = await text(socket);
  await server.close();
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [A-Z]`));
  const [, length = '', body = ''] = /Content-Length: (\d+)[^]*?\r\n\r\n([^]*)/.exec(answer) ?? [];
  expect(Buffer.byteLength(body)).toBe(Number(length));
  expect(body).toContain('<h1>');
});
