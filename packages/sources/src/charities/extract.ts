import { IsoDate } from '@tocsin/domain';
import { inflateRawSync, constants } from 'node:zlib';
import { UnreadableDocument, type SourceDocument } from '../define-source.ts';
import { cleanText, decodeStream } from '../tables/text.ts';
import { zipEntries } from '../tables/zip-entries.ts';
import { jsonRecords } from './json-records.ts';
import { tabbedRecords } from './tabbed-records.ts';

/** One record of a table of the extract: where it stands, and its cells by the names of their columns. */
export interface ExtractRecord<Column extends string> {
  /** As people count: the first record is 1. */
  readonly record: number;
  /** False for a line that has not as many cells as there are columns: its cells may belong to others. */
  readonly isWhole: boolean;
  /** Empty where nothing stands there. */
  readonly cell: (column: Column) => string;
}

/** Bytes that are certain to hold the day of the extract, which begins each record. */
const HEAD = 64 * 1024;
const DAY = 'date_of_extract';

/**
 * The records of one table of the Commission’s extract: an archive with `publicextract.<table>.txt` (tabs, no quotation
 * marks, a backslash before a tab or a line’s end inside a cell) or `.json` (one list of objects), or that member by
 * itself. Throws `UnreadableDocument` for anything else, for a table without one of the columns and for one cut short.
 */
export async function* extractRecords<Column extends string>(
  { body }: Pick<SourceDocument, 'body'>,
  table: string,
  columns: readonly Column[],
): AsyncGenerator<ExtractRecord<Column>> {
  const open = await openerOf(body, table);
  const isJson = startOf(body).startsWith('[');
  const records = (isJson ? jsonRecords : tabbedRecords)(decodeStream(open), columns);
  let record = 0;
  for await (const { cells, isWhole } of records) {
    record += 1;
    yield { record, isWhole, cell: (column) => cleanText(cells.get(column) ?? '') };
  }
}

/** The day on which the extract was taken, as its first record says. */
export function dayOfExtract({ body }: Pick<SourceDocument, 'body'>): IsoDate {
  const head = startOf(body);
  const printed = head.startsWith('[') ? /"date_of_extract"\s*:\s*"([^"]*)"/.exec(head)?.[1] : firstDay(head);
  const day = IsoDate.safeParse(printed?.slice(0, 10));
  if (!day.success)
    throw new UnreadableDocument(
      `no extract of the register of charities: its first record has no ${DAY}; it begins: ${cleanText(head.slice(0, 120))}`,
    );
  return day.data;
}

function firstDay(head: string): string | undefined {
  const [header = '', first = ''] = head.split(/\r?\n/, 2);
  return first.split('\t')[header.split('\t').indexOf(DAY)];
}

/** Only these columns of a table, as the text that `extractRecords` reads the same from. */
export async function columnsKept(
  document: Pick<SourceDocument, 'body'>,
  table: string,
  columns: readonly string[],
): Promise<Uint8Array> {
  const kept = [DAY, ...columns];
  const parts: Buffer[] = [Buffer.from(`${kept.join('\t')}\n`)];
  let lines = '';
  for await (const { cell, isWhole } of extractRecords(document, table, kept)) {
    // A line with a cell too few stays one.
    lines += `${(isWhole ? kept : kept.slice(0, -1)).map((column) => cell(column).replaceAll('\\', '\\\\')).join('\t')}\n`;
    if (lines.length < HEAD) continue;
    parts.push(Buffer.from(lines));
    lines = '';
  }
  return Buffer.concat([...parts, Buffer.from(lines)]);
}

async function openerOf(body: Uint8Array, table: string): Promise<() => AsyncIterable<Uint8Array>> {
  if (!isArchive(body)) return () => once(body);
  const entries = await zipEntries(body);
  const [member] = entries.filter(({ name }) => /\.(?:txt|json)$/i.test(name));
  if (!member || member.name.replace(/\.(?:txt|json)$/i, '') !== `publicextract.${table}`)
    throw new UnreadableDocument(
      `an archive without publicextract.${table}.txt or .json; it holds: ${entries.map(({ name }) => name).join(', ')}`,
    );
  return async function* () {
    yield* (await member.stream()) as AsyncIterable<Uint8Array>;
  };
}

async function* once(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}

function isArchive(body: Uint8Array): boolean {
  return body[0] === 0x50 && body[1] === 0x4b;
}

/** The beginning of the table, out of the archive if it is in one. */
function startOf(body: Uint8Array): string {
  const bytes = isArchive(body) ? firstMember(body) : body.subarray(0, HEAD);
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
}

/** The first bytes of an archive’s first member, which its own header in front of it tells how to unpack. */
function firstMember(body: Uint8Array): Uint8Array {
  const header = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, HEAD));
  if (header.length < 30) return new Uint8Array();
  const from = 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (header.readUInt16LE(8) === 0) return header.subarray(from);
  try {
    return inflateRawSync(header.subarray(from), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array();
  }
}
