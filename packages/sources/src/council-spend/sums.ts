import { poundsOfHeading } from '../council-register/headings.ts';
import { readScaledPence } from '../tables/money.ts';
import type { Places } from './map.ts';

/** What a column of sums says of itself. */
export type SumKind = 'net' | 'gross' | 'vat' | 'sum' | 'other';

const NET = /\bnet\b|\bexcl|\bexc?\.? ?(?:of )?vat|(?:less|without|before) vat/;
const GROSS = /\bgross\b|\bincl|\binc\.? ?(?:of )?vat|(?:with|plus|and) vat/;
const VAT = /\bvat\b|\btax\b/;
const SUM = /amount|value|paid|\btotal|\bsum\b|spend|payment$|cost$|invoiced|£/;
const PENCE = /\bpence\b|\(p\)/i;

/** What the sums below a heading are, by its words. */
export function kindOfSum(name: string): SumKind {
  const words = wordsOf(name);
  if (NET.test(words)) return 'net';
  if (GROSS.test(words)) return 'gross';
  if (VAT.test(words)) return 'vat';
  return SUM.test(words) ? 'sum' : 'other';
}

/** A heading as words: `NetAmount` and `net_amount` are two. */
function wordsOf(name: string): string {
  return name
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase();
}

/** How many pounds one stands for below a heading of sums: 1, but for `Amount £000`, `(£m)`, `(pence)` and their like. */
export function poundsOfSum(heading: string): number {
  return PENCE.test(heading) ? 0.01 : poundsOfHeading(heading);
}

/** Of net, VAT and gross on one line, so much may be rounding, or VAT that is got back in part: pence, and a share. */
const [NEAR, SHARE] = [100, 0.02];
/** Lines that are named. */
const NAMED = 10;

/** Judges lines that print net, VAT and gross by whether they add up; undefined for a header without all three. */
export function createVatCheck(
  header: readonly string[],
  { amount }: Places,
): ((cells: readonly string[]) => string | undefined) | undefined {
  const kinds = header.map(kindOfSum);
  const only = (kind: SumKind) => {
    const at = kinds.indexOf(kind);
    return kinds.lastIndexOf(kind) === at ? at : -1;
  };
  const [net, vat, gross] = [only('net'), only('vat'), only('gross')];
  if (net < 0 || vat < 0 || gross < 0 || (amount !== net && amount !== gross)) return undefined;
  const pounds = header.map(poundsOfSum);
  let named = 0;
  return (cells) => {
    const [without, tax, all] = [net, vat, gross].map((at) =>
      readScaledPence((cells[at] ?? '').trim(), pounds[at] ?? 1),
    );
    // A VAT or gross column that is left empty, or filled with noughts, says nothing.
    if (typeof without !== 'number' || typeof tax !== 'number' || typeof all !== 'number' || all === 0)
      return undefined;
    const off = Math.abs(without + tax - all);
    if (off <= NEAR + Math.abs(all) * SHARE) return undefined;
    named += 1;
    if (named > NAMED) return undefined;
    return 'its net sum and VAT do not come to its gross sum: one of them may be mistyped';
  };
}
