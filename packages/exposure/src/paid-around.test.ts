import { addDays, addMonths, GssCode, Pence, SupplierId, type IsoDate } from '@tocsin/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expose } from './expose.ts';
import { viewOfExposure } from './exposure-view.ts';
import { paidByCouncils } from './paid-by.ts';
import { paidAround, summariseSpend, type DayOfSpend } from './spend.ts';
import { isSpent } from './supplier-exposure.ts';

const council = GssCode.parse('E09000001');
const event = '2019-12-02';
const asOf = '2019-12-03';

function paid(paidOn: IsoDate, pence = 100, more: Partial<DayOfSpend> = {}): DayOfSpend {
  return { paidOn, amount: { pence: Pence.parse(pence), vat: 'net' }, category: null, payments: 1, ...more };
}

function exposed(payments: readonly DayOfSpend[], since: IsoDate | null = event) {
  const spendRead = {
    to: '2018-12-31',
    months: 1,
    monthsBefore: 0,
    covered: [['2018-12-01', '2019-01-01']] as const,
  };
  return expose({
    council,
    supplierId: SupplierId.parse('1'),
    asOf,
    contracts: [],
    payments,
    spendRead,
    event: since,
  });
}

describe('what was paid to a supplier is told apart by the first day of what stands against it', () => {
  test('no payment is lost, none of that day or after it is counted before, whatever their order', () => {
    const day = fc.integer({ min: -900, max: 900 }).map((days) => addDays(event, days));
    fc.assert(
      fc.property(fc.array(fc.tuple(day, fc.integer({ min: -500, max: 5_000 }))), (all) => {
        const { before, since } = paidAround(
          all.map(([on, pence]) => paid(on, pence)),
          asOf,
          event,
        );
        const sumOf = (some: readonly (readonly [IsoDate, number])[]) =>
          some.reduce((sum, [, pence]) => sum + pence, 0);
        expect(before?.sum.net ?? 0).toBe(sumOf(all.filter(([on]) => on < event)));
        expect(since?.sum.net ?? 0).toBe(sumOf(all.filter(([on]) => on >= event)));
        expect((before?.payments ?? 0) + (since?.payments ?? 0)).toBe(all.length);
        expect(before === null || before.lastOn < event).toBe(true);
        expect(since === null || since.firstOn >= event).toBe(true);
      }),
    );
  });

  test('the twelve months are those before that day, the day itself and the day a year before it left out', () => {
    const year = addMonths(event, -12);
    const days = [paid(addDays(year, -1), 1), paid(year, 2), paid(addDays(event, -1), 4), paid(event, 8)];
    expect(summariseSpend(days, asOf, null, event)).toMatchObject({
      from: year,
      to: addDays(event, -1),
      last12Months: { net: 6 },
      payments: 2,
    });
  });

  test('nothing is told apart before the event was known, and a payment of a later day is not told at all', () => {
    expect(paidAround([paid('2019-11-01'), paid('2019-12-12')], '2019-11-30', event)).toEqual({
      event: null,
      before: {
        sum: { net: 100, gross: 0, unknown: 0 },
        payments: 1,
        firstOn: '2019-11-01',
        lastOn: '2019-11-01',
      },
      since: null,
    });
    const until = { to: '2019-11-15', months: 1, monthsBefore: 0 };
    expect(summariseSpend([paid('2019-11-01')], '2019-11-30', until, event).to).toBe('2019-11-15');
  });

  test('old payments taken together keep their first day and their last', () => {
    const old = paid('2012-10-24', 900, { from: '2010-12-09', payments: 4 });
    expect(paidAround([old, paid('2019-01-01')], asOf, null).before).toMatchObject({
      payments: 5,
      firstOn: '2010-12-09',
      lastOn: '2019-01-01',
    });
  });
});

test('the twelve months are those of all other sums where files end before the event, else those before it', () => {
  const read = (to: IsoDate) => ({ to, months: 1, monthsBefore: 0, covered: [] });
  for (const [readTo, to] of [
    ['2019-09-30', '2019-09-30'],
    ['2019-11-30', '2019-11-30'],
    ['2019-12-01', '2019-12-01'],
    ['2019-12-02', '2019-12-01'],
    ['2019-12-31', '2019-12-01'],
  ] as const) {
    expect(summariseSpend([], asOf, read(readTo), event).to, readTo).toBe(to);
    if (readTo < event)
      expect(summariseSpend([], asOf, read(readTo), event)).toEqual(summariseSpend([], asOf, read(readTo)));
  }
});

describe('a council depends on a supplier by spend', () => {
  test('that falls into the twelve months to which its files go, though these end long before the event', () => {
    const one = exposed([paid('2018-12-27')]);
    expect(isSpent(one)).toBe(true);
    expect(one.basis).toBe('spend');
    expect(viewOfExposure(one).spend).toMatchObject({ to: '2018-12-31', monthsRead: 1, isLate: true });
  });

  test('and not by what is older: that is history, with its last day', () => {
    const one = exposed([paid('2017-12-31')]);
    expect(isSpent(one)).toBe(false);
    expect(one.basis).toBe('group');
    expect(viewOfExposure(one).paid?.before?.lastOn).toBe('2017-12-31');
  });

  test('that it paid since the event alone, as long as that is no year ago', () => {
    const paidLater = (on: IsoDate) => exposed([paid(on)], '2017-11-16');
    expect(isSpent(paidLater('2018-12-04'))).toBe(true);
    expect(paidLater('2018-12-04').basis).toBe('spend');
    expect(isSpent(paidLater('2018-12-03'))).toBe(false);
    expect(isSpent(exposed([paid('2019-12-12', -100)]))).toBe(false);
  });
});

test('of the councils that paid a supplier the last to do so stands first, and who only will pay is none', () => {
  const other = GssCode.parse('E09000002');
  const names = (gss: GssCode) => (gss === council ? 'First' : 'Second');
  const days = new Map([
    [other, [paid('2018-12-02')]],
    [council, [paid('2018-12-03'), paid('2019-12-12')]],
  ]);
  expect(paidByCouncils(days, names, asOf, event)).toMatchObject([
    {
      council: { gss: council, name: 'First' },
      year: { payments: 1 },
      paid: { since: { lastOn: '2019-12-12' } },
    },
    { council: { name: 'Second' }, year: { payments: 1 }, paid: { since: null } },
  ]);
  expect(paidByCouncils(new Map([[council, [paid('2019-12-12')]]]), names, asOf, null)).toEqual([]);
});
