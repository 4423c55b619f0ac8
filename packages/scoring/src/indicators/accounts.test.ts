import { describe, expect, test } from 'vitest';
import { accountsOf, said } from '../testing.ts';
import { judged } from './judged.ts';

type Figures = Readonly<Record<string, number>>;
const now = '2024-12-01';
const filed = (figures: Figures, before?: Figures) =>
  said(
    '2024-10-01',
    accountsOf(
      '2024-03-31',
      figures,
      before ? { previous: { balanceDate: '2023-03-31', figures: before } } : {},
    ),
  );

const answers: readonly (readonly [
  indicator: string,
  figures: Figures,
  points: number,
  says: string,
  before?: Figures,
])[] = [
  ['working-capital', { current_assets: 1_000_000, creditors_1y: 3_000_000 }, 4, 'Working capital is -40%'],
  ['working-capital', {}, 0, 'Working capital is 29%'],
  ['equity-to-liabilities', { equity: 1_000_000 }, 1, 'Equity is 0.17 times'],
  ['liabilities-to-assets', { equity: -500_000 }, 2, 'owes 107% of what it has'],
  ['cash-to-creditors', { cash: 5_000 }, 5, 'Cash covers 0.5% of creditors'],
  ['cash-to-creditors', { cash: 2_000_000 }, 0, 'Cash covers 200%'],
  ['acid-ratio', { current_assets: 600_000 }, 12, 'Quick assets are 0.10 times'],
  ['acid-ratio', {}, 0, 'Quick assets are 2.50 times'],
  ['retained-losses', { retained_earnings: -2_000_000 }, 7, 'Losses carried forward are 29%'],
  ['short-term-creditors', { creditors_1y: 6_500_000 }, 4, 'are 93% of total assets'],
  ['small-balance-sheet', { fixed_assets: 10_000, current_assets: 90_000 }, 6, 'Total assets are £100,000'],
  ['negative-net-assets', { equity: -1_234_567 }, 4, 'Net liabilities are £1,234,567'],
  ['negative-net-assets', {}, 0, 'Net assets are £5,500,000'],
  ['net-assets-falling', { equity: 900_000 }, 6, 'Net assets fell by 55%', { equity: 2_000_000 }],
  [
    'creditors-outgrow-assets',
    {},
    4,
    'changed by 100%, total assets by 0%',
    { creditors_1y: 500_000, fixed_assets: 4_000_000, current_assets: 3_000_000 },
  ],
  [
    'operating-margin',
    { turnover: 10_000_000, operating_profit: -2_000_000 },
    13,
    'The operating margin is -20%',
  ],
  ['operating-margin', { turnover: 10_000_000, operating_profit: 500_000 }, 0, 'The operating margin is 5%'],
  ['return-on-assets', { operating_profit: 700_000 }, 0, 'Operating profit is 10% of total assets'],
  ['turnover-fall', { turnover: 7_000_000 }, 6, 'Turnover fell by 30%', { turnover: 10_000_000 }],
  ['interest-cover', { operating_profit: 50_000, interest: -100_000 }, 5, 'Operating profit is 0.50 times'],
  ['altman-zone', { operating_profit: 500_000 }, 0, 'safe zone'],
  ['taffler-zone', { pbt: 400_000, turnover: 9_000_000, depreciation: 100_000 }, 0, 'safe zone'],
  ['staff-cut', { employees: 60 }, 5, 'fell by 40%', { employees: 100 }],
  ['staff-cut', { employees: 3 }, 0, 'fell by 40%', { employees: 5 }],
];

const asked = [...new Set(answers.map(([indicator]) => indicator))];
const told = answers.map(([indicator, figures, points, says, before]) => ({
  indicator,
  figures,
  points,
  says,
  before,
}));

test.each(told)(
  '$indicator of $figures counts $points: $says',
  ({ indicator, figures, points, says, before }) => {
    const finding = judged(indicator, now, [filed(figures, before)]);
    expect(finding.points).toBe(points);
    expect(finding.outcome).toBe(points > 0 ? 'present' : 'absent');
    expect(finding.because).toContain(says);
    expect(finding.because).toContain('(accounts to 31 March 2024).');
  },
);

test.each(asked)('%s is unknown without accounts, whether or not somebody looked for them', (indicator) => {
  expect(judged(indicator, now, [])).toMatchObject({ outcome: 'unknown', points: 0 });
  expect(judged(indicator, now, [], ['accounts-figures']).outcome).toBe('unknown');
});

test.each(asked)(
  '%s is unknown when a figure it needs is missing, and by accounts too old to judge by',
  (indicator) => {
    expect(
      judged(indicator, now, [said('2024-10-01', accountsOf('2024-03-31', {}, { figures: { debtors: 1 } }))])
        .outcome,
    ).toBe('unknown');
    const old = judged(indicator, '2027-02-01', [
      filed({ turnover: 1, operating_profit: 1, interest: 1, employees: 9 }),
    ]);
    expect(old).toMatchObject({ outcome: 'unknown', points: 0 });
  },
);

test('accounts older than 21 months count half', () => {
  expect(judged('acid-ratio', '2026-02-01', [filed({ current_assets: 600_000 })]).points).toBe(6);
});

describe('which accounts are read', () => {
  test('the latest, and of two for one date the one published last', () => {
    const older = said('2023-10-01', accountsOf('2023-03-31', { equity: -1 }), { ref: 'a' });
    const wrong = said('2024-09-01', accountsOf('2024-03-31', { equity: -2 }), { ref: 'b' });
    const right = said('2024-11-01', accountsOf('2024-03-31', { equity: 2 }), { ref: 'c' });
    expect(judged('negative-net-assets', now, [right, older, wrong]).points).toBe(0);
    expect(judged('negative-net-assets', '2024-10-01', [right, older, wrong]).points).toBe(4);
  });
  test('those filed on paper have no figures: the ones before still count, by their age', () => {
    const paper = said('2024-11-01', accountsOf('2024-03-31', {}, { figures: {} }), { ref: 'p' });
    const before = said('2023-10-01', accountsOf('2023-03-31', { equity: -1 }), { ref: 'b' });
    expect(judged('negative-net-assets', now, [paper]).outcome).toBe('unknown');
    expect(judged('negative-net-assets', now, [paper, before]).points).toBe(4);
  });
  test('the group’s where they tell more than the company’s own, never a mixture of both', () => {
    const group = {
      turnover: 9_000_000,
      operating_profit: -1_800_000,
      equity: 100,
      current_assets: 900,
      creditors_1y: 800,
    };
    const signal = accountsOf('2024-03-31', {}, { figures: { equity: 5 }, consolidated: group });
    const finding = judged('operating-margin', now, [said('2024-10-01', signal)]);
    expect(finding).toMatchObject({ points: 13 });
    expect(finding.because).toContain('group accounts to 31 March 2024');
  });
  test('amounts in another currency are never printed in pounds', () => {
    const signal = accountsOf('2024-03-31', {}, { currency: 'EUR' });
    expect(judged('negative-net-assets', now, [said('2024-10-01', signal)]).because).toContain(
      '5,500,000 EUR',
    );
    expect(judged('small-balance-sheet', now, [said('2024-10-01', signal)]).outcome).toBe('unknown');
  });
});
