import {
  emptyReport,
  failRun,
  finishRun,
  HeldEdition,
  recordOpened,
  startRun,
  sumReports,
  underCurrentCodes,
  type Db,
  type IngestReport,
} from '@tocsin/db';
import {
  councilMaps,
  openDocument,
  sourceById,
  sources,
  UnreadableDocument,
  type Source,
  type SourceDocument,
} from '@tocsin/sources';
import { loadCouncils } from './councils.ts';
import { filesIn, readDocument } from './document-files.ts';
import { drain } from './drain.ts';
import { recordCouncilFiles, type SpendOptions } from './spend.ts';

interface IngestOptions extends SpendOptions {
  /** A file, or a folder read with everything below it. */
  readonly from: string;
  /** When the documents were fetched, for files without a sidecar; the default is now. */
  readonly retrievedAt?: string;
}

/** `ingest <source-id> --from <file or folder>`: recorded documents on the same path as fetched ones. */
export async function ingestVerb(db: Db, sourceId: string, options: IngestOptions): Promise<void> {
  const source = sourceById(sourceId);
  if (!source)
    throw new Error(`There is no source ${sourceId}. There are: ${sources.map(({ id }) => id).join(', ')}`);
  await loadCouncils(db);
  const runId = await startRun(db, source.id, 'folder');
  try {
    const sum = sumReports(source.id);
    const documents = readDocuments(options);
    const reports =
      source.kind === 'spend'
        ? recordCouncilFiles(db, documents, options)
        : ingestDocuments(db, source, documents, options);
    for await (const counts of reports) sum.add(counts);
    const report = sum.total();
    await db.transaction().execute((trx) => finishRun(trx, runId, report));
    await drain(db);
    process.stdout.write(`${JSON.stringify(report)}\n`);
  } catch (error) {
    await failRun(db, runId, source.id, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

interface ReadFile {
  readonly file: string;
  readonly document: SourceDocument;
}

async function* readDocuments({ from, retrievedAt }: IngestOptions): AsyncGenerator<ReadFile> {
  for (const file of await filesIn(from))
    yield { file, document: await readDocument(file, retrievedAt ?? new Date().toISOString()) };
}

async function* ingestDocuments(
  db: Db,
  source: Source,
  documents: AsyncIterable<ReadFile>,
  options: AcceptOptions,
): AsyncGenerator<IngestReport> {
  for await (const { document } of documents) yield await ingestDocument(db, source, document, null, options);
}

type AcceptOptions = Pick<IngestOptions, 'acceptFewer'>;

/** Records one document; one that cannot be read as a whole, or is held, is one refused item, and the run goes on. */
export async function ingestDocument(
  db: Db,
  source: Source,
  document: SourceDocument,
  asOf: string | null,
  { acceptFewer = false }: AcceptOptions = {},
): Promise<IngestReport> {
  try {
    // Payments in bulk are of today: a past day is replayed item by item.
    const maps = asOf === null ? () => underCurrentCodes(db, councilMaps()) : null;
    const opened = await openDocument(source, document, maps);
    return await recordOpened(db, { ...document, sourceId: source.id, asOf, acceptFewer }, opened);
  } catch (error) {
    if (!(error instanceof UnreadableDocument || error instanceof HeldEdition)) throw error;
    const refused = [{ document: document.url, item: 'document', reason: error.message }];
    return { ...emptyReport(source.id), documents: 1, items: 1, refused };
  }
}
