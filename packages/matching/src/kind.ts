import type { CompanyNumber } from '@tocsin/domain';
import { decode, fold, plainCapitals } from './fold.ts';
import { hasForm, mendForm, splitForm } from './legal-form.ts';
import { tradingAs } from './name.ts';
import { isMasked, standsForAName } from './withheld.ts';
import { familyEndings, familyNames, givenNames, tradeWords } from './words.ts';

/**
 * What sort of payee a printed name stands for. `individual` covers sole traders and partnerships that print a
 * person's name: never matched by name, never shown. `redacted`: whoever printed it hid the name.
 */
export type NameKind =
  | 'company'
  | 'llp'
  | 'charity'
  | 'society'
  | 'public-body'
  | 'individual'
  | 'redacted'
  | 'unknown';

const redacted =
  /\bREDACTED\b|\b(?:NAME|DETAILS|SUPPLIER) WITHHELD\b|\bPERSONAL (?:DATA|DETAILS|INFORMATION)\b/;
/** Where no legal form follows: Confidential Waste Ltd and Redact Systems Ltd are firms. */
const redactedAlone = /^(?:WITHHELD|CONFIDENTIAL|GDPR|DATA PROTECTION)\b|\bREDACT(?:ION)?\b/;
const titled =
  /^(?:MR|MRS|MS|MISS|MX|MASTER(?= (?:[A-Z]\b|$))|DR|PROF|PROFESSOR|REV|REVD|SIR|LADY|LORD|DAME|CLLR|COUNCILLOR)\b/;
/** Who stands for somebody who has died: a person's name follows. */
const ofTheDead =
  /^(?:THE )?(?:EXECUTORS?|EXORS?|PERSONAL REPRESENTATIVES?|ESTATE) (?:OF|FOR)\b|\b(?:DECEASED|DECD|DECSD)$/;
/** The title behind the surname, as ledgers sort people: `PATEL MR R`, `SMITH MR AND MRS J`, `KHAN MRS`. */
const titleBehind =
  /^(?!THE\b)[A-Z]{2,}(?: [A-Z]{2,})? (?:(?:MR|MRS|MISS)(?: AND (?:MR|MRS|MS|MISS|DR))?(?: [A-Z]+){0,3}|(?:MS|MX|DR|PROF|REV|REVD)(?: AND (?:MR|MRS|MS|MISS|DR))?(?: [A-Z]\b){1,3})$/;
const surnameFirst = /^[A-Z'’-]+, ?(?:(?:MR|MRS|MS|MISS|DR)\b|[A-Z]\b)/;
const publicBody =
  /\b(?:(?:BOROUGH|CITY|COUNTY|DISTRICT|METROPOLITAN|PARISH|TOWN|[A-Z]+SHIRE) COUNCIL|COUNCIL OF THE|NHS|HMRC|HM REVENUE|POLICE|FIRE AND RESCUE|COMBINED AUTHORITY|MBC|MDC|(?:DEPARTMENT|MINISTRY) (?:OF|FOR)|ENVIRONMENT AGENCY|SECRETARY OF STATE|PENSION FUND|PASSENGER TRANSPORT|FIRE AUTHORITY|WASTE (?:DISPOSAL |REGULATION )?AUTHORITY|HMCTS|DWP|DCLG|DLUHC|MHCLG|LAND REGISTRY)\b|\bCOUNCIL$/;
const society =
  /\b(?:REGISTERED SOCIETY|COMMUNITY BENEFIT SOCIETY|INDUSTRIAL AND PROVIDENT|CO OPERATIVE SOCIETY|FRIENDLY SOCIETY)\b/;
const charity = /\b(?:REGISTERED CHARITY|CHARITABLE TRUST|CHARITABLE FOUNDATION)\b/;

/** A sole trader's name stands on either side of it. TA alone may be a word of a firm's name: here it only makes us abstain. */
const asTrader = new RegExp(`${tradingAs.source}|(?<=\\S)\\s+TA\\s+(?=\\S)`);

/** Tells the kinds apart by what the print says; a name with a legal form is never an individual. */
export function kindOfName(name: string): NameKind {
  const text = decode(name);
  const flat = plainCapitals(text);
  if (redacted.test(flat) || isMasked(text)) return 'redacted';
  const [legalPart = '', ...others] = text.split(asTrader);
  const formed = kindOfForm(legalPart);
  if (formed) return formed;
  if (redactedAlone.test(flat)) return 'redacted';
  if (isPerson(legalPart)) return 'individual';
  for (const other of others) {
    const behind = kindOfForm(other) ?? (isPerson(other) ? 'individual' : null);
    if (behind) return behind;
  }
  if (publicBody.test(flat)) return 'public-body';
  if (society.test(flat)) return 'society';
  if (charity.test(flat)) return 'charity';
  return standsForAName(text) ? 'redacted' : 'unknown';
}

/** What a legal form says; null where none is printed. */
function kindOfForm(text: string): NameKind | null {
  const words = fold(text);
  const mended = mendForm(words);
  const { form } = splitForm(mended ?? words);
  if (form === 'LLP') return 'llp';
  if (form === 'CIO') return 'charity';
  return mended || hasForm(words) ? 'company' : null;
}

/**
 * True when a title marks a human being (`Mrs A Example`): not even a published number makes that a company, but where
 * that company's own name, `registered`, begins with the same title: Sir Robert McAlpine, Dr Martens.
 */
export function isTitled(name: string, registered: readonly string[] = []): boolean {
  const title = titled.exec(plainCapitals(decode(name)))?.[0];
  if (title === undefined || kindOfName(name) !== 'individual') return false;
  return !registered.some((own) => plainCapitals(decode(own)).startsWith(`${title} `));
}

/**
 * Whether a print that says nothing else may be a person's name: a family name stands at either end of two words or three, or
 * such words trade under another name. A person should look.
 */
export function seemsPerson(name: string): boolean {
  if (kindOfName(name) !== 'unknown') return false;
  const [first = '', ...others] = decode(name).split(tradingAs);
  const words = plainCapitals(first).split(' ');
  if (words.length < 2 || words.length > 3) return false;
  if (words.some((word) => tradeWords.has(word) || word === 'AND' || !/^[A-Z]+$/.test(word))) return false;
  const isFamilyName = (word = '') => familyNames.has(word) || familyEndings.test(word);
  return others.length > 0 || isFamilyName(words[0]) || isFamilyName(words.at(-1));
}

/** The kind of a registered legal person, from the registrar's number series. */
export function kindOfNumber(number: CompanyNumber): NameKind {
  const series = number.slice(0, 2);
  if (series === 'OC' || series === 'SO' || series === 'NC') return 'llp';
  if (series === 'CE' || series === 'CS') return 'charity';
  if (['IP', 'RS', 'SP', 'NP', 'NO'].includes(series)) return 'society';
  return 'company';
}

/** `SMITH, JOHN`, `VAN DYK, MARY ANN`: a surname, a comma, and what is a given name or its initial. */
function isSurnameFirst(text: string): boolean {
  if (surnameFirst.test(text)) return true;
  const [surname = [], given = [], ...more] = text.split(',').map((part) => plainCapitals(part).split(' '));
  if (more.length > 0 || surname.length > 3 || given.length > 3) return false;
  const words = [...surname, ...given];
  if (words.some((word) => tradeWords.has(word) || word === 'AND' || !/^[A-Z]+$/.test(word))) return false;
  return givenNames.has(given[0] ?? '');
}

function isPerson(text: string): boolean {
  if (isSurnameFirst(text)) return true;
  const words = plainCapitals(text).split(' ');
  if (words.some((word) => tradeWords.has(word))) return false;
  const flat = words.join(' ');
  if (titled.test(flat) || titleBehind.test(flat) || ofTheDead.test(flat)) return true;
  const last = words.at(-1) ?? '';
  if (words.length < 2 || words.length > 4 || last.length < 2 || /\d/.test(words.join(''))) return false;
  const given = words.slice(0, -1);
  return (
    given.every((word) => word.length === 1) ||
    (words.length < 4 && givenNames.has(given[0] ?? '') && !words.includes('AND'))
  );
}

const saysCharity = /\b(?:CHARIT(?:Y|IES|ABLE)|CIO)\b/;
/** Firms are called so too: they say by their form that they are. */
const seemsCharity = /\b(?:FOUNDATION|HOSPICE|ALMSHOUSES?|AGE UK|MENCAP|SAMARITANS|CITIZENS ADVICE)\b/;

/** Whether a name says that it is a charity's, which many a company is too. */
export function namesCharity(name: string): boolean {
  const kind = kindOfName(name);
  const flat = plainCapitals(decode(name));
  return kind === 'charity' || saysCharity.test(flat) || (kind === 'unknown' && seemsCharity.test(flat));
}

/** A printed name as people may be shown it: never a human being's, nor one that is withheld where it is printed. */
export function shownName(name: string): string {
  const kind = kindOfName(name);
  if (kind === 'individual') return 'Name not shown: it reads like a person’s';
  return kind === 'redacted' ? 'Name not shown: it is withheld where it is printed' : name;
}
