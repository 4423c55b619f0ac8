import { expect, test } from 'vitest';
import type { DecidedResult } from './decisions.ts';
import { bodyList, clearedBy } from './public-bodies.ts';

const list = bodyList('the list of councils', [
  'City of Exeham Metropolitan District Council',
  'Exeshire County Council',
  'London Borough of Exewick',
  'Exeton',
  'Exe Valley Combined Authority',
]);
const waiting: DecidedResult = {
  outcome: 'none',
  number: null,
  score: 0,
  kind: 'public-body',
  reason: 'no registered name is like it',
  candidates: [],
  decision: null,
};

test.each([
  'City of Exeham Metropolitan District Council',
  'EXEHAM COUNCIL',
  'Exeham MDC',
  'The Council of the City of Exeham',
  'Exeshire County Council',
  'London Borough of Exewick',
  'Exe Valley Combined Authority',
])('%s is on the list', (name) => {
  expect(list.has(name)).toBe(true);
});

test.each([
  'Exeham Town Council',
  'Exeham Parish Council',
  'Exeham City Council Pension Fund',
  'Exeham Council Services Ltd',
  'Exeham',
  'Exeton',
  'Exewick Council',
  'City Council',
  'Exeham CC',
  'Cllr J Exeham Council',
])('%s is not, and is left to a person', (name) => {
  expect(list.has(name)).toBe(false);
});

test('a name on the list is cleared as a public body', () => {
  expect(clearedBy(list, 'Exeham Council', null, waiting)).toMatchObject({
    outcome: 'not-a-company',
    reason: 'a public body: it is on the list of councils',
  });
  expect(clearedBy(list, 'Exeham Town Council', null, waiting)).toBe(waiting);
});

test('a printed company number, and a person’s decision, go before the list', () => {
  expect(clearedBy(list, 'Exeham Council', '01234567', waiting)).toBe(waiting);
  const decided = {
    ...waiting,
    decision: {
      id: '1',
      kind: 'decided',
      scope: { kind: 'text', text: 'EXEHAM COUNCIL||' },
      verdict: 'none',
      number: null,
      by: 'Exeshire',
      at: '2026-01-01T00:00:00Z',
      why: 'known',
    },
  } as const;
  expect(clearedBy(list, 'Exeham Council', null, decided)).toBe(decided);
});
