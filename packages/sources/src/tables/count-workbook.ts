import { posix } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { UnreadableDocument } from '../define-source.ts';
import { caps, refuseUnpacked } from './caps.ts';
import { createSheetCounter, type SheetCount } from './count-sheet.ts';
import { broken, zipEntries } from './zip-entries.ts';

/** One sheet of a workbook, counted; `count` is missing where it is no table (a chart). */
export interface CountedSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly count: SheetCount | undefined;
}

/** A workbook that is within the caps. */
export interface CountedWorkbook {
  /** In the order of the workbook. */
  readonly sheets: readonly CountedSheet[];
  /** The parts that a reader needs, as they really unpack. */
  readonly parts: Readonly<Record<string, Uint8Array>>;
}

const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';
/** All that a reader may follow a relation to: a sheet can have any name. */
const NEEDED = /^xl\/.+\.xml$/i;

/**
 * Unpacks a workbook piece by piece, counting bytes, rows, columns and the longest cell. Throws, for people, the moment
 * that a cap is passed: what an archive says of its own sizes may be a lie. Throws for an archive of another kind, too.
 */
export async function countWorkbook(bytes: Uint8Array): Promise<CountedWorkbook> {
  const names: string[] = [];
  const parts: Record<string, Uint8Array> = {};
  const counts = new Map<string, SheetCount>();
  let unpacked = 0;
  for await (const { name, stream } of zipEntries(bytes)) {
    names.push(name);
    if (names.length > caps.parts)
      throw new UnreadableDocument(`a workbook of more than ${caps.parts} parts`);
    const isNeeded = NEEDED.test(name);
    const counter = isNeeded ? createSheetCounter() : undefined;
    const decoder = new StringDecoder('utf8');
    const kept: Buffer[] = [];
    try {
      for await (const chunk of (await stream()) as AsyncIterable<Buffer>) {
        unpacked += chunk.length;
        refuseUnpacked(unpacked);
        counter?.write(decoder.write(chunk));
        if (isNeeded || name === RELATIONS) kept.push(chunk);
      }
      if (counter) counts.set(name, counter.finish());
    } catch (error) {
      throw broken(error);
    }
    if (isNeeded || name === RELATIONS) parts[name] = Buffer.concat(kept);
  }
  if (!names.includes(WORKBOOK)) throw otherArchive(names);
  return { sheets: sheetsOf(parts, counts), parts };
}

function otherArchive(names: readonly string[]): UnreadableDocument {
  return new UnreadableDocument(
    `not an XLSX workbook: an archive of ${names.length} ${names.length === 1 ? 'file' : 'files'} ` +
      `(${names.slice(0, 3).join(', ')}). Nothing was read. Unpack it, or save it as XLSX or CSV, and hand that in`,
  );
}

function sheetsOf(
  parts: Readonly<Record<string, Uint8Array>>,
  counts: ReadonlyMap<string, SheetCount>,
): readonly CountedSheet[] {
  const targets = new Map(
    tagsOf(parts[RELATIONS], 'Relationship').map(({ Id = '', Target = '' }) => [Id, Target]),
  );
  return tagsOf(parts[WORKBOOK], 'sheet').map((sheet) => {
    const relation = Object.entries(sheet).find(([name]) => /(?:^|:)id$/.test(name))?.[1] ?? '';
    const target = posix.resolve('/xl', targets.get(relation) ?? '').slice(1);
    return {
      name: sheet['name'] ?? '',
      hidden: (sheet['state'] ?? 'visible') !== 'visible',
      count: counts.get(target),
    };
  });
}

/** The attributes of each element of that name. */
function tagsOf(bytes: Uint8Array | undefined, local: string): readonly Readonly<Record<string, string>>[] {
  const found: Readonly<Record<string, string>>[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    if (name.slice(name.indexOf(':') + 1) === local) found.push(attributes);
  });
  try {
    parser.write(Buffer.from(bytes ?? []).toString('utf8')).close();
  } catch (error) {
    throw broken(error);
  }
  return found;
}
