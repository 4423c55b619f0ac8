import { readFileSync } from 'node:fs';
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

/** Listens, and hands it a message as another server does, without a sender. */
async function handing(keep: (returned: ReturnedMail) => Promise<void>) {
  const { port, close } = await listenForBounces({ listen: '127.0.0.1:0', keep, warn: () => undefined });
  closing.push(close);
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
