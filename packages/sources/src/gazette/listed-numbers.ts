import { BARE_NUMBER, findListedNumbers, isCompanyNumber } from '@tocsin/domain';
import { afterCue, LEADING } from './cues.ts';
import { COUNTED, isNameOnly, trimmed } from './name-words.ts';
import { ENDING, isCompanyName, sameName } from './names.ts';
import type { Passage } from './passages.ts';
import { isNamelessNumber, numbersOf } from './placed-numbers.ts';

/** Behind the legal form of one name and the notes on it, before another one. */
const BETWEEN = new RegExp(
  String.raw`(?<=\b(?:${ENDING})\b\.?(?:\s*\([^()]{0,100}\))?)(?:\s*[,;/]\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+|\s+(?=\(?(?:\d{1,2}|[a-z])[.)]\s))(?=[(]?[A-Z0-9“"])`,
  'i',
);

/** The names of which words are a row; empty where they are anything else. */
export function rowOfNames(words: string): readonly string[] {
  if (words.length > MOST_WORDS || findListedNumbers(words).length > 0) return [];
  const parts = words.split(BETWEEN).map((part) => part.replace(COUNTED, '').trim());
  const areNames = parts.every((part) => isCompanyName(trimmed(part)) && isNameOnly(trimmed(part)));
  return areNames ? parts : [];
}

/** No row of names is longer. */
const MOST_WORDS = 4_000;

/**
 * Passages in which every number of a list stands behind its name: `A LTD and B LTD (Company Numbers 1 and 2 respectively)` is
 * `A LTD (Company Number 1), B LTD (Company Number 2)`. A list by itself is of the names that stand alone before it. Where there
 * are not as many names as numbers nobody can tell whose each is, and nothing changes.
 */
export function withNumbersApart(given: readonly Passage[]): readonly Passage[] {
  const above: string[] = [];
  return joinedLists(given)
    .flatMap(namesApart)
    .map((passage) => {
      const text = numberedIn(passage.text, above);
      const alone = numbersOf(text).length === 0 ? rowOfNames(text.replace(LEADING, '')) : [];
      for (const name of alone)
        if (above.length < MOST_NAMES && !above.some((one) => sameName(one, name))) above.push(name);
      return { ...passage, text };
    });
}

/** No notice names more companies above a list. */
const MOST_NAMES = 300;

/** Cells of which the number stands before the name that it belongs to, as one passage each, with the number behind. */
export function numbersBehind(passages: readonly Passage[]): readonly Passage[] {
  const set: Passage[] = [];
  const isName = ({ text }: Passage) => numbersOf(text).length === 0 && isCompanyName(text);
  for (const passage of passages) {
    const last = set.at(-1);
    const before = set.at(-2);
    const isFirst = last !== undefined && isNamelessNumber(last.text) && !(before && isName(before));
    if (isFirst && isName(passage)) {
      const [{ printed } = { printed: last.text.trim() }] = numbersOf(last.text);
      set[set.length - 1] = { ...passage, text: `${passage.text} (Company Number ${printed})` };
    } else set.push(passage);
  }
  return set;
}

/** A passage that is nothing but names is as many passages. */
function namesApart(passage: Passage): readonly Passage[] {
  const names = rowOfNames(passage.text);
  return names.length > 1 ? names.map((text) => ({ ...passage, text })) : [passage];
}

/** The names before a list, or else those that stand alone above it, each with its number. */
function numberedIn(text: string, above: readonly string[]): string {
  let [apart, from] = ['', 0];
  for (const list of findListedNumbers(text)) {
    const before = text.slice(from, list.from);
    const cue = afterCue(before).words;
    const own = cue.replace(/[\s,(]+$/, '');
    const row = rowOfNames(own.trim());
    const names = row.length > 0 || trimmed(own) !== '' ? row : above;
    const isEach = names.length === list.printed.length;
    apart += isEach
      ? before.slice(0, before.length - cue.length) + numbered(names, list.printed)
      : text.slice(from, list.to);
    from = list.to;
  }
  // What closed the bracket of the list closes none.
  return apart + (from > 0 ? text.slice(from).replace(/^\s*[)\]]/, '') : text);
}

function numbered(names: readonly string[], numbers: readonly string[]): string {
  return names.map((name, at) => `${name} (Company Number ${numbers[at]})`).join(', ');
}

/** A list whose numbers stand one below the other is one passage. */
function joinedLists(passages: readonly Passage[]): readonly Passage[] {
  const joined: Passage[] = [];
  let isOpen = false;
  for (const passage of passages) {
    const last = joined.at(-1);
    if (isOpen && last && isCompanyNumber(passage.text.trim()))
      joined[joined.length - 1] = { ...last, text: `${last.text}, ${passage.text.trim()}` };
    else {
      isOpen = ONE_OF_SEVERAL.test(passage.text);
      joined.push(passage);
    }
  }
  return joined;
}

const ONE_OF_SEVERAL = new RegExp(
  String.raw`^(?:company|registered|registration) (?:numbers|nos)\b\.?:?\s*${BARE_NUMBER}$`,
  'i',
);
