import { type IsoDate, londonTime } from '@tocsin/domain';
import { type Contract, contractsOf, endOf, ownContractsOf } from './contracts.ts';
import type { Country } from './country.ts';
import type { Council } from './councils.ts';
import { jsonDocument, type Made, truth, type TruthOf } from './made.ts';
import { ownRegisterOf, registerOf } from './registers-of-contracts.ts';
import { ocidOf, type Published, type Release, releaseOf } from './releases-of-contracts.ts';
import { knownOn } from './spend.ts';

/** Fewer than the hundred that Find a Tender gives at most: a full page may hide more. */
const PAGE = 95;

/** Every contract notice of the country as release packages, oldest first, and what is true of each contract. */
export function* contractNoticesOf(country: Country): Generator<Made> {
  for (const source of ['contracts-finder', 'find-a-tender'] as const) {
    const releases = releasesOf(country, source);
    for (let at = 0; at < releases.length; at += PAGE)
      yield packageOf(source, at / PAGE + 1, releases.slice(at, at + PAGE));
  }
}

/** The register that a council publishes of contracts that stand in no notice, and what is true of all its contracts. */
export function* contractsHeldBy(country: Country, council: Council): Generator<Made> {
  for (const facts of contractTruth(country, council)) yield truth('contracts', facts);
  const registered = publicContracts(country, council, country.until).filter(
    ({ published }) => published === 'council-register',
  );
  if (registered.length > 0) yield registerOf(country, council, registered);
  const own = ownContractsOf(country, council);
  if (own.length > 0) yield* ownRegisterOf(country, council, own);
}

/** What is true of the contracts of a council. */
export function contractTruth(
  country: Country,
  council: Council,
  on = knownOn(country),
): readonly TruthOf['contracts'][] {
  return [...publicContracts(country, council, on), ...ownContractsOf(country, council)].map((contract) =>
    factsOf(contract, on),
  );
}

/** As far as their notices had said by a day, and none after the last of the country. */
function publicContracts(country: Country, council: Council, on: IsoDate): readonly Contract[] {
  const day = on < country.until ? on : country.until;
  return contractsOf(country, council)
    .filter(({ publishedOn }) => publishedOn <= day)
    .map(({ change, ...contract }) => ({ ...contract, change: change && change.on <= day ? change : null }));
}

function factsOf(contract: Contract, on: IsoDate): TruthOf['contracts'] {
  const { council, company, published, title, pence, startsOn, publishedOn, awardedOn, change } = contract;
  const endsOn = endOf(contract);
  return {
    ocid: ocidOf(contract),
    published,
    council: council.gss,
    supplier: company.number,
    title,
    pence,
    awardedOn,
    publishedOn,
    startsOn,
    endsOn,
    change: change?.kind ?? null,
    numberPrinted: published === 'council-register' || contract.hasNumber,
    live: startsOn <= on && endsOn >= on && change?.kind !== 'ended',
  };
}

/** A release as its site lists it. */
export interface PublishedRelease {
  readonly id: string;
  /** British clock time, `2026-06-03T16:39:47`. */
  readonly at: string;
  readonly release: unknown;
}

/** Every release of a site, oldest first. */
export function publishedReleases(country: Country, source: Published): readonly PublishedRelease[] {
  return releasesOf(country, source).map((one) => {
    const release = releaseOf(one) as { readonly id: string; readonly date: string };
    return { id: release.id, at: londonTime(release.date), release };
  });
}

function releasesOf(country: Country, source: Published): readonly Release[] {
  const releases: Release[] = [];
  for (const council of country.councils)
    for (const contract of contractsOf(country, council)) {
      if (contract.published !== source || contract.publishedOn > country.until) continue;
      releases.push({ on: contract.publishedOn, source, contract, tells: 'award' });
      if (contract.change) releases.push({ on: contract.change.on, source, contract, tells: 'change' });
    }
  return releases.toSorted((a, b) => a.on.localeCompare(b.on) || a.contract.id.localeCompare(b.contract.id));
}

const ADDRESSES = {
  'contracts-finder': 'https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search?limit=100',
  'find-a-tender': 'https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages?limit=100',
} as const;

function packageOf(source: Published, page: number, releases: readonly Release[]): Made {
  const last = releases.at(-1)?.on ?? '';
  const url = `${ADDRESSES[source]}&page=${page}`;
  const body = {
    uri: url,
    version: '1.1',
    publishedDate: `${last}T22:00:00Z`,
    publisher: { name: 'Cabinet Office' },
    license: 'http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
    releases: releases.map(releaseOf),
  };
  const file = `${source}/${String(page).padStart(5, '0')}.json`;
  return jsonDocument({ source, file, url, publishedOn: last }, body, `${last}T22:15:00.000Z`);
}
