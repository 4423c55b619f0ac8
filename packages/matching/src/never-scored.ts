import { CompanyNumber, levelWords, noLevelWords, type RiskLevel } from '@tocsin/domain';
import { decode, plainCapitals } from './fold.ts';
import { kindOfName, kindOfNumber } from './kind.ts';
import { splitForm } from './legal-form.ts';

/** A supplier as far as it is registered: its company number, null where it has none, and its name. */
export interface Registered {
  readonly number: string | null;
  readonly name: string;
}

/** Series of the registrar for partnerships whose partners are persons: limited ones, and Scottish qualifying ones. */
const PARTNERSHIPS: Readonly<Record<string, string>> = {
  LP: 'a limited partnership',
  SL: 'a limited partnership',
  NL: 'a limited partnership',
  SG: 'a partnership',
};
/** Of names that say by themselves that a body is incorporated. */
const INCORPORATED: readonly string[] = ['company', 'llp', 'society', 'public-body'];

/**
 * Why a supplier is never scored, in words; null of one that is. What is scored is a legal person of its own: a company, an
 * LLP, a society, a charitable incorporated organisation. An individual, a sole trader, an unincorporated charity and a
 * general or limited partnership are people by another name. A number decides; without one what the name says, and where
 * that says nothing the supplier is not scored.
 */
export function neverScored({ number, name }: Registered): string | null {
  const registered = CompanyNumber.safeParse(number);
  if (registered.success) {
    const kind = kindOfNumber(registered.data);
    return kind === 'company' ? (PARTNERSHIPS[registered.data.slice(0, 2)] ?? null) : null;
  }
  const { form } = splitForm(plainCapitals(decode(name)).split(' '));
  if (form === 'LP') return 'a limited partnership';
  if (form === 'CIO') return null;
  const kind = kindOfName(name);
  if (kind === 'individual') return 'a person or a sole trader';
  return INCORPORATED.includes(kind) ? null : 'not known to be incorporated';
}

/** A level in words; where there is none, why nothing of these suppliers is ever scored, if one reason holds for all. */
export function formatLevel(level: RiskLevel | null, suppliers: readonly Registered[]): string {
  if (level !== null) return levelWords[level];
  const [because, ...others] = new Set(suppliers.map(neverScored));
  return because && others.length === 0 ? `${noLevelWords.never}: ${because}` : noLevelWords.notYet;
}
