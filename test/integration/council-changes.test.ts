import { dayAfter } from '@tocsin/domain';
import {
  allocate,
  asCouncil,
  findAllocations,
  findDueForReview,
  findExposures,
  findHeldContracts,
  findSplitCouncils,
  openDatabase,
  saveCouncils,
  undoAllocation,
  type Db,
} from '@tocsin/db';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { findNationalView } from '../../services/web/src/national-view.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';
import { watchAt } from '../support/watch.ts';

/** The county (A) is split between East and West; the borough (B) passes to West whole. */
const east = { gss: 'E06000911', name: 'East Example Council' };
const west = { gss: 'E06000912', name: 'West Example Council' };
const about = { type: 'Unitary authority', region: 'South West', county_gss: null, alt_names: [] };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function systemOf(lastDay: string): Promise<System> {
  const system = await startSystem();
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  const vesting = dayAfter(lastDay);
  const ends = { ...about, starts_on: null, ends_on: lastDay };
  const begins = { ...about, starts_on: vesting, ends_on: null, replaced_by: [] };
  await system.db.transaction().execute((trx) =>
    saveCouncils(trx, [
      { ...councilA, ...ends, replaced_by: [east.gss, west.gss] },
      { ...councilB, ...ends, replaced_by: [west.gss] },
      { ...east, ...begins },
      { ...west, ...begins },
    ]),
  );
  await system.ingest(
    'find-a-tender',
    releasePage(
      'page-1',
      awardRelease(ofCounty),
      awardRelease({ ...ofCounty, id: '990002', buyer: councilB.name }),
    ),
  );
  return system;
}

const ofCounty = {
  id: '990001',
  buyer: councilA.name,
  supplier: 'Example Care Homes Ltd',
  number: '99000001',
};
const petition = {
  company: 'EXAMPLE CARE HOMES LTD',
  number: '99000001',
  id: '9900001',
  code: '2450',
  published: '2026-11-20',
};
const countyRef = 'award:ocds-h6vhtk-990001/1';

async function exposed(db: Db, asOf = TODAY) {
  const supplier = await db.selectFrom('supplier').select('id').executeTakeFirstOrThrow();
  const found = await findExposures(db, supplier.id, asOf);
  return Object.fromEntries(
    found.map(({ exposure }) => [
      exposure.council,
      exposure.contracts.map(({ ref, awaiting, placedBy }) =>
        [ref === countyRef ? 'county' : 'borough', placedBy?.name, awaiting ? 'awaiting' : 'held'].join(' '),
      ),
    ]),
  );
}

test('until vesting day the old councils are told, and what they placed is theirs', async () => {
  const system = await systemOf('2026-11-23');
  await system.ingest('gazette-insolvency', noticePage(petition));
  expect(await exposed(system.db)).toEqual({
    [councilA.gss]: ['county  held'],
    [councilB.gss]: ['borough  held'],
  });
  expect(system.mails.map(({ to }) => to).sort()).toEqual([officerOf(councilB.gss), officerOf(councilA.gss)]);
});

test('from vesting day the successors are told: of a whole transfer its one, of a split council each', async () => {
  const system = await systemOf('2026-11-22');
  await system.ingest('gazette-insolvency', noticePage(petition));
  expect(await exposed(system.db)).toEqual({
    [east.gss]: [`county ${councilA.name} awaiting`],
    [west.gss]: [`county ${councilA.name} awaiting`, `borough ${councilB.name} held`],
  });
  expect(await exposed(system.db, '2026-11-22')).toHaveProperty(councilA.gss);
  const alerts = await system.db.selectFrom('alert').select('council').orderBy('council').execute();
  expect(alerts.map(({ council }) => council)).toEqual([east.gss, west.gss]);
  // Neither successor has named anybody yet: those whom the old councils had named are told.
  expect(system.mails.map(({ to }) => to).sort()).toEqual(
    [officerOf(councilA.gss), officerOf(councilA.gss), officerOf(councilB.gss)].sort(),
  );
  const [mail] = system.mails;
  expect(mail?.text).toContain('Awaiting allocation');
  expect(mail?.text).toContain(`between ${east.name} and ${west.name}`);
});

test('a supplier that stood badly before vesting day is assessed again on it, so that successors hear', async () => {
  const system = await systemOf('2026-11-23');
  await system.ingest('gazette-insolvency', noticePage(petition));
  const supplier = await system.db.selectFrom('supplier').select('id').executeTakeFirstOrThrow();
  await system.db.updateTable('current_assessment').set({ review_on: null }).execute();
  expect(await findDueForReview(system.db, '2026-11-23')).toEqual([]);
  expect(await findDueForReview(system.db, '2026-11-24')).toEqual([supplier.id]);
});

test('an allocation hands a contract to one successor, for everybody and with its reason, until it is taken back', async () => {
  const system = await systemOf('2026-11-22');
  const web = openDatabase(system.database.webUrl, { role: 'tocsin_web', max: 2 });
  closing.push(() => web.destroy());
  const who = { by: 'Head of commissioning', actingFor: west.gss };
  const given = {
    council: councilA.gss,
    contractRef: countyRef,
    successor: east.gss,
    reason: 'The homes are there',
  };
  await asCouncil(web, west.gss, async (trx) => {
    expect(await allocate(trx, { ...given, ...who })).toBe(true);
    expect(await allocate(trx, { ...given, ...who, successor: west.gss })).toBe(false);
  });
  expect(await exposed(system.db)).toEqual({
    [east.gss]: [`county ${councilA.name} held`],
    [west.gss]: [`borough ${councilB.name} held`],
  });
  const [split] = await findSplitCouncils(web, east.gss, TODAY);
  expect(split?.awaiting).toEqual([]);
  expect(split?.allocated).toMatchObject([
    { title: 'Residential care', by: who.by, reason: given.reason, successor: east.gss },
  ]);
  await expect(
    asCouncil(web, councilB.gss, (trx) => allocate(trx, { ...given, ...who, contractRef: 'award:other' })),
  ).rejects.toThrow(/row-level security/);
  expect(await asCouncil(web, councilB.gss, (trx) => findAllocations(trx))).toEqual([]);
  const id = split?.allocated[0]?.id ?? '';
  await asCouncil(web, east.gss, (trx) =>
    undoAllocation(trx, {
      council: councilA.gss,
      id,
      reason: 'Wrong home',
      by: 'Lawyer',
      actingFor: east.gss,
    }),
  );
  expect(await exposed(system.db)).toHaveProperty(west.gss, [
    `county ${councilA.name} awaiting`,
    `borough ${councilB.name} held`,
  ]);
  const history = await asCouncil(web, councilA.gss, (trx) => findAllocations(trx));
  expect(history).toMatchObject([{ undone_by: 'Lawyer', undone_reason: 'Wrong home' }]);
});

test('the private register passes with the council, and only from vesting day', async () => {
  for (const [lastDay, titles] of [
    ['2026-11-23', []],
    ['2026-11-22', ['Night shelter']],
  ] as const) {
    const system = await systemOf(lastDay);
    await sql`with upload as (insert into register_upload (council, file_name, sha256, line_count, uploaded_by)
        values (${councilB.gss}, 'contracts.csv', 'a', 1, 'officer') returning id)
      insert into register_line (upload_id, council, row, supplier_name, title)
        select id, ${councilB.gss}, 2, 'Example Shelters', 'Night shelter' from upload`.execute(system.db);
    const web = openDatabase(system.database.webUrl, { role: 'tocsin_web', max: 1 });
    closing.push(() => web.destroy());
    const { contracts } = await findHeldContracts(web, west.gss, TODAY);
    const own = contracts.filter(({ contract }) => contract.origin === 'register');
    expect(own.map(({ contract }) => contract.title)).toEqual(titles);
  }
});

test('nationally a contract that awaits allocation counts once, under the council that was split', async () => {
  const system = await systemOf('2026-11-22');
  await system.ingest('gazette-insolvency', noticePage(petition));
  const national = openDatabase(system.database.nationalUrl, { role: 'tocsin_national', max: 1 });
  closing.push(() => national.destroy());
  const view = await findNationalView(national, TODAY, watchAt(`${TODAY}T12:00:00Z`));
  expect(view.atRisk).toMatchObject({ councils: 2, totals: { contracts: 2 } });
  expect(view.byCouncil.map(({ council }) => council.gss).sort()).toEqual([west.gss, councilA.gss].sort());
});
