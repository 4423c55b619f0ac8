import { expect, test } from 'vitest';
import { reached, type SupplierOfGroup } from './group.ts';

const member = (supplierId: string, relation: SupplierOfGroup['relation']) =>
  ({ supplierId, relation, name: 'EXAMPLE LTD', chain: [] }) as unknown as SupplierOfGroup;

test('what is said of a company reaches those below it, of a proceeding those beside it too, and never those above it', () => {
  const group = [
    member('1', 'parent'),
    member('2', 'subsidiary'),
    member('3', 'sister'),
    member('4', 'subsidiary'),
  ];
  expect(reached(group, 'nobody')).toEqual([]);
  expect(reached(group, 'subsidiaries')).toEqual(['2', '4']);
  expect(reached(group, 'group')).toEqual(['2', '3', '4']);
});

test('of a nominee that controls thousands the nearest five hundred are judged again', () => {
  const group = Array.from({ length: 501 }, (_, nth) => member(`${nth}`, 'subsidiary'));
  expect(reached(group, 'group')).toEqual(group.slice(0, 500).map(({ supplierId }) => supplierId));
});
