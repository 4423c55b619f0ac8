import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  addReports,
  emptyReport,
  failRun,
  finishRun,
  recordDocument,
  startRun,
  type Db,
  type IngestReport,
} from '@tocsin/db';
import {
  councilSpend,
  sourceById,
  sources,
  UnreadableDocument,
  type Source,
  type SourceDocument,
} from '@tocsin/sources';
import { z } from 'zod';
import { loadCouncils } from './councils.ts';
import { drain } from './drain.ts';
import { recordCouncilFiles, type SpendOptions } from './spend.ts';

interface IngestOptions extends SpendOptions {
  /** A file, or a folder read with everything below it. */
  readonly from: string;
  /** When the documents were fetched, for files without a sidecar; the default is now. */
  readonly retrievedAt?: string;
}

/** What `<file>.meta.json` may say of the file beside it. */
const Sidecar = z.object({
  url: z.string().optional(),
  retrievedAt: z.iso.datetime({ offset: true }).optional(),
});
const SIDECAR = '.meta.json';

/** `ingest <source-id> --from <file or folder>`: recorded documents on the same path as fetched ones. */
export async function ingestVerb(db: Db, sourceId: string, options: IngestOptions): Promise<void> {
  const source = sourceById(sourceId);
  if (!source)
    throw new Error(`There is no source ${sourceId}. There are: ${sources.map(({ id }) => id).join(', ')}`);
  await loadCouncils(db);
  const runId = await startRun(db, source.id, 'folder');
  try {
    let report = emptyReport(source.id);
    const documents = readDocuments(options);
    const reports =
      source.id === councilSpend.id
        ? recordCouncilFiles(db, documents, options)
        : ingestDocuments(db, source, documents);
    for await (const counts of reports) report = addReports(report, counts);
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
): AsyncGenerator<IngestReport> {
  for await (const { document } of documents) yield await ingestDocument(db, source, document, null);
}

/** Records one document; one that cannot be read as a whole is one refused item, and the run goes on. */
export async function ingestDocument(
  db: Db,
  source: Source,
  document: SourceDocument,
  asOf: string | null,
): Promise<IngestReport> {
  const parse = () => source.parse(document);
  try {
    return await recordDocument(db, { ...document, sourceId: source.id, asOf, parse });
  } catch (error) {
    if (!(error instanceof UnreadableDocument)) throw error;
    const refused = [{ document: document.url, item: 'document', reason: error.message }];
    return { ...emptyReport(source.id), documents: 1, items: 1, refused };
  }
}

async function filesIn(from: string): Promise<string[]> {
  if (!(await stat(from)).isDirectory()) return [from];
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.name.endsWith(SIDECAR))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.jsonl': 'application/x-ndjson',
  '.ndjson': 'application/x-ndjson',
  '.csv': 'text/csv',
  '.html': 'text/html',
  '.htm': 'text/html',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.xml': 'application/xml',
};

async function readDocument(file: string, retrievedAt: string): Promise<SourceDocument> {
  const sidecar = await readFile(`${file}${SIDECAR}`, 'utf8').then(
    (content) => Sidecar.parse(JSON.parse(content)),
    () => undefined,
  );
  return {
    url: sidecar?.url ?? path.basename(file),
    retrievedAt: new Date(sidecar?.retrievedAt ?? retrievedAt).toISOString(),
    contentType: CONTENT_TYPES[path.extname(file).toLowerCase()] ?? null,
    body: await readFile(file),
  };
}
