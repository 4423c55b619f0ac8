import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IngestReport } from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runVerb } from '../support/system-cli.ts';
import { councilA, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { startSystem, type System } from '../support/system.ts';

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
/** Real documents live beside the project, never in it; without them these tests are skipped. */
const hasRecorded = existsSync(data);
const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-recorded-'));

let system: System;
beforeAll(async () => {
  system = await startSystem();
  await saveTestCouncils(system.db);
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ingest(source: string, from: string): Promise<IngestReport> {
  const at = ['--retrieved-at', '2026-11-20T12:00:00Z'];
  const { code, report, stderr } = await runVerb(
    system,
    'ingest',
    source,
    '--from',
    path.join(data, from),
    ...at,
  );
  expect(code, stderr).toBe(0);
  return report as IngestReport;
}

function accounted({ recorded, duplicates, ignored, refused }: IngestReport): number {
  return (
    recorded + duplicates + Object.values(ignored).reduce((sum, count) => sum + count, 0) + refused.length
  );
}

async function alertCount(): Promise<number> {
  return (await system.db.selectFrom('alert').select('id').execute()).length;
}

/** A saved 404 without a word of its status counts as an answer of 200, in which an error is that document's trouble. */
const refusedOf: Readonly<Record<string, readonly string[]>> = {
  'companies-house/real_responses': ['not_found_404.json: an error under the status 200 of an answer'],
};

test.skipIf(!hasRecorded).each([
  ['contracts-finder', 'ocds/contracts_finder', 206],
  ['contracts-finder', 'ocds/contracts_finder_csv', 828],
  ['find-a-tender', 'ocds/find_a_tender', 6],
  ['gazette-insolvency', 'gazette/search_response_real_shape.json', 2],
  ['gazette-insolvency', 'gazette/corporate_notices_2024-03-05.json', 30],
  ['gazette-insolvency', 'gazette/petitions_2026-05_sample.csv', 15],
  ['companies-house-company', 'companies-house/real_responses', 6],
])('%s accounts for every real item of %s, twice', async (source, from, items) => {
  const first = await ingest(source, from);
  expect(first.items).toBe(items);
  expect(accounted(first)).toBe(items);
  expect(first.refused.map(({ document, reason }) => `${document}: ${reason}`)).toEqual(
    refusedOf[from] ?? [],
  );
  const alerts = await alertCount();
  // What was said otherwise under an id and a date is told once, when it is kept.
  const { notes: _told, ...second } = await ingest(source, from);
  const { notes: _toldFirst, ...expected } = first;
  expect(second).toEqual({ ...expected, recorded: 0, duplicates: first.recorded + first.duplicates });
  expect(await alertCount()).toBe(alerts);
  expect(await system.deadLetters()).toEqual([]);
});

test.skipIf(!hasRecorded)(
  'Carillion’s real profile and case make the band insolvent, with sentence and evidence',
  async () => {
    const file = path.join(folder, 'contracts.csv');
    const line =
      'Carillion plc,03782379,Highways maintenance,1000000,2017-01-01,2030-12-31,yes,Head of Highways';
    writeFileSync(file, `supplier,company number,title,value,start,end,critical,owner\n${line}\n`);
    await runVerb(system, 'register', '--council', councilA.gss, '--file', file);
    await ingest('companies-house-company', 'companies-house/real_responses');
    expect(await system.deadLetters()).toEqual([]);
    const { band, formal_events, findings } = await system.db
      .selectFrom('current_assessment')
      .innerJoin('assessment', 'assessment.id', 'assessment_id')
      .innerJoin('supplier_ref', 'supplier_ref.supplier_id', 'assessment.supplier_id')
      .selectAll('assessment')
      .where('ref', '=', '03782379')
      .executeTakeFirstOrThrow();
    expect(band).toBe('insolvent');
    expect(formal_events).toMatchObject([{ family: 'winding-up-order', on: '2018-01-15' }]);
    const page = 'https://find-and-update.company-information.service.gov.uk/company/03782379/insolvency';
    const order = findings.find(({ indicator }) => indicator === 'winding-up-order');
    expect(order).toMatchObject({
      outcome: 'present',
      because: 'The court ordered on 15 January 2018 that the company be wound up.',
      evidence: expect.arrayContaining([
        expect.objectContaining({ source: 'companies-house-company', url: page }),
      ]),
    });
    const [mail] = system.mails.filter(({ to }) => to === officerOf(councilA.gss));
    expect(mail?.subject).toMatch(/^CARILLION PLC: winding-up order made/i);
    expect(mail?.text).toContain('15 January 2018');
    expect(mail?.text).toContain(page);
  },
);
