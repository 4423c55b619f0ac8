import { findLabelledNumber } from '@tocsin/domain';
import { load, type CheerioAPI } from 'cheerio';
import { UnreadableDocument, type SourceDocument } from '../define-source.ts';
import { textOf } from '../document.ts';
import { printedDate } from '../uk-time.ts';
import type { PrintedNotice } from './notice.ts';
import { namedIn } from './prose.ts';

/**
 * Reads a notice's page. Its facts are marked in the HTML (RDFa); only the ones named here are looked at, so names
 * of people, their addresses and telephone numbers never leave the document. Older notices are prose: the company's
 * number is then read from the words.
 */
export function readPage(document: SourceDocument): PrintedNotice {
  const $ = load(textOf(document));
  const id = valueOf($, 'gaz:hasNoticeID') ?? /\/notice\/([\w-]+)/.exec(document.url)?.[1];
  const code = valueOf($, 'gaz:hasNoticeCode');
  const article = $('article').text().replace(/\s+/g, ' ');
  if (!id || !code)
    throw new UnreadableDocument(`a page that is no notice (“${$('title').first().text().trim()}”)`);
  const hearing = printedDate(valueOf($, 'corp-insolvency:dateOfHearing'));
  const court = valueOf($, 'corp-insolvency:nameOfPlaceOfHearing') ?? valueOf($, 'court:courtName');
  return {
    id,
    code,
    heading: null,
    title: valueOf($, 'gazorg:name', company) ?? headingName($) ?? namedIn(article),
    companyNumber: valueOf($, 'gazorg:companyNumber', company) ?? findLabelledNumber(article),
    postcode: valueOf($, 'vcard:postal-code', /registered-office/),
    published: valueOf($, 'gaz:hasPublicationDate'),
    whole: true,
    hearing: code === '2450' && (hearing ?? court) ? { on: hearing, court } : null,
    petitioner: valueOf($, 'foaf:name', /petitioner/) ?? valueOf($, 'gazorg:name', /petitioner/),
    caseRef: caseRefOf($),
  };
}

/** The company that the notice is about, not the practitioner's firm or the petitioner. */
const company = /^(?!.*(\bIP|practitioner|petitioner|agent))/;

function valueOf($: CheerioAPI, property: string, about = /(?:)/): string | null {
  const found = $(`[property~="${property}"]`)
    .toArray()
    .find((element) => about.test($(element).attr('about') ?? ''));
  if (!found) return null;
  const value = $(found).attr('content') ?? $(found).find('time').attr('datetime') ?? $(found).text();
  return value.replace(/\s+/g, ' ').trim() || null;
}

function headingName($: CheerioAPI): string | null {
  return $('article .content').find('h3, h4, h5').first().text().trim() || null;
}

/** `CR-2018-000423`, or `423 of 2018`. */
function caseRefOf($: CheerioAPI): string | null {
  const code = valueOf($, 'court:caseCode');
  if (code) return code;
  const [number, year] = [valueOf($, 'court:caseNumber'), valueOf($, 'court:caseYear')];
  return number && year ? `${number} of ${year}` : number;
}
