import {
  lacksZeros,
  printedRef,
  readCharityNumber,
  readCompanyNumber,
  type SupplierMention,
} from '@tocsin/domain';
import { isMadeOfRoles, kindOfName, namesCharity, seemsPerson } from '@tocsin/matching';
import { LONGEST, shortened } from '../sound.ts';
import { cleanText } from '../tables/text.ts';

/**
 * Whom a line pays. Only `named` payees become supplier mentions: a person's name is not kept beside the payment, a
 * redacted or missing one cannot be.
 */
export type PayeeKind = 'named' | 'individual' | 'redacted' | 'unnamed';

/** Whether nobody is named: the publisher left the name out, or never had one. */
export function isWithheld(kind: PayeeKind): boolean {
  return kind === 'redacted' || kind === 'unnamed';
}

export interface Payee {
  readonly kind: PayeeKind;
  /** Null unless `named`. */
  readonly mention: SupplierMention | null;
  /** Why a person should look whether somebody was withheld here; most say nothing. */
  readonly doubt?: string;
  /** Where the doubt is that the name reads like a person's. */
  readonly isLikePerson?: boolean;
}

/** How spreadsheets and councils print that there is nothing. */
const NOTHING = /^(?:#?n\.? ?[/\\-]? ?a\.?|#ref!|#value!|#name\?|nil|none|null|not applicable|-+|\?+)?$/i;
const NOTHING_BEGINS = new Set(Buffer.from('nN#-?'));
const SAYS_REDACTED = /\bREDACT(?:ED|ION)(?!\p{L})|\bWITHHELD\b/iu;
/** Words that stand for people, beside others: who is meant cannot be told without a person. */
const SEEMS_WITHHELD =
  /\b(?:foster(?:ing)? (?:carers?|parents?|allowances?)|private individuals?|vulnerable (?:persons?|adults?|child(?:ren)?)|not disclosed|undisclosed|service users?|care leavers?|claimants?|asylum seekers?|(?:ukrainian|refugee|homestay) hosts?|(?:local|private) residents?|(?:carer|client|parent) payments?|elected members?|employee expenses?|family of|the late (?:mr|mrs|ms|miss|dr)|sgo|special guardian\w*|looked after|anonym\w+|personal budget|direct payments?|(?:client|service user|resident|tenant|customer|child|carer|adopter|supplier|payee|vendor|claimant|creditor|recipient|person|individual|employee|landlord|householder|host|sponsor|student|pupil|applicant|grantee) (?:no|ref|id|number)?\.? ?\d+)\b|^[A-Z]{1,3}[- ]?0\d{3,}$|\bparent$|^(?:masked|blanked)$|^(?:client|service user|resident|tenant|customer|child|person|individual|family|carer) [A-Z]{1,2}$/i;
/** A surname and what may be the initials behind it: `Smith J`, `O’Neil, J. P.`; Carers UK is a charity. */
const SEEMS_PERSON =
  /^\p{Lu}[\p{L}'’-]+,? \p{Lu}(?:\.|(?:\.? ?\p{Lu}\.)|\.? \p{Lu})?(?: (?:&|and|AND) (?:\p{Lu}[\p{L}'’-]+,? )?\p{Lu}\.?)?$/u;
/** That nobody is named, in words. */
const SAYS_NOBODY =
  /^(?:unknown|not known|n\/?k|unspecified|unnamed|not (?:stated|given|supplied|named)|to follow|various|sundry|misc(?:ellaneous)?|ad[- ]?hoc|one[- ]?(?:time|off)|manual|cancelled|void(?:ed)?|to be (?:confirmed|advised)|tb[ac]|no name|name supplied|blank|bacs|cheques?|petty cash|staff expenses|x{1,2})(?: (?:suppliers?|payees?|vendors?|creditors?|customers?|payments?))?\.?$/i;
const DOUBT =
  'the payee may be a person or be withheld: kept in the sums, neither shown nor matched until a person has looked';
/** Names repeat within a file and from file to file: each is judged once, by what it says alone. */
const REMEMBERED = 100_000;
const known = new Map<string, Payee>();

/** Judges a payee by its printed name, company number, charity number and postcode (empty where a file has none). */
export function payeeOf(name: string, company: string, charity: string, postcode: string): Payee {
  const payee = known.get(name) ?? remember(name);
  const { kind, mention } = payee;
  if (mayBeFirm(payee) && isWholeNumber(company)) {
    const named = shortened(unquoted(cleanText(Buffer.from(name).toString())), LONGEST.name);
    const bare = { name: named, ref: null, printedRef: null, postcode: null };
    return { kind: 'named', mention: withNumber(bare, company.trim(), charity.trim(), postcode.trim()) };
  }
  if (mention === null || (company === '' && charity === '' && postcode === '')) return payee;
  return { kind, mention: withNumber(mention, company.trim(), charity.trim(), postcode.trim()) };
}

/** A name that reads like a person's, for certain or perhaps: a company's number beside it says that it is a firm's. */
function mayBeFirm({ kind, isLikePerson }: Payee): boolean {
  return kind === 'individual' || isLikePerson === true;
}

/** A company number printed with all its digits: fewer may count something else. */
function isWholeNumber(company: string): boolean {
  const read = company === '' ? null : readCompanyNumber(company.trim());
  return read !== null && !lacksZeros(company.trim(), read);
}

function remember(printed: string): Payee {
  // A copy: what is cut out of a file's text keeps all of it in memory.
  const name = Buffer.from(printed).toString();
  const plain = unquoted(cleanText(name));
  // What stands behind the longest name is looked at by nobody.
  const judged = judge(plain.slice(0, LONGEST.name));
  const { kind } = judged;
  const mention =
    kind === 'named'
      ? { name: shortened(plain, LONGEST.name), ref: null, printedRef: null, postcode: null }
      : null;
  if (known.size >= REMEMBERED) known.clear();
  const payee: Payee = { ...judged, mention };
  known.set(name, payee);
  return payee;
}

/** True where a cell says that there is nothing in it. */
export function isNothing(cell: string): boolean {
  return (cell === '' || NOTHING_BEGINS.has(cell.charCodeAt(0))) && NOTHING.test(cell);
}

/** A mark that opens a name and never closes is no part of it. */
function unquoted(name: string): string {
  return /^"[^"]*$|^[^"]*"$/.test(name) ? name.replace('"', '').trim() : name;
}

function judge(name: string): Omit<Payee, 'mention'> {
  if (isNothing(name)) return { kind: 'unnamed' };
  const kind = kindOfName(name);
  if (kind === 'redacted' || (kind === 'unknown' && SAYS_REDACTED.test(name)))
    return isMadeOfRoles(name) ? { kind: 'redacted', doubt: DOUBT } : { kind: 'redacted' };
  if (kind === 'individual') return { kind };
  // “Individual” alone says nothing: PLACES FOR PEOPLE INDIVIDUAL SUPPORT is a real supplier.
  if (kind !== 'unknown') return { kind: 'named' };
  if (SAYS_NOBODY.test(name)) return { kind: 'unnamed' };
  if (SEEMS_WITHHELD.test(name)) return { kind: 'redacted', doubt: DOUBT };
  const isLikePerson = SEEMS_PERSON.test(name) || seemsPerson(name);
  return isLikePerson ? { kind: 'redacted', doubt: DOUBT, isLikePerson } : { kind: 'named' };
}

/** A company number is taken before a charity number; what is malformed is kept as printed. */
function withNumber(
  mention: SupplierMention,
  company: string,
  charity: string,
  postcode: string,
): SupplierMention {
  const there = {
    ...mention,
    postcode: isNothing(postcode) ? null : shortened(cleanText(postcode), LONGEST.postcode),
  };
  if (!isNothing(company)) {
    const read = readCompanyNumber(company);
    // Six digits or seven beside a charity's name are as likely its number there.
    const isDoubtful = read !== null && lacksZeros(company, read) && namesCharity(mention.name);
    const id = isDoubtful ? null : read;
    const ref = id === null ? null : { scheme: 'GB-COH' as const, id };
    return {
      ...there,
      ref,
      printedRef: shortened(printedRef('GB-COH', cleanText(company)), LONGEST.printedRef),
    };
  }
  if (isNothing(charity)) return there;
  const id = readCharityNumber(charity);
  const ref = id === null ? null : { scheme: 'GB-CHC' as const, id };
  return {
    ...there,
    ref,
    printedRef: shortened(printedRef('GB-CHC', cleanText(charity)), LONGEST.printedRef),
  };
}
