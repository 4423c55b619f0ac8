import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  asCouncil,
  findExposures,
  findHeldContracts,
  findLinesElsewhere,
  findUnmatched,
  findYearOfSpend,
  openFor,
} from '@tocsin/db';
import exceljs from 'exceljs';
import { afterAll, afterEach, expect, test } from 'vitest';
import { openPages } from '../support/pages-app.ts';
import { loadSpend } from '../support/spend-files.ts';
import { runVerb } from '../support/system-cli.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';
import { onlyText } from '../support/told.ts';

const TODAY = '2026-11-26';
const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-own-number-'));
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function systemWithCouncils(): Promise<System> {
  const system = await startSystem({ today: TODAY });
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  return system;
}

async function handInRegister(system: System, ...lines: readonly string[]): Promise<void> {
  const file = path.join(folder, 'contracts.csv');
  const body = lines.map((line) => `${line},120000,2026-01-01,2027-12-31`);
  writeFileSync(file, ['supplier,company number,title,value,start,end', ...body, ''].join('\n'));
  await runVerb(system, 'register', '--council', councilA.gss, '--file', file);
  await system.settled();
}

async function pay(system: System, payee: string): Promise<void> {
  const paid = [{ day: '2026-10-08', payee, net: '24000.00' }];
  for (const { gss } of [councilA, councilB]) await loadSpend(system.db, gss, `${gss}.csv`, paid);
  await system.settled();
}

async function administratorsAt(system: System, company: string, number: string): Promise<void> {
  const notice = { id: '9900202', code: '2410', company, number, published: '2026-11-23T09:30:00' };
  await system.ingest('gazette-insolvency', noticePage(notice));
}

/** The company numbers to which the council's payments count on its pages, and what waits for its people. */
async function whomItPaid({ db, database }: System, council = councilA.gss) {
  const web = openFor('pages', database.adminUrl, { max: 1 });
  try {
    const { own, spenders } = await findHeldContracts(web, council, TODAY);
    const year = await asCouncil(web, council, (trx) => findYearOfSpend(trx, spenders, TODAY, own));
    const ids = (year?.bySupplier ?? []).flatMap(({ supplierId }) => supplierId ?? []);
    const refs = await db
      .selectFrom('supplier_ref')
      .select('ref')
      .where('supplier_id', 'in', ['0', ...ids])
      .execute();
    const waiting = await asCouncil(web, council, (trx) => findUnmatched(trx, council, TODAY));
    return {
      paid: refs.map(({ ref }) => ref),
      waiting: waiting.map(({ name, outcome }) => [name, outcome]),
    };
  } finally {
    await web.destroy();
  }
}

async function exposedTo({ db }: System, number: string): Promise<readonly string[]> {
  const known = await db.selectFrom('supplier_ref').select('supplier_id').where('ref', '=', number).execute();
  const exposures = await Promise.all(known.map((one) => findExposures(db, one.supplier_id, TODAY)));
  return exposures.flat().map(({ exposure }) => exposure.council);
}

const solo = 'Solo Ltd,99200003,Solo';
const steps = {
  register: (system: System) => handInRegister(system, solo),
  spend: (system: System) => pay(system, 'Solo Limited'),
  notice: (system: System) => administratorsAt(system, 'SOLO LIMITED', '99299999'),
};
const orders = [
  ['register', 'spend', 'notice'],
  ['spend', 'register', 'notice'],
  ['spend', 'notice', 'register'],
  ['notice', 'register', 'spend'],
  ['notice', 'spend', 'register'],
  ['register', 'notice', 'spend'],
] as const;

test.each(orders)(
  'the number of a council’s own register holds for it, whatever a notice prints beside the name: %s, %s, %s',
  async (...order) => {
    const system = await systemWithCouncils();
    for (const step of order) await steps[step](system);
    expect(await whomItPaid(system)).toEqual({ paid: ['99200003'], waiting: [] });
    expect(await whomItPaid(system, councilB.gss)).toEqual({ paid: ['99299999'], waiting: [] });
    expect(await exposedTo(system, '99200003')).toEqual([councilA.gss]);
    expect(await exposedTo(system, '99299999')).toEqual([councilB.gss]);
    if (order.indexOf('register') < Math.max(order.indexOf('spend'), order.indexOf('notice')))
      expect(system.mails.map(({ to }) => to)).not.toContain(officerOf(councilA.gss));
  },
);

test('a register of two sheets is saved whole, and exposes its council by both', async () => {
  const system = await systemWithCouncils();
  const file = path.join(folder, 'contracts.xlsx');
  const book = new exceljs.Workbook();
  for (const [sheet, cells] of [
    ['Adults', ['One Ltd', '99200011', 'Care']],
    ['Places', ['Two Ltd', '99200012', 'Bins']],
  ] as const)
    book.addWorksheet(sheet).addRows([['Supplier', 'Company number', 'Title'], [...cells]]);
  await book.xlsx.writeFile(file);
  await runVerb(system, 'register', '--council', councilA.gss, '--file', file);
  await system.settled();
  expect(await exposedTo(system, '99200011')).toEqual([councilA.gss]);
  expect(await exposedTo(system, '99200012')).toEqual([councilA.gss]);
});

test('an alert that was told before the register said otherwise says so, and which company the register names', async () => {
  const system = await systemWithCouncils();
  for (const step of ['spend', 'notice', 'register'] as const) await steps[step](system);
  const pages = await openPages(system.database, TODAY);
  closing.push(pages.stop);
  const alerts = await system.db.selectFrom('alert').select(['id', 'council', 'status']).execute();
  const textOf = async (council: string) => {
    const { id } = alerts.find((alert) => alert.council === council) ?? { id: '' };
    const page = await pages.app.inject({ url: `/alerts/${id}`, cookies: { tocsin_council: council } });
    return onlyText(page.body);
  };
  expect(await textOf(councilA.gss)).toMatch(
    /names another company: “Solo” is with Solo Ltd \(99200003\)\. If that is right, this alert is not about a supplier of yours/,
  );
  expect(await textOf(councilB.gss)).not.toContain('names another company');
});

test.each(['before', 'after'])(
  'a name that the register gives two numbers stays nobody’s for the council, be it handed in %s a notice of one of them',
  async (handedIn) => {
    const system = await systemWithCouncils();
    const twins = ['Twin Roads Ltd,99200001,Road A', 'Twin Roads Limited,99200002,Road B'];
    await pay(system, 'TWIN ROADS LTD');
    if (handedIn === 'before') await handInRegister(system, ...twins);
    await administratorsAt(system, 'TWIN ROADS LIMITED', '99200002');
    if (handedIn === 'after') await handInRegister(system, ...twins);
    expect(await whomItPaid(system)).toEqual({ paid: [], waiting: [['TWIN ROADS LTD', 'ambiguous']] });
  },
);

test('the number of its register holds for a contract that the council published under the bare name', async () => {
  const system = await systemWithCouncils();
  await steps.register(system);
  const award = { id: '990001', buyer: councilA.name, supplier: 'SOLO LIMITED' };
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
  await steps.notice(system);
  expect(await exposedTo(system, '99299999')).toEqual([]);
  expect(system.mails).toEqual([]);
  const { contracts } = await findHeldContracts(system.db, councilA.gss, TODAY);
  const suppliers = new Set(contracts.flatMap((one) => one.suppliers.map(({ supplierId }) => supplierId)));
  expect(suppliers.size).toBe(1);
});

test('nor does another council’s decision move it, but one of its own people does', async () => {
  const system = await systemWithCouncils();
  await steps.register(system);
  await steps.spend(system);
  await steps.notice(system);
  const decidedBy = (name: string) =>
    system.db.updateTable('mention').set({ decided_by: name }).where('name', '=', 'Solo Limited').execute();
  await decidedBy(councilB.name);
  expect((await whomItPaid(system)).paid).toEqual(['99200003']);
  await decidedBy(councilA.name);
  expect((await whomItPaid(system)).paid).toEqual(['99299999']);
});

test('only a line of the register in force that is tied to one company says that a name is another’s', async () => {
  const system = await systemWithCouncils();
  const elsewhere = async () => {
    const asked = { supplierId: '0', name: 'Solo Limited', titles: ['Solo'] };
    const lines = await asCouncil(system.db, councilA.gss, (trx) =>
      findLinesElsewhere(trx, councilA.gss, asked, 5),
    );
    return lines.map(({ title }) => title);
  };
  await steps.register(system);
  expect(await elsewhere()).toEqual(['Solo']);
  const matched = (match_outcome: 'matched' | 'ambiguous') =>
    system.db.updateTable('register_line').set({ match_outcome }).where('title', '=', 'Solo').execute();
  await matched('ambiguous');
  expect(await elsewhere()).toEqual([]);
  await matched('matched');
  await handInRegister(system, 'Other Ltd,99200004,Other');
  expect(await elsewhere()).toEqual([]);
});
