import { type FormalEvent, type RiskBand, SupplierId } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { type GroupMember, relativesOf } from './group.ts';

const id = (n: number) => SupplierId.parse(String(n));
const administration: FormalEvent = {
  ref: 'x',
  family: 'administration',
  on: '2024-10-30',
  title: 'Administrators appointed',
  evidence: [],
};

type Member = readonly [n: number, parents: readonly number[], ownBand?: RiskBand];

function group(...members: readonly Member[]) {
  return new Map(
    members.map(([n, parents, ownBand = 'low']): [SupplierId, GroupMember] => [
      id(n),
      {
        supplierId: id(n),
        name: `COMPANY ${n}`,
        parents: parents.map(id),
        assessment: {
          ownBand,
          asOf: '2024-11-01',
          formalEvents: ownBand === 'insolvent' ? [administration] : [],
        },
      },
    ]),
  );
}
const told = (members: ReadonlyMap<SupplierId, GroupMember>, n: number) =>
  relativesOf(id(n), members, '2024-12-01').map(
    (r) => `${r.relation} ${r.name} ${r.ownBand}: ${r.chain.join(' > ')}`,
  );

describe('the relatives of a supplier', () => {
  test('are its parents at any height and the other children of those', () => {
    const members = group([1, [2]], [2, [3]], [3, [], 'insolvent'], [4, [3]], [5, [4]]);
    expect(told(members, 1)).toEqual([
      'parent COMPANY 2 low: COMPANY 1 > COMPANY 2',
      'parent COMPANY 3 insolvent: COMPANY 1 > COMPANY 2 > COMPANY 3',
      'sister COMPANY 4 low: COMPANY 1 > COMPANY 2 > COMPANY 3 > COMPANY 4',
    ]);
  });
  test('are each visited once, also when owners own each other in a ring', () => {
    const ring = group([1, [2]], [2, [3]], [3, [1, 2]]);
    expect(told(ring, 1)).toHaveLength(2);
  });
  test('are the same whatever order the links come in', () => {
    const links: readonly Member[] = [
      [1, [2, 3]],
      [2, [4]],
      [3, [4]],
      [4, []],
      [5, [4]],
    ];
    expect(told(group(...links), 1)).toEqual(told(group(...links.toReversed()), 1));
  });
  test('carry the proceeding itself as the fact', () => {
    const [parent] = relativesOf(id(1), group([1, [2]], [2, [], 'insolvent']), '2024-12-01');
    expect(parent?.proceeding).toEqual({ title: 'Administrators appointed', on: '2024-10-30' });
  });
  test('are left out where they were assessed only later', () => {
    expect(relativesOf(id(1), group([1, [2]], [2, []]), '2024-10-31')).toEqual([]);
  });
});
