import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctFigures } from './plausible.ts';
import { isRefused } from './filing.ts';
import type { AccountsFiling } from './filing.ts';
import { toLine } from './line.ts';
import { fileName, inlineFact, inlineFiling, lastYear, plainFiling, thisYear } from './made-up-filing.ts';
import type { MadeUpFact, MadeUpFiling } from './made-up-filing.ts';
import { createAccountsReader, readAccounts } from './reader.ts';
import type { AccountsOptions } from './reader.ts';

const contexts = {
  now: { end: thisYear.end },
  prior: { end: lastYear.end },
  year: thisYear,
  before: lastYear,
  group: { end: thisYear.end, dimensions: { GroupCompanyDataDimension: 'Consolidated' } },
};

const money = (
  name: string,
  context: string,
  text: string,
  attributes: Record<string, string> = {},
): MadeUpFact => ({
  name,
  context,
  text,
  unit: 'GBP',
  attributes,
});

function read(document: string | Uint8Array, options: AccountsOptions = { fileName }): AccountsFiling {
  const reading = readAccounts(document, options);
  if (isRefused(reading)) throw new Error(reading.refused);
  return reading;
}

function readInline(facts: readonly MadeUpFact[], more: Partial<MadeUpFiling> = {}): AccountsFiling {
  return read(inlineFiling({ contexts, facts, ...more }));
}

const someFacts = [
  money('CurrentAssets', 'now', '12,345', { format: 'ixt:numdotdecimal' }),
  money('CurrentAssets', 'prior', '9,876', { format: 'ixt:numdotdecimal' }),
  money('Equity', 'now', '100', { sign: '-' }),
  money('TurnoverRevenue', 'year', '1.5', { scale: '6' }),
  money('CurrentAssets', 'group', '99'),
];

describe('a filing', () => {
  it('gives the company, the group and the year before, each from its own facts', () => {
    const line = toLine(readInline(someFacts));
    expect(line).toMatchObject({
      file: fileName,
      companyNumber: '01234567',
      balanceDate: '2021-03-31',
      currency: 'GBP',
      figures: { turnover: 1_500_000, current_assets: 12_345, equity: -100 },
      consolidated: { current_assets: 99 },
      previous: { balanceDate: '2020-03-31', figures: { current_assets: 9_876 } },
      flags: [],
      issues: [],
    });
  });

  it('says where each figure stands', () => {
    const document = inlineFiling({ contexts, facts: someFacts });
    const figure = read(document).figures.turnover;
    expect(figure).toMatchObject({
      value: 1_500_000,
      decimal: '1500000',
      currency: 'GBP',
      concept: { namespace: 'http://xbrl.frc.org.uk/fr/2021-01-01/core', local: 'TurnoverRevenue' },
      context: { id: 'year', start: '2020-04-01', end: '2021-03-31', dimensions: [] },
      scale: '6',
    });
    expect(document.slice(figure?.position.offset).startsWith('1.5<')).toBe(true);
    const line = document.split('\n')[(figure?.position.line ?? 0) - 1] ?? '';
    expect(line.slice((figure?.position.column ?? 0) - 1).startsWith('1.5<')).toBe(true);
  });

  it('reads the same from Inline XBRL of 2008 and 2013 and from a plain instance', () => {
    const facts = [money('CurrentAssets', 'now', '12345'), money('Debtors', 'prior', '-6')];
    const figures = [
      read(inlineFiling({ contexts, facts })),
      read(inlineFiling({ contexts, facts, inlineNamespace: 'http://www.xbrl.org/2008/inlineXBRL' })),
      read(plainFiling({ contexts, facts })),
    ].map((filing) => [toLine(filing), filing.kind]);
    expect(figures[0]?.[0]).toEqual(figures[1]?.[0]);
    expect(figures[0]?.[0]).toEqual(figures[2]?.[0]);
    expect(figures.map(([, kind]) => kind)).toEqual(['ixbrl', 'ixbrl', 'xbrl']);
  });

  it('does not care which prefixes it is written with, or whether there are any', () => {
    const prefix = fc
      .stringMatching(/^[a-w][a-z0-9.-]{0,6}$/)
      .filter((name) => !['d', 'h', 'ixt'].includes(name));
    const distinct = fc
      .uniqueArray(prefix, { minLength: 3, maxLength: 3 })
      .filter((names) => !names.includes('iso4217'));
    const expected = toLine(readInline(someFacts));
    fc.assert(
      fc.property(distinct, fc.constantFrom(0, 1, 2, null), ([ix = '', xbrli = '', core = ''], bare) => {
        const prefixes = { ix, xbrli, core };
        if (bare === 0) prefixes.ix = '';
        if (bare === 1) prefixes.xbrli = '';
        if (bare === 2) prefixes.core = '';
        expect(toLine(readInline(someFacts, { prefixes }))).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('does not care how it is cut into pieces, or in which encoding it comes', () => {
    const document = inlineFiling({
      contexts,
      facts: someFacts,
      body: '<h:p>£ – € 𝄞</h:p>',
    });
    const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from(document, 'utf16le')]);
    const swapped = Uint8Array.from(utf16, (_byte, index) => utf16[index ^ 1] ?? 0);
    const encoded = [
      Buffer.from(document),
      Buffer.from(`\ufeff${document}`),
      utf16,
      swapped,
      utf16.subarray(2),
      Buffer.from(document.replace('UTF-8', 'utf-16')),
      Buffer.from(document.replace('UTF-8', 'ISO-8859-1').replace(/[–€𝄞]/gu, ''), 'latin1'),
    ];
    const expected = toLine(read(document));
    fc.assert(
      fc.property(fc.constantFrom(...encoded), fc.integer({ min: 1, max: 300 }), (bytes, size) => {
        const reader = createAccountsReader({ fileName });
        for (let start = 0; start < bytes.length; start += size)
          reader.write(bytes.subarray(start, start + size));
        expect(toLine(reader.close())).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('without a name takes number and date from what it says', () => {
    const document = inlineFiling({
      contexts,
      facts: [
        ...someFacts,
        {
          name: 'BalanceSheetDate',
          context: 'now',
          text: '31 March 2021',
          attributes: { format: 'ixt:datedaymonthyearen' },
        },
        { name: 'UKCompaniesHouseRegisteredNumber', context: 'year', text: ' 1234567 ' },
        { name: 'EntityCurrentLegalOrRegisteredName', context: 'year', text: 'Made <h:b>Up</h:b>\n Limited' },
      ],
    });
    expect(read(document, {})).toMatchObject({
      file: null,
      companyNumber: '01234567',
      balanceDate: '2021-03-31',
      periodStart: '2020-04-01',
      name: 'Made Up Limited',
      figures: { current_assets: { value: 12_345 } },
    });
  });

  it('keeps every fact when asked, and only then', () => {
    const document = inlineFiling({ contexts, facts: someFacts });
    expect(read(document, { fileName, facts: true }).facts).toHaveLength(someFacts.length);
    expect(read(document).facts).toBeUndefined();
  });
});

describe('a fact', () => {
  it('counts only with the dimensions its figure asks for, exactly', () => {
    const maturities = 'MaturitiesOrExpirationPeriodsDimension';
    const instruments = 'FinancialInstrumentCurrentNon-currentDimension';
    const of = (dimensions: Record<string, string>) => ({ end: thisYear.end, dimensions });
    const filing = readInline(
      [
        money('Creditors', 'bare', '1'),
        money('Creditors', 'within', '20'),
        money('Creditors', 'after', '300'),
        money('Creditors', 'trade', '4'),
        money('Equity', 'shares', '5'),
        money('Equity', 'typed', '6'),
        money('Debtors', 'strangers', '7'),
        money('CurrentAssets', 'company', '8'),
      ],
      {
        contexts: {
          bare: of({}),
          within: of({ [maturities]: 'WithinOneYear', [instruments]: 'CurrentFinancialInstruments' }),
          after: of({ [instruments]: 'Non-currentFinancialInstruments' }),
          trade: of({ [maturities]: 'WithinOneYear', AnalysisDimension: 'Trade' }),
          shares: of({ EquityClassesDimension: 'ShareCapital' }),
          typed: of({ AnalysisDimension: '~1' }),
          strangers: of({ GroupCompanyDataDimension: 'Parent' }),
          company: of({ GroupCompanyDataDimension: 'Company' }),
        },
      },
    );
    expect(toLine(filing)).toMatchObject({
      figures: { creditors_1y: 20, creditors_after_1y: 300, current_assets: 8 },
      consolidated: null,
    });
    expect(filing.figures).not.toHaveProperty('equity');
    expect(filing.figures.share_capital?.value).toBe(5);
    expect(filing.figures).not.toHaveProperty('debtors');
  });

  it('counts only on the balance date, and a period only when it is 6 to 600 days long', () => {
    const ends = thisYear.end;
    const filing = readInline(
      [
        money('CurrentAssets', 'eve', '1'),
        money('Debtors', 'year', '2'),
        money('TurnoverRevenue', 'instant', '3'),
        money('OperatingProfitLoss', 'days', '4'),
        money('ProfitLoss', 'week', '5'),
        money('GrossProfitLoss', 'years', '6'),
      ],
      {
        contexts: {
          eve: { end: '2021-03-30' },
          year: thisYear,
          instant: { end: ends },
          days: { start: '2021-03-27', end: ends },
          week: { start: '2021-03-25', end: ends },
          years: { start: '2019-03-31', end: ends },
        },
      },
    );
    expect(toLine(filing)).toMatchObject({ figures: { profit: 5 } });
    expect(Object.keys(filing.figures)).toEqual(['profit']);
  });

  it('of the first concept in the list wins, and of the longest period', () => {
    const quarter = { start: '2021-01-01', end: thisYear.end };
    const filing = readInline(
      [
        money('CashCashEquivalents', 'now', '3'),
        money('CashBankInHand', 'now', '2'),
        money('ProfitLoss', 'quarter', '7'),
        money('ProfitLoss', 'year', '8'),
        money('ProfitLossForPeriod', 'year', '9'),
      ],
      { contexts: { ...contexts, quarter } },
    );
    expect(toLine(filing)).toMatchObject({ figures: { cash: 2, profit: 8 }, issues: [] });
  });

  it('may repeat rounded, but not contradict itself unseen', () => {
    const filing = readInline([
      money('Debtors', 'now', '1.2', { scale: '3', decimals: '-2' }),
      money('Debtors', 'now', '1234', { decimals: '0' }),
      money('CurrentAssets', 'now', '5'),
      money('CurrentAssets', 'now', '50'),
    ]);
    expect(toLine(filing)).toMatchObject({ figures: { debtors: 1_234 } });
    expect(correctFigures(filing.figures).values).toEqual({ debtors: 1_234 });
    expect(filing.issues.map(({ kind, concept }) => [kind, concept])).toEqual([
      ['conflicting-values', 'CurrentAssets'],
    ]);
  });

  it('is read through nested facts, split text, exclusions and continuations', () => {
    const inner = inlineFact(money('CurrentAssets', 'now', '4<h:i>,32</h:i>1'));
    const filing = read(
      inlineFiling({
        contexts,
        facts: [
          money('Debtors', 'now', inner),
          {
            name: 'BalanceSheetDate',
            context: 'now',
            text: '31 March <ix:exclude>page 7</ix:exclude>20<h:j>2</h:j>1',
          },
          {
            name: 'EntityCurrentLegalOrRegisteredName',
            context: 'year',
            text: 'Made ',
            attributes: { continuedAt: 'c1' },
          },
        ],
        body: '<ix:continuation id="c2">Limited</ix:continuation><h:p><ix:continuation id="c1" continuedAt="c2">Up </ix:continuation></h:p>',
      }),
    );
    expect(toLine(filing)).toMatchObject({ figures: { debtors: 4_321, current_assets: 4_321 }, issues: [] });
    expect(filing).toMatchObject({ name: 'Made Up Limited', balanceSheetDate: '2021-03-31' });
  });

  it('that is nil is no figure and no fault', () => {
    const filing = readInline([
      money('CurrentAssets', 'now', '', { 'xsi:nil': 'true' }),
      money('Debtors', 'now', '1'),
    ]);
    expect(toLine(filing)).toMatchObject({ figures: { debtors: 1 }, issues: [] });
    expect(filing.figures).not.toHaveProperty('current_assets');
  });

  it.each([
    ['true', ''],
    ['1', ''],
    ['true', ' \n '],
  ])('is nil by xsi:nil="%s" around “%s”', (nil, text) => {
    const { figures, issues } = readInline([
      money('CurrentAssets', 'now', text, { 'xsi:nil': nil }),
      money('Debtors', 'now', '1'),
    ]);
    expect([figures, issues]).toEqual([
      expect.not.objectContaining({ current_assets: expect.anything() }),
      [],
    ]);
  });

  it.each([
    ['another attribute of the schema instance', '', { 'xsi:type': 'true' }],
    ['an attribute called nil of nobody', '', { nil: 'true' }],
    ['one called nil of another vocabulary', '', { 'd:nil': 'true' }],
    ['xsi:nil="false"', '', { 'xsi:nil': 'false' }],
    ['a figure that says it is nil', '5 or so', { 'xsi:nil': 'true' }],
  ])('is not nil by %s', (_, text, attributes) => {
    const { issues } = readInline([
      money('CurrentAssets', 'now', text, attributes),
      money('Debtors', 'now', '1'),
    ]);
    expect(issues.map(({ kind, concept }) => [kind, concept])).toEqual([
      ['unreadable-value', 'CurrentAssets'],
    ]);
  });

  it('that says no context or no unit is named by what it lacks, and is no figure', () => {
    const filing = readInline([money('Debtors', 'now', '1')], {
      body: '<ix:nonFraction name="core:CurrentAssets" contextRef="now" decimals="0">5</ix:nonFraction><ix:nonFraction name="core:Equity" unitRef="GBP" decimals="0">6</ix:nonFraction>',
    });
    expect(filing.issues.map(({ kind, concept, message }) => [kind, concept, message])).toEqual([
      ['missing-attribute', 'CurrentAssets', 'it has no unitRef'],
      ['missing-attribute', 'Equity', 'it has no contextRef'],
    ]);
    expect(toLine(filing)).toMatchObject({ figures: { debtors: 1 } });
    expect(filing.figures).not.toHaveProperty('equity');
  });

  it('that is faulty is one issue, and the rest is read', () => {
    const filing = readInline([
      money('Debtors', 'now', '1'),
      money('CurrentAssets', 'now', '2,909', { format: 'ixt:numdotdecimalblahblah' }),
      money('FixedAssets', 'now', 'see note 4'),
      money('Equity', 'nowhere', '5'),
      { name: 'FixedAssets', context: 'now', text: '6', unit: 'EUR' },
      { name: 'NameEntityOfficer', context: 'year', text: 'A. Person' },
      { name: 'NameEntityOfficer', context: 'year', text: 'A.  Person' },
      {
        name: 'BalanceSheetDate',
        context: 'now',
        text: '31 Juneuary',
        attributes: { format: 'ixt:datelonguk' },
      },
      { name: 'ReportTitle', context: 'year', text: 'Accounts', attributes: { continuedAt: 'gone' } },
    ]);
    expect(toLine(filing)).toMatchObject({ figures: { debtors: 1 } });
    expect(filing.issues.map(({ kind, concept }) => `${kind} ${concept}`).sort()).toEqual([
      'duplicate-fact NameEntityOfficer',
      'missing-continuation ReportTitle',
      'unknown-context Equity',
      'unknown-format CurrentAssets',
      'unknown-unit FixedAssets',
      'unreadable-date BalanceSheetDate',
      'unreadable-value FixedAssets',
    ]);
  });
});

describe('money', () => {
  it('is in the currency of the accounts, and no other is taken for it', () => {
    const euros = read(inlineFiling({ contexts, facts: someFacts, currency: 'EUR' }));
    expect(toLine(euros)).toMatchObject({ currency: 'EUR', figures: { current_assets: 12_345 } });
    const mixed = inlineFiling({
      contexts,
      facts: [money('Debtors', 'now', '5'), ...someFacts],
      currency: 'EUR',
    });
    const pounds = mixed
      .replace(
        '<xbrli:unit id="pure">',
        '<xbrli:unit id="P"><xbrli:measure>iso4217:GBP</xbrli:measure></xbrli:unit>$&',
      )
      .replace('unitRef="GBP"', 'unitRef="P"');
    expect(read(pounds).figures).not.toHaveProperty('debtors');
    expect(read(pounds).issues.map(({ kind }) => kind)).toEqual(['other-currency']);
  });
});
