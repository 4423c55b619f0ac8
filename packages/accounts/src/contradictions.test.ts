import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefused } from './filing.ts';
import { fileName, inlineFiling, lastYear, thisYear, type MadeUpFact } from './made-up-filing.ts';
import { correctFigures } from './plausible.ts';
import { readAccounts } from './reader.ts';

const as = (dimension: string, member: string) => ({
  end: thisYear.end,
  dimensions: { [dimension]: member },
});
const contexts = {
  now: { end: thisYear.end },
  before: { end: lastYear.end },
  group: as('GroupCompanyDataDimension', 'Consolidated'),
  parent: as('ConsolidatedAndSeparateFinancialStatementsAxis', 'SeparateMember'),
};
const SOUND = {
  FixedAssets: '1000',
  CurrentAssets: '500',
  CreditorsDueWithinOneYear: '300',
  NetCurrentAssetsLiabilities: '200',
  TotalAssetsLessCurrentLiabilities: '1200',
  NetAssetsLiabilities: '1200',
  Equity: '1200',
};

function facts(sheet: Readonly<Record<string, string>>, context = 'now', more: object = {}): MadeUpFact[] {
  return Object.entries(sheet).map(([name, text]) => ({ name, context, text, unit: 'GBP', ...more }));
}

function read(given: readonly MadeUpFact[], change = (page: string) => page, name = fileName) {
  const reading = readAccounts(change(inlineFiling({ contexts, facts: given })), { fileName: name });
  if (isRefused(reading)) throw new Error(reading.refused);
  return { ...reading, used: correctFigures(reading.figures).values };
}
const kinds = (given: readonly MadeUpFact[], change?: (page: string) => string) =>
  read(given, change).issues.map(({ kind }) => kind);
const toIfrs = (page: string) =>
  page.replaceAll(
    /http:\/\/xbrl\.frc\.org\.uk\/fr\/[^"]*\/core/g,
    'https://xbrl.ifrs.org/taxonomy/2022-03-24/ifrs-full',
  );

test('a balance sheet whose sums agree is relied on', () => {
  expect(read(facts(SOUND))).toMatchObject({
    issues: [],
    used: { fixed_assets: 1000, current_assets: 500, net_assets: 1200, equity: 1200 },
  });
});

test.each([
  [
    'net assets without their minus',
    { CurrentAssets: '2909', CreditorsDueWithinOneYear: '6719', NetAssetsLiabilities: '3810' },
  ],
  [
    'a minus lost behind long-term creditors',
    { ...SOUND, CreditorsDueAfterOneYear: '5000', NetAssetsLiabilities: '3800', Equity: '3800' },
  ],
  ['equity that is no net assets', { ...SOUND, Equity: '1100' }],
  ['net current assets below what they come to', { ...SOUND, NetCurrentAssetsLiabilities: '150' }],
  [
    'total assets that their parts come nowhere near',
    {
      FixedAssets: '10000',
      NetCurrentAssetsLiabilities: '-5000',
      TotalAssetsLessCurrentLiabilities: '15000',
      NetAssetsLiabilities: '15000',
    },
  ],
  [
    'net assets of more than all assets',
    { FixedAssets: '1000', CurrentAssets: '5000', NetAssetsLiabilities: '60000' },
  ],
  [
    'more cash than current assets',
    { CurrentAssets: '1000', CashBankInHand: '5000', NetAssetsLiabilities: '900' },
  ],
  [
    'net current assets that lost their minus',
    {
      FixedAssets: '100000',
      NetCurrentAssetsLiabilities: '20000',
      TotalAssetsLessCurrentLiabilities: '80000',
      NetAssetsLiabilities: '80000',
    },
  ],
  [
    'net current assets that lost their minus, where totals are not stated',
    { FixedAssets: '1000', NetCurrentAssetsLiabilities: '200', NetAssetsLiabilities: '800' },
  ],
  [
    'net current assets above the current assets that they are left of',
    { CurrentAssets: '10000', NetCurrentAssetsLiabilities: '20000', NetAssetsLiabilities: '20000' },
  ],
  [
    'long-term creditors that were added, however small',
    { ...SOUND, CreditorsDueAfterOneYear: '200', NetAssetsLiabilities: '1400', Equity: '1400' },
  ],
  ['net assets far above all assets', { ...SOUND, NetAssetsLiabilities: '9200', Equity: '9200' }],
])('%s are a contradiction, and nothing rests on it', (_, sheet) => {
  expect(kinds(facts(sheet))).toContain('contradicting-figures');
  expect(read(facts(sheet)).used).not.toHaveProperty('net_assets');
});

const LOSS = { CurrentAssets: '2909', CreditorsDueWithinOneYear: '6719' };
test.each(['Equity', 'ShareholderFunds'])('%s stands for net assets that are not stated', (name) => {
  const sheet = {
    ...LOSS,
    NetCurrentAssetsLiabilities: '(3810)',
    TotalAssetsLessCurrentLiabilities: '(3810)',
  };
  const turned = facts({ ...sheet, [name]: '3810' });
  expect(kinds(turned)).toContain('contradicting-figures');
  expect(read(turned).used).toEqual({});
  expect(kinds(facts({ ...sheet, [name]: '(3810)' }))).toEqual([]);
});

/** Some of the facts in thousands. */
function inThousands(sheet: Readonly<Record<string, string>>, ...names: readonly string[]) {
  return facts(sheet).map((fact) =>
    names.includes(fact.name) ? { ...fact, attributes: { scale: '3' } } : fact,
  );
}

test.each([
  [
    'creditors',
    inThousands(
      { CurrentAssets: '10000', CreditorsDueWithinOneYear: '14000', NetAssetsLiabilities: '(4000)' },
      'CurrentAssets',
      'NetAssetsLiabilities',
    ),
  ],
  ['current assets', inThousands({ ...LOSS, Equity: '(3810)' }, 'CreditorsDueWithinOneYear', 'Equity')],
  [
    'current assets, beside equity without its minus',
    inThousands({ ...LOSS, Equity: '3810' }, 'CreditorsDueWithinOneYear', 'Equity'),
  ],
])('where the scale of %s alone is lost nothing rests on the balance sheet', (_, given) => {
  expect(kinds(given)).toContain('contradicting-figures');
  expect(read(given).used).toEqual({});
});

test.each([
  ['1400', '2000', '600', true],
  ['1400', '2000', '(600)', false],
  ['1400', '900', '400', true],
  ['1400', '900', '500', false],
])(
  'assets of %s less liabilities of %s are the equity of %s, or it is doubted',
  (...[Assets, Liabilities, Equity, isDoubted]) => {
    const reading = read(facts({ Assets, Liabilities, Equity }), toIfrs);
    expect(reading.issues.map(({ kind }) => kind)).toEqual(isDoubted ? ['contradicting-figures'] : []);
    expect(Object.keys(reading.used)).toEqual(isDoubted ? [] : ['equity', 'net_assets']);
  },
);

test('net assets far above what is left of all assets are doubted; where fixed assets may be untagged they are not', () => {
  expect(kinds(facts({ FixedAssets: '1000', ...LOSS, NetAssetsLiabilities: '3900' }))).toContain(
    'contradicting-figures',
  );
  const untagged = {
    CurrentAssets: '10000',
    CreditorsDueWithinOneYear: '4000',
    NetAssetsLiabilities: '600000',
  };
  expect(kinds(facts(untagged))).toEqual([]);
  expect(kinds(facts({ ...untagged, TotalAssetsLessCurrentLiabilities: '6000' }))).toContain(
    'contradicting-figures',
  );
});

test.each(['CashBankInHand', 'Debtors', 'StocksInventory'])(
  '%s are no more than the current assets, however little of them',
  (name) => {
    const more = facts({ CurrentAssets: '10000', [name]: '90000' });
    expect(kinds(more)).toEqual(['contradicting-figures']);
    expect(read(more).used).toEqual({});
    expect(kinds(facts({ CurrentAssets: '500000', [name]: '500' }))).toEqual([]);
  },
);

test.each([
  ['prepayments beside current assets', { ...SOUND, NetCurrentAssetsLiabilities: '260' }],
  ['accruals behind total assets', { ...SOUND, NetAssetsLiabilities: '1100', Equity: '1100' }],
  ['rounding', { ...SOUND, Equity: '1201' }],
])('%s are none', (_, sheet) => {
  expect(kinds(facts(sheet))).toEqual([]);
});

test.each(['CurrentAssets', 'NetCurrentAssetsLiabilities', 'NetAssetsLiabilities', 'Equity'] as const)(
  'where %s alone are in thousands, or in millions, nothing rests on the balance sheet',
  (name) => {
    for (const scale of ['3', '6']) {
      const given = facts(SOUND).map((fact) =>
        fact.name === name ? { ...fact, attributes: { scale } } : fact,
      );
      expect(kinds(given)).toContain('contradicting-figures');
      expect(read(given).used).not.toHaveProperty('net_assets');
      expect(read(given).used).not.toHaveProperty('current_assets');
    }
  },
);

test('a figure that is given two values is relied on in neither, now or the year before', () => {
  const twice = [...facts(SOUND), ...facts({ NetAssetsLiabilities: '(1200)' })];
  expect(kinds(twice)).toEqual(['conflicting-values']);
  expect(read(twice).used).not.toHaveProperty('net_assets');
  expect(read(twice).used).toHaveProperty('current_assets');
  const restated = [
    ...facts(SOUND),
    ...facts({ NetAssetsLiabilities: '900' }, 'before'),
    ...facts({ NetAssetsLiabilities: '700' }, 'before'),
  ];
  const { previous } = read(restated);
  expect(correctFigures(previous?.figures ?? {}).values).toEqual({});
});

test('a part whose sign is turned is told from rounding in pounds and in thousands', () => {
  const sheet = (nca: string, talcl: string) =>
    facts({
      FixedAssets: '1000',
      NetCurrentAssetsLiabilities: nca,
      TotalAssetsLessCurrentLiabilities: talcl,
    });
  const thousands = (given: readonly MadeUpFact[]) =>
    given.map((fact) => ({ ...fact, attributes: { scale: '3', decimals: '-3' } }));
  for (const unit of [(given: readonly MadeUpFact[]) => given, thousands]) {
    expect(kinds(unit(sheet('200', '801')))).toContain('contradicting-figures');
    expect(kinds(unit(sheet('2', '999')))).toEqual([]);
    expect(kinds(unit(sheet('200', '1000')))).toEqual([]);
  }
  expect(read(sheet('200', '800')).used).not.toHaveProperty('nca');
});

test('a hundredth is rounding, and half of the larger is what formats put elsewhere: no more', () => {
  const equity = (Equity: string) => kinds(facts({ NetAssetsLiabilities: '100000', Equity }));
  expect([equity('98998'), equity('98997')]).toEqual([[], ['contradicting-figures']]);
  const total = (stated: string) =>
    kinds(
      facts({
        FixedAssets: '60000',
        NetCurrentAssetsLiabilities: '40000',
        TotalAssetsLessCurrentLiabilities: stated,
      }),
    );
  expect([total('49998'), total('49997')]).toEqual([[], ['contradicting-figures']]);
});

test('cash that is more than current assets is relied on no more than they are', () => {
  const { used } = read(facts({ CurrentAssets: '1000', CashBankInHand: '5000' }));
  expect(used).not.toHaveProperty('cash');
  expect(read(facts({ CurrentAssets: '5000', CashBankInHand: '5000' })).used).toMatchObject({ cash: 5000 });
});

test('the equity of a group may be less than its net assets, by what others own', () => {
  const group = facts({ NetAssetsLiabilities: '1200', Equity: '800' }, 'group');
  expect(kinds([...facts(SOUND), ...group])).toEqual([]);
});

test('sound balance sheets of any size are never doubted, and turned ones always are', () => {
  const size = fc.integer({ min: 0, max: 9_999_999 });
  fc.assert(
    fc.property(size, size, size, size, (fixed, current, creditors, after) => {
      const [nca, talcl] = [current - creditors, fixed + current - creditors];
      const net = talcl - after;
      const sheet = {
        FixedAssets: fixed,
        CurrentAssets: current,
        CreditorsDueWithinOneYear: creditors,
        NetCurrentAssetsLiabilities: nca,
        TotalAssetsLessCurrentLiabilities: talcl,
        CreditorsDueAfterOneYear: after,
        NetAssetsLiabilities: net,
        Equity: net,
      };
      const printed = Object.fromEntries(Object.entries(sheet).map(([name, value]) => [name, String(value)]));
      expect(kinds(facts(printed))).toEqual([]);
      fc.pre(Math.abs(net) > 10);
      const turned = { ...printed, NetAssetsLiabilities: String(-net), Equity: String(-net) };
      expect(kinds(facts(turned))).toContain('contradicting-figures');
    }),
    { numRuns: 15 },
  );
});

test('figures of other days than the accounts are made up to are an issue, never an empty answer', () => {
  const other = (page: string) => page.replaceAll(thisYear.end, '2021-03-30');
  const { used, issues } = read(facts(SOUND), other);
  expect(used).toEqual({});
  expect(issues).toMatchObject([
    { kind: 'nothing-at-date', message: expect.stringContaining('the newest are of 2021-03-30') },
  ]);
});

test('by IFRS the parent’s own figures stand beside the group’s, which bear no mark', () => {
  const given = [
    ...facts({ Equity: '1500', CurrentAssets: '900', CurrentLiabilities: '700' }),
    ...facts({ Equity: '20', CurrentAssets: '5', CurrentLiabilities: '3' }, 'parent'),
  ];
  const { used, consolidated, issues } = read(given, toIfrs);
  expect(used).toEqual({ equity: 20, net_assets: 20, current_assets: 5, creditors_1y: 3 });
  expect(correctFigures(consolidated ?? {}).values).toMatchObject({ net_assets: 1500, current_assets: 900 });
  expect(issues).toEqual([]);
});

test('who reports by IFRS says so by its tags, and equity of its owners is equity', () => {
  const reading = read(facts({ EquityAttributableToOwnersOfParent: '1500', CurrentAssets: '9' }), toIfrs);
  expect(reading).toMatchObject({
    standard: 'IFRS',
    profitAndLoss: 'not-readable',
    used: { net_assets: 1500 },
  });
});

test('a unit that counts something of its own is no currency; a code in small letters is one', () => {
  const measured = (measure: string) => (page: string) => page.replaceAll('iso4217:GBP', measure);
  const given = facts({ CurrentAssets: '500' });
  expect(read(given, measured('core:ThousandsOfPounds')).used).toEqual({});
  expect(kinds(given, measured('core:ThousandsOfPounds'))).toContain('other-currency');
  expect(read(given, measured('iso4217:gbp'))).toMatchObject({
    currency: 'GBP',
    used: { current_assets: 500 },
  });
  expect(read(given, measured('GBP'))).toMatchObject({ currency: 'GBP', used: { current_assets: 500 } });
});

test('a number with a plus is a number', () => {
  expect(read(facts({ CurrentAssets: '+500' }))).toMatchObject({ used: { current_assets: 500 }, issues: [] });
});

test.each([
  [
    '<p>Material uncertainty related to</p><p>12</p><p>Example Ltd</p><p>Annual report</p><p>going concern</p><p>We draw attention to note 2.</p>',
    1,
  ],
  ['<p>Material uncertainty related to going concern</p><p>There is none.</p>', 0],
  ['<p>Material uncertainty related to going concern</p><p>Not applicable</p>', 0],
  [
    '<p>Material uncertainty related to going concern</p><p>There is no certainty that funds will be raised.</p>',
    1,
  ],
])(
  'a heading is read over running lines, and what stands below it says whether there is one: %#',
  (body, flags) => {
    const page = inlineFiling({
      contexts,
      facts: facts(SOUND),
      body: body.replaceAll(/(<\/?)p>/g, '$1h:p>'),
    });
    const reading = readAccounts(page, { fileName });
    expect(isRefused(reading) ? null : reading.flags.length).toBe(flags);
  },
);

test.each([
  [
    'all assets that are not equity and liabilities',
    { Assets: '1000', EquityAndLiabilities: '1300', Equity: '300' },
  ],
  [
    'all assets far from fixed and current ones',
    { Assets: '5000', NoncurrentAssets: '800', CurrentAssets: '200', Equity: '300' },
  ],
  [
    'all liabilities far from their parts',
    { Liabilities: '5000', CurrentLiabilities: '100', NoncurrentLiabilities: '200', Equity: '-4000' },
  ],
  [
    'equity that is not what liabilities leave',
    { EquityAndLiabilities: '1000', Liabilities: '1400', Equity: '400' },
  ],
])('by IFRS %s are a contradiction, and no equity rests on it', (_, sheet) => {
  const reading = read(facts(sheet), toIfrs);
  expect(reading.issues.map(({ kind }) => kind)).toContain('contradicting-figures');
  expect(reading.used).not.toHaveProperty('equity');
  expect(reading.used).not.toHaveProperty('net_assets');
});

test('by IFRS a balance sheet whose totals agree is relied on', () => {
  const sheet = {
    Assets: '1000',
    NoncurrentAssets: '800',
    CurrentAssets: '200',
    EquityAndLiabilities: '1000',
  };
  const rest = { Liabilities: '700', CurrentLiabilities: '500', NoncurrentLiabilities: '200', Equity: '300' };
  expect(read(facts({ ...sheet, ...rest }), toIfrs)).toMatchObject({
    issues: [],
    used: { equity: 300, net_assets: 300, current_assets: 200 },
  });
});

test('totals alone are no figures, and that is an issue, never an empty answer', () => {
  const reading = read(facts({ Assets: '1000', Liabilities: '700' }), toIfrs);
  expect([reading.used, reading.issues.map(({ kind }) => kind)]).toEqual([{}, ['nothing-read']]);
});

test.each([
  ['net assets', { NetCurrentAssetsLiabilities: '(3810)', NetAssetsLiabilities: '3810' }],
  ['total assets', { NetCurrentAssetsLiabilities: '(3810)', TotalAssetsLessCurrentLiabilities: '3810' }],
  ['equity', { ShareholderFunds: '3810', CalledUpShareCapital: '100', ProfitLossAccountReserve: '(3910)' }],
])('%s without their minus are a contradiction by what they are made of alone', (_, sheet) => {
  expect(kinds(facts(sheet))).toContain('contradicting-figures');
  expect(Object.keys(read(facts(sheet)).used)).toEqual(
    expect.not.arrayContaining(['net_assets', 'equity', 'talcl']),
  );
});

test('of figures some of which are in thousands none is relied on, unless a sum shows that all are right', () => {
  const sheet = { CurrentAssets: '200', CreditorsDueWithinOneYear: '100', NetAssetsLiabilities: '300' };
  expect(kinds(inThousands(sheet, 'NetAssetsLiabilities'))).toContain('contradicting-figures');
  expect(read(inThousands(sheet, 'NetAssetsLiabilities')).used).toEqual({});
  expect(kinds(inThousands(sheet, ...Object.keys(sheet)))).toEqual([]);
  const shown = {
    CurrentAssets: '200',
    CreditorsDueWithinOneYear: '100000',
    NetCurrentAssetsLiabilities: '100',
  };
  expect(kinds(inThousands(shown, 'CurrentAssets', 'NetCurrentAssetsLiabilities'))).toEqual([]);
});

test('a figure given twice leaves what it is one with in doubt, in one vocabulary or in two', () => {
  const { used } = read([...facts(SOUND), ...facts({ NetAssetsLiabilities: '(1200)' })]);
  expect(Object.keys(used)).toEqual(expect.not.arrayContaining(['net_assets', 'equity']));
  const current = read([...facts(SOUND), ...facts({ CurrentAssets: '550' })]).used;
  expect(Object.keys(current)).toEqual(expect.not.arrayContaining(['current_assets', 'creditors_1y', 'nca']));
  const ifrs = 'https://xbrl.ifrs.org/taxonomy/2022-03-24/ifrs-full';
  const mixed = (page: string) =>
    page
      .replace(/<(\w+:)?html/, (tag) => `${tag} xmlns:zz9="${ifrs}"`)
      .replaceAll(/name="[\w-]+:CurrentLiabilities"/g, 'name="zz9:CurrentLiabilities"');
  const both = facts({ CreditorsDueWithinOneYear: '300', CurrentLiabilities: '700', CurrentAssets: '500' });
  expect(kinds(both, mixed)).toContain('conflicting-values');
});
