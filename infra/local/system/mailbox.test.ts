import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMailbox } from './mailbox.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-mailbox-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const dialogue = [
  'EHLO tocsin.example',
  'MAIL FROM:<alerts@tocsin.example>',
  'RCPT TO:<a@council.example>',
  'RCPT TO:<b@council.example>',
  'DATA',
  'Subject: Example Ltd\r\n\r\nFirst line\r\n..second line\r\n.',
  'QUIT',
];

/** Speaks SMTP line by line; resolves with the answer to the mail itself. */
function send(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.once('error', reject);
    const answers: string[] = [];
    createInterface({ input: socket }).on('line', (line) => {
      // A hyphen after the number: the answer goes on.
      if (line[3] === '-') return;
      const next = dialogue[answers.length];
      answers.push(line);
      if (next === undefined) resolve(answers.at(-2) ?? '');
      else socket.write(`${next}\r\n`);
    });
  });
}

test('an accepted mail lies in the folder, as sent, with its envelope beside it', async () => {
  const mailbox = await startMailbox(folder);
  expect(await send(mailbox.url)).toMatch(/^250 .*stored as 000001-/);
  const [mail = '', envelope = ''] = readdirSync(folder).sort();
  expect(readFileSync(path.join(folder, mail), 'utf8')).toBe(
    'Subject: Example Ltd\r\n\r\nFirst line\r\n.second line\r\n',
  );
  expect(envelope).toBe(mail.replace('.eml', '.json'));
  expect(JSON.parse(readFileSync(path.join(folder, envelope), 'utf8'))).toMatchObject({
    from: 'alerts@tocsin.example',
    to: ['a@council.example', 'b@council.example'],
  });
  await mailbox.stop();
});

test('a mailbox opened again counts on from its last mail', async () => {
  const first = await startMailbox(folder);
  await send(first.url);
  await first.stop();
  const again = await startMailbox(folder);
  expect(await send(again.url)).toContain('stored as 000002-');
  await again.stop();
});

test('a mail that cannot be stored is not accepted, is tried again, and leaves nothing behind', async () => {
  const mailbox = await startMailbox(folder);
  // What a disk without space does to a file that is made: nothing can be written.
  rmSync(folder, { recursive: true });
  expect(await send(mailbox.url)).toMatch(/^452 the mail could not be stored/);
  mkdirSync(folder);
  expect(await send(mailbox.url)).toMatch(/^250 /);
  expect(readdirSync(folder)).toHaveLength(2);
  await mailbox.stop();
});
