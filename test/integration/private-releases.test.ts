import {
  findDiagnosticCounts,
  findNationalPrivate,
  openDatabase,
  saveDiagnostic,
  saveRegister,
  type Db,
} from '@tocsin/db';
import { GssCode } from '@tocsin/domain';
import type { DiagnosticAnswer } from '@tocsin/exposure';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '../../services/notifier/src/publish-national.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { saveTestCouncils } from '../support/system-councils.ts';
import { saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';

/** Seven councils of one region, each with one contract of its own register with a supplier at severe. */
const councils = Array.from({ length: 7 }, (_, at) => ({
  gss: `E0900090${at}`,
  name: `Example Borough ${at}`,
}));
const VALUE = 123_456_700;

let database: FreshDatabase;
let worker: Db;
let national: Db;
beforeAll(async () => {
  database = await freshDatabase();
  worker = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  national = openDatabase(database.nationalUrl, { role: 'tocsin_national', max: 1 });
  await saveTestCouncils(worker, { councils });
  const supplierId = await saveTestSupplier(worker, '99000001');
  await saveTestAssessment(worker, supplierId, '2026-09-01');
  await worker.transaction().execute(async (trx) => {
    for (const [at, { gss: council }] of councils.entries()) {
      const line = {
        row: 2,
        supplierName: 'Example',
        printedRef: null,
        ref: null,
        title: 'Care',
        valuePence: VALUE + at,
      };
      const term = { vat: 'net', startsOn: '2026-09-30', endsOn: '2046-09-30' } as const;
      const rest = {
        criticality: 'unknown',
        owner: null,
        service: null,
        regime: 'unknown',
        details: {},
      } as const;
      const file = { fileName: 'a.csv', sha256: council, uploadedBy: 'officer', columns: null };
      await saveRegister(trx, { council, ...file, lines: [{ ...line, ...term, ...rest }] });
    }
    await saveDiagnostic(trx, answers());
    await trx
      .updateTable('register_line')
      .set({ supplier_id: supplierId, match_outcome: 'matched' })
      .execute();
  });
});
afterAll(async () => {
  await Promise.all([worker.destroy(), national.destroy()]);
  await database.drop();
});

/** Six of the seven are at one level, and the seventh at another. */
function answers(): readonly DiagnosticAnswer[] {
  return councils.map(({ gss }, at) => ({
    council: GssCode.parse(gss),
    year: 2025,
    code: 'Managing strategic risk',
    level: at < 6 ? 'Developing' : 'Leader',
  }));
}

const stored = sql<{ row: string }>`
  select private_release::text as row from private_release
  union all select national_private::text from national_private order by 1`;

test('what private registers hold is let out once a quarter, six weeks after its end, rounded and in steps', async () => {
  await publish(worker, '2026-11-23');
  const first = (await stored.execute(worker)).rows;
  await publish(worker, '2026-11-24');
  expect((await stored.execute(worker)).rows).toEqual(first);
  const group = { asOf: '2026-09-30', band: 'severe', councils: 5, contracts: null, netPence: 860_000_000 };
  expect(await findNationalPrivate(national, '2026-11-23')).toEqual([
    { ...group, dimension: 'band', member: 'severe' },
    { ...group, dimension: 'region', member: 'South West' },
  ]);
  expect(await findNationalPrivate(national, '2026-11-22')).toEqual([]);
  expect(await findDiagnosticCounts(national, '2026-11-23')).toEqual({
    asOf: '2026-09-30',
    year: 2025,
    counts: [{ label: ['Managing strategic risk', 'Developing'], councils: 5 }],
  });
  expect((await findDiagnosticCounts(national, '2026-11-22')).counts).toEqual([]);
});

test('a council that takes its register back is not told by the next release, and the last one stays as it was', async () => {
  const before = (await stored.execute(worker)).rows;
  await sql`update register_upload set undone_at = now() where council = ${councils[0]?.gss}`.execute(worker);
  await publish(worker, '2027-02-11');
  const after = (await stored.execute(worker)).rows;
  expect(after).toEqual(expect.arrayContaining(before));
  expect(after).toHaveLength(before.length + 1);
  expect(await findNationalPrivate(national, '2027-02-11')).toEqual(
    await findNationalPrivate(national, '2026-12-01'),
  );
});

test('neither a council nor the national role reads what later releases are judged by', async () => {
  const web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 1 });
  for (const db of [web, national])
    for (const table of ['private_release', ...(db === national ? ['diagnostic_level'] : [])])
      await expect(sql`select from ${sql.table(table)}`.execute(db)).rejects.toThrow(/permission denied/);
  await web.destroy();
});
