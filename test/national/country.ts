import type { IsoDate } from '@tocsin/domain';
import { councilsOf, type Council } from './councils.ts';
import { companyAt, type Company, type Holding } from './companies.ts';
import { fateOf, fateUntil, type Fate } from './fates.ts';
import { readSize, type Size } from './size.ts';

/** What a country is made of: everything in it follows from these. */
export interface CountryOptions {
  readonly size: Size | string;
  readonly seed: number;
  /** The last day of which anything is known, the end of a month. */
  readonly until?: IsoDate;
}

/** A made-up England. Nothing is held but what is small: suppliers and their fates are worked out when asked for. */
export interface Country {
  readonly seed: number;
  readonly size: Size;
  readonly until: IsoDate;
  /** The day on which publishers are asked: `until`, unless it is seen on an earlier one (`countryOn`). */
  readonly today: IsoDate;
  readonly councils: readonly Council[];
  readonly supplier: (index: number) => Company;
  readonly fate: (index: number) => Fate;
}

/** The holding companies of the country's suppliers, each once. */
export function holdingsOf({ size, supplier }: Country): readonly Holding[] {
  const found = new Map<string, Holding>();
  for (let index = 0; index < size.suppliers; index += 1) {
    const { parent } = supplier(index);
    if (parent) found.set(parent.number, parent);
  }
  return [...found.values()];
}

/** Whether another company on the register was called so before: its name alone tells nobody who is meant. */
export function hasNamesake({ supplier }: Country, index: number): boolean {
  return index > 0 && supplier(index - 1).formerName === supplier(index).name;
}

const UNTIL = '2026-10-31';

export function countryOf({ size: asked, seed, until = UNTIL }: CountryOptions): Country {
  const size = typeof asked === 'string' ? readSize(asked) : asked;
  return {
    seed,
    size,
    until,
    today: until,
    councils: councilsOf({ seed, size, until }),
    supplier: remembered((index) => companyAt(seed, index, until)),
    fate: remembered((index) => fateOf(seed, index, until)),
  };
}

/** The country as its registers and The Gazette stood on a day. Contracts and payments are told by their own days. */
export function countryOn(country: Country, day: IsoDate): Country {
  return { ...country, today: day, fate: remembered((index) => fateUntil(country.fate(index), day)) };
}

/** Asked for by every council that pays it: so many are kept, and made again otherwise. */
const REMEMBERED = 100_000;

function remembered<T>(make: (index: number) => T): (index: number) => T {
  const known = new Map<number, T>();
  return (index) => {
    const found = known.get(index);
    if (found !== undefined) return found;
    if (known.size >= REMEMBERED) known.clear();
    const made = make(index);
    known.set(index, made);
    return made;
  };
}
