import { ownDays } from '@tocsin/alerting';
import { openDatabase, raiseAlerts, type Db, type NewAlert } from '@tocsin/db';
import { parseMessage } from '@tocsin/messages';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { deliver } from '../../services/notifier/src/deliver.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const company = { name: 'Example Care Homes Ltd', number: '99000001' };

/** Two councils that have each been mailed of one petition, whose deliveries are then as if nobody had tried them. */
async function twoUnsent(): Promise<{ readonly system: System; readonly unsent: readonly string[] }> {
  const system = await startSystem();
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  const awards = [councilA, councilB].map((council, nth) =>
    awardRelease({ id: `99000${nth}`, buyer: council.name, supplier: company.name, number: company.number }),
  );
  await system.ingest('find-a-tender', releasePage('page-1', ...awards));
  const petition = {
    id: '9900001',
    code: '2450',
    published: '2026-11-20',
    company: 'EXAMPLE CARE HOMES LTD',
  };
  await system.ingest('gazette-insolvency', noticePage({ ...petition, number: company.number }));
  const rows = await system.db
    .updateTable('delivery')
    .set({ status: 'created', tries: 0 })
    .returning('id')
    .execute();
  return { system, unsent: rows.map(({ id }) => id).toSorted() };
}

/** The same database, whose statements are counted; those that begin and end transactions are not. */
function counted(db: Db): { readonly db: Db; readonly statements: () => number } {
  let statements = 0;
  const counting = db.withPlugin({
    transformQuery({ node }) {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { db: counting, statements: () => statements };
}

function asked(...deliveryIds: string[]) {
  const finish = async () => undefined;
  return { message: { v: 2 as const, deliveryIds }, outboxId: '0', afterDeath: false, finish };
}

/** The deliveries that are asked for by themselves, of those that wait to be sent. */
async function waitingAlone({ db }: System): Promise<readonly (readonly string[])[]> {
  const waiting = await db
    .selectFrom('outbox')
    .select('message')
    .where('queue', '=', 'deliver')
    .where('done_at', 'is', null)
    .where('available_at', '>', sql<string>`created_at`)
    .orderBy('id')
    .execute();
  return waiting.map(({ message }) => parseMessage('deliver', message).deliveryIds);
}

async function statusOf({ db }: System, id: string) {
  return db
    .selectFrom('delivery')
    .select(['status', 'tries', 'uncertain'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

test('deliveries that are sent together cost as many statements as one', async () => {
  const { system, unsent } = await twoUnsent();
  const { db, statements } = counted(system.db);
  const ports = { ...system.deliverPorts, db };
  const [first = '', second = ''] = unsent;
  await deliver(ports, asked(first));
  const ofOne = statements();
  await system.db.updateTable('delivery').set({ status: 'created', tries: 0 }).execute();
  await deliver(ports, asked(first, second));
  expect(statements() - ofOne).toBe(ofOne);
});

test('a mail says the same word for word whether it is sent with others or by itself', async () => {
  const { system, unsent } = await twoUnsent();
  const mailed = () => system.mails.map(({ to, text }) => `${to}\n${text}`).toSorted();
  const together = mailed();
  for (const id of unsent) await deliver(system.deliverPorts, asked(id));
  expect(together).toHaveLength(2);
  expect(mailed()).toEqual([...together, ...together].toSorted());
});

test('one that is in trouble is asked for by itself, and those beside it are sent', async () => {
  const { system, unsent } = await twoUnsent();
  const [first = '', second = ''] = unsent;
  await system.db.updateTable('delivery').set({ channel: 'webhook' }).where('id', '=', first).execute();
  await deliver(system.deliverPorts, asked(first, second));
  expect(await waitingAlone(system)).toEqual([[first]]);
  expect(await statusOf(system, first)).toMatchObject({ status: 'created', tries: 0 });
  expect(await statusOf(system, second)).toMatchObject({ status: 'delivered', tries: 1 });
  expect(system.mails).toHaveLength(3);
});

test('one that the provider wants later is tried again by itself, and nothing that was sent goes out again', async () => {
  const { system, unsent } = await twoUnsent();
  const [first = '', second = ''] = unsent;
  const { to } = await system.db
    .selectFrom('delivery')
    .select('recipient as to')
    .where('id', '=', first)
    .executeTakeFirstOrThrow();
  system.defer(to);
  await deliver(system.deliverPorts, asked(first, second));
  expect(await waitingAlone(system)).toEqual([[first]]);
  expect(await statusOf(system, first)).toMatchObject({ status: 'temporary-failure', tries: 1 });
  expect(await statusOf(system, second)).toMatchObject({ status: 'delivered', tries: 1 });
});

test('what waited until its reader had left is not sent, and says so, beside what is', async () => {
  const { system, unsent } = await twoUnsent();
  const [first = '', second = ''] = unsent;
  const owner = openDatabase(system.database.adminUrl, { max: 1 });
  await sql`
    with told as (select council, recipient from delivery where id = ${first}),
    hers as (update recipient set active = false from told where address = recipient),
    eve as (insert into person (way, name, address, first_at) select 'link', 'Eve', recipient, now() from told returning id)
    insert into membership (person_id, council, roles, since, ended_at)
    select id, council, '{officer}', now(), now() from eve, told`.execute(owner);
  await owner.destroy();
  await deliver(system.deliverPorts, asked(first, second));
  expect(await statusOf(system, first)).toMatchObject({ status: 'permanent-failure' });
  expect(await statusOf(system, second)).toMatchObject({ status: 'delivered' });
  expect(system.mails).toHaveLength(3);
});

test('a delivery that is over is not sent again with others', async () => {
  const { system, unsent } = await twoUnsent();
  const [first = '', second = ''] = unsent;
  await deliver(system.deliverPorts, asked(second));
  await deliver(system.deliverPorts, asked(first, second));
  expect(system.mails).toHaveLength(4);
  expect(await waitingAlone(system)).toEqual([]);
});

test('after a death each is asked for by itself, and those that were being sent are counted: they may have been', async () => {
  const { system, unsent } = await twoUnsent();
  const [first = '', second = ''] = unsent;
  await system.db.updateTable('delivery').set({ sending_by: '0' }).where('id', '=', first).execute();
  await deliver(system.deliverPorts, { ...asked(first, second), afterDeath: true });
  expect(system.mails).toHaveLength(2);
  const alone = await waitingAlone(system);
  expect([alone.length, new Set(alone.flat())]).toEqual([2, new Set(unsent)]);
  expect(await statusOf(system, first)).toMatchObject({ status: 'created', uncertain: 1 });
  expect(await statusOf(system, second)).toMatchObject({ status: 'created', uncertain: 0 });
});

test('of many deliveries those count as perhaps sent that were being sent when it failed, and no others', async () => {
  const { system, unsent } = await twoUnsent();
  const { rows } = await sql<{ id: string }>`
    insert into delivery (alert_id, council, channel, recipient)
    select alert_id, council, channel, 'officer-' || turn || '@council.example'
    from delivery cross join generate_series(1, 25) as turn where id = ${unsent[0]} order by turn
    returning id`.execute(system.db);
  const ids = rows.map(({ id }) => id);
  let failed = false;
  const finish = async () => {
    if (failed) return;
    failed = true;
    throw new Error('the connection is lost');
  };
  await deliver(system.deliverPorts, { ...asked(...ids), finish });
  expect(system.mails).toHaveLength(2 + 25);
  const standing = await Promise.all(ids.map((id) => statusOf(system, id)));
  const heard = { status: 'delivered', tries: 1, uncertain: 0 };
  const unheard = { status: 'created', tries: 0, uncertain: 1 };
  expect(standing).toEqual([
    ...Array.from({ length: 20 }, () => heard),
    ...Array.from({ length: 5 }, () => unheard),
  ]);
  expect(await waitingAlone(system)).toEqual(ids.slice(20).map((id) => [id]));
});

test('a hundred alerts are raised, and who is told of them found, in as many statements as one', async () => {
  const { system } = await twoUnsent();
  const { db, statements } = counted(system.db);
  const [known] = await system.db.selectFrom('alert').selectAll().limit(1).execute();
  if (!known) throw new Error('nothing was raised');
  const newAlert = (cause: string): NewAlert => ({
    council: councilA.gss,
    supplierId: known.supplier_id,
    assessmentId: known.assessment_id,
    cause,
    kind: 'formal',
    title: 'Winding-up petition',
    fromBand: null,
    toBand: 'severe',
    fromLevel: null,
    toLevel: 'severe',
    levelBecause: null,
    asOf: known.as_of,
    days: ownDays(null),
    exposure: known.exposure,
    replayed: false,
  });
  const raise = async (causes: readonly string[]) => {
    const before = statements();
    const raised = await db.transaction().execute((trx) => raiseAlerts(trx, causes.map(newAlert)));
    return { raised: raised.length, statements: statements() - before };
  };
  const one = await raise(['formal:CR-1']);
  const many = await raise(Array.from({ length: 100 }, (_, nth) => `formal:CR-${nth + 1}`));
  expect(one).toEqual({ raised: 1, statements: 7 });
  expect(many).toEqual({ raised: 99, statements: 7 });
});
