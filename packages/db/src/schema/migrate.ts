import { Migrator } from 'kysely';
import { openDatabase } from './database.ts';
import * as migrations from './migration-list.ts';
import { refuseLateComers } from './migration-order.ts';
import { refuseOldServer } from './server-version.ts';

/**
 * Brings the database up to date and makes the roles. `adminUrl` signs in as a user that may create tables and
 * roles, of a server of Postgres 16 or newer. Returns the names of the migrations it applied; throws the first error, with everything of that run undone.
 */
export async function migrate(adminUrl: string): Promise<readonly string[]> {
  await refuseOldServer(adminUrl);
  const db = openDatabase(adminUrl, { max: 1 });
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => ({ ...migrations }) },
      allowUnorderedMigrations: true,
    });
    refuseLateComers(await migrator.getMigrations());
    const { error, results } = await migrator.migrateToLatest();
    if (error) throw error;
    return (results ?? [])
      .filter((result) => result.status === 'Success')
      .map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}
