import type { Country } from './country.ts';
import { gazetteOf } from './gazette.ts';
import { type Made, truth } from './made.ts';
import { contractNoticesOf, contractsHeldBy } from './notices-of-contracts.ts';
import { portfolioOf } from './portfolios.ts';
import { spendOf } from './spend.ts';
import { printedBy } from './spellings.ts';

/**
 * Everything of a country, in one stream and bounded memory: what is true of suppliers and councils, and the documents
 * of each publisher. A generator of a later day adds its line here, and streams of its own: nothing else is shifted.
 */
export function* generate(country: Country): Generator<Made> {
  yield* suppliersOf(country);
  yield* gazetteOf(country);
  yield* contractNoticesOf(country);
  for (const council of country.councils) {
    yield* councilTruth(country, council);
    yield* contractsHeldBy(country, council);
    yield* spendOf(country, council);
  }
}

function* suppliersOf(country: Country): Generator<Made> {
  for (let index = 0; index < country.size.suppliers; index += 1) {
    const { number, name, formerName, trade, postcode, incorporatedOn, parent } = country.supplier(index);
    yield truth('suppliers', {
      number,
      name,
      formerName,
      sic: trade.sic,
      postcode,
      incorporatedOn,
      parent: parent?.number ?? null,
    });
    const fate = country.fate(index);
    if (fate.kind !== 'trades-on') yield truth('fates', { number, ...fate });
  }
}

function* councilTruth(country: Country, council: Country['councils'][number]): Generator<Made> {
  const { gss, name, slug, isMapped, format } = council;
  yield truth('councils', { gss, name, slug, isMapped, format, vat: council.layout.vat });
  for (const index of portfolioOf(country, council)) {
    const supplier = country.supplier(index);
    const printed = printedBy(country.seed, council, supplier).trim().replaceAll(/\s+/g, ' ');
    yield truth('names', { council: gss, printed, supplier: supplier.number });
  }
}
