import { findListedNumbers } from '@tocsin/domain';
import { afterCue, isOther, LEADING } from './cues.ts';
import { cleanTitle, isCompanyName, sameName, withoutNotes } from './names.ts';
import { numbersBehind, withNumbersApart } from './listed-numbers.ts';
import { nameFirst, withNamesApart, withoutAlias, withWholeNumbers } from './name-words.ts';
import { bareNumber, bracketedNumbers, numbersOf } from './placed-numbers.ts';
import type { MarkedWords, Passage } from './passages.ts';
import { namedIn } from './prose.ts';
import { type Beside, numbersIn } from './standing-numbers.ts';

/** A company that a notice is about. */
export interface NamedCompany {
  readonly name: string | null;
  /** As printed. */
  readonly number: string | null;
  readonly postcode: string | null;
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
  const set = given.map((one) => ({
    ...one,
    text: nameFirst(withWholeNumbers(withoutAlias(withNamesApart(one.text, one.names)))),
  }));
  const passages = withNumbersApart(numbersBehind(set));
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
  for (const { printed, name, role, beside = [] } of numbersIn(passages, subjects, marks)) {
    if (role === 'other' || role === null || companies.some(({ number }) => number === printed)) continue;
    if (role === 'unsure') {
      doubtful.push(printed);
      continue;
    }
    if (role === 'doubtful') {
      unclear.push(printed);
      continue;
    }
    for (const one of beside) nameBeside(one, companies, ofOne ? doubtful : null);
    const at = companies.findIndex((one) =>
      name === null ? one.number === null : one.name !== null && sameName(one.name, name),
    );
    const known = companies[at];
    const isOnly = companies.length === 1;
    if (known && (name !== null || isOnly)) {
      if (known.number === null) companies[at] = { ...known, number: printed };
      // One name has one number: a second is that of a company of the same name, or a slip.
      else doubtful.push(printed);
    } else if (role === 'alone' ? companies.length > 0 : role === 'named' && ofOne && companies.length > 0)
      doubtful.push(name ?? printed);
    else companies.push({ name, number: printed, postcode: null });
  }
  const whole = companies.map((one) =>
    one.number === null ? { ...one, number: bareNumber(prose, one.name) } : one,
  );
  const seen = (printed: string) =>
    whole.some(({ number }) => number === printed) || doubtful.includes(printed);
  const passedOver = passages.flatMap(({ text }) => unseenIn(text)).filter((printed) => !seen(printed));
  const listed = findListedNumbers(prose).flatMap(({ printed }) => printed);
  const isNumbered = whole.length > 0 && whole.every(({ number }) => number !== null);
  return {
    companies: whole,
    doubtful: [
      ...doubtful,
      ...new Set(passedOver),
      ...(isNumbered ? [] : [...unclear, ...listed.slice(0, 1)]),
      ...listed.slice(Math.max(1, whole.length)),
    ],
  };
}

/** Numbers in a text that stand with a name, and that nothing says to be somebody else’s, though no company has them. */
function unseenIn(text: string): readonly string[] {
  const known = numbersOf(text);
  const unknown = bracketedNumbers(text).filter(
    (one) => !known.some(({ from, to }) => one.from < to && from < one.to),
  );
  const charities = [...text.matchAll(OF_CHARITY)].map((found) => ({
    printed: found[2] ?? '',
    from: found.index + (found[1] ?? '').length,
    to: found.index + found[0].length,
  }));
  return [...unknown, ...charities].flatMap(({ printed, from, to }) => {
    const isOthers =
      afterCue(text.slice(Math.max(0, from - NEAR), from)).role === 'other' ||
      isOther(text.slice(to, to + NEAR));
    return isOthers ? [] : printed;
  });
}

/** How far the words reach that say whose a number is. */
const NEAR = 400;

/** `EXAMPLE CIO (charity number 1199001)`: of one that is on no other register. */
const OF_CHARITY =
  /([A-Z][\w.’'&-]*\s*)\((?:registered )?charity (?:number|no\.?)?:?\s*([A-Z]{0,2}[\d-]{5,10})\)(?![\s,]*\(?(?:company|registered|registration) (?:no|number))/g;

/** Adds a company that only stands before another one: with its number, if it has none yet. */
function nameBeside({ name, number }: Beside, companies: NamedCompany[], doubtful: string[] | null): void {
  const at = companies.findIndex((one) => one.name !== null && sameName(one.name, name));
  const known = companies[at];
  if (known) companies[at] = { ...known, number: known.number ?? number };
  else if (doubtful) doubtful.push(name);
  else companies.push({ name, number, postcode: null });
}

/** A heading, or in the matter of whom it is; names at the very top are titles, too. */
function isTitle({ text, isHeading }: Passage): boolean {
  return isHeading || /^in the matters? of\b/i.test(text);
}

function distinctNames(names: readonly string[]): string[] {
  return names.filter((name, at) => !names.slice(0, at).some((other) => sameName(other, name)));
}
