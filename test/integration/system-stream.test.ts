import { findLookStandings, saveCursor } from '@tocsin/db';
import type { CompanyNumber } from '@tocsin/domain';
import { openHttp, openMemoryLimiter } from '@tocsin/runtime';
import { companiesHouseCompany, documentSource } from '@tocsin/sources';
import { afterEach, expect, test } from 'vitest';
import { virtualClock } from '../support/publishers/clock.ts';
import { companiesHouseStreamServer } from '../support/publishers/companies-house-stream.ts';
import { companiesHouseServer } from '../support/publishers/companies-house.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, documentOf, releasePage } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const NUMBERS = Array.from({ length: 6 }, (_, at) => `9900000${at + 1}` as CompanyNumber);
const source = documentSource('companies-house-stream');

/** A council with a contract of each company. */
async function systemWithSuppliers(): Promise<System> {
  const system = await startSystem();
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  const releases = NUMBERS.map((number, at) =>
    awardRelease({ id: `99100${at}`, buyer: councilA.name, supplier: `EXAMPLE ${number} LTD`, number }),
  );
  await system.ingest('find-a-tender', releasePage('page-1', ...releases));
  return system;
}

const administration = {
  cases: [
    {
      number: '7',
      type: 'in-administration',
      dates: [{ type: 'administration-started-on', date: '2026-11-20' }],
    },
  ],
};

async function alertsOf({ db }: System) {
  return db
    .selectFrom('alert')
    .innerJoin('supplier_ref', 'supplier_ref.supplier_id', 'alert.supplier_id')
    .select(['supplier_ref.ref', 'kind', 'status'])
    .orderBy('alert.nth')
    .execute();
}

test('an administration that fell into a gap of the stream is told to every council that depends on the company', async () => {
  const system = await systemWithSuppliers();
  const changed = NUMBERS.filter((_, at) => at % 2 === 0);
  const answers: Record<string, unknown> = Object.fromEntries(
    NUMBERS.map((number) => [
      `/company/${number}`,
      { company_number: number, company_name: `EXAMPLE ${number} LTD`, company_status: 'active' },
    ]),
  );
  const register = await companiesHouseServer(virtualClock(), { answers });
  const live = [{ timepoint: 900, number: '98000000', name: 'OTHER' }];
  const streams = await companiesHouseStreamServer({ events: { 'insolvency-cases': live }, oldest: 800 });
  closing.push(register.close, streams.close);
  const settings: Readonly<Record<string, string>> = {
    COMPANIES_HOUSE_STREAM_URL: streams.url,
    COMPANIES_HOUSE_STREAM_KEY: 'stream-key',
    COMPANIES_HOUSE_URL: register.url,
    COMPANIES_HOUSE_KEY: 'test-key',
  };
  const clock = virtualClock(Date.parse('2026-11-23T10:00:00Z'));
  const { bucket = source.id, backOff: _, ...pace } = source.pace;
  const http = openHttp({ userAgent: 'Tocsin test', limiter: openMemoryLimiter(clock), bucket, pace, clock });
  const cursor = {
    places: { 'insolvency-cases': { timepoint: 5, publishedAt: '2026-11-18T10:00:00.000Z' } },
    gaps: [],
  };
  const context = {
    now: '2026-11-23T10:00:00Z',
    watched: NUMBERS,
    setting: (name: string) => settings[name],
  };
  const askRegister = async (now: string) => {
    const standings = (most: number) => findLookStandings(system.db, most);
    const asked = companiesHouseCompany.fetch(http, null, { ...context, now, standings });
    for await (const step of asked)
      if ('document' in step) await system.ingest(companiesHouseCompany.id, step.document);
  };
  // Everybody was looked at before the gap, and nothing was there.
  await askRegister('2026-11-23T09:00:00Z');
  clock.advance(60_000);
  for (const number of changed) answers[`/company/${number}/insolvency`] = administration;
  const ignored: Record<string, number> = {};
  for await (const step of source.fetch(http, cursor, context)) {
    if (!('document' in step)) continue;
    Object.assign(ignored, (await system.ingest(source.id, step.document)).ignored);
    if (step.cursor) await system.db.transaction().execute((trx) => saveCursor(trx, source.id, step.cursor));
  }
  expect(Object.keys(ignored).filter((reason) => reason.startsWith('gap in'))).toHaveLength(1);
  expect(await alertsOf(system)).toEqual([]);
  clock.advance(60_000);
  await askRegister(new Date(clock.now()).toISOString());
  const alerts = await alertsOf(system);
  expect(alerts.map(({ ref }) => ref).sort()).toEqual(changed);
  expect(alerts.every(({ kind }) => kind === 'formal')).toBe(true);
});

test('an insolvency case that the register deletes is told as over to whoever was told of it', async () => {
  const system = await systemWithSuppliers();
  const [number = ''] = NUMBERS;
  const said = (type: string, at: string) =>
    documentOf(
      'https://stream.companieshouse.gov.uk/insolvency-cases',
      JSON.stringify({
        resource_kind: 'company-insolvency',
        resource_uri: `/company/${number}/insolvency`,
        resource_id: number,
        ...(type === 'changed' ? { data: administration } : {}),
        event: { timepoint: 1, published_at: at, type },
      }),
    );
  await system.ingest(source.id, said('changed', '2026-11-21T09:00:00'));
  expect(await alertsOf(system)).toMatchObject([{ ref: number, kind: 'formal', status: 'raised' }]);
  await system.ingest(source.id, said('deleted', '2026-11-23T09:00:00'));
  expect(await alertsOf(system)).toMatchObject([
    { ref: number, kind: 'formal', status: 'superseded' },
    { ref: number, kind: 'ended', status: 'raised' },
  ]);
  expect(system.mails).toHaveLength(2);
});
