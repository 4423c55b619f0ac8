import { addDays, instantAtLondonTime, type IsoDate, londonTime } from '@tocsin/domain';
import { type Contract, contractsOf, endOf, ownContractsOf } from './contracts.ts';
import type { Country } from './country.ts';
import type { Council } from './councils.ts';
import { bytesOf, jsonDocument, type Made, truth, type TruthOf } from './made.ts';
import { knownOn } from './spend.ts';
import { titled } from './spellings.ts';

/** Fewer than the hundred that Find a Tender gives at most: a full page may hide more. */
const PAGE = 95;

type Published = 'contracts-finder' | 'find-a-tender';

interface Release {
  readonly on: IsoDate;
  readonly source: Published;
  /** Contract by its place, and what of it this release tells. */
  readonly contract: Contract;
  readonly tells: 'award' | 'change';
}

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

function ocidOf({ published, id, council }: Contract): string {
  if (published === 'own-register') return `own-register:${council.gss}:${id}`;
  if (published === 'council-register') return `ocds-tocsin-${council.gss}:R${id}`;
  return published === 'contracts-finder' ? `ocds-b5fd17-99${id}` : `ocds-h6vhtk-99${id}`;
}

function releaseOf({ contract, source, tells, on }: Release): unknown {
  if (tells === 'change') return changeRelease(contract, on);
  return source === 'contracts-finder' ? finderRelease(contract) : tenderRelease(contract);
}

function period({ startsOn, endsOn }: Contract): unknown {
  return {
    startDate: instantAtLondonTime(`${startsOn}T00:00:00`),
    endDate: instantAtLondonTime(`${endsOn}T23:59:59`),
  };
}

/** The platform's own number of a supplier is another one in each notice. */
function finderRelease(contract: Contract): unknown {
  const { id, company, council, title, pence, awardedOn, publishedOn, hasNumber } = contract;
  const buyer = `GB-CFS-${900_000 + council.index}`;
  const supplier = hasNumber ? `GB-COH-${company.number}` : `GB-CFS-99${id}`;
  const name = titled(company.name);
  const notice = `99${id.slice(0, 6)}-0000-4000-8000-${id.padStart(12, '0')}`;
  return {
    ocid: ocidOf(contract),
    id: `${notice}-99${id}`,
    language: 'en',
    date: instantAtLondonTime(`${publishedOn}T10:15:00`),
    tag: ['award'],
    initiationType: 'tender',
    tender: {
      id: `NAT-${id}`,
      title,
      status: 'complete',
      classification: { scheme: 'CPV', id: company.trade.cpv },
      procurementMethodDetails: 'Open procedure',
    },
    parties: [
      { id: buyer, name: council.name, identifier: { legalName: council.name }, roles: ['buyer'] },
      {
        id: supplier,
        name,
        identifier: hasNumber
          ? { scheme: 'GB-COH', id: company.number, legalName: name }
          : { legalName: name },
        address: { postalCode: company.postcode },
        roles: ['supplier'],
      },
    ],
    buyer: { id: buyer, name: council.name },
    awards: [
      {
        id: `${ocidOf(contract)}-1`,
        status: 'active',
        date: instantAtLondonTime(`${awardedOn}T00:00:00`),
        value: { amount: pence / 100, currency: 'GBP' },
        suppliers: [{ id: supplier, name }],
        contractPeriod: period(contract),
        documents: [
          {
            id: '1',
            documentType: 'awardNotice',
            url: `https://www.contractsfinder.service.gov.uk/Notice/${notice}`,
          },
        ],
      },
    ],
  };
}

function tenderRelease(contract: Contract): unknown {
  const { id, company, council, title, pence, awardedOn, publishedOn } = contract;
  const notice = `99${id}-${publishedOn.slice(0, 4)}`;
  const buyer = buyerParty(council);
  const supplier = supplierParty(contract);
  return {
    ocid: ocidOf(contract),
    id: notice,
    date: instantAtLondonTime(`${publishedOn}T16:39:47`),
    tag: ['award', 'contract'],
    initiationType: 'tender',
    buyer: { id: buyer.id, name: council.name },
    parties: [buyer, supplier],
    tender: {
      id: `T${id}`,
      title,
      legalBasis: { id: '2023/54', scheme: 'UKPGA' },
      classification: { scheme: 'CPV', id: company.trade.cpv },
    },
    awards: [
      {
        id: '1',
        title,
        status: 'active',
        date: instantAtLondonTime(`${awardedOn}T00:00:00`),
        value: { amount: pence / 100, amountGross: Math.round(pence * 1.2) / 100, currency: 'GBP' },
        suppliers: [{ id: supplier.id, name: supplier.name }],
        contractPeriod: period(contract),
        documents: [
          {
            id: notice,
            noticeType: 'UK6',
            url: `https://www.find-tender.service.gov.uk/Notice/${notice}`,
            datePublished: instantAtLondonTime(`${publishedOn}T16:39:47`),
          },
        ],
      },
    ],
  };
}

function buyerParty(council: Council) {
  const id = `PNAT-${String(council.index).padStart(4, '0')}-AAAA`;
  return {
    id: `GB-PPON-${id}`,
    name: council.name,
    identifier: { scheme: 'GB-PPON', id },
    roles: ['buyer'],
  };
}

function supplierParty({ company, hasNumber }: Contract) {
  const id = `PSUP-${String(company.index).padStart(6, '0')}-BBBB`;
  return {
    id: `GB-PPON-${id}`,
    name: titled(company.name),
    identifier: { scheme: 'GB-PPON', id },
    ...(hasNumber ? { additionalIdentifiers: [{ scheme: 'GB-COH', id: company.number }] } : {}),
    address: { postalCode: company.postcode },
    roles: ['supplier'],
  };
}

/** An amendment is a delta; a termination says when it ended in fact; a performance notice says what went wrong. */
function changeRelease(contract: Contract, on: IsoDate): unknown {
  const { change, id, council, title, pence } = contract;
  if (!change) throw new Error('no change to tell of');
  const published = instantAtLondonTime(`${on}T09:00:00`);
  const notice = `98${id}-${on.slice(0, 4)}`;
  const document = (noticeType: string) => [{ id: notice, noticeType, datePublished: published }];
  const buyer = buyerParty(council);
  const supplier = supplierParty(contract);
  const about = {
    ocid: ocidOf(contract),
    id: notice,
    date: published,
    buyer: { id: buyer.id, name: council.name },
    parties: [buyer, supplier],
    tender: { title, legalBasis: { id: '2023/54', scheme: 'UKPGA' } },
  };
  const ends = instantAtLondonTime(`${change.endsOn}T23:59:59`);
  switch (change.kind) {
    case 'extended':
      return {
        ...about,
        tag: ['contractAmendment'],
        awards: [{ id: '1', amendments: [{ id: notice }] }],
        contracts: [{ id: '1', awardID: '1', period: { endDate: ends }, documents: document('UK10') }],
      };
    case 'ended':
      return {
        ...about,
        tag: ['contractTermination'],
        contracts: [
          {
            id: '1',
            awardID: '1',
            status: 'terminated',
            statusDetails: 'Duration completed.',
            terminationRationaleClassification: { id: 'contractCompleted' },
            implementation: { endDate: ends, finalValue: { amount: pence / 100, currency: 'GBP' } },
            documents: document('UK11'),
          },
        ],
      };
    case 'breach':
      return {
        ...about,
        tag: ['implementation'],
        contracts: [
          {
            id: '1',
            awardID: '1',
            implementation: {
              performanceFailures: [
                {
                  id: '1',
                  category: 'Breach of contract',
                  description: 'Staffing fell below the agreed level and did not improve',
                  decisionDate: instantAtLondonTime(`${addDays(on, -20)}T00:00:00`),
                  suppliers: [{ id: supplier.id, name: supplier.name }],
                },
              ],
            },
            documents: document('UK9'),
          },
        ],
      };
  }
}

/** As the council lays it out; columns that nothing here fills stay empty. */
function registerOf(country: Country, council: Council, contracts: readonly Contract[]): Made {
  const layout = council.register;
  const [header] = layout?.headers ?? [];
  if (!layout || !header) throw new Error(`${council.name} publishes no register`);
  const { columns } = layout;
  const rows = contracts.map((contract) => {
    const cells: Partial<Record<string, string>> = {
      reference: `R${contract.id}`,
      title: contract.title,
      supplier: titled(contract.company.name),
      companyNumber: contract.company.number,
      postcode: contract.company.postcode,
      value: (contract.pence / 100).toFixed(2),
      startsOn: british(contract.startsOn),
      endsOn: british(contract.endsOn),
      expiresOn: british(contract.endsOn),
      procedure: 'Open tender',
    };
    return header.map((cell) => {
      const role = Object.entries(columns).find(([, column]) => column === cell)?.[0];
      return role === undefined ? '' : (cells[role] ?? '');
    });
  });
  const lines = [header, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join(','));
  return {
    document: {
      source: 'council-spend',
      file: `council-spend/${council.slug}/contracts-register.csv`,
      url: `${council.slug}/contracts-register.csv`,
      hasAddress: false,
      council: council.gss,
      retrievedAt: `${country.until}T05:25:00.000Z`,
      contentType: 'text/csv',
      body: bytesOf(`${lines.join('\r\n')}\r\n`),
      publishedOn: country.until,
    },
  };
}

const OWN_HEADER = ['Supplier', 'Company number', 'Title', 'Contract value', 'VAT', 'Start date', 'End date'];

/** As a council hands it in, with a line that names no supplier. */
function* ownRegisterOf(country: Country, council: Council, contracts: readonly Contract[]): Generator<Made> {
  const row = (
    { company, title, pence, startsOn, endsOn, hasNumber }: Contract,
    name = titled(company.name),
  ) => [
    name,
    hasNumber ? company.number : '',
    title,
    pounds(pence),
    'net',
    british(startsOn),
    british(endsOn),
  ];
  const [first] = contracts;
  const broken = first ? [row(first, '')] : [];
  const lines = [OWN_HEADER, ...contracts.map((contract) => row(contract)), ...broken];
  const file = `own-registers/${council.gss}-${council.slug}.csv`;
  yield {
    document: {
      source: 'own-registers',
      file,
      url: file,
      hasAddress: false,
      council: council.gss,
      retrievedAt: `${country.until}T09:00:00.000Z`,
      contentType: 'text/csv',
      body: bytesOf(`${lines.map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\r\n')}\r\n`),
      publishedOn: country.until,
    },
  };
  yield truth('registers', {
    file,
    council: council.gss,
    contracts: contracts.length,
    refused: broken.length,
  });
}

function pounds(pence: number): string {
  const [whole, rest] = [Math.floor(pence / 100), pence % 100];
  return `£${whole.toLocaleString('en-GB')}.${String(rest).padStart(2, '0')}`;
}

function british(day: IsoDate): string {
  return `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}
