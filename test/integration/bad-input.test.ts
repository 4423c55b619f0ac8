import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runVerb } from '../support/system-cli.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, profileOf } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-bad-input-'));
let system: System;
beforeAll(async () => {
  system = await startSystem();
  await saveTestCouncils(system.db);
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

function folderOf(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  const place = path.join(folder, name);
  mkdirSync(place);
  for (const [file, content] of Object.entries(files)) writeFileSync(path.join(place, file), content);
  return place;
}

/** On the system's day, not on that of whoever runs this: what is retrieved later is not known yet. */
function handIn(source: string, from: string) {
  return runVerb(system, 'ingest', source, '--from', from, '--retrieved-at', `${TODAY}T12:00:00Z`);
}

const page = (...releases: readonly unknown[]) => JSON.stringify({ version: '1.1', releases });
const about = { buyer: councilA.name, supplier: 'Example Catering Ltd' };

test('each bad document and release has its named outcome, nothing else is lost, and the run goes on', async () => {
  const { parties: _, ...nobody } = awardRelease({ ...about, id: '990003', number: '99000003' });
  const whole = page(awardRelease({ ...about, id: '990001', number: '99000001' }));
  const from = folderOf('find-a-tender', {
    '1-cut-short.json': whole.slice(0, 400),
    '2-error-page.json': '<!DOCTYPE html><html><head><title>Service unavailable</title></head><body/></html>',
    '3-nothing.json': '',
    '4-empty-feed.json': page(),
    '5-mixed.json': page(
      nobody,
      awardRelease({ ...about, id: '990004', supplier: 'Seven Digits Ltd', number: '9000004' }),
      awardRelease({ ...about, id: '990005', supplier: 'Nine Digits Ltd', number: '990000005' }),
    ),
    '6-good.json': whole,
  });
  const { code, report } = await handIn('find-a-tender', from);
  expect(code).toBe(0);
  expect(report).toEqual({
    source: 'find-a-tender',
    documents: 6,
    items: 7,
    observations: 3,
    recorded: 3,
    duplicates: 0,
    ignored: {},
    refused: [
      {
        document: '1-cut-short.json',
        item: 'document',
        reason: 'broken JSON of 400 characters: it may have been cut short',
      },
      {
        document: '2-error-page.json',
        item: 'document',
        reason: 'a page instead of JSON (“Service unavailable”): the publisher may be down',
      },
      { document: '3-nothing.json', item: 'document', reason: 'an empty answer instead of JSON' },
      { document: '5-mixed.json', item: '990003-2026', reason: 'parties: none, so nobody is named' },
    ],
  });
  const mentions = await system.db.selectFrom('mention').selectAll().orderBy('name').execute();
  expect(mentions.map(({ name, ref, outcome, reason }) => ({ name, ref, outcome, reason }))).toMatchObject([
    { name: 'Example Catering Ltd', ref: '99000001', outcome: 'matched' },
    {
      name: 'Nine Digits Ltd',
      ref: null,
      outcome: 'none',
      reason: expect.stringContaining('a number is printed that could not be read: “990000005”'),
    },
    { name: 'Seven Digits Ltd', ref: '09000004', outcome: 'matched' },
  ]);
  expect(await system.deadLetters()).toEqual([]);
});

test('a notice of an unknown code is refused by that name and the others are read', async () => {
  const notice = { company: 'EXAMPLE CATERING LTD', number: '99000001', published: '2026-11-20' };
  const from = folderOf('gazette-insolvency', {
    'unknown.html': noticePage({ ...notice, id: '9900010', code: '2499' }).body,
    'empty-search.json': '{"f:total":"0","entry":null,"link":[]}',
    'error.html': '<html><head><title>Error 500</title></head><body></body></html>',
    'petition.html': noticePage({ ...notice, id: '9900011', code: '2450' }).body,
  });
  const { report } = await handIn('gazette-insolvency', from);
  expect(report).toMatchObject({
    documents: 4,
    items: 4,
    recorded: 2,
    refused: [
      { document: 'error.html', item: 'document', reason: 'a page that is no notice (“Error 500”)' },
      {
        document: 'unknown.html',
        item: '9900010 (its kind)',
        reason: 'notice code 2499 is not known: add it to noticeCodes',
      },
    ],
  });
});

test('a company number of seven digits is the one with its zero, one of nine digits is refused by name', async () => {
  const from = folderOf('companies-house-company', {
    'seven.json': profileOf('9000004', 'SEVEN DIGITS LTD').body,
    'nine.json': profileOf('990000005', 'NINE DIGITS LTD').body,
  });
  const { report } = await handIn('companies-house-company', from);
  expect(report).toMatchObject({
    documents: 2,
    items: 2,
    recorded: 1,
    refused: [{ document: 'nine.json', reason: 'company_number: “990000005” is not a company number' }],
  });
  const { name } = await system.db
    .selectFrom('supplier')
    .innerJoin('supplier_ref', 'supplier_id', 'supplier.id')
    .select('name')
    .where('ref', '=', '09000004')
    .executeTakeFirstOrThrow();
  expect(name).toBe('SEVEN DIGITS LTD');
});

test('accounts that attack their reader are refused with the reason each, and the answer after them is recorded', async () => {
  const inline = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL">';
  const doctype = (entity: string) => `<!DOCTYPE html [<!ENTITY ${entity}>]>${inline}&x;</html>`;
  const attacks = {
    'Prod223_0001_09000006_20250331.html': doctype('y "ha"><!ENTITY x "&y;&y;&y;&y;&y;&y;&y;&y;&y;&y;"'),
    'Prod223_0002_09000006_20250331.html': doctype('x SYSTEM "file:///etc/hostname"'),
    'Prod223_0003_09000006_20250331.html': inline + '<p>'.repeat(200_000),
  };
  const from = folderOf('attacks', {
    ...attacks,
    'then.json': profileOf('09000006', 'STILL READ LTD').body,
  });
  const { report, code } = await handIn('companies-house-company', from);
  const reasons = [
    'not accepted: a document type declaration of its own',
    'not accepted: a document type declaration of its own',
    'over the limit: depth 200',
  ];
  expect({ report, code }).toMatchObject({
    code: 0,
    report: {
      documents: 4,
      recorded: 1,
      refused: Object.keys(attacks).map((document, at) => ({ document, reason: reasons[at] })),
    },
  });
});
