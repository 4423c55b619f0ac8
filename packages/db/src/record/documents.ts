import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';

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
export async function archiveDocument(db: Db | Trx, document: NewDocument): Promise<ArchivedDocument> {
  const [archived] = await archiveDocuments(db, [document]);
  if (!archived) throw new Error('a document was not archived');
  return archived;
}

/** As `archiveDocument`, for a few of them, in their order. They are sent in one statement: mind how large they are. */
export async function archiveDocuments(
  db: Db | Trx,
  documents: readonly NewDocument[],
): Promise<readonly ArchivedDocument[]> {
  if (documents.length === 0) return [];
  const rows = await Promise.all(documents.map(rowOf));
  const inserted = await db
    .insertInto('document')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['source_id', 'sha256', 'url']).doNothing())
    .returning(['id', 'status', 'source_id', 'sha256', 'url'])
    .execute();
  const kept = new Map(inserted.map((row) => [keyOf(row), row]));
  const others = rows.filter((row) => !kept.has(keyOf(row)));
  for (const row of await findKept(db, others)) kept.set(keyOf(row), row);
  const archived: ArchivedDocument[] = [];
  for (const [at, row] of rows.entries()) {
    const found = kept.get(keyOf(row));
    const [document] = documents.slice(at, at + 1);
    if (!found || !document) throw new Error('a document was neither archived nor there');
    archived.push(
      found.status === row.status
        ? { id: found.id, sha256: row.sha256 }
        : await archiveDocument(db, { ...document, url: `${document.url}#${row.status}` }),
    );
  }
  return archived;
}

async function rowOf(document: NewDocument) {
  const isSmall = document.body.length < PACKED_FROM;
  return {
    source_id: document.sourceId,
    url: document.url,
    content_type: document.contentType,
    retrieved_at: document.retrievedAt,
    status: document.status ?? 200,
    run_id: document.runId ?? null,
    sha256: createHash('sha256').update(document.body).digest('hex'),
    packing: isSmall ? ('none' as const) : ('gzip' as const),
    body: isSmall ? Buffer.from(document.body) : await packed(document.body, PACKED_AS),
  };
}

interface Key {
  readonly source_id: string;
  readonly sha256: string;
  readonly url: string;
}

function keyOf({ source_id, sha256, url }: Key): string {
  return `${source_id} ${sha256} ${url}`;
}

async function findKept(
  db: Db | Trx,
  asked: readonly Key[],
): Promise<readonly (Key & { readonly id: string; readonly status: number })[]> {
  if (asked.length === 0) return [];
  const keys = asked.map(({ source_id, sha256, url }) => ({ source_id, sha256, url }));
  const { rows } = await sql<Key & { readonly id: string; readonly status: number }>`
    select id, status, document.source_id, document.sha256, document.url
    from json_to_recordset(${JSON.stringify(keys)}::json) as given (source_id text, sha256 text, url text)
    join document on document.source_id = given.source_id and document.sha256 = given.sha256
      and document.url = given.url`.execute(db);
  return rows;
}
