import { CompanyNumber, type IsoDate } from '@tocsin/domain';
import {
  isTitled,
  kindOfName,
  match,
  matchedFrom,
  namesCharity,
  notIssuedBefore,
  withUnreadNumber,
  type Found,
  type MatchResult,
  type RegisterEntry,
} from '@tocsin/matching';
import { chunksOf } from '../schema/chunks.ts';
import type { Db, Trx } from '../schema/database.ts';
import type { Asker } from './asker.ts';
import { byOwnNumber, byOwnNumbers, byPrintedNumber, findPrintedNumbers, NOT_LOADED } from './namesakes.ts';
import { findCompanies, findRegisterEntries, isRegisterLoaded } from './register-companies.ts';

/** A supplier as a notice, a spend file or a council's register prints it; `number` is well formed. */
export interface Printed {
  readonly name: string;
  readonly number: CompanyNumber | null;
  /** What is printed in its place and could not be read as one. */
  readonly unread?: string | null;
  /** Zeros of the number were lost where it is printed. */
  readonly isPadded?: boolean;
  readonly postcode: string | null;
  /** The earliest published payment under this very print; null or missing where there is none. */
  readonly paidFrom?: IsoDate | null;
}

/** What the register says of a printed supplier, and the entries it was compared with. */
export interface LookedUp extends MatchResult {
  readonly entries: readonly RegisterEntry[];
}

const nothing: Found = { entries: [], crowded: false };

/** Which legal person a printed supplier is as far as the register can tell the asker, or that it cannot; never a guess. */
export async function lookUp(db: Db | Trx, printed: Printed, asker: Asker): Promise<LookedUp> {
  const [looked] = await lookUpAll(db, [printed], asker);
  if (!looked) throw new Error('a printed supplier was not looked up');
  return looked;
}

/** As `lookUp`, of many, in their order: the register is asked for all of them together. */
export async function lookUpAll(
  db: Db | Trx,
  asked: readonly Printed[],
  asker: Asker,
): Promise<readonly LookedUp[]> {
  const looked: LookedUp[] = [];
  for (const some of chunksOf(asked, NAMES_TOGETHER)) looked.push(...(await lookUpTogether(db, some, asker)));
  return looked;
}

/** Names that are looked up at once: each may have a hundred entries to be compared with. */
const NAMES_TOGETHER = 100;

async function lookUpTogether(
  db: Db | Trx,
  asked: readonly Printed[],
  asker: Asker,
): Promise<readonly LookedUp[]> {
  // The register's own documents print the number where the name would be.
  const named = asked.filter((one) => !isHidden(one) && one.name !== '' && one.name !== one.number);
  const entries = await findRegisterEntries(db, named);
  const found = new Map(named.map((one, at) => [one, entries[at] ?? nothing]));
  const own = await findOwn(db, found, asker);
  const isLoaded = asked.some((one) => !one.number && !isHidden(one)) && (await isRegisterLoaded(db));
  const looked: LookedUp[] = [];
  for (const one of asked) looked.push(withUnreadNumber(await lookedUp(one), one.unread ?? null));
  return looked;

  async function lookedUp(one: Printed): Promise<LookedUp> {
    if (isHidden(one)) return { ...match(one, nothing), entries: [] };
    const among = found.get(one) ?? nothing;
    const itself = own.get(one);
    if (one.number && !itself) return byNumberAlone(one, one.number, among);
    if (!itself && !isLoaded) return byPrintedNumbers(db, one, asker);
    const all = itself && !among.entries.includes(itself) ? [...among.entries, itself] : among.entries;
    return { ...match(one, { ...among, entries: all }), entries: all };
  }
}

/** People and hidden names are looked up by nothing but a number. */
function isHidden({ name, number }: Printed): boolean {
  const kind = kindOfName(name);
  return !number && (kind === 'individual' || kind === 'redacted');
}

/** The entries that bear the printed numbers, on the register or as their own profiles describe them. */
async function findOwn(
  db: Db | Trx,
  found: ReadonlyMap<Printed, Found>,
  asker: Asker,
): Promise<ReadonlyMap<Printed, RegisterEntry>> {
  const numbered = [...found].filter(([{ number }]) => number !== null);
  const listed = ([{ number }, { entries }]: readonly [Printed, Found]) =>
    entries.find((entry) => entry.number === number);
  const others = numbered.filter((one) => !listed(one)).flatMap(([{ number }]) => number ?? []);
  const companies = await findCompanies(db, others, asker);
  return new Map(
    numbered.flatMap((one) => {
      const entry = listed(one) ?? companies.get(one[0].number ?? '');
      return entry ? [[one[0], entry] as const] : [];
    }),
  );
}

/** Without a register of companies: by the one number that is printed beside the name. */
async function byPrintedNumbers(db: Db | Trx, printed: Printed, asker: Asker): Promise<LookedUp> {
  const found = await findPrintedNumbers(db, printed.name, asker);
  const numbers = found.numbers.filter(
    (number) => (printed.paidFrom ?? '9') >= (notIssuedBefore(number) ?? ''),
  );
  const compared = { ...match(printed, nothing), entries: [], candidates: [] };
  const unknown = 'no register of companies is loaded to look the name up';
  const [number] = numbers;
  if (number === undefined)
    return { ...compared, reason: printed.unread ? unknown : `no company number is printed, and ${unknown}` };
  if (numbers.length > 1)
    return {
      ...compared,
      outcome: 'ambiguous',
      reason: found.isOwn
        ? byOwnNumbers(numbers.join(', '))
        : `others print this name with the company numbers ${numbers.join(', ')}, and ${unknown}`,
    };
  const reason = found.isOwn ? byOwnNumber(number) : byPrintedNumber(number) + NOT_LOADED;
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
  if (printed.isPadded && namesCharity(printed.name))
    return {
      ...compared,
      outcome: 'none',
      reason: `the printed number lacks zeros of ${number} and may be a charity’s, as the name is`,
      entries,
    };
  const padded = printed.isPadded ? ', whose zeros are lost there; nothing is known of this number yet' : '';
  return {
    outcome: 'matched',
    number,
    score: 0,
    kind: compared.kind,
    reason: `by the printed company number: ${number}${padded}`,
    candidates: [],
    entries,
  };
}
