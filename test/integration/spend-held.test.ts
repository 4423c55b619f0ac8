import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findLastRuns, saveCouncils } from '@tocsin/db';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { runVerb } from '../support/system-cli.ts';
import { startSystem, type System } from '../support/system.ts';

const SALFORD = 'E08000006';
const HEADER =
  'Authority Name,Date of Payment,DocumentNo,Gross,VAT,Net,Vendor Name,Service Area,GL Description';
const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-held-'));
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  rmSync(folder, { recursive: true, force: true });
});

/** A month of payments of £100 each, as the council publishes them. */
function fileOf(month: string, lines: number): string {
  const file = path.join(folder, `${month}.csv`);
  const rows = Array.from(
    { length: lines },
    (_, at) =>
      `Salford City Council,${month}-${10 + (at % 18)},${month}-${at},0,0,100.00,Example Supplies ${at % 3} Ltd,Place,Cleaning`,
  );
  writeFileSync(file, [HEADER, ...rows].join('\r\n'));
  return file;
}

async function ingest(system: System, file: string, ...more: readonly string[]) {
  const { report } = await runVerb(
    system,
    'ingest',
    'council-spend',
    '--from',
    file,
    '--council',
    SALFORD,
    ...more,
  );
  return report as { readonly recorded: number; readonly refused: readonly { readonly reason: string }[] };
}

async function pence({ db }: System): Promise<number> {
  const { rows } = await sql<{ pence: number }>`select sum(amount_pence) as pence from payment`.execute(db);
  return rows[0]?.pence ?? 0;
}

test('a file with half the usual lines is held, the operator is told, and what was known stands until a person takes it', async () => {
  const system = await startSystem();
  closing.push(system.stop);
  const about = { gss: SALFORD, name: 'Salford City Council', type: 'MD', region: null, county_gss: null };
  const dates = { starts_on: null, ends_on: null, replaced_by: [], alt_names: [] };
  await system.db.transaction().execute((trx) => saveCouncils(trx, [{ ...about, ...dates }]));
  for (const month of ['2026-01', '2026-02', '2026-03'])
    expect((await ingest(system, fileOf(month, 40))).refused).toEqual([]);
  const before = await pence(system);
  expect(before).toBe(120 * 100_00);

  const half = fileOf('2026-04', 20);
  const held = await ingest(system, half);
  expect(held.refused[0]?.reason).toMatch(/^held: 20 payments where 40 are usual/);
  expect(await pence(system)).toBe(before);
  const [run] = (await findLastRuns(system.db, 1)).filter(({ sourceId }) => sourceId === 'council-spend');
  expect(run?.report?.refused[0]?.reason).toContain('load it with --accept-fewer');

  expect((await ingest(system, half, '--accept-fewer')).refused).toEqual([]);
  expect(await pence(system)).toBe(before + 20 * 100_00);
});
