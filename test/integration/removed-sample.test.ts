import { readSetting, removeSample, writeSetting } from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';

let rows: Rows;
beforeAll(async () => {
  rows = await openRows();
});
afterAll(() => rows.close());

/** The ids of a table that are left. */
const left = async (table: 'supplier' | 'mention' | 'assessment' | 'alert' | 'award' | 'document') =>
  (await rows.db.selectFrom(table).select('id').execute()).map(({ id }) => id);

const award = (ocid: string) => ({ kind: 'award', content: JSON.stringify({ kind: 'award', ocid }) });

test('the sample goes with all that rests on it, and what anything else says stays', async () => {
  const council = await rows.council();
  const [sampled, own] = [await rows.document({ sha256: 'a'.repeat(64) }), await rows.document()];
  await rows.db.transaction().execute(async (trx) => {
    await writeSetting(trx, 'sample', 'the sample');
    await writeSetting(trx, 'sample-documents', ['a'.repeat(64)]);
    await writeSetting(trx, 'sample-contracts', { until: '2025-09-01', ocids: [] });
  });
  let nth = 0;
  /** A supplier with a mention that some documents say something about. */
  const supplier = async (...documents: readonly string[]) => {
    nth += 1;
    const id = await rows.supplier(`Supplier ${nth}`, String(99_000_000 + nth));
    const mention = await rows.mention(`Supplier ${nth} Ltd`, { outcome: 'matched', supplier_id: id });
    for (const document_id of documents) await rows.observation({ document_id, mention_id: mention });
    const assessment = await rows.assessment(id);
    await rows.db
      .insertInto('current_assessment')
      .values({
        supplier_id: id,
        assessment_id: assessment,
        band: 'low',
        score: 0,
        as_of: '2026-01-01',
        review_on: null,
      })
      .execute();
    const alert = await rows.alert(council, id, { assessment_id: assessment });
    return { id, mention, assessment, alert };
  };
  const [gone, both, ours] = [await supplier(sampled), await supplier(sampled, own), await supplier(own)];
  await rows.db.updateTable('alert').set({ told_with: gone.alert }).where('id', '=', ours.alert).execute();
  await rows.db
    .updateTable('assessment')
    .set({ previous_id: gone.assessment })
    .where('id', '=', ours.assessment)
    .execute();
  for (const { alert } of [gone, ours]) {
    const { id: deed_id } = await rows.db
      .insertInto('alert_action')
      .values({ alert_id: alert, council, action: 'assign', by_whom: 'officer', said: '{}' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const to = { channel: 'smtp', address: 'officer@council.example', due_at: '2026-11-23T09:00:00Z' };
    const letter = { council, kind: 'assigned', sent_at: to.due_at, said: null, deed_id, ...to } as const;
    await rows.db.insertInto('letter').values(letter).execute();
    await rows.db
      .insertInto('delivery')
      .values({ alert_id: alert, council, channel: 'smtp', recipient: 'officer@council.example' })
      .execute();
  }

  // Contracts that the sample's documents tell of, with whom they name; one of them our own documents tell of too.
  const [supplied, below, shared, strange] = [
    await supplier(),
    await supplier(),
    await supplier(),
    await supplier(),
  ];
  const [buyer, sharing, other] = [await rows.council(), await rows.council(), await rows.council()];
  await rows.award(
    { buyers: [buyer], suppliers: [supplied.mention], subcontractors: [below.mention] },
    { ocid: 'ocds-b5fd17-s1' },
  );
  const kept = [
    await rows.award({ buyers: [sharing], suppliers: [shared.mention] }, { ocid: 'ocds-b5fd17-s2' }),
    await rows.award({ buyers: [other], suppliers: [strange.mention] }, { ocid: 'ocds-b5fd17-own' }),
  ];
  for (const ocid of ['ocds-b5fd17-s1', 'ocds-b5fd17-s2'])
    await rows.observation({ document_id: sampled, ...award(ocid) });
  for (const ocid of ['ocds-b5fd17-s2', 'ocds-b5fd17-own'])
    await rows.observation({ document_id: own, ...award(ocid) });
  for (const gss of [buyer, sharing, other])
    await rows.db
      .insertInto('council_coverage')
      .values({
        council: gss,
        as_of: '2026-01-01',
        spent_from: null,
        spent_to: null,
        spend: '{}',
        contracts: '{}',
      })
      .execute();

  // What else holds a name that the sample printed.
  const [paid, decided, passedOn, supplies, supplying] = [
    await supplier(sampled),
    await supplier(sampled),
    await supplier(sampled),
    await supplier(sampled),
    await supplier(sampled),
  ];
  await rows.payment(await rows.spendFile(council, '2026-01-01', '2026-01-31'), {
    paid_on: '2026-01-05',
    mention_id: paid.mention,
  });
  const decision = {
    council,
    undoes: null,
    verdict: 'none',
    company_number: null,
    reason: 'papers',
  } as const;
  const [held] = await rows.db
    .insertInto('match_decision')
    .values({ ...decision, mention_id: decided.mention, printed_text: null, note: null, by_whom: 'officer' })
    .returning('id')
    .execute();
  await rows.db
    .insertInto('shared_decision')
    .values({ ...decision, id: held?.id ?? '', mention_id: passedOn.mention, at: '2026-01-01T00:00:00Z' })
    .execute();
  kept.push(await rows.award({ suppliers: [supplies.mention], subcontractors: [supplying.mention] }));
  const registered = await supplier(sampled);
  await rows.line(await rows.upload(council), { supplier_id: registered.id });

  // Of some the sample says only that they were looked at, or assesses them.
  const replayed = await rows.supplier('Replayed');
  const looked = await rows.mention('Replayed Ltd', { supplier_id: replayed });
  const assessed = await rows.assessment(replayed, { replayed: true });
  for (const mention_id of [looked, ours.mention]) {
    const look = {
      mention_id,
      topic: 'charges',
      source_id: 'one',
      first_at: '2026-01-01T00:00:00Z',
      last_at: '2026-01-01T00:00:00Z',
    };
    await rows.db.insertInto('look').values(look).execute();
    await rows.db
      .insertInto('look_answer')
      .values({ ...look, answer: 'none' })
      .execute();
  }
  const adjournment = {
    council,
    cause: 'formal:1',
    hearing_on: '2026-02-01',
    evidence: 'seen',
    by_whom: 'officer',
  };
  for (const { id } of [gone, ours])
    await rows.db
      .insertInto('adjournment')
      .values({ ...adjournment, supplier_id: id })
      .execute();
  for (const address of [
    'procurement@a-council.example',
    'officer@council.example',
    'procurement@council.org',
  ])
    await rows.db
      .insertInto('recipient')
      .values({ council, address, role: 'officer', levels: ['severe'] })
      .execute();

  const removed = await rows.worker.transaction().execute(removeSample);
  const stays = [both, ours, shared, strange, paid, decided, passedOn, supplies, supplying];
  expect(removed).toEqual({ documents: 1, alerts: 11, suppliers: 4 });
  expect((await left('supplier')).toSorted()).toEqual([...stays, registered].map(({ id }) => id).toSorted());
  expect((await left('mention')).toSorted()).toEqual(stays.map(({ mention }) => mention).toSorted());
  expect((await left('award')).toSorted()).toEqual(kept.toSorted());
  expect(await left('document')).not.toContain(sampled);
  expect((await left('alert')).toSorted()).toEqual([ours, strange].map(({ alert }) => alert).toSorted());
  expect((await left('assessment')).toSorted()).toEqual(
    [ours, strange].map(({ assessment }) => assessment).toSorted(),
  );
  expect(await left('assessment')).not.toContain(assessed);

  const only = async (table: 'look' | 'look_answer') =>
    (await rows.db.selectFrom(table).select('mention_id').execute()).map(({ mention_id }) => mention_id);
  expect([await only('look'), await only('look_answer')]).toEqual([[ours.mention], [ours.mention]]);
  const told = await rows.db
    .selectFrom('alert')
    .select('told_with')
    .where('id', '=', ours.alert)
    .executeTakeFirst();
  expect(told).toEqual({ told_with: null });
  for (const table of ['alert_action', 'delivery'] as const)
    expect(await rows.db.selectFrom(table).select('alert_id').execute()).toEqual([{ alert_id: ours.alert }]);
  const adjourned = await rows.db.selectFrom('adjournment').select('supplier_id').execute();
  expect(adjourned).toEqual([{ supplier_id: ours.id }]);
  const recipients = await rows.db.selectFrom('recipient').select('address').orderBy('address').execute();
  expect(recipients.map(({ address }) => address)).toEqual([
    'officer@council.example',
    'procurement@council.org',
  ]);
  const covered = await rows.db.selectFrom('council_coverage').select('council').execute();
  expect(covered).toEqual([{ council: other }]);
  for (const key of ['sample', 'sample-documents', 'sample-contracts'])
    expect(await readSetting(rows.db, key)).toBe(undefined);
  const [scoring] = await rows.db
    .selectFrom('outbox')
    .select('message')
    .where('queue', '=', 'score')
    .execute();
  const scored = [both, shared, paid, decided, passedOn, supplies, supplying, registered].map(({ id }) => id);
  expect((scoring!.message as { supplierIds: string[] }).supplierIds.toSorted()).toEqual(scored.toSorted());
});
