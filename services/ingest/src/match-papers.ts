import {
  decideOwnPayees,
  decideRegisterLines,
  enqueue,
  enqueueMatching,
  findAsKnownTo,
  findLinesToMatch,
  findNoticesToTie,
  findNumberedNames,
  findOwnFiles,
  findOwnPayees,
  findPaperDecisions,
  findSuppliersOfPayees,
  findSuppliersOfUpload,
  isPaperInForce,
  isRegisterLoaded,
  markRegisterMatched,
  takeOver,
  TOGETHER,
  type Asker,
  type PrintedLine,
  type Trx,
} from '@tocsin/db';
import type { IsoDate } from '@tocsin/domain';
import { kindOfName } from '@tocsin/matching';
import type { Work } from '@tocsin/queue';
import { haveScored, haveScoredFor, inOrder, REGISTER_PRIORITY } from './have-scored.ts';
import { askSoon } from './looks.ts';
import { resolveAll, type PrintedSupplier } from './resolve.ts';

type RegisterMessage = Extract<Work<'match'>['message'], { of: 'register' }>;
type From = NonNullable<RegisterMessage['from']>;

/**
 * Ties some lines of a register to legal persons, those with a number first, since they may speak for the others; once
 * all are looked at the register comes into force, and then its suppliers are watched and scored. What is too much for
 * one message goes on in the next.
 */
export async function matchRegister(trx: Trx, message: RegisterMessage, today: IsoDate): Promise<void> {
  const { uploadId, from = { step: 'numbered', after: '0' } } = message;
  const goOn = (step: From['step'], after: string) =>
    enqueue(trx, 'match', { ...message, from: { step, after } }, { priority: REGISTER_PRIORITY });
  let left = TOGETHER;
  for (const step of from.step === 'suppliers' ? [] : (['numbered', 'named'] as const)) {
    if (from.step === 'named' && step === 'numbered') continue;
    const after = step === from.step ? from.after : '0';
    const lines = await findLinesToMatch(trx, uploadId, step, { after, limit: left });
    await matchLines(trx, uploadId, lines, today);
    if (lines.length === left) return goOn(step, lines.at(-1)?.id ?? after);
    left -= lines.length;
  }
  await takeOver(trx, uploadId);
  const after = from.step === 'suppliers' ? from.after : '0';
  const suppliers = await findSuppliersOfUpload(trx, uploadId, { after, limit: TOGETHER });
  if (!(await isRegisterLoaded(trx))) {
    const names = (await findNumberedNames(trx, uploadId, suppliers)).filter((name) => isACompanys(name));
    await enqueueMatching(trx, await findNoticesToTie(trx, names, suppliers), null);
  }
  await haveScoredFor(trx, suppliers, today);
  if (suppliers.length === TOGETHER) return goOn('suppliers', suppliers.at(-1) ?? after);
  await markRegisterMatched(trx, uploadId);
  await matchOwnSpendAgain(trx, { uploadId });
  await askSoon(trx);
}

/** What has become known of names tells whom unpublished files mean by them. */
export async function matchOwnSpendAgain(trx: Trx, of: Parameters<typeof findOwnFiles>[1]): Promise<void> {
  for (const fileId of await findOwnFiles(trx, of))
    await enqueue(trx, 'match', { v: 1, of: 'own-spend', fileId }, { priority: REGISTER_PRIORITY });
}

/** Ties some payees of an unpublished spending file to legal persons; then these are watched, and scored. */
export async function matchOwnSpend(
  trx: Trx,
  message: Extract<Work<'match'>['message'], { of: 'own-spend' }>,
  today: IsoDate,
): Promise<void> {
  const { fileId, after = '0' } = message;
  const lines = await findOwnPayees(trx, fileId, { after, limit: TOGETHER });
  const [first] = lines;
  if (!first) return askSoon(trx);
  const printed = lines.map((line) => ({ ...line, name: line.supplier_name }));
  const asker = { council: first.council, uploadId: null, fileId };
  const resolved = (await isPaperInForce(trx, asker)) ? await resolvePapers(trx, printed, asker) : [];
  await decideOwnPayees(
    trx,
    first.council,
    resolved.map(({ printed: { id }, resolution }) => ({ id, ...resolution })),
  );
  const before = lines.flatMap(({ supplier_id: id }) => id ?? []);
  const suppliers = inOrder(new Set([...before, ...(await findSuppliersOfPayees(trx, lines))]));
  await haveScoredFor(trx, suppliers, today);
  await enqueue(
    trx,
    'match',
    { ...message, after: lines.at(-1)?.id ?? after },
    { priority: REGISTER_PRIORITY },
  );
}

/**
 * Ties lines to legal persons, while they count: what was undone makes nobody known. Whom they named before may be watched
 * for nobody any more.
 */
async function matchLines(
  trx: Trx,
  uploadId: string,
  lines: readonly PrintedLine[],
  today: IsoDate,
): Promise<void> {
  const [first] = lines;
  if (!first) return;
  const asker = { council: first.council, uploadId, fileId: null };
  if (!(await isPaperInForce(trx, asker))) return;
  const printed = lines.map((line) => ({ ...line, name: line.supplier_name, postcode: null }));
  const resolved = await resolvePapers(trx, printed, asker);
  await decideRegisterLines(
    trx,
    resolved.map(({ printed: { id }, resolution }) => ({ id, ...resolution })),
  );
  const left = resolved.flatMap(({ printed: { supplier_id: before }, resolution }) =>
    before === null || before === resolution.supplierId ? [] : [before],
  );
  await haveScored(trx, inOrder(new Set(left)), {
    ofRisk: [],
    asOf: null,
    today,
    priority: REGISTER_PRIORITY,
  });
}

/** Which legal persons a council's own papers name, by what its people decided, and others that the papers do not gainsay. */
async function resolvePapers<P extends PrintedSupplier>(
  trx: Trx,
  printed: readonly P[],
  asker: Asker & { readonly council: string },
) {
  const resolved = await resolveAll(trx, printed, asker, await findPaperDecisions(trx, asker, printed));
  const suppliers = resolved.flatMap(({ resolution }) => resolution.supplierId ?? []);
  const asKnown = await findAsKnownTo(trx, asker.council, suppliers);
  return resolved.map(({ printed: line, resolution }) => {
    const supplierId = resolution.supplierId && (asKnown.get(resolution.supplierId) ?? resolution.supplierId);
    return { printed: line, resolution: { ...resolution, supplierId } };
  });
}

/** A name of others stays nobody's without its number: who prints it without would be asked for ever. */
export function isACompanys(name: string): boolean {
  const kind = kindOfName(name);
  return kind !== 'individual' && kind !== 'redacted';
}
