import { readFileSync } from 'node:fs';
import path from 'node:path';
import { judgeReturn } from '@tocsin/alerting';
import { expect, it, test } from 'vitest';
import { readReturned } from './returned-mail.ts';

const fixture = (name: string) => readFileSync(path.join(import.meta.dirname, 'fixtures', `${name}.eml`));

/** Which delivery a message is of, its status, and what it means for the address. */
async function told(message: Buffer, to: readonly string[] = []) {
  const returned = await readReturned(message, to);
  return (
    returned && [returned.token.deliveryId, returned.report.status, judgeReturn(returned.report)].join(' ')
  );
}

it.each([
  ['Postfix that there is no such user', 'returned-postfix', '101 5.1.1 hard'],
  ['Exchange that it found nobody, quoting the mail', 'returned-exchange', '102 5.1.10 hard'],
  ['Gmail that an inbox is full', 'returned-gmail', '103 5.2.2 soft'],
  ['a feedback loop that somebody does not want it', 'returned-complaint', '104  complaint'],
])('a message by which %s is tied to its delivery', async (_what, name, means) => {
  expect(await told(fixture(name))).toBe(means);
});

test('an automatic reply is no report, though it came to the return path of a mail', async () => {
  expect(await told(fixture('returned-away'), ['bounces+105.1234123412ab@tocsin.example'])).toBeNull();
});

test('the return path counts before what a message quotes, which anybody may write', async () => {
  const to = ['bounces+9.aaaaaaaaaaaa@tocsin.example'];
  expect(await told(fixture('returned-exchange'), to)).toBe('9 5.1.10 hard');
});

test('a mail that waits is not one that did not arrive', async () => {
  const waits = fixture('returned-postfix')
    .toString()
    .replace('Action: failed', 'Action: delayed')
    .replace('Status: 5.1.1', 'Status: 4.4.1');
  expect(await told(Buffer.from(waits))).toBe('101 4.4.1 ');
});

test('where a relay says nothing but that it failed, what it was told says why', async () => {
  const relayed = fixture('returned-postfix').toString().replace('Status: 5.1.1', 'Status: 5.0.0');
  expect(await told(Buffer.from(relayed))).toBe('101 5.1.1 hard');
});

test('a report that quotes no mail of ours, or none at all, is of no delivery', async () => {
  const others = fixture('returned-exchange').toString().replace('X-Tocsin-Delivery', 'X-Other');
  expect(await told(Buffer.from(others))).toBeNull();
  expect(await told(Buffer.from('not a mail'))).toBeNull();
});

test('what is kept of a report is one line of bounded length', async () => {
  const long = fixture('returned-postfix').toString().replaceAll('User unknown', 'x'.repeat(5_000));
  const returned = await readReturned(Buffer.from(long));
  expect(returned?.report.said).toMatch(/^smtp; 550 5\.1\.1 .*x+$/);
  expect(returned?.report.said.length).toBe(300);
});

test.each([
  ['groups of fields', 'A: b\n', '\n\nB'],
  ['blank lines', 'A: b\n', '\n \n\t'],
  ['lines', '', '\n'],
  ['fields', '', 'A: b\n'],
  ['folds', 'A: b\n', ' c\n'],
  ['boundaries', '', '--edge\n'],
  ['addresses', '--edge\nTo: ', 'a:'],
])('half a megabyte of %s is not read to its end', async (_what, begin, again) => {
  const head =
    'Content-Type: multipart/report; boundary=edge\n\n--edge\nContent-Type: message/delivery-status\n\n';
  const message = (head + begin).padEnd(500 * 1024, again);
  expect(await told(Buffer.from(message), ['bounces+9.aaaaaaaaaaaa@tocsin.example'])).toBeNull();
});

test('of a report the first recipients count: our mails have one', async () => {
  const shape = fixture('returned-postfix').toString();
  const after = (groups: number) =>
    told(
      Buffer.from(shape.replace('Final-Recipient', `${'X-Note: none\n\n'.repeat(groups)}Final-Recipient`)),
    );
  expect(await after(9)).toBe('101 5.1.1 hard');
  expect(await after(10)).toBeNull();
});

test('one message has one mark, whatever it was handed over with, and another has another', async () => {
  const marks = await Promise.all(
    ['returned-postfix', 'returned-postfix', 'returned-gmail'].map((name) => readReturned(fixture(name))),
  );
  const [first, again, other] = marks.map((one) => one?.sha256);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});
