import { MINUTE_MS } from '@tocsin/domain';
import { createHash } from 'node:crypto';
import type { RegisterDraft } from '@tocsin/db';
import { readingFor, readRegister, type RegisterFile } from '@tocsin/sources';
import { LRUCache } from 'lru-cache';
import { Refusal } from './refusal.ts';

/** Lines of all files that are kept as read: more than the largest file that may be uploaded has. */
const LINES_KEPT = 600_000;
const KEPT_MS = 30 * MINUTE_MS;

/**
 * Reads files that councils look at before they save them, each once however often its pages are asked for: those looked
 * at last are kept as read. Refuses, for people, what is no table. `read` is the reader of registers.
 */
export function openDraftReader(read = readRegister): (draft: RegisterDraft) => Promise<RegisterFile> {
  const files = new LRUCache<string, RegisterFile, RegisterDraft>({
    maxSize: LINES_KEPT,
    sizeCalculation: ({ lines, errors }) => Math.min(LINES_KEPT, lines.length + errors.length + 1),
    ttl: KEPT_MS,
    fetchMethod: (_key, _before, { context }) => readTold(context),
  });

  async function readTold({
    council,
    body,
    columns,
    sheet,
    headerRow,
  }: RegisterDraft): Promise<RegisterFile> {
    try {
      const choice = { sheet: sheet ?? undefined, headerRow: headerRow ?? undefined };
      return await readingFor(council, () => read(body, columns ?? {}, choice));
    } catch (error) {
      throw new Refusal(
        422,
        'The file could not be read',
        `Nothing was saved. Is it a CSV or XLSX file? What the reader says: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  return (draft) => files.forceFetch(`${draft.council} ${fingerprint(draft)}`, { context: draft });
}

/** Of a file and of what was said about it: as long as it is the same, it reads the same. */
export function fingerprint({ sha256, columns, sheet = null, headerRow = null }: RegisterDraft): string {
  return createHash('sha256')
    .update(sha256 + JSON.stringify([Object.entries(columns ?? {}), sheet, headerRow]))
    .digest('hex');
}
