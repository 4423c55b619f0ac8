import { findWholeDocuments, keepMembers, type Db } from '@tocsin/db';
import { sources } from '@tocsin/sources';

const AT_ONCE = 20;

/**
 * Cuts down what earlier versions archived whole to what the sources keep today, oldest first, until nothing is left or
 * the process closes; how many documents that were.
 */
export async function trimArchive(db: Db, stopping: AbortSignal): Promise<number> {
  let trimmed = 0;
  for (const source of sources) {
    if (source.kind !== 'documents' || !source.keep) continue;
    for (;;) {
      const found = await findWholeDocuments(db, source.id, AT_ONCE);
      for (const document of found) await keepMembers(db, document.id, source.keep(document));
      trimmed += found.length;
      if (found.length === 0) break;
      if (stopping.aborted) return trimmed;
    }
  }
  return trimmed;
}
