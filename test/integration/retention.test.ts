import {
  archiveDocument,
  asCouncil,
  endOldEntries,
  expire,
  findHolds,
  openDatabase,
  openFor,
  recordHold,
  releaseHold,
  type Db,
} from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ownRows } from '../support/own-rows.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { seedPrivateRows } from '../support/system-private.ts';

const NOON = '2026-11-23T12:00:00.000Z';
const noonOf = (day: string) => `${day}T12:00:00.000Z`;

let database: FreshDatabase;
let owner: Db;
let worker: Db;
beforeAll(async () => {
  database = await freshDatabase();
  owner = openDatabase(database.adminUrl, { max: 1 });
  worker = openFor('command line', database.adminUrl, { max: 2 });
  await saveTestCouncils(worker);
  const inboxes = [councilA, councilB].map(({ gss }) => ({
    council: gss,
    address: `inbox@${gss.toLowerCase()}.example`,
    role: 'procurement',
    levels: ['severe'],
  }));
  await worker.insertInto('recipient').values(inboxes).execute();
  await seedPrivateRows(worker, database, councilA.gss, '99000001');
  await seedPrivateRows(worker, database, councilB.gss, '99000002');
  await sql`update register_draft set uploaded_at = ${NOON}`.execute(owner);
  await sql`update delivery set created_at = ${NOON}, status = 'delivered', last_error = 'quoted: inbox@council.example'`.execute(
    owner,
  );
  await sql`update telling set due_at = ${NOON}`.execute(owner);
  await sql`update letter set begun_at = ${NOON}, sent_at = ${NOON}, due_at = case when due_at is not null then ${NOON}::timestamptz end`.execute(
    owner,
  );
});
afterAll(async () => {
  await Promise.all([owner.destroy(), worker.destroy()]);
  await database.drop();
});

/** What ends on a day is undone, so that each test begins with everything. */
async function endingOn(day: string): Promise<Awaited<ReturnType<typeof counts>>> {
  let left: Awaited<ReturnType<typeof counts>> | undefined;
  await worker
    .transaction()
    .execute(async (trx) => {
      const before = await counts(trx);
      await expire(trx, noonOf(day));
      const after = await counts(trx);
      left = Object.fromEntries(
        Object.entries(before).map(([name, rows]) => [name, rows - (after[name] ?? 0)]),
      );
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
  return left ?? {};
}

class Undone extends Error {}

async function counts(db: Db): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { gss } of [councilA, councilB])
    for (const table of [
      'alert',
      'alert_action',
      'contest',
      'register_draft',
      'session',
      'delivery',
      'adjournment',
    ]) {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from ${sql.table(table)} where council = ${gss}`.execute(db);
      found[`${table} ${gss === councilA.gss ? 'A' : 'B'}`] = rows[0]?.n ?? 0;
    }
  const { rows: letters } = await sql<{ name: string; n: number }>`
    select kind || ' letters' as name, count(*)::int as n from letter group by kind order by kind`.execute(
    db,
  );
  for (const { name, n } of letters) found[name] = n;
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit`.execute(db);
  return { ...found, audit: rows[0]?.n ?? 0 };
}

const gone = (ended: Record<string, number>) =>
  Object.entries(ended).flatMap(([name, rows]) => (rows > 0 ? [name] : []));

test('an upload that nobody saves stays for thirty days, and who was signed in for ninety', async () => {
  expect(gone(await endingOn('2026-12-23'))).toEqual(['session A', 'session B']);
  expect(gone(await endingOn('2026-12-24'))).toEqual([
    'register_draft A',
    'session A',
    'register_draft B',
    'session B',
  ]);
});

test('a spending file of its own that was refused goes as a draft does, one that was taken stays', async () => {
  const files = ownRows(worker);
  const states = ['draft', 'refused', 'taken'] as const;
  for (const state of states)
    await files.file(councilB.gss, '2026-09-01', '2026-09-30', { state, uploaded_at: NOON });
  const left = async () => {
    const rows = await owner
      .selectFrom('own_spend_file')
      .select('state')
      .where('council', '=', councilB.gss)
      .where('uploaded_at', '=', sql<string>`${NOON}`)
      .orderBy('state')
      .execute();
    return rows.map(({ state }) => state);
  };
  await expire(worker, noonOf('2026-12-23'));
  expect(await left()).toEqual([...states]);
  await expire(worker, noonOf('2026-12-24'));
  expect(await left()).toEqual(['taken']);
  await sql`delete from own_spend_file where uploaded_at = ${NOON}`.execute(owner);
});

test('an entry of the audit log stays for seven years to the day, and then its chain still verifies', async () => {
  const endedAt = async (age: string) => {
    let ended: number | undefined;
    await owner
      .transaction()
      .execute(async (trx) => {
        await sql`
          update audit set at = now() - ${age}::interval
          where id = (select min(id) from audit where council = ${councilA.gss})`.execute(trx);
        ended = await endOldEntries(trx);
        throw new Undone();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error;
      });
    return ended;
  };
  expect(await endedAt('7 years -1 hours')).toBe(0);
  expect(await endedAt('7 years 1 hours')).toBe(1);
});

test('where messages were sent is blanked after thirteen months; that they were sent stays', async () => {
  const addresses = async () => {
    const { rows } = await sql<{ address: string }>`
      select recipient as address from delivery union all select address from telling
      union all select address from letter where address is not null
      union all select last_error from delivery where last_error is not null
      union all select said from returned_mail where said <> ''`.execute(owner);
    return rows.map(({ address }) => address);
  };
  const sent = await counts(owner);
  const before = await addresses();
  await expire(worker, noonOf('2026-12-24'));
  await expire(worker, noonOf('2027-12-23'));
  expect((await addresses()).toSorted()).toEqual(before.toSorted());
  await expire(worker, noonOf('2027-12-24'));
  const left = await addresses();
  expect(left.filter((address) => !/^Address erased, message \S+$/.test(address))).toEqual([]);
  expect(left.length).toBeGreaterThan(0);
  expect((await counts(owner))['delivery A']).toBe(sent['delivery A']);
  expect((await expire(worker, noonOf('2027-12-25'))).addresses).toBe(0);
});

const alertsGone = async (day: string) =>
  gone(await endingOn(day)).filter((name) => name.startsWith('alert '));

test('an alert without contract or payment ends six years after its own day, with what people did and all letters but the opening report', async () => {
  expect((await counts(owner))['opening letters']).toBe(2);
  expect(await alertsGone('2032-11-23')).toEqual([]);
  expect(gone(await endingOn('2032-11-24'))).toEqual([
    'alert A',
    'alert_action A',
    'contest A',
    'delivery A',
    'adjournment A',
    'alert B',
    'alert_action B',
    'contest B',
    'delivery B',
    'adjournment B',
    'notice letters',
  ]);
});

test('an alert stays for six years after the last payment seen', async () => {
  await pay(councilA.gss, '2030-01-15');
  expect(await alertsGone('2036-01-15')).toEqual(['alert B']);
  expect(await alertsGone('2036-01-16')).toEqual(['alert A', 'alert B']);
});

test('an alert stays for six years after the end of the contract, whatever was paid, and for twelve after a deed', async () => {
  const registered = (details: object) =>
    sql`
      update register_line set ends_on = '2028-03-31', details = ${JSON.stringify(details)},
        supplier_id = (select supplier_id from alert where alert.council = register_line.council limit 1)
      where council = ${councilA.gss}`.execute(owner);
  await registered({});
  expect(await alertsGone('2034-03-31')).toEqual(['alert B']);
  expect(await alertsGone('2034-04-01')).toEqual(['alert A', 'alert B']);
  await registered({ extensionTo: '2030-03-31' });
  expect(await alertsGone('2036-03-31')).toEqual(['alert B']);
  expect(await alertsGone('2036-04-01')).toEqual(['alert A', 'alert B']);
  await registered({ executedAsDeed: true });
  expect(await alertsGone('2040-03-31')).toEqual(['alert B']);
  expect(await alertsGone('2040-04-01')).toEqual(['alert A', 'alert B']);
});

test('an alert stays for six years after the end of a contract that only the alert itself still tells', async () => {
  await sql`
    update alert set exposure = jsonb_set(exposure, '{contracts}', '[{"endsOn": "2029-03-31"}, {"endsOn": null}]')
    where council = ${councilA.gss}`.execute(owner);
  expect(await alertsGone('2035-03-31')).toEqual(['alert B']);
  expect(await alertsGone('2035-04-01')).toEqual(['alert A', 'alert B']);
  await sql`update alert set exposure = jsonb_set(exposure, '{contracts}', '[]') where council = ${councilA.gss}`.execute(
    owner,
  );
});

test('an alert stays for six years after the end of a contract that its council published, not of another’s', async () => {
  const theirs = await place(councilB.gss, '2030-03-31');
  expect(await alertsGone('2032-11-24')).toEqual(['alert A', 'alert B']);
  const own = await place(councilA.gss, '2027-03-31', '2028-03-31');
  expect(await alertsGone('2034-03-31')).toEqual(['alert B']);
  expect(await alertsGone('2034-04-01')).toEqual(['alert A', 'alert B']);
  await sql`delete from award where id = any(${[theirs, own]}::bigint[])`.execute(owner);
});

test('while a hold stands nothing in its scope ends; of another council everything does', async () => {
  const { supplier_id } = await owner
    .selectFrom('alert')
    .select('supplier_id')
    .where('council', '=', councilB.gss)
    .executeTakeFirstOrThrow();
  const hold = (supplierId: string | null) =>
    asCouncil(worker, councilB.gss, (trx) =>
      recordHold(trx, {
        council: councilB.gss,
        kind: 'dispute',
        reference: 'Claim 7',
        supplierId,
        by: 'person 1',
      }),
    );
  const release = (id: string) =>
    asCouncil(worker, councilB.gss, (trx) =>
      releaseHold(trx, { council: councilB.gss, id, by: 'person 1', at: NOON }),
    );
  const other = await worker
    .selectFrom('supplier')
    .select('id')
    .where('id', '<>', supplier_id)
    .executeTakeFirstOrThrow();
  for (const [about, kept] of [
    [supplier_id, ['alert A']],
    [null, ['alert A']],
    [other.id, ['alert A', 'alert B']],
  ] as const) {
    const id = await hold(about);
    expect([about, await alertsGone('2050-01-01')]).toEqual([about, kept]);
    expect(await release(id)).toBe(true);
    expect(await release(id)).toBe(false);
  }
  expect(await alertsGone('2050-01-01')).toEqual(['alert A', 'alert B']);
  const standing = [await hold(null), await hold(other.id)];
  expect(await release(await hold(supplier_id))).toBe(true);
  const listed = await findHolds(worker, councilB.gss);
  expect(listed.slice(0, 2).map(({ id }) => id)).toEqual(standing.toReversed());
  expect(listed.slice(2).every(({ releasedAt }) => releasedAt !== null)).toBe(true);
  for (const id of standing) expect(await release(id)).toBe(true);
  const [newest] = await findHolds(worker, councilB.gss);
  expect(newest).toMatchObject({ kind: 'dispute', reference: 'Claim 7', releasedBy: 'person 1' });
  const { rows } = await sql<{ action: string; detail: object }>`
    select action, detail from audit where subject like 'hold %' and actor = 'person 1' order by id`.execute(
    owner,
  );
  expect(rows.slice(0, 2)).toEqual([
    { action: 'recorded hold', detail: { kind: 'dispute', supplier: supplier_id } },
    { action: 'released hold', detail: {} },
  ]);
});

test('of an archived document the bytes stay while something rests on it, and come back with it', async () => {
  const document = (name: string) => ({
    sourceId: 'gazette-insolvency',
    url: `https://publisher.example/${name}`,
    contentType: 'text/html',
    retrievedAt: NOON,
    body: Buffer.from(name),
  });
  const [listed, cited, takingBack, uncited] = [
    await archiveDocument(worker, document('listed')),
    await archiveDocument(worker, document('cited')),
    await archiveDocument(worker, document('taking back')),
    await archiveDocument(worker, document('uncited')),
  ];
  await sql`
    insert into observation (source_id, ref, version, kind, published_at, observed_at, document_id, url, content)
    values ('gazette-insolvency', 'one', '1', 'petition', ${NOON}, ${NOON}, ${cited.id}, 'https://publisher.example', '{}')`.execute(
    worker,
  );
  await sql`
    insert into withdrawal (source_id, ref, version, published_at, observed_at, document_id, url)
    values ('gazette-insolvency', 'two', '1', ${NOON}, ${NOON}, ${takingBack.id}, 'https://publisher.example')`.execute(
    worker,
  );
  await sql`
    insert into table_edition (source_id, version, issued, document_id, rows, changed)
    values ('some-list', '1', '2026-11-23', ${listed.id}, 1, 1)`.execute(worker);
  const bodies = async () => {
    const rows = await owner
      .selectFrom('document')
      .select(['id', 'body'])
      .where('id', 'in', [listed.id, cited.id, takingBack.id, uncited.id])
      .orderBy('id')
      .execute();
    return rows.map(({ body }) => body.toString());
  };
  await expire(worker, noonOf('2026-12-23'));
  expect(await bodies()).toEqual(['listed', 'cited', 'taking back', 'uncited']);
  await expire(worker, noonOf('2026-12-24'));
  expect(await bodies()).toEqual(['listed', 'cited', 'taking back', '']);
  expect((await archiveDocument(worker, document('uncited'))).id).toBe(uncited.id);
  expect(await bodies()).toEqual(['listed', 'cited', 'taking back', 'uncited']);
  const drop = sql`update document set body = '', kept = 'nothing', packing = 'none' where id = ${cited.id}`;
  await expect(drop.execute(worker)).rejects.toThrow('only what nothing cites is dropped');
});

/** A published contract of a council with the supplier of the alert of council A. */
async function place(council: string, endsOn: string, extendsTo: string | null = null): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with said as (
      insert into mention (name, outcome, supplier_id)
      select ${`EXAMPLE PLACED BY ${council}`}, 'matched', supplier_id from alert where council = ${councilA.gss}
      limit 1 returning id),
    placed as (
      insert into award (ocid, award_id, source_id, ends_on, extends_to, agreement, regime, url, published_at, updated_at)
      values (${`ocds-${council}`}, '1', 'find-a-tender', ${endsOn}, ${extendsTo}, 'contract', 'unknown', 'x', ${NOON}, ${NOON})
      returning id),
    bought as (
      insert into award_buyer (award_id, name, council) select id, 'A council', ${council} from placed)
    insert into award_supplier (award_id, mention_id) select placed.id, said.id from placed, said
    returning award_id as id`.execute(owner);
  return rows[0]?.id ?? '';
}

/** A published payment of a council to the supplier of its alert. */
async function pay(council: string, paidOn: string): Promise<void> {
  await sql`
    with said as (
      insert into mention (name, outcome, supplier_id)
      select 'EXAMPLE PAID LTD', 'matched', supplier_id from alert where council = ${council} limit 1 returning id)
    insert into payment (document_id, row, council, mention_id, paid_on, amount_pence, vat)
    select 1, 1, ${council}, id, ${paidOn}, 60000, 'net' from said`.execute(owner);
}

beforeEach(async () => {
  await sql`delete from payment`.execute(owner);
  await sql`update register_line set supplier_id = null`.execute(owner);
});
