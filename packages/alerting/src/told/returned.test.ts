import { expect, it, test } from 'vitest';
import { judgeReturn, returnInWords, saidInBrief, statusIn, type ReturnReport } from './returned.ts';

const report = (of: Partial<ReturnReport>): ReturnReport => ({
  action: 'failed',
  status: null,
  said: '',
  ...of,
});

it.each([
  ['5.1.1', '550 5.1.1 unknown user', 'hard'],
  ['5.1.2', 'no such domain', 'hard'],
  ['5.1.10', 'RESOLVER.ADR.RecipientNotFound', 'hard'],
  ['5.2.1', 'mailbox disabled', 'hard'],
  ['5.4.310', 'DNS domain does not exist', 'hard'],
  ['5.4.1', 'Recipient address rejected: Access denied', 'hard'],
  ['5.4.1', 'Relay access denied', 'soft'],
  ['5.2.2', 'mailbox full', 'soft'],
  ['5.7.1', 'message refused by policy, unknown user', 'soft'],
  ['5.4.7', 'delivery time expired', 'soft'],
  ['4.2.2', '450 4.2.2 unknown user', 'soft'],
  ['5.0.0', '550 No such user here', 'hard'],
  [null, '551 user does not exist', 'hard'],
  [null, '553 mailbox name invalid or inactive', 'hard'],
  [null, '550 mailbox unavailable', 'soft'],
  [null, '550 unknown command', 'soft'],
  [null, '552 user over quota, not found', 'soft'],
  ['5.0.0', '554 user unknown to the blocklist', 'soft'],
] as const)('a refusal with %s and "%s" is %s for the address', (status, said, means) => {
  expect(judgeReturn(report({ status, said }))).toBe(means);
});

test('of what waits, or arrived after all, nothing is held against an address', () => {
  const actions = ['delayed', 'delivered', 'relayed', 'expanded'] as const;
  expect(actions.map((action) => judgeReturn(report({ action, status: '5.1.1' })))).toEqual(
    actions.map(() => null),
  );
});

test('a complaint is one, whatever else is said', () => {
  expect(judgeReturn(report({ action: 'complaint' }))).toBe('complaint');
});

test('the status in what a server said is read, and no part of an address or version is taken for one', () => {
  expect(statusIn('smtp; 550 5.1.1 <x@y.example>: unknown')).toBe('5.1.1');
  expect(statusIn('550-5.7.26 This mail has been blocked')).toBe('5.7.26');
  expect(statusIn('host 192.5.1.1 said 550')).toBeNull();
  expect(statusIn('version 5.1.1.2')).toBeNull();
  expect(statusIn('3.1.1')).toBeNull();
});

test('words are kept on one line, the first three hundred letters of them', () => {
  expect(saidInBrief('  smtp; 550\r\n\t no  such user ')).toBe('smtp; 550 no such user');
  expect(saidInBrief('x'.repeat(301))).toBe('x'.repeat(300));
});

test('people read the status of a report, and no word of whoever sent it', () => {
  const said = '550 5.1.1 call 0800 000000 at once';
  expect(returnInWords(report({ action: 'failed', status: '5.1.1', said }))).toBe(
    'The mail came back with the status 5.1.1',
  );
  expect(returnInWords(report({ action: 'failed', said }))).toBe('The mail came back');
});
