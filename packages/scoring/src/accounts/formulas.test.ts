import { expect, test } from 'vitest';
import { foldSignals } from '../facts.ts';
import { accountsOf, said } from '../testing.ts';
import { emptyFvraThresholds, fvra, readFvraThresholds } from './fvra.ts';
import {
  altmanZ,
  altmanZDoublePrime,
  altmanZPrime,
  ohlson,
  springate,
  taffler,
  zmijewski,
} from './formulas.ts';
import { ratiosOf } from './ratios.ts';
import { referenceFormulas } from './reference.ts';

const unknown = ratiosOf({}, null, 'GBP');
const sound = {
  ...unknown,
  workingCapitalToAssets: 0.2,
  retainedEarningsToAssets: 0.3,
  returnOnAssets: 0.1,
  equityToLiabilities: 1,
  marketEquityToLiabilities: 2,
  salesToAssets: 1.5,
  liabilitiesToAssets: 0.5,
  currentRatio: 2,
  netIncomeToAssets: 0.08,
  fundsToLiabilities: 0.25,
  profitBeforeTaxToCreditors: 0.4,
  currentAssetsToLiabilities: 0.9,
  creditorsToAssets: 0.3,
  noCreditInterval: 30,
  ohlsonSize: 10,
};

// Worked by hand from the published coefficients.
test.each([
  [altmanZ, 1.2 * 0.2 + 1.4 * 0.3 + 3.3 * 0.1 + 0.6 * 2 + 1.5, 'safe'],
  [altmanZPrime, 0.717 * 0.2 + 0.847 * 0.3 + 3.107 * 0.1 + 0.42 + 0.998 * 1.5, 'grey'],
  [altmanZDoublePrime, 6.56 * 0.2 + 3.26 * 0.3 + 6.72 * 0.1 + 1.05, 'safe'],
  [taffler, 3.2 + 12.18 * 0.4 + 2.5 * 0.9 - 10.68 * 0.3 + 0.029 * 30, 'safe'],
  [ohlson, -1.32 - 4.07 + 6.03 * 0.5 - 1.43 * 0.2 + 0.0757 / 2 - 2.37 * 0.08 - 1.83 * 0.25, 'safe'],
  [zmijewski, -4.336 - 4.513 * 0.08 + 5.679 * 0.5 - 0.008, 'safe'],
  [springate, 1.03 * 0.2 + 3.07 * 0.1 + 0.66 * 0.4 + 0.4 * 1.5, 'safe'],
] as const)('$title of a sound company', (formula, value, zone) => {
  expect(formula.value(sound)).toBeCloseTo(value, 10);
  expect(formula.zone(value)).toBe(zone);
  expect(formula.value(unknown)).toBeNull();
});

test('zones change at the published cuts', () => {
  expect([1.0, 1.1, 2.6, 2.7].map((z) => altmanZDoublePrime.zone(z))).toEqual([
    'distress',
    'grey',
    'grey',
    'safe',
  ]);
  expect([-0.1, 0].map((z) => taffler.zone(z))).toEqual(['distress', 'safe']);
});

const facts = foldSignals({}, [
  said(
    '2024-10-01',
    accountsOf('2024-03-31', { operating_profit: 350_000, turnover: 7_000_000, interest: 100_000 }),
  ),
]);

test('the formulas shown for a supplier are unknown where an input is missing', () => {
  const { balanceDate, results } = referenceFormulas(facts, { asOf: '2024-12-01' });
  expect(balanceDate).toBe('2024-03-31');
  expect(results.filter((r) => r.value !== null).map((r) => r.id)).toEqual([
    'altman-z-prime',
    'altman-z-double-prime',
  ]);
  expect(
    referenceFormulas(foldSignals({}, []), { asOf: '2024-12-01' }).results.every((r) => r.zone === null),
  ).toBe(true);
});

test('FVRA metrics carry no rating until somebody enters thresholds', () => {
  const context = { asOf: '2024-12-01', annualContractValue: 3_500_000 };
  const metrics = fvra(facts, context);
  expect(metrics.map((m) => [m.metric, m.value])).toEqual([
    ['turnover-ratio', 2],
    ['operating-margin', 0.05],
    ['free-cash-flow-to-net-debt', null],
    ['net-debt-and-pension-deficit-to-ebitda', null],
    ['net-interest-cover', 3.5],
    ['acid-ratio', 2.5],
    ['net-asset-value', 5_500_000],
    ['group-exposure', null],
  ]);
  expect(metrics.every((m) => m.rating === null)).toBe(true);
  const entered = {
    ...emptyFvraThresholds,
    'acid-ratio': { amber: 3, red: 1 },
    'operating-margin': { amber: 0.1, red: 0.06 },
  };
  expect(fvra(facts, context, entered).flatMap((m) => m.rating ?? [])).toEqual(['red', 'amber']);
});

test('FVRA thresholds are read as entered from the guidance; what is no metric or no number is refused by name', () => {
  const read = readFvraThresholds({ 'acid-ratio': { amber: 1, red: 0.8 } });
  expect(read['acid-ratio']).toEqual({ amber: 1, red: 0.8 });
  expect(read['operating-margin']).toEqual({ amber: null, red: null });
  expect(() => readFvraThresholds({ 'acid-test': {} })).toThrow('no metric "acid-test"');
  expect(() => readFvraThresholds({ 'acid-ratio': { amber: '1' } })).toThrow('acid-ratio wants');
  expect(() => readFvraThresholds(null)).toThrow('an object is wanted');
});
