import {
  AlreadyFinished,
  decideMentions,
  enqueue,
  enqueueMatching,
  EVERYBODY,
  findMentions,
  findMentionsOfRisk,
  findOwnOf,
  findSameText,
  findSharedDecisions,
  findTouchedMentions,
  findUnnumbered,
  findUnnumberedUploads,
  inTransaction,
  isRegisterLoaded,
  joinPublished,
  printedOf,
  publishNamed,
  shareDecisions,
  sharedEntries,
  tieNotices,
  tieOwn,
  type Db,
  type Mention,
  type Trx,
} from '@tocsin/db';
import { printedText } from '@tocsin/matching';
import type { IsoDate } from '@tocsin/domain';
import type { Work } from '@tocsin/queue';
import { checkList } from './check-list.ts';
import { haveScored, inOrder } from './have-scored.ts';
import { isACompanys, matchOwnSpend, matchOwnSpendAgain, matchRegister } from './match-papers.ts';
import { resolveAll, type PrintedSupplier, type Resolution } from './resolve.ts';

/**
 * Ties printed suppliers to legal persons, and has those scored about whom a fact of risk changed, who come to be
 * watched, or whom a gate needs. A contract or a payment more changes how much a council depends on a supplier, not how
 * the supplier stands.
 */
export async function matchSuppliers(db: Db, work: Work<'match'>, today: () => string): Promise<void> {
  const { message } = work;
  if (message.of === 'list') return checkList(db, message, work);
  if (message.of !== 'mentions' || message.mentionIds.length === 1) return matchTogether(db, work, today);
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
  await inTransaction(db, async (trx) => {
    if (message.of === 'register') await matchRegister(trx, message, today());
    else if (message.of === 'own-spend') await matchOwnSpend(trx, message, today());
    else if (message.of === 'spend')
      await enqueueMatching(trx, await findTouchedMentions(trx, message.documentId), null);
    else if (message.of === 'mentions') {
      const isLoaded = await isRegisterLoaded(trx);
      const matched = await matchMentions(trx, await decidedAnew(trx, message.mentionIds), isLoaded);
      if (!isLoaded) await matchUnnumbered(trx, matched, message.asOf);
      const { suppliers, ofRisk } = matched;
      const given = { ofRisk, asOf: message.asOf, today: today(), priority: 0 };
      await haveScored(trx, suppliers, given);
    }
    await work.finish(trx);
  });
}

/** The mentions asked for, and with those that people decided about every other one that prints the same. */
async function decidedAnew(trx: Trx, ids: readonly string[]): Promise<readonly Mention[]> {
  const anew = await shareDecisions(trx, ids);
  if (anew.length === 0) return findMentions(trx, ids);
  const { mentions, uploads } = await findSameText(trx, anew);
  for (const uploadId of uploads) await enqueue(trx, 'match', { v: 1, of: 'register', uploadId });
  await matchOwnSpendAgain(trx, { names: mentions.map(({ name }) => name) });
  return findMentions(trx, [...new Set([...ids, ...mentions.map(({ id }) => id)])]);
}

/**
 * While no register is loaded, a name that is printed with its number on the public record speaks for those that are
 * printed without. One in a council's own register does for the other lines there, and beside it for notices
 * (`matchRegister`).
 */
async function matchUnnumbered(
  trx: Trx,
  { numbered, suppliers }: Matched,
  asOf: IsoDate | null,
): Promise<void> {
  await enqueueMatching(trx, await findUnnumbered(trx, numbered, suppliers), asOf);
  for (const uploadId of await findUnnumberedUploads(trx, numbered, suppliers))
    await enqueue(trx, 'match', { v: 1, of: 'register', uploadId });
  await matchOwnSpendAgain(trx, { names: numbered });
}

interface Matched {
  /** In the order in which all handlers lock them. */
  readonly suppliers: readonly string[];
  /** Names that are printed with the company number by which they were matched. */
  readonly numbered: readonly string[];
  /** Suppliers that have got or lost what was said of a name about their risk. */
  readonly ofRisk: readonly string[];
}

async function matchMentions(
  trx: Trx,
  mentions: readonly Mention[],
  isRegisterLoaded: boolean,
): Promise<Matched> {
  const touched = new Set<string>();
  const numbered: string[] = [];
  const ofRisk = new Set<string>();
  const saysRisk = await findMentionsOfRisk(
    trx,
    mentions.map(({ id }) => id),
  );
  const shared = await findSharedDecisions(trx, mentions.map(printedOf));
  const decisionsOf = (one: PrintedSupplier) =>
    sharedEntries(shared.get(printedText(printedOf(one))) ?? [], one.id);
  const own = await findOwnOf(
    trx,
    mentions.map(({ id }) => id),
  );
  for (const together of numberedFirst(mentions)) {
    const resolved = await resolveAll(trx, together, EVERYBODY, decisionsOf);
    const decided = resolved.map((one) => asOwn(one, own.get(one.printed.id)));
    await decideMentions(
      trx,
      decided.map(({ printed: { id }, resolution }) => ({ id, ...resolution })),
    );
    for (const { printed: mention, resolution } of decided) {
      for (const supplierId of [mention.supplier_id, resolution.supplierId]) {
        if (supplierId === null) continue;
        touched.add(supplierId);
        if (saysRisk.has(mention.id)) ofRisk.add(supplierId);
      }
      if (speaksForOthers(mention, resolution)) numbered.push(mention.name);
    }
  }
  const noticed = mentions.filter(
    ({ id, name, ref }) => ref === null && saysRisk.has(id) && isACompanys(name),
  );
  for (const supplierId of await tieNotices(trx, noticed, { isRegisterLoaded })) {
    touched.add(supplierId);
    ofRisk.add(supplierId);
  }
  for (const supplierId of await tieOwn(trx, { mentionIds: mentions.map(({ id }) => id) })) {
    touched.add(supplierId);
    ofRisk.add(supplierId);
  }
  for (const supplierId of await publishNamed(trx, inOrder(touched))) touched.add(supplierId);
  for (const supplierId of await joinPublished(trx, [...touched])) touched.add(supplierId);
  return { suppliers: inOrder(touched), numbered, ofRisk: [...ofRisk] };
}

/** What is read for a supplier of a council's own stays said of it, whoever bears the number for everybody. */
function asOwn<P>(one: { readonly printed: P; readonly resolution: Resolution }, own: string | undefined) {
  const { printed, resolution } = one;
  return own === undefined || resolution.outcome !== 'matched'
    ? one
    : { printed, resolution: { ...resolution, supplierId: own } };
}

/** A name that is printed with its number may speak for those that are printed without: these come after it. */
function numberedFirst<P extends PrintedSupplier>(printed: readonly P[]): readonly (readonly P[])[] {
  return [printed.filter(({ ref }) => ref !== null), printed.filter(({ ref }) => ref === null)];
}

/** Only a match speaks for others. */
function speaksForOthers({ name, scheme, ref }: PrintedSupplier, { outcome }: Resolution): boolean {
  return scheme === 'GB-COH' && ref !== null && outcome === 'matched' && isACompanys(name);
}
