import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
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
  /** What is archived in place of the body, where a source keeps only some of its members. */
  readonly keep?: () => Uint8Array | Promise<Uint8Array>;
  /** What the publisher answered with; 200 where nothing is said. */
  readonly status?: number;
  /** The run on schedule that fetched it; missing where somebody handed it in. */
  readonly runId?: string;
}

const packed = promisify(gzip);
const unpacked = promisify(gunzip);
/** Postgres keeps smaller bodies in the row, and packs none itself. */
const PACKED_FROM = 2_000;
/** The quickest that gzip does: small steps and a small table would make it half as fast. */
const PACKED_AS = { level: 1, memLevel: 9, chunkSize: 1 << 20 };

/**
 * Archives one response, byte for byte or as its source keeps it, with the hash of the bytes and its status. The same
 * answer from the same address is kept once; the same
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
    // Its bytes were dropped once, since nothing cited them: they are archived again.
    .onConflict((conflict) =>
      conflict
        .columns(['source_id', 'sha256', 'url'])
        .doUpdateSet((given) => ({
          body: given.ref('excluded.body'),
          packing: given.ref('excluded.packing'),
          kept: given.ref('excluded.kept'),
          retrieved_at: given.ref('excluded.retrieved_at'),
        }))
        .where('document.kept', '=', 'nothing'),
    )
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
  return {
    source_id: document.sourceId,
    url: document.url,
    content_type: document.contentType,
    retrieved_at: document.retrievedAt,
    status: document.status ?? 200,
    run_id: document.runId ?? null,
    sha256: createHash('sha256').update(document.body).digest('hex'),
    kept: document.keep ? ('members' as const) : ('whole' as const),
    ...(await packedBody((await document.keep?.()) ?? document.body)),
  };
}

async function packedBody(body: Uint8Array): Promise<{ packing: 'none' | 'gzip'; body: Buffer }> {
  return body.length < PACKED_FROM
    ? { packing: 'none', body: Buffer.from(body) }
    : { packing: 'gzip', body: await packed(body, PACKED_AS) };
}

/** A document of the archive with its bytes. */
export interface WholeDocument {
  readonly id: string;
  readonly url: string;
  readonly contentType: string | null;
  readonly retrievedAt: string;
  readonly status: number;
  readonly body: Uint8Array;
}

/** Documents of a source whose bytes are archived as they were received, a few of them, oldest first. */
export async function findWholeDocuments(
  db: Db,
  sourceId: string,
  most: number,
): Promise<readonly WholeDocument[]> {
  const rows = await db
    .selectFrom('document')
    .select(['id', 'url', 'content_type', 'retrieved_at', 'status', 'body', 'packing'])
    .where('source_id', '=', sourceId)
    .where('kept', '=', 'whole')
    .orderBy('id')
    .limit(most)
    .execute();
  return Promise.all(
    rows.map(async ({ content_type: contentType, retrieved_at: retrievedAt, body, packing, ...row }) => ({
      ...row,
      contentType,
      retrievedAt,
      body: packing === 'gzip' ? await unpacked(body) : body,
    })),
  );
}

/** One document of the archive, as its source reads it; undefined where it is kept no longer. */
export async function findDocument(db: Db | Trx, id: string): Promise<WholeDocument | undefined> {
  const row = await db
    .selectFrom('document')
    .select([
      'id',
      'url',
      'content_type as contentType',
      'retrieved_at as retrievedAt',
      'status',
      'body',
      'packing',
    ])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { packing, body, ...rest } = row;
  return { ...rest, body: packing === 'gzip' ? await unpacked(body) : body };
}

/** Leaves only these members of a document in the archive; of one that was cut down already, what it has. */
export async function keepMembers(db: Db | Trx, id: string, members: Uint8Array): Promise<void> {
  await db
    .updateTable('document')
    .set({ ...(await packedBody(members)), kept: 'members' })
    .where('id', '=', id)
    .where('kept', '=', 'whole')
    .execute();
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
  // One by one, by the index: joined, the whole archive is read for a few of them.
  const { rows } = await sql<Key & { readonly id: string; readonly status: number }>`
    select found.* from json_to_recordset(${JSON.stringify(keys)}::json) as given (source_id text, sha256 text, url text)
    cross join lateral (
      select id, status, source_id, sha256, url from document
      where source_id = given.source_id and sha256 = given.sha256 and url = given.url limit 1) as found`.execute(
    db,
  );
  return rows;
}
