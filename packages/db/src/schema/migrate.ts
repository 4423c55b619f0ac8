import { Migrator, type Migration } from 'kysely';
import { openDatabase } from './database.ts';
import * as publicRecord from './migrations/2026-11-22-1-public-record.ts';
import * as risk from './migrations/2026-11-22-2-risk.ts';
import * as privateTables from './migrations/2026-11-22-3-private.ts';
import * as outboxAudit from './migrations/2026-11-22-4-outbox-audit.ts';
import * as roles from './migrations/2026-11-22-5-roles.ts';
import * as nationalRelease from './migrations/2026-11-22-7-national-release.ts';
import * as uncertainDeliveries from './migrations/2026-11-22-8-uncertain-deliveries.ts';
import * as registerSic from './migrations/2026-11-22-9-register-sic.ts';
import * as spendFile from './migrations/2026-11-22-9-spend-file.ts';
import * as spendKeys from './migrations/2026-11-22-9-spend-keys.ts';
import * as spendBulk from './migrations/2026-11-22-91-spend-bulk.ts';
import * as register from './migrations/2026-11-22-6-register.ts';
import * as successors from './migrations/2026-11-22-93-successors.ts';
import * as buyers from './migrations/2026-11-22-93-buyers.ts';
import * as exposure from './migrations/2026-11-22-93-exposure.ts';
import * as decisions from './migrations/2026-11-22-92-decisions.ts';
import * as registerBlock from './migrations/2026-11-22-94-register-block.ts';
import * as lifted from './migrations/2026-11-22-95-lifted.ts';
import * as packedBodies from './migrations/2026-11-26-95-packed-bodies.ts';
import * as councilCoverage from './migrations/2026-11-26-96-council-coverage.ts';
import * as withdrawal from './migrations/2026-11-22-94-withdrawal.ts';
import * as councilCode from './migrations/2026-11-22-96-council-code.ts';
import * as auditOrder from './migrations/2026-11-22-9-audit-order.ts';

/** Frozen once landed: a change is a new file at the end. */
const migrations: Readonly<Record<string, Migration>> = {
  '2026-11-22-1-public-record': publicRecord,
  '2026-11-22-2-risk': risk,
  '2026-11-22-3-private': privateTables,
  '2026-11-22-4-outbox-audit': outboxAudit,
  '2026-11-22-5-roles': roles,
  '2026-11-22-6-register': register,
  '2026-11-22-7-national-release': nationalRelease,
  '2026-11-22-8-uncertain-deliveries': uncertainDeliveries,
  '2026-11-22-9-register-sic': registerSic,
  '2026-11-22-9-audit-order': auditOrder,
  '2026-11-22-9-spend-file': spendFile,
  '2026-11-22-9-spend-keys': spendKeys,
  '2026-11-22-91-spend-bulk': spendBulk,
  '2026-11-22-92-decisions': decisions,
  '2026-11-22-93-buyers': buyers,
  '2026-11-22-93-exposure': exposure,
  '2026-11-22-93-successors': successors,
  '2026-11-22-94-register-block': registerBlock,
  '2026-11-22-94-withdrawal': withdrawal,
  '2026-11-22-95-lifted': lifted,
  '2026-11-22-96-council-code': councilCode,
  '2026-11-26-95-packed-bodies': packedBodies,
  '2026-11-26-96-council-coverage': councilCoverage,
};

/**
 * Brings the database up to date and makes the three roles. `adminUrl` signs in as a user that may create tables and
 * roles. Returns the names of the migrations it applied; throws the first error, with everything of that run undone.
 */
export async function migrate(adminUrl: string): Promise<readonly string[]> {
  const db = openDatabase(adminUrl, { max: 1 });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
    const { error, results } = await migrator.migrateToLatest();
    if (error) throw error;
    return (results ?? [])
      .filter((result) => result.status === 'Success')
      .map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}
