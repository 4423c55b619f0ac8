import { asCouncil, lockSuppliers, recordSpend, saveRecipient } from '@tocsin/db';
import { parseMessage, type QueueMessage } from '@tocsin/messages';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { haveScored } from '../../services/ingest/src/have-scored.ts';
import { matchSuppliers } from '../../services/ingest/src/match.ts';
import { sendLetters } from '../../services/notifier/src/send-letters.ts';
import { openRows, type Rows } from '../support/rows.ts';
import { somebodyWaits } from '../support/somebody-waits.ts';
import { givenSpend } from '../support/spend-files.ts';
import { watchAt } from '../support/watch.ts';

let rows: Rows;
beforeEach(async () => {
  rows = await openRows();
});
afterEach(() => rows.close());

test('a supplier that a council comes to depend on while it is judged insolvent is told of to that council too', async () => {
  const supplier = await rows.supplier('EXAMPLE CARE HOMES LTD', '99000001', {
    status: 'active',
    watched: true,
  });
  await judge(supplier, 'low');
  const matched = await rows.worker.transaction().execute(async (judging) => {
    await lockSuppliers(judging, [supplier]);
    const matching = rows.worker.transaction().execute((trx) =>
      haveScored(trx, [supplier], {
        ofRisk: [],
        asOf: null,
        today: '2026-11-30',
        priority: 0,
      }),
    );
    await Promise.race([matching, somebodyWaits(rows.db)]);
    await judge(supplier, 'insolvent');
    return { matching };
  });
  await matched.matching;
  expect(await asked('score')).toMatchObject([{ supplierIds: [supplier] }]);
});

test('a supplier that is judged insolvent while a spending file which names it is stored is told of to its council too', async () => {
  const [name, day] = ['EXAMPLE CARE HOMES LTD', '2026-11-30'];
  const supplier = await rows.supplier(name, '99000001', {
    status: 'active',
    watched: true,
    supplies_publicly: true,
  });
  const council = await rows.council();
  await rows.mention(name, { supplier_id: supplier, outcome: 'matched' });
  await judge(supplier, 'low');
  const file = givenSpend(council, 'https://www.example.gov.uk/a.csv', [
    { day: '03/11/2026', payee: name, net: '99.00' },
  ]);
  await rows.db.insertInto('source_state').values({ source_id: file.sourceId, cursor: '1' }).execute();
  const stored = await rows.db.transaction().execute(async (trx) => {
    await sql`select from source_state for update`.execute(trx);
    const storing = recordSpend(rows.worker, { ...file, cursor: 2 });
    await Promise.race([storing, somebodyWaits(rows.db)]);
    await judge(supplier, 'insolvent');
    return { storing };
  });
  await stored.storing;
  for (const message of await asked('match')) await match(message, day);
  for (const message of await asked('match')) await match(message, day);
  expect(await asked('score')).toMatchObject([{ supplierIds: [supplier] }]);
});

test('what joined an opening report that says nothing of its supplier was told to nobody, unless somebody acted on it', async () => {
  const council = await rows.council();
  await asCouncil(rows.worker, council, (trx) =>
    saveRecipient(trx, { council, address: 'a@example.gov.uk', role: 'officer', levels: ['insolvent'] }),
  );
  const letterOf = async (kind: 'opening' | 'catch-up') =>
    rows.db
      .insertInto('letter')
      .values({ council, kind, begun_at: '2026-11-28T09:00:00Z' })
      .returning('id')
      .executeTakeFirstOrThrow();
  const [opening, late] = [await letterOf('opening'), await letterOf('catch-up')];
  const left = await rows.supplier('EXAMPLE CARE HOMES LTD', '99000001', { status: 'active' });
  const unsaid = await rows.alert(council, left, { letter_id: opening.id });
  const superseded = await rows.alert(council, left, { letter_id: opening.id, status: 'superseded' });
  const actedOn = await rows.alert(council, left, { letter_id: opening.id });
  const toldLate = await rows.alert(council, left, { letter_id: late.id });
  const paid = await rows.supplier('EXAMPLE ROADS LTD', '99000002', { status: 'active' });
  const said = await rows.alert(council, paid, { letter_id: opening.id });
  const mention_id = await rows.mention('EXAMPLE ROADS LTD', { supplier_id: paid, outcome: 'matched' });
  const file = await rows.spendFile(council, '2026-10-01', '2026-10-31');
  await rows.payment(file, { paid_on: '2026-10-02', mention_id });
  await rows.db
    .insertInto('alert_action')
    .values({ council, alert_id: actedOn, action: 'note', by_whom: 'An Officer', said: JSON.stringify({}) })
    .execute();
  await sendLetters(rows.worker, watchAt('2026-11-29T09:00:00Z'));
  const kept = await rows.db.selectFrom('alert').select('id').orderBy('nth').execute();
  expect(kept.map(({ id }) => id)).toEqual([actedOn, toldLate, said]);
  expect(kept).not.toContainEqual({ id: unsaid });
  expect(kept).not.toContainEqual({ id: superseded });
});

async function asked<Q extends 'match' | 'score'>(queue: Q): Promise<QueueMessage<Q>[]> {
  const { rows: messages } = await sql<{ message: unknown }>`
    select message from outbox where queue = ${queue} order by id`.execute(rows.db);
  return messages.map(({ message }) => parseMessage(queue, message));
}

async function match(message: QueueMessage<'match'>, today: string): Promise<void> {
  const work = { message, outboxId: '1', afterDeath: false, finish: () => Promise.resolve() };
  await matchSuppliers(rows.worker, work, () => today);
}

async function judge(supplier: string, band: 'low' | 'insolvent'): Promise<void> {
  const assessment = await rows.assessment(supplier, { band, own_band: band, as_of: '2026-11-30' });
  const current = { assessment_id: assessment, band, score: 0, as_of: '2026-11-30', review_on: null };
  await rows.db
    .insertInto('current_assessment')
    .values({ supplier_id: supplier, ...current })
    .onConflict((known) => known.column('supplier_id').doUpdateSet(current))
    .execute();
}
