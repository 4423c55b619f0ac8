import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FigureName } from './figures.ts';
import { isRefused } from './filing.ts';
import type { AccountsFiling } from './filing.ts';
import { readAccounts } from './reader.ts';
import type { Figures } from './select.ts';
import { transformationOf } from './formats.ts';
import { readDecimal } from './values.ts';

const folder = new URL('../../../../shared/data/accounts/', import.meta.url);
const isHere = existsSync(folder);

type Cell = string | boolean | null;
type Row = Readonly<Record<string, Cell>>;

/** The peer's columns and our figures; the first that is there. */
const columns: Readonly<Record<string, readonly FigureName[]>> = {
  average_number_employees_during_period: ['employees'],
  called_up_share_capital: ['share_capital'],
  profit_loss_account_reserve: ['retained_earnings'],
  cash_bank_in_hand: ['cash'],
  cost_sales: ['cost_of_sales'],
  administrative_expenses: ['administrative_expenses'],
  staff_costs: ['staff_costs'],
  creditors_due_after_one_year: ['creditors_after_1y'],
  creditors_due_within_one_year: ['creditors_1y'],
  current_assets: ['current_assets'],
  debtors: ['debtors'],
  depreciation_other_amounts_written_off_tangible_intangible_fixed_assets: ['depreciation'],
  gross_profit_loss: ['gross_profit'],
  net_assets_liabilities_including_pension_asset_liability: ['net_assets'],
  net_current_assets_liabilities: ['nca'],
  operating_profit_loss: ['operating_profit'],
  profit_loss_for_period: ['profit'],
  profit_loss_on_ordinary_activities_before_tax: ['pbt'],
  shareholder_funds: ['equity'],
  tangible_fixed_assets: ['fixed_assets', 'ppe'],
  tax_on_profit_or_loss_on_ordinary_activities: ['tax'],
  total_assets_less_current_liabilities: ['talcl'],
  turnover_gross_operating_revenue: ['turnover'],
};

/** Why theirs is wrong. Each sentence was checked in the document. */
const shareCapital =
  'share capital, or retained losses, taken for equity: the tag’s dimension is not looked at';
const notPeriodBound = 'the last number of employees in the document, whatever its period';
const missesCreditors =
  'creditors within and after a year are told apart by dimensions, not by the context’s id';
const missesShares = 'equity’s classes are dimensions, not parts of the context’s id';
const formatCarries = 'the truth is carried by the format booleanfalse; the text is empty';
const dashIsNought = 'the tag shows a dash with a format that means nought';
const classTaken = 'the cost of one class of assets, taken for all tangible fixed assets';

const theyErr: Readonly<Record<string, string>> = {
  '09355500 2022-12-31 average_number_employees_during_period: 0.02 there, 0.03 here': notPeriodBound,
  '09355500 2022-12-31 called_up_share_capital: null there, 200 here': missesShares,
  '09355500 2022-12-31 company_dormant: null there, false here': formatCarries,
  '09355500 2022-12-31 creditors_due_within_one_year: null there, 44598 here': missesCreditors,
  '09355500 2022-12-31 profit_loss_account_reserve: null there, 374804 here': missesShares,
  '09355500 2022-12-31 shareholder_funds: 200 there, 375004 here': shareCapital,
  '09355500 2021-12-31 called_up_share_capital: null there, 150 here': missesShares,
  '09355500 2021-12-31 company_dormant: null there, false here': formatCarries,
  '09355500 2021-12-31 creditors_due_within_one_year: null there, 34955 here': missesCreditors,
  '09355500 2021-12-31 profit_loss_account_reserve: null there, 285414 here': missesShares,
  '09355500 2021-12-31 shareholder_funds: 150 there, 285564 here': shareCapital,
  '14033910 2022-08-31 creditors_due_within_one_year: null there, 7657 here': missesCreditors,
  'NI681295 2022-08-31 creditors_due_within_one_year: null there, 6459 here': missesCreditors,
  'NI681295 2022-08-31 tangible_fixed_assets: null there, 0 here': dashIsNought,
  'NI682066 2022-09-30 shareholder_funds: 2 there, null here': shareCapital,
  'NI682066 2021-09-01 average_number_employees_during_period: 2 there, null here': notPeriodBound,
  'NI682066 2021-09-01 tangible_fixed_assets: 1750 there, null here': classTaken,
  'SC720321 2023-01-31 creditors_due_after_one_year: null there, 23973 here': missesCreditors,
  'SC720321 2023-01-31 shareholder_funds: -22737 there, null here': shareCapital,
  'SC720321 2022-01-18 average_number_employees_during_period: 4 there, null here': notPeriodBound,
  'SC720321 2022-01-18 tangible_fixed_assets: null there, 0 here': dashIsNought,
};

/** Of their made-up documents; XML knows no `ix:nonfraction`, and a fact without a context is at no date. */
const theyAreNoFilings: Readonly<Record<string, string>> = {
  test_employee_numbers_not_negative: 'not accounts: it holds no facts',
  test_employee_numbers_numdotcomma: 'not accounts: it holds no facts',
};

function read(file: string, document: Uint8Array | string): AccountsFiling | string {
  const reading = readAccounts(document, { fileName: file });
  return isRefused(reading) ? reading.refused : reading;
}

function figuresAt(filing: AccountsFiling, end: Cell): Figures {
  if (end === filing.balanceDate) return filing.figures;
  return end === filing.previous?.balanceDate ? filing.previous.figures : {};
}

function ours(filing: AccountsFiling, column: string, row: Row): Cell | undefined {
  const names = columns[column];
  if (names !== undefined) {
    const figures = figuresAt(filing, row['period_end'] ?? null);
    return names.map((name) => figures[name]?.decimal).find((value) => value !== undefined) ?? null;
  }
  switch (column) {
    case 'balance_sheet_date':
      return filing.balanceSheetDate;
    case 'company_id':
    case 'companies_house_registered_number':
      return filing.companyNumber;
    case 'date':
      return filing.balanceDate;
    case 'company_dormant':
      return filing.dormant;
    case 'entity_current_legal_name':
      return filing.name;
    default:
      return undefined;
  }
}

function differences(filing: AccountsFiling, row: Row): string[] {
  return Object.entries(row).flatMap(([column, theirs]) => {
    const mine = ours(filing, column, row);
    if (mine === undefined || mine === theirs) return [];
    return [`${row['company_id']} ${row['period_end']} ${column}: ${theirs} there, ${mine} here`];
  });
}

describe.skipIf(!isHere)('what uktrade/stream-read-xbrl expects of these filings', () => {
  it('is what is read, but where it is wrong', () => {
    const rows: readonly Row[] = JSON.parse(readFileSync(new URL('srx_expected_data.json', folder), 'utf8'));
    const files = readdirSync(new URL('as_filed/', folder));
    const found = rows.flatMap((row) => {
      const stamp = String(row['date']).replaceAll('-', '');
      const file =
        files.find((name) => name.startsWith(`${row['run_code']}_${row['company_id']}_${stamp}`)) ?? '';
      const filing = read(file, readFileSync(new URL(`as_filed/${file}`, folder)));
      return typeof filing === 'string' ? [filing] : differences(filing, row);
    });
    expect(rows).toHaveLength(9);
    expect(found.filter((difference) => theyErr[difference] === undefined)).toEqual([]);
    expect(Object.keys(theyErr).filter((difference) => !found.includes(difference))).toEqual([]);
  });

  it('is what is read of its made-up documents, but where those are no filings', () => {
    const cases: readonly { test: string; file: string; xml: string; row: Row }[] = JSON.parse(
      readFileSync(new URL('srx_unit_cases.json', folder), 'utf8'),
    );
    expect(cases).toHaveLength(7);
    for (const { test, file, xml, row } of cases) {
      const filing = read(file, xml);
      if (typeof filing === 'string') {
        expect(filing).toBe(theyAreNoFilings[test]);
        continue;
      }
      const period = { period_start: filing.periodStart, period_end: filing.balanceDate };
      expect([test, differences(filing, row)]).toEqual([test, []]);
      if (row['period_start'] !== undefined) expect(row).toMatchObject(period);
    }
  });

  it('of its odd numbers is what its formats say, here too', () => {
    expect(readDecimal('8.00', transformationOf('ixt:numdotcomma'))).toBe('800');
    expect(readDecimal('\n 8 \n', transformationOf('ixt:numdotdecimal'), '', '-')).toBe('-8');
    for (const dash of ['–', '—']) expect(readDecimal(dash, transformationOf('ixt:zerodash'))).toBe('0');
  });
});
