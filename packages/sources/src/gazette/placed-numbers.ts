import {
  BARE_NUMBER,
  findCompanyNumber,
  findLabelledNumbers,
  isCompanyNumber,
  type LabelledNumber,
} from '@tocsin/domain';
import type { MarkedWords } from './passages.ts';
import { afterCue } from './cues.ts';
import { ENDING, isCompanyName, isOrganisation } from './names.ts';
import { trimmed } from './name-words.ts';

/** A number in a text; `isMark`: nothing but a mark says that it is one. */
export interface PlacedNumber extends LabelledNumber {
  readonly isMark?: boolean;
}

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

/** `EXAMPLE TRUST (99003007)`, `EXAMPLE C.I.C. (99003008)`: a number in brackets behind words with capital letters. */
const BEHIND_WORDS = new RegExp(
  String.raw`(?<![\w.’'&-])([A-Z][\w.’'&-]*(?: (?:(?:of|the|and|for|&) )?[A-Z0-9][\w.’'&-]*){0,10})\s*([([]\s*(${BARE_NUMBER})\s*[)\]])`,
  'g',
);
const INITIALS_OF_FORM = /\b(?:C\.\s?I\.\s?[CO]|P\.\s?L\.\s?C|L\.\s?L\.\s?P)\.?$/i;

/** What else has a number of eight figures. */
const OF_ELSE = /\b(?:ref|reference|tel|telephone|phone|fax|mobile|case|claim|file|notice)\b/i;

/** Numbers in brackets behind words that begin with capital letters, with those words. */
export function bracketedNumbers(text: string): readonly (LabelledNumber & { readonly words: string })[] {
  return [...text.matchAll(BEHIND_WORDS)].flatMap((found) => {
    const [whole, words = '', bracketed = '', printed = ''] = found;
    const to = found.index + whole.length;
    const own = words.replace(/^.*\w{2}\.\s+/, '');
    const isOne = isCompanyNumber(printed) && !OF_ELSE.test(own);
    return isOne ? [{ printed, from: to - bracketed.length, to, words: own }] : [];
  });
}

/** Those of them that stand behind what is a body’s name without a legal form that is known. */
function numbersBehindBodies(text: string): readonly LabelledNumber[] {
  return bracketedNumbers(text).filter(({ words }) => INITIALS_OF_FORM.test(words) || isOrganisation(words));
}

/** Every number that a passage calls one, and those that stand right behind the name of a company. */
export function numbersOf(text: string, marks: readonly MarkedWords[] = []): readonly PlacedNumber[] {
  const known = [...findLabelledNumbers(text), ...numbersBehindForms(text)];
  const isKnown = ({ from, to }: LabelledNumber) => known.some((one) => from < one.to && one.from < to);
  const called = [...known, ...numbersBehindBodies(text).filter((one) => !isKnown(one))];
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
    placesIn(text, shown)
      .map((from) => ({ printed, from, to: from + shown.length, isMark: true }))
      .filter((place) => !called.some(({ from, to }) => place.from < to && from < place.to)),
  );
}

/** Where words stand in a text by themselves, and not as part of a longer word or number. */
export function placesIn(text: string, words: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + words.length))
    if (!/\w/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + words.length))) places.push(at);
  return places;
}

/** `EXAMPLE SEVEN LIMITED (99003008)`: a number that stands in brackets behind the name, and is not called one. */
export function bareNumber(prose: string, name: string | null): string | null {
  const behind = name === null ? [] : prose.split(name).slice(1);
  const bracketed = behind.map((words) => IN_BRACKETS.exec(words)?.[1] ?? '');
  return bracketed.map(findCompanyNumber).find((number) => number !== null) ?? null;
}

const IN_BRACKETS = new RegExp(String.raw`^\s*\((${BARE_NUMBER})\)`);

export function isNamelessNumber(text: string): boolean {
  if (isCompanyNumber(text.trim())) return true;
  const numbers = numbersOf(text);
  return numbers.length === 1 && trimmed(text.slice(0, numbers[0]?.from)) === '';
}
