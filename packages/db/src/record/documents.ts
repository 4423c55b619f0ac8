import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Trx } from '../schema/database.ts';

export interface ArchivedDocument {
  readonly id: string;
  readonly sha256: string;
}

interface NewDocument {
  readonly sourceId: string;
  readonly url: string;
  readonly contentType: string | null;
  readonly retrievedAt: string;
  readonly body: Uint8Array;
  /** What the publisher answered with; 200 where nothing is said. */
  readonly status?: number;
  /** The run on schedule that fetched it; missing where somebody handed it in. */
  readonly runId?: string;
}

const packed = promisify(gzip);
/** Postgres keeps smaller bodies in the row, and packs none itself. */
const PACKED_FROM = 2_000;
/** The quickest that gzip does: small steps and a small table would make it half as fast. */
const PACKED_AS = { level: 1, memLevel: 9, chunkSize: 1 << 20 };

/**
 * Archives one response byte for byte, with its status. The same answer from the same address is kept once; the same
 * bytes under another status are another answer (an empty body says what its status says).
 */
export async function archiveDocument(trx: Trx, document: NewDocument): Promise<ArchivedDocument> {
  const sha256 = createHash('sha256').update(document.body).digest('hex');
  const { status = 200 } = document;
  const packing = document.body.length < PACKED_FROM ? 'none' : 'gzip';
  const inserted = await trx
    .insertInto('document')
    .values({
      source_id: document.sourceId,
      url: document.url,
      content_type: document.contentType,
      retrieved_at: document.retrievedAt,
      status,
      run_id: document.runId ?? null,
      sha256,
      packing,
      body: packing === 'gzip' ? await packed(document.body, PACKED_AS) : Buffer.from(document.body),
    })
    .onConflict((conflict) => conflict.columns(['source_id', 'sha256', 'url']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) return { id: inserted.id, sha256 };
  const kept = await trx
    .selectFrom('document')
    .select(['id', 'status'])
    .where('source_id', '=', document.sourceId)
    .where('sha256', '=', sha256)
    .where('url', '=', document.url)
    .executeTakeFirstOrThrow();
  return kept.status === status
    ? { id: kept.id, sha256 }
    : archiveDocument(trx, { ...document, url: `${document.url}#${status}` });
}
