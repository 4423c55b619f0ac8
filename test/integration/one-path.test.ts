import { openDatabase, type Db, type IngestReport } from '@tocsin/db';
import { sourceById, type Source, type SourceDocument } from '@tocsin/sources';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCouncils } from '../../services/cli/src/councils.ts';
import { ingestDocuments } from '../../services/cli/src/ingest.ts';
import { recordFetched } from '../../services/ingest/src/record-fetched.ts';
import { countryOf } from '../national/country.ts';
import { generate } from '../national/generate.ts';
import type { TruthOf } from '../national/made.ts';
import { listedHomes } from '../support/listed-homes.ts';
import { rowsOf } from '../support/releases.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

const country = [...generate(countryOf({ size: '3/12/300', seed: 7 }))];
/** Documents of a generated country, but for the registers that councils hand in: those are no source. */
const made = country.flatMap((one) =>
  'document' in one && one.document.source !== 'own-registers' ? [one.document] : [],
);
/** Lines of its spending files that nobody can read, by file. */
const unreadable = new Map(
  country.flatMap((one): [string, number][] => {
    if (!('truth' in one) || one.truth.of !== 'files') return [];
    const { file, refused } = one.truth.line as TruthOf['files'];
    return [[file, Object.values(refused).reduce((sum, lines) => sum + lines, 0)]];
  }),
);
const OF_EACH = 6;
const LIST = 'a,99000001,30\nb,99000002,45\nc,99000003,12';

interface Brought {
  readonly source: Source;
  readonly document: SourceDocument;
  /** How many of its lines nobody can read. */
  readonly unreadable: number;
}

/** Some of every kind of source, kinds taking turns. */
function documents(): readonly Brought[] {
  const counts = new Map<string, number>();
  const some = made.flatMap((one): Brought[] => {
    const { url, retrievedAt, contentType, body, status = 200 } = one;
    const nth = counts.get(one.source) ?? 0;
    counts.set(one.source, nth + 1);
    const source = sourceById(one.source);
    if (!source) throw new Error(`no source ${one.source}`);
    if (nth >= OF_EACH) return [];
    const document = { url, retrievedAt, contentType, body, status };
    return [{ source, document, unreadable: unreadable.get(one.file) ?? 0 }];
  });
  const listed = {
    url: 'https://list.example/2026-09-01',
    retrievedAt: '2026-09-01T09:00:00.000Z',
    contentType: 'text/csv',
    body: new TextEncoder().encode(LIST),
  };
  return [...some, { source: listedHomes, document: listed, unreadable: 0 }];
}

interface Place {
  readonly database: FreshDatabase;
  readonly db: Db;
}

async function openPlace(): Promise<Place> {
  const database = await freshDatabase();
  const db = openDatabase(database.url, { role: 'tocsin_worker', max: 4 });
  await loadCouncils(db);
  return { database, db };
}

let [fetched, handedIn]: Place[] = [];
beforeAll(async () => {
  [fetched, handedIn] = [await openPlace(), await openPlace()];
});
afterAll(async () => {
  for (const place of [fetched, handedIn]) {
    await place?.db.destroy();
    await place?.database.drop();
  }
});

/** Moments at which something was done here, and not by a publisher, and how many documents were archived by then. */
const WHEN_DONE =
  /^(begun|created|loaded|due|sent|done|started|finished|available|lease|updated|queued)_?(at|until)?$|^last_document$/;

/** In a message. */
const OF_DOCUMENT = /"documentId": "(\d+)"/;

/** Every row that documents leave, but for when they were brought, and with their bytes for their ids: some are archived ahead. */
async function left({ database }: Place): Promise<Record<string, string[]>> {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  const all = await rowsOf(client);
  await client.end();
  const bytes = new Map(all['document']?.map(({ id, sha256 }) => [id, sha256]));
  // Ids that are drawn by lot are called by the turn in which their rows were written.
  const turns = new Map(
    Object.entries(all).flatMap(([table, rows]) =>
      rows.map(({ id, nth }) => [id, `${table} ${nth}`] as const),
    ),
  );
  const called = (id: string) => turns.get(id) ?? id;
  const ofBytes = (_: string, id: string) => `"documentId": "${bytes.get(id) ?? ''}"`;
  const told = (table: string, [column, value]: readonly [string, string | null]) =>
    column === (table === 'document' ? 'id' : 'document_id')
      ? [column, bytes.get(value)]
      : [column, value?.replaceAll(/\b\d{15,16}\b/g, called).replace(OF_DOCUMENT, ofBytes) ?? null];
  return Object.fromEntries(
    Object.entries(all)
      .filter(([table]) => !table.startsWith('kysely_'))
      .map(([table, rows]) => [
        table,
        rows
          .map((row) => Object.entries(row).filter(([column]) => !WHEN_DONE.test(column)))
          .map((row) => JSON.stringify(row.map((cell) => told(table, cell))))
          .sort(),
      ]),
  );
}

test('documents of every kind leave the same rows and counts, whether they were fetched or handed in', async () => {
  if (!fetched || !handedIn) throw new Error('no databases');
  const brought = documents();
  expect(new Set(brought.map(({ source }) => source.kind))).toEqual(
    new Set(['documents', 'spend', 'register', 'table']),
  );
  const first: IngestReport[] = [];
  const second: IngestReport[] = [];
  for (const { source, document } of brought)
    first.push(await recordFetched(fetched.db, source, { document }));
  // As the command line does: all documents of a source that stand together are one call.
  for (let at = 0; at < brought.length;) {
    const source = brought[at]?.source;
    const run = brought.slice(at).findIndex((one) => one.source !== source);
    const some = brought.slice(at, run === -1 ? undefined : at + run);
    at += some.length;
    if (source)
      for await (const report of ingestDocuments(handedIn.db, source, some, null)) second.push(report);
  }
  expect(second).toEqual(first);
  expect(first.map(({ source, refused }) => [source, refused.length])).toEqual(
    brought.map((one) => [one.source.id, one.unreadable]),
  );
  expect(Math.max(...brought.map((one) => one.unreadable))).toBeGreaterThan(0);
  expect(first.reduce((sum, { recorded }) => sum + recorded, 0)).toBeGreaterThan(50);
  expect(await left(handedIn)).toEqual(await left(fetched));
});
