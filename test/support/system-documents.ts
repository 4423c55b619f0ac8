import type { SourceDocument } from '@tocsin/sources';

/** When the documents of the tests were fetched. */
const RETRIEVED_AT = '2026-11-23T12:00:00.000Z';
const REGISTER = 'https://api.company-information.service.gov.uk';

export function documentOf(url: string, body: string, retrievedAt = RETRIEVED_AT): SourceDocument {
  return { url, retrievedAt, contentType: null, body: new TextEncoder().encode(body) };
}

interface TestNotice {
  readonly id: string;
  readonly code: string;
  readonly company: string;
  readonly number: string;
  readonly published: string;
  readonly caseRef?: string;
  readonly hearing?: string;
}

/** The page of a Gazette notice, with its facts marked as The Gazette marks them. */
export function noticePage(notice: TestNotice): SourceDocument {
  const { id, code, company, number, published, caseRef, hearing } = notice;
  const marks = [
    `<dd property="gaz:hasPublicationDate dc:issued" content="${published}"></dd>`,
    `<dd property="gaz:hasNoticeID">${id}</dd><dd property="gaz:hasNoticeCode">${code}</dd>`,
    ...(caseRef ? [`<span property="court:caseCode">${caseRef}</span>`] : []),
    ...(hearing ? [`<span property="corp-insolvency:dateOfHearing" content="${hearing}"></span>`] : []),
    `<strong about="this:company-1" property="gazorg:name">${company}</strong>`,
    `<span about="this:company-1" property="gazorg:companyNumber">${number}</span>`,
  ];
  const body = `<html><head><title>A heading | The Gazette</title></head><body><article>${marks.join('\n')}</article></body></html>`;
  return documentOf(`https://www.thegazette.co.uk/notice/${id}`, body);
}

interface TestAward {
  readonly id: string;
  readonly buyer: string;
  readonly supplier: string;
  /** As printed; absent when the notice names no number. */
  readonly number?: string;
  readonly amount?: number;
  readonly startsOn?: string;
  readonly endsOn?: string;
}

/** An award release of Find a Tender for a contract that runs, or starts later. */
export function awardRelease({ id, buyer, supplier, number, amount, startsOn, endsOn }: TestAward) {
  const supplierId = number ? `GB-COH-${number}` : 'GB-PPON-PZZZ-0000-AAAA';
  const identifier = number ? { scheme: 'GB-COH', id: number } : { scheme: 'GB-PPON', id: 'PZZZ-0000-AAAA' };
  return {
    ocid: `ocds-h6vhtk-${id}`,
    id: `${id}-2026`,
    date: '2026-06-03T16:39:47+01:00',
    tag: ['award'],
    buyer: { id: 'GB-PPON-PAAA-1111-AAAA', name: buyer },
    parties: [
      { id: 'GB-PPON-PAAA-1111-AAAA', name: buyer, roles: ['buyer'] },
      { id: supplierId, name: supplier, identifier, roles: ['supplier'] },
    ],
    tender: { title: 'Residential care', legalBasis: { id: '2023/54', scheme: 'UKPGA' } },
    awards: [
      {
        id: '1',
        title: 'Residential care',
        status: 'active',
        date: '2026-06-01T00:00:00+01:00',
        value: { amount: amount ?? 2_710_000, currency: 'GBP' },
        suppliers: [{ id: supplierId, name: supplier }],
        contractPeriod: {
          startDate: `${startsOn ?? '2026-07-01'}T00:00:00+01:00`,
          endDate: `${endsOn ?? '2029-06-30'}T23:59:59+01:00`,
        },
      },
    ],
  };
}

/** A page of releases as Find a Tender sends it. */
export function releasePage(url: string, ...releases: readonly unknown[]): SourceDocument {
  return documentOf(url, JSON.stringify({ version: '1.1', releases }));
}

/** A company's profile as Companies House sends it; `said` replaces parts of it. */
export function profileOf(
  number: string,
  name: string,
  said: Readonly<Record<string, unknown>> = {},
  retrievedAt = RETRIEVED_AT,
): SourceDocument {
  const profile = {
    company_name: name,
    company_number: number,
    company_status: 'active',
    date_of_creation: '2001-02-03',
    type: 'ltd',
    links: { self: `/company/${number}` },
    ...said,
  };
  return documentOf(`${REGISTER}/company/${number}`, JSON.stringify(profile), retrievedAt);
}

/** A company's insolvency cases as Companies House sends them: one case, by its number there, begun on a day. */
export function casesOf(
  number: string,
  type: string,
  on: string,
  retrievedAt: string,
  nth = '1',
): SourceDocument {
  const cases = [{ number: nth, type, dates: [{ type: 'wound-up-on', date: on }] }];
  const body = JSON.stringify({ cases, status: [type] });
  return documentOf(`${REGISTER}/company/${number}/insolvency`, body, retrievedAt);
}
