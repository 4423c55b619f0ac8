import type { DecidedResult } from './decisions.ts';
import { decode, fold } from './fold.ts';
import { kindOfName } from './kind.ts';
import { normalise } from './name.ts';

/** A published list of bodies that are no companies, by which a printed name is cleared without asking anybody. */
export interface BodyList {
  /** As a reason names it: `the list of councils`. */
  readonly title: string;
  readonly has: (name: string) => boolean;
}

/** What a council calls its rank, in any order and as it likes; `Leeds Council` is Leeds City Council. */
const ranks = new Set(
  'BOROUGH CITY COUNTY DISTRICT METROPOLITAN MB MD UNITARY ROYAL LONDON COUNCIL OF THE'.split(' '),
);
const shortened: Readonly<Record<string, string>> = { MBC: 'COUNCIL', MDC: 'COUNCIL', LBC: 'COUNCIL' };
const ranked = /\b(?:BOROUGH|CITY|COUNTY|COUNCIL|AUTHORITY|CORPORATION|DISTRICT|M[BD]C|LBC)\b/;

/** Whether a name may be on a list of councils at all: what it saves is asking for the list. */
export function isRanked(name: string): boolean {
  return ranked.test(decode(name));
}

/** The list of these names; a body may have several. */
export function bodyList(title: string, names: readonly string[]): BodyList {
  const keys = new Set(names.flatMap((name) => councilKey(name) ?? []));
  const exact = new Set(names.filter(isRanked).map(normalise));
  return {
    title,
    has(name) {
      const kind = kindOfName(name);
      if (kind !== 'public-body' && kind !== 'unknown') return false;
      return exact.has(normalise(name)) || keys.has(councilKey(name) ?? '');
    },
  };
}

/** The place that a council is of; null for what is printed without COUNCIL, or names no place. */
function councilKey(name: string): string | null {
  const words = fold(decode(name)).map((word) => shortened[word] ?? word);
  if (!words.includes('COUNCIL')) return null;
  const place = words.filter((word) => !ranks.has(word));
  return place.length > 0 ? place.join(' ') : null;
}

/** What is on a list is no company; a person's decision and a printed company number go before it. */
export function clearedBy(
  list: BodyList,
  name: string,
  printedNumber: string | null,
  result: DecidedResult,
): DecidedResult {
  if (result.decision !== null || printedNumber !== null || !list.has(name)) return result;
  return {
    ...result,
    outcome: 'not-a-company',
    number: null,
    score: 0,
    kind: 'public-body',
    reason: `a public body: it is on ${list.title}`,
    candidates: [],
  };
}
