import { expect, test } from 'vitest';
import { fileName, inlineFact, inlineFiling, lastYear, plainFiling, thisYear } from './made-up-filing.ts';
import type { MadeUpFact, MadeUpFiling } from './made-up-filing.ts';
import { readAccounts } from './reader.ts';

// What is read of a filing with a bit of everything is kept, to the last position and issue:
// `npx vitest run --project unit packages/accounts/src/whole-filing -u` writes it anew.

const as = (dimensions: Readonly<Record<string, string>>) => ({ end: thisYear.end, dimensions });
const contexts = {
  now: { end: thisYear.end },
  prior: { end: lastYear.end },
  year: thisYear,
  before: lastYear,
  group: as({ GroupCompanyDataDimension: 'Consolidated' }),
  company: as({ GroupCompanyDataDimension: 'Company' }),
  nobody: as({ GroupCompanyDataDimension: 'Somebody' }),
  within: as({ MaturitiesOrExpirationPeriodsDimension: 'WithinOneYear' }),
  after: as({ MaturitiesOrExpirationPeriodsDimension: 'AfterOneYear' }),
  typed: as({ DescriptionDimension: '~a typed one', GroupCompanyDataDimension: 'Company' }),
  small: { ...thisYear, dimensions: { AccountingStandardsDimension: 'SmallEntities' } },
  exempt: { ...thisYear, dimensions: { AccountsStatusDimension: 'AuditExempt-NoAccountantsReport' } },
  midnight: { end: '2021-04-01T00:00:00' },
  noDay: { end: '2021-02-31' },
  noPeriod: { start: 'some day', end: '2021-03-31' },
  short: { start: '2021-03-26', end: '2021-03-31' },
  long: { start: '2019-08-08', end: '2021-03-31' },
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
const says = (
  name: string,
  context: string,
  text: string,
  attributes: Record<string, string> = {},
): MadeUpFact => ({
  name,
  context,
  text,
  attributes,
});

const facts: readonly MadeUpFact[] = [
  says('EntityCurrentLegalOrRegisteredName', 'year', ' Example Care Homes\n Limited '),
  says('UKCompaniesHouseRegisteredNumber', 'year', '01234567'),
  says('BalanceSheetDate', 'now', '31 March 2021', { format: 'ixt:datedaymonthyearen' }),
  says('EndDateForPeriodCoveredByReport', 'now', '3/31/2021', { format: 'ixt:datemonthdayyear' }),
  says('StartDateForPeriodCoveredByReport', 'now', '2020-04-01', { format: 'ixt:date-year-month-day' }),
  says('AccountingStandardsApplied', 'small', '', { format: 'ixt:nocontent' }),
  says('AccountsStatusAuditedOrUnaudited', 'exempt', ''),
  says('EntityDormantTruefalse', 'year', '', { format: 'ixt:booleanfalse' }),
  says('EntityTradingStatus', 'year', '', { format: 'ixt:booleantrue' }),
  says('DescriptionPrincipalActivities', 'year', 'Care', { format: 'ixt:dateshortday', 'xml:lang': 'en' }),
  says('NumberOfDirectors', 'year', '-', { format: 'ixt:zerodash' }),
  says('DescriptionOfShares', 'year', '1.000,5', { format: 'ixt:numcommadecimal' }),
  says('NameSubsidiary', 'year', 'Example Catering Limited'),
  money('TurnoverRevenue', 'year', '1,500', { scale: '3', decimals: '-3' }),
  money('TurnoverRevenue', 'before', '1.400', { scale: '3', format: 'ixt:numcommadecimal' }),
  money('TurnoverRevenue', 'short', '9'),
  money('TurnoverRevenue', 'long', '9'),
  money('OperatingProfitLoss', 'year', '(75,000)', { decimals: 'INF' }),
  money('CurrentAssets', 'now', '100,000'),
  money('CurrentAssets', 'prior', '90,000'),
  money('CurrentAssets', 'group', '200,000'),
  money('CurrentAssets', 'company', '100,000'),
  money('CurrentAssets', 'nobody', '7'),
  money('CurrentAssets', 'typed', '8'),
  money('CurrentAssets', 'midnight', '100,000'),
  money('Creditors', 'within', '60,000', { sign: '-' }),
  money('Creditors', 'after', '10,000'),
  money('NetCurrentAssetsLiabilities', 'now', '-40,000'),
  money('Equity', 'now', '', { 'xsi:nil': 'true' }),
  money('Equity', 'now', '£ 30,000'),
  money('Equity', 'prior', '25,000', { 'xsi:nil': 'false' }),
  { name: 'AverageNumberEmployeesDuringPeriod', context: 'year', text: '12', unit: 'pure', attributes: {} },
  // What is wrong in one way each.
  money('FixedAssets', 'gone', '5'),
  money('FixedAssets', 'noDay', '5'),
  money('FixedAssets', 'noPeriod', '5'),
  { name: 'FixedAssets', context: 'now', text: '5', unit: 'USD' },
  money('FixedAssets', 'now', 'see note 4'),
  money('FixedAssets', 'now', '5', { format: 'ixt:of-no-registry' }),
  money('FixedAssets', 'now', '5', { scale: '1.5' }),
  money('FixedAssets', 'now', '5', { name: 'unbound:FixedAssets' }),
  money('FixedAssets', 'now', '5', { name: '' }),
  money('Debtors', 'now', '5'),
  money('Debtors', 'now', '50'),
  says('ReportTitle', 'year', 'Accounts', { continuedAt: 'gone' }),
  says('DateAuthorisation', 'now', '31 Juneuary', { format: 'ixt:datedaymonthyear' }),
  says('NameEntityOfficer', 'year', 'A. Person'),
  says('NameEntityOfficer', 'year', 'B. Person'),
  says('NameEntityOfficer', 'year', 'B. Person'),
];

const body = [
  `<h:p>The company <h:b>was</h:b> ${inlineFact(says('DescriptionOfEvents', 'year', 'wound <ix:exclude>page 3</ix:exclude>up', { continuedAt: 'c1' }))}</h:p>`,
  '<ix:continuation id="c1" continuedAt="c2"> in part</ix:continuation><ix:continuation id="c2">, later</ix:continuation>',
  `<h:p>${inlineFact(money('Provisions', 'now', inlineFact(money('ProvisionsForLiabilities', 'now', '4<h:i>,3</h:i>21'))))}</h:p>`,
  '<h:h2>Material uncertainty related to going concern</h:h2><h:p>We draw attention to note 2. It says more.</h:p>',
  '<link:schemaRef xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://xbrl.frc.org.uk/FRS-102/2021-01-01/FRS-102-2021-01-01.xsd"/>',
].join('\n');

async function isKept(name: string, document: string) {
  const reading = readAccounts(document, { fileName, facts: true });
  const whole = JSON.stringify(
    reading,
    (_, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value),
    1,
  );
  await expect(`${whole}\n`).toMatchFileSnapshot(`./fixtures/${name}.txt`);
}

const filing: MadeUpFiling = { contexts, facts, body };

test('a page with a bit of everything is read as it is kept', async () => {
  await isKept('inline-filing', inlineFiling(filing));
});

test('a plain instance with the same facts is read as it is kept', async () => {
  const plain = facts.filter(({ attributes = {} }) => !('name' in attributes));
  await isKept('plain-filing', plainFiling({ contexts, facts: plain }));
});

test('what is no accounts is refused as it is kept', () => {
  const refusedOf = (document: string) => {
    const reading = readAccounts(document, { fileName });
    return 'refused' in reading ? reading.refused : 'read';
  };
  expect(refusedOf('<html xmlns="http://www.w3.org/1999/xhtml"><body>Accounts</body></html>')).toBe(
    'not accounts: it is neither Inline XBRL nor an XBRL instance',
  );
  expect(refusedOf(inlineFiling({ contexts, facts: [] }))).toBe('not accounts: it holds no facts');
  expect(refusedOf('<!DOCTYPE a [ <!ENTITY b "c"> ]><a/>')).toBe(
    'not accepted: a document type declaration of its own',
  );
  expect(refusedOf('<a><b></a>')).toMatch(/^not well-formed: /);
});
