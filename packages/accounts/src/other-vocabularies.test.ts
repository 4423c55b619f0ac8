import { expect, test } from 'vitest';
import { isRefused } from './filing.ts';
import { inlineFiling, fileName, thisYear } from './made-up-filing.ts';
import { correctFigures } from './plausible.ts';
import { readAccounts } from './reader.ts';

const contexts = { now: { end: thisYear.end }, year: thisYear };
type Given = readonly (readonly [name: string, text: string])[];

function read(
  given: Given,
  ...[change = (page: string) => page, options = {}]: [((page: string) => string)?, object?]
) {
  const facts = given.map(([name, text]) => ({
    name,
    text,
    unit: 'GBP',
    context: /Revenue|Profit|Cost/.test(name) ? 'year' : 'now',
  }));
  const reading = readAccounts(change(inlineFiling({ contexts, facts })), { fileName, ...options });
  if (isRefused(reading)) throw new Error(reading.refused);
  return reading;
}

const toIfrs = (page: string) =>
  page.replaceAll(
    /http:\/\/xbrl\.frc\.org\.uk\/fr\/[^"]*\/core/g,
    'https://xbrl.ifrs.org/taxonomy/2022-03-24/ifrs-full',
  );

test('figures in the taxonomy of the IFRS Foundation are the same figures', () => {
  const given: Given = [
    ['Revenue', '5000'],
    ['ProfitLossBeforeTax', '300'],
    ['CurrentAssets', '900'],
    ['CurrentLiabilities', '700'],
    ['Equity', '1500'],
  ];
  const { figures, profitAndLoss, issues } = read(given, toIfrs);
  const values = Object.fromEntries(Object.entries(figures).map(([name, { value }]) => [name, value]));
  expect(values).toEqual({
    turnover: 5000,
    pbt: 300,
    current_assets: 900,
    creditors_1y: 700,
    equity: 1500,
    net_assets: 1500,
  });
  expect({ profitAndLoss, issues }).toEqual({ profitAndLoss: 'readable', issues: [] });
});

test('money that no vocabulary knows is an issue, never an empty answer', () => {
  const { figures, issues } = read(
    [
      ['CurrentAssets', '1'],
      ['Equity', '2'],
    ],
    (page) => page.replaceAll(/http:\/\/xbrl\.frc\.org\.uk\/fr\/[^"]*\/core/g, 'http://example.com/our-own'),
  );
  expect(figures).toEqual({});
  expect(issues).toMatchObject([
    { kind: 'nothing-read', message: expect.stringContaining('2 monetary facts') },
  ]);
});

test.each([
  [
    'net current assets without their minus',
    [
      ['CurrentAssets', '2909'],
      ['CreditorsDueWithinOneYear', '6719'],
      ['NetCurrentAssetsLiabilities', '3810'],
      ['NetAssetsLiabilities', '3810'],
    ],
  ],
  [
    'equity with another sign than net assets',
    [
      ['NetAssetsLiabilities', '500'],
      ['Equity', '700'],
      ['CurrentAssets', '900'],
    ],
  ],
] as const)(
  'a balance sheet with %s: those that agree are kept, those that contradict are doubted',
  (what, given) => {
    const turned = read(given, (page) =>
      what.startsWith('equity') ? page.replace('>700<', ' sign="-">500<') : page,
    );
    const { values, issues } = correctFigures(turned.figures);
    expect([...new Set(issues.map(({ kind }) => kind))]).toEqual(['contradicting-figures']);
    expect(turned.issues).toEqual(issues);
    expect(values).toEqual({});
  },
);

test('prepayments and rounding between the lines of a balance sheet are no contradiction', () => {
  const { figures } = read([
    ['CurrentAssets', '100'],
    ['CreditorsDueWithinOneYear', '120'],
    ['NetCurrentAssetsLiabilities', '30'],
    ['NetAssetsLiabilities', '31'],
    ['Equity', '30'],
  ]);
  expect(correctFigures(figures).issues).toEqual([]);
});

test('facts of another report on the same pages are left out, and said', () => {
  const { figures, issues } = read(
    [
      ['CurrentAssets', '900'],
      ['Equity', '1500'],
    ],
    (page) => page.replace(/<ix:nonFraction (?=[^>]*Equity)/, '<ix:nonFraction target="other" '),
  );
  expect(Object.keys(figures)).toEqual(['current_assets']);
  expect(issues).toMatchObject([{ kind: 'other-target' }]);
});

test('a profit and loss account is not required, withheld by choice since April 2028, or not readable', () => {
  const small: Given = [['CurrentAssets', '900']];
  expect(read(small).profitAndLoss).toBe('not-required');
  expect(read(small, undefined, { filedOn: '2028-03-31' }).profitAndLoss).toBe('not-required');
  expect(read(small, undefined, { filedOn: '2028-04-01' }).profitAndLoss).toBe('withheld-by-choice');
  expect(read([...small, ['ProfitLoss', 'see note 4']]).profitAndLoss).toBe('not-readable');
});

test('a heading that a page break divides is the same heading', () => {
  const doubt = 'The events in note 2 cast significant doubt on the ability of the company to continue.';
  const facts = [{ name: 'Equity', text: '1', unit: 'GBP', context: 'now' }];
  const flagsWith = (gap: string) => {
    const body = `<h3>Material uncertainty related</h3>${gap}<h3>to going concern</h3><p>${doubt}</p>`;
    const reading = readAccounts(inlineFiling({ contexts, facts, body }), { fileName });
    return isRefused(reading) ? [] : reading.flags.map(({ kind }) => kind);
  };
  for (const gap of [
    '',
    '<p>Page 4 of 9</p>',
    '<p>- 4 -</p>',
    '<p>12</p><p>Report of the auditors (continued)</p>',
  ])
    expect([gap, flagsWith(gap)]).toEqual([gap, ['material-uncertainty-going-concern']]);
  expect(flagsWith('<p>of the directors</p>')).toEqual([]);
});
