import { sql } from 'kysely';
import { aloneWith, type Db } from '../schema/database.ts';

/** Timers of two replicas are never quite in step: a turn is due when nine tenths of its interval have passed. */
const DUE_AFTER = 0.9;

/**
 * Runs `work` if no process has run it under this name within the interval, by the clock of Postgres, and none is
 * running it now: of all replicas one does, and a restart does not bring it forward. Returns whether it ran. Work that
 * fails gives its turn back and throws.
 */
export async function inTurn(
  db: Db,
  name: string,
  everyMs: number,
  work: () => Promise<unknown>,
): Promise<boolean> {
  let ran = false;
  await aloneWith(db, `turn:${name}`, async () => {
    if (!(await takeTurn(db, name, everyMs))) return;
    try {
      await work();
      ran = true;
    } catch (error) {
      await db.deleteFrom('setting').where('key', '=', `turn:${name}`).execute();
      throw error;
    }
  });
  return ran;
}

async function takeTurn(db: Db, name: string, everyMs: number): Promise<boolean> {
  const { rows } = await sql`
    insert into setting (key, value) values (${`turn:${name}`}, to_jsonb(now()))
    on conflict (key) do update set value = excluded.value
      where (setting.value #>> '{}')::timestamptz
        <= now() - ${`${Math.round(everyMs * DUE_AFTER)} milliseconds`}::interval
    returning key`.execute(db);
  return rows.length > 0;
}
