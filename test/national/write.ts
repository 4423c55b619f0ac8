import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Country } from './country.ts';
import { evaluationFolderOf } from './evaluation.ts';
import { generate } from './generate.ts';
import type { NationalDocument } from './made.ts';

/** What was written, in numbers. */
export interface Written {
  readonly documents: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly truth: Readonly<Record<string, number>>;
  /** SHA-256 over every document and every line of truth, in order. */
  readonly sha256: string;
}

/** Where what is made goes. */
interface Sink {
  readonly document: (document: NationalDocument) => void;
  /** A line of a file of lines, such as `truth/spend.ndjson`. */
  readonly line: (file: string, line: string) => void;
  readonly close: () => void;
}

/**
 * Writes a country below a folder, which must be empty: `documents/<source>/…` with sidecars as `ingest --from` reads
 * them, `maps/` of councils whose maps do not come with the code, `truth/*.ndjson`, and `uk/`, which `evaluate --uk`
 * takes. Without a folder everything is made and counted, and nothing is kept.
 */
export function writeCountry(country: Country, folder: string | null): Written {
  const sink = folder === null ? NOWHERE : openFolder(country, folder);
  const hash = createHash('sha256');
  const documents: Record<string, number> = {};
  const truth: Record<string, number> = {};
  let bytes = 0;
  for (const one of generate(country)) {
    if ('document' in one) {
      const { document } = one;
      sink.document(document);
      hash.update(document.file).update(document.url).update(document.retrievedAt).update(document.body);
      documents[document.source] = (documents[document.source] ?? 0) + 1;
      bytes += document.body.length;
    } else {
      const line = JSON.stringify(one.truth.line);
      sink.line(`truth/${one.truth.of}.ndjson`, line);
      hash.update(line);
      truth[one.truth.of] = (truth[one.truth.of] ?? 0) + 1;
    }
  }
  for (const { file, line } of evaluationFolderOf(country)) {
    sink.line(`uk/${file}`, line);
    hash.update(line);
  }
  sink.close();
  return { documents, bytes, truth, sha256: hash.digest('hex') };
}

const NOWHERE: Sink = { document: () => {}, line: () => {}, close: () => {} };

function openFolder(country: Country, folder: string): Sink {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty: nothing was written`);
  writeMaps(country, path.join(folder, 'maps'));
  for (const below of ['truth', 'uk']) mkdirSync(path.join(folder, below));
  const lines = lineFiles(folder);
  const made = new Set<string>();
  return {
    document: (document) => writeDocument(path.join(folder, 'documents'), document, made),
    line: (file, line) => lines.add(file, `${line}\n`),
    close: () => lines.close(),
  };
}

function writeMaps({ councils }: Country, folder: string): void {
  mkdirSync(folder);
  for (const { isMapped, map } of councils)
    if (!isMapped)
      writeFileSync(path.join(folder, `${map.gss}-${map.slug}.json`), `${JSON.stringify(map, null, 2)}\n`);
}

function writeDocument(folder: string, document: NationalDocument, made: Set<string>): void {
  const file = path.join(folder, document.file);
  const below = path.dirname(file);
  if (!made.has(below)) {
    mkdirSync(below, { recursive: true });
    made.add(below);
  }
  writeFileSync(file, document.body);
  const { url, retrievedAt, status } = document;
  writeFileSync(
    `${file}.meta.json`,
    JSON.stringify(document.hasAddress ? { url, retrievedAt, status } : { retrievedAt, status }),
  );
}

const BUFFERED = 1 << 20;

/** Files of lines, written a megabyte at a time. */
function lineFiles(folder: string) {
  const files = new Map<string, { readonly handle: number; text: string }>();
  const flush = (file: { readonly handle: number; text: string }) => {
    writeSync(file.handle, file.text);
    file.text = '';
  };
  return {
    add(name: string, line: string): void {
      const file = files.get(name) ?? {
        handle: openSync(path.join(folder, name), 'w'),
        text: '',
      };
      files.set(name, file);
      file.text += line;
      if (file.text.length > BUFFERED) flush(file);
    },
    close(): void {
      for (const file of files.values()) {
        flush(file);
        closeSync(file.handle);
      }
    },
  };
}
