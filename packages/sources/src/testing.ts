import { deepStrictEqual } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { Observation, type TableRecord } from '@tocsin/domain';
import { z } from 'zod';
import type { DocumentSource, Item, SourceDocument, TableSource } from './define-source.ts';

/** Moment at which tests say that a document was fetched. */
export const RETRIEVED_AT = '2026-11-22T12:00:00.000Z';

/** A document of the given text, as if answered from `url` with `status`. */
export function documentOf(body: string | Uint8Array, url: string, status = 200): SourceDocument {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { url, retrievedAt: RETRIEVED_AT, contentType: null, body: bytes, status };
}

/** One of our own small documents. */
export function fixture(name: string, url = name): SourceDocument {
  return documentOf(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)), url);
}

const RECORDED = new URL('../../../../shared/data/', import.meta.url);

/** True where the real documents are; tests that need them are skipped elsewhere. */
export const hasRecorded = existsSync(RECORDED);

/** A real document out of `../shared/data`, with the status under which it was recorded. */
export function recorded(path: string, status = 200, url = path): SourceDocument {
  return documentOf(readFileSync(new URL(path, RECORDED)), url, status);
}

const CASES = new URL('../../../../shared/cases/', import.meta.url);

/** True where the cases from the field are; tests that need them are skipped elsewhere. */
export const hasCases = existsSync(CASES);

/** A case from the field, out of `../shared/cases`. */
export function fieldCase(path: string, url = path): SourceDocument {
  return documentOf(readFileSync(new URL(path, CASES)), url);
}

/**
 * Reads a document and checks that what it says is of the agreed shapes, and that what the archive keeps of it says the
 * same.
 */
export function itemsOf(source: DocumentSource, document: SourceDocument): Item[] {
  const items = [...source.parse(document)];
  for (const item of items)
    if (item.outcome === 'observed') z.array(Observation).min(1).parse(item.observations);
  const kept = source.keep?.(document);
  if (kept && (kept.length > 0 || items.some(({ outcome }) => outcome === 'observed')))
    deepStrictEqual(plain([...source.parse({ ...document, body: kept })]), plain(items));
  return items;
}

/** As it would be sent: members that are not there are no difference. */
function plain(items: readonly Item[]): unknown {
  return JSON.parse(JSON.stringify(items));
}

/** The rows of one edition of a list whose format is text. */
export function tableRowsOf<Row>(table: TableSource<Row>, document: SourceDocument): TableRecord<Row>[] {
  const rows = table.rows(document);
  if (!(Symbol.iterator in rows)) throw new Error(`the rows of ${table.id} arrive one by one`);
  return [...rows];
}

/** The rows of one edition of a list, whatever its format; what the archive keeps of it must say the same. */
export async function everyRowOf<Row>(
  table: TableSource<Row>,
  document: SourceDocument,
): Promise<TableRecord<Row>[]> {
  const records: TableRecord<Row>[] = [];
  for await (const record of table.rows(document)) records.push(record);
  if (table.keep) {
    const kept = { ...document, body: await table.keep(document) };
    deepStrictEqual(table.edition(kept), table.edition(document));
    const again: TableRecord<Row>[] = [];
    for await (const record of table.rows(kept)) again.push(record);
    deepStrictEqual(again, records);
  }
  return records;
}

/** How many items had each outcome: `observed`, `withdrawn`, or `ignored: <reason>`, `refused: <reason>`. */
export function tally(items: readonly Item[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) {
    const key = 'reason' in item ? `${item.outcome}: ${item.reason}` : item.outcome;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Everything observed in a document. */
export function observationsOf(items: readonly Item[]): Observation[] {
  return items.flatMap((item) => (item.outcome === 'observed' ? item.observations : []));
}
