import {
  AlreadyFinished,
  decideMentions,
  decideOwnPayees,
  decideRegisterLines,
  enqueue,
  enqueueMatching,
  enqueueScoring,
  EVERYBODY,
  findKnownToFew,
  findLinesToMatch,
  findMentionIds,
  findMentions,
  findMentionsOfRisk,
  findNotAskedFor,
  findNoticesToTie,
  findNumberedNames,
  findOwnFiles,
  findOwnPayees,
  findRegisterDecisions,
  findSameText,
  findSharedDecisions,
  findSuppliersOfPayees,
  findSuppliersOfUpload,
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
  takeOver,
  tieNotices,
  TOGETHER,
  type Db,
  type Mention,
  type PrintedLine,
  type SharedDecision,
  type Trx,
} from '@tocsin/db';
import type { IsoDate } from '@tocsin/domain';
import { kindOfName, printedText } from '@tocsin/matching';
import type { Work } from '@tocsin/queue';
import { checkList } from './check-list.ts';
import { askSoon } from './looks.ts';
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
  await db.transaction().execute(async (trx) => {
    if (message.of === 'register') await matchRegister(trx, message, today());
    else if (message.of === 'own-spend') await matchOwnSpend(trx, message, today());
    else if (message.of === 'mentions') {
      const isLoaded = await isRegisterLoaded(trx);
      const matched = await matchMentions(trx, await decidedAnew(trx, message.mentionIds), isLoaded);
      if (!isLoaded) await matchUnnumbered(trx, matched, message.asOf);
      const { suppliers, ofRisk, newlyKnown } = matched;
      const given = { ofRisk, newlyKnown, asOf: message.asOf, today: today(), priority: 0 };
      await haveScored(trx, suppliers, given);
    }
    await work.finish(trx);
  });
}

/**
 * Notes who of these suppliers is watched, and has those scored for whom that, or what was said of them, is a reason. Who comes
 * to know a supplier sees how it stands from that day on: what others were told before is theirs.
 */
async function haveScored(
  trx: Trx,
  suppliers: readonly string[],
  given: {
    readonly ofRisk: readonly string[];
    readonly newlyKnown: readonly string[];
    readonly asOf: IsoDate | null;
    readonly today: IsoDate;
    readonly priority: number;
  },
): Promise<void> {
  const { ofRisk, newlyKnown, asOf, priority } = given;
  const day = asOf ?? given.today;
  const watched = await refreshWatched(trx, suppliers, day);
  const unassessed = await findUnassessedOn(trx, [...watched, ...newlyKnown], day);
  const unjudged = await findUnjudged(trx, suppliers);
  const toScore = new Set([...ofRisk, ...unassessed, ...unjudged]);
  await enqueueScoring(trx, await findNotAskedFor(trx, toScore, asOf, priority), asOf, { priority });
}

/** The same for the suppliers of a council's own papers, which it may be the second to know. */
async function haveScoredFor(trx: Trx, suppliers: readonly string[], today: IsoDate): Promise<void> {
  const newlyKnown = await findKnownToFew(trx, suppliers);
  await haveScored(trx, suppliers, {
    ofRisk: [],
    newlyKnown,
    asOf: null,
    today,
    priority: REGISTER_PRIORITY,
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

type Shared = ReadonlyMap<string, readonly SharedDecision[]>;

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
  /** Suppliers that only those knew before who followed them. */
  readonly newlyKnown: readonly string[];
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
  const shared: Shared = await findSharedDecisions(trx, mentions.map(printedOf));
  const decisionsOf = (one: PrintedSupplier) =>
    sharedEntries(shared.get(printedText(printedOf(one))) ?? [], one.id);
  for (const together of numberedFirst(mentions)) {
    const resolved = await resolveAll(trx, together, EVERYBODY, decisionsOf);
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
  const noticed = mentions.filter(
    ({ id, name, ref }) => ref === null && saysRisk.has(id) && isACompanys(name),
  );
  for (const supplierId of await tieNotices(trx, noticed, { isRegisterLoaded })) {
    touched.add(supplierId);
    ofRisk.add(supplierId);
  }
  const published = await publishNamed(trx, inOrder(touched));
  const read = published.flatMap(({ id, isRead }) => (isRead ? [id] : []));
  if (read.length > 0) await enqueueMatching(trx, await findMentionIds(trx, read), null);
  return {
    suppliers: inOrder(touched),
    numbered,
    ofRisk: [...ofRisk],
    newlyKnown: published.map(({ id }) => id),
  };
}

/** Whatever a register of many lines asks for goes after what is news to anybody. */
const REGISTER_PRIORITY = 1;

type RegisterMessage = Extract<Work<'match'>['message'], { of: 'register' }>;
type From = NonNullable<RegisterMessage['from']>;

/**
 * Ties some lines of a register to legal persons, those with a number first, since they may speak for the others; once
 * all are looked at the register comes into force, and then its suppliers are watched and scored. What is too much for
 * one message goes on in the next.
 */
async function matchRegister(trx: Trx, message: RegisterMessage, today: IsoDate): Promise<void> {
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
async function matchOwnSpendAgain(trx: Trx, of: Parameters<typeof findOwnFiles>[1]): Promise<void> {
  for (const fileId of await findOwnFiles(trx, of))
    await enqueue(trx, 'match', { v: 1, of: 'own-spend', fileId }, { priority: REGISTER_PRIORITY });
}

/** Ties some payees of an unpublished spending file to legal persons; then these are watched, and scored. */
async function matchOwnSpend(
  trx: Trx,
  message: Extract<Work<'match'>['message'], { of: 'own-spend' }>,
  today: IsoDate,
): Promise<void> {
  const { fileId, after = '0' } = message;
  const lines = await findOwnPayees(trx, fileId, { after, limit: TOGETHER });
  const [first] = lines;
  if (!first) return askSoon(trx);
  const printed = lines.map((line) => ({ ...line, name: line.supplier_name }));
  const shared: Shared = await findSharedDecisions(trx, printed.map(printedOf));
  const own = await findRegisterDecisions(trx, first.council);
  const asker = { council: first.council, uploadId: null, fileId };
  const resolved = await resolveAll(trx, printed, asker, (line) => {
    const text = printedText(printedOf(line));
    return [...own(line.id, text), ...sharedEntries(shared.get(text) ?? [], null)];
  });
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

/** Ties lines to legal persons. Whom they named before may be watched for nobody any more. */
async function matchLines(
  trx: Trx,
  uploadId: string,
  lines: readonly PrintedLine[],
  today: IsoDate,
): Promise<void> {
  const [first] = lines;
  if (!first) return;
  const printed = lines.map((line) => ({ ...line, name: line.supplier_name, postcode: null }));
  const shared: Shared = await findSharedDecisions(trx, printed.map(printedOf));
  const own = await findRegisterDecisions(trx, first.council);
  const asker = { council: first.council, uploadId, fileId: null };
  const resolved = await resolveAll(trx, printed, asker, (line) => {
    const text = printedText(printedOf(line));
    return [...own(line.id, text), ...sharedEntries(shared.get(text) ?? [], null)];
  });
  await decideRegisterLines(
    trx,
    resolved.map(({ printed: { id }, resolution }) => ({ id, ...resolution })),
  );
  const left = resolved.flatMap(({ printed: { supplier_id: before }, resolution }) =>
    before === null || before === resolution.supplierId ? [] : [before],
  );
  await haveScored(trx, inOrder(new Set(left)), {
    ofRisk: [],
    newlyKnown: [],
    asOf: null,
    today,
    priority: REGISTER_PRIORITY,
  });
}

/** A name that is printed with its number may speak for those that are printed without: these come after it. */
function numberedFirst<P extends PrintedSupplier>(printed: readonly P[]): readonly (readonly P[])[] {
  return [printed.filter(({ ref }) => ref !== null), printed.filter(({ ref }) => ref === null)];
}

/** Only a match speaks for others. */
function speaksForOthers({ name, scheme, ref }: PrintedSupplier, { outcome }: Resolution): boolean {
  return scheme === 'GB-COH' && ref !== null && outcome === 'matched' && isACompanys(name);
}

/** A name of others stays nobody's without its number: who prints it without would be asked for ever. */
function isACompanys(name: string): boolean {
  const kind = kindOfName(name);
  return kind !== 'individual' && kind !== 'redacted';
}

function inOrder(suppliers: ReadonlySet<string>): string[] {
  return [...suppliers].sort((a, b) => Number(a) - Number(b));
}
