import { BARE_NUMBER, isCompanyNumber } from '@tocsin/domain';
import { actsFor, afterCue, isAppointing, isMutual, isOther, LEADING, tieTo } from './cues.ts';
import { rowOfNames } from './listed-numbers.ts';
import { ENDING, isCompanyName, sameName } from './names.ts';
import { isNameOnly, nameIn, trimmed } from './name-words.ts';
import type { MarkedWords, Passage } from './passages.ts';
import { isNamelessNumber, numbersOf, type PlacedNumber } from './placed-numbers.ts';

interface StandingNumber {
  readonly printed: string;
  readonly name: string | null;
  /**
   * `named`: nothing but a name stands before it; `alone`: no name does; `doubtful`: it stands behind somebody else, and may
   * be theirs or not; `unsure`: it may be a bystander’s or that of a company that the notice is about; null: a name in a
   * sentence about something else.
   */
  readonly role: 'about' | 'other' | 'named' | 'alone' | 'doubtful' | 'unsure' | null;
  /** Companies that are named right before it, with the number of one that stands there without being called one. */
  readonly beside?: readonly Beside[];
}

export interface Beside {
  readonly name: string;
  readonly number: string | null;
}

export function* numbersIn(
  passages: readonly Passage[],
  subjects: readonly string[],
  marks: readonly MarkedWords[],
): Generator<StandingNumber> {
  let before = '';
  /** Names that stand one below the other without their numbers. */
  let names: string[] = [];
  let isEach = false;
  /** Whether the number of a name stood in a cell of its own right before. */
  let isCell = false;
  for (const [at, { text }] of passages.entries()) {
    if (text.trim() === '') continue;
    let [from, role, tie]: [number, StandingNumber['role'], string | null] = [0, null, null];
    const numbers = numbersOf(text, marks);
    let isInRow = false;
    // As many numbers below as many names are theirs, in their order; else nobody knows whose each is.
    if (names.length > 1 && !isEach && isNamelessNumber(text)) {
      isEach = namelessFrom(passages, at) === names.length;
      if (!isEach) {
        yield* namesWithout(names, subjects);
        if (numbers.length === 0) yield { printed: text.trim(), name: null, role: 'doubtful' };
        [names, before, isInRow] = [[], '', true];
      }
    }
    const own = isEach ? names.shift() : undefined;
    if (own !== undefined) {
      const [{ printed } = { printed: text.trim() }] = numbers;
      yield whoseNumber(`${own} `, { printed }, subjects, role);
      before = text;
      continue;
    }
    isEach = false;
    const isInCell = isInRow || (isNamelessNumber(text) && isCompanyName(before));
    if (numbers.length === 0 && isCompanyNumber(text.trim()) && isCompanyName(before))
      yield whoseNumber(`${before} `, { printed: text.trim() }, subjects, role);
    for (const number of numbers) {
      const between = text.slice(from, number.from);
      const words = from === 0 ? `${carried(before, trimmed(between) === '')}${between}` : between;
      const behind = text.slice(number.to);
      const own: StandingNumber = whoseNumber(words.slice(tie?.length ?? 0), number, subjects, role);
      const whose: StandingNumber =
        tie !== null && own.role !== 'other' ? { ...own, role: 'about' as const } : own;
      const next: string | null = whose.role === 'about' ? null : tieTo(behind);
      const standing = standingOf(whose, behind, next !== null);
      yield standing;
      [from, role] = [number.to, standing.role];
      tie = subjects.length === 0 && next !== null && !isMutual(next) ? next : null;
    }
    if (numbers.length === 0 && isCompanyName(text)) names.push(text);
    else {
      if (!isInCell && (isCell || NO_NUMBER.test(text))) yield* namesWithout(names, subjects);
      [names, isCell] = [[], isInCell];
    }
    before = text;
  }
  if (isCell) yield* namesWithout(names, subjects);
}

/** What stands in a cell for a number that nobody has. */
const NO_NUMBER =
  /^(?:[-–—]+|n\/?a|none|nil|unknown|not (?:known|available|applicable|registered)|tb[ac]|pending|to be confirmed)\.?$/i;

/** Names in cells of which nobody can tell the number. */
function namesWithout(names: readonly string[], subjects: readonly string[]): readonly StandingNumber[] {
  return names
    .filter((name) => !subjects.some((subject) => sameName(subject, name)))
    .map((printed) => ({ printed, name: null, role: 'unsure' }));
}

/** Whose a number is by what stands before it, unless what stands behind it says that it is somebody else’s. */
function standingOf(whose: StandingNumber, behind: string, isTied: boolean): StandingNumber {
  const isSomebodyElses =
    isOther(behind) || (whose.role !== 'about' && (isAppointing(behind) || actsFor(behind)));
  if (isSomebodyElses) return { printed: whose.printed, name: null, role: 'other' };
  return isTied ? { printed: whose.printed, name: null, role: 'unsure' } : whose;
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
  const subject = subjects.find((one) => name !== null && (sameName(one, name) || isCounted(one, name)));
  if (subject) return { printed, name: subject, role: 'about', beside };
  if (cue.role === null && OF_FIRM.test(words)) return { printed, name: null, role: 'other' };
  if (cue.role === 'other' && BEGINS_ANEW.test(own))
    return { printed, name: null, role: HAS_FORM.test(own) ? 'doubtful' : 'alone' };
  // Behind “the above-named company of 1 High Street” stands an address, and no other company than the one that is named.
  const isOwn = cue.role === 'about' && name !== null && !HAS_FORM.test(name) && subjects.length === 1;
  if (cue.role) return { printed, name: isOwn ? null : name, role: cue.role, beside };
  if (words === '') return { printed, name: null, role: roleBefore === 'other' ? 'doubtful' : 'alone' };
  if (LABEL.test(own)) return { printed, name: null, role: 'alone' };
  if (name !== null && isNameOnly(words)) return { printed, name, role: roleBefore ?? 'named', beside };
  if (name !== null) return { printed, name, role: null };
  return { printed, name, role: isMark && !OF_COMPANY.test(words) ? 'doubtful' : 'alone' };
}

/** `2 NORTH LIMITED` and `RE NORTH LIMITED` could be names; where the notice is about NORTH LIMITED they are that one. */
function isCounted(subject: string, name: string): boolean {
  const before = name.endsWith(` ${subject}`) ? name.slice(0, -subject.length) : '';
  return /^(?:re|(?:no\.?|number|company)? ?\d{1,2}|[a-z])[.:)]? $/i.test(before);
}

/** `Jane Roe and Sam Poe of ADVISERS LLP`: people, and the firm in capital letters that they are of. */
const OF_FIRM =
  /^(?:[A-Z][a-z’'-]+ |[A-Z]\.? ){2,6}(?:(?:and|&) (?:[A-Z][a-z’'-]+ |[A-Z]\.? ){2,6})?(?:both |each )?(?:of|at) [A-Z&][A-Z&’'-]+\b/;

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
  String.raw`(?:\b${BARE_NUMBER}\b[\s,:)\]]*|:\s+|\b(?:${bothCases(ENDING)})\b\.?,?\s+)(?:and|&|also|together with)(?: of)?\s+(?=[A-Z0-9“"])|\b(?:${bothCases(ENDING)})\b\.?\s*[;,]\s+(?=[A-Z0-9“"])|(?<=[\w)\]]):\s+(?=[A-Z0-9“"])`,
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
function lastNamed(words: string): { readonly words: string; readonly beside: readonly Beside[] } {
  const end = [...words.matchAll(ENDS_NAME)].at(-1);
  const last = end ? words.slice(end.index + end[0].length) : words;
  if (!end || !isCompanyName(trimmed(last))) return { words, beside: [] };
  const before = trimmed(
    words
      .slice(0, end.index + end[0].length)
      .replace(/[\s,;:]*(?:and|&|also|together with)?(?: of)?\s*$/, ''),
  );
  const row = rowOfNames(before);
  if (row.length > 1) return { words: last, beside: row.map((name) => ({ name, number: null })) };
  const [, name = '', number = null] = WITH_NUMBER.exec(before) ?? [];
  return { words: last, beside: isNameOnly(name) ? [{ name, number }] : [] };
}

const THE_COMPANY = /^(?:the )?(?:said |above[- ]named )?company$/i;
