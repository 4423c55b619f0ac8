import { findContractsOnRecord, readSetting } from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { removeSampleVerb, sampleVerb } from '../../services/cli/src/sample.ts';
import { awardRelease, documentOf, releasePage } from '../support/system-documents.ts';
import { openPages } from '../support/pages-app.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';

/** Carillion Construction, which the sample tells of, and a company that nothing but our own documents names. */
const IN_BOTH = { number: '00594581', name: 'CARILLION CONSTRUCTION LIMITED' };
const OURS = { number: '99000001', name: 'EXAMPLE CARE HOMES LIMITED' };
const COUNCIL = { gss: 'E10000030', name: 'Surrey County Council' };

let system: System;
beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  system = await startSystem();
  await sampleVerb(system.db);
}, 300_000);
afterAll(async () => {
  vi.restoreAllMocks();
  await system.stop();
});

async function count(table: string, where = sql`true`): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${sql.table(table)} where ${where}`.execute(system.db);
  return rows[0]?.n ?? -1;
}

/** The newest day of the pages, and what they say of standing still. */
async function shown(page = '/exposure') {
  const pages = await openPages(system.database, TODAY);
  const { body } = await pages.app.inject({ url: page, cookies: { tocsin_council: COUNCIL.gss } });
  await pages.stop();
  return {
    stands: /All pages show ([^,]*), its last day/.exec(body)?.[1] ?? null,
    later:
      /You asked for ([^.]*)\. The newest day that can be shown is ([^.]*)\./.exec(body)?.slice(1) ?? null,
    day: /As things stood on<\/label>\s*<input[^>]*value="([^"]*)"/.exec(body)?.[1],
    canRemove: body.includes('action="/local/sample/remove"'),
  };
}

test('while nothing but the sample was assessed the pages stand at its last day, and say so', async () => {
  const { stands, day, canRemove } = await shown();
  expect(stands).toBe(day);
  expect(canRemove).toBe(true);
  expect((await shown('/exposure?on=2026-11-01')).later).toEqual(['1 November 2026', stands]);
});

test('once something of one’s own was assessed they show today', async () => {
  for (const { number, name } of [IN_BOTH, OURS])
    await system.ingest(
      'find-a-tender',
      releasePage(
        `page-${number}`,
        awardRelease({ id: `0${number}`, buyer: COUNCIL.name, supplier: name, number }),
      ),
    );
  const url = `https://api.company-information.service.gov.uk/company/${OURS.number}/insolvency`;
  const cases = [
    {
      type: 'in-administration',
      number: '1',
      dates: [{ type: 'administration-started-on', date: '2026-11-20' }],
    },
  ];
  await system.ingest(
    'companies-house-company',
    documentOf(url, JSON.stringify({ cases }), `${TODAY}T06:00:00Z`),
  );
  expect(await shown()).toMatchObject({ stands: null, later: null, day: '23 November 2026' });
});

test('a contract of the sample without an end runs to the sample’s last day, and is not live today', async () => {
  const { rows } = await sql<{ id: string }>`
    select distinct supplier_id as id from assessment where replayed`.execute(system.db);
  const supplierIds = rows.map(({ id }) => id);
  const open = async (asOf: string) =>
    (await findContractsOnRecord(system.db, { supplierIds }, asOf)).filter(
      ({ contract }) => contract.endsOn === null,
    );
  expect((await open('2025-09-01')).length).toBeGreaterThan(0);
  expect(await open(TODAY)).toEqual([]);
});

test('the sample is taken out with its alerts, and what was loaded beside it stays and stands as before', async () => {
  const ours = sql`supplier_id = (select supplier_id from supplier_ref where ref = ${OURS.number})`;
  const [alerts, awards] = [await count('alert', ours), await count('award')];
  expect(alerts).toBeGreaterThan(0);
  await removeSampleVerb(system.db);
  await system.settled();
  expect(await count('alert', sql`replayed`)).toBe(0);
  expect(await count('assessment', sql`replayed`)).toBe(0);
  expect(await count('alert')).toBe(alerts);
  expect(await count('award')).toBe(2);
  expect(awards).toBeGreaterThan(50);
  const { rows } = await sql<{ ref: string }>`select ref from supplier_ref order by ref`.execute(system.db);
  expect(rows.map(({ ref }) => ref)).toEqual([IN_BOTH.number, OURS.number]);
  expect(
    await count(
      'mention',
      sql`not exists (select from observation where mention_id = mention.id)
    and not exists (select from award_supplier where mention_id = mention.id)`,
    ),
  ).toBe(0);
  // Nothing that the sample said of a company is left of it.
  const left = sql`mention_id in (select mention.id from mention join supplier_ref using (supplier_id)
    where supplier_ref.ref = ${IN_BOTH.number})`;
  expect(await count('observation', left)).toBe(0);
  expect(await system.deadLetters()).toEqual([]);
  expect(await readSetting(system.db, 'sample')).toBeUndefined();
  expect(await shown()).toMatchObject({ stands: null, canRemove: false });
});

test('the next start does not load it again', async () => {
  await sampleVerb(system.db);
  expect(await count('assessment', sql`replayed`)).toBe(0);
  expect(await readSetting(system.db, 'sample')).toBeUndefined();
});
