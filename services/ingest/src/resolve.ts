import {
  findProfiledCompany,
  findRegisterEntries,
  isRegisterLoaded,
  saveSupplier,
  type MentionDecision,
  type Trx,
} from '@tocsin/db';
import { SupplierRef } from '@tocsin/domain';
import { blockingKeys, match, type MatchResult } from '@tocsin/matching';

/** A supplier as a notice, a spend file or a council's register prints it. */
export interface Printed {
  readonly name: string;
  readonly scheme: string | null;
  readonly ref: string | null;
  readonly printedRef: string | null;
  readonly postcode: string | null;
}

export type Resolution = Omit<MentionDecision, 'id'>;

/** Which legal person a printed supplier is, or that this cannot be told; never a guess. */
export async function resolve(trx: Trx, printed: Printed): Promise<Resolution> {
  const ref = SupplierRef.safeParse({ scheme: printed.scheme, id: printed.ref });
  if (ref.success && ref.data.scheme !== 'GB-COH')
    return byNumber(trx, ref.data, printed.name, 'the identifier');
  const number = ref.success ? ref.data.id : null;
  const found = await findRegisterEntries(trx, blockingKeys(printed.name), number);
  const own =
    number &&
    (found.entries.find((entry) => entry.number === number) ?? (await findProfiledCompany(trx, number)));
  // The register's own documents print the number where the name would be.
  const isNameless = printed.name === '' || printed.name === number;
  if (ref.success && (!own || isNameless))
    return byNumber(trx, ref.data, isNameless ? ref.data.id : printed.name, 'the printed company number');
  if (!own && !(await isRegisterLoaded(trx)))
    return undecided(
      'none',
      'no company number is printed, and no register of companies is loaded to look the name up',
    );
  const entries = own && !found.entries.includes(own) ? [...found.entries, own] : found.entries;
  const result = match({ ...printed, number }, { ...found, entries });
  return fromMatch(trx, result);
}

async function byNumber(trx: Trx, ref: SupplierRef, name: string, how: string): Promise<Resolution> {
  const supplierId = await saveSupplier(trx, ref, name);
  return { outcome: 'matched', supplierId, reason: `by ${how}: ${ref.id}`, score: null, candidates: [] };
}

async function fromMatch(trx: Trx, result: MatchResult): Promise<Resolution> {
  const candidates = result.candidates.map((candidate) => candidate.number);
  const best = result.candidates.find((candidate) => candidate.number === result.number);
  if (result.outcome === 'matched' && result.number && best) {
    const supplierId = await saveSupplier(trx, { scheme: 'GB-COH', id: result.number }, best.name);
    return { outcome: 'matched', supplierId, reason: result.reason, score: result.score, candidates };
  }
  const isPerson = result.kind === 'individual' || result.kind === 'redacted';
  const outcome = isPerson ? 'not-a-company' : result.outcome === 'ambiguous' ? 'ambiguous' : 'none';
  return { outcome, supplierId: null, reason: result.reason, score: result.score, candidates };
}

function undecided(outcome: 'none', reason: string): Resolution {
  return { outcome, supplierId: null, reason, score: null, candidates: [] };
}
