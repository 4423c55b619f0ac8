import { readCharityNumber, readCompanyNumber, type SupplierMention } from '@tocsin/domain';
import { kindOfName } from '@tocsin/matching';
import { cleanText } from '../tables/text.ts';

/**
 * Whom a line pays. Only `named` payees become supplier mentions: a person's name is not kept beside the payment, a
 * redacted or missing one cannot be.
 */
export type PayeeKind = 'named' | 'individual' | 'redacted' | 'unnamed';

export interface Payee {
  readonly kind: PayeeKind;
  /** Null unless `named`. */
  readonly mention: SupplierMention | null;
}

/** How spreadsheets and councils print that there is nothing. */
const NOTHING = /^(?:#?n\/?a|#ref!|#value!|#name\?|nil|none|null|not applicable|-+|\?+)?$/i;
const NOTHING_BEGINS = new Set(Buffer.from('nN#-?'));
const SAYS_REDACTED = /\bREDACT(?:ED|ION)\b|\bWITHHELD\b/i;
/** Names repeat within a file and from file to file: each is judged once, by what it says alone. */
const REMEMBERED = 100_000;
const known = new Map<string, Payee>();

/** Judges a payee by its printed name, company number, charity number and postcode (empty where a file has none). */
export function payeeOf(name: string, company: string, charity: string, postcode: string): Payee {
  const payee = known.get(name) ?? remember(name);
  const { kind, mention } = payee;
  if (mention === null || (company === '' && charity === '' && postcode === '')) return payee;
  return { kind, mention: withNumber(mention, company.trim(), charity.trim(), postcode.trim()) };
}

function remember(printed: string): Payee {
  // A copy: what is cut out of a file's text keeps all of it in memory.
  const name = Buffer.from(printed).toString();
  const plain = cleanText(name);
  const kind = judge(plain);
  const mention = kind === 'named' ? { name: plain, ref: null, printedRef: null, postcode: null } : null;
  if (known.size >= REMEMBERED) known.clear();
  const payee = { kind, mention };
  known.set(name, payee);
  return payee;
}

/** True where a cell says that there is nothing in it. */
export function isNothing(cell: string): boolean {
  return (cell === '' || NOTHING_BEGINS.has(cell.charCodeAt(0))) && NOTHING.test(cell);
}

function judge(name: string): PayeeKind {
  if (isNothing(name)) return 'unnamed';
  const kind = kindOfName(name);
  // “Individual” alone says nothing: PLACES FOR PEOPLE INDIVIDUAL SUPPORT is a real supplier.
  if (kind === 'redacted' || (kind === 'unknown' && SAYS_REDACTED.test(name))) return 'redacted';
  return kind === 'individual' ? 'individual' : 'named';
}

/** A company number is taken before a charity number; what is malformed is kept as printed. */
function withNumber(
  mention: SupplierMention,
  company: string,
  charity: string,
  postcode: string,
): SupplierMention {
  const there = { ...mention, postcode: isNothing(postcode) ? null : cleanText(postcode) };
  if (!isNothing(company)) {
    const id = readCompanyNumber(company);
    const ref = id === null ? null : { scheme: 'GB-COH' as const, id };
    return { ...there, ref, printedRef: `GB-COH-${cleanText(company)}` };
  }
  if (isNothing(charity)) return there;
  const id = readCharityNumber(charity);
  const ref = id === null ? null : { scheme: 'GB-CHC' as const, id };
  return { ...there, ref, printedRef: `GB-CHC-${cleanText(charity)}` };
}
