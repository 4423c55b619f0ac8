import { addMonths, type IsoDate } from '@tocsin/domain';
import type { Company } from './companies.ts';
import { holdingsOf, type Country } from './country.ts';
import { accountsOf } from './accounts.ts';
import { bytesOf, type Made } from './made.ts';

const SOURCE = 'register-of-companies';
const FORMER_NAMES = 10;

/** The columns as published: fourteen have a space before their name. */
const HEADER = [
  'CompanyName',
  ' CompanyNumber',
  'RegAddress.CareOf',
  'RegAddress.POBox',
  'RegAddress.AddressLine1',
  ' RegAddress.AddressLine2',
  'RegAddress.PostTown',
  'RegAddress.County',
  'RegAddress.Country',
  'RegAddress.PostCode',
  'CompanyCategory',
  'CompanyStatus',
  'CountryOfOrigin',
  'DissolutionDate',
  'IncorporationDate',
  'Accounts.AccountRefDay',
  'Accounts.AccountRefMonth',
  'Accounts.NextDueDate',
  'Accounts.LastMadeUpDate',
  'Accounts.AccountCategory',
  'Returns.NextDueDate',
  'Returns.LastMadeUpDate',
  'Mortgages.NumMortCharges',
  'Mortgages.NumMortOutstanding',
  'Mortgages.NumMortPartSatisfied',
  'Mortgages.NumMortSatisfied',
  'SICCode.SicText_1',
  'SICCode.SicText_2',
  'SICCode.SicText_3',
  'SICCode.SicText_4',
  'LimitedPartnerships.NumGenPartners',
  'LimitedPartnerships.NumLimPartners',
  'URI',
  ...Array.from({ length: FORMER_NAMES }, (_, at) => [
    `PreviousName_${at + 1}.CONDATE`,
    ` PreviousName_${at + 1}.CompanyName`,
  ]).flat(),
  'ConfStmtNextDueDate',
  ' ConfStmtLastMadeUpDate',
] as const;

type Cells = Readonly<Partial<Record<string, string>>>;

/** `BasicCompanyDataAsOneFile` of the month after: every company that is not dissolved, and the holding companies. */
export function* bulkRegisterOf(country: Country): Generator<Made> {
  const month = `${addMonths(country.until, 1).slice(0, 7)}-01`;
  const rows = [HEADER.join(',')];
  for (let index = 0; index < country.size.suppliers; index += 1) {
    const company = country.supplier(index);
    if (!country.fate(index).dissolvedOn) rows.push(rowOf(cellsOf(country, company, index)));
  }
  for (const { number, name, notifiedOn, insolventOn } of holdingsOf(country))
    rows.push(
      rowOf({
        ...common(number, name, notifiedOn),
        CompanyStatus: insolventOn === null ? 'Active' : 'In Administration',
        'SICCode.SicText_1': '64209 - Activities of other holding companies',
      }),
    );
  yield {
    document: {
      source: SOURCE,
      file: `${SOURCE}/BasicCompanyDataAsOneFile-${month}.csv`,
      url: `http://download.companieshouse.gov.uk/BasicCompanyDataAsOneFile-${month}.zip`,
      retrievedAt: `${month}T08:00:00.000Z`,
      contentType: 'text/csv',
      body: bytesOf(`${rows.join('\n')}\n`),
      hasAddress: true,
      publishedOn: month,
    },
  };
}

function common(number: string, name: string, incorporatedOn: IsoDate): Cells {
  return {
    CompanyName: name,
    ' CompanyNumber': number,
    'RegAddress.AddressLine1': '1 EXAMPLE STREET',
    'RegAddress.PostTown': 'EXETER',
    'RegAddress.Country': 'ENGLAND',
    'RegAddress.PostCode': 'EX1 1AA',
    CompanyCategory: categoryOf(name),
    CompanyStatus: 'Active',
    CountryOfOrigin: 'United Kingdom',
    IncorporationDate: british(incorporatedOn),
    'Mortgages.NumMortCharges': '0',
    'Mortgages.NumMortOutstanding': '0',
    'Mortgages.NumMortPartSatisfied': '0',
    'Mortgages.NumMortSatisfied': '0',
    'LimitedPartnerships.NumGenPartners': '0',
    'LimitedPartnerships.NumLimPartners': '0',
    URI: `http://business.data.gov.uk/id/company/${number}`,
  };
}

function cellsOf(country: Country, company: Company, index: number): Cells {
  const { number, name, formerName, isPartnership, incorporatedOn, postcode, trade, yearEnds } = company;
  const last = accountsOf(country, index).at(-1);
  return {
    ...common(number, name, incorporatedOn),
    'RegAddress.PostCode': postcode,
    CompanyStatus: country.fate(index).insolventNow ? 'Liquidation' : 'Active',
    'Accounts.AccountRefDay': '31',
    'Accounts.AccountRefMonth': String(yearEnds),
    'Accounts.LastMadeUpDate': last ? british(last.madeUpTo) : '',
    'SICCode.SicText_1': isPartnership ? 'None Supplied' : `${trade.sic} - ${trade.sicText}`,
    ...(formerName
      ? {
          'PreviousName_1.CONDATE': british(addMonths(incorporatedOn, 2)),
          ' PreviousName_1.CompanyName': formerName,
        }
      : {}),
  };
}

function categoryOf(name: string): string {
  if (name.endsWith(' LLP')) return 'Limited Liability Partnership';
  return name.endsWith('PLC') ? 'Public Limited Company' : 'Private Limited Company';
}

function rowOf(cells: Cells): string {
  return HEADER.map((column) => `"${(cells[column] ?? '').replaceAll('"', '""')}"`).join(',');
}

function british(day: IsoDate): string {
  return `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}
