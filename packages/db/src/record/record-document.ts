import type { Award, IsoDate, Item, Observation } from '@tocsin/domain';
import { refoldAwards } from './awards.ts';
import { findCouncils, findFormerCodes, resolveBuyer } from '../councils/councils.ts';
import { savePaymentsNotices } from '../councils/payments-notices.ts';
import type { Db, Trx } from '../schema/database.ts';
import { archiveDocument } from './documents.ts';
import { recordObservations } from './observations.ts';
import { enqueueMatching } from '../outbox/outbox.ts';
import { attributePerformance } from './performance.ts';
import { saveCursor } from './source-runs.ts';
import type { IngestReport, ReplacedLines } from '../schema/tables.ts';
import { recordWithdrawals } from './withdrawals.ts';

export interface GivenDocument {
  readonly sourceId: string;
  readonly url: string;
  readonly contentType: string | null;
  readonly retrievedAt: string;
  readonly body: Uint8Array;
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

/** An empty count for one source. */
export function emptyReport(source: string): IngestReport {
  return {
    source,
    documents: 0,
    items: 0,
    observations: 0,
    recorded: 0,
    duplicates: 0,
    ignored: {},
    refused: [],
  };
}

/** The sum of many reports of one source. */
export interface ReportSum {
  add(report: IngestReport): void;
  total(): IngestReport;
}

/** Opens the sum of a run. What was refused is added in place: a long run costs no more for what came before. */
export function sumReports(source: string): ReportSum {
  const counts = { documents: 0, items: 0, observations: 0, recorded: 0, duplicates: 0 };
  const ignored = new Map<string, number>();
  const refused: IngestReport['refused'][number][] = [];
  const doubts: IngestReport['refused'][number][] = [];
  const replaced: ReplacedLines[] = [];
  const notes = new Map<string, number>();
  return {
    add(report) {
      counts.documents += report.documents;
      counts.items += report.items;
      counts.observations += report.observations;
      counts.recorded += report.recorded;
      counts.duplicates += report.duplicates;
      for (const [reason, count] of Object.entries(report.ignored))
        ignored.set(reason, (ignored.get(reason) ?? 0) + count);
      for (const one of report.refused) refused.push(one);
      for (const one of report.doubts ?? []) doubts.push(one);
      for (const one of report.replaced ?? []) replaced.push(one);
      for (const [note, count] of Object.entries(report.notes ?? {}))
        notes.set(note, (notes.get(note) ?? 0) + count);
    },
    total: () => ({
      source,
      ...counts,
      ignored: Object.fromEntries(ignored),
      refused: [...refused],
      ...(doubts.length > 0 ? { doubts: [...doubts] } : {}),
      ...(replaced.length > 0 ? { replaced: [...replaced] } : {}),
      ...(notes.size > 0 ? { notes: Object.fromEntries(notes) } : {}),
    }),
  };
}

/**
 * Archives a document, reads it and records what it says, with the messages that follow from it and the cursor, in one
 * transaction. Every item ends as recorded, duplicate, ignored or refused. Throws what `parse` throws, the document
 * being archived by then.
 */
export async function recordDocument(db: Db, given: GivenDocument): Promise<IngestReport> {
  const archived = await db.transaction().execute((trx) => archiveDocument(trx, given));
  const items = [...given.parse()];
  return db.transaction().execute(async (trx) => {
    const touched = new Set<string>();
    const awards = new Map<string, { source: string; ref: string }>();
    const report = sumReports(given.sourceId);
    report.add({ ...emptyReport(given.sourceId), documents: 1 });
    for (const item of items) {
      const { counts, mentions, folded } = await recordItem(trx, archived, given, item);
      report.add(counts);
      for (const mention of mentions) touched.add(mention);
      for (const award of folded) awards.set(`${award.source} ${award.ref}`, award);
    }
    const observations = items.flatMap((item) => (item.outcome === 'observed' ? item.observations : []));
    const ownNotices = observations.filter(({ content }) => content.kind === 'payments-notice');
    if (awards.size > 0 || ownNotices.length > 0) {
      const councilOf = resolveBuyer(await findCouncils(trx), await findFormerCodes(trx));
      for (const award of awards.values()) await refoldAwards(trx, award.source, award.ref, councilOf);
      await savePaymentsNotices(trx, ownNotices, councilOf);
    }
    for (const mention of await attributePerformance(trx, ocidsOf(items), given.retrievedAt))
      touched.add(mention);
    await enqueueMatching(trx, [...touched], given.asOf);
    if (given.cursor !== undefined) await saveCursor(trx, given.sourceId, given.cursor);
    return report.total();
  });
}

/** The procurements whose awards or contracts a document says something about. */
function ocidsOf(items: readonly Item[]): string[] {
  const observations = items.flatMap((item) => (item.outcome === 'observed' ? item.observations : []));
  const ocids = observations.flatMap(({ content }) =>
    content.kind === 'award' || content.kind === 'contract-performance' ? [content.ocid] : [],
  );
  return [...new Set(ocids)];
}

interface RecordedItem {
  readonly counts: IngestReport;
  readonly mentions: readonly string[];
  readonly folded: readonly { readonly source: string; readonly ref: string }[];
}

async function recordItem(
  trx: Trx,
  archived: { readonly id: string; readonly sha256: string },
  given: GivenDocument,
  item: Item,
): Promise<RecordedItem> {
  const counts = { ...emptyReport(given.sourceId), items: 1 };
  if (item.outcome === 'refused') {
    const refused = [{ document: given.url, item: item.item, reason: item.reason }];
    const looked = item.looks && (await recordObservations(trx, archived, given.retrievedAt, [], item.looks));
    return { counts: { ...counts, refused }, mentions: looked?.touched ?? [], folded: [] };
  }
  if (item.outcome === 'withdrawn') {
    const mentions = await recordWithdrawals(trx, archived, given.retrievedAt, item.withdrawals);
    return {
      counts: { ...counts, ...(mentions.length > 0 ? { recorded: 1 } : { duplicates: 1 }) },
      mentions,
      folded: [],
    };
  }
  const observations = item.outcome === 'observed' ? item.observations : [];
  const recorded = await recordObservations(trx, archived, given.retrievedAt, observations, item.looks);
  const { touched: mentions, awards: folded } = recorded;
  if (item.outcome === 'ignored')
    return { counts: { ...counts, ignored: { [item.reason]: 1 } }, mentions, folded };
  const outcome = recorded.fresh > 0 ? { recorded: 1 } : { duplicates: 1 };
  const notes = notesOf(observations, recorded.otherwise);
  return { counts: { ...counts, observations: observations.length, ...outcome, notes }, mentions, folded };
}

/** What is to be said of records that were taken although something in them is unusual. */
function notesOf(observations: readonly Observation[], otherwise: number): Record<string, number> {
  const awards = observations.flatMap(({ content }) => (content.kind === 'award' ? [content] : []));
  const counts = {
    'said otherwise under the same id and date: both are kept': otherwise,
    'award whose supplier is not stated': awards.filter(isNobodys).length,
    'value in another currency: kept as it is, in no sum of pounds': awards.filter((one) => one.foreignValue)
      .length,
    'value in doubt: shown with the reason': awards.filter((one) => one.valueDoubt).length,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** A change need not name again who holds a contract. */
function isNobodys({ suppliers, isChange }: Award): boolean {
  return suppliers.length === 0 && isChange !== true;
}
