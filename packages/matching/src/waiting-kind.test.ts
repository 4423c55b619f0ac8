import { CompanyNumber } from '@tocsin/domain';
import { expect, test } from 'vitest';
import type { RegisterEntry } from './compare.ts';
import { match } from './match.ts';
import { proposalFor, waitingKind } from './waiting-kind.ts';

function entry(at: number, name: string, status: string | null = 'Active'): RegisterEntry {
  return { number: CompanyNumber.parse(`0100000${at}`), name, formerNames: [], postcode: null, status };
}
const care = entry(1, 'EXAMPLE CARE LIMITED');
const gone = entry(2, 'EXAMPLE CARE LTD.', 'Dissolved');
const twin = entry(3, 'EXAMPLE CARE LTD');
const llp = entry(4, 'EXAMPLE CARE LLP');
const school = entry(5, 'EXEHAM BOROUGH COUNCIL');

function ask(
  name: string,
  entries: readonly RegisterEntry[],
  more: { number?: string; paidFrom?: string } = {},
) {
  const result = match({ name, ...more }, { entries, crowded: false });
  const kind = waitingKind({ name, outcome: result.outcome, reason: result.reason });
  return [kind, proposalFor(kind, result.candidates, entries)?.number ?? null];
}

test.each([
  ['one that is live beside one that is dissolved', 'Example Care Ltd', [care, gone], ['exact', care.number]],
  ['two that are live', 'Example Care Ltd', [care, twin], ['exact', null]],
  ['what stands before “re”', 'Example Care re Sunny House', [care], ['exact', care.number]],
  ['an LLP of the name', 'Example Care Ltd', [llp], ['like', null]],
  ['similar names', 'Example Care Homes Ltd', [care], ['like', null]],
  ['nobody', 'Example Roads Ltd', [care], ['none', null]],
  ['two firms', 'Example Care Ltd & Sample Ltd', [care], ['firms', null]],
  ['a printed proceeding', 'Example Care Ltd (In Liquidation)', [care], ['state', null]],
  ['a public body', 'Exeham Town Council', [care], ['body', null]],
])('of %s is proposed what a person may accept without a closer look', (_, name, entries, expected) => {
  expect(ask(name, entries)).toEqual(expected);
});

test('a printed proceeding waits for a person only where the name is tied, and a tied name without one does not', () => {
  const kind = (name: string, outcome: string) => waitingKind({ name, outcome, reason: null });
  expect(kind('Example Care Ltd (In Liquidation)', 'matched')).toBe('state');
  expect(kind('Example Care Ltd (In Liquidation)', 'none')).toBe('none');
  expect(kind('Example Care Ltd', 'matched')).toBe('none');
});

test('a number that disagrees, and a payment older than the company, are looked at one by one', () => {
  expect(ask('Example Care Ltd', [care, llp], { number: llp.number })).toEqual(['disagrees', null]);
  const young = { ...care, incorporatedOn: '2021-01-01' };
  expect(ask('Example Care Ltd', [young], { paidFrom: '2020-01-01' })).toEqual(['like', null]);
});

test('a public body is proposed as one where no company bears its name', () => {
  const answer = { verdict: 'public-body', number: null, company: null };
  expect(proposalFor('body', [], [])).toEqual(answer);
  const { candidates } = match({ name: 'Exeham Borough Council' }, { entries: [school], crowded: false });
  expect(proposalFor('body', candidates, [school])).toBeNull();
});
