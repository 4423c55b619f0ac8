import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { asCouncil, openDatabase, privateTables, saveRegister } from '@tocsin/db';
import { registerTemplate } from '@tocsin/sources';
import { afterEach, expect, test } from 'vitest';
import { runVerb } from '../support/system-cli.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';
import { startSystem } from '../support/system.ts';
import { seenTexts } from '../support/seen-texts.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-register-'));
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  rmSync(folder, { recursive: true, force: true });
});

const order = {
  id: '9900003',
  code: '2452',
  company: 'EXAMPLE CARE HOMES LTD',
  number: '99000001',
  published: '2026-11-20',
};
const STATIONERS: Readonly<Record<string, string>> = {
  supplier: 'Example Stationers Ltd',
  'company number': '99000002',
  title: 'Paper',
};
/** Every column of the template, so that nothing that a council records is lost on its way to the mail. */
const template = registerTemplate();
const SHELTER: Readonly<Record<string, string>> = {
  'company number': '99000001',
  title: 'Night shelter at Example Street',
  start: '2026-01-01',
  end: '2027-12-31',
  'bond expiry': '2027-06-30',
  'pension guarantor': '',
};
const REGISTER = [
  template.header,
  template.header.map((column, at) => SHELTER[column] ?? template.example[at]),
  template.header.map((column) => STATIONERS[column] ?? ''),
]
  .map((cells) => cells.join(','))
  .join('\n');
const RECORDED = [
  'Annual value: £416,000',
  'Next break: 31 March 2027',
  'Can be extended to: 31 March 2030',
  'Break dates: 30 September 2026, 31 March 2027',
  'Only supplier of this service: Yes',
  'Contingency plan dated: 15 January 2026',
  'Parent company guarantee: Held',
  'Performance bond: Held',
  'Bond expires: 30 June 2027',
  'Retention held: £25,000',
  'Prepayments: £0',
  'Step-in rights: Yes',
  'Exit plan: No',
  'Staff to whom TUPE may apply: 34 people',
  'Pension admission agreement: Yes',
  'Not recorded in your register: Pension guarantor',
];

test('a register handed in after the insolvency alerts its council, and no other council learns of it', async () => {
  const system = await startSystem();
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  const publicly = {
    id: '990001',
    buyer: councilB.name,
    supplier: 'Example Care Homes Ltd',
    number: '99000001',
  };
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(publicly)));
  await system.ingest('gazette-insolvency', noticePage(order));
  expect(system.mails.map(({ to }) => to)).toEqual([officerOf(councilB.gss)]);

  const file = path.join(folder, 'contracts.csv');
  writeFileSync(file, REGISTER);
  const { report, code } = await runVerb(system, 'register', '--council', councilA.gss, '--file', file);
  expect({ report, code }).toMatchObject({
    code: 0,
    report: { council: councilA.gss, lines: 2, matched: 2, duplicate: false, errors: [] },
  });
  expect(system.mails.map(({ to }) => to)).toEqual([officerOf(councilB.gss), officerOf(councilA.gss)]);
  expect(system.mails[1]?.text).toContain('Night shelter at Example Street');
  expect(system.mails[1]?.text).toContain('Winding-up order made');
  for (const fact of RECORDED) expect(system.mails[1]?.text).toContain(fact);
  expect(system.mails[0]?.text).not.toContain('Night shelter');

  const web = openDatabase(system.database.webUrl, { role: 'tocsin_web', max: 1 });
  closing.push(() => web.destroy());
  const seenBy = async (council: string) =>
    asCouncil(web, council, async (trx) => {
      const seen: Record<string, string> = {};
      for (const table of privateTables) {
        seen[table] = (await seenTexts(trx, table)).join('\n');
      }
      return seen;
    });
  const [own, others] = [await seenBy(councilA.gss), await seenBy(councilB.gss)];
  expect(own['register_line']).toContain('Night shelter');
  expect(others['register_line']).toBe('');
  expect(others['register_upload']).toBe('');
  expect(others['alert']).not.toBe('');
  for (const text of Object.values(others)) {
    expect(text).not.toContain('Night shelter');
    expect(text).not.toContain(councilA.gss);
  }
  const again = await runVerb(system, 'register', '--council', councilA.gss, '--file', file);
  expect(again.report).toMatchObject({ duplicate: true });
  expect(system.mails).toHaveLength(2);

  const fewer = path.join(folder, 'fewer.csv');
  writeFileSync(fewer, 'Supplier,Title,Firm key\nExample Stationers Ltd,Paper,99000002\n');
  const hand = ['register', '--council', councilA.gss, '--file', fewer];
  const refused = await runVerb(system, ...hand);
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toMatch(
    /headings that are not read: Firm key[\s\S]*Nothing was saved[\s\S]*ties 2 suppliers, this file would tie 0[\s\S]*Example Stationers Ltd \(without its number\)[\s\S]*--accept-fewer/,
  );
  expect((await seenBy(councilA.gss))['register_line']).not.toContain('fewer.csv');
  expect((await runVerb(system, ...hand, '--accept-fewer')).report).toMatchObject({
    lines: 1,
    duplicate: false,
  });
});

test('the same file is taken in again when more of it is understood than before, and only then', async () => {
  const system = await startSystem();
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  const line = {
    row: 2,
    supplierName: 'Example Stationers Ltd',
    printedRef: null,
    ref: null,
    title: 'Paper',
    valuePence: null,
    vat: 'unknown',
    startsOn: null,
    endsOn: null,
    criticality: 'unknown',
    owner: null,
    service: null,
    regime: 'unknown',
  } as const;
  const hand = (details: Readonly<Record<string, unknown>>) =>
    system.db.transaction().execute((trx) =>
      saveRegister(trx, {
        council: councilA.gss,
        fileName: 'contracts.csv',
        sha256: 'a'.repeat(64),
        uploadedBy: 'officer',
        columns: null,
        lines: [{ ...line, details }],
      }),
    );
  const breaks = { exitPlan: true, breaksOn: ['2027-03-31'] };
  const first = await hand({ exitPlan: true });
  expect(await hand({ exitPlan: true })).toBeNull();
  const second = await hand(breaks);
  expect([first === null, second === null, first === second]).toEqual([false, false, false]);
  expect(await hand(breaks)).toBeNull();
});
