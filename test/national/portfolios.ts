import type { Country } from './country.ts';
import type { Council } from './councils.ts';
import { streamOf } from './random.ts';

/** Suppliers that a council may have beside those of its own area. */
const FROM_ELSEWHERE = 1_200;

/**
 * The suppliers of a council by their indexes, those it pays most often first. Every supplier has a home; a few are
 * known to most councils.
 */
export function portfolioOf({ seed, size }: Country, council: Council): readonly number[] {
  const random = streamOf(seed, 'portfolio', council.gss);
  const own = new Set<number>();
  for (let at = council.index; at < size.suppliers; at += size.councils) own.add(at);
  const more = Math.min(FROM_ELSEWHERE, Math.floor((size.suppliers - own.size) / 2));
  for (let drawn = 0; drawn < more; drawn += 1) own.add(Math.floor(random.next() ** 3 * size.suppliers));
  return [...own]
    .map((index) => ({ index, rank: random.next() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ index }) => index);
}
