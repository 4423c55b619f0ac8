import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SourceDocument } from '@tocsin/sources';
import { z } from 'zod';

/** What `<file>.meta.json` may say of the file beside it. */
const Sidecar = z.object({
  url: z.string().optional(),
  retrievedAt: z.iso.datetime({ offset: true }).optional(),
  /** What the publisher answered with; a file counts as 200 without. */
  status: z.int().optional(),
});
const SIDECAR = '.meta.json';

/** A file, or every file below a folder in the order of their names, without sidecars and hidden ones. */
export async function filesIn(from: string): Promise<string[]> {
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

/** A document as it was saved, with what its sidecar says of it; one that is not `held` in memory tells where it lies. */
export async function readDocument(
  file: string,
  retrievedAt: string,
  { held = true } = {},
): Promise<SourceDocument> {
  const sidecar = await readFile(`${file}${SIDECAR}`, 'utf8').then(
    (content) => Sidecar.parse(JSON.parse(content)),
    () => undefined,
  );
  return {
    url: sidecar?.url ?? path.basename(file),
    retrievedAt: new Date(sidecar?.retrievedAt ?? retrievedAt).toISOString(),
    contentType: CONTENT_TYPES[path.extname(file).toLowerCase()] ?? null,
    status: sidecar?.status ?? 200,
    ...(held ? { body: await readFile(file) } : { body: new Uint8Array(), file }),
  };
}
