import type { TimelineEntry } from '@tocsin/db';
import type { CompanyNumber, Finding, Signal, SignalOf } from '@tocsin/domain';
import { expect, it } from 'vitest';
import { checkScreen } from './check-screen.ts';

const number = '99000001' as CompanyNumber;

function entry(occurredOn: string, signal: Signal, withdrawnAt: string | null = null): TimelineEntry {
  const seen = `${occurredOn}T09:00:00.000Z`;
  const url = `https://register.example/${occurredOn}`;
  return {
    source: 'test',
    occurredOn,
    publishedAt: seen,
    observedAt: seen,
    sha256: 'a'.repeat(64),
    retrievedAt: seen,
    url,
    quote: null,
    signal,
    withdrawnAt,
    isCorrected: false,
  };
}

const unread: SignalOf<'accounts-figures'> = {
  kind: 'accounts-figures',
  balanceDate: '2022-03-31',
  currency: null,
  figures: {},
  consolidated: null,
  previous: null,
  standard: null,
  dormant: null,
  audited: null,
  flags: [],
};
const figures: Signal = {
  ...unread,
  balanceDate: '2024-03-31',
  currency: 'GBP',
  standard: 'FRS 102',
  figures: { cash: 1_234_567, employees: 12, net_assets: -5 },
  previous: { balanceDate: '2023-03-31', figures: { cash: 40 } },
};
const notice: Signal = {
  kind: 'insolvency-notice',
  code: '2450',
  family: 'winding-up-petition',
  heading: 'Petitions to wind up (Companies)',
  noticeId: '1',
  hearing: {
    on: '2025-08-01',
    court: 'High Court of Justice, Business and Property Courts of England and Wales',
  },
  petitioner: null,
  caseRef: null,
};
const finding: Finding = {
  indicator: 'petition',
  outcome: 'present',
  points: 40,
  because: 'A petition was presented.',
  evidence: [],
};

it('says on one screen the level and why, figures by year, what could not be read, and signals with dates and links', () => {
  const timeline = [
    entry('2025-07-01', notice),
    entry('2024-12-01', figures),
    entry('2024-01-01', { ...notice, hearing: null, heading: 'Mistaken' }, '2024-02-01T00:00:00Z'),
    entry('2022-12-01', unread),
  ];
  const assessment = {
    level: 'severe',
    levelBecause: null,
    score: 40,
    coverage: 0.5,
    as_of: '2025-07-02',
    model_version: '9',
    findings: [finding, { ...finding, outcome: 'absent', because: 'Not shown.' }],
  } satisfies Parameters<typeof checkScreen>[0]['assessment'];
  expect(checkScreen({ number, timeline, assessment })).toMatchInlineSnapshot(`
    [
      "99000001",
      "Its profile at Companies House has not been read",
      "",
      "Severe: 40 of 100 on 2 July 2025, 50% of the questions could be judged (model 9)",
      "    40  A petition was presented.",
      "",
      "Figures in GBP, as filed; – is not stated",
      "  at                   2024-03-31     2023-03-31",
      "  cash                  1,234,567             40",
      "  net assets                   −5              –",
      "  employees                    12              –",
      "  The accounts to 31 March 2022 are not machine-readable: their figures are unknown",
      "",
      "Signals (4 of 4, newest first)",
      "  2025-07-01  Notice in The Gazette: Petitions to wind up (Companies): hearing on 1 August 2025,",
      "              High Court of Justice, Business and Property Courts of England and Wales, …",
      "              https://register.example/2025-07-01",
      "  2024-12-01  Figures in the accounts to 31 March 2024",
      "              https://register.example/2024-12-01",
      "  2024-01-01  (taken back 2024-02-01) Notice in The Gazette: Mistaken: notice code 2450",
      "              https://register.example/2024-01-01",
      "  2022-12-01  Accounts to 31 March 2022 are not machine-readable: filed on paper or as a picture, so",
      "              their figures are unknown here",
      "              https://register.example/2022-12-01",
    ]
  `);
});

it('shows ten signals of many, and no line of words is wider than a hundred characters', () => {
  const timeline = Array.from({ length: 30 }, () => entry('2025-07-01', notice));
  const lines = checkScreen({ number, timeline, assessment: undefined });
  expect(lines).toContain('Signals (10 of 30, newest first)');
  expect(lines.filter((line) => line.startsWith('  2025-07-01  Notice in The Gazette'))).toHaveLength(10);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
});

it('says of a supplier of whom too little is known that, and why, never that it stands well', () => {
  const assessment = {
    level: 'not-enough-known',
    levelBecause:
      'register entry not looked at; insolvency cases last looked at on 3 March 2025, longer ago than promised',
    score: 0,
    coverage: 0.25,
    as_of: '2025-07-02',
    model_version: '9',
    findings: [],
  } satisfies Parameters<typeof checkScreen>[0]['assessment'];
  const lines = checkScreen({ number, timeline: [], assessment });
  expect(lines.slice(3, 6)).toEqual([
    'Not enough known: no score on 2 July 2025, 25% of the questions could be judged (model 9)',
    '      Why: register entry not looked at; insolvency cases last looked at on 3 March 2025,',
    '      longer ago than promised.',
  ]);
});

it('does not call accounts without figures a picture when they were read', () => {
  const read = entry('2022-12-01', { ...unread, standard: 'micro', dormant: true });
  const lines = checkScreen({ number, timeline: [read], assessment: undefined });
  expect(lines.join('\n')).not.toContain('not machine-readable');
});
