import type { Cheerio, CheerioAPI } from 'cheerio';
import { openPage } from '../html.ts';
import { UnreadableDocument, type SourceDocument } from '../define-source.ts';
import { textOf } from '../document.ts';
import { printedDate } from '../uk-time.ts';
import { companiesIn, type NamedCompany } from './companies.ts';
import { subjectAmong } from './marked-subject.ts';
import type { MarkedWords, Passage } from './passages.ts';
import { readNoticeWords } from './contradiction.ts';
import { correctionIn, petitionEndIn } from './correction.ts';
import { eventDaysIn } from './event-day.ts';
import { sameName } from './names.ts';
import { isAboutOne, type PrintedNotice } from './notice.ts';
import { dayRead } from './printed-days.ts';
import { caseRefIn, hearingIn, liquidationIn, type Hearing } from './prose.ts';

/**
 * Reads the page of a notice, or of several that somebody put into one. Their facts are marked in the HTML (RDFa); only the
 * ones named here are looked at, so names of people, their addresses and telephone numbers never leave the document. Older
 * notices are prose: the companies and their numbers are then read from the words. Throws `UnreadableDocument` for a page
 * that is no notice, or several that cannot be told apart.
 */
export function readPages(document: SourceDocument): readonly PrintedNotice[] {
  const known = pages.get(document);
  if (known) return known;
  const $ = openPage(textOf(document));
  const notices = noticesApart($)?.map((article) => readNew(openPage($.html(article)), '')) ?? [
    readNew($, document.url),
  ];
  pages.set(document, notices);
  return notices;
}

/** A page is asked whether it is one, read, and cut down to what is kept of it: opening it is what costs. */
const pages = new WeakMap<SourceDocument, readonly PrintedNotice[]>();

/** The articles of several notices; null where there is one notice, or none. */
function noticesApart($: CheerioAPI): readonly AnyNode[] | null {
  const ids = new Set(valuesOf($, 'gaz:hasNoticeID'));
  if (ids.size < 2) return null;
  const idOf = (article: AnyNode) => {
    const own = new Set(
      $(article)
        .find('[property~="gaz:hasNoticeID"]')
        .toArray()
        .map((id) => wordsOf($, id)),
    );
    return own.size === 1 ? [...own][0] : undefined;
  };
  const articles = $('article')
    .toArray()
    .filter((article) => idOf(article) !== undefined && $(article).find('article').length === 0);
  if (articles.length === ids.size && new Set(articles.map(idOf)).size === ids.size) return articles;
  throw new UnreadableDocument(
    `a page with ${ids.size} notices in it (${[...ids].slice(0, 3).join(', ')}): hand each of them in by itself`,
  );
}

function readNew($: CheerioAPI, url: string): PrintedNotice {
  const id = valueOf($, 'gaz:hasNoticeID') ?? /\/notice\/([\w-]+)/.exec(url)?.[1];
  const code = valueOf($, 'gaz:hasNoticeCode');
  if (!id || !code)
    throw new UnreadableDocument(`a page that is no notice (“${$('title').first().text().trim()}”)`);
  const passages = passagesOf($);
  const prose = passages.map(({ text }) => text).join(' ');
  const links = $('article a[href]')
    .toArray()
    .flatMap((link) => $(link).attr('href') ?? []);
  return {
    id,
    code,
    heading: null,
    liquidation: liquidationIn(prose),
    ...companiesOf($, passages, code),
    published: publishedIn($),
    whole: true,
    hearing: code === '2450' ? hearingOf($, prose) : null,
    petitioner: valueOf($, 'foaf:name', /petitioner/) ?? valueOf($, 'gazorg:name', /petitioner/),
    caseRef: caseRefOf($) ?? (isAboutOne(code) ? caseRefIn(prose) : null),
    correction: correctionIn(prose, id, links),
    petitionEnded: code === '2450' ? petitionEndIn(prose) : null,
    words: readNoticeWords(passages.flatMap(({ text, isHeading }) => (isHeading ? [] : [text])).join(' ')),
    days: eventDaysIn(passages.map(({ text }) => text).join('\n')),
  };
}

/** A company's own block; what is said of its office, its petitioner or its practitioner is marked as something else. */
const COMPANY = /(?:^|[:#/])company(?:-?\d+)?$/i;
/** Where blocks are marked in another way: anything that is not marked as somebody else. */
const NOBODY_ELSE = /^(?!.*(?:\bIP|practitioner|petitioner|agent|solicitor|creditor|office))/i;

/** The companies in blocks of their own, and those that stand beside them in the words. */
function companiesOf(
  $: CheerioAPI,
  passages: readonly Passage[],
  code: string,
): Pick<PrintedNotice, 'companies' | 'unread'> {
  const blocks = blocksOf($);
  const marked = blocks.filter(({ name, number }) => name ?? number);
  const loose = marked.length > 0 ? null : subjectAmong(marksOf($, 'gazorg:name'), passages);
  const titles = marked.length > 0 ? marked.flatMap(({ name }) => name ?? []) : loose ? [loose] : [];
  const prose = passages.map(({ text }) => text).join(' ');
  const marks = marksOf($, 'gazorg:companyNumber');
  const named = companiesIn(passages, { titles, ofOne: isAboutOne(code), marks });
  const worded = marked.length > 0 ? named.companies : withField(named.companies, marks, prose);
  const companies = marked.length > 0 ? joined(marked, worded) : worded;
  const postcode = companies.length === 1 ? valueOf($, 'vcard:postal-code', /registered-office/) : null;
  const unread = blocks.length - marked.length + named.doubtful.length;
  return {
    companies: companies.map((one) => ({ ...one, postcode: one.postcode ?? postcode })),
    unread: unread > 0 ? unread : companies.length < 2 && SEVERAL.test(prose) ? 1 : 0,
  };
}

/** What is marked as a company’s, and not as whose. No notice has more: each is looked for in all of its words. */
function marksOf($: CheerioAPI, property: string): MarkedWords[] {
  const marks = new Map<string, MarkedWords>();
  for (const element of marked($, property, NOBODY_ELSE).toArray()) {
    const printed = wordsOf($, element);
    if (!printed || COMPANY.test(subjectOf($, element)) || marks.size >= MOST_MARKS) continue;
    const shown = $(element).text().replace(/\s+/g, ' ').trim() || printed;
    marks.set(shown, { shown, printed });
  }
  return [...marks.values()];
}

const MOST_MARKS = 200;

/** A number in a field of its own, which stands nowhere in the words, is that of the only company that has none. */
function withField(
  companies: readonly NamedCompany[],
  marks: readonly MarkedWords[],
  prose: string,
): readonly NamedCompany[] {
  const fields = new Set(marks.flatMap(({ shown, printed }) => (prose.includes(shown) ? [] : printed)));
  const [number] = fields;
  const [first = { name: null, number: null, postcode: null }, second] = companies;
  if (number === undefined || fields.size > 1 || second || first.number !== null) return companies;
  return [{ ...first, number }];
}

type AnyNode = NonNullable<ReturnType<Cheerio<never>['contents']>[number]>;

/** Words by which a notice says that it is about more than one company. */
const SEVERAL =
  /\b(?:together,? (?:referred to as )?[“"(]*the [“"]?companies|(?:above|following|under)[- ]?(?:named|mentioned)? companies|each of the companies|(?:both|all) (?:of the )?companies)\b/i;

/** One for each block; blocks that share a mark are told apart by their numbers. */
function blocksOf($: CheerioAPI): NamedCompany[] {
  const subjects = $('[about], [resource]')
    .toArray()
    .flatMap((element) => [$(element).attr('about'), $(element).attr('resource')])
    .filter((subject) => subject !== undefined)
    .filter((subject) => COMPANY.test(subject));
  return [...new Set(subjects)].flatMap((subject) => {
    const of = new RegExp(`^${subject.replace(/[^\w:#/-]/g, '.')}$`);
    const numbers = new Set(valuesOf($, 'gazorg:companyNumber', of));
    if (numbers.size > 1) return inTurn($, of);
    const suffix = subject.replace(/^.*company/i, '');
    const office = new RegExp(
      `^this:company${suffix}-registered-office|registered-office${suffix || '(?:-1)?'}$`,
      'i',
    );
    const [number = null] = numbers;
    return [
      { name: valueOf($, 'gazorg:name', of), number, postcode: valueOf($, 'vcard:postal-code', office) },
    ];
  });
}

/** Names and numbers under one mark, as they follow each other. */
function inTurn($: CheerioAPI, of: RegExp): NamedCompany[] {
  const companies: NamedCompany[] = [];
  for (const element of marked($, 'gazorg:name', of)
    .add(marked($, 'gazorg:companyNumber', of))
    .toArray()) {
    const isName = $(element).is('[property~="gazorg:name"]');
    const [value, last] = [wordsOf($, element), companies.at(-1)];
    const open = last && (isName ? last.name : last.number) === null;
    if (open)
      companies[companies.length - 1] = isName ? { ...last, name: value } : { ...last, number: value };
    else companies.push({ name: isName ? value : null, number: isName ? null : value, postcode: null });
  }
  return companies;
}

/** Blocks first, each with the number that the words give its name; then companies that only the words name. */
function joined(blocks: readonly NamedCompany[], worded: readonly NamedCompany[]): NamedCompany[] {
  const same = (a: NamedCompany, b: NamedCompany) =>
    (a.number !== null && a.number === b.number) ||
    (a.name !== null && b.name !== null && sameName(a.name, b.name));
  const numbered = blocks.map((block) => ({
    ...block,
    number: block.number ?? worded.find((one) => same(block, one))?.number ?? null,
  }));
  const others = worded.filter((one) => one.name !== null && !numbered.some((block) => same(block, one)));
  return [...numbered, ...others];
}

/** In its mark, else in the words that are marked, or as the day of issue: the first that is a day. */
function publishedIn($: CheerioAPI): string | null {
  const elements = [...marked($, 'gaz:hasPublicationDate').toArray(), ...marked($, 'dc:issued').toArray()];
  const printed = elements.flatMap((element) => [
    $(element).attr('content') ?? '',
    $(element).find('time').attr('datetime') ?? '',
    $(element).text(),
  ]);
  return printed.find((one) => printedDate(one) !== null) ?? null;
}

function hearingOf($: CheerioAPI, prose: string): Hearing | null {
  const worded = hearingIn(prose);
  const printed = valueOf($, 'corp-insolvency:dateOfHearing') ?? '';
  const on = printedDate(printed) ?? dayRead(printed) ?? worded?.on ?? null;
  const court =
    valueOf($, 'corp-insolvency:nameOfPlaceOfHearing') ??
    valueOf($, 'court:courtName') ??
    worded?.court ??
    null;
  return on || court ? { on, court } : null;
}

/** Whose a marked word is: by its own mark, else by the block that it stands in. */
function subjectOf($: CheerioAPI, element: AnyNode): string {
  const own = $(element).attr('about');
  if (own !== undefined) return own;
  const block = $(element).parents('[about], [resource]').first();
  return block.attr('resource') ?? block.attr('about') ?? '';
}

function marked($: CheerioAPI, property: string, about = /(?:)/) {
  return $(`[property~="${property}"]`).filter((_, element) => about.test(subjectOf($, element)));
}

function wordsOf($: CheerioAPI, element: AnyNode): string | null {
  const value = $(element).attr('content') ?? $(element).find('time').attr('datetime') ?? $(element).text();
  return value.replace(/\s+/g, ' ').trim() || null;
}

function valuesOf($: CheerioAPI, property: string, about = /(?:)/): string[] {
  return marked($, property, about)
    .toArray()
    .flatMap((element) => wordsOf($, element) ?? []);
}

function valueOf($: CheerioAPI, property: string, about = /(?:)/): string | null {
  const found = marked($, property, about).get(0);
  return found ? wordsOf($, found) : null;
}

/** The DOM’s number of a text node. */
const TEXT = 3;
const BLOCKS = new Set(
  'h1 h2 h3 h4 h5 h6 p li ul ol dl dt dd table tr td th div blockquote section pre'.split(' '),
);

/** Stands where a marked name begins; no text is printed with it. */
const NAME_BEGINS = '\uE000';

/** The words of a notice, passage by passage; a label in a cell of its own stands before what it labels. */
function passagesOf($: CheerioAPI): Passage[] {
  const content = $('article .content');
  const root = (content.length > 0 ? content : $('article')).get(0);
  const passages: Passage[] = [];
  let [words, label] = ['', ''];
  const end = (name: string) => {
    const parts = words.replace(/\s+/g, ' ').trim().split(NAME_BEGINS);
    words = '';
    const text = parts.join('');
    if (text === '') return;
    if (name === 'dt' || name === 'th') label = text.endsWith(':') ? `${text} ` : `${text}: `;
    else {
      const names = parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('').length + label.length);
      passages.push({ text: `${label}${text}`, isHeading: /^h\d$/.test(name), names });
    }
    if (name !== 'dt' && name !== 'th') label = '';
  };
  const walk = (node: AnyNode, name: string): void => {
    if (node.nodeType === TEXT && 'data' in node) words += node.data.replaceAll(NAME_BEGINS, '');
    if ('attribs' in node && /\bgazorg:name\b/.test(node.attribs['property'] ?? '')) words += NAME_BEGINS;
    if (!('children' in node)) return;
    const own = 'name' in node && BLOCKS.has(node.name) ? node.name : name;
    if ('name' in node && (BLOCKS.has(node.name) || node.name === 'br')) end(name);
    for (const child of node.children) walk(child, own);
    if ('name' in node && BLOCKS.has(node.name)) end(own);
    // A row of headings labels columns, and not the first cell of the next row.
    if ('name' in node && node.name === 'tr') label = '';
  };
  if (root) walk(root, 'article');
  end('article');
  return passages;
}

/** `CR-2018-000423`, or `423 of 2018`. */
function caseRefOf($: CheerioAPI): string | null {
  const code = valueOf($, 'court:caseCode');
  if (code) return code;
  const [number, year] = [valueOf($, 'court:caseNumber'), valueOf($, 'court:caseYear')];
  return number && year ? `${number} of ${year}` : number;
}
