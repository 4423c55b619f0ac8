import type { IsoDate } from '@tocsin/domain';
import type { UkAccounts, UkCompany, UkPopulation } from '@tocsin/scoring';
import { accountsOf } from './accounts.ts';
import type { Country } from './country.ts';

/** Every set of accounts that was filed, as `evaluate --uk` takes them, company by company. */
export function* filedAccountsOf(country: Country): Generator<UkAccounts> {
  for (let index = 0; index < country.size.suppliers; index += 1) {
    const companyNumber = country.supplier(index).number;
    for (const { madeUpTo, filedOn, figures, previous: before } of accountsOf(country, index))
      yield {
        companyNumber,
        balanceDate: madeUpTo,
        filedOn,
        currency: 'GBP',
        figures,
        previous: before && { figures: before.figures },
      };
  }
}

/** Every company with its first exit, whether or not it filed anything. */
export function* companiesOf(country: Country): Generator<UkCompany> {
  for (let index = 0; index < country.size.suppliers; index += 1) {
    const { number, incorporatedOn } = country.supplier(index);
    yield { companyNumber: number, registeredOn: incorporatedOn, exit: country.fate(index).exit };
  }
}

/** The country as a population to evaluate on. */
export function populationOf(country: Country, landmarks?: readonly IsoDate[]): UkPopulation {
  return {
    accounts: [...filedAccountsOf(country)],
    companies: [...companiesOf(country)],
    outcomesUntil: country.until,
    ...(landmarks ? { landmarks } : {}),
  };
}

/** The same as the files of a folder for `evaluate --uk`, line by line. */
export function* evaluationFolderOf(
  country: Country,
): Generator<{ readonly file: string; readonly line: string }> {
  yield { file: 'about.json', line: JSON.stringify({ outcomesUntil: country.until }) };
  for (const filed of filedAccountsOf(country))
    yield { file: 'accounts.ndjson', line: JSON.stringify(filed) };
  yield { file: 'outcomes.csv', line: 'company_number,registered_on,exit,exited_on' };
  for (const { companyNumber, registeredOn, exit } of companiesOf(country))
    yield {
      file: 'outcomes.csv',
      line: [companyNumber, registeredOn, exit?.kind ?? '', exit?.on ?? ''].join(','),
    };
}
