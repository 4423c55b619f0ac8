import {
  BARE_NUMBER,
  findCompanyNumber,
  findLabelledNumbers,
  findListedNumbers,
  isCompanyNumber,
  type LabelledNumber,
} from '@tocsin/domain';
import { cleanTitle, ENDING, FIRST_NAME, isCompanyName, sameName, withoutNotes } from './names.ts';
import { namedIn } from './prose.ts';

/** A company that a notice is about. */
export interface NamedCompany {
  readonly name: string | null;
  /** As printed. */
  readonly number: string | null;
  readonly postcode: string | null;
}

/** A paragraph, a cell or a heading of a notice. */
export interface Passage {
  readonly text: string;
  readonly isHeading: boolean;
}

/** A number, or a name, that a page marks without saying whose it is. */
export interface MarkedWords {
  /** As it stands in the words. */
  readonly shown: string;
  readonly printed: string;
}

/** Words after which the company stands that the notice is about. */
const ABOUT =
  /(?:\b(?:wind(?:ing)?[ -]?up(?: of)?|in the matters? of|order(?:ing)? that|craving\b[^.;]{0,80}? that|above[- ]named compan(?:y|ies)(?: of)?|(?:name of (?:the )?)?company(?: name)?:|companies:|respondent(?: company)?:?|(?:administrative )?(?:administrators?|liquidators?|receivers?|managers?|monitors?|supervisors?) (?:of|to|over|in respect of)|against|to (?:(?:all|the|its|known) ){0,2}creditors(?: of)?:?)|(?<=\s)-?v(?:s?\.?|ersus)?-?(?=\s))[\s:,]*/i;
/** Words after which somebody else stands: who asks the court, acts for them, owns or advises the company. */
const OTHER =
  /\b(?:presented(?: to [^,;]{1,80})?(?: on [^,;]{1,40})?,? by|(?:petition|application|instance|behalf|request) of|petition by|petitioner'?s?:?|petitioning creditors?:?|applicants?:?|(?<!\bto (?:(?:all|the|its|our) ){0,2})creditors?:?|charge holder:?|solicitors?(?: for)?:?|agents?(?: for)?:?|practitioners?:?|(?:appointed|made)\b(?:[^.;]{0,60}?)? by|supporting|subsidiary of|owned by|(?:ultimate )?parent(?: company)?:?|(?:holding|sister|associated|another) company:?|office[- ]?holders?(?:[’']s?)?(?: firm| details)?:?|(?:administrators?|liquidators?|receivers?|supervisors?|nominees?|monitors?|lenders?|bank|landlords?|guarantors?|purchasers?|buyers?|firm):)[\s:,(]*/i;
const LEADING = new RegExp(`^.{0,40}?${ABOUT.source}`, 'i');
const CUES = new RegExp(`(${ABOUT.source})|(${OTHER.source})`, 'gi');

/** A number in a text; `isMark`: nothing but a mark says that it is one. */
interface PlacedNumber extends LabelledNumber {
  readonly isMark?: boolean;
}

interface StandingNumber {
  readonly printed: string;
  readonly name: string | null;
  /**
   * `named`: nothing but a name stands before it; `alone`: no name does; `doubtful`: it stands behind somebody else, and may
   * be theirs or not; null: a name in a sentence about something else.
   */
  readonly role: 'about' | 'other' | 'named' | 'alone' | 'doubtful' | null;
  /** The company that is named right before it, with its number where that stands there without being called one. */
  readonly beside?: Beside | null;
}

interface Beside {
  readonly name: string;
  readonly number: string | null;
}

/** Who is named, and the names that may or may not be of companies that the notice is about. */
export interface CompaniesNamed {
  readonly companies: readonly NamedCompany[];
  readonly doubtful: readonly string[];
}

/**
 * The companies that a notice in prose is about, each with the number that stands with its name. A number that stands
 * with the name of somebody else (who presented a petition, an adviser, a parent) is never taken. `ofOne`: a notice of
 * a court, which is about one company: a second one that merely stands there is left to a person. `titles`: names that
 * are marked as the company’s; without them its headings name it, else its first sentence. `marks`: numbers that are
 * marked as a company’s, and not as whose.
 */
export function companiesIn(
  given: readonly Passage[],
  {
    titles,
    ofOne,
    marks = [],
  }: { readonly titles: readonly string[]; readonly ofOne: boolean; readonly marks?: readonly MarkedWords[] },
): CompaniesNamed {
  const passages = given.map(({ text, isHeading }) => ({ text: nameFirst(text), isHeading }));
  const others = passages.findIndex(({ text }) => !isCompanyName(text));
  const atop = Math.min(ofOne ? 1 : passages.length, others === -1 ? passages.length : others);
  const headings = passages.flatMap((passage, at) =>
    (at < atop || isTitle(passage)) && numbersOf(passage.text).length === 0
      ? passage.text.replace(LEADING, '')
      : [],
  );
  const prose = passages.map(({ text }) => text).join(' ');
  const headed = [...titles, ...headings.filter(isCompanyName)];
  const subjects = distinctNames(
    (headed.length > 0 ? headed : [namedIn(prose) ?? '']).flatMap(
      (name) => cleanTitle(withoutNotes(name)) ?? [],
    ),
  );
  const companies: NamedCompany[] = subjects.map((name) => ({ name, number: null, postcode: null }));
  const doubtful: string[] = [];
  const unclear: string[] = [];
  for (const { printed, name, role, beside = null } of numbersIn(passages, subjects, marks)) {
    if (role === 'other' || role === null || companies.some(({ number }) => number === printed)) continue;
    if (role === 'doubtful') {
      unclear.push(printed);
      continue;
    }
    if (beside) nameBeside(beside, companies, ofOne ? doubtful : null);
    const at = companies.findIndex((one) =>
      name === null ? one.number === null : one.name !== null && sameName(one.name, name),
    );
    const known = companies[at];
    const isOnly = companies.length === 1;
    if (known && (name !== null || isOnly))
      companies[at] = known.number === null ? { ...known, number: printed } : known;
    else if (role === 'alone' ? companies.length > 0 : role === 'named' && ofOne && companies.length > 0)
      doubtful.push(name ?? printed);
    else companies.push({ name, number: printed, postcode: null });
  }
  const whole = companies.map((one) =>
    one.number === null ? { ...one, number: bareNumber(prose, one.name) } : one,
  );
  const listed = findListedNumbers(prose);
  const isNumbered = whole.length > 0 && whole.every(({ number }) => number !== null);
  return {
    companies: whole,
    doubtful: [...doubtful, ...(isNumbered ? [] : unclear), ...listed.slice(whole.length)],
  };
}

/** Adds a company that only stands before another one: with its number, if it has none yet. */
function nameBeside({ name, number }: Beside, companies: NamedCompany[], doubtful: string[] | null): void {
  const at = companies.findIndex((one) => one.name !== null && sameName(one.name, name));
  const known = companies[at];
  if (known) companies[at] = { ...known, number: known.number ?? number };
  else if (doubtful) doubtful.push(name);
  else companies.push({ name, number, postcode: null });
}

/** `1. EXAMPLE ONE LIMITED`, `(b) EXAMPLE TWO LIMITED`: what counts the lines of a list is no part of a name. */
const COUNTED = /^\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|(?:\d{1,2}|[a-z])\.)\s+/i;

/** `99003001 EXAMPLE ONE LIMITED`: a number before the name that it belongs to. */
const NUMBER_FIRST = new RegExp(String.raw`^(${BARE_NUMBER})[\s:,–-]+(\S+ .{3,140})$`);

/** A passage as most are set: without what counts it, and its number behind the name. */
function nameFirst(text: string): string {
  const own = text.replace(COUNTED, '');
  const [, number = '', name = ''] = NUMBER_FIRST.exec(own) ?? [];
  return isCompanyNumber(number) && isCompanyName(name) ? `${name} (${number})` : own;
}

/** A heading, or in the matter of whom it is; names at the very top are titles, too. */
function isTitle({ text, isHeading }: Passage): boolean {
  return isHeading || /^in the matters? of\b/i.test(text);
}

/** `EXAMPLE SEVEN LIMITED (99003008)`: a number that stands in brackets behind the name, and is not called one. */
function bareNumber(prose: string, name: string | null): string | null {
  const behind = name === null ? [] : prose.split(name).slice(1);
  const bracketed = behind.map((words) => IN_BRACKETS.exec(words)?.[1] ?? '');
  return bracketed.map(findCompanyNumber).find((number) => number !== null) ?? null;
}

const IN_BRACKETS = new RegExp(String.raw`^\s*\((${BARE_NUMBER})\)`);

/** `EXAMPLE FIVE LIMITED (99003005)` at the end of a line, with or without words before it that say whose it is. */
const ENDS_LINE = new RegExp(String.raw`^(.{3,140}?)\s*[([–-]\s*(${BARE_NUMBER})\s*[)\]]?[.,;]?$`);

/** `EXAMPLE FIVE LIMITED (99003005), EXAMPLE SIX LIMITED (99003006)`: bare numbers in brackets right behind legal forms. */
const BEHIND_FORM = new RegExp(String.raw`\b(?:${ENDING})\b\.?\s*([([]\s*(${BARE_NUMBER})\s*[)\]])`, 'gi');

function numbersBehindForms(text: string): readonly LabelledNumber[] {
  return [...text.matchAll(BEHIND_FORM)].flatMap((found) => {
    const [whole, bracketed = '', printed = ''] = found;
    const to = found.index + whole.length;
    return findCompanyNumber(printed) === null ? [] : [{ printed, from: to - bracketed.length, to }];
  });
}

/** Every number that a passage calls one, and those that stand right behind the name of a company. */
function numbersOf(text: string, marks: readonly MarkedWords[] = []): readonly PlacedNumber[] {
  const called = [...findLabelledNumbers(text), ...numbersBehindForms(text)];
  const labelled = [...called, ...markedIn(text, marks, called)].toSorted(
    (one, other) => one.from - other.from,
  );
  const from = labelled.at(-1)?.to ?? 0;
  const [, words = '', printed = ''] = ENDS_LINE.exec(text.slice(from)) ?? [];
  if (findCompanyNumber(printed) === null || !isCompanyName(trimmed(afterCue(words).words))) return labelled;
  return [...labelled, { printed, from: from + words.length, to: text.length }];
}

/** Where marked numbers stand that nothing else calls one. */
function markedIn(
  text: string,
  marks: readonly MarkedWords[],
  called: readonly LabelledNumber[],
): readonly PlacedNumber[] {
  return marks.flatMap(({ shown, printed }) =>
    placesOf(text, shown)
      .map((from) => ({ printed, from, to: from + shown.length, isMark: true }))
      .filter((place) => !called.some(({ from, to }) => place.from < to && from < place.to)),
  );
}

/** Where words stand in a text by themselves, and not as part of a longer word or number. */
function placesOf(text: string, words: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + words.length))
    if (!/\w/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + words.length))) places.push(at);
  return places;
}

/**
 * The name, of those that a page marks without saying whose they are, of the company that it is about: one that its words
 * say they are about, else the first that they do not call somebody else (a petitioner, a lender, an office-holder’s firm).
 */
export function subjectAmong(names: readonly MarkedWords[], passages: readonly Passage[]): string | null {
  const roles = names.map(({ shown }) =>
    passages
      .flatMap(({ text }) => placesOf(text, shown).map((at) => [text, at] as const))
      .slice(0, MOST_PLACES)
      .map(([text, at]) =>
        roleAt(
          text.slice(Math.max(0, at - NEAR), at),
          text.slice(at + shown.length, at + shown.length + NEAR),
        ),
      ),
  );
  const about = names.find((_, at) => roles[at]?.includes('about'));
  const first = names.find((_, at) => roles[at]?.length === 0 || roles[at]?.some((role) => role !== 'other'));
  return (about ?? first)?.printed ?? null;
}

/** How far the words reach that say whose a name is, and how often one is looked at. */
const [NEAR, MOST_PLACES] = [400, 50];

/** What the words right before and behind a name say of it. */
function roleAt(before: string, behind: string): 'about' | 'other' | null {
  const [number] = numbersOf(behind);
  const isBeside = number !== undefined && trimmed(behind.slice(0, number.from)) === '';
  if (isOther(behind) || (isBeside && isOther(behind.slice(number.to)))) return 'other';
  const { words, role } = afterCue(before);
  return trimmed(words) === '' || (role === 'other' && isNameOnly(trimmed(words))) ? role : null;
}

function* numbersIn(
  passages: readonly Passage[],
  subjects: readonly string[],
  marks: readonly MarkedWords[],
): Generator<StandingNumber> {
  let before = '';
  /** Names that stand one below the other without their numbers. */
  let names: string[] = [];
  let isEach = false;
  for (const [at, { text }] of passages.entries()) {
    if (text.trim() === '') continue;
    let [from, role]: [number, StandingNumber['role']] = [0, null];
    const numbers = numbersOf(text, marks);
    // As many numbers below as many names are theirs, in their order; else nobody knows whose each is.
    if (names.length > 1 && !isEach && isNamelessNumber(text)) {
      isEach = namelessFrom(passages, at) === names.length;
      if (!isEach) [names, before] = [[], ''];
    }
    const own = isEach ? names.shift() : undefined;
    if (own !== undefined) {
      const [{ printed } = { printed: text.trim() }] = numbers;
      yield whoseNumber(`${own} `, { printed }, subjects, role);
      before = text;
      continue;
    }
    isEach = false;
    if (numbers.length === 0 && isCompanyNumber(text.trim()) && isCompanyName(before))
      yield whoseNumber(`${before} `, { printed: text.trim() }, subjects, role);
    for (const number of numbers) {
      const between = text.slice(from, number.from);
      const words = from === 0 ? `${carried(before, trimmed(between) === '')}${between}` : between;
      const standing: StandingNumber = isOther(text.slice(number.to))
        ? { printed: number.printed, name: null, role: 'other' }
        : whoseNumber(words, number, subjects, role);
      yield standing;
      [from, role] = [number.to, standing.role];
    }
    if (numbers.length === 0 && isCompanyName(text)) names.push(text);
    else names = [];
    before = text;
  }
}

/** Behind the number of who asks the court, or is appointed: `LENDER LTD (99003098) v …`, `…, a creditor`. */
const ASKS =
  /^[\s)\],]*(?:-?v(?:s?\.?|ersus)?-?\s|\(?["“]?(?:the |a |an |as |being )*(?:petitioning |judgment )?(?:petitioners?|applicants?|creditors?|pursuers?)\b(?! of\b)|(?:both |each )?(?:was|were|has been|have been) appointed (?:as )?(?:the |an? )?(?:joint )?(?:administrat|administrative|liquidator|receiver))/i;

function isOther(behind: string): boolean {
  return ASKS.test(behind);
}

function isNamelessNumber(text: string): boolean {
  if (isCompanyNumber(text.trim())) return true;
  const numbers = numbersOf(text);
  return numbers.length === 1 && trimmed(text.slice(0, numbers[0]?.from)) === '';
}

/** How many passages from here on, without a break, are a number without a name. */
function namelessFrom(passages: readonly Passage[], at: number): number {
  const rest = passages.slice(at).filter(({ text }) => text.trim() !== '');
  const end = rest.findIndex(({ text }) => !isNamelessNumber(text));
  return end === -1 ? rest.length : end;
}

/** What the passage before says of a number: whose it is (“Petitioner:”), or the name where none stands beside it. */
function carried(passage: string, isNameless: boolean): string {
  if (numbersOf(passage).length > 0) return '';
  const last = afterCue(passage);
  const endsInCue =
    last.role !== null && (last.words.trim() === '' || (isNameless && isNameOnly(trimmed(last.words))));
  return endsInCue || (isNameless && isCompanyName(passage.replace(LEADING, ''))) ? `${passage} ` : '';
}

/** The words behind the last of those that say whose a number is, and what they say. */
function afterCue(words: string): { readonly words: string; readonly role: 'about' | 'other' | null } {
  const cue = [...words.matchAll(CUES)].at(-1);
  if (!cue) return { words, role: null };
  return { words: words.slice(cue.index + cue[0].length), role: cue[1] === undefined ? 'other' : 'about' };
}

/** What stands between the number before and this one: words that say whose it is, and a name. */
function whoseNumber(
  between: string,
  { printed, isMark = false }: Pick<PlacedNumber, 'printed' | 'isMark'>,
  subjects: readonly string[],
  roleBefore: StandingNumber['role'],
): StandingNumber {
  const cue = afterCue(between);
  const { words: own, beside } = lastNamed(cue.words);
  const words = trimmed(own);
  if (THE_COMPANY.test(words)) return { printed, name: null, role: 'about' };
  const name = nameIn(words, cue.role !== null);
  const subject = subjects.find((one) => name !== null && sameName(one, name));
  if (subject) return { printed, name: subject, role: 'about', beside };
  if (cue.role === 'other' && BEGINS_ANEW.test(own))
    return { printed, name: null, role: HAS_FORM.test(own) ? 'doubtful' : 'alone' };
  if (cue.role) return { printed, name, role: cue.role, beside };
  if (words === '') return { printed, name: null, role: roleBefore === 'other' ? 'doubtful' : 'alone' };
  if (LABEL.test(own)) return { printed, name: null, role: 'alone' };
  if (name !== null && isNameOnly(words)) return { printed, name, role: roleBefore ?? 'named', beside };
  if (name !== null) return { printed, name, role: null };
  return { printed, name, role: isMark && !OF_COMPANY.test(words) ? 'doubtful' : 'alone' };
}

/** A number at the head of a sentence is not that of a public body, or a person, at the end of the one before. */
const BEGINS_ANEW = /[.;]\s+$/;
/** `Registered:`: what a number in a cell of its own is called. */
const LABEL = /^[\s\w]{0,40}:\s*$/;
/** Words of a sentence about the company in which its number stands. */
const OF_COMPANY =
  /\bcompan(?:y|ies)\b|\bregistered\b|\bincorporated\b|\bnumber(?:ed)?$|^in (?:administration|liquidation|receivership)$/i;
const HAS_FORM = new RegExp(String.raw`\b(?:${ENDING})\b`, 'i');

/** Where the name of one company ends and another begins: behind its number, a colon, or its legal form and a joining word. */
const ENDS_NAME = new RegExp(
  String.raw`(?:\b${BARE_NUMBER}\b[\s,:)\]]*|:\s+|\b(?:${bothCases(ENDING)})\b\.?,?\s+)(?:and|&|also|together with)(?: of)?\s+(?=[A-Z0-9“"])|(?<=[\w)\]]):\s+(?=[A-Z0-9“"])`,
  'g',
);
const WITH_NUMBER = new RegExp(String.raw`^(.{1,140}?\b(?:${ENDING})\b\.?)[\s,(]*(${BARE_NUMBER})?$`, 'i');

/** Legal forms in capital and in small letters: a joining word between two names has small ones. */
function bothCases(forms: string): string {
  const all = forms
    .split('|')
    .flatMap((form) => [
      form,
      form.toUpperCase(),
      form.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    ]);
  return [...new Set(all)].join('|');
}

/** Of two names that stand in a row the last, to which a number behind them belongs, and the one before it. */
function lastNamed(words: string): { readonly words: string; readonly beside: Beside | null } {
  const end = [...words.matchAll(ENDS_NAME)].at(-1);
  const last = end ? words.slice(end.index + end[0].length) : words;
  if (!end || !isCompanyName(trimmed(last))) return { words, beside: null };
  const before = trimmed(
    words.slice(0, end.index + end[0].length).replace(/[\s,:]*(?:and|&|also|together with)?(?: of)?\s*$/, ''),
  );
  const [, name = '', number = null] = WITH_NUMBER.exec(before) ?? [];
  return { words: last, beside: isNameOnly(name) ? { name, number } : null };
}

const THE_COMPANY = /^(?:the )?(?:said |above[- ]named )?company$/i;

/** The name of which the words are nothing but, with which they begin after a cue, or with which they end. */
function nameIn(words: string, isCued: boolean): string | null {
  if (isNameOnly(words)) return cleanTitle(words);
  const first = isCued ? FIRST_NAME.exec(words)?.[1] : undefined;
  if (first && isNameOnly(first)) return cleanTitle(first);
  return tailName(words);
}

/** Without the brackets, commas and joining words at either end; each run of them is looked at once, however long. */
function trimmed(words: string): string {
  return withoutNotes(words)
    .replace(/^[\s,;:.()&–-]+|(?<![\s,;:.(–-])[\s,;:.(–-]+$/g, '')
    .replace(/^(?:and|also|of|the)\s+/i, '')
    .replace(/(?<![\s,(])[\s,(]+(?:whose|with|having|bearing)(?: (?:a|the|its))?$/i, '')
    .replace(/(?<![\s,(])[\s,(]+(?:(?:registered|registration|company) ){0,2}(?:number|no\.?)$/i, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const JOINING = /^(?:and|of|the|for|in|by|de|&|\/|-|–|\+|@)$/i;

/** Nothing but a name: every word begins with a capital letter or a figure, but for those that join them. */
function isNameOnly(words: string): boolean {
  if (words === '' || words.length > 160) return false;
  return words
    .split(' ')
    .every((word, at) => /^["'(‘“]?[A-Z0-9£]/.test(word) || (at > 0 && JOINING.test(word)));
}

/** The name at the end of a sentence, if a legal form ends it. */
function tailName(words: string): string | null {
  const list = words.split(' ');
  let start = list.length;
  while (start > 0 && (/^["'(‘“]?[A-Z0-9]/.test(list[start - 1]!) || JOINING.test(list[start - 1]!)))
    start -= 1;
  while (start < list.length && JOINING.test(list[start]!)) start += 1;
  const name = list.slice(start).join(' ');
  return isCompanyName(name) ? cleanTitle(name) : null;
}

function distinctNames(names: readonly string[]): string[] {
  return names.filter((name, at) => !names.slice(0, at).some((other) => sameName(other, name)));
}
