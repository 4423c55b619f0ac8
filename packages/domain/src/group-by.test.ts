import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { addTo, groupBy } from './group-by.ts';

it('puts every member into the group of its key, in the order in which they came', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat())), (pairs) => {
      const groups = groupBy(
        pairs,
        ([key]) => key,
        ([, member]) => member,
      );
      for (const [key, members] of groups)
        expect(members).toEqual(pairs.filter(([own]) => own === key).map(([, member]) => member));
      expect([...groups.values()].flat()).toHaveLength(pairs.length);
      expect([...groups.keys()]).toEqual([...new Set(pairs.map(([key]) => key))]);
    }),
  );
});

it('adds to a group in place', () => {
  const groups = new Map<string, number[]>([['a', [1]]]);
  const before = groups.get('a');
  addTo(groups, 'a', 2);
  expect(groups.get('a')).toBe(before);
  expect(before).toEqual([1, 2]);
});
