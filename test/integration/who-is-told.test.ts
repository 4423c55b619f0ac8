import { ownDays } from '@tocsin/alerting';
import {
  asCouncil,
  findExposures,
  findFiledTurnover,
  raiseAlert,
  saveRecipient,
  type NewAlert,
} from '@tocsin/db';
import type { RiskBand } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { saveController, saveTurnover } from '../support/group-seed.ts';
import { loadSpend } from '../support/spend-files.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';

// What the database decides of who is told and of how far back: each of these once passed every test when it was wrong.

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

const company = { name: 'Example Care Homes Ltd', number: '99000001' };
const award = { id: '990001', buyer: councilA.name, supplier: company.name, number: company.number };
const petition = {
  company: 'EXAMPLE CARE HOMES LTD',
  number: company.number,
  id: '9900001',
  code: '2450',
  published: '2026-11-20',
};

const saveOfficer = ({ db }: System, address: string, levels: readonly RiskBand[]) =>
  asCouncil(db, councilA.gss, (trx) =>
    saveRecipient(trx, { council: councilA.gss, address, role: 'procurement officer', levels }),
  );
const leave = (system: System, address: string) =>
  system.db.updateTable('recipient').set({ active: false }).where('address', '=', address).execute();
const toldOf = ({ mails }: System) => mails.map(({ to }) => to).toSorted();

async function supplierOf(system: System, number: string): Promise<string> {
  const { supplier_id: id } = await system.db
    .selectFrom('supplier_ref')
    .select('supplier_id')
    .where('ref', '=', number)
    .executeTakeFirstOrThrow();
  return id;
}

test('of the officers of a council those are mailed who are still there and asked for the level, and of no other', async () => {
  const system = await newSystem();
  await saveOfficer(system, 'left@example.org', ['elevated', 'severe', 'insolvent']);
  await saveOfficer(system, 'only-insolvent@example.org', ['insolvent']);
  await leave(system, 'left@example.org');
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
  await system.ingest('gazette-insolvency', noticePage(petition));
  expect(toldOf(system)).toEqual([officerOf(councilA.gss)]);
});

test('an officer who comes back is told again, at the levels asked for now', async () => {
  const system = await newSystem();
  await saveOfficer(system, 'back@example.org', ['insolvent']);
  await leave(system, 'back@example.org');
  await saveOfficer(system, 'back@example.org', ['severe']);
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
  await system.ingest('gazette-insolvency', noticePage(petition));
  expect(toldOf(system)).toEqual(['back@example.org', officerOf(councilA.gss)].toSorted());
});

test('a council whose officers have all left is raised an alert that nobody is mailed of', async () => {
  const system = await newSystem();
  await leave(system, officerOf(councilA.gss));
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
  await system.ingest('gazette-insolvency', noticePage(petition));
  expect(await system.db.selectFrom('alert').select('council').execute()).toEqual([
    { council: councilA.gss },
  ]);
  expect(toldOf(system)).toEqual([]);
});

test('those whom a replaced council had named are told for its new successor only while they are there', async () => {
  const system = await newSystem();
  await saveOfficer(system, 'left@example.org', ['severe']);
  await saveOfficer(system, 'only-insolvent@example.org', ['insolvent']);
  await leave(system, 'left@example.org');
  await system.db
    .updateTable('council')
    .set({ ends_on: '2026-10-31', replaced_by: ['E06000911'] })
    .where('gss', '=', councilA.gss)
    .execute();
  await sql`insert into council (gss, name, type, region, starts_on)
    values ('E06000911', 'East Example Council', 'Unitary authority', 'South West', '2026-11-01')`.execute(
    system.db,
  );
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
  await system.ingest('gazette-insolvency', noticePage(petition));
  expect(await system.db.selectFrom('alert').select('council').execute()).toEqual([{ council: 'E06000911' }]);
  expect(toldOf(system)).toEqual([officerOf(councilA.gss)]);
});

test('a council hears nothing of a company that only shares a parent with its supplier', async () => {
  const system = await newSystem();
  await system.ingest(
    'find-a-tender',
    releasePage(
      'page-1',
      awardRelease({ ...award, supplier: 'Example Homes North Ltd', number: '99000002' }),
      awardRelease({ ...award, id: '990002', buyer: councilB.name }),
    ),
  );
  const parent = { name: 'Example Group Ltd', number: '99000003' };
  await saveController(system.db, '99000001', parent);
  await saveController(system.db, '99000002', parent);
  await system.settled();
  await system.ingest('gazette-insolvency', noticePage(petition));
  const exposures = await findExposures(system.db, await supplierOf(system, company.number), TODAY);
  expect(exposures.map(({ exposure }) => exposure.council)).toEqual([councilB.gss]);
  expect(toldOf(system)).toEqual([officerOf(councilB.gss)]);
});

test('a council whose supplier turns out to belong to a company that has failed is told of that company', async () => {
  const system = await newSystem();
  await system.ingest('find-a-tender', releasePage('releases.json', awardRelease(award)));
  const parent = { name: 'Example Holding Ltd', number: '99000002' };
  const appointed = { ...petition, company: 'EXAMPLE HOLDING LTD', number: parent.number, code: '2410' };
  await system.ingest('gazette-insolvency', noticePage(appointed));
  expect(toldOf(system)).toEqual([]);
  await saveController(system.db, company.number, parent);
  await system.settled();
  const alerts = await system.db.selectFrom('alert').select(['council', 'supplier_id', 'kind']).execute();
  const about = {
    council: councilA.gss,
    supplier_id: await supplierOf(system, parent.number),
    kind: 'formal',
  };
  expect(alerts).toContainEqual(about);
  expect(alerts.filter(({ supplier_id: id }) => id === about.supplier_id)).toHaveLength(1);
});

test('a council that comes to depend on the subsidiary of a failed company after others is told of that company too', async () => {
  const system = await newSystem();
  await system.ingest('find-a-tender', releasePage('releases.json', awardRelease(award)));
  const parent = { name: 'Example Holding Ltd', number: '99000002' };
  await saveController(system.db, company.number, parent);
  const appointed = { ...petition, company: 'EXAMPLE HOLDING LTD', number: parent.number, code: '2410' };
  await system.ingest('gazette-insolvency', noticePage(appointed));
  // What speaks for a subsidiary may hold it below the bands at risk.
  const subsidiary = await supplierOf(system, company.number);
  await system.db
    .updateTable('current_assessment')
    .set({ band: 'watch' })
    .where('supplier_id', '=', subsidiary)
    .execute();
  // Under a print of which nothing else is said.
  const print = 'Example Care Homes Limited';
  const later = awardRelease({ ...award, id: '990002', buyer: councilB.name, supplier: print });
  await system.ingest('find-a-tender', releasePage('later.json', later));
  const told = await system.db
    .selectFrom('alert')
    .select('council')
    .where('kind', '=', 'formal')
    .where('supplier_id', '=', await supplierOf(system, parent.number))
    .orderBy('nth')
    .execute();
  expect(told.map(({ council }) => council)).toEqual([councilA.gss, councilB.gss]);
});

test('spend is told beside that of the year before, to the day: from 24 months before the end of the files', async () => {
  const system = await newSystem();
  const paid = (day: string, net: string) => ({ day, payee: company.name, net });
  // A published contract says which number the name has.
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
  await loadSpend(system.db, councilA.gss, 'spend.csv', [
    paid('2024-10-31', '1.00'),
    paid('2024-11-01', '20.00'),
    paid('2025-01-15', '300.00'),
    paid('2025-10-31', '4000.00'),
    paid('2025-11-01', '50000.00'),
  ]);
  await loadSpend(system.db, councilA.gss, 'later.csv', [paid('2026-10-31', '600000.00')]);
  await system.settled();
  const [only] = await findExposures(system.db, await supplierOf(system, company.number), TODAY);
  expect(only?.exposure.spend).toMatchObject({
    to: '2026-10-31',
    last12Months: { net: 65_000_000 },
    previous12Months: { net: 432_000 },
  });
  expect(only?.paidLastOn).toBe('2026-10-31');
});

test('a cause is told once: raised again it makes neither an alert nor a mail', async () => {
  const system = await newSystem();
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
  await system.ingest('gazette-insolvency', noticePage(petition));
  const row = await system.db.selectFrom('alert').selectAll().executeTakeFirstOrThrow();
  const again: NewAlert = {
    council: row.council,
    supplierId: row.supplier_id,
    assessmentId: row.assessment_id,
    cause: row.cause,
    kind: 'formal',
    title: row.title,
    fromBand: row.from_band,
    toBand: row.to_band,
    fromLevel: row.from_level,
    toLevel: row.to_level ?? row.to_band,
    levelBecause: null,
    asOf: row.as_of,
    days: ownDays(null),
    exposure: row.exposure,
    replayed: false,
  };
  expect(await system.db.transaction().execute((trx) => raiseAlert(trx, again))).toBeUndefined();
  await system.settled();
  expect(toldOf(system)).toEqual([officerOf(councilA.gss)]);
});

test('how much a supplier lives by a council is told by the turnover of its newest accounts that state one', async () => {
  const system = await newSystem();
  await saveTurnover(system.db, company.number, '2024-12-31', 3_000_000, '2025-09-01T09:00:00Z');
  await saveTurnover(system.db, company.number, '2025-12-31', 4_000_000, '2026-09-01T09:00:00Z');
  await saveTurnover(system.db, company.number, '2023-12-31', 2_000_000, '2026-10-01T09:00:00Z');
  await saveTurnover(system.db, company.number, '2026-06-30', null, '2026-11-01T09:00:00Z');
  await system.settled();
  const id = await supplierOf(system, company.number);
  expect(await findFiledTurnover(system.db, id, TODAY)).toEqual({
    turnover: 4_000_000,
    currency: 'GBP',
    balanceDate: '2025-12-31',
  });
  expect(await findFiledTurnover(system.db, id, '2026-08-31')).toMatchObject({ balanceDate: '2024-12-31' });
  expect(await findFiledTurnover(system.db, id, '2025-08-31')).toBeNull();
});

test('a council whose contract is awarded and starts later is told before it starts', async () => {
  const system = await newSystem();
  await system.ingest(
    'find-a-tender',
    releasePage('placed', awardRelease({ ...award, startsOn: '2027-04-01' })),
  );
  await system.ingest('gazette-insolvency', noticePage({ ...petition, code: '2410' }));
  expect(toldOf(system)).toEqual([officerOf(councilA.gss)]);
  const [mail] = system.mails;
  expect(mail?.text).toContain('Starts: 1 April 2027');
  expect(mail?.text).toContain('£2,710,000');
});
