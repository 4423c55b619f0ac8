import type { IsoDate, Item, Look, Observation } from '@tocsin/domain';
import { refoldAwards, type PrintedAward } from './awards.ts';
import { findCouncils, findFormerCodes, resolveBuyer } from '../councils/councils.ts';
import { savePaymentsNotices } from '../councils/payments-notices.ts';
import { TOGETHER } from '../schema/chunks.ts';
import { type Db, inTransaction, type Trx } from '../schema/database.ts';
import { isOfContent, underSavepoint } from '../schema/savepoint.ts';
import { archiveDocuments, type ArchivedDocument } from './documents.ts';
import { recordObservations } from './observations.ts';
import { enqueueMatching } from '../outbox/outbox.ts';
import { attributePerformance } from './performance.ts';
import { emptyReport, reportOfItem, type ReportSum, saidBy, sumReports } from './ingest-report.ts';
import { saveCursor } from './source-runs.ts';
import type { IngestReport } from '../schema/tables.ts';
import { recordWithdrawals } from './withdrawals.ts';

export interface GivenDocument {
  readonly sourceId: string;
  readonly url: string;
  readonly contentType: string | null;
  readonly retrievedAt: string;
  readonly body: Uint8Array;
  /** What is archived in place of the body, where the source keeps only some of its members. */
  readonly keep?: () => Uint8Array;
  /** What the publisher answered with; 200 where nothing is said. */
  readonly status?: number;
  /** The run on schedule that fetched it; missing where somebody handed it in. */
  readonly runId?: string;
  /** Replays the day of publication; null for what arrives now. */
  readonly asOf: IsoDate | null;
  /** Where the source goes on from; committed only with what it produced. */
  readonly cursor?: unknown;
  /** Reads the document; what it throws is passed on after the archive has the document. */
  readonly parse: () => Iterable<Item>;
}

/**
 * Archives a document, reads it and records what it says, with the messages that follow from it and the cursor, in one
 * transaction. Every item ends as recorded, duplicate, ignored or refused. Throws what `parse` throws, the document
 * being archived by then.
 */
export async function recordDocument(db: Db, given: GivenDocument): Promise<IngestReport> {
  const [report] = await recordDocuments(db, [given]);
  return report ?? emptyReport(given.sourceId);
}

/**
 * As `recordDocument`, for some documents of one source, in their order and in one transaction; a report of each. An item
 * that Postgres does not take is refused with its reason, and the rest is recorded.
 */
export async function recordDocuments(
  db: Db,
  documents: readonly GivenDocument[],
): Promise<readonly IngestReport[]> {
  const archived = await archiveDocuments(db, documents);
  const read = archived.flatMap((document, at) => {
    const [given] = documents.slice(at, at + 1);
    return given ? [{ given, document, items: [...given.parse()] }] : [];
  });
  try {
    return await inTransaction(db, (trx) => recordRead(trx, read, 'together'));
  } catch (error) {
    if (!isOfContent(error)) throw error;
    return inTransaction(db, (trx) => recordRead(trx, read, 'apart'));
  }
}

interface ReadDocument {
  readonly given: GivenDocument;
  readonly document: ArchivedDocument;
  readonly items: readonly Item[];
}

/** `apart`: each item under a savepoint of its own, so that what is wrong with one is not the others' trouble. */
type How = 'together' | 'apart';

async function recordRead(
  trx: Trx,
  read: readonly ReadDocument[],
  how: How,
): Promise<readonly IngestReport[]> {
  const touched = new Set<string>();
  const awards: PrintedAward[] = [];
  const sums = new Map<ReadDocument, ReportSum>();
  for (const one of read) {
    const sum = sumReports(one.given.sourceId);
    sum.add({ ...emptyReport(one.given.sourceId), documents: 1 });
    sums.set(one, sum);
  }
  for (const part of partsOf(read, how))
    for (const [at, { counts, mentions, folded }] of (await recorded(trx, part, how)).entries()) {
      const of = part[at]?.of;
      if (of) sums.get(of)?.add(counts);
      for (const mention of mentions) touched.add(mention);
      awards.push(...folded);
    }
  const items = read.flatMap((one) => one.items);
  const observations = items.flatMap((item) => (item.outcome === 'observed' ? item.observations : []));
  const ownNotices = observations.filter(({ content }) => content.kind === 'payments-notice');
  if (awards.length > 0 || ownNotices.length > 0) {
    const councilOf = await findBuyers(trx);
    await refoldAwards(trx, awards, councilOf);
    await savePaymentsNotices(trx, ownNotices, councilOf);
  }
  const last = read.at(-1)?.given;
  if (last) {
    for (const mention of await attributePerformance(trx, ocidsOf(observations), last.retrievedAt))
      touched.add(mention);
    await enqueueMatching(trx, [...touched], last.asOf);
    const cursor = read.findLast(({ given }) => given.cursor !== undefined)?.given.cursor;
    if (cursor !== undefined) await saveCursor(trx, last.sourceId, cursor);
  }
  return read.flatMap((one) => sums.get(one)?.total() ?? []);
}

async function findBuyers(trx: Trx): Promise<ReturnType<typeof resolveBuyer>> {
  return resolveBuyer(await findCouncils(trx), await findFormerCodes(trx));
}

/** The procurements whose awards or contracts some observations say something about. */
function ocidsOf(observations: readonly Observation[]): string[] {
  const ocids = observations.flatMap(({ content }) =>
    content.kind === 'award' || content.kind === 'contract-performance' ? [content.ocid] : [],
  );
  return [...new Set(ocids)];
}

interface PlacedItem {
  readonly of: ReadDocument;
  readonly item: Item;
}

/**
 * Items that are recorded together, in their order. What takes something back stands alone, between what is said before
 * and after.
 */
function partsOf(read: readonly ReadDocument[], how: How): readonly (readonly PlacedItem[])[] {
  const parts: PlacedItem[][] = [];
  let left = 0;
  for (const of of read)
    for (const item of of.items) {
      const isAlone = how === 'apart' || item.outcome === 'withdrawn';
      const size = saidBy(item).length + looksOf(item).length;
      if (isAlone || left < size || parts.length === 0) {
        parts.push([]);
        left = TOGETHER;
      }
      parts.at(-1)?.push({ of, item });
      left = isAlone ? -1 : left - size;
    }
  return parts;
}

function looksOf(item: Item): readonly Look[] {
  return item.outcome === 'withdrawn' ? [] : (item.looks ?? []);
}

interface RecordedItem {
  readonly counts: IngestReport;
  readonly mentions: readonly string[];
  readonly folded: readonly PrintedAward[];
}

/** As `recordPart`, of one item under a savepoint: one that Postgres does not take is refused. */
async function recorded(trx: Trx, part: readonly PlacedItem[], how: How): Promise<readonly RecordedItem[]> {
  const [only] = part;
  if (how === 'together' || !only) return recordPart(trx, part);
  const { of, item } = only;
  const taken = await underSavepoint(trx, async () => {
    const done = await recordPart(trx, part);
    // What an award comes to is worked out later, for many at once: here it is tried, so that it is this item's trouble.
    const awards = done.flatMap(({ folded }) => folded);
    const councilOf = awards.length > 0 ? await findBuyers(trx) : () => null;
    await refoldAwards(trx, awards, councilOf);
    return done;
  });
  if (!('refused' in taken)) return taken.done;
  const reason = `cannot be stored: ${taken.refused}`;
  const refused = { document: of.given.url, item: item.item, reason };
  const counts = { ...emptyReport(of.given.sourceId), items: 1, refused: [refused] };
  return [{ counts, mentions: [], folded: [] }];
}

async function recordPart(trx: Trx, part: readonly PlacedItem[]): Promise<readonly RecordedItem[]> {
  const [first] = part;
  if (first?.item.outcome === 'withdrawn') {
    const { given, document } = first.of;
    const mentions = await recordWithdrawals(trx, document, given.retrievedAt, first.item.withdrawals);
    const counts = {
      ...emptyReport(given.sourceId),
      items: 1,
      ...(mentions.length > 0 ? { recorded: 1 } : { duplicates: 1 }),
    };
    return [{ counts, mentions, folded: [] }];
  }
  const recorded = await recordObservations(
    trx,
    part.map(({ of: { given, document }, item }) => ({
      document,
      source: given.sourceId,
      observedAt: given.retrievedAt,
      observations: saidBy(item),
      looks: looksOf(item),
    })),
  );
  return recorded.map((one, at) => {
    const { of, item } = part[at] as PlacedItem;
    return { counts: reportOfItem(of.given, item, one), mentions: one.touched, folded: one.awards };
  });
}
