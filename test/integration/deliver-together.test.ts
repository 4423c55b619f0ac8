import type { Db } from '@tocsin/db';
import { afterEach, expect, test } from 'vitest';
import { deliver } from '../../services/notifier/src/deliver.ts';
import { shareGrounds } from '../../services/notifier/src/raised-together.ts';
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

function asked(deliveryId: string) {
  const finish = async () => undefined;
  return { message: { v: 1 as const, deliveryId }, outboxId: '0', afterDeath: false, finish };
}

test('councils that are told of a supplier at once cost its facts once, and each of them at most ten statements', async () => {
  const { system, unsent } = await twoUnsent();
  const { db, statements } = counted(system.db);
  const ports = { ...system.deliverPorts, db, groundsOf: shareGrounds() };
  const [first = '', second = ''] = unsent;
  await deliver(ports, asked(first));
  const withFacts = statements();
  await deliver(ports, asked(second));
  expect(withFacts).toBeGreaterThan(15);
  expect(statements() - withFacts).toBeLessThanOrEqual(10);
});

test('a mail says the same word for word whether its facts were shared or gathered for it alone', async () => {
  const { system, unsent } = await twoUnsent();
  const mailed = () => system.mails.map(({ to, text }) => `${to}\n${text}`).toSorted();
  const alone = mailed();
  for (const id of unsent) await deliver(system.deliverPorts, asked(id));
  expect(alone).toHaveLength(2);
  expect(mailed()).toEqual([...alone, ...alone].toSorted());
});

test('a second try gathers what is known by then', async () => {
  const { system, unsent } = await twoUnsent();
  const { db, statements } = counted(system.db);
  const ports = { ...system.deliverPorts, db };
  await system.db.updateTable('delivery').set({ tries: 1 }).execute();
  await deliver(ports, asked(unsent[0] ?? ''));
  expect(statements()).toBeGreaterThan(15);
});
