import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openDatabase, recordDocument, type Db, type IngestReport } from '@tocsin/db';
import { documentSource } from '@tocsin/sources';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { freshDatabase } from '../support/stack.ts';

const cases = fileURLToPath(new URL('../../../shared/cases/', import.meta.url));
/** Trouble that others met lies beside the project, never in it; without it this test is skipped. */
const hasCases = existsSync(cases);

async function take(db: Db, sourceId: string, file: string): Promise<IngestReport> {
  const source = documentSource(sourceId);
  const document = {
    url: file,
    retrievedAt: '2026-11-21T05:00:00.000Z',
    contentType: null,
    body: readFileSync(`${cases}${file}`),
  };
  return recordDocument(db, { ...document, sourceId, asOf: null, parse: () => source.parse(document) });
}

const HELD = [
  ['990001', 'Example Alpha Ltd', 100_000, null],
  ['990001', 'Example Beta Ltd', 250_000, null],
  ['990005', 'Example Alpha Ltd', null, 'EUR 500000.00'],
  ['990006', 'Example Alpha Ltd', 1_178_791.2, null],
  ['990007', 'Example Alpha Ltd', 70_000, null],
  ['990011', 'Example Alpha Ltd', 80_000, null],
  ['990012', 'Example Alpha Ltd / Example Beta Ltd (JV)', 80_000, null],
  ['990013', 'Example Alpha Ltd', 80_000, null],
];

test.skipIf(!hasCases)(
  'every award of the notices is held by its own firm with its own sum, in either order',
  async () => {
    const files = readdirSync(`${cases}ocds/fts`).map((file) => `ocds/fts/${file}`);
    for (const order of [files, files.toReversed()]) {
      const database = await freshDatabase();
      const db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
      try {
        const notes: Record<string, number> = {};
        for (const file of order)
          for (const [note, count] of Object.entries((await take(db, 'find-a-tender', file)).notes ?? {}))
            notes[note] = (notes[note] ?? 0) + count;
        const { rows } = await sql<{
          ocid: string;
          name: string;
          pounds: number | null;
          other: string | null;
          status: string;
        }>`
        select right(ocid, 6) as ocid, mention.name, (value_pence / 100)::float as pounds, status,
          (foreign_value->>'currency') || ' ' || (foreign_value->>'amount') as other
        from award join award_supplier on award_supplier.award_id = award.id join mention on mention.id = mention_id
        order by ocid, mention.name`.execute(db);
        expect(rows.map(({ ocid, name, pounds, other }) => [ocid, name, pounds, other])).toEqual(HELD);
        expect(rows.find(({ ocid }) => ocid === '990013')?.status).toBe('cancelled');
        expect(notes).toEqual({
          'value in another currency: kept as it is, in no sum of pounds': 1,
          'value in doubt: shown with the reason': 1,
        });
      } finally {
        await db.destroy();
        await database.drop();
      }
    }
  },
);

test.skipIf(!hasCases)(
  'every company that a notice is about is on record, and no lender, in either order',
  async () => {
    const files = ['gazette', 'gazette2'].flatMap((folder) =>
      readdirSync(`${cases}${folder}`).map((file) => `${folder}/${file}`),
    );
    for (const order of [files, files.toReversed()]) {
      const database = await freshDatabase();
      const db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
      try {
        for (const file of order) expect((await take(db, 'gazette-insolvency', file)).refused).toEqual([]);
        const { rows } = await sql<{ ref: string; family: string }>`
        select mention.ref, content->>'family' as family from observation join mention on mention.id = mention_id
        order by mention.ref`.execute(db);
        expect(rows.map(({ ref, family }) => `${ref} ${family}`)).toEqual([
          '99003001 administration',
          '99003002 administration',
          '99003003 administration',
          '99003004 administration',
          '99003005 administration',
          '99003006 administration',
          '99003008 winding-up-petition',
          '99003009 petition-withdrawn',
          '99003011 members-voluntary-liquidation',
          '99003018 winding-up-petition',
        ]);
      } finally {
        await db.destroy();
        await database.drop();
      }
    }
  },
);
