import { afterEach, expect, test } from 'vitest';
import { expectPublicPartsNational } from '../support/national-sums.ts';
import { loadSpend } from '../support/spend-files.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, profileOf, releasePage } from '../support/system-documents.ts';
import { saveTestAssessment } from '../support/system-private.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';

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

const company = { name: 'EXAMPLE CARE HOMES LTD', number: '99000001' };
const petition = {
  company: company.name,
  number: company.number,
  id: '9900001',
  code: '2450',
  published: '2026-11-20',
};

function paid(...days: readonly string[]) {
  return days.map((day) => ({ day, payee: 'Example Care Homes Ltd', net: '7000.00' }));
}

/** Which number the name has, a contract of somebody else says to everybody, before anybody reads of the company. */
async function publish(system: System): Promise<void> {
  const award = { id: '990001', buyer: 'Example Ministry', supplier: company.name, number: company.number };
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
}

async function alertsOf({ db }: System) {
  return db.selectFrom('alert').select(['council', 'kind', 'cause', 'title']).orderBy('nth').execute();
}

test('payments after the day of dissolution are an alert of their own: one a council, however many payments', async () => {
  const system = await newSystem();
  await publish(system);
  const dissolved = { company_status: 'dissolved', date_of_cessation: '2026-08-31' };
  await system.ingest('companies-house-company', profileOf(company.number, company.name, dissolved));
  await loadSpend(system.db, councilA.gss, '2026-09.csv', paid('2026-09-04', '2026-09-18'));
  await loadSpend(system.db, councilB.gss, '2026-08.csv', paid('2026-08-07', '2026-08-28'));
  await system.settled();
  await loadSpend(system.db, councilA.gss, '2026-10.csv', paid('2026-10-02', '2026-10-16'));
  await system.settled();
  const alerts = await alertsOf(system);
  expect(alerts.filter(({ kind }) => kind === 'paid-while-inactive')).toEqual([
    {
      council: councilA.gss,
      kind: 'paid-while-inactive',
      cause: 'paid-while-inactive:dissolved:2026-08-31',
      title: 'Payment to a dissolved company',
    },
  ]);
  const told = system.mails.filter(({ subject }) => /payment to a dissolved company/i.test(subject));
  expect(told.map(({ to }) => to)).toEqual([officerOf(councilA.gss)]);
  expect(await expectPublicPartsNational(system, TODAY)).toBe(2);
});

test('payments to a supplier that stood at risk already are an alert of their own, and earlier ones are none', async () => {
  const system = await newSystem();
  await publish(system);
  await system.ingest('companies-house-company', profileOf(company.number, company.name));
  const { supplier_id: id } = await system.db
    .selectFrom('supplier_ref')
    .select('supplier_id')
    .where('ref', '=', company.number)
    .executeTakeFirstOrThrow();
  await saveTestAssessment(system.db, id, '2026-09-30');
  await system.ingest('gazette-insolvency', noticePage(petition));
  await loadSpend(system.db, councilB.gss, '2026-09.csv', paid('2026-09-04', '2026-09-18'));
  await loadSpend(system.db, councilA.gss, '2026-10.csv', paid('2026-10-02', '2026-10-16'));
  await system.settled();
  const alerts = await alertsOf(system);
  const kindsOf = (gss: string) =>
    alerts.filter(({ council }) => council === gss).map(({ kind, title }) => `${kind}: ${title}`);
  expect(kindsOf(councilA.gss)).toContain('paid-while-at-risk: Payment to a supplier at risk');
  expect(kindsOf(councilB.gss).filter((kind) => kind.startsWith('paid'))).toEqual([]);
});

test.each(['gross', 'unknown'] as const)(
  'a council whose files are %s of VAT hears of its supplier like any other, with no sum taken for net',
  async (vat) => {
    const system = await newSystem();
    await loadSpend(system.db, councilA.gss, '2026-10.csv', paid('2026-10-02', '2026-10-16'), vat);
    await system.settled();
    await system.ingest('companies-house-company', profileOf(company.number, company.name));
    await system.ingest('gazette-insolvency', noticePage(petition));
    await system.settled();
    const alerts = await alertsOf(system);
    expect(alerts.map(({ council, kind }) => `${council} ${kind}`)).toContain(`${councilA.gss} formal`);
    const words = vat === 'gross' ? 'with VAT' : 'VAT not stated';
    const mail = system.mails.find(({ subject }) => /petition/.test(subject));
    expect(mail?.subject).toContain('(£14k paid in 12 months)');
    expect(mail?.text).toContain(`£14,000 ${words}`);
    const { exposure } = await system.db
      .selectFrom('alert')
      .select('exposure')
      .limit(1)
      .executeTakeFirstOrThrow();
    expect(exposure.spendLast12Months).toBeNull();
  },
);
