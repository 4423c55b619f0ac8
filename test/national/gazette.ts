import { addDays, noticeCodes, type IsoDate } from '@tocsin/domain';

import type { Company } from './companies.ts';
import { holdingsOf, type Country } from './country.ts';
import type { Step } from './fates.ts';
import { bytesOf, jsonDocument, type Made, type NationalDocument } from './made.ts';
import { streamOf } from './random.ts';
import { titled } from './spellings.ts';

const SITE = 'https://www.thegazette.co.uk';
const SOURCE = 'gazette-insolvency';
/** The publisher's largest page. */
const PAGE = 100;

export interface Notice {
  readonly company: Pick<Company, 'number' | 'name' | 'postcode'>;
  readonly step: Pick<Step, 'on' | 'hearingOn'>;
  readonly id: string;
  readonly code: string;
}

/** Every notice of the country, oldest first: search answers by month, and the page of each notice. */
export function* gazetteOf(country: Country): Generator<Made> {
  const notices = noticesOf(country);
  const months = [...new Set(notices.map(({ step }) => step.on.slice(0, 7)))];
  for (const month of months) {
    const listed = notices.filter(({ step }) => step.on.startsWith(month));
    for (let page = 1; (page - 1) * PAGE < listed.length; page += 1)
      yield searchAnswer(month, listed.slice((page - 1) * PAGE, page * PAGE), page, listed.length);
    for (const notice of listed) yield noticePage(country, notice);
  }
}

/** Every notice that has been placed, oldest first. */
export function noticesOf(country: Country): readonly Notice[] {
  const notices: Notice[] = [];
  for (let index = 0; index < country.size.suppliers; index += 1)
    for (const step of country.fate(index).steps)
      if (step.code !== null && step.noticeId !== null)
        notices.push({ company: country.supplier(index), step, id: step.noticeId, code: step.code });
  for (const company of holdingsOf(country))
    if (company.insolventOn !== null)
      notices.push({ company, step: { on: company.insolventOn }, id: company.noticeId, code: '2410' });
  return notices.toSorted((a, b) => a.step.on.localeCompare(b.step.on) || a.id.localeCompare(b.id));
}

/** The answer mirrors Atom: one entry is an object, several are a list; totals are text, titles are as typed. */
function searchAnswer(month: string, listed: readonly Notice[], page: number, total: number): Made {
  const address = `${SITE}/insolvency/notice/data.json?categorycode=24&start-publish-date=${month}-01&results-page`;
  const entries = listed.map(({ id, code, company, step }, at) => ({
    id: `${SITE}/id/notice/${id}`,
    'f:status': 'published',
    'f:notice-code': code,
    title: at % 7 === 0 ? `/n ${company.name}` : company.name,
    published: `${step.on}T00:00:00`,
    category: { '@term': headingOf(code) },
  }));
  const last = listed.at(-1)?.step.on ?? `${month}-28`;
  const body = {
    'f:page-number': String(page),
    'f:page-size': String(PAGE),
    'f:total': String(total),
    link: [
      { '@href': `${address}=${page}`, '@rel': 'self' },
      ...(page * PAGE < total ? [{ '@href': `${address}=${page + 1}`, '@rel': 'next' }] : []),
    ],
    entry: entries.length === 1 ? entries[0] : entries,
  };
  const file = `${SOURCE}/${month}/list-${page}.json`;
  return jsonDocument(
    { source: SOURCE, file, url: `${address}=${page}`, publishedOn: last },
    body,
    `${last}T23:10:00.000Z`,
  );
}

function headingOf(code: string): string {
  const known = Object.entries(noticeCodes).find(([one]) => one === code);
  if (!known) throw new Error(`notice code ${code} is not one`);
  return known[1][0];
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** How the forms print the day of what they tell; those that are not here print none. */
const DAY_LABELS: Readonly<Record<string, string>> = {
  '2401': 'Date on which the moratorium came into force: ',
  '2402': 'The moratorium came to an end on ',
  '2410': 'Date of Appointment: ',
  '2423': 'Date of Appointment: ',
  '2441': 'The following resolutions were passed on ',
  '2443': 'Date of Appointment: ',
  '2452': 'Date of Winding-up Order: ',
  '2454': 'Date of Appointment: ',
  '2461': 'The petition was dismissed on ',
};
/** What these tell of happens by their publication. */
const BY_PUBLICATION = ['2450', '2442'];

/** The day of a liquidator’s appointment is not that of the order by which the court winds up. */
const OF_APPOINTMENT_ONLY = '2454';

/** Whether a notice gives the day of what it tells. */
export function givesDay(code: string): boolean {
  return BY_PUBLICATION.includes(code) || (code in DAY_LABELS && code !== OF_APPOINTMENT_ONLY);
}

function eventDayWords(code: string, on: IsoDate): string {
  const label = DAY_LABELS[code];
  return label === undefined ? '' : `${label}${printed(on)}`;
}

function printed(day: IsoDate): string {
  return `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
}

/** The page of a notice. */
export function noticePage(
  country: Country,
  { company, step, id, code }: Notice,
): { readonly document: NationalDocument } {
  const random = streamOf(country.seed, 'notice', id);
  const about = `${SITE}/id/notice/${id}`;
  const mark = (of: string, property: string, text: string, type = 'string') =>
    `<span about="this:${of}" property="${property}" datatype="xsd:${type}">${text}</span>`;
  const number = mark('company-1', 'gazorg:companyNumber', company.number);
  const caseRef = `CR-${step.on.slice(0, 4)}-${String(random.between(1, 999_999)).padStart(6, '0')}`;
  const body = `<!DOCTYPE html>
<html><head><title>${headingOf(code)} | The Gazette</title></head><body>
<article class="notice">
<dl class="metadata">
<dt>Publication date:</dt><dd about="${about}" content="${step.on}T09:30:00" datatype="xsd:dateTime" property="gaz:hasPublicationDate dc:issued"><time datetime="${step.on}T09:30:00">${printed(step.on)}, 09:30</time></dd>
<dt>Notice ID:</dt><dd about="${about}" property="gaz:hasNoticeID">${id}</dd>
<dt>Notice code:</dt><dd about="${about}" property="gaz:hasNoticeCode" datatype="xsd:integer">${code}</dd>
</dl>
<div class="content">
${code.startsWith('245') || code === '2461' ? `<p>In the ${mark('court-1', 'court:courtName', 'High Court of Justice')} ${mark('court-case-1', 'court:caseCode', caseRef)}</p>` : ''}
<p>In the matter of <strong about="this:company-1" property="gazorg:name" datatype="xsd:string">${company.name}</strong> (${number})</p>
<p>Registered office: <span about="this:company-registered-office-1" property="vcard:postal-code">${company.postcode}</span></p>
${step.hearingOn ? petition(company, step, step.hearingOn) : `<p>${headingOf(code)}: ${titled(company.name)}.</p><p>${eventDayWords(code, step.on)}</p>`}
<p>Further details: <span about="this:IP1" property="foaf:name">Sam Example</span> of <span about="this:IP-company-1" property="gazorg:name">EXAMPLE SOLICITORS LLP</span>, telephone 01632 960001.</p>
</div></article></body></html>
`;
  return {
    document: {
      source: SOURCE,
      file: `${SOURCE}/${step.on.slice(0, 7)}/${id}.html`,
      url: `${SITE}/notice/${id}`,
      retrievedAt: `${step.on}T23:20:00.000Z`,
      contentType: 'text/html',
      body: bytesOf(body),
      hasAddress: true,
      publishedOn: step.on,
    },
  };
}

function petition(company: Notice['company'], step: Notice['step'], hearingOn: IsoDate): string {
  const presented = addDays(step.on, -20);
  return (
    `<p>A Petition to wind up the above-named company of ${company.name}, presented on <span about="this:notifiableThing" property="corp-insolvency:dateOfPetitionPresentation" datatype="xsd:date" content="${presented}">${printed(presented)}</span> ` +
    `by <span about="this:petitioner-1" property="foaf:name" datatype="xsd:string">THE COMMISSIONERS FOR HM REVENUE AND CUSTOMS</span>, claiming to be a creditor of the Company, ` +
    `will be heard at the <span about="this:notifiableThing" property="corp-insolvency:nameOfPlaceOfHearing" datatype="xsd:string">Royal Courts of Justice, 7 Rolls Building</span> ` +
    `on <span about="this:notifiableThing" datatype="xsd:dateTime" property="corp-insolvency:dateOfHearing" content="${hearingOn}T10:30:00">${printed(hearingOn)}, at 10:30</span>.</p>`
  );
}
