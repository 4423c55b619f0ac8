import type { Award, Item, Observation } from '@tocsin/domain';
import type { IngestReport, ReplacedLines } from '../schema/tables.ts';
import type { Recorded } from './observations.ts';

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

/** What became of one item of a document. */
export function reportOfItem(
  given: { readonly sourceId: string; readonly url: string },
  item: Item,
  recorded: Recorded,
): IngestReport {
  const counts = { ...emptyReport(given.sourceId), items: 1 };
  if (item.outcome === 'refused')
    return { ...counts, refused: [{ document: given.url, item: item.item, reason: item.reason }] };
  if (item.outcome === 'ignored') return { ...counts, ignored: { [item.reason]: 1 } };
  const observations = saidBy(item);
  const outcome = recorded.fresh > 0 ? { recorded: 1 } : { duplicates: 1 };
  const notes = notesOf(observations, recorded.otherwise);
  const doubts = unreadCells(observations).map((reason) => ({
    document: given.url,
    item: item.item,
    reason: `${reason}. The contract is kept and this is not known of it: ask whoever published it to write the day as 2028-03-31, or enter the contract in your own register.`,
  }));
  return {
    ...counts,
    observations: observations.length,
    ...outcome,
    notes,
    ...(doubts.length > 0 ? { doubts } : {}),
  };
}

/** What an item says; nothing where it was refused or left out. */
export function saidBy(item: Item): readonly Observation[] {
  return item.outcome === 'observed' ? item.observations : [];
}

/** What stands in cells of published contracts that could not be read, each with the name of its column. */
function unreadCells(observations: readonly Observation[]): readonly string[] {
  return observations.flatMap(({ content }) =>
    content.kind === 'award' ? Object.values(content.unread ?? {}) : [],
  );
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
    'a day that could not be read: not known of the contract': awards.filter((one) => one.unread).length,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** A change need not name again who holds a contract. */
function isNobodys({ suppliers, isChange }: Award): boolean {
  return suppliers.length === 0 && isChange !== true;
}
