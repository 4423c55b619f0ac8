import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openDatabase, recordSpend, saveCouncils } from '@tocsin/db';
import { councilMaps, councilSpend, readSpendFile } from '@tocsin/sources';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { freshDatabase } from '../support/stack.ts';

const cases = fileURLToPath(new URL('../../../shared/cases/', import.meta.url));
/** Trouble that others met lies beside the project, never in it; without it this test is skipped. */
const hasCases = existsSync(cases);

/** Payments of £600 that each folder publishes, once or more. */
const PUBLISHED: Readonly<Record<string, number>> = {
  dup: 31,
  dup2: 60,
  dup3: 90,
  dup4: 90,
  dup5: 60,
  dup6: 90,
};

test.skipIf(!hasCases)(
  'months, corrections, workbooks, quarters, years to date and rolling windows: each payment once, in either order',
  async () => {
    const database = await freshDatabase();
    const db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
    const owner = openDatabase(database.adminUrl, { max: 1 });
    try {
      const council = { gss: 'E08000006', name: 'Salford City Council', type: 'MD', region: null };
      const plain = { county_gss: null, starts_on: null, ends_on: null, replaced_by: [], alt_names: [] };
      await db.transaction().execute((trx) => saveCouncils(trx, [{ ...council, ...plain }]));
      for (const [folder, payments] of Object.entries(PUBLISHED)) {
        const files = readdirSync(`${cases}${folder}/salford`).toSorted();
        for (const order of [files, files.toReversed()]) {
          await sql`truncate payment, spend_file, document cascade`.execute(owner);
          for (const file of order) {
            const body = readFileSync(`${cases}${folder}/salford/${file}`);
            const report = await recordSpend(db, {
              sourceId: councilSpend.id,
              url: file,
              contentType: null,
              retrievedAt: '2026-11-22T12:00:00.000Z',
              body,
              open: () => readSpendFile(councilMaps(), { url: `salford/${file}`, body }),
            });
            expect(report.refused, `${folder}/${file}`).toEqual([]);
          }
          const { rows } = await sql`select count(*)::int as payments, sum(amount_pence)::numeric as pence,
            count(distinct (paid_on, transaction_ref))::int as references from payment`.execute(db);
          expect(rows, order.join(', ')).toEqual([
            { payments, pence: payments * 60_000, references: payments },
          ]);
        }
      }
    } finally {
      await db.destroy();
      await owner.destroy();
      await database.drop();
    }
  },
);
