import { z } from 'zod';

/** Prefixes of Companies House's index that are followed by six digits. */
const PREFIXES =
  'AC|BR|CE|CS|FC|FE|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC|RC|RS|SA|SC|SE|SF|SG|SI|SL|SO|SP|SR|SZ|ZC|R0';
/** Societies end in one letter or two: `IP19447R`, `SP2555RS`. */
const SOCIETIES = 'IP|RS|SP|NO|NP';
const SHAPE = `\\d{8}|(?:${PREFIXES})\\d{6}|(?:${SOCIETIES})(?:\\d{5}[A-Z]|\\d{4}[A-Z]{2})`;
const WELL_FORMED = new RegExp(`^(?!0+$)(?:${SHAPE})$`);
const STANDING = new RegExp(`(?<![A-Za-z0-9])(?:${SHAPE})(?![A-Za-z0-9])`);
/** What lost zeros behind its letters. “No12345” may be any company's. */
const SHORT = new RegExp(`^(?!NO)(${PREFIXES})(\\d{4,5})$|^(?!NO)(${SOCIETIES})(\\d{3,4}[A-Z])$`);

/** A company number as Companies House prints it: eight characters, `03782379`, `SC123456`, `IP19447R`. */
export const CompanyNumber = z.string().regex(WELL_FORMED).brand<'CompanyNumber'>();
export type CompanyNumber = z.infer<typeof CompanyNumber>;

/** What may be a company number where a text prints one bare, as the source of a pattern: `isCompanyNumber` judges it. */
export const BARE_NUMBER = String.raw`[A-Z\d]{8}`;

/** Whether a text is a company number exactly as Companies House prints it, with nothing to be repaired. */
export function isCompanyNumber(text: string): text is CompanyNumber {
  return WELL_FORMED.test(text);
}

/** Numbers of the index behind which Companies House keeps a name and little more, by who keeps the full register. */
const ELSEWHERE: readonly (readonly [prefixes: RegExp, keeper: RegisterElsewhere])[] = [
  [/^C[ES]/, 'charities'],
  [/^(?:IP|RS|SP|NO|NP)/, 'mutuals'],
];

/** Charities' regulators for charitable incorporated organisations; the Mutuals Public Register for societies. */
export type RegisterElsewhere = 'charities' | 'mutuals';

/** Whose register holds the one behind a number, where it is not Companies House's; null where it is. */
export function registerElsewhere(number: CompanyNumber): RegisterElsewhere | null {
  return ELSEWHERE.find(([prefixes]) => prefixes.test(number))?.[1] ?? null;
}

/** What a printed company number says: the number, or why it cannot be one, to end a sentence with. */
export type NumberReading =
  | { readonly number: CompanyNumber; readonly reason: null }
  | { readonly number: null; readonly reason: string };

/** Words that people write before it, set apart from it: `Company No. 03782379`, `Registered number: …`, `CRN …`. */
const LABEL =
  /^(?:(?:THE|A|UK|COMPANY|COMPANIES|HOUSE|HSE|CO|COY|COMP|REGISTERED|REGISTRATION|REGISTRY|REGD?|LLP|LTD|LIMITED|PLC|PARTNERSHIP|CRN|CH|NUMBER|NUM|NO|NR|N°|ID|REF|REFERENCE|IS|WITH|UNDER|AT|AS|RHIF|Y|CWMNI|COFRESTREDIG)[\s.:#=–-]+)+|^(?:CO|REG)\s?NO[\s.:]*(?=\d)|^[#=]/;
/** The last of such words, where nothing sets it apart; “NO123456” may be a society’s. */
const CLOSE = /^(?:CRN|NUMBER)(?=\d)|^NO(?=\d{8}$)/;
/** Words behind it that say no more than that it is a company's: `99002001 (Ltd)`. */
const KIND =
  /[\s,-]{0,3}[\s(](?:LTD|LIMITED|PLC|LLP|COMPANY|COMPANIES HOUSE|CRN|UK|UNITED KINGDOM|ACTIVE|DISSOLVED)\.?\)?$/;
/** Marks of a note on it, and what ends it: `99002001*`. */
const MARKS = /^[*†‡]+\s*|[\s.;:,/*†‡]+$/g;
/** A charity's number beside it, by its words: `Company No. 99002001, Charity No. 1099999`. */
const CHARITY_BESIDE =
  /(?:^|[\s,;/&(]+)(?:AND )?(?:REGISTERED |REG\.? )?CHARITY(?: REGISTRATION| REG\.?)?(?: NUMBER| NO)?[.:]*\s*\d{6,7}\)?(?:$|[\s,;/&]+(?:AND )?)/;
/** Its page on a register's site. */
const ADDRESS =
  /^(?:HTTPS?:\/\/)?[A-Z.-]*(?:COMPANY-INFORMATION\.SERVICE\.GOV\.UK|COMPANIESHOUSE\.GOV\.UK)\/COMPANY\/([A-Z\d]{8})(?:[/?#].*)?$/;
const SCHEME = /^(?:(?:GB-?)?COH[-:/]?)+/;
/** “No 123456” may be any company's that lost its zeros, and NO123456 is a society. */
const NUMBER_OR_SOCIETY = /^NO[\s-]+\d{6}$/;

/** The registers of the kingdom, by how people call them, and how numbers in them begin. */
const PLACES = [
  ['ENG(?:LAND)?(?:\\s*(?:AND|&|\\+|/)\\s*WALES)?|E\\s*&\\s*W|WALES', /^(?!S[^E]|N|R0)/],
  ['SCOTLAND', /^S/],
  ['(?:NORTHERN|N\\.?)\\s*IRELAND', /^(?:N|R0)/],
] as const;
const SEATED = '(?:REGISTERED|REGD?\\.?|INCORPORATED|INC\\.?)';
const OF_PLACE = PLACES.map(
  ([called, numbers]) =>
    [
      new RegExp(
        `^(?:${SEATED}\\s+)?(?:IN\\s+)?\\(?(?:${called})\\)?[\\s,;:-]+|[\\s,;:-]{0,3}[\\s(](?:${SEATED}\\s+)?(?:IN\\s+)?(?:${called})\\)?$`,
      ),
      numbers,
    ] as const,
);

/**
 * Reads a company number as people, spreadsheets and publishers print it. Spaces, quotation marks that keep a cell as
 * text (`'99002001`, `="99002001"`), a decimal (`99002001.0`), thousands (`1,234,567`), marks inside it (`O.C. 399999`,
 * `9900-2001`), a label (`Company No. …`), the register that it stands in (`Registered in England …`, `… (Scotland)`) and
 * org-id's scheme, even twice (`GB-COH-GB-COH-…`), are taken off, small letters raised, and lost zeros given back where
 * that is plausible (`158718` → `00158718`, `SC12345` → `SC012345`). Nothing else is guessed at: nine digits, or five, or
 * digits alone that are said to be Scottish, are refused with the reason.
 */
export function readPrintedNumber(printed: string): NumberReading {
  return readWith(printed, 6);
}

/** As `readPrintedNumber`, without the reason: null for what is no company number. */
export function readCompanyNumber(printed: string): CompanyNumber | null {
  return readPrintedNumber(printed).number;
}

/**
 * Reads a cell of a copy of the register itself: there digits alone are a company number, however many of its zeros a
 * spreadsheet dropped (`118` → `00000118`). Null for what is no company number.
 */
export function readRegisterNumber(printed: string): CompanyNumber | null {
  return readWith(printed, 1).number;
}

/** The first company number that stands by itself in a text, such as an address or a file name; null if there is none. */
export function findCompanyNumber(text: string): CompanyNumber | null {
  const found = STANDING.exec(text)?.[0] ?? '';
  return isCompanyNumber(found) ? found : null;
}

const ALL_STANDING = new RegExp(STANDING, 'g');

/** Every company number that stands by itself in a text, each once: `99100006 / 99100007` holds two. */
export function findCompanyNumbers(text: string): readonly CompanyNumber[] {
  const found = [...text.normalize('NFKC').toUpperCase().matchAll(ALL_STANDING)].map(([number]) => number);
  return [...new Set(found.filter(isCompanyNumber))];
}

/** Whether a company number was read from a print that lacks zeros of it: `1099999` may as well be a charity's. */
export function lacksZeros(printed: string, number: CompanyNumber): boolean {
  return !printed
    .normalize('NFKC')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .toUpperCase()
    .includes(number);
}

const DIGIT = '[0-9０-９]';
const SEAT = '(?:England(?: (?:and|&) Wales)?|Scotland|Northern Ireland|Wales)';
/** All of a number's characters, where words before it do not say that it is one. */
const WHOLE = `(?:[A-Z]{2}${DIGIT}{6}|${DIGIT}{8})(?![\\p{L}\\p{N}])`;
/** After its words in prose: `(Company Number 02593821)`, `(registered No. IP19447R)`, `registered in Scotland under number SC123456`. */
const LABELLED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${[
    `(?:company|registered|registration|reg\\.?|co\\.?|llp|partnership|society|companies house)\\s*(?:registration|registered|reg\\.?|society)?\\s*(?:number|num|nr|no)(?![\\p{L}\\p{N}])\\.?(?: is)?`,
    'companies house registration(?! (?:number|no))',
    `registered in ${SEAT}\\s*[(,]?\\s*(?:with|under|as)?\\s*(?:company|registered|registration)?\\s*(?:number|no)(?![\\p{L}\\p{N}])\\.?`,
    `registered in ${SEAT}(?=\\s*[:(]?\\s*${WHOLE})`,
    `incorporated in ${SEAT}\\s*(?:with|under|as)\\s*(?:company\\s+)?number`,
    'CRN(?![\\p{L}\\p{N}])|CRN(?=[0-9])|rhif (?:y )?cwmni|rhif cofrestr(?:edig|u)',
  ].join(
    '|',
  )})[\\s:#("“–-]*((?:[A-Z]{1,2} ?)?(?:${DIGIT}{4} ${DIGIT}{4}|${DIGIT}{4,9})[A-Z]{0,2}(?:\\.0)?)(?![\\p{L}\\p{N}])`,
  'giu',
);

/** A company number as a text calls it, and where its words begin and end. */
export interface LabelledNumber {
  /** As printed; digits may be too many or few. Read it with `readCompanyNumber`. */
  readonly printed: string;
  readonly from: number;
  readonly to: number;
}

/** Everything that a text calls a company number, in order. */
export function findLabelledNumbers(prose: string): readonly LabelledNumber[] {
  return [...prose.matchAll(LABELLED)].flatMap((found) => {
    const printed = found[1] ?? '';
    // “registered number in 2026” is no number of a register called IN.
    if (printed !== printed.toUpperCase() && readCompanyNumber(printed) === null) return [];
    return [{ printed, from: found.index, to: found.index + found[0].length }];
  });
}

const IN_LIST = String.raw`\b(?:[A-Z]{1,2} ?)?\d{4,8}[A-Z]{0,2}\b`;
/** `Company Numbers 99003001, 99003002 and 99003003`, `(99003001 and 99003002 respectively)`. */
const LISTED = new RegExp(
  String.raw`(?:\b(?:company|companies|registered|registration|reg\.?|co\.?|llp)(?: (?:registered|registration|house))? (numbers|number\(s\)|nos?['’]?s|nos|no\(s\)|number|no)(?![a-z])\.?\s*:?\s*|[([]\s*)(?:\(?1[.)]\s+)?(${IN_LIST}(?:(?:\s*[,;/&]|\s+and\b|\s+(?=\(?\d{1,2}[.)]\s))(?:\s*(?:and\b|&))?\s*(?:\(?\d{1,2}[.)]\s+)?${IN_LIST})+)(,?\s*respectively\b)?`,
  'gi',
);

/** Numbers of several companies in a row, and where the words of the list begin and end. */
export interface ListedNumbers {
  readonly printed: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** Every list of company numbers in a text, of which the text itself does not say whose each is. */
export function findListedNumbers(prose: string): readonly ListedNumbers[] {
  return [...prose.matchAll(LISTED)].flatMap((found) => {
    const [whole, called, numbers = '', respectively] = found;

    const printed = [...numbers.matchAll(new RegExp(IN_LIST, 'gi'))].map(([number]) => number);
    const isCalled = called === undefined ? printed.every(isCompanyNumber) : !/^n(?:umber|o)$/i.test(called);
    if (respectively === undefined && !isCalled) return [];
    return [{ printed, from: found.index, to: found.index + whole.length }];
  });
}

function readWith(printed: string, fewestDigits: number): NumberReading {
  const text = printed
    .normalize('NFKC')
    .replaceAll(/[\p{Cf}'"’‘“”`´]+/gu, '')
    .replaceAll(/[‐‑‒]/g, '-')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toUpperCase();
  if (/^GB-(?!COH)/.test(text)) return refuse('it belongs to another scheme');
  if (NUMBER_OR_SOCIETY.test(text))
    return refuse('it may be a society’s (NO…) or a number that lost its zeros');
  const { bare, begins } = bareOf(text);
  const padded = withZeros(bare, fewestDigits);
  if (isCompanyNumber(padded))
    return begins.test(padded)
      ? { number: padded, reason: null }
      : refuse('numbers of the register that it names begin otherwise');
  if (findCompanyNumbers(text).length > 1) return refuse('it holds several company numbers');
  if (!/^\d+$/.test(bare)) return refuse('it has not the form of a company number');
  if (/^0+$/.test(bare)) return refuse('it is all zeros');
  return refuse(`it has ${bare.length} digits, a company number has eight`);
}

/** What is left of a print without what stands around the number, and how the register that it names begins its numbers. */
function bareOf(text: string): { readonly bare: string; readonly begins: RegExp } {
  const whole = text.replaceAll(/\s+/g, '');
  if (isCompanyNumber(whole)) return { bare: whole, begins: /^/ };
  const alone = (ADDRESS.exec(text)?.[1] ?? text).replace(CHARITY_BESIDE, '');
  let [bare, begins] = [unlabelled(alone), /^/];
  for (const [place, numbers] of OF_PLACE)
    if (place.test(bare)) [bare, begins] = [unlabelled(bare.replace(place, '')), numbers];
  return { bare: joined(bare.replaceAll(/\s+/g, '').replace(SCHEME, '')), begins };
}

function unlabelled(text: string): string {
  const marked = text.replace(MARKS, '');
  const open = /^[([](.+)[)\]]$/.exec(marked)?.[1] ?? marked;
  return open
    .replace(LABEL, '')
    .replace(CLOSE, '')
    .replace(KIND, '')
    .replace(MARKS, '')
    .replace(/^\((.+)\)$/, '$1')
    .trim();
}

/** Without the marks inside: of letters and digits, of thousands, and between two groups of four, as no day is printed. */
function joined(printed: string): string {
  const bare = printed.replace(/\.0*$/, '');
  if (/^[A-Z]\.?[A-Z]\W*\d/.test(bare)) return bare.replaceAll(/[.-]/g, '');
  if (/^\d{1,3}(?:,\d{3})+$/.test(bare)) return bare.replaceAll(',', '');
  return bare.replace(/^(\d{4})[-–](\d{4})$/, '$1$2');
}

function withZeros(bare: string, fewestDigits: number): string {
  if (/^\d+$/.test(bare)) return bare.length < fewestDigits ? bare : bare.padStart(8, '0');
  return bare.replace(SHORT, (_, prefix?: string, digits?: string, society?: string, rest?: string) =>
    prefix === undefined ? `${society}${rest?.padStart(6, '0')}` : `${prefix}${digits?.padStart(6, '0')}`,
  );
}

function refuse(reason: string): NumberReading {
  return { number: null, reason };
}
