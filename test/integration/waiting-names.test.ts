import { findPlaces, findPrinted, findUnmatched, type Trx } from '@tocsin/db';
import type { Award } from '@tocsin/domain';
import { isOver } from '@tocsin/exposure';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';

const TODAY = '2026-11-23';
let rows: Rows;
beforeAll(async () => {
  rows = await openRows();
});
afterAll(() => rows.close());

function inTrx<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
  return rows.db.transaction().execute(work);
}

/** What waits for a person of a council, by name. */
async function waitingOf(council: string) {
  const waiting = await inTrx((trx) => findUnmatched(trx, council, TODAY));
  return waiting.map(({ name }) => name);
}

const none = { outcome: 'none' as const };

test('a name of a published contract waits while it is tied to nobody and nobody has decided', async () => {
  const council = await rows.council();
  const other = await rows.council();
  const mentions: string[] = [];
  for (const [name, row] of [
    ['Doubtful Ltd', { outcome: 'ambiguous' }],
    ['Unknown Ltd', none],
    ['Not Looked At Ltd', {}],
    ['Tied Ltd', { outcome: 'matched' }],
    ['Decided Ltd', { ...none, decided_by: other }],
    ['Mr John Smith', none],
    ['REDACTED PERSONAL DATA', none],
  ] as const)
    mentions.push(await rows.mention(name, row));
  await rows.award({ buyers: [council], suppliers: mentions });
  await rows.award({ buyers: [other], suppliers: [await rows.mention('Only Theirs Ltd', none)] });
  expect(await waitingOf(council)).toEqual(['Doubtful Ltd', 'Unknown Ltd']);
});

test('a name waits while its contract runs and is public, and with the pounds that hang on it', async () => {
  const council = await rows.council();
  const withAward = async (name: string, row: Parameters<Rows['award']>[1]) =>
    rows.award({ buyers: [council], suppliers: [await rows.mention(name, none)] }, row);
  const at = (day: string) => ({ published_at: `${day}T12:00:00Z`, updated_at: `${day}T12:00:00Z` });
  await withAward('Cancelled Ltd', { status: 'cancelled' });
  await withAward('Terminated Ltd', { status: 'terminated' });
  await withAward('Ended Ltd', { ends_on: '2026-11-22' });
  await withAward('Tomorrow Ltd', at('2026-11-24'));
  await withAward('Last Day Ltd', { ends_on: TODAY, value_pence: 300, vat: 'net' });
  await withAward('Open Ltd', { ...at(TODAY), status: null, value_pence: 500, vat: 'gross' });
  await withAward('Framework Ltd', { agreement: 'framework', value_pence: 900, vat: 'net' });
  await withAward('Unvalued Ltd', {});
  const waiting = await inTrx((trx) => findUnmatched(trx, council, TODAY));
  expect(waiting.map(({ name, contractValue, contracts }) => [name, contractValue, contracts])).toEqual([
    ['Open Ltd', { net: 0, gross: 500, unknown: 0 }, 1],
    ['Last Day Ltd', { net: 300, gross: 0, unknown: 0 }, 1],
    // A ceiling is no value, and a value that nobody states is not nothing.
    ['Framework Ltd', null, 1],
    ['Unvalued Ltd', null, 1],
  ]);
});

test('payments of the twelve months that were read count, of this council and not of days to come', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const paid = async (of: string, name: string, days: readonly string[], to = '2026-10-31') => {
    const mention_id = await rows.mention(name, none);
    const read = await rows.spendFile(of, '2024-01-01', to);
    const later = await rows.spendFile(of, '2026-11-24', '2026-11-30');
    for (const paid_on of days) await rows.payment(paid_on > TODAY ? later : read, { mention_id, paid_on });
  };
  await paid(council, 'Paid Ltd', ['2025-10-31', '2025-11-01', '2026-10-31', '2026-11-24']);
  await paid(council, 'Paid Long Ago Ltd', ['2025-10-31']);
  await paid(council, 'Paid Tomorrow Ltd', ['2026-11-24']);
  await paid(other, 'Paid By Others Ltd', ['2026-11-23'], TODAY);
  await rows.payment(await rows.spendFile(council, '2024-01-01', '2026-10-31'), { paid_on: '2026-10-01' });
  const waiting = await inTrx((trx) => findUnmatched(trx, council, TODAY));
  expect(waiting.map(({ name, paid: sums, paidTo, contracts }) => [name, sums, paidTo, contracts])).toEqual([
    ['Paid Ltd', { net: 200, gross: 0, unknown: 0 }, '2026-10-31', 0],
  ]);
  await paid(other, 'Paid Today Ltd', [TODAY], TODAY);
  expect(await waitingOf(other)).toEqual(['Paid By Others Ltd', 'Paid Today Ltd']);
});

test('lines of the own register in force wait, one name with the sums of all its lines, until one is decided', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const upload = await rows.upload(council);
  const line = (supplier_name: string, row: Parameters<Rows['line']>[1] = {}) =>
    rows.line(upload, { supplier_name, match_outcome: 'none', value_pence: 100, vat: 'net', ...row });
  const first = await line('Registered Ltd');
  await line('Registered Ltd', { vat: 'gross' });
  await line('Registered Ltd', { value_pence: null });
  await line('Doubtful Line Ltd', { match_outcome: 'ambiguous' });
  await line('Tied Line Ltd', { match_outcome: 'matched' });
  await line('Waiting Line Ltd', { match_outcome: 'waiting' });
  const decided = await line('Decided Line Ltd');
  const undone = await rows.upload(council, { undone_at: '2026-01-01T00:00:00Z' });
  await rows.line(undone, { supplier_name: 'Undone Ltd', match_outcome: 'none' });
  await rows.line(await rows.upload(other), { supplier_name: 'Others Ltd', match_outcome: 'none' });
  const text = (await inTrx((trx) => findPrinted(trx, council, TODAY, { of: 'line', id: decided })))?.text;
  const decide = (of: string) =>
    rows.db
      .insertInto('match_decision')
      .values({
        council: of,
        mention_id: null,
        printed_text: text ?? '',
        undoes: null,
        verdict: 'none',
        company_number: null,
        reason: 'papers',
        note: null,
        by_whom: 'officer',
      })
      .execute();
  await decide(other);
  expect(await waitingOf(council)).toContain('Decided Line Ltd');
  await decide(council);
  const waiting = await inTrx((trx) => findUnmatched(trx, council, TODAY));
  expect(waiting.map((one) => [one.of, one.name, one.contracts, one.contractValue])).toEqual([
    ['line', 'Registered Ltd', 3, { net: 100, gross: 100, unknown: 0 }],
    ['line', 'Doubtful Line Ltd', 1, { net: 100, gross: 0, unknown: 0 }],
  ]);
  expect(waiting[0]?.id).toBe(first);
});

test('the contracts listed under a printed name are the council’s own, the newest first', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const mention = await rows.mention('Placed Ltd', none);
  const again = await rows.mention('PLACED LTD', { ...none, printed_ref: 'GB-CFS-1' });
  const place = (buyer: string, suppliers: readonly string[], day: string, title: string | null) =>
    rows.award({ buyers: [buyer], suppliers }, { title, published_at: `${day}T12:00:00Z` });
  await place(council, [mention], '2026-03-01', 'Second');
  await place(council, [again], '2026-04-01', null);
  await place(council, [mention], '2026-02-01', 'Third');
  await place(other, [mention], '2026-05-01', 'Theirs');
  await place(council, [await rows.mention('Unlike Ltd')], '2026-06-01', 'Unlike');
  const item = await inTrx((trx) => findPrinted(trx, council, TODAY, { of: 'mention', id: mention }));
  expect(item).toMatchObject({ id: mention, contracts: 3 });
  const places = (limit: number) => inTrx((trx) => findPlaces(trx, council, item!, limit));
  expect((await places(3)).map(({ title }) => title)).toEqual([
    'Contract without a published title',
    'Second',
    'Third',
  ]);
  expect(await places(2)).toHaveLength(2);
});

test('the lines listed under a name of the register are those in force, in the order of the file', async () => {
  const council = await rows.council();
  const undone = await rows.upload(council, { undone_at: '2026-01-01T00:00:00Z' });
  const line = (upload: string, row: number, title: string, supplier_name = 'Listed Ltd') =>
    rows.line(upload, { row, title, supplier_name, match_outcome: 'none' });
  await line(undone, 1, 'Undone');
  const upload = await rows.upload(council);
  const second = await line(upload, 3, 'Second');
  await line(upload, 2, 'First');
  await line(upload, 4, 'Unlike', 'Unlike Ltd');
  const item = await inTrx((trx) => findPrinted(trx, council, TODAY, { of: 'line', id: second }));
  expect(await inTrx((trx) => findPlaces(trx, council, item!, 5))).toEqual([
    { title: 'First', url: null },
    { title: 'Second', url: null },
  ]);
  expect(await inTrx((trx) => findPlaces(trx, council, item!, 1))).toHaveLength(1);
});

test('a name that is tied waits where a proceeding is printed into it; what its council has decided waits no longer', async () => {
  const council = await rows.council();
  const other = await rows.council();
  const tied = { outcome: 'matched' as const };
  const mentions = [
    await rows.mention('Claimed Ltd (In Liquidation)', tied),
    await rows.mention('Training In Administration Skills Ltd', tied),
    await rows.mention('Not Looked At Ltd (In Administration)', {}),
    await rows.mention('Decided Here Ltd', none),
    await rows.mention('Decided There Ltd', none),
    await rows.mention('Taken Back Ltd', none),
  ];
  await rows.award({ buyers: [council], suppliers: mentions });
  const decide = async (of: string, at: number, undoes: string | null = null) => {
    const said = undoes === null ? { verdict: 'none' as const, reason: 'known' as const } : { undoes };
    const row = { council: of, mention_id: mentions[at] ?? '', by_whom: 'somebody', ...said };
    return (await rows.db.insertInto('match_decision').values(row).returning('id').executeTakeFirstOrThrow())
      .id;
  };
  await decide(council, 3);
  await decide(other, 4);
  await decide(council, 5, await decide(council, 5));
  expect(await waitingOf(council)).toEqual([
    'Claimed Ltd (In Liquidation)',
    'Decided There Ltd',
    'Taken Back Ltd',
  ]);
});

test('of a council of which no spending file was read it is not known what a name was paid', async () => {
  const council = await rows.council();
  await rows.award({ buyers: [council], suppliers: [await rows.mention('Of An Unread Council Ltd', none)] });
  expect(await inTrx((trx) => findUnmatched(trx, council, TODAY))).toMatchObject([
    { name: 'Of An Unread Council Ltd', paid: null, paidTo: null },
  ]);
});

test('a contract is over to a query as it is to an exposure, whatever its status and its last day', async () => {
  const council = await rows.council();
  const days = [null, '2026-11-22', TODAY, '2026-11-24'];
  const all = [null, 'active', 'pending', 'cancelled', 'terminated'].flatMap((status) =>
    days.map((ends_on) => ({ status: status as Award['status'], ends_on })),
  );
  for (const [nth, row] of all.entries())
    await rows.award({ buyers: [council], suppliers: [await rows.mention(`Over ${nth} Ltd`, none)] }, row);
  const running = all.flatMap(({ status, ends_on }, nth) =>
    isOver({ status, endsOn: ends_on }, TODAY) ? [] : [`Over ${nth} Ltd`],
  );
  expect(running).toHaveLength(9);
  expect((await waitingOf(council)).toSorted()).toEqual(running.toSorted());
});
