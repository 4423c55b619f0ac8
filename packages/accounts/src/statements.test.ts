import { describe, expect, it } from 'vitest';
import { isRefused } from './filing.ts';
import type { AccountsFiling } from './filing.ts';
import { toLine } from './line.ts';
import { fileName, inlineFiling, lastYear, plainFiling, thisYear } from './made-up-filing.ts';
import type { MadeUpFact } from './made-up-filing.ts';
import { correctFigures } from './plausible.ts';
import { readAccounts } from './reader.ts';

const as = (dimension: string, member: string) => ({ ...thisYear, dimensions: { [dimension]: member } });
const contexts = {
  now: { end: thisYear.end },
  year: thisYear,
  before: lastYear,
  micro: as('AccountingStandardsDimension', 'Micro-entities'),
  ifrs: as('AccountingStandardsDimension', 'FullIFRS'),
  first: as('SubsidiariesDimension', 'Subsidiary1'),
  second: as('SubsidiariesDimension', 'Subsidiary2'),
  unheard: as('AccountingStandardsDimension', 'Frs999'),
  medium: as('AccountingStandardsDimension', 'MediumEntities'),
  earlier: { ...lastYear, dimensions: { AccountingStandardsDimension: 'SmallEntities' } },
  typed: as('AccountingStandardsDimension', '~own rules'),
  audited: as('AccountsStatusDimension', 'Audited'),
  unknownStatus: as('AccountsStatusDimension', 'Reviewed'),
  exempt: as('AccountsStatusDimension', 'AuditExempt-NoAccountantsReport'),
};

const says = (name: string, context: string, text = '', format?: string): MadeUpFact => ({
  name,
  context,
  text,
  ...(format === undefined ? {} : { attributes: { format: `ixt:${format}` } }),
});

function read(...facts: readonly MadeUpFact[]): AccountsFiling {
  const reading = readAccounts(
    inlineFiling({ contexts, facts: [says('ReportTitle', 'year', 'Accounts'), ...facts] }),
    {
      fileName,
    },
  );
  if (isRefused(reading)) throw new Error(reading.refused);
  return reading;
}

const smallRegime = 'StatementThatAccountsHaveBeenPreparedInAccordanceWithProvisionsSmallCompaniesRegime';

describe('the accounting standard', () => {
  it('is the member of its dimension, in the words people use', () => {
    expect(read(says('AccountingStandardsApplied', 'micro')).standard).toBe('micro');
    expect(read(says('AccountingStandardsApplied', 'ifrs')).standard).toBe('IFRS');
    expect(read(says('AccountingStandardsApplied', 'unheard')).standard).toBe('Frs999');
  });

  it('is that of the latest period, in any words, typed ones too', () => {
    const of = (...names: readonly string[]) =>
      read(...names.map((context) => says('AccountingStandardsApplied', context))).standard;
    expect(of('medium')).toBe('medium');
    expect(of('earlier', 'medium')).toBe('medium');
    expect(of('medium', 'earlier')).toBe('medium');
    expect(of('earlier')).toBe('small');
    expect(of('typed')).toBe('own rules');
    expect(of('year')).toBeNull();
  });

  it('is not stated by words that say false, nor by nothing', () => {
    expect(read(says(smallRegime, 'year', 'false')).standard).toBeNull();
    const special = 'AccountsAreInAccordanceWithSpecialProvisionsCompaniesActRelatingToSmallCompanies';
    expect(read(says(special, 'year', 'true')).standard).toBe('small');
    expect(read(says(special, 'year', 'micro entity')).standard).toBe('micro');
    expect(read(says(special, 'year', 'microentity')).standard).toBe('micro');
  });

  it.each([
    ['http://xbrl.frc.org.uk/FRS-101/2021-01-01/FRS-101-2021-01-01.xsd', 'FRS 101'],
    ['https://xbrl.frc.org.uk/FRS-102/2021-01-01/FRS-102-2021-01-01.xsd', 'FRS 102'],
    ['https://xbrl.frc.org.uk/ifrs/2021-01-01/ifrs-2021-01-01.xsd', 'IFRS'],
    ['https://xbrl.frc.org.uk/fr/2021-01-01/char/char-2021-01-01.xsd', 'charities SORP'],
    ['http://www.xbrl.org/uk/gaap/core/2009-09-01/uk-gaap-full-2009-09-01.xsd', 'UK GAAP'],
    ['http://www.example.org/other.xsd', null],
  ])('is else that of the taxonomy that it refers to: %s', (href, standard) => {
    const page = inlineFiling({
      contexts,
      facts: [says('ReportTitle', 'year', 'Accounts')],
      body: `<link:schemaRef xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="${href}"/>`,
    });
    const reading = readAccounts(page, { fileName });
    if (isRefused(reading)) throw new Error(reading.refused);
    expect(reading.standard).toBe(standard);
    expect(reading.taxonomies).toEqual([href]);
  });

  it('is else what the directors state, else unknown', () => {
    expect(read(says(smallRegime, 'year', 'These accounts are small.')).standard).toBe('small');
    expect(read(says(smallRegime, 'year', 'under the micro-entity provisions')).standard).toBe('micro');
    expect(read().standard).toBeNull();
  });
});

describe('audited', () => {
  const exemption = 'StatementThatCompanyEntitledToExemptionFromAuditUnderSection477CompaniesAct2006';

  it('is what the accounts status says', () => {
    expect(read(says('AccountsStatusAuditedOrUnaudited', 'audited')).audited).toBe(true);
    const both = [
      says('AccountsStatusAuditedOrUnaudited', 'exempt'),
      says('DateAuditorsReport', 'now', '2021-06-01'),
    ];
    expect(read(...both).audited).toBe(false);
  });

  it('is unknown where statuses contradict each other, and not told by one that we do not know', () => {
    const status = (...names: readonly string[]) =>
      read(...names.map((context) => says('AccountsStatusAuditedOrUnaudited', context))).audited;
    expect(status('audited', 'exempt')).toBeNull();
    expect(status('unknownStatus')).toBeNull();
    expect(status('year')).toBeNull();
    expect(status('exempt', 'unknownStatus')).toBe(false);
  });

  it('is not for members who have not asked for an audit, nor for a dormant company', () => {
    const members = 'StatementThatMembersHaveNotRequiredCompanyToObtainAnAudit';
    expect(read(says(members, 'year', 'true'))).toMatchObject({ audited: false, dormant: null });
    expect(read(says('CompanyEntitledToExemption', 'year', 'true')).audited).toBe(false);
    const dormant = `${exemption.replace('477', '480')}RelatingToDormantCompanies`;
    expect(read(says(dormant, 'year', 'true')).audited).toBe(false);
  });

  it('is else what an exemption or an auditor’s report shows, else unknown', () => {
    expect(read(says(exemption, 'year', 'The company was entitled to exemption.')).audited).toBe(false);
    expect(read(says('OpinionAuditorsOnEntity', 'year', 'In our opinion')).audited).toBe(true);
    expect(read(says(exemption, 'year', 'false')).audited).toBeNull();
    expect(read().audited).toBeNull();
  });
});

describe('dormant', () => {
  it('is carried by the format where the text is empty', () => {
    expect(read(says('EntityDormantTruefalse', 'year', '', 'booleantrue')).dormant).toBe(true);
    expect(read(says('EntityDormantTruefalse', 'year', '', 'booleanfalse')).dormant).toBe(false);
  });

  it('is the word of the latest period, and unknown where that contradicts itself', () => {
    const before = says('EntityDormant', 'before', 'true');
    expect(read(before, says('EntityDormant', 'year', 'false')).dormant).toBe(false);
    const both = [says('EntityDormant', 'year', 'false'), says('EntityDormant', 'year', 'true')];
    expect(read(...both).dormant).toBeNull();
    expect(read(says('EntityDormant', 'year', 'perhaps')).dormant).toBeNull();
    expect(
      read(says('EntityDormant', 'year', 'perhaps'), says('EntityDormant', 'year', 'true')).dormant,
    ).toBe(true);
  });

  it('is reversed in CompanyNotDormant, and implied by the exemption for dormant companies', () => {
    expect(read(says('CompanyNotDormant', 'year', 'true')).dormant).toBe(false);
    const exemption = 'StatementThatCompanyEntitledToExemptionFromAuditUnderSection480CompaniesAct2006';
    expect(read(says(`${exemption}RelatingToDormantCompanies`, 'year', 'Entitled.')).dormant).toBe(true);
    expect(read().dormant).toBeNull();
  });

  it('is read from a plain instance alike', () => {
    const document = plainFiling({ contexts, facts: [says('CompanyDormant', 'year', '\n true \n')] });
    expect(toLine(readAccounts(document, { fileName }))).toMatchObject({ dormant: true, audited: null });
  });
});

describe('a figure that cannot be meant', () => {
  const figures = read(
    {
      name: 'AverageNumberEmployeesDuringPeriod',
      context: 'year',
      text: '3',
      unit: 'pure',
      attributes: { scale: '-2' },
    },
    { name: 'CreditorsDueWithinOneYear', context: 'now', text: '50', unit: 'GBP', attributes: { sign: '-' } },
    { name: 'Debtors', context: 'now', text: '7', unit: 'GBP', attributes: { sign: '-' } },
  );

  it('stands as tagged, with an issue beside it', () => {
    expect(toLine(figures)).toMatchObject({ figures: { employees: 0.03, creditors_1y: -50, debtors: -7 } });
    expect(figures.issues.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      'implausible-figure: employees is tagged 0.03; 3 is most likely meant',
      'implausible-figure: creditors_1y is tagged -50; 50 is most likely meant',
    ]);
  });

  it('is corrected for those who ask', () => {
    expect(correctFigures(figures.figures).values).toEqual({ employees: 3, creditors_1y: 50, debtors: -7 });
  });
});

describe('the subsidiaries', () => {
  it('are those that the accounts list, in whatever context each stands, as printed and once', () => {
    const listed = [
      says('NameSubsidiary', 'first', 'Example Care  Homes\n Ltd'),
      says('NameSubsidiary', 'second', 'Example Catering Limited'),
      says('NameSubsidiary', 'second', 'Example Catering Limited'),
    ];
    expect(read(...listed).subsidiaries).toEqual(['Example Care Homes Ltd', 'Example Catering Limited']);
    expect(read().subsidiaries).toEqual([]);
  });
});

describe('what the accounts say of themselves', () => {
  it('is the name, the number and the dates as they are tagged, the first that is not empty', () => {
    const filing = read(
      says('EntityCurrentLegalOrRegisteredName', 'year', '  '),
      says('EntityCurrentLegalOrRegisteredName', 'year', ' Example  Care\nLtd '),
      says('EntityCurrentLegalOrRegisteredName', 'year', 'Another Ltd'),
      says('BalanceSheetDate', 'year', '31 March 2021'),
    );
    expect(filing).toMatchObject({ name: 'Example Care Ltd', balanceSheetDate: '2021-03-31' });
    expect(read()).toMatchObject({ name: null, balanceSheetDate: null });
    expect(read(says('BalanceSheetDate', 'year', 'soon')).balanceSheetDate).toBeNull();
  });

  it('with another date than that of the filing is an issue', () => {
    const issuesOf = (date: string) =>
      read(says('BalanceSheetDate', 'year', date))
        .issues.filter(({ kind }) => kind === 'balance-date-differs')
        .map(({ message, concept }) => [message, concept]);
    expect(issuesOf('31 March 2021')).toEqual([]);
    expect(issuesOf('31 March 2020')).toEqual([
      ['the balance sheet date is tagged 2020-03-31, the filing is for 2021-03-31', 'BalanceSheetDate'],
    ]);
  });

  it('without a file name is their own number, else that of the entity of their contexts', () => {
    const numberOf = (...facts: readonly MadeUpFact[]) => {
      const reading = readAccounts(
        inlineFiling({ contexts, facts: [says('ReportTitle', 'year', 'A'), ...facts] }),
      );
      if (isRefused(reading)) throw new Error(reading.refused);
      return reading.companyNumber;
    };
    expect(numberOf(says('UKCompaniesHouseRegisteredNumber', 'year', '7654321'))).toBe('07654321');
    expect(numberOf(says('UKCompaniesHouseRegisteredNumber', 'year', 'none'))).toBe('01234567');
    expect(numberOf()).toBe('01234567');
  });

  it('that they are not prepared on a going-concern basis is a flag of its own, once', () => {
    const basis = 'FinancialStatementsArePreparedOnGoing-concernBasisTruefalse';
    const flagsOf = (text: string) => read(says(basis, 'year', text)).flags;
    expect(flagsOf('false')).toEqual([{ kind: 'not-going-concern-basis', quote: `${basis}: false` }]);
    for (const other of ['true', 'perhaps']) expect(flagsOf(other)).toEqual([]);
    expect(read().flags).toEqual([]);
  });
});
