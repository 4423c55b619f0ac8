import type { Db, GivenSpend, RegisterCompany } from '@tocsin/db';
import { councilSpend, readSpendFile } from '@tocsin/sources';
import type { Country } from '../../national/country.ts';
import { spendOf } from '../../national/spend.ts';

/** The register of companies as it is loaded, a company at a time. */
export async function* registerOf({ size, supplier }: Country): AsyncGenerator<RegisterCompany[]> {
  for (let index = 0; index < size.suppliers; index += 1) {
    const { number, name, formerName, postcode, trade } = supplier(index);
    const previousNames = formerName === null ? [] : [formerName];
    yield [{ number, name, previousNames, postcode, status: 'Active', sicCodes: [trade.sic] }];
  }
}

/** Twelve months of spending files of every council, by the maps that come with the code or with the country. */
export function* spendFilesOf(country: Country): Generator<GivenSpend> {
  const maps = country.councils.map(({ map }) => map);
  for (const council of country.councils)
    for (const made of spendOf(country, council)) {
      if (!('document' in made)) continue;
      const { url, body, contentType, retrievedAt } = made.document;
      const file = { url, body, council: council.gss };
      const given = { sourceId: councilSpend.id, url, contentType, retrievedAt, body };
      yield { ...given, open: () => readSpendFile(maps, file) };
    }
}

/** The councils of a country, by name. */
export async function saveNames(db: Db, { councils }: Country): Promise<void> {
  await db
    .insertInto('council')
    .values(
      councils.map(({ gss, name }) => ({
        gss,
        name,
        type: 'MD',
        region: null,
        county_gss: null,
        starts_on: null,
        ends_on: null,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
