import {
  AlreadyFinished,
  decideMentions,
  decideRegisterLine,
  enqueue,
  enqueueMatching,
  enqueueScoring,
  findMentions,
  findMentionsOfRisk,
  findNotAskedFor,
  findRegisterDecisions,
  findRegisterLines,
  findReplacedSuppliers,
  findSameText,
  findSharedDecisions,
  findUnassessedOn,
  findUnjudged,
  findUnnumbered,
  findUnnumberedUploads,
  isRegisterLoaded,
  markRegisterMatched,
  printedOf,
  publishNamed,
  refreshWatched,
  shareDecisions,
  sharedEntries,
  type Db,
  type Mention,
  type RegisterLine,
  type SharedDecision,
  type Trx,
} from '@tocsin/db';
import { kindOfName, printedText } from '@tocsin/matching';
import type { Work } from '@tocsin/queue';
import { askSoon } from './looks.ts';
import { resolveAll, type PrintedSupplier, type Resolution } from './resolve.ts';

/**
 * Ties printed suppliers to legal persons, and has those scored about whom a fact of risk changed, who come to be
 * watched, or whom a gate needs. A contract or a payment more changes how much a council depends on a supplier, not how
 * the supplier stands.
 */
export async function matchSuppliers(db: Db, work: Work<'match'>, today: () => string): Promise<void> {
  const { message } = work;
  if (message.of === 'register' || message.mentionIds.length === 1) return matchTogether(db, work, today);
  if (work.afterDeath) return matchApart(db, message, work);
  try {
    await matchTogether(db, work, today);
  } catch (error) {
    if (error instanceof AlreadyFinished) throw error;
    await matchApart(db, message, work);
  }
}

/** Asks for each mention by itself: what is wrong with one, or killed the process, is not the others' trouble. */
async function matchApart(
  db: Db,
  { mentionIds, asOf }: Extract<Work<'match'>['message'], { of: 'mentions' }>,
  work: Work<'match'>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await enqueueMatching(trx, mentionIds, asOf, 'alone');
    await work.finish(trx);
  });
}

async function matchTogether(db: Db, work: Work<'match'>, today: () => string): Promise<void> {
  const { message } = work;
  await db.transaction().execute(async (trx) => {
    const asOf = message.of === 'mentions' ? message.asOf : null;
    const matched =
      message.of === 'mentions'
        ? await matchMentions(trx, await decidedAnew(trx, message.mentionIds))
        : await matchRegister(trx, message.uploadId);
    if (!(await isRegisterLoaded(trx))) await matchUnnumbered(trx, matched, message);
    const day = asOf ?? today();
    const watched = await findUnassessedOn(trx, await refreshWatched(trx, matched.suppliers, day), day);
    const unjudged = await findUnjudged(trx, matched.suppliers);
    const toScore = new Set([...matched.ofRisk, ...watched, ...unjudged]);
    await enqueueScoring(trx, await findNotAskedFor(trx, toScore, asOf), asOf);
    if (message.of === 'register') await askSoon(trx);
    await work.finish(trx);
  });
}

/** The mentions asked for, and with those that people decided about every other one that prints the same. */
async function decidedAnew(trx: Trx, ids: readonly string[]): Promise<readonly Mention[]> {
  const anew = await shareDecisions(trx, ids);
  if (anew.length === 0) return findMentions(trx, ids);
  const { mentions, uploads } = await findSameText(trx, anew);
  for (const uploadId of uploads) await enqueue(trx, 'match', { v: 1, of: 'register', uploadId });
  return findMentions(trx, [...new Set([...ids, ...mentions.map(({ id }) => id)])]);
}

type Shared = ReadonlyMap<string, readonly SharedDecision[]>;

/**
 * While no register is loaded, a name that is printed with its number speaks for those that are printed without: one on
 * the public record for all, one in a council's own register for notices (and for the other lines there, seen above).
 */
async function matchUnnumbered(
  trx: Trx,
  { numbered, suppliers }: Matched,
  message: Work<'match'>['message'],
): Promise<void> {
  const isPrivate = message.of === 'register';
  const mentionIds = await findUnnumbered(trx, numbered, suppliers, { isPrivate });
  await enqueueMatching(trx, mentionIds, isPrivate ? null : message.asOf);
  if (isPrivate) return;
  for (const uploadId of await findUnnumberedUploads(trx, numbered, suppliers))
    await enqueue(trx, 'match', { v: 1, of: 'register', uploadId });
}

interface Matched {
  /** In the order in which all handlers lock them. */
  readonly suppliers: readonly string[];
  /** Names that are printed with the company number by which they were matched. */
  readonly numbered: readonly string[];
  /** Suppliers that have got or lost what was said of a name about their risk. */
  readonly ofRisk: readonly string[];
}

async function matchMentions(trx: Trx, mentions: readonly Mention[]): Promise<Matched> {
  const touched = new Set<string>();
  const numbered: string[] = [];
  const ofRisk = new Set<string>();
  const saysRisk = await findMentionsOfRisk(
    trx,
    mentions.map(({ id }) => id),
  );
  const shared: Shared = await findSharedDecisions(trx, mentions.map(printedOf));
  const decisionsOf = (one: PrintedSupplier) =>
    sharedEntries(shared.get(printedText(printedOf(one))) ?? [], one.id);
  const printed = mentions.map((mention) => ({ ...mention, council: null }));
  for (const together of numberedFirst(printed)) {
    const resolved = await resolveAll(trx, together, decisionsOf);
    await decideMentions(
      trx,
      resolved.map(({ printed: { id }, resolution }) => ({ id, ...resolution })),
    );
    for (const { printed: mention, resolution } of resolved) {
      for (const supplierId of [mention.supplier_id, resolution.supplierId]) {
        if (supplierId === null) continue;
        touched.add(supplierId);
        if (saysRisk.has(mention.id)) ofRisk.add(supplierId);
      }
      if (speaksForOthers(mention, resolution)) numbered.push(mention.name);
    }
  }
  await publishNamed(trx, inOrder(touched));
  return { suppliers: inOrder(touched), numbered, ofRisk: [...ofRisk] };
}

async function matchRegister(trx: Trx, uploadId: string): Promise<Matched> {
  const touched = new Set(await findReplacedSuppliers(trx, uploadId));
  const numbered: string[] = [];
  const lines = (await findRegisterLines(trx, uploadId)).map(supplierOfLine);
  const shared: Shared = await findSharedDecisions(trx, lines.map(printedOf));
  const own = lines[0] ? await findRegisterDecisions(trx, lines[0].council) : () => [];
  const decisionsOf = (line: PrintedSupplier) => {
    const text = printedText(printedOf(line));
    return [...own(line.id, text), ...sharedEntries(shared.get(text) ?? [], null)];
  };
  for (const { supplier_id } of lines) if (supplier_id) touched.add(supplier_id);
  for (const together of numberedFirst(lines))
    for (const { printed: line, resolution } of await resolveAll(trx, together, decisionsOf)) {
      const { outcome, supplierId, reason } = resolution;
      await decideRegisterLine(trx, line.id, {
        match_outcome: outcome,
        supplier_id: supplierId,
        match_reason: reason,
      });
      if (supplierId) touched.add(supplierId);
      if (speaksForOthers(line, resolution)) numbered.push(line.name);
    }
  await markRegisterMatched(trx, uploadId);
  return { suppliers: inOrder(touched), numbered, ofRisk: [] };
}

/** A name that is printed with its number may speak for those that are printed without: these come after it. */
function numberedFirst<P extends PrintedSupplier>(printed: readonly P[]): readonly (readonly P[])[] {
  return [printed.filter(({ ref }) => ref !== null), printed.filter(({ ref }) => ref === null)];
}

/** Only a match does, and never a name that would stay nobody's without its number: the others would be asked for ever. */
function speaksForOthers({ name, scheme, ref }: PrintedSupplier, { outcome }: Resolution): boolean {
  const kind = kindOfName(name);
  return (
    scheme === 'GB-COH' &&
    ref !== null &&
    outcome === 'matched' &&
    kind !== 'individual' &&
    kind !== 'redacted'
  );
}

function supplierOfLine({ supplier_name: name, ...line }: RegisterLine) {
  return { ...line, name, postcode: null };
}

function inOrder(suppliers: ReadonlySet<string>): string[] {
  return [...suppliers].sort((a, b) => Number(a) - Number(b));
}
