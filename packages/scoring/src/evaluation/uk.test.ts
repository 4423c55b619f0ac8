import { describe, expect, test } from 'vitest';
import { ukSample, type UkAccounts, type UkCompany, type UkExit, type UkPopulation } from './uk.ts';

const company = (
  companyNumber: string,
  exit?: readonly [UkExit, string],
  registeredOn: string | null = null,
): UkCompany => ({
  companyNumber,
  registeredOn,
  exit: exit ? { kind: exit[0], on: exit[1] } : null,
});
const filed = (companyNumber: string, balanceDate: string, filedOn: string, current: number): UkAccounts => ({
  companyNumber,
  balanceDate,
  filedOn,
  currency: 'GBP',
  figures: { current_assets: current, creditors_1y: 100, net_assets: 1 },
  previous: null,
});
const LANDMARK = '2024-01-01';
const population = (companies: readonly UkCompany[], change: Partial<UkPopulation> = {}): UkPopulation => ({
  companies,
  accounts: [],
  outcomesUntil: '2025-06-30',
  landmarks: [LANDMARK],
  ...change,
});

describe('on a landmark day', () => {
  test.each<[string, UkCompany, Readonly<Record<string, number>>]>([
    ['that went on survived', company('1'), { onRegister: 1, survived: 1 }],
    [
      'insolvent on the day itself was not on the register',
      company('1', ['insolvent', LANDMARK]),
      { onRegister: 0 },
    ],
    [
      'insolvent the day after failed',
      company('1', ['insolvent', '2024-01-02']),
      { onRegister: 1, insolvent: 1 },
    ],
    [
      'insolvent on the last day failed',
      company('1', ['insolvent', '2024-12-31']),
      { onRegister: 1, insolvent: 1 },
    ],
    [
      'insolvent a day later survived',
      company('1', ['insolvent', '2025-01-01']),
      { onRegister: 1, survived: 1 },
    ],
    [
      'struck off is counted by itself',
      company('1', ['struck-off', '2024-06-01']),
      { onRegister: 1, struckOff: 1 },
    ],
    [
      'dissolved is counted by itself',
      company('1', ['dissolved', '2024-06-01']),
      { onRegister: 1, dissolved: 1 },
    ],
    ['registered on the day was there', company('1', undefined, LANDMARK), { onRegister: 1, survived: 1 }],
    ['registered the day after was not', company('1', undefined, '2024-01-02'), { onRegister: 0 }],
  ])('a company %s', (_, one, counts) => {
    const { landmarks, failed } = ukSample(population([one]));
    const none = { onRegister: 0, insolvent: 0, struckOff: 0, dissolved: 0, survived: 0, censored: 0 };
    expect(landmarks).toEqual([{ on: LANDMARK, ...none, withoutAccounts: counts['onRegister'], ...counts }]);
    expect(failed).toEqual(counts['insolvent'] ? [true] : counts['survived'] ? [false] : []);
  });

  test('whose twelve months are not over nobody is a survivor, and there are no rows', () => {
    const companies = [company('1'), company('2', ['insolvent', '2024-02-01'])];
    const { landmarks, rows } = ukSample(population(companies, { outcomesUntil: '2024-12-30' }));
    expect(landmarks[0]).toMatchObject({ onRegister: 2, insolvent: 1, censored: 1, survived: 0 });
    expect(rows).toEqual([]);
    expect(ukSample(population(companies, { outcomesUntil: '2024-12-31' })).rows).toHaveLength(2);
  });
});

describe('a company is judged by accounts', () => {
  const ratioOf = (...accounts: readonly UkAccounts[]) => {
    const { rows, landmarks } = ukSample(population([company('1')], { accounts }));
    return [rows[0]?.currentRatio, landmarks[0]?.withoutAccounts];
  };

  test('that were filed by the day, not by their balance date', () => {
    expect(ratioOf(filed('1', '2023-03-31', '2024-01-01', 200))).toEqual([2, 0]);
    expect(ratioOf(filed('1', '2023-03-31', '2024-01-02', 200))).toEqual([null, 1]);
    expect(ratioOf(filed('2', '2023-03-31', '2023-12-01', 200))).toEqual([null, 1]);
  });

  test('of the latest balance date, of two for one date those that were filed last', () => {
    const [old, latest] = [
      filed('1', '2022-03-31', '2023-06-01', 200),
      filed('1', '2023-03-31', '2023-05-01', 300),
    ];
    expect(ratioOf(old, latest)).toEqual([3, 0]);
    expect(ratioOf(latest, old)).toEqual([3, 0]);
    const amended = filed('1', '2023-03-31', '2023-05-02', 400);
    expect(ratioOf(latest, amended)).toEqual([4, 0]);
    expect(ratioOf(amended, latest)).toEqual([4, 0]);
  });

  test('not older than 33 months, and stays in without any', () => {
    expect(ratioOf(filed('1', '2021-04-01', '2021-12-01', 200))).toEqual([2, 0]);
    expect(ratioOf(filed('1', '2021-03-31', '2021-12-01', 200))).toEqual([null, 1]);
  });

  test('with the year before, in their own currency', () => {
    const accounts = {
      ...filed('1', '2023-03-31', '2023-12-01', 200),
      currency: 'EUR',
      figures: { fixed_assets: 1, current_assets: 2, creditors_1y: 1, turnover: 30 },
      previous: { figures: { turnover: 20 } },
    };
    const [row] = ukSample(population([company('1')], { accounts: [accounts] })).rows;
    expect(row).toMatchObject({ turnoverGrowth: 1.5, totalAssets: null });
    const { currency: _, ...unstated } = accounts;
    expect(ukSample(population([company('1')], { accounts: [unstated] })).rows[0]?.totalAssets).toBe(3);
  });
});

test('the rows of one company on several days are one cluster', () => {
  const companies = [company('1'), company('2', ['insolvent', '2024-06-01'])];
  const sample = ukSample(population(companies, { landmarks: ['2023-01-01', LANDMARK] }));
  expect(sample.set).toBe('United Kingdom, within 12 months');
  expect(sample.clusters).toEqual(['1', '2', '1', '2']);
  expect(sample.failed).toEqual([false, false, false, true]);
});

test('without given days everybody is judged a year before the end, two years, as long as accounts had been filed', () => {
  const { landmarks: _, ...rest } = population([company('1')], { outcomesUntil: '2024-12-31' });
  const daysOf = (...accounts: readonly UkAccounts[]) =>
    ukSample({ ...rest, accounts }).landmarks.map(({ on }) => on);
  expect(
    daysOf(filed('1', '2022-01-01', '2022-01-01', 1), filed('1', '2023-01-01', '2023-06-01', 1)),
  ).toEqual(['2022-01-01', '2023-01-01', '2024-01-01']);
  expect(daysOf(filed('1', '2022-01-01', '2022-01-02', 1))).toEqual(['2023-01-01', '2024-01-01']);
  expect(daysOf()).toEqual([]);
});
