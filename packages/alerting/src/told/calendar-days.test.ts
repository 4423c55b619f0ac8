import { expect, test } from 'vitest';
import { calendarDays, type DatedContract } from './calendar-days.ts';

const contract = (of: Partial<DatedContract['contract']>): DatedContract => ({
  supplier: 'Example Care Homes Ltd',
  contract: {
    ref: 'register:7',
    title: 'Respite care',
    endsOn: null,
    criticality: 'critical',
    ...of,
  },
});
const said = (of: Partial<DatedContract['contract']>, from = '2026-11-23') =>
  calendarDays({ contracts: [contract(of)], hearings: [] }, from).map(({ on, title }) => `${on} ${title}`);
const what = 'Respite care (Example Care Homes Ltd)';

test('a contract has its end, each day on which it can be ended early, and the day on which its bond expires', () => {
  const safeguards = { breaksOn: ['2026-12-01', '2027-12-01'], bondExpiresOn: '2027-06-30' };
  expect(said({ endsOn: '2028-03-31', safeguards })).toEqual([
    `2026-12-01 Can be ended early: ${what}`,
    `2027-06-30 Bond expires: ${what}`,
    `2027-12-01 Can be ended early: ${what}`,
    `2028-03-31 Contract ends: ${what}`,
  ]);
});

test('the plan of a critical contract is looked at again after six months, and of no other', () => {
  const safeguards = { contingencyPlanOn: '2026-08-31' };
  expect(said({ safeguards })).toEqual([`2027-02-28 Review of the contingency plan is due: ${what}`]);
  expect(said({ safeguards, criticality: 'important' })).toEqual([]);
});

test('what is over is left out, and today is not over', () => {
  expect(said({ endsOn: '2026-11-22' })).toEqual([]);
  expect(said({ endsOn: '2026-11-23' })).toHaveLength(1);
});

test('a hearing leads to its alert and says what a petition is, and days of one morning have an order', () => {
  const hearings = [{ alertId: '12', supplier: 'Example Ltd', hearingOn: '2026-12-09' }];
  const days = calendarDays({ contracts: [contract({ endsOn: '2026-12-09' })], hearings }, '2026-11-23');
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
    },
    '2026-11-23',
  );
  expect(new Set(days.map(({ uid }) => uid)).size).toBe(2);
  expect(days.map(({ path }) => path)).toEqual(['/exposure', '/exposure']);
});

test('an end says how far the contract can be extended, where that is later', () => {
  const says = (extendsTo: string) =>
    calendarDays(
      { contracts: [contract({ endsOn: '2027-03-31', extendsTo })], hearings: [] },
      '2026-11-23',
    )[0]?.says;
  expect(says('2028-03-31')).toBe('It can be extended to 31 March 2028.');
  expect(says('2027-03-31')).toBe('');
});
