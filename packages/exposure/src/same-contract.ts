import { daysBetween, type Money } from '@tocsin/domain';
import type { ContractFacts } from './contract-facts.ts';

/** How two records of one council and one supplier compare. `unknown` = one of them does not state it. */
interface RecordsCompared {
  readonly title: 'same' | 'similar' | 'different';
  readonly start: Agreement;
  readonly end: Agreement;
  readonly value: Agreement;
}
type Agreement = 'same' | 'different' | 'unknown';

/**
 * Why two records of **one council and one supplier** are taken for one contract, in words; null when they are not.
 * Titles that agree need a date or the value beside them and no contradiction of the start; titles that differ need
 * both dates and the value. A council's own line, private or published, may rest on its title alone where nothing contradicts it, and may end
 * later than the notice said, since extensions are rarely published.
 */
export function sameContract(a: ContractFacts, b: ContractFacts): string | null {
  // What two councils placed before one took their place are two contracts, however alike.
  if (a.placedBy?.council !== b.placedBy?.council) return null;
  const own = [a, b].some((one) => one.origin === 'register' || inPublishedRegister(one));
  const found = compareContracts(a, b);
  return isSame(found, own) ? reasonOf(found) : null;
}

/** True of a line of the register that a council publishes; such lines have no ocid, and are told by a prefix of ours. */
export function inPublishedRegister({ ref }: Pick<ContractFacts, 'ref'>): boolean {
  return ref.startsWith('award:ocds-tocsin-');
}

function isSame({ title, start, end, value }: RecordsCompared, own: boolean): boolean {
  const agreeing = [start, end, value].filter((one) => one === 'same').length;
  if (title === 'different') return agreeing === 3;
  if (start === 'different' || value === 'different') return false;
  if (end === 'different') return own && title === 'same' && start === 'same';
  return agreeing > 0 || (own && title === 'same');
}

function reasonOf(found: RecordsCompared): string {
  const said = [
    found.title === 'different' ? null : `${found.title} title`,
    found.start === 'same' ? 'same start date' : null,
    found.end === 'same' ? 'same end date' : null,
    found.value === 'same' ? 'same value' : null,
  ];
  return `Same council and supplier, ${said.filter((one) => one !== null).join(', ')}`;
}

function compareContracts(a: ContractFacts, b: ContractFacts): RecordsCompared {
  return {
    title: compareTitles(a.title, b.title),
    start: compareDays(a.startsOn, b.startsOn),
    end: compareDays(a.endsOn, b.endsOn),
    value: compareValues(a.value, b.value),
  };
}

function compareDays(a: string | null, b: string | null): Agreement {
  if (a === null || b === null) return 'unknown';
  return Math.abs(daysBetween(a, b)) <= 1 ? 'same' : 'different';
}

/** Sums of two known VAT bases cannot be compared; registers often round to the pound. */
function compareValues(a: Money | null, b: Money | null): Agreement {
  if (!a || !b) return 'unknown';
  if (a.vat !== b.vat && a.vat !== 'unknown' && b.vat !== 'unknown') return 'unknown';
  return Math.abs(a.pence - b.pence) <= 100 ? 'same' : 'different';
}

/** Words that say nothing about which contract it is. */
const EMPTY_WORDS = new Set([
  'the',
  'of',
  'for',
  'and',
  'a',
  'to',
  'in',
  'contract',
  'provision',
  'services',
  'service',
]);
const SIMILAR_WORDS = 0.6;

function compareTitles(a: string, b: string): RecordsCompared['title'] {
  const left = titleWords(a);
  const right = titleWords(b);
  if (left.size === 0 || right.size === 0) return 'different';
  const shared = [...left].filter((word) => right.has(word)).length;
  const all = left.size + right.size - shared;
  if (shared === all) return 'same';
  return shared / all >= SIMILAR_WORDS && sameNumbers(left, right) ? 'similar' : 'different';
}

/** `Lot 1` is not `Lot 2`, and `Phase 2` is not `Phase 3`. */
function sameNumbers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const numbers = (words: ReadonlySet<string>) =>
    [...words]
      .filter((word) => /\d/.test(word))
      .sort()
      .join(' ');
  return numbers(a) === numbers(b);
}

function titleWords(title: string): ReadonlySet<string> {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return new Set((words ?? []).filter((word) => !EMPTY_WORDS.has(word)));
}
