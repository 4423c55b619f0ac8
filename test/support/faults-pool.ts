import { asCouncil, openDatabase, type Db } from '@tocsin/db';
import { sql } from 'kysely';
import { freshDatabase } from './stack.ts';
import { councilA, councilB, saveTestCouncils } from './system-councils.ts';
import { countPrivateRows, seedPrivateRows } from './system-private.ts';

/** How a piece of work for a council may end on a pooled connection before somebody else is given it. */
const endings: Readonly<Record<string, (web: Db, council: string) => Promise<unknown>>> = {
  committed: (web, council) => asCouncil(web, council, (trx) => countPrivateRows(trx)),
  'rolled back': (web, council) =>
    asCouncil(web, council, async (trx) => {
      await countPrivateRows(trx);
      throw new Error('rolled back');
    }),
  'failed in SQL': (web, council) => asCouncil(web, council, (trx) => sql`select 1 / 0`.execute(trx)),
  'refused a write': (web, council) =>
    asCouncil(web, council, (trx) =>
      sql`update register_line set council = ${council === councilA.gss ? councilB.gss : councilA.gss}`.execute(
        trx,
      ),
    ),
  'council empty': (web) => asCouncil(web, '', (trx) => countPrivateRows(trx)),
  'savepoint undone': (web, council) =>
    asCouncil(web, '', async (trx) => {
      await sql`savepoint before`.execute(trx);
      await sql`select set_config('app.council', ${council}, true)`.execute(trx);
      await sql`rollback to savepoint before`.execute(trx);
      return countPrivateRows(trx);
    }),
};

interface PoolFigures {
  readonly reads: number;
  /** Rows that a reader without a council saw. */
  readonly leaked: number;
  /** Rows that a council saw of its own, so that nothing seen is no accident. */
  readonly own: number;
}

/** Reads every private table without a council, after each way in which the connection before may have ended. */
export async function readAcrossPool(rounds: number): Promise<PoolFigures> {
  const database = await freshDatabase();
  const worker = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  const web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 1 });
  try {
    await saveTestCouncils(worker);
    await seedPrivateRows(worker, database, councilA.gss, '99000001');
    await seedPrivateRows(worker, database, councilB.gss, '99000002');
    let [reads, leaked] = [0, 0];
    for (let round = 0; round < rounds; round += 1)
      for (const end of Object.values(endings)) {
        await end(web, round % 2 === 0 ? councilA.gss : councilB.gss).catch(() => undefined);
        const seen = await countPrivateRows(web);
        reads += seen.length;
        leaked += seen.reduce((sum, rows) => sum + rows, 0);
      }
    const own = await asCouncil(web, councilA.gss, (trx) => countPrivateRows(trx));
    return { reads, leaked, own: Math.min(...own) };
  } finally {
    await Promise.all([web.destroy(), worker.destroy()]);
    await database.drop();
  }
}
