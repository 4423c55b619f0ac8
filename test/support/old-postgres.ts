import { createServer, type Socket } from 'node:net';

/** A message of the protocol of Postgres: its letter, its length, what it holds. */
function message(letter: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(letter), length, body]);
}
const text = (...words: readonly string[]) => Buffer.from(words.map((word) => `${word}\0`).join(''));
const READY = message('Z', Buffer.from('I'));

/**
 * Something at a port that lets everybody in and says, as Postgres does, that it is of a version; it answers nothing else.
 * Debian 12 brings one of version 15, on which migrations fail.
 */
export async function startOldPostgres(version: string): Promise<{ readonly url: string; stop(): void }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', Buffer.alloc(4)), READY]));
      socket.on('data', (asked) => answer(socket, String(asked), version));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `postgresql://anybody@127.0.0.1:${port}/tocsin`, stop: () => void server.close() };
}

function answer(socket: Socket, asked: string, version: string): void {
  if (asked.startsWith('X')) socket.end();
  if (!asked.includes('show server_version')) return;
  const column = Buffer.concat([Buffer.from([0, 1]), text('server_version'), Buffer.alloc(18)]);
  const value = Buffer.from(version);
  const row = Buffer.concat([Buffer.from([0, 1, 0, 0, 0, value.length]), value]);
  socket.write(Buffer.concat([message('T', column), message('D', row), message('C', text('SHOW')), READY]));
}
