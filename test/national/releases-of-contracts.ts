import { addDays, instantAtLondonTime, type IsoDate } from '@tocsin/domain';
import type { Contract } from './contracts.ts';
import type { Council } from './councils.ts';
import { titled } from './spellings.ts';

/** The sites that publish notices. */
export type Published = 'contracts-finder' | 'find-a-tender';

/** What one release tells of one contract. */
export interface Release {
  readonly on: IsoDate;
  readonly source: Published;
  /** Contract by its place, and what of it this release tells. */
  readonly contract: Contract;
  readonly tells: 'award' | 'change';
}

/** The contracting process as its publisher numbers it. */
export function ocidOf({ published, id, council }: Contract): string {
  if (published === 'own-register') return `own-register:${council.gss}:${id}`;
  if (published === 'council-register') return `ocds-tocsin-${council.gss}:R${id}`;
  return published === 'contracts-finder' ? `ocds-b5fd17-99${id}` : `ocds-h6vhtk-99${id}`;
}

/** A release as its site publishes it. */
export function releaseOf({ contract, source, tells, on }: Release): unknown {
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
