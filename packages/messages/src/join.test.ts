import { expect, test } from 'vitest';
import { joinMessages } from './join.ts';

const mentions = (mentionIds: readonly string[], asOf: string | null = null) => ({
  v: 1,
  of: 'mentions',
  mentionIds,
  asOf,
});

test('messages that say the same of other ids become one, which stands for all of them', () => {
  expect(joinMessages('match', [mentions(['1']), mentions(['2', '3']), mentions(['1'])])).toEqual([
    { message: mentions(['1', '2', '3']), places: [0, 1, 2] },
  ]);
});

test('a replay of a day is not joined with today, nor a register with mentions', () => {
  const register = { v: 1, of: 'register', uploadId: '7' };
  const given = [mentions(['1']), mentions(['2'], '2026-11-01'), register, register];
  expect(joinMessages('match', given).map(({ places }) => places)).toEqual([[0], [1], [2], [3]]);
});

test('no message grows beyond the ids that its queue allows: the next one is begun', () => {
  const given = Array.from({ length: 60 }, (_, at) => ({ v: 2, assessmentIds: [String(at)] }));
  const sizes = joinMessages('notify', given).map(({ places }) => places.length);
  expect(sizes).toEqual([25, 25, 10]);
});

test('a message of an earlier release is joined as what it means, and one that breaks its schema stays alone', () => {
  const given = [{ v: 1, assessmentId: '1' }, { v: 9 }, { v: 2, assessmentIds: ['2'] }];
  expect(joinMessages('notify', given)).toEqual([
    { message: { v: 2, assessmentIds: ['1', '2'] }, places: [0, 2] },
    { message: { v: 9 }, places: [1] },
  ]);
});

test('deliveries are not joined: what went out once must not go out again with another', () => {
  const given = ['1', '2'].map((id) => ({ v: 2, deliveryIds: [id] }));
  expect(joinMessages('deliver', given).map(({ places }) => places)).toEqual([[0], [1]]);
});

test('an id that two messages name is in the joined one once, and counts towards its most as two', () => {
  const given = (ids: readonly number[]) => ({ v: 2, assessmentIds: ids.map(String) });
  const [first, second] = [given(Array.from({ length: 24 }, (_, at) => at)), given([0])];
  expect(joinMessages('notify', [first, second])).toEqual([{ message: first, places: [0, 1] }]);
  const two = given([0, 1]);
  expect(joinMessages('notify', [first, two]).map(({ places }) => places)).toEqual([[0], [1]]);
});

test('what stands alone is sent as it was written, also of an earlier release', () => {
  const old = { v: 1, assessmentId: '1' };
  expect(joinMessages('notify', [old])).toEqual([{ message: old, places: [0] }]);
  expect(joinMessages('notify', [])).toEqual([]);
});

test('after a full message the next ones are joined with the one that follows it', () => {
  const given = (n: number, from: number) => ({
    v: 2,
    assessmentIds: Array.from({ length: n }, (_, at) => String(from + at)),
  });
  const joined = joinMessages('notify', [given(20, 0), given(10, 100), given(10, 200), given(2, 300)]);
  expect(joined.map(({ places }) => places)).toEqual([[0], [1, 2, 3]]);
});
