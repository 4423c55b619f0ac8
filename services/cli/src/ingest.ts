import {
  failRun,
  findFormerCodes,
  findSpendLayouts,
  finishRun,
  HeldEdition,
  recordEach,
  startRun,
  sumReports,
  underCurrentCodes,
  type Db,
  type IngestReport,
  type Opened,
  type ToRecord,
} from '@tocsin/db';
import { groupDigits } from '@tocsin/domain';
import {
  councilMaps,
  editionOf,
  openDocument,
  readSpendFile,
  sourceById,
  sources,
  UnreadableDocument,
  withLayouts,
  type CouncilMap,
  type HandedIn,
  type Source,
  type SourceDocument,
} from '@tocsin/sources';
import { codeOfCouncil } from './council-code.ts';
import { loadCouncils } from './councils.ts';
import { filesIn, readDocument } from './document-files.ts';
import { drain } from './drain.ts';
import { handInSpend } from './hand-in-spend.ts';
import type { SaidOptions } from './said-of-file.ts';

interface HowToRecord {
  /** GSS code of the council whose files of spending they are; else the folder or file name tells. */
  readonly council?: string;
  /** Takes a list or a file with far fewer lines than are usual. */
  readonly acceptFewer?: boolean;
  /** Told how much of a register is loaded. */
  readonly onProgress?: (companies: number) => void;
}

interface IngestOptions extends HowToRecord, SaidOptions {
  /** Of spending: the page on which its council publishes it; without one, and without a map, it is the council’s own. */
  readonly page?: string;
  /** A file, or a folder read with everything below it. */
  readonly from: string;
  /** When the documents were fetched, for files without a sidecar; the default is now. */
  readonly retrievedAt?: string;
}

/**
 * `ingest <source-id> --from <file or folder>`: recorded documents on the same path as fetched ones. Exits with 1 where
 * nothing of them could be read.
 */
export async function ingestVerb(db: Db, sourceId: string, options: IngestOptions): Promise<void> {
  const source = sourceById(sourceId);
  if (!source)
    throw new Error(`There is no source ${sourceId}. There are: ${sources.map(({ id }) => id).join(', ')}`);
  await loadCouncils(db);
  const runId = await startRun(db, source.id, 'folder');
  try {
    const sum = sumReports(source.id);
    if (source.kind === 'spend' && options.council !== undefined && (await isUnmapped(db, options))) {
      const handedIn = await handInSpend(db, await filesIn(options.from), {
        ...options,
        council: options.council,
      });
      await db.transaction().execute((trx) => finishRun(trx, runId, sum.total()));
      process.stdout.write(`${JSON.stringify({ source: source.id, handedIn })}\n`);
      if (handedIn.some(({ state }) => state !== 'taken')) process.exitCode = 1;
      return;
    }
    const how = { ...options, onProgress: tellProgress };
    for await (const counts of ingestDocuments(db, source, readDocuments(source, options), null, how))
      sum.add(counts);
    const report = sum.total();
    await db.transaction().execute((trx) => finishRun(trx, runId, report));
    await drain(db);
    process.stdout.write(`${JSON.stringify(report)}\n`);
    if (wasRefused(report)) process.exitCode = 1;
  } catch (error) {
    await failRun(db, runId, source.id, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** Whether none of the files is in a layout that is known of the council, or a person said how they are to be read. */
async function isUnmapped(db: Db, options: IngestOptions): Promise<boolean> {
  const { council = '', column, kind, dates, asDrafted, page } = options;
  if (column || kind || dates || asDrafted || page) return true;
  const gss = await namedCouncil(db, council);
  const maps = await mapsOf(db);
  for (const file of await filesIn(options.from)) {
    const { body } = await readDocument(file, new Date().toISOString());
    if (!((await readSpendFile(maps, { url: file, body, ...gss })) instanceof Error)) return false;
  }
  return true;
}

/** Every council’s map, with the layouts that were confirmed since. */
async function mapsOf(db: Db): Promise<readonly CouncilMap[]> {
  return withLayouts(await underCurrentCodes(db, councilMaps()), await findSpendLayouts(db));
}

/** Whether something was refused and nothing at all was read: a person who handed one file in has to hear of it. */
export function wasRefused({ refused, recorded, duplicates, ignored }: IngestReport): boolean {
  return refused.length > 0 && recorded + duplicates === 0 && Object.keys(ignored).length === 0;
}

/** A document, with the file that it was read from. */
export interface ReadFile {
  readonly file?: string;
  readonly document: SourceDocument;
}

async function* readDocuments(
  { kind }: Source,
  { from, retrievedAt }: IngestOptions,
): AsyncGenerator<ReadFile> {
  const now = retrievedAt ?? new Date().toISOString();
  const found = await filesIn(from);
  if (kind === 'register') {
    // One month, in one file or in all its parts: any other would take the place of what it lacks.
    const { files } = editionOf(found);
    const [file = ''] = files;
    yield { file, document: { ...(await readDocument(file, now, { held: false })), files } };
    return;
  }
  for (const file of found) yield { file, document: await readDocument(file, now) };
}

/**
 * Records documents one after the other, as if they had been fetched; one that cannot be read as a whole, or is held, is
 * one refused item, and the run goes on. `asOf` replays the day of publication; null for what arrives now.
 */
export async function* ingestDocuments(
  db: Db,
  source: Source,
  files: Iterable<ReadFile> | AsyncIterable<ReadFile>,
  asOf: string | null,
  { council, acceptFewer = false, onProgress }: HowToRecord = {},
): AsyncGenerator<IngestReport> {
  const named = await namedCouncil(db, council);
  // Payments in bulk are of today: a past day is replayed item by item.
  let current: Promise<readonly CouncilMap[]> | undefined;
  const maps = asOf === null ? () => (current ??= mapsOf(db)) : null;
  async function* opened(): AsyncGenerator<ToRecord> {
    for await (const { file, document } of files) {
      const handedIn: HandedIn = { ...named, ...(file === undefined ? {} : { file }) };
      yield {
        given: { ...document, sourceId: source.id, asOf, acceptFewer, ...(onProgress ? { onProgress } : {}) },
        opened: await openDocument(source, document, maps, handedIn).catch(unread),
      };
    }
  }
  yield* recordEach(db, opened(), reasonOf);
}

/** As `ingestDocuments`, of one. */
export async function ingestDocument(
  db: Db,
  source: Source,
  document: SourceDocument,
  asOf: string | null,
  how: HowToRecord = {},
): Promise<IngestReport> {
  const sum = sumReports(source.id);
  for await (const report of ingestDocuments(db, source, [{ document }], asOf, how)) sum.add(report);
  return sum.total();
}

/** Of a document that could not be opened, the reason comes out where it would be read. */
function unread(error: unknown): Opened {
  return {
    kind: 'documents',
    parse: () => {
      throw error;
    },
  };
}

function reasonOf(error: unknown): string | null {
  return error instanceof UnreadableDocument || error instanceof HeldEdition ? error.message : null;
}

function tellProgress(companies: number): void {
  process.stderr.write(`${groupDigits(companies)} companies\n`);
}

async function namedCouncil(db: Db, printed: string | undefined): Promise<Pick<HandedIn, 'council'>> {
  if (printed === undefined) return {};
  const code = codeOfCouncil(printed);
  return { council: (await findFormerCodes(db)).get(code) ?? code };
}
