import { asCouncil, decideMatch, enqueue, noteTrouble, printedOf, undoRegister } from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import { printedText } from '@tocsin/matching';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPages } from '../support/pages-app.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { casesOf } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';
import { handInRegister, handInSpend, lookAt, readAll, readAs, toldApart } from '../support/told-apart.ts';

// What a council could learn of a number by handing it in itself: of one that another follows, what it learns of one that
// nobody does.

const councilC = { gss: 'E07000903', name: 'Third District Council' };
/** Whom council A follows in its own register, and whom nobody does. */
const followed = { number: '99000031', name: 'EXAMPLE HERONSGATE LTD' };
const nobodys = { number: '99000032', name: 'EXAMPLE KINGFISHER LTD' };
const both = [followed, nobodys];
/** A name of which only the register of companies tells, and it only whoever asks. */
const former = { name: 'EXAMPLE PLOVERHURST LTD', effective_from: '2001-02-03', ceased_on: '2010-01-01' };
const about = { companies: both, searches: [former.name] };
const pair = [[followed, nobodys]] as const;

let system: System;
let pages: Awaited<ReturnType<typeof openPages>>;

beforeAll(async () => {
  system = await startSystem();
  await saveTestCouncils(system.db, { councils: [councilA, councilB, councilC] });
  pages = await openPages(system.database, TODAY);
  await handInRegister(system, councilA.gss, [followed], '2026-11-02T09:00:00Z');
  const before = { company_status_detail: 'active-proposal-to-strike-off', previous_company_names: [former] };
  await lookAt(system, followed, '2026-11-10T12:00:00.000Z', before);
  await system.ingest(
    'companies-house-company',
    casesOf(followed.number, 'in-administration', '2026-11-05', '2026-11-10T12:00:00.000Z'),
  );
  await lookAt(system, followed, '2026-11-12T12:00:00.000Z', before);
  await system.db.transaction().execute((trx) =>
    noteTrouble(trx, {
      source: 'companies-house-company',
      item: `company/${followed.number}/officers`,
      reason: 'no answer',
      hides: false,
      at: '2026-11-12T12:00:00.000Z',
      later: () => '2026-11-13T12:00:00.000Z',
    }),
  );
});
afterAll(async () => {
  await pages.stop();
  await system.stop();
});

test('the council that follows it reads what was seen of it', async () => {
  const page = await readAs(pages, councilA.gss, `/suppliers/${followed.number}`);
  expect(page).toMatch(/in administration/i);
  expect(page).toMatch(/seen by us 10 November/);
  expect(await readAs(pages, councilA.gss, '/suppliers?q=ploverhurst')).toContain(followed.name);
});

test('to hand it in tells of it what it tells of one that nobody followed, until both are looked at, and then', async () => {
  const upload = await handInRegister(system, councilB.gss, both, '2026-11-20T09:00:00Z');
  const handedIn = await readAll(pages, councilB.gss, about);
  expect(toldApart(handedIn, pair)).toEqual([]);
  const page = `/suppliers/${followed.number}`;
  expect(handedIn.get(page)).toMatch(/^200/);
  expect(handedIn.get(page)).not.toMatch(
    /PLOVERHURST|case on the companies register: in administration|1[02] November 2026/,
  );

  for (const one of both) await lookAt(system, one, '2026-11-21T12:00:00.000Z');
  const lookedAt = await readAll(pages, councilB.gss, about);
  expect(toldApart(lookedAt, pair)).toEqual([]);
  expect(lookedAt.get(page)).toContain('21 November');
  expect(lookedAt.get(page)).not.toMatch(
    /PLOVERHURST|case on the companies register: in administration|1[02] November 2026/,
  );

  await asCouncil(system.db, councilB.gss, (trx) => undoRegister(trx, councilB.gss, upload, 'officer'));
  await system.settled();
  const undone = await readAll(pages, councilB.gss, about);
  expect(toldApart(undone, pair)).toEqual([]);
  expect(undone.get(page)).toMatch(/^404/);

  await handInRegister(system, councilB.gss, both, '2026-11-22T09:00:00Z');
  const again = await readAll(pages, councilB.gss, about);
  expect(toldApart(again, pair)).toEqual([]);
  expect(again.get(page)).not.toMatch(/21 November/);
});

test('so does a spending file that is not published', async () => {
  await handInSpend(system, councilC.gss, both);
  const handedIn = await readAll(pages, councilC.gss, about);
  expect(toldApart(handedIn, pair)).toEqual([]);
  expect(handedIn.get(`/suppliers/${followed.number}`)).toMatch(/^200/);
  expect(handedIn.get(`/suppliers/${followed.number}`)).not.toMatch(/PLOVERHURST|administration/);
});

test('the council that knew it before reads of it what it read', async () => {
  const page = await readAs(pages, councilA.gss, `/suppliers/${followed.number}`);
  expect(page).toMatch(/in administration/i);
  expect(page).toMatch(/seen by us 10 November/);
});

test('whom another council followed until it said that it meant another is told as one that nobody followed', async () => {
  const left = { number: '99000033', name: 'EXAMPLE LAPWINGTHORPE LTD' };
  const upload = await handInRegister(system, councilA.gss, [followed, left], '2026-11-03T09:00:00Z');
  await lookAt(system, left, '2026-11-10T12:00:00.000Z', { previous_company_names: [former] });
  const opened = casesOf(left.number, 'in-administration', '2026-11-05', '2026-11-10T12:00:00.000Z');
  await system.ingest('companies-house-company', opened);
  const told = /PLOVERHURST|case on the companies register: in administration|10 November 2026/;
  expect(await readAs(pages, councilA.gss, `/suppliers/${left.number}`)).toMatch(told);

  const printed = { postcode: null, scheme: 'GB-COH', ref: left.number, printed_ref: left.number };
  await system.db.transaction().execute(async (trx) => {
    await decideMatch(trx, {
      council: councilA.gss,
      subject: { printedText: printedText(printedOf({ name: left.name, ...printed })) },
      verdict: 'company',
      number: CompanyNumber.parse('99000034'),
      reason: 'papers',
      note: null,
      by: 'officer',
    });
    await enqueue(trx, 'match', { v: 1, of: 'register', uploadId: upload });
  });
  await system.settled();

  await handInRegister(system, councilB.gss, [left], '2026-11-23T09:00:00Z');
  const page = await readAs(pages, councilB.gss, `/suppliers/${left.number}`);
  expect(page).toMatch(/^200/);
  expect(page).not.toMatch(told);
});
