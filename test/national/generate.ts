import { bulkRegisterOf } from './bulk-register.ts';
import { companiesHouseOf } from './companies-house.ts';
import { streamsOf } from './companies-house-stream.ts';
import type { CompanyNumber, IsoDate } from '@tocsin/domain';
import { indexOf } from './companies.ts';
import type { Council } from './councils.ts';
import { holdingsOf, type Country } from './country.ts';
import { fateUntil } from './fates.ts';
import { gazetteOf } from './gazette.ts';
import { type Made, truth, type TruthOf } from './made.ts';
import { contractNoticesOf, contractsHeldBy, contractTruth } from './notices-of-contracts.ts';
import { portfolioOf } from './portfolios.ts';
import { knownOn, spendOf } from './spend.ts';
import { printedBy } from './spellings.ts';

/**
 * Everything of a country, in one stream and bounded memory: what is true of suppliers and councils, and the documents
 * of each publisher. A generator of a later day adds its line here, and streams of its own: nothing else is shifted.
 */
export function* generate(country: Country): Generator<Made> {
  yield* suppliersOf(country);
  yield* bulkRegisterOf(country);
  yield* companiesHouseOf(country);
  yield* streamsOf(country);
  yield* gazetteOf(country);
  yield* contractNoticesOf(country);
  for (const council of country.councils) {
    yield* councilTruth(country, council);
    yield* heldBy(country, council);
  }
}

interface Told {
  readonly supplier: CompanyNumber;
  readonly insolventOn: string;
  readonly contracts: string[];
  readonly throughGroup: string[];
  recentPence: number;
}

/** What a council holds, and of which insolvencies it must be told because of it, as everything was public on a day. */
export function* heldBy(country: Country, council: Council, on: IsoDate = knownOn(country)): Generator<Made> {
  const told = new Map<CompanyNumber, Told>();
  const of = (supplier: CompanyNumber, insolventOn: string): Told => {
    const line = told.get(supplier) ?? {
      supplier,
      insolventOn,
      contracts: [],
      throughGroup: [],
      recentPence: 0,
    };
    told.set(supplier, line);
    return line;
  };
  const fateOf = (supplier: CompanyNumber) => fateUntil(country.fate(indexOf(supplier)), on);
  const insolvency = (supplier: CompanyNumber) => {
    const { insolventOn, insolventNow } = fateOf(supplier);
    return insolventNow ? insolventOn : null;
  };
  for (const { live, supplier, ocid } of contractTruth(country, council, on)) {
    if (!live) continue;
    const own = insolvency(supplier);
    if (own !== null) of(supplier, own).contracts.push(ocid);
    const { parent } = country.supplier(indexOf(supplier));
    // A contract with a company that is no more depends on nobody's parent.
    if (parent?.insolventOn && parent.insolventOn <= on && fateOf(supplier).dissolvedOn === null)
      of(parent.number, parent.insolventOn).throughGroup.push(ocid);
  }
  yield* contractsHeldBy(country, council);
  for (const one of spendOf(country, council, on)) {
    if ('truth' in one && one.truth.of === 'spend') {
      const { supplier, recentPence, sincePence, isTold } = one.truth.line as TruthOf['spend'];
      const since = insolvency(supplier);
      // Who was credited more than paid in a year may have been paid since: that is told of too.
      if (since !== null && (recentPence > 0 || sincePence > 0) && isTold)
        of(supplier, since).recentPence += recentPence;
    }
    yield one;
  }
  for (const line of told.values()) yield truth('told', { ...line, council: council.gss });
}

function* suppliersOf(country: Country): Generator<Made> {
  for (const { number, name, insolventOn, noticeId } of holdingsOf(country))
    if (insolventOn !== null) yield truth('holdings', { number, name, insolventOn, noticeId });
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

function* councilTruth(country: Country, council: Council): Generator<Made> {
  const { gss, name, slug, isMapped, format } = council;
  yield truth('councils', { gss, name, slug, isMapped, format, vat: council.layout.vat });
  for (const index of portfolioOf(country, council)) {
    const supplier = country.supplier(index);
    const printed = printedBy(country.seed, council, supplier).trim().replaceAll(/\s+/g, ' ');
    yield truth('names', { council: gss, printed, supplier: supplier.number });
  }
}
