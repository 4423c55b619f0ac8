import { SupplierId } from '@tocsin/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupPaths, type GroupLink } from './group-paths.ts';

const [operator, holding, sister, topco, subsidiary, joiner] = ['1', '2', '3', '4', '5', '6'].map((id) =>
  SupplierId.parse(id),
) as [SupplierId, SupplierId, SupplierId, SupplierId, SupplierId, SupplierId];

function link(from: SupplierId, to: SupplierId, change: Partial<GroupLink> = {}): GroupLink {
  return { from, to, by: 'controls', since: null, until: null, url: null, ...change };
}

const group = [
  link(holding, operator),
  link(holding, sister, { by: 'consolidates' }),
  link(topco, holding),
  link(operator, subsidiary),
  link(operator, joiner, { by: 'subcontracts' }),
];
const asOf = '2018-01-15';

function relations(links: readonly GroupLink[]) {
  return Object.fromEntries(groupPaths(operator, links, asOf).map(({ to, relation }) => [to, relation]));
}

describe('the companies that a supplier hangs together with', () => {
  it('are its parents, subsidiaries, sisters and named subcontractors', () => {
    expect(relations(group)).toEqual({
      [holding]: 'parent',
      [topco]: 'parent',
      [sister]: 'sister',
      [subsidiary]: 'subsidiary',
      [joiner]: 'subcontractor',
    });
  });

  it('are shown with every link of the way', () => {
    const path = groupPaths(operator, group, asOf).find(({ to }) => to === sister);
    expect(path?.links.map(({ from, to }) => [from, to])).toEqual([
      [holding, operator],
      [holding, sister],
    ]);
  });

  it('do not include another parent of a common subsidiary', () => {
    const jointVenture = [link(operator, subsidiary), link(topco, subsidiary)];
    expect(relations(jointVenture)).toEqual({ [subsidiary]: 'subsidiary' });
  });

  it('do not include the group of a subcontractor', () => {
    expect(relations([link(operator, joiner, { by: 'subcontracts' }), link(topco, joiner)])).toEqual({
      [joiner]: 'subcontractor',
    });
  });

  it('are those of the day: a link that has ceased or not begun is not one', () => {
    expect(
      relations([
        link(holding, operator, { until: asOf }),
        link(topco, operator, { since: '2018-02-01' }),
        link(sister, operator, { since: asOf, until: '2018-01-16' }),
      ]),
    ).toEqual({ [sister]: 'parent' });
  });

  it('are found in any order of links, loops and all', () => {
    const anyLink = fc
      .tuple(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('controls' as const, 'subcontracts' as const),
      )
      .map(([from, to, by]) => link(SupplierId.parse(`${from}`), SupplierId.parse(`${to}`), { by }));
    const shuffled = fc
      .array(anyLink, { maxLength: 12 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(shuffled, ([a, b]) => {
        expect(groupPaths(operator, b, asOf)).toEqual(groupPaths(operator, a, asOf));
        expect(groupPaths(operator, a, asOf).map(({ to }) => to)).not.toContain(operator);
      }),
    );
  });
});
