import { expect, test } from 'vitest';
import { calendarDays, type DatedContract } from './calendar-days.ts';

const contract = (of: Partial<DatedContract['contract']>): DatedContract => ({
  supplier: 'Example Care Homes Ltd',
  contract: {
    ref: 'register:7',
    title: 'Respite care',
    endsOn: null,
    ...of,
  },
});
const said = (of: Partial<DatedContract['contract']>, from = '2026-11-23') =>
  calendarDays({ contracts: [contract(of)], hearings: [], reviews: [] }, from).map(
    ({ on, title }) => `${on} ${title}`,
  );
const what = 'Respite care (Example Care Homes Ltd)';

test('a contract has its end, each day on which it can be ended early, of notice, and on which bond and insurance expire', () => {
  const safeguards = {
    breaksOn: ['2026-12-01', '2027-12-01'],
    noticeBy: '2027-11-01',
    bondExpiresOn: '2027-06-30',
    insuranceExpiresOn: '2027-07-31',
  };
  expect(said({ endsOn: '2028-03-31', safeguards })).toEqual([
    `2026-12-01 Can be ended early: ${what}`,
    `2027-06-30 Bond expires: ${what}`,
    `2027-07-31 Insurance expires: ${what}`,
    `2027-11-01 Last day of notice: ${what}`,
    `2027-12-01 Can be ended early: ${what}`,
    `2028-03-31 Contract ends: ${what}`,
  ]);
});

test('a review stands on the day from which it is due, leads to all of them, and keeps its name while its reason does', () => {
  const review = {
    cause: 'bond:2027-06-30',
    kind: 'bond',
    dueOn: '2027-03-30',
    says: 'The bond expires.',
  } as const;
  const reviews = [{ ...contract({}), review }];
  expect(calendarDays({ contracts: [], hearings: [], reviews }, '2026-11-23')).toEqual([
    {
      uid: 'review-bond:2027-06-30-register:7',
      on: '2027-03-30',
      title: `Review due: bond expires: ${what}`,
      says: 'The bond expires.',
      path: '/reviews',
    },
  ]);
  const undated = [{ ...contract({}), review: { ...review, dueOn: null } }];
  expect(calendarDays({ contracts: [], hearings: [], reviews: undated }, '2026-11-23')).toEqual([]);
});

test('what is over is left out, and today is not over', () => {
  expect(said({ endsOn: '2026-11-22' })).toEqual([]);
  expect(said({ endsOn: '2026-11-23' })).toHaveLength(1);
});

test('a day that means that there is none is left out: the one after it has a year that no calendar reads', () => {
  expect(said({ endsOn: '9999-12-31' })).toEqual([]);
  expect(said({ endsOn: '9999-12-30' })).toHaveLength(1);
});

test('a hearing leads to its alert and says what a petition is, and days of one morning have an order', () => {
  const hearings = [{ alertId: '12', supplier: 'Example Ltd', hearingOn: '2026-12-09' }];
  const days = calendarDays(
    { contracts: [contract({ endsOn: '2026-12-09' })], hearings, reviews: [] },
    '2026-11-23',
  );
  expect(days.map(({ uid, path }) => [uid, path])).toEqual([
    ['end-register:7', '/register/contracts/7'],
    ['hearing-12', '/alerts/12'],
  ]);
  expect(days[1]?.title).toBe('Hearing of a petition: Example Ltd');
  expect(days[1]?.says).toContain('not yet decided');
});

test('two breaks of one contract are two days, and a contract on public record leads to all of the council', () => {
  const days = calendarDays(
    {
      contracts: [contract({ ref: 'award:1/2', safeguards: { breaksOn: ['2026-12-01', '2027-12-01'] } })],
      hearings: [],
      reviews: [],
    },
    '2026-11-23',
  );
  expect(new Set(days.map(({ uid }) => uid)).size).toBe(2);
  expect(days.map(({ path }) => path)).toEqual(['/exposure', '/exposure']);
});

test('an end says how far the contract can be extended, where that is later', () => {
  const says = (extendsTo: string) =>
    calendarDays(
      { contracts: [contract({ endsOn: '2027-03-31', extendsTo })], hearings: [], reviews: [] },
      '2026-11-23',
    )[0]?.says;
  expect(says('2028-03-31')).toBe('It can be extended to 31 March 2028.');
  expect(says('2027-03-31')).toBe('');
});
