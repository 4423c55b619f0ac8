import type { GssCode, Item } from '@tocsin/domain';
import { isSearchExport } from '../contracts-finder/export.ts';
import { contractsFinder } from '../contracts-finder.ts';
import { councilMaps } from '../council-maps.ts';
import { openSpendFile, type SpendDocument } from '../council-spend/read.ts';
import type { SpendRow } from '../council-spend/row.ts';
import { UnreadableDocument, type DocumentSource, type SourceDocument } from '../define-source.ts';
import { findATender } from '../find-a-tender.ts';
import { recountNotices } from './recount-notices.ts';
import { recountSpend, type Recount } from './recount-spend.ts';

/** What became of every record of one document, beside what somebody else counts in it. */
export interface DocumentAccount {
  readonly file: string;
  readonly source: string;
  readonly records: number;
  /** Records by what became of them: `payment`, `redacted`, `award`, `not-a-payment: total`, `refused: …`. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** The sums of payments, redacted ones among them, or of awards. */
  readonly pence: bigint;
  /** What else stands in the column of amounts: totals, and lines refused for another reason. */
  readonly otherPence: bigint;
  /** Of notices: how many times a supplier is named for an award. */
  readonly pairs?: number;
  /** Null where nobody else can read it. */
  readonly recount: Recount | null;
  /** Why nothing of it was read, where it was refused as a whole: no sum of it is known then. */
  readonly refused?: string;
}

/**
 * Accounts for one document handed in from a file: a council’s spending file or contract register, or notices of
 * Find a Tender or Contracts Finder, told by what is in it. `council` is whose file it is, where a person says so.
 * Nothing is stored.
 */
export async function accountFor(
  document: SourceDocument,
  file: string,
  council?: GssCode,
): Promise<DocumentAccount> {
  const notices = noticesOf(document);
  const spend = { url: file, body: document.body, ...(council === undefined ? {} : { council }) };
  try {
    return notices
      ? accountForNotices(notices, document, file)
      : await accountForCouncil(spend, document, file);
  } catch (error) {
    if (!(error instanceof UnreadableDocument)) throw error;
    const refused = error.message;
    const outcomes = new Map([[`refused: ${refused}`, 1]]);
    return { file, source: '', records: 1, outcomes, pence: 0n, otherPence: 0n, recount: null, refused };
  }
}

/** The service whose notices these are: its prefix of ocids stands in every release. */
function noticesOf(document: SourceDocument): DocumentSource | null {
  if (isSearchExport(document)) return contractsFinder;
  const start = new TextDecoder('latin1').decode(document.body.subarray(0, 2_000_000));
  if (!/^\s*[[{]/.test(start)) return null;
  if (start.includes('ocds-h6vhtk-')) return findATender;
  return start.includes('ocds-b5fd17-') || start.includes('contractsfinder') ? contractsFinder : null;
}

function accountForNotices(source: DocumentSource, document: SourceDocument, file: string): DocumentAccount {
  const { items, pence, pairs } = itemsAndPence(source.parse(document));
  return {
    file,
    pairs,
    source: source.id,
    records: items.length,
    outcomes: counted(items.map(outcomeOf)),
    pence,
    otherPence: 0n,
    recount: recountNotices(document.body, isSearchExport(document)),
  };
}

function outcomeOf(item: Item): string {
  if ('reason' in item) return `${item.outcome}: ${item.reason}`;
  if (item.outcome !== 'observed') return item.outcome;
  const unnamed = item.observations.some(
    ({ content }) => content.kind === 'award' && content.suppliers.length === 0 && content.isChange !== true,
  );
  return unnamed ? 'award: supplier not stated' : 'award';
}

async function accountForCouncil(
  spend: SpendDocument,
  document: SourceDocument,
  file: string,
): Promise<DocumentAccount> {
  const opened = await openSpendFile(councilMaps(), spend);
  const [source, recount] = [opened.councilName, recountSpend(document.body)];
  const rows = [...opened.rows];
  const held = rows.find((row) => row.outcome === 'held');
  if (held) throw new UnreadableDocument(held.reason);
  const all = rows.reduce((sum, row) => sum + BigInt(penceOf(row) ?? 0), 0n);
  if (!opened.contracts) {
    const pence = rows.reduce((sum, row) => sum + BigInt('payment' in row ? row.payment.pence : 0), 0n);
    const outcomes = counted(
      rows.map((row) => ('reason' in row ? `${row.outcome}: ${row.reason}` : row.outcome)),
    );
    return { file, source, records: rows.length, outcomes, pence, otherPence: all - pence, recount };
  }
  const again = await openSpendFile(councilMaps(), spend);
  const { items, pence } = itemsAndPence(again.contracts?.(document) ?? []);
  const outcomes = counted(items.map(outcomeOf));
  return { file, source, records: items.length, outcomes, pence, otherPence: all - pence, recount };
}

function penceOf(row: SpendRow): number | null {
  return 'payment' in row ? row.payment.pence : row.pence;
}

/** What a document says, item by item, and the sum of the awards in it. */
function itemsAndPence(given: Iterable<Item>): { items: readonly Item[]; pence: bigint; pairs: number } {
  const items = [...given];
  const observations = items.flatMap((item) => (item.outcome === 'observed' ? item.observations : []));
  const sums = observations.map(({ content }) =>
    content.kind === 'award' ? (content.value?.pence ?? 0) : 0,
  );
  const pairs = observations.reduce(
    (sum, { content }) => sum + (content.kind === 'award' ? content.suppliers.length : 0),
    0,
  );
  return { items, pairs, pence: sums.reduce((sum, pence) => sum + BigInt(pence), 0n) };
}

function counted(outcomes: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return counts;
}
