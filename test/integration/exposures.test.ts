import { countCoverage, findExposures, openDatabase, rankSuppliers, type CouncilExposure } from '@tocsin/db';
import { afterEach, expect, test } from 'vitest';
import { findNationalView } from '../../services/web/src/national-view.ts';
import { findOurExposure } from '../../services/web/src/our-exposure.ts';
import { saveController } from '../support/group-seed.ts';
import { expectPublicPartsNational } from '../support/national-sums.ts';
import { councilA, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';
import { watchAt } from '../support/watch.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function newSystem(): Promise<System> {
  const system = await startSystem();
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  return system;
}

const award = { id: '990001', buyer: councilA.name, supplier: 'Example Care Homes Ltd', number: '99000001' };
const petition = {
  company: 'EXAMPLE CARE HOMES LTD',
  number: '99000001',
  id: '9900001',
  code: '2450',
  published: '2026-11-20',
};

async function exposuresOf(system: System, number: string): Promise<readonly CouncilExposure[]> {
  const { supplier_id } = await system.db
    .selectFrom('supplier_ref')
    .select('supplier_id')
    .where('kept_as', '=', number)
    .executeTakeFirstOrThrow();
  return findExposures(system.db, supplier_id, TODAY);
}

test('a contract that both services publish counts once everywhere, with the reason why', async () => {
  const system = await newSystem();
  const release = awardRelease(award);
  await system.ingest('find-a-tender', releasePage('page-1', release));
  await system.ingest('contracts-finder', releasePage('page-2', { ...release, ocid: 'ocds-b5fd17-990001' }));
  await system.ingest('gazette-insolvency', noticePage(petition));
  const [only, ...others] = await exposuresOf(system, award.number);
  expect(others).toEqual([]);
  expect(only?.exposure.contracts).toMatchObject([
    {
      ref: 'award:ocds-h6vhtk-990001/1',
      joined: [
        {
          ref: 'award:ocds-b5fd17-990001/1',
          reason: 'Same council and supplier, same title, same start date, same end date, same value',
        },
      ],
    },
  ]);
  const [web, national] = [
    openDatabase(system.database.webUrl, { role: 'tocsin_web', max: 2 }),
    openDatabase(system.database.nationalUrl, { role: 'tocsin_national', max: 1 }),
  ];
  closing.push(
    () => web.destroy(),
    () => national.destroy(),
  );
  const ours = await findOurExposure(web, councilA.gss, TODAY, watchAt(`${TODAY}T12:00:00Z`));
  expect(ours.totals).toMatchObject({ contracts: 1, value: { net: 271_000_000, unknown: 0 } });
  expect(ours.held[0]?.contract.joined).toHaveLength(1);
  expect(ours.coverage.lines.reduce((sum, { contracts }) => sum + contracts, 0)).toBe(1);
  const view = await findNationalView(national, TODAY, watchAt(`${TODAY}T12:00:00Z`));
  expect(view.atRisk.totals).toMatchObject({ contracts: 1, value: { net: 271_000_000, unknown: 0 } });
  await countCoverage(system.db, councilA.gss, TODAY, watchAt(`${TODAY}T12:00:00Z`));
  const everywhere = { region: null, type: null, category: null, service: null, level: null, month: null };
  const ranked = await rankSuppliers(
    national,
    { ...everywhere, order: 'contracts' },
    { limit: 5, offset: 0 },
  );
  expect(ranked).toMatchObject({
    inAll: 1,
    suppliers: [{ councilsByContract: 1, councilsBySpend: 0, contracts: 1 }],
  });
  expect(ranked.suppliers[0]?.valueLeft).toEqual(view.atRisk.totals.valueLeft);
  expect(await expectPublicPartsNational(system, TODAY)).toBe(1);
  expect(system.mails[0]?.text).toContain('Same contract as');
});

test('a council hears of a petition against the parent of its supplier, with the chain, and nothing is added up', async () => {
  const system = await newSystem();
  await system.ingest(
    'find-a-tender',
    releasePage(
      'page-1',
      awardRelease({ ...award, supplier: 'Example Homes North Ltd', number: '99000002' }),
    ),
  );
  await saveController(system.db, '99000002', { name: 'Example Care Homes Ltd', number: '99000001' });
  await system.settled();
  await system.ingest('gazette-insolvency', noticePage(petition));
  const [exposed] = await exposuresOf(system, award.number);
  expect(exposed).toMatchObject({ onRecord: true, exposure: { basis: 'group', contracts: [] } });
  expect(exposed?.exposure.throughGroup).toMatchObject([
    { via: { relation: 'subsidiary', chain: ['Example Homes North Ltd', 'EXAMPLE CARE HOMES LTD'] } },
  ]);
  const told = system.mails.filter(({ subject }) => subject.startsWith('EXAMPLE CARE HOMES LTD'));
  expect(told.map(({ to }) => to)).toEqual([officerOf(councilA.gss)]);
  expect(told[0]?.subject).toContain('(through its group)');
  expect(told[0]?.text).toContain('Example Homes North Ltd → EXAMPLE CARE HOMES LTD');
  expect(told[0]?.text).toContain('They are not counted above.');
});

test('a council hears of a petition against a subcontractor that the notice of its contract names', async () => {
  const system = await newSystem();
  const release = awardRelease({ ...award, supplier: 'Example Builders Ltd', number: '99000002' });
  const cleaner = { id: 'GB-COH-99000001', name: 'Example Care Homes Ltd', roles: ['subcontractor'] };
  await system.ingest(
    'find-a-tender',
    releasePage('page-1', { ...release, parties: [...release.parties, cleaner] }),
  );
  await system.ingest('gazette-insolvency', noticePage(petition));
  const [exposed] = await exposuresOf(system, award.number);
  expect(exposed?.exposure).toMatchObject({
    basis: 'group',
    contracts: [],
    throughGroup: [
      { via: { relation: 'subcontractor', chain: ['Example Builders Ltd', 'Example Care Homes Ltd'] } },
    ],
  });
  expect(system.mails).toHaveLength(1);
  expect(system.mails[0]?.text).toContain('As a subcontractor');
});

test('a direct award that is only announced meets a supplier at risk: its own alert, and no exposure yet', async () => {
  const system = await newSystem();
  await system.ingest('gazette-insolvency', noticePage(petition));
  const release = awardRelease(award);
  const announced = { ...release, awards: release.awards.map((one) => ({ ...one, status: 'pending' })) };
  await system.ingest('find-a-tender', releasePage('page-1', announced));
  const alerts = () =>
    system.db.selectFrom('alert').select(['kind', 'title', 'cause']).orderBy('nth').execute();
  expect(await alerts()).toEqual([
    {
      kind: 'award-gate',
      title: 'Tender with a supplier at risk',
      cause: 'award-gate:award:ocds-h6vhtk-990001/1',
    },
  ]);
  expect(system.mails[0]?.subject).toContain('tender with a supplier at risk (1 contract announced)');
  expect(system.mails[0]?.text).toContain('Announced and not placed yet');
  const [exposed] = await exposuresOf(system, award.number);
  expect(exposed).toMatchObject({ exposed: false, exposure: { contracts: [] } });

  await system.ingest(
    'find-a-tender',
    releasePage('page-2', { ...release, id: '990002-2026', date: '2026-11-22T10:00:00Z' }),
  );
  expect((await alerts()).map(({ kind }) => kind)).toEqual(['award-gate', 'formal']);
});

test('amendments fold the same whatever order they arrive in, and a termination ends the exposure', async () => {
  const later = {
    ...awardRelease(award),
    id: '990002-2026',
    date: '2026-08-03T10:00:00Z',
    tag: ['contractAmendment'],
  };
  const change = {
    ...later,
    awards: [{ id: '1', amendments: [{ id: '990002-2026' }] }],
    contracts: [{ id: '1', awardID: '1', period: { endDate: '2031-06-30' } }],
  };
  const end = {
    ...later,
    id: '990003-2026',
    date: '2026-09-03T10:00:00Z',
    tag: ['contractTermination'],
    awards: [],
    contracts: [{ id: '1', awardID: '1', status: 'terminated' }],
  };
  const ends: unknown[] = [];
  for (const order of [
    [awardRelease(award), change],
    [change, awardRelease(award)],
    [end, change, awardRelease(award)],
  ]) {
    const system = await newSystem();
    for (const [at, release] of order.entries())
      await system.ingest('find-a-tender', releasePage(`page-${at}`, release));
    const exposures = await exposuresOf(system, award.number);
    ends.push(exposures.map(({ exposure }) => exposure.contracts[0]?.endsOn));
  }
  expect(ends).toEqual([['2031-06-30'], ['2031-06-30'], []]);
});

test('a buyer is a council by its register code, else by its exact name; any other is no English council', async () => {
  const system = await newSystem();
  await system.db.updateTable('council').set({ la_code: 'EXA' }).where('gss', '=', councilA.gss).execute();
  const bought = (id: string, buyer: string, buyerId: string) => {
    const release = awardRelease({ ...award, id, buyer });
    return {
      ...release,
      buyer: { id: buyerId, name: buyer },
      parties: release.parties.map((party) =>
        party.roles.includes('buyer') ? { ...party, id: buyerId } : party,
      ),
    };
  };
  await system.ingest(
    'contracts-finder',
    releasePage(
      'page-1',
      bought('990011', 'Exampleshire Procurement', 'GB-LAE-EXA'),
      bought('990012', 'THE EXAMPLE COUNTY COUNCIL', 'GB-CFS-1'),
      bought('990013', 'Example County Council Pension Fund', 'GB-CFS-1'),
    ),
  );
  const buyers = await system.db
    .selectFrom('award_buyer')
    .select(['name', 'council'])
    .orderBy('award_id')
    .execute();
  expect(buyers).toEqual([
    { name: 'Exampleshire Procurement', council: councilA.gss },
    { name: 'THE EXAMPLE COUNTY COUNCIL', council: councilA.gss },
    { name: 'Example County Council Pension Fund', council: null },
  ]);
});
