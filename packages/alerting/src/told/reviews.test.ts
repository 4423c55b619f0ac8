import { addDays, addMonths } from '@tocsin/domain';
import { assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contractKeys,
  dueOnOf,
  dueWords,
  reviewsDue,
  reviewsToCome,
  withoutEndWords,
  withoutReadableEnd,
  type Review,
  type ReviewedContract,
} from './reviews.ts';

type Contract = ReviewedContract['contract'];

const contract = (of: Partial<Contract>): ReviewedContract => ({
  key: 'reference C-1',
  supplier: 'Example Care Homes Ltd',
  contract: {
    ref: 'register:7',
    title: 'Respite care',
    startsOn: '2025-04-01',
    endsOn: '2028-03-31',
    criticality: 'standard',
    owner: 'Head of commissioning',
    service: null,
    ...of,
  },
});
const review = (of: Partial<Review>): Review => ({
  id: '1',
  contract: 'reference C-1',
  kind: 'critical',
  about: null,
  reviewedOn: '2026-11-02',
  nextOn: null,
  ...of,
});
const due = (of: Partial<Contract>, today: string, reviews: readonly Review[] = []) =>
  reviewsDue([contract(of)], reviews, today).map(({ cause, dueOn }) => `${cause} due ${dueOn}`);
const says = (of: Partial<Contract>, today: string, reviews: readonly Review[] = []) =>
  reviewsDue([contract(of)], reviews, today).map((one) => one.says);

describe('each is due from its day on, and not the day before', () => {
  test.each([
    [
      'a bond three months before it expires',
      { bondExpiresOn: '2027-03-31' },
      'bond:2027-03-31',
      '2026-12-31',
    ],
    ['insurance a month before', { insuranceExpiresOn: '2027-03-31' }, 'insurance:2027-03-31', '2027-02-28'],
    ['a break three months before', { breaksOn: ['2027-05-31'] }, 'break:2027-05-31', '2027-02-28'],
    ['notice a month before its last day', { noticeBy: '2027-01-01' }, 'notice:2027-01-01', '2026-12-01'],
    ['letting again so long before the end', { reletMonths: 13 }, 're-let:2028-03-31', '2027-02-28'],
    [
      'a review that the register sets on its day',
      { reviewOn: '2027-03-28' },
      'review:2027-03-28',
      '2027-03-28',
    ],
    [
      'the plan for a contract after a year',
      { contingencyPlanOn: '2026-02-28' },
      'plan:2026-02-28',
      '2027-02-28',
    ],
  ])('%s', (_, safeguards, cause, dueOn) => {
    expect(due({ safeguards }, addDays(dueOn, -1))).toEqual([]);
    expect(due({ safeguards }, dueOn)).toEqual([`${cause} due ${dueOn}`]);
  });
});

test('a critical contract is looked at six months after its start or its plan, whichever is later, then after each look', () => {
  const of = { criticality: 'critical' } as const;
  expect(due(of, '2025-09-30')).toEqual([]);
  expect(due(of, '2025-10-01')).toEqual(['critical:2025-04-01 due 2025-10-01']);
  expect(says(of, '2025-10-01')).toEqual([
    'A critical contract is looked at every six months. No contingency plan is recorded.',
  ]);
  const planned = { ...of, safeguards: { contingencyPlanOn: '2026-08-31' } };
  expect(due(planned, '2027-02-27')).toEqual([]);
  expect(due(planned, '2027-02-28')).toEqual(['critical:2026-08-31 due 2027-02-28']);
  const looked = [review({})];
  expect(due(planned, '2027-05-01', looked)).toEqual([]);
  expect(due(planned, '2027-05-02', looked)).toEqual(['critical:after:1 due 2027-05-02']);
  expect(says(planned, '2027-05-02', looked)).toEqual([
    'A critical contract is looked at every six months. The contingency plan is of 31 August 2026. Last looked at on 2 November 2026.',
  ]);
});

test('a plan that is younger than the last look begins the six months anew', () => {
  const of = { criticality: 'critical', safeguards: { contingencyPlanOn: '2026-11-03' } } as const;
  expect(due(of, '2027-05-02', [review({})])).toEqual([]);
  expect(due(of, '2027-05-03', [review({})])).toEqual(['critical:2026-11-03 due 2027-05-03']);
});

test('a critical contract of which neither start nor plan is known is due at once, before all others, from no day that moves', () => {
  const of = { criticality: 'critical', startsOn: null } as const;
  for (const day of ['2026-11-02', '2026-11-03']) expect(due(of, day)).toEqual(['critical:never due null']);
  expect(dueWords(null)).toBe('due now, start not known');
  expect(dueWords('2025-10-01')).toBe('due from 1 October 2025');
  const safeguards = { insuranceExpiresOn: '2020-01-01' };
  expect(due({ ...of, safeguards }, '2026-11-02')).toEqual([
    'critical:never due null',
    'insurance:2020-01-01 due 2019-12-01',
  ]);
  expect(due(of, '2027-05-01', [review({})])).toEqual([]);
  expect(due(of, '2027-05-02', [review({})])).toEqual(['critical:after:1 due 2027-05-02']);
});

test('what waits to be told with an invented day is told without it', () => {
  expect(dueOnOf('critical:never', '2026-11-29')).toBeNull();
  expect(dueOnOf('critical:2025-10-01', '2026-04-01')).toBe('2026-04-01');
  expect(dueOnOf('bond:after:1', null)).toBeNull();
});

test('who has looked says when to look again; a day that was looked at comes back only then', () => {
  const of = { safeguards: { bondExpiresOn: '2027-03-31' } };
  const looked = { kind: 'bond', about: '2027-03-31', reviewedOn: '2027-01-04' } as const;
  expect(due(of, '2027-03-31', [review(looked)])).toEqual([]);
  const again = [review({ ...looked, nextOn: '2027-03-01' })];
  expect(due(of, '2027-02-28', again)).toEqual([]);
  expect(due(of, '2027-03-01', again)).toEqual(['bond:after:1 due 2027-03-01']);
  expect(due(of, '2027-03-01', [...again, review({ ...looked, id: '10' })])).toEqual([]);
  const renewed = { safeguards: { bondExpiresOn: '2028-03-31' } };
  expect(due(renewed, '2027-12-31', [review(looked)])).toEqual(['bond:2028-03-31 due 2027-12-31']);
});

test('a look at one reason, or at another contract, is none at the others', () => {
  const of = { safeguards: { bondExpiresOn: '2027-03-31', insuranceExpiresOn: '2027-03-31' } };
  const looked = { kind: 'bond', about: '2027-03-31' } as const;
  expect(due(of, '2027-03-01', [review(looked)])).toEqual(['insurance:2027-03-31 due 2027-02-28']);
  expect(due(of, '2027-03-01', [review({ ...looked, contract: 'reference C-2' })])).toHaveLength(2);
});

test('a break or a notice that has passed is no longer due, a bond or insurance that has expired still is', () => {
  const safeguards = {
    breaksOn: ['2026-11-30'],
    noticeBy: '2026-11-30',
    bondExpiresOn: '2026-11-30',
    insuranceExpiresOn: '2026-11-30',
  };
  expect(due({ safeguards }, '2026-11-30')).toHaveLength(4);
  expect(due({ safeguards }, '2026-12-01').map((one) => one.split(':')[0])).toEqual(['bond', 'insurance']);
});

test('of a contract that has ended, or has not begun, nothing is due', () => {
  const of = { criticality: 'critical', safeguards: { bondExpiresOn: '2027-03-31' } } as const;
  expect(due({ ...of, endsOn: '2027-01-01' }, '2027-01-01')).toHaveLength(2);
  expect(due({ ...of, endsOn: '2027-01-01' }, '2027-01-02')).toEqual([]);
  expect(due({ ...of, startsOn: '2027-02-01' }, '2027-01-31')).toEqual([]);
});

test('without a lead time nothing is said of an end, and without days nothing of them', () => {
  expect(due({}, '2028-03-31')).toEqual([]);
  expect(due({ endsOn: null, safeguards: { reletMonths: 9 } }, '2028-03-31')).toEqual([]);
});

test('what is to come stands in its order, with what is due', () => {
  const safeguards = { bondExpiresOn: '2027-03-31', breaksOn: ['2027-12-31', '2026-12-31'] };
  const all = reviewsToCome([contract({ safeguards })], [], '2026-11-02');
  expect(all.map(({ dueOn }) => dueOn)).toEqual(['2026-09-30', '2026-12-31', '2027-09-30']);
  expect(reviewsDue([contract({ safeguards })], [], '2026-11-02')).toEqual(all.slice(0, 1));
});

test('whatever is looked at each time it falls due is told once a cause, and never lost', () => {
  const kinds = record({
    criticality: constantFrom('critical', 'important', 'standard', 'unknown'),
    bondIn: integer({ min: -200, max: 400 }),
    planBefore: integer({ min: 0, max: 800 }),
    lookedAfter: integer({ min: 0, max: 40 }),
  });
  assert(
    property(kinds, ({ criticality, bondIn, planBefore, lookedAfter }) => {
      const first = '2026-10-01';
      const safeguards = {
        bondExpiresOn: addDays(first, bondIn),
        contingencyPlanOn: addDays(first, -planBefore),
      };
      const one = contract({ criticality, safeguards });
      const every = criticality === 'critical' ? 6 : 12;
      const [toldOn, over] = [new Map<string, string>(), new Set<string>()];
      const reviews: Review[] = [];
      let nextLook: string | null = null;
      for (let day = first; day < addDays(first, 400); day = addDays(day, 1)) {
        const now = reviewsDue([one], reviews, day);
        if (nextLook === day)
          expect(now.some(({ about, dueOn }) => about === null && dueOn === day)).toBe(true);
        for (const { cause, dueOn, kind, about } of now) {
          expect(over.has(cause)).toBe(false);
          if (!toldOn.has(cause)) expect(day === first ? dueOn! <= day : dueOn === day).toBe(true);
          const told = toldOn.get(cause) ?? day;
          toldOn.set(cause, told);
          if (day < addDays(told, lookedAfter)) continue;
          over.add(cause);
          reviews.push(review({ id: String(reviews.length + 1), kind, about, reviewedOn: day }));
          if (about === null) nextLook = addMonths(day, every);
        }
        // What was told stays due until somebody has looked.
        for (const cause of toldOn.keys())
          if (!over.has(cause)) expect(now.map((due) => due.cause)).toContain(cause);
      }
    }),
    { numRuns: 60 },
  );
});

test('running contracts are counted of which no end can be read, but for those that have none', () => {
  const counted = (of: Partial<Contract>, today = '2026-11-30') =>
    withoutReadableEnd([contract({ endsOn: null, ...of })], today).length;
  expect(counted({})).toBe(1);
  expect(counted({ endPrinted: '31/02/27' })).toBe(1);
  expect(counted({ endPrinted: 'Rolling' })).toBe(0);
  expect(counted({ endsOn: '2028-03-31' })).toBe(0);
  expect(counted({ startsOn: '2026-12-01' })).toBe(0);
  expect(counted({ startsOn: '2026-12-01' }, '2026-12-01')).toBe(1);
  expect(withoutEndWords(0)).toBeNull();
  expect(withoutEndWords(1)).toBe(
    '1 running contract of your register has no end that can be read: nothing falls due before it.',
  );
  expect(withoutEndWords(2)).toBe(
    '2 running contracts of your register have no end that can be read: nothing falls due before it.',
  );
});

describe('a contract is known from one register to the next', () => {
  const line = (ref: string, reference: string | undefined, title = 'Care', supplier = 'A Ltd') => ({
    contract: { ref, title, ...(reference === undefined ? {} : { reference }) },
    supplier,
  });
  const keys = (lines: Parameters<typeof contractKeys>[0]) => [...contractKeys(lines).values()];

  test('by the council’s own reference, whatever else is said of it', () => {
    expect(keys([line('register:1', ' c-1 ')])).toEqual(
      keys([line('register:9', 'C-1', 'Day care', 'B Ltd')]),
    );
  });

  test('else by supplier and title, in whatever order they come', () => {
    const first = keys([line('register:1', undefined), line('register:2', undefined, 'Meals')]);
    const next = keys([line('register:8', undefined, 'MEALS'), line('register:9', undefined, 'Care')]);
    expect(next.toReversed()).toEqual(first);
  });

  test('and several that share a reference, or all, are several', () => {
    const lots = [line('register:1', 'C-1'), line('register:2', 'C-1', 'Meals'), line('register:3', 'C-1')];
    expect(new Set(keys(lots)).size).toBe(3);
  });
});
