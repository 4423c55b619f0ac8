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
}

const packed = promisify(gzip);
/** Postgres keeps smaller bodies in the row, and packs none itself. */
const PACKED_FROM = 2_000;
/** The quickest that gzip does: small steps and a small table would make it half as fast. */
const PACKED_AS = { level: 1, memLevel: 9, chunkSize: 1 << 20 };

/** Archives one response byte for byte. The same bytes from the same address are kept once. */
export async function archiveDocument(trx: Trx, document: NewDocument): Promise<ArchivedDocument> {
  const sha256 = createHash('sha256').update(document.body).digest('hex');
  const packing = document.body.length < PACKED_FROM ? 'none' : 'gzip';
  const inserted = await trx
    .insertInto('document')
    .values({
      source_id: document.sourceId,
      url: document.url,
      content_type: document.contentType,
      retrieved_at: document.retrievedAt,
      sha256,
      packing,
      body: packing === 'gzip' ? await packed(document.body, PACKED_AS) : Buffer.from(document.body),
    })
    .onConflict((conflict) => conflict.columns(['source_id', 'sha256', 'url']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) return { id: inserted.id, sha256 };
  const { id } = await trx
    .selectFrom('document')
    .select('id')
    .where('source_id', '=', document.sourceId)
    .where('sha256', '=', sha256)
    .where('url', '=', document.url)
    .executeTakeFirstOrThrow();
  return { id, sha256 };
}
