import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isRefused } from './filing.ts';
import type { AccountsFiling } from './filing.ts';
import { toLine } from './line.ts';
import { readAccounts } from './reader.ts';

const folder = new URL('../../../../shared/data/accounts/', import.meta.url);
const isHere = existsSync(folder);

function read(file: string, fileName = file): AccountsFiling {
  const reading = readAccounts(readFileSync(new URL(file, folder)), { fileName });
  if (isRefused(reading)) throw new Error(`${file}: ${reading.refused}`);
  return reading;
}

/** What the originals contradict by themselves is none of the faults that were put in. */
function faultsIn(file: string): string[] {
  return read(`invalid/${file}`)
    .issues.filter(({ kind }) => kind !== 'contradicting-figures')
    .map(({ kind, concept, contextRef }) => `${kind} ${concept ?? contextRef ?? ''}`.trim())
    .sort();
}

const unknownFormat = 'unknown-format CurrentAssets';
const unknownContext = 'unknown-context EntityTradingStatus';

describe.skipIf(!isHere)('the doctored filings (../shared/data/accounts/invalid)', () => {
  it('give one issue for each fault that their README names', () => {
    expect(faultsIn('drkane_account_errors.html')).toEqual([unknownContext, unknownFormat]);
    expect(faultsIn('kanedata_account_errors.html')).toEqual([unknownContext, unknownFormat]);
    expect(faultsIn('kanedata_account_errors_nonnumeric.html')).toEqual([
      'missing-attribute',
      unknownContext,
      unknownFormat,
    ]);
    expect(faultsIn('kanedata_account_errors.xml')).toEqual([
      'unknown-format BalanceSheetDate',
      'unknown-format ValueOrdinarySharesAllotted',
    ]);
    expect(faultsIn('companieshouse_failure_duplicate_facts.xhtml')).toEqual([
      'duplicate-fact NameEntityOfficer',
    ]);
    expect(faultsIn('companieshouse_success.xhtml')).toEqual([]);
  });

  it('with a date that cannot be read say which context has it, besides the faults of the original', () => {
    expect(faultsIn('kanedata_account_errors_date.html')).toEqual([
      unknownContext,
      unknownFormat,
      'unreadable-date dcur4',
    ]);
  });

  it('lose the faulty figure and nothing else', () => {
    expect(toLine(read('invalid/drkane_account_errors.html'))).toMatchObject({
      companyNumber: '05969206',
      balanceDate: '2017-10-31',
      standard: 'micro',
      dormant: false,
      figures: { nca: 3_810, equity: 3_810, creditors_1y: 6_719 },
      previous: { balanceDate: '2016-10-31', figures: { current_assets: 4_585 } },
    });
    expect(read('invalid/drkane_account_errors.html').figures).not.toHaveProperty('current_assets');
  });

  it('of Companies House that must pass, pass', () => {
    expect(toLine(read('invalid/companieshouse_success.xhtml'))).toMatchObject({
      companyNumber: '12345716',
      standard: 'FRS 102',
      dormant: false,
      currency: 'GBP',
      figures: { employees: 1, equity: 2 },
    });
  });
});

describe.skipIf(!isHere)('known filings', () => {
  const words = (file: string) => read(`as_filed/${file}`).flags;

  it('raise a flag only where the auditor does', () => {
    expect(words('Prod223_2911_09835877_20191231.html')).toMatchObject([
      {
        kind: 'material-uncertainty-going-concern',
        quote: expect.stringMatching(
          /^Material uncertainty related to going concern We draw attention to note 2\.3 /,
        ),
      },
    ]);
    expect(words('Prod223_2911_04184222_20200229.html')).toMatchObject([
      {
        kind: 'qualified-opinion',
        quote: expect.stringMatching(
          /^Basis for qualified opinion Due to a limitation of scope .*£3,000,000\.$/,
        ),
      },
    ]);
    expect(words('Prod223_2911_00541560_20201130.html')).toEqual([]);
  });

  it('keep tags that cannot be meant, with an issue', () => {
    const filing = read(
      'as_filed/Prod223_3384_09355500_20221231.html',
      'Prod223_3384_09355500_20221231.html',
    );
    expect(filing.figures.employees?.value).toBe(0.03);
    expect(filing.issues.map(({ kind }) => kind)).toContain('implausible-figure');
  });
});
