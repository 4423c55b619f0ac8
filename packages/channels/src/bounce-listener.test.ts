import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, expect, test } from 'vitest';
import { listenForBounces } from './bounce-listener.ts';
import type { ReturnedMail } from './returned-mail.ts';

const report = readFileSync(path.join(import.meta.dirname, 'fixtures', 'returned-exchange.eml'));
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Listens for what comes back of delivery 7. */
async function listening(keep: (returned: ReturnedMail) => Promise<void>) {
  const { port, close } = await listenForBounces({
    listen: '127.0.0.1:0',
    expects: async ({ deliveryId, code }) => `${deliveryId}.${code}` === '7.0123456789ab',
    keep,
    warn: () => undefined,
  });
  closing.push(close);
  return port;
}

/** Listens, and hands it a message as another server does, without a sender. */
async function handing(keep: (returned: ReturnedMail) => Promise<void>) {
  const port = await listening(keep);
  const transport = createTransport({ host: '127.0.0.1', port, secure: false });
  return (to: string, raw: Buffer | string = report) =>
    transport.sendMail({ envelope: { from: '', to }, raw });
}

test('a report is taken at the return path of the mail, and found by it', async () => {
  const kept: ReturnedMail[] = [];
  const hand = await handing(async (returned) => void kept.push(returned));
  await hand('bounces+7.0123456789ab@tocsin.example');
  expect(kept.map(({ token }) => token)).toEqual([{ deliveryId: '7', code: '0123456789ab' }]);
});

test('mail to anybody else is refused: nothing is relayed', async () => {
  const hand = await handing(async () => undefined);
  await expect(hand('somebody@elsewhere.example')).rejects.toMatchObject({ responseCode: 550 });
  await expect(hand('bounces@tocsin.example')).rejects.toMatchObject({ responseCode: 550 });
});

test('a token that nobody was given is refused as any other address is, and so is a second one', async () => {
  const hand = await handing(async () => undefined);
  const answers = await Promise.all(
    ['bounces+999.000000000000@tocsin.example', 'bounces+7.000000000000@tocsin.example', 'x@y.example'].map(
      (to) => hand(to).catch((refused: { response: string }) => refused.response),
    ),
  );
  expect(new Set(answers)).toEqual(new Set(['550 5.1.1 Only what comes back of our own mail']));
});

test('whoever guesses addresses is sent away, and one address holds no more than its share of connections', async () => {
  const port = await listening(async () => undefined);
  const said = async (lines: readonly string[]) => {
    const socket = connect(port, '127.0.0.1');
    const parts: string[] = [];
    socket.on('data', (part) => parts.push(String(part)));
    await once(socket, 'data');
    for (const line of lines) {
      socket.write(`${line}\r\n`);
      await once(socket, 'data');
    }
    return { answers: parts.join(''), socket };
  };
  const guesses = Array.from({ length: 5 }, (_, at) => `RCPT TO:<bounces+${at}.000000000000@tocsin.example>`);
  const { answers } = await said(['EHLO there', 'MAIL FROM:<>', ...guesses]);
  expect(answers.match(/^550 /gm)).toHaveLength(4);
  expect(answers).toMatch(/\r\n421 4\.7\.0 Too many unknown addresses\r\n$/);
  const held = await Promise.all(Array.from({ length: 11 }, async () => said([])));
  expect(held.filter((one) => one.answers.startsWith('421 '))).toHaveLength(1);
  for (const one of held) one.socket.destroy();
});

test('what is no report is taken and dropped, for nobody waits for an answer', async () => {
  const kept: ReturnedMail[] = [];
  const hand = await handing(async (returned) => void kept.push(returned));
  await hand('bounces+7.0123456789ab@tocsin.example', 'Subject: Cheap pills\r\n\r\nBuy');
  expect(kept).toEqual([]);
});

test('where it cannot be kept the other server is asked to come again', async () => {
  const hand = await handing(async () => Promise.reject(new Error('no database')));
  await expect(hand('bounces+7.0123456789ab@tocsin.example')).rejects.toMatchObject({ responseCode: 451 });
});

test('a message of any size is not held in memory', async () => {
  const hand = await handing(async () => undefined);
  const large = `Subject: large\r\n\r\n${'x'.repeat(70)}\r\n`.padEnd(600 * 1024, `${'y'.repeat(70)}\r\n`);
  await expect(hand('bounces+7.0123456789ab@tocsin.example', large)).rejects.toMatchObject({
    responseCode: 552,
  });
});
