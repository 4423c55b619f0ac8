import { groupBy } from '@tocsin/domain';

/**
 * Legal forms as names print them. `family` says who can still be the same legal person: a limited company may
 * re-register as a plc or become a CIC and keep its number (Companies Act 2006, part 7); an LLP, a partnership,
 * a CIO or a foreign corporation of the same name is always somebody else.
 */
export type LegalForm = 'LTD' | 'PLC' | 'CIC' | 'LLP' | 'LP' | 'CIO' | 'OVERSEAS';

const families: Readonly<Record<LegalForm, string>> = {
  LTD: 'company',
  PLC: 'company',
  CIC: 'company',
  LLP: 'llp',
  LP: 'partnership',
  CIO: 'cio',
  OVERSEAS: 'overseas',
};

const endings: Readonly<Record<string, LegalForm>> = {
  LIMITED: 'LTD',
  LTD: 'LTD',
  CYFYNGEDIG: 'LTD',
  CYF: 'LTD',
  PLC: 'PLC',
  CCC: 'PLC',
  'PUBLIC LIMITED COMPANY': 'PLC',
  CIC: 'CIC',
  'COMMUNITY INTEREST COMPANY': 'CIC',
  LLP: 'LLP',
  'LIMITED LIABILITY PARTNERSHIP': 'LLP',
  LP: 'LP',
  'LIMITED PARTNERSHIP': 'LP',
  CIO: 'CIO',
  'CHARITABLE INCORPORATED ORGANISATION': 'CIO',
};
for (const ending of 'INC LLC GMBH BV NV AG SARL SAS SRL PTY'.split(' '))
  Object.assign(endings, { [ending]: 'OVERSEAS' });

/** Every ending of a legal name, longest first: what finds one in a text takes the whole of it. */
export const legalEndings: readonly string[] = Object.keys(endings).toSorted((a, b) => b.length - a.length);

/** Endings of several words, which narrow columns cut. */
const longEndings: readonly (readonly string[])[] = [
  'PUBLIC LIMITED COMPANY',
  'COMMUNITY INTEREST COMPANY',
  'LIMITED LIABILITY PARTNERSHIP',
  'CHARITABLE INCORPORATED ORGANISATION',
].map((ending) => ending.split(' '));

/** How many words an ending may have, longest first, by its last word. */
const lengths: ReadonlyMap<string, readonly number[]> = groupBy(
  Object.keys(endings)
    .map((ending) => ending.split(' '))
    .toSorted((a, b) => b.length - a.length),
  (words) => words.at(-1) ?? '',
  (words) => words.length,
);

/** Forms printed inside a name end the legal name there: `ACORN LTD SALES`. Rarer ones are too often plain words. */
const insideForms = new Set(['LIMITED', 'LTD', 'PLC', 'LLP', 'CIC']);

/**
 * A form as narrow columns cut it and clerks misprint it, seen in council files (`LD`, `LIMIT`, `LIMTED`). Never LI or
 * LIM, which are surnames.
 */
const cutForms = new Set('LD LT LTS LTDD LIMI LIMIT LIMITE LIMITES LIMITD LIMTED LMITED LIMITTED'.split(' '));

/** The words with a legal form at their end that was cut short or misprinted put right; undefined where there is none. */
export function mendForm(words: readonly string[]): readonly string[] | undefined {
  if (words.length < 2) return undefined;
  if (cutForms.has(words.at(-1) ?? '')) return [...words.slice(0, -1), 'LTD'];
  for (const ending of longEndings) {
    // `SUNNY YOUTH COMMUNITY INTEREST CO`: at least the first two words of the form, the last of them cut.
    for (let length = ending.length; length > 1; length -= 1) {
      const [cut, whole] = [words.slice(-length).join(' '), ending.slice(0, length).join(' ')];
      const isCut = length < ending.length ? whole.startsWith(cut) : whole.startsWith(cut) && whole !== cut;
      if (words.length > length && isCut && cut.startsWith(ending.slice(0, length - 1).join(' ')))
        return [...words.slice(0, -length), ...ending];
    }
  }
  return undefined;
}

export function sameFamily(a: LegalForm, b: LegalForm): boolean {
  return families[a] === families[b];
}

/** Splits the legal form off the end of a name's words; never takes the last word. `(THE)` is dropped at both ends. */
export function splitForm(words: readonly string[]): {
  readonly words: readonly string[];
  readonly form: LegalForm | null;
} {
  const kept = dropThe(words);
  for (const length of lengths.get(kept.at(-1) ?? '') ?? []) {
    if (kept.length <= length) continue;
    const form = endings[kept.slice(-length).join(' ')];
    if (form) return { words: dropThe(kept.slice(0, -length)), form };
  }
  return { words: kept, form: null };
}

/** Where the first legal form inside the name ends, when words follow it; -1 if none does. */
export function formInside(words: readonly string[]): number {
  for (let at = 1; at < words.length - 1; at += 1) if (insideForms.has(words[at] ?? '')) return at + 1;
  return -1;
}

export function hasForm(words: readonly string[]): boolean {
  return words.some((word, at) => at > 0 && insideForms.has(word)) || splitForm(words).form !== null;
}

function dropThe(words: readonly string[]): readonly string[] {
  let from = 0;
  let to = words.length;
  while (to - from > 1 && words[from] === 'THE') from += 1;
  while (to - from > 1 && words[to - 1] === 'THE') to -= 1;
  return from === 0 && to === words.length ? words : words.slice(from, to);
}
