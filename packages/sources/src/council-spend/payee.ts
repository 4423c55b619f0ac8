import { readCompanyNumber, type SupplierMention } from '@tocsin/domain';
import { kindOfName } from '@tocsin/matching';
import { cleanText } from './text.ts';

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
const NOTHING_BEGINS = 'nN#-?';
const SAYS_REDACTED = /\bREDACT(?:ED|ION)\b|\bWITHHELD\b/i;
/** Names repeat within a file and from file to file: each is judged once, by what it says alone. */
const REMEMBERED = 100_000;
const judged = new Map<string, PayeeKind>();

/**
 * Judges payees by their printed name, company number, charity number and postcode (empty where a file has none),
 * remembering the names that it has met.
 */
export function createPayees(): (name: string, company: string, charity: string, postcode: string) => Payee {
  const known = new Map<string, Payee>();
  return (name, company, charity, postcode) => {
    const bare = company === '' && charity === '' && postcode === '';
    const found = known.get(name);
    if (found && (bare || found.kind !== 'named')) return found;
    const printed = cleanText(name);
    const kind = found?.kind ?? kindOfPayee(printed);
    const plain = kind === 'named' ? { name: printed, ref: null, printedRef: null, postcode: null } : null;
    if (known.size >= REMEMBERED) known.clear();
    if (!found) known.set(name, { kind, mention: plain });
    return { kind, mention: plain && withNumber(plain, company.trim(), charity.trim(), postcode.trim()) };
  };
}

/** True where a cell says that there is nothing in it. */
export function isNothing(cell: string): boolean {
  return (cell === '' || NOTHING_BEGINS.includes(cell.charAt(0))) && NOTHING.test(cell);
}

function kindOfPayee(name: string): PayeeKind {
  const known = judged.get(name);
  if (known) return known;
  if (judged.size >= REMEMBERED) judged.clear();
  const kind = judge(name);
  judged.set(name, kind);
  return kind;
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
  const ref = /^\d{6,7}(-\d+)?$/.test(charity) ? { scheme: 'GB-CHC' as const, id: charity } : null;
  return { ...there, ref, printedRef: `GB-CHC-${cleanText(charity)}` };
}
