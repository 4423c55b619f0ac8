import {
  findCompany,
  lookUp,
  printedOf,
  saveSupplier,
  type LookedUp,
  type MentionDecision,
  type Trx,
} from '@tocsin/db';
import { SupplierRef } from '@tocsin/domain';
import { applyDecisions, type DecidedResult, type DecisionEntry } from '@tocsin/matching';

/** A supplier as a notice, a spend file or a council's register prints it, under the id of its mention or line. */
export interface PrintedSupplier {
  readonly id: string;
  /** Whose private register prints it; null on the public record. */
  readonly council: string | null;
  readonly name: string;
  readonly scheme: string | null;
  readonly ref: string | null;
  readonly printed_ref: string | null;
  readonly postcode: string | null;
}

export type Resolution = Omit<MentionDecision, 'id'>;

/** Which legal person a printed supplier is, by what people decided or else by the register; never a guess. */
export async function resolve(
  trx: Trx,
  printed: PrintedSupplier,
  decisions: readonly DecisionEntry[],
): Promise<Resolution> {
  const ref = SupplierRef.safeParse({ scheme: printed.scheme, id: printed.ref });
  const identifier = ref.success ? ref.data : null;
  if (identifier && identifier.scheme !== 'GB-COH') return byIdentifier(trx, identifier, publicName(printed));
  const { name, postcode, council } = printed;
  const by = { council, mentionId: council === null ? printed.id : null };
  const looked = await lookUp(trx, { name, postcode, number: identifier?.id ?? null }, by);
  const result = applyDecisions({ ...printedOf(printed), id: printed.id }, looked, decisions);
  const candidates = result.candidates.map((candidate) => candidate.number);
  return {
    outcome: result.outcome,
    supplierId: await supplierOf(trx, result, looked, publicName(printed)),
    reason: result.reason,
    score: candidates.length > 0 ? result.score : null,
    candidates,
    decidedBy: result.decision?.by ?? null,
  };
}

/** What a council writes in its own register is not shown to others, and every council sees a supplier's name. */
function publicName({ name, council }: PrintedSupplier): string {
  return council === null ? name : '';
}

async function byIdentifier(trx: Trx, ref: SupplierRef, name: string): Promise<Resolution> {
  const supplierId = await saveSupplier(trx, ref, name || ref.id);
  const reason = `by the identifier: ${ref.id}`;
  return { outcome: 'matched', supplierId, reason, score: null, candidates: [], decidedBy: null };
}

/** The legal person of a match, under its registered name where that is known. */
async function supplierOf(
  trx: Trx,
  { outcome, number }: DecidedResult,
  { entries }: LookedUp,
  printedName: string,
): Promise<string | null> {
  if (outcome !== 'matched' || number === null) return null;
  const entry = entries.find((one) => one.number === number) ?? (await findCompany(trx, number));
  return saveSupplier(trx, { scheme: 'GB-COH', id: number }, entry?.name ?? (printedName || number));
}
