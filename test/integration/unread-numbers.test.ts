import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { asCouncil, findHeldContracts, findRegisterUploads, findUnmatchedLines, openFor } from '@tocsin/db';
import { afterAll, afterEach, expect, test } from 'vitest';
import { runVerb } from '../support/system-cli.ts';
import { councilA, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { noticePage } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';

const TODAY = '2026-11-26';
const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-unread-numbers-'));
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

async function handIn(system: System, ...lines: readonly string[]): Promise<void> {
  const file = path.join(folder, 'contracts.csv');
  const body = lines.map((line) => `${line},School meals,980000,2024-09-01,2027-08-31`);
  writeFileSync(file, ['supplier,company number,title,value,start,end', ...body, ''].join('\n'));
  await runVerb(system, 'register', '--council', councilA.gss, '--file', file);
  await system.settled();
}

async function administratorsAt(system: System, company: string, number: string): Promise<void> {
  const notice = { id: '9900203', code: '2410', company, number, published: '2026-11-23T09:30:00' };
  await system.ingest('gazette-insolvency', noticePage(notice));
}

async function untied({ db }: System) {
  return asCouncil(db, councilA.gss, async (trx) => {
    const [upload] = await findRegisterUploads(trx, 1);
    return findUnmatchedLines(trx, upload?.id ?? '', 9);
  });
}

test.each(['before', 'after'])(
  'a register handed in %s the notice of one of two numbers in a cell has its council told, with the doubt',
  async (handedIn) => {
    const system = await systemWithCouncils();
    const line = 'Messy Meals Ltd / Messy Catering Ltd,99100006 / 99100007';
    if (handedIn === 'before') await handIn(system, line);
    await administratorsAt(system, 'MESSY MEALS LTD', '99100006');
    if (handedIn === 'after') await handIn(system, line);
    expect(system.mails.map(({ to }) => to)).toEqual([officerOf(councilA.gss)]);
    const [mail] = system.mails;
    expect(mail?.text).toContain('School meals');
    expect(mail?.text).toContain(
      'a number is printed that could not be read: “99100006 / 99100007”; it holds the company numbers 99100006 and 99100007: say which is meant',
    );
    expect(await untied(system)).toMatchObject([{ printedRef: 'GB-COH-99100006 / 99100007' }]);
  },
);

test('a number that could not be read is said to be there, on every line and in every contract that prints it', async () => {
  const system = await systemWithCouncils();
  await handIn(system, 'Messy Bridges Ltd,991', 'Kent Trading Ltd,GB 991 000 25');
  const lines = await untied(system);
  for (const { matchReason } of lines) {
    expect(matchReason).toContain('a number is printed that could not be read: “');
    expect(matchReason).not.toContain('no company number is printed');
  }
  const web = openFor('pages', system.database.adminUrl, { max: 1 });
  closing.push(() => web.destroy());
  const { contracts } = await findHeldContracts(web, councilA.gss, TODAY);
  const unread = contracts.flatMap(({ suppliers }) => suppliers.map((one) => one.unreadNumber));
  expect(new Set(unread)).toEqual(new Set(['991', 'GB 991 000 25']));
});

test('a number whose zeros were lost beside a charity’s name ties nobody, and beside a firm’s that is said', async () => {
  const system = await systemWithCouncils();
  await handIn(system, 'Messy Charity,1099999', 'Messy Vehicles Ltd,9910011');
  const { rows } = {
    rows: await system.db.selectFrom('register_line').selectAll().orderBy('row').execute(),
  };
  expect(
    rows.map(({ ref, match_outcome, supplier_id }) => [ref, match_outcome, supplier_id !== null]),
  ).toEqual([
    [null, 'none', false],
    ['09910011', 'matched', true],
  ]);
  expect(rows[1]?.match_reason).toBe(
    'by the printed company number: 09910011, whose zeros are lost there; nothing is known of this number yet',
  );
  await administratorsAt(system, 'MESSY COAL LTD', '01099999');
  expect(system.mails).toEqual([]);
});
