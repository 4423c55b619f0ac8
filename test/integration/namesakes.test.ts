import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { asCouncil, findSupplierNames } from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, afterEach, expect, test } from 'vitest';
import { saveListed } from '../support/group-seed.ts';
import { runVerb } from '../support/system-cli.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, documentOf, releasePage } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-namesakes-'));
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function systemWithCouncils(): Promise<System> {
  const system = await startSystem();
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  return system;
}

/** A search answer of The Gazette: it prints the company's name and nothing else of it. */
function petitionByName(
  company: string,
  { id, code, of, on } = {
    id: '9900001',
    code: '2450',
    of: 'Petitions to Wind Up (Companies)',
    on: '2026-11-20',
  },
) {
  const entry = {
    id: `https://www.thegazette.co.uk/id/notice/${id}`,
    'f:status': 'published',
    'f:notice-code': code,
    title: company,
    published: `${on}T00:00:00`,
    category: { '@term': of },
  };
  return documentOf(
    'https://www.thegazette.co.uk/insolvency/notice/data.json',
    JSON.stringify({ 'f:total': '1', entry: [entry] }),
  );
}

async function handInRegister(system: System, line: string): Promise<void> {
  const file = path.join(folder, 'contracts.csv');
  writeFileSync(
    file,
    `supplier,company number,title,value,start,end\n${line},120000,2026-01-01,2027-12-31\n`,
  );
  await runVerb(system, 'register', '--council', councilA.gss, '--file', file);
  await system.settled();
}

function printedByGazette({ db }: System) {
  return db
    .selectFrom('mention')
    .select(['outcome', 'supplier_id', 'reason'])
    .where('name', '=', 'EXAMPLE CARE HOMES LTD')
    .executeTakeFirstOrThrow();
}

const numbered = 'Example Care Homes Limited,99000001,Night shelter';

test('without a register of companies, a notice by name alone reaches the council whose register prints its number', async () => {
  const system = await systemWithCouncils();
  await handInRegister(system, numbered);
  await system.ingest('gazette-insolvency', petitionByName('EXAMPLE CARE HOMES LTD'));
  expect(system.mails.map(({ to }) => to)).toEqual([officerOf(councilA.gss)]);
  expect(system.mails[0]?.text).toContain(
    'Printed as “EXAMPLE CARE HOMES LTD” in a notice of insolvency; matched by the company number that is printed beside this name elsewhere: 99000001',
  );
});

test('it reaches that council too where the notice came first', async () => {
  const system = await systemWithCouncils();
  await system.ingest('gazette-insolvency', petitionByName('EXAMPLE CARE HOMES LTD'));
  expect(system.mails).toEqual([]);
  await handInRegister(system, numbered);
  expect(system.mails.map(({ to }) => to)).toEqual([officerOf(councilA.gss)]);
});

test('a register’s line without a number is the company that a published award names with one', async () => {
  const system = await systemWithCouncils();
  await handInRegister(system, 'Example Care Homes Ltd,,Night shelter');
  const award = {
    id: '990001',
    buyer: councilB.name,
    supplier: 'Example Care Homes Ltd',
    number: '99000001',
  };
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
  await system.ingest('gazette-insolvency', petitionByName('EXAMPLE CARE HOMES LTD'));
  expect(system.mails.map(({ to }) => to).sort()).toEqual(
    [officerOf(councilB.gss), officerOf(councilA.gss)].sort(),
  );
});

test('what one council’s register prints ties another council’s awards to nobody and names no supplier for it', async () => {
  const system = await systemWithCouncils();
  await handInRegister(system, numbered);
  const award = { id: '990001', buyer: councilB.name, supplier: 'Example Care Homes Ltd' };
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
  const printed = await system.db
    .selectFrom('mention')
    .select(['outcome', 'supplier_id', 'reason'])
    .where('name', '=', award.supplier)
    .executeTakeFirstOrThrow();
  expect(printed).toMatchObject({ outcome: 'none', supplier_id: null });
  expect(printed.reason).not.toContain('99000001');
  const { id, name } = await system.db
    .selectFrom('supplier')
    .select(['id', 'name'])
    .executeTakeFirstOrThrow();
  expect(name).toBe('99000001');
  const nameFor = (council: string) =>
    asCouncil(system.db, council, async (trx) => (await findSupplierNames(trx, [id])).get(id)?.name);
  expect(await nameFor(councilA.gss)).toBe('Example Care Homes Limited');
  expect(await nameFor(councilB.gss)).toBe('99000001');
  await system.ingest('gazette-insolvency', petitionByName('EXAMPLE CARE HOMES LTD'));
  expect(system.mails.map(({ to }) => to)).toEqual([officerOf(councilA.gss)]);
});

test.each(['before', 'after'])(
  'what a council’s register prints never tells whose subsidiary a company is, be its name listed %s the notice',
  async (listed) => {
    const system = await systemWithCouncils();
    await handInRegister(system, numbered);
    if (listed === 'after')
      await system.ingest('gazette-insolvency', petitionByName('EXAMPLE CARE HOMES LTD'));
    await saveListed(system.db, '99000009', '2025-12-31', 'EXAMPLE CARE HOMES LTD');
    await system.settled();
    expect(await printedByGazette(system)).toMatchObject({ outcome: 'none', supplier_id: null });
  },
);

const attempts = [
  'places a contract under the name alone',
  'places a contract with another of the name',
] as const;

test.each(attempts)(
  'a council’s own tie of a notice stays its own when another council %s, and the next notice reaches it',
  async (attempt) => {
    const system = await systemWithCouncils();
    await handInRegister(system, numbered);
    await system.ingest('gazette-insolvency', petitionByName('EXAMPLE CARE HOMES LTD'));
    const supplier = 'EXAMPLE CARE HOMES LTD';
    const number = attempt === attempts[0] ? {} : { number: '99000002' };
    const award = { id: '990001', buyer: councilB.name, supplier, ...number };
    await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
    const toldA = () => system.mails.filter(({ to }) => to === officerOf(councilA.gss));
    expect(toldA()).toHaveLength(1);
    const { rows } = await sql<{
      status: string;
    }>`select status from alert where council = ${councilA.gss}`.execute(system.db);
    expect(rows).toEqual([{ status: 'raised' }]);
    await system.ingest(
      'gazette-insolvency',
      petitionByName(supplier, { id: '9900002', code: '2452', of: 'Winding-Up Orders', on: '2026-11-21' }),
    );
    expect(toldA()).toHaveLength(2);
    expect(await printedByGazette(system)).toMatchObject(
      attempt === attempts[0]
        ? { outcome: 'none', supplier_id: null }
        : { outcome: 'matched', reason: expect.stringContaining('99000002') },
    );
  },
);

test('a name without a legal form may be a whole group’s and is nobody’s', async () => {
  const system = await systemWithCouncils();
  await handInRegister(system, 'Example Care,99000001,Night shelter');
  await system.ingest('gazette-insolvency', petitionByName('EXAMPLE CARE'));
  expect(system.mails).toEqual([]);
});
