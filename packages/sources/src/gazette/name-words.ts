import { BARE_NUMBER, findLabelledNumbers, isCompanyNumber } from '@tocsin/domain';
import { afterCue } from './cues.ts';
import { cleanTitle, ENDING, FIRST_NAME, isCompanyName, withoutNotes, withoutStanding } from './names.ts';

/** `1. EXAMPLE ONE LIMITED`, `(b) EXAMPLE TWO LIMITED`: what counts the lines of a list is no part of a name. */
export const COUNTED =
  /^\s*(?:\(?(?:\d{1,2}(?:st|nd|rd|th)?|[a-z]|[ivx]{1,4})\)|(?:\d{1,2}|[a-z])\.|item \d{1,2}[.:)]?|[•·▪●*])\s+/i;
/** What stands before a name and is none of it: how firms are addressed, and what the notice does with the company. */
const LED_IN =
  /^(?:messrs\.?|m\/s\.?|re:|(?:the )?name of (?:the )?company:?|(?:notice |order |petition )?(?:concerning|regarding|relating to)|(?:the )?(?:administration|liquidation|receivership|affairs) of)\s+/i;
/** `Re NORTH LIMITED`; in capital letters RE may be the name. */
const RE = /^Re\s+(?=[^a-z]+$)/;
/** `Former name: OLD NORTH LIMITED`: the number behind it is that of the company that it names no longer. */
const OF_ALIAS =
  /^\(?(?:(?:any )?(?:former|previous|trading|other)(?: company)? (?:name|style)s?(?: of (?:the )?company)?|(?:formerly|previously)(?: known as| called)?|trading as|t\/a)\b[\s:]/i;

/** A passage without the names that its company had before, or trades under. */
export function withoutAlias(text: string): string {
  if (!OF_ALIAS.test(text)) return text;
  const [number] = findLabelledNumbers(text);
  return number ? text.slice(number.from) : '';
}

/**
 * A text in which a page marks where names begin, without what stands right before one and would be read as the beginning of
 * it (`Messrs`, `Notice Concerning`). What says who is named (`Petitioner`) is set before the name with a colon.
 */
export function withNamesApart(text: string, begins: readonly number[]): string {
  let [apart, from] = ['', 0];
  for (const at of begins) {
    const before = text.slice(from, at);
    const run = runAtEnd(before);
    const isOwn = run === '' || OF_FORM.test(run) || afterCue(before).words.trim() === '';
    const [kept, label] = isOwn
      ? [before, '']
      : [before.slice(0, before.lastIndexOf(run)), afterCue(`${run}: `).words === '' ? `${run}: ` : ''];
    apart += kept + label;
    from = at;
  }
  return apart + text.slice(from);
}

const OF_FORM = new RegExp(String.raw`\b(?:${ENDING})\b`, 'i');

/** The words at the end that could be part of a name; empty where only joining words are. */
function runAtEnd(text: string): string {
  const words = text.trimEnd().split(/\s+/);
  const end = words.findLastIndex((word) => !/^["'(‘“]?[A-Z0-9£]/.test(word) && !JOINING.test(word));
  const run = words.slice(end + 1);
  return run.every((word) => JOINING.test(word)) ? '' : run.join(' ');
}

/** `99003001 EXAMPLE ONE LIMITED`: a number before the name that it belongs to. */
const NUMBER_FIRST = new RegExp(String.raw`^(${BARE_NUMBER})[\s:,–-]+(\S+ .{3,140})$`);

/** `EXAMPLE ONE LIMITED 99003001`, `EXAMPLE ONE LIMITED: 99003001`: a line of nothing else. */
const NUMBER_LAST = new RegExp(
  String.raw`^(.{1,120}\b(?:${ENDING})\b\.?)[\s:,]+(${BARE_NUMBER})[.,;]?$`,
  'i',
);
/** What a cell is called whose row or column is of numbers, or of names. */
const CALLED_NUMBER = new RegExp(
  String.raw`^(?:reg(?:istered|istration)?\.? )?(?:numbers?|nos?\.?)\s*:\s*(${BARE_NUMBER})$`,
  'i',
);
const CALLED_NAME = /^(?:(?:name of )?compan(?:y|ies)(?: names?)?|names?)\s*:\s*/i;

/** `EXAMPLE LLP (OC 400 401)`: a number that is printed in groups, in brackets behind a legal form. */
const IN_GROUPS = new RegExp(String.raw`(\b(?:${ENDING})\b\.?\s*)\(\s*([A-Z\d](?: ?[A-Z\d]){7})\s*\)`, 'gi');
/** Where the court and its number stand before the name of the company. */
const OF_COURT =
  /^(?:in the )?(?:high court|county court|court of session|business and property courts?|sheriff court)\b[^()]{0,160}?\b(?:[A-Z]{2,4}-?\d{4}-\d+|no\.? ?\d{1,7} of \d{4})\b[.,:;\s]+(?=[A-Z0-9“"])/i;

/** A text in which numbers that are printed in groups are whole, and no court stands before a name. */
export function withWholeNumbers(text: string): string {
  return text.replace(OF_COURT, '').replace(IN_GROUPS, (whole, name: string, printed: string) => {
    const number = printed.replaceAll(' ', '');
    return isCompanyNumber(number) ? `${name}(${number})` : whole;
  });
}

/** A passage as most are set: without what counts or calls it, and its number behind the name. */
export function nameFirst(text: string): string {
  const counted = text.replace(COUNTED, '');
  const [, called = ''] = CALLED_NUMBER.exec(counted) ?? [];
  if (isCompanyNumber(called)) return `Company Number ${called}`;
  const [, before = '', behind = ''] = NUMBER_LAST.exec(counted) ?? [];
  if (isCompanyNumber(behind) && isCompanyName(before)) return `${before} (${behind})`;
  const bare = counted.replace(CALLED_NAME, '');
  const own = isCompanyName(bare) ? bare : counted;
  const [, number = '', name = ''] = NUMBER_FIRST.exec(own) ?? [];
  return isCompanyNumber(number) && isCompanyName(name) ? `${name} (${number})` : own;
}

/** The name of which the words are nothing but, with which they begin after a cue, or with which they end. */
export function nameIn(words: string, isCued: boolean): string | null {
  if (isNameOnly(words)) return cleanTitle(words);
  const first = isCued ? FIRST_NAME.exec(words)?.[1] : undefined;
  if (first && isNameOnly(first)) return cleanTitle(first);
  return tailName(words);
}

/** Without the brackets, commas and joining words at either end; each run of them is looked at once, however long. */
export function trimmed(words: string): string {
  const bare = withoutNotes(words)
    .replace(/^[\s,;:.()&–-]+|(?<![\s,;:.(–-])[\s,;:.(–-]+$/g, '')
    .replace(/^(?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s+/i, '')
    .replace(/^(?:and|also|of|the)\s+/i, '')
    .replace(LED_IN, '')
    .replace(/^(?:its|their) (?:wholly[- ]owned )?subsidiar(?:y|ies)(?: compan(?:y|ies))? (?=[A-Z0-9])/, '')
    .replace(RE, '')
    .replace(/(?<![\s,(])[\s,(]+(?:whose|with|having|bearing)(?: (?:a|the|its))?$/i, '')
    .replace(/(?<![\s,(])[\s,(]+(?:(?:registered|registration|company) ){0,2}(?:number|no\.?)$/i, '')
    .replace(/\s+/g, ' ')
    .trim();
  return withoutStanding(bare);
}

const JOINING = /^(?:and|of|the|for|in|by|de|&|\/|-|–|\+|@)$/i;

/** Nothing but a name: every word begins with a capital letter or a figure, but for those that join them. */
export function isNameOnly(words: string): boolean {
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
