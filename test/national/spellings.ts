import type { Company } from './companies.ts';
import type { Council } from './councils.ts';
import { streamOf } from './random.ts';

/** How a council prints a supplier: always in one way, but each council in its own. */
export function printedBy(seed: number, council: Council, supplier: Company): string {
  const random = streamOf(seed, 'spelling', council.gss, supplier.index);
  const way = random.next();
  if (way < 0.4) return supplier.name;
  const other = otherForm(supplier.name, random.chance(0.5));
  if (way < 0.75) return titled(other);
  if (way < 0.9) return other;
  return way < 0.95 ? `  ${supplier.name.replace(' ', '  ')}` : supplier.name.toLowerCase();
}

function otherForm(name: string, dotted: boolean): string {
  if (name.endsWith(' LIMITED')) return name.replace(/LIMITED$/, dotted ? 'LTD.' : 'LTD');
  return name.replace(/ LTD$/, ' LIMITED');
}

/** Small letters but for the first of each word, as contracts are written. */
export function titled(name: string): string {
  return name.toLowerCase().replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
