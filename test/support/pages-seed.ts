import { openDatabase, type Db } from '@tocsin/db';
import { seedContracts } from './pages-seed-contracts.ts';
import { seedAlert, seedDeeds, seedRegisterLine, seedUploads } from './pages-seed-private.ts';
import { seedAssessments, seedSupplier } from './pages-seed-risk.ts';
import { seedSpend } from './pages-spend.ts';
import { councils, otherCouncil, ourCouncil, seedDay } from './pages-world.ts';
import type { SeedSupplier } from './seed-supplier.ts';

interface Seeded {
  /** Alert ids by council. */
  readonly alerts: Readonly<Record<string, readonly string[]>>;
}

/** Fills an empty, migrated database. */
export async function seedPages(adminUrl: string, suppliers: readonly SeedSupplier[]): Promise<Seeded> {
  const db = openDatabase(adminUrl, { max: 2 });
  try {
    await db
      .insertInto('council')
      .values(councils.map((council) => ({ ...council, type: 'Unitary authority' })))
      .execute();
    const documentId = await seedDocument(db);
    await seedCareMarket(db, documentId);
    await seedSources(db, suppliers[0]?.say ?? ((text) => text));
    const alerts: Record<string, string[]> = { [ourCouncil.gss]: [], [otherCouncil.gss]: [] };
    const uploads = await seedUploads(db, suppliers.length);
    for (const [at, supplier] of suppliers.entries()) {
      const supplierId = await seedSupplier(db, documentId, supplier);
      const assessmentId = await seedAssessments(db, supplierId, supplier);
      await seedContracts(db, supplierId, supplier, at);
      await seedRegisterLine(db, uploads, supplierId, supplier, at);
      if (supplier.band === 'low') continue;
      for (const { gss } of [ourCouncil, otherCouncil])
        alerts[gss]?.push(await seedAlert(db, gss, supplierId, assessmentId, supplier));
    }
    await seedSpend(db, ourCouncil.gss, suppliers);
    await seedDeeds(db, alerts, suppliers[0]?.say ?? ((text) => text));
    return { alerts };
  } finally {
    await db.destroy();
  }
}

async function seedDocument(db: Db): Promise<string> {
  const { id } = await db
    .insertInto('document')
    .values({
      source_id: 'gazette-insolvency',
      sha256: 'a'.repeat(64),
      url: 'https://www.thegazette.co.uk/notice/0000001',
      content_type: 'application/json',
      retrieved_at: '2026-03-02T09:00:40Z',
      body: Buffer.from('{}'),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** What the newest list of the care regulator has of our council's area in all. */
async function seedCareMarket(db: Db, documentId: string): Promise<void> {
  const source = { source_id: 'care-locations' };
  await db
    .insertInto('table_edition')
    .values({
      ...source,
      version: '2026-02-01',
      issued: '2026-02-01',
      document_id: documentId,
      rows: 1,
      changed: 1,
    })
    .execute();
  const row = { is: 'market', authority: ourCouncil.name, homes: 3, places: 168, elsewhere: 2 };
  await db
    .insertInto('table_row')
    .values({
      ...source,
      row_id: `market/${ourCouncil.name}`,
      hash: Buffer.alloc(32),
      row: JSON.stringify(row),
    })
    .execute();
}

async function seedSources(db: Db, say: SeedSupplier['say']): Promise<void> {
  await db
    .insertInto('setting')
    .values({ key: 'sample', value: JSON.stringify(say('Sample: public record replayed, 2016–2025')) })
    .execute();
  await db
    .insertInto('source_state')
    .values({
      source_id: 'gazette-insolvency',
      last_started_at: '2026-03-02T09:00:00Z',
      last_good_at: '2026-03-02T09:00:45Z',
      last_error: say('The Gazette answered 503'),
      last_error_at: '2026-03-02T09:15:00Z',
      note: say('Maintenance announced'),
    })
    .execute();
  await db
    .insertInto('source_run')
    .values({
      source_id: 'gazette-insolvency',
      trigger: 'schedule',
      started_at: '2026-03-02T09:00:00Z',
      finished_at: '2026-03-02T09:00:45Z',
      outcome: 'ok',
      report: JSON.stringify({
        source: 'gazette-insolvency',
        documents: 1,
        items: 3,
        observations: 1,
        recorded: 1,
        duplicates: 0,
        ignored: { [say('not a corporate notice')]: 1 },
        refused: [{ document: say('page 1'), item: say('notice 0000002'), reason: say('unknown code 2499') }],
      }),
      error: say('none'),
    })
    .execute();
  const [aside] = await db
    .insertInto('outbox')
    .values([
      {
        queue: 'ingest',
        message: JSON.stringify({ v: 1, sourceId: 'gazette-insolvency' }),
        dead_at: '2026-03-02T09:20:00Z',
        dead_reason: 'failed-each-time',
      },
      {
        queue: 'deliver',
        message: JSON.stringify({ v: 1, deliveryId: '1' }),
        dead_at: '2026-03-02T09:21:00Z',
        dead_reason: 'provider-asks-later',
      },
    ])
    .returning('id')
    .execute();
  await db
    .insertInto('put_aside')
    .values({
      message_id: aside?.id ?? '',
      queue: 'ingest',
      reason: 'failed-each-time',
      at: '2026-03-02T09:20:00Z',
    })
    .execute();
  await db
    .insertInto('national_private')
    .values({
      as_of: seedDay,
      dimension: 'country',
      member: 'England',
      band: 'insolvent',
      councils: 5,
      contracts: 7,
      net_pence: 35_000_000,
      released_on: seedDay,
    })
    .execute();
}
