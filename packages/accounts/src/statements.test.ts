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
  audited: as('AccountsStatusDimension', 'Audited'),
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
