import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportCouncil, openDatabase, openFor, openSession, type Db } from '@tocsin/db';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addressesToRead } from '../support/addresses.ts';
import { openPages } from '../support/pages-app.ts';
import { asSignIn, seedPerson } from '../support/people-seed.ts';
import { findShownIds } from '../support/shown-ids.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import {
  raiseTestAlert,
  saveTestAssessment,
  saveTestSupplier,
  seedPrivateRows,
} from '../support/system-private.ts';
import { TODAY } from '../support/system.ts';
import { zipText } from '../support/zip-text.ts';

const councilC = { gss: 'E07000903', name: 'Third District Council' };
const [NUMBER, LATER] = ['99000002', '99000004'];
const INSTANT = `${TODAY}T11:50:00.000Z`;

/** What the council in the middle does, and between it, where the others are busy, everything that they do. */
async function live(database: FreshDatabase, worker: Db, areOthersBusy: boolean): Promise<void> {
  await saveTestCouncils(worker, { councils: [councilA, councilB, councilC] });
  if (areOthersBusy) await beBusy(database, worker, councilA.gss, '99000001');
  await seedPrivateRows(worker, database, councilB.gss, NUMBER);
  if (areOthersBusy) await beBusy(database, worker, councilC.gss, '99000003');
  const supplierId = await saveTestSupplier(worker, LATER);
  const assessmentId = await saveTestAssessment(worker, supplierId, '2026-11-23');
  await raiseTestAlert(worker, { council: councilB.gss, supplierId, assessmentId }, 'band:severe:1');
}

/** Every kind of row of a council, about a supplier that nobody else has anything to do with. */
async function beBusy(database: FreshDatabase, worker: Db, council: string, number: string): Promise<void> {
  await seedPrivateRows(worker, database, council, number);
  await sql`
    update supplier set supplies_publicly = false
    where id in (select supplier_id from supplier_ref where ref = ${number})`.execute(worker);
}

/** As if all but the session had been written at one instant: when is not what this is about. */
async function stopTheClock(owner: Db): Promise<void> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select table_name as table, array_agg(column_name::text) as columns
    from information_schema.columns join pg_class on pg_class.oid = to_regclass(quote_ident(table_name)) and relkind = 'r'
    where table_schema = 'public' and data_type = 'timestamp with time zone' and table_name <> 'session'
    group by table_name`.execute(owner);
  await owner.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    for (const { table, columns } of rows) {
      const stopped = columns.map(
        (column) =>
          sql`${sql.ref(column)} = case when ${sql.ref(column)} is not null then ${INSTANT}::timestamptz end`,
      );
      await sql`update ${sql.table(table)} set ${sql.join(stopped)}`.execute(trx);
    }
  });
}

/** An answer without what is drawn by lot: every such number is called by its turn in the answer. */
function inTurn(said: string): string {
  const turns = new Map<string, number>();
  return said
    .replaceAll(/name="(token|form)" value="[^"]+"/g, '')
    .replaceAll(/"takenAt": ?"[^"]+"/g, '')
    .replaceAll(/[0-9a-f]{17,}/g, '<hash>')
    .replaceAll(/(?<!\d)\d{15,16}(?!\d)/g, (id) => {
      turns.set(id, turns.get(id) ?? turns.size);
      return `<${turns.get(id)}>`;
    })
    .replaceAll(/[0-9a-f]{12,}/g, '<hash>');
}

/** Everything that the council in the middle is answered, page by page, and its export. */
async function readWorld(areOthersBusy: boolean): Promise<readonly (readonly [string, string])[]> {
  const database = await freshDatabase();
  const [owner, worker] = [
    openDatabase(database.adminUrl, { max: 1 }),
    openFor('command line', database.adminUrl, { max: 2 }),
  ];
  await live(database, worker, areOthersBusy);
  const personId = await seedPerson(worker, database, councilB.gss, 'reader', ['administrator']);
  const secret = await asSignIn(database, (db) =>
    db.transaction().execute((trx) => openSession(trx, { personId, browser: 'Example', at: INSTANT })),
  );
  await stopTheClock(owner);
  const { rows } = await findShownIds(owner, councilB.gss);
  // Its alert, its register, a line of it, and the last of its people.
  const ids = [...rows.slice(0, 3), ...rows.slice(-1)];
  const lines = await owner
    .selectFrom('register_line')
    .select('id')
    .where('council', '=', councilB.gss)
    .execute();
  const items = lines.map(({ id }) => `line-${id}`);
  const pages = await openPages(database, TODAY, 'server');
  const said: (readonly [string, string])[] = [];
  const asked = { ids, items, numbers: [NUMBER, LATER], searches: ['example'] };
  for (const url of addressesToRead(pages.app, asked).filter((one) => !one.includes('?status='))) {
    const headers = { cookie: `__Host-tocsin_session=${secret}` };
    const { statusCode, rawPayload } = await pages.app.inject({ url, headers });
    const isBook = url.includes('.xlsx') && statusCode === 200;
    said.push([
      inTurn(url),
      inTurn(
        `${statusCode} ${isBook ? zipText(rawPayload).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '') : rawPayload.toString()}`,
      ),
    ]);
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-export-'));
  await exportCouncil(worker, councilB, folder);
  for (const file of readdirSync(folder).toSorted())
    said.push([
      file,
      readFileSync(path.join(folder, file), 'utf8').split('\n').map(inTurn).toSorted().join('\n'),
    ]);
  rmSync(folder, { recursive: true });
  await pages.stop();
  await Promise.all([owner.destroy(), worker.destroy()]);
  await database.drop();
  return said;
}

test('what a council is answered and may take with it is the same whether or not others were told in between', async () => {
  const [quiet, busy] = [await readWorld(false), await readWorld(true)];
  expect(busy.map(([asked]) => asked)).toEqual(quiet.map(([asked]) => asked));
  const differing = busy.flatMap(([asked, answer], at) => (answer === quiet[at]?.[1] ? [] : [asked]));
  expect(differing).toEqual([]);
  expect(quiet.filter(([, answer]) => answer.startsWith('200')).length).toBeGreaterThan(40);
});
