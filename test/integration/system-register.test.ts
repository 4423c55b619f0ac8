import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { asCouncil, openDatabase, privateTables } from '@tocsin/db';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { runVerb } from '../support/system-cli.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';
import { startSystem } from '../support/system.ts';

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
const REGISTER = `supplier,company number,title,value,start,end,critical,owner
Example Care Homes Limited,99000001,Night shelter at Example Street,120000,2026-01-01,2027-12-31,yes,Head of Housing
Example Stationers Ltd,99000002,Paper,1000,2026-01-01,2027-12-31,no,
`;

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
  expect({ report, code }).toEqual({
    code: 0,
    report: { council: councilA.gss, lines: 2, matched: 2, duplicate: false, errors: [] },
  });
  expect(system.mails.map(({ to }) => to)).toEqual([officerOf(councilB.gss), officerOf(councilA.gss)]);
  expect(system.mails[1]?.text).toContain('Night shelter at Example Street');
  expect(system.mails[1]?.text).toContain('Winding-up order made');
  expect(system.mails[0]?.text).not.toContain('Night shelter');

  const web = openDatabase(system.database.webUrl, { role: 'tocsin_web', max: 1 });
  closing.push(() => web.destroy());
  const seenBy = async (council: string) =>
    asCouncil(web, council, async (trx) => {
      const seen: Record<string, string> = {};
      for (const table of privateTables) {
        const { rows } = await sql<{
          text: string;
        }>`select ${sql.table(table)}::text as text from ${sql.table(table)}`.execute(trx);
        seen[table] = rows.map(({ text }) => text).join('\n');
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
});
