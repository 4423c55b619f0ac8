import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { asCouncil, findSupplierNames } from '@tocsin/db';
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
function petitionByName(company: string) {
  const entry = {
    id: 'https://www.thegazette.co.uk/id/notice/9900001',
    'f:status': 'published',
    'f:notice-code': '2450',
    title: company,
    published: '2026-11-20T00:00:00',
    category: { '@term': 'Petitions to Wind Up (Companies)' },
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
    'Printed as “EXAMPLE CARE HOMES LTD” in a notice of insolvency; matched by the company number that others print beside this name: 99000001',
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

test('a name that is printed with two numbers is nobody’s, whichever came first', async () => {
  const system = await systemWithCouncils();
  const award = {
    id: '990001',
    buyer: councilB.name,
    supplier: 'Example Care Homes Ltd',
    number: '99000002',
  };
  await handInRegister(system, numbered);
  await system.ingest('gazette-insolvency', petitionByName('EXAMPLE CARE HOMES LTD'));
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
  const mention = await printedByGazette(system);
  expect(mention).toMatchObject({ outcome: 'ambiguous', supplier_id: null });
  expect(mention.reason).toContain('99000001, 99000002');
});

test('a name without a legal form may be a whole group’s and is nobody’s', async () => {
  const system = await systemWithCouncils();
  await handInRegister(system, 'Example Care,99000001,Night shelter');
  await system.ingest('gazette-insolvency', petitionByName('EXAMPLE CARE'));
  expect(system.mails).toEqual([]);
});
