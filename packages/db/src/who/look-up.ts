import { CompanyNumber } from '@tocsin/domain';
import {
  isTitled,
  kindOfName,
  match,
  matchedFrom,
  type Found,
  type MatchResult,
  type RegisterEntry,
} from '@tocsin/matching';
import type { Db, Trx } from '../schema/database.ts';
import { findPrintedNumbers, type PrintedBy } from './namesakes.ts';
import { findCompany, findRegisterEntries, isRegisterLoaded } from './register-companies.ts';

/** A supplier as a notice, a spend file or a council's register prints it; `number` is well formed. */
export interface Printed {
  readonly name: string;
  readonly number: CompanyNumber | null;
  readonly postcode: string | null;
}

/** What the register says of a printed supplier, and the entries it was compared with. */
export interface LookedUp extends MatchResult {
  readonly entries: readonly RegisterEntry[];
}

const nothing: Found = { entries: [], crowded: false };

/** Which legal person a printed supplier is as far as the register can tell, or that it cannot; never a guess. */
export async function lookUp(
  db: Db | Trx,
  printed: Printed,
  by: PrintedBy = { council: null, mentionId: null },
): Promise<LookedUp> {
  const { name, number } = printed;
  const kind = kindOfName(name);
  if (!number && (kind === 'individual' || kind === 'redacted'))
    return { ...match(printed, nothing), entries: [] };
  // The register's own documents print the number where the name would be.
  const isNameless = name === '' || name === number;
  const found = isNameless ? nothing : await findRegisterEntries(db, name, number);
  const own = number && !isNameless ? await ownEntry(db, number, found) : undefined;
  if (number && !own) return byNumberAlone(printed, number, found);
  if (!own && !(await isRegisterLoaded(db))) return byPrintedNumbers(db, printed, by);
  const entries = own && !found.entries.includes(own) ? [...found.entries, own] : found.entries;
  return { ...match(printed, { ...found, entries }), entries };
}

async function ownEntry(
  db: Db | Trx,
  number: CompanyNumber,
  found: Found,
): Promise<RegisterEntry | undefined> {
  return found.entries.find((entry) => entry.number === number) ?? (await findCompany(db, number));
}

/** Without a register: by the one number that others print beside the name. */
async function byPrintedNumbers(db: Db | Trx, printed: Printed, by: PrintedBy): Promise<LookedUp> {
  const numbers = await findPrintedNumbers(db, printed.name, by);
  const compared = { ...match(printed, nothing), entries: [], candidates: [] };
  const unknown = 'no register of companies is loaded to look the name up';
  const [number] = numbers;
  if (number === undefined) return { ...compared, reason: `no company number is printed, and ${unknown}` };
  if (numbers.length > 1)
    return {
      ...compared,
      outcome: 'ambiguous',
      reason: `others print this name with the company numbers ${numbers.join(', ')}, and ${unknown}`,
    };
  const reason = `by the company number that others print beside this name: ${number}; ${unknown}`;
  return { ...compared, outcome: 'matched', number, reason };
}

/**
 * A number that the register does not hold is often a dissolved company's, and identifies it all the same: until its
 * profile has been read there is nothing to compare the name with. But it does not overrule a name that is another
 * registered company's, and it makes no company of a human being.
 */
function byNumberAlone(printed: Printed, number: CompanyNumber, found: Found): LookedUp {
  const { entries } = found;
  const compared = match(printed, found);
  const isContradicted = compared.outcome === 'ambiguous' && compared.score >= matchedFrom;
  if (isContradicted || isTitled(printed.name)) return { ...compared, entries };
  return {
    outcome: 'matched',
    number,
    score: 0,
    kind: compared.kind,
    reason: `by the printed company number: ${number}`,
    candidates: [],
    entries,
  };
}
