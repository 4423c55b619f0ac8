import type { Db } from '@tocsin/db';
import { sql } from 'kysely';

/** Ends once a session of this database waits for another's lock. */
export async function somebodyWaits(db: Db): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_locks join pg_stat_activity using (pid)
      where not granted and datname = current_database()`.execute(db);
    if (rows.length > 0) return;
  }
}
