import {
  asCouncil,
  escalate,
  findDueDigests,
  findLetter,
  findRoutedSince,
  findUnacknowledged,
  lockPendingLetter,
  sendDigest,
  type Trx,
} from '@tocsin/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptied } from '../support/emptied.ts';
import { openRows, type Rows } from '../support/rows.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';

// What waits for somebody’s digest, which letter tells it, which alerts wait for somebody to acknowledge
// them, and by which alerts a council sees what its lines would have meant.

const SLOT = '2026-11-23T08:00:00.000Z';
const SENT = '2026-11-23T08:00:30.000Z';
const LATER = '2026-11-23T08:00:00.001Z';

let rows: Rows;
let supplier: string;
beforeAll(async () => {
  rows = await openRows();
  await saveTestCouncils(rows.worker);
  supplier = await rows.supplier('EXAMPLE CARE LTD', '99000001');
});
afterAll(() => rows.close());
beforeEach(() =>
  emptied(rows.db, 'delivery', 'telling', 'review_telling', 'review', 'letter', 'alert', 'outbox'),
);

const asWorker = <T>(work: (trx: Trx) => Promise<T>) => rows.worker.transaction().execute(work);
const reason = JSON.stringify({ as: 'owner', of: 'Care', pence: 0, insteadOf: null });

interface Given {
  readonly council?: string;
  readonly channel?: string;
  readonly address?: string;
  readonly how?: 'digest' | 'at-once';
  readonly due_at?: string;
}

/** An alert that somebody is told of; its number. */
async function told({ council = councilA.gss, ...row }: Given = {}): Promise<string> {
  const alert_id = await rows.alert(council, supplier);
  const all = {
    channel: 'smtp',
    address: 'olu@council.example',
    how: 'digest',
    due_at: SLOT,
    ...row,
  } as const;
  await rows.db
    .insertInto('telling')
    .values({ alert_id, council, person_id: null, reason, letter_id: null, ...all })
    .execute();
  return alert_id;
}

/** A review that somebody is told of. */
async function toReview(contract: string, { council = councilA.gss, ...row }: Given = {}): Promise<void> {
  const { how: _how, ...given } = { channel: 'smtp', address: 'olu@council.example', due_at: SLOT, ...row };
  await rows.db
    .insertInto('review_telling')
    .values({
      council,
      contract,
      cause: 'plan',
      person_id: null,
      reason,
      said: '{}',
      letter_id: null,
      ...given,
    })
    .execute();
}

const due = async () =>
  (await findDueDigests(rows.worker, SLOT)).map(({ council, channel, address }) => [
    council === councilA.gss ? 'A' : 'B',
    channel,
    address,
  ]);

test('a digest is due to whom something waits for by its hour, of alerts or of reviews, once each', async () => {
  await told();
  await told();
  await toReview('of hers');
  await told({ address: 'cara@council.example', due_at: LATER });
  await told({ address: 'dana@council.example', how: 'at-once' });
  await toReview('later', { address: 'eve@council.example', due_at: LATER });
  await toReview('due', { address: 'ann@council.example' });
  await told({ council: councilB.gss, address: 'ann@council.example' });
  expect(await due()).toEqual([
    ['B', 'smtp', 'ann@council.example'],
    ['A', 'smtp', 'ann@council.example'],
    ['A', 'smtp', 'olu@council.example'],
  ]);
});

test('a digest tells what waited for it at its address and hour, once, and leaves everything else to wait', async () => {
  const hers = await told();
  const others: readonly Given[] = [
    { due_at: LATER },
    { address: 'cara@council.example' },
    { channel: 'govuk-notify' },
    { council: councilB.gss },
    { how: 'at-once' },
  ];
  for (const other of others) await told(other);
  await toReview('hers');
  await toReview('later', { due_at: LATER });
  await toReview('of another', { address: 'cara@council.example' });
  await toReview('by another way', { channel: 'govuk-notify' });
  await toReview('elsewhere', { council: councilB.gss });
  const to = { council: councilA.gss, channel: 'smtp', address: 'olu@council.example' };
  const send = (slot = SLOT) => asWorker((trx) => sendDigest(trx, to, slot, SENT));
  expect(await send()).toBe(true);
  const [letter] = await rows.db.selectFrom('letter').select(['id', 'sent_at', 'due_at']).execute();
  expect(letter).toMatchObject({ sent_at: SENT, due_at: SLOT });
  const inLetter = async (table: 'telling' | 'review_telling', column: 'alert_id' | 'contract') => {
    const all = rows.db.selectFrom(table).selectAll().where('letter_id', 'is not', null);
    return (await all.execute()).map((row) => (row as Record<string, unknown>)[column]);
  };
  expect(await inLetter('telling', 'alert_id')).toEqual([hers]);
  expect(await inLetter('review_telling', 'contract')).toEqual(['hers']);
  const sent = rows.db.selectFrom('delivery').select(['letter_id', 'council', 'channel', 'recipient']);
  expect(await sent.execute()).toEqual([
    { letter_id: letter?.id, council: to.council, channel: to.channel, recipient: to.address },
  ]);
  await told();
  expect(await send()).toBe(false);
  expect(await inLetter('telling', 'alert_id')).toEqual([hers]);
  expect(await send('2026-11-24T08:00:00.000Z')).toBe(true);
  expect(await inLetter('telling', 'alert_id')).toHaveLength(3);
});

test('a review at which somebody has looked meanwhile waits for no digest', async () => {
  await toReview('looked at');
  await toReview('of another cause');
  const looked = {
    council: councilA.gss,
    title: 'Care',
    kind: 'plan',
    reviewed_on: '2026-11-22',
    by_whom: 'person 1',
  };
  const review = (contract: string, cause: string, council = councilA.gss) =>
    rows.db
      .insertInto('review')
      .values({ ...looked, council, contract, cause, about: null, next_on: null })
      .execute();
  await review('of another cause', 'bond');
  await review('looked at', 'plan', councilB.gss);
  expect(await due()).toHaveLength(1);
  await review('looked at', 'plan');
  const to = { council: councilA.gss, channel: 'smtp', address: 'olu@council.example' };
  expect(await asWorker((trx) => sendDigest(trx, to, SLOT, SENT))).toBe(true);
  const waits = rows.db.selectFrom('review_telling').select('contract').where('letter_id', 'is', null);
  expect((await waits.execute()).map(({ contract }) => contract)).toEqual(['looked at']);
});

test('a letter is taken by one sender while nobody has sent it, and read by its number or as the opening report of its council', async () => {
  const letter = async (council: string, kind: 'opening' | 'catch-up', sent_at: string | null = null) =>
    (
      await rows.db
        .insertInto('letter')
        .values({ council, kind, sent_at })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id;
  const [sent, late, other] = [
    await letter(councilA.gss, 'opening', SENT),
    await letter(councilA.gss, 'catch-up'),
    await letter(councilB.gss, 'opening'),
  ];
  expect(await asWorker((trx) => lockPendingLetter(trx, sent))).toBeUndefined();
  await asWorker(async (trx) => {
    expect(await lockPendingLetter(trx, late)).toEqual({ id: late });
    expect(await rows.db.transaction().execute((second) => lockPendingLetter(second, late))).toBeUndefined();
  });
  expect(await findLetter(rows.worker, { id: late })).toMatchObject({
    id: late,
    kind: 'catch-up',
    sentAt: null,
  });
  expect(await findLetter(rows.worker, { openingOf: councilA.gss })).toMatchObject({
    id: sent,
    sentAt: SENT,
  });
  expect(await findLetter(rows.worker, { openingOf: councilB.gss })).toMatchObject({
    id: other,
    council: { code: councilB.gss, name: councilB.name },
  });
});

test('what nobody has acknowledged by its moment is told on, the oldest first, and what somebody has not', async () => {
  const alert = (acknowledge_by: string | null, status: 'raised' | 'acknowledged' = 'raised') =>
    rows.alert(councilA.gss, supplier, { acknowledge_by, status });
  const [first, second, , taken] = [
    await alert(SLOT),
    await alert('2026-11-22T08:00:00.000Z'),
    await alert(LATER),
    await alert(SLOT, 'acknowledged'),
    await alert(null),
  ];
  expect(await findUnacknowledged(rows.worker, SLOT)).toEqual([first, second]);
  const tellOn = (id: string, at = SLOT) => asWorker((trx) => escalate(trx, id, at));
  const standing = async (id: string) => {
    const { escalated } = await rows.db
      .selectFrom('alert')
      .select('escalated')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return escalated;
  };
  expect([await tellOn(taken ?? ''), await standing(taken ?? '')]).toEqual([false, 0]);
  expect([await tellOn(first, '2026-11-23T07:59:59.999Z'), await standing(first)]).toEqual([false, 0]);
});

test('what lines would have meant is shown of alerts that told something new since a day, the newest first', async () => {
  const alert = (as_of: string, kind: string, to_band: 'watch' | 'severe' | 'elevated' = 'severe') =>
    rows.alert(councilA.gss, supplier, { as_of, kind, to_band });
  await alert('2026-10-31', 'formal');
  await alert('2026-11-01', 'formal', 'elevated');
  await alert('2026-11-02', 'band');
  for (const kind of ['ended', 'no-outcome', 'corrected']) await alert('2026-11-03', kind);
  const since = (limit: number) =>
    asCouncil(rows.worker, councilA.gss, (trx) => findRoutedSince(trx, '2026-11-01', limit));
  expect((await since(10)).map(({ kind, to }) => `${kind} ${to}`)).toEqual([
    'band severe',
    'formal elevated',
  ]);
  expect(await since(1)).toHaveLength(1);
  expect((await since(1))[0]?.kind).toBe('band');
});
