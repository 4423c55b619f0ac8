import { expect, test } from 'vitest';
import { assigneesOf, toldApart } from './assignees.ts';

const person = (id: string, name: string, address: string | null = `${id}@council.example`) => ({
  id,
  name,
  address,
  reachedAt: null,
  roles: ['contract-manager' as const],
  subscription: {} as never,
});

test('people who share a name are told apart by address, else by role; who has a name of her own is not', () => {
  const people = [person('1', 'Kim Example'), person('2', 'kim  example', null), person('3', 'Pat Example')];
  expect(toldApart(people).map(({ name }) => name)).toEqual([
    'Kim Example (1@council.example)',
    'kim  example (contract manager)',
    'Pat Example',
  ]);
  expect(
    toldApart([
      { name: 'Kim', address: null },
      { name: 'Kim', address: null },
    ]),
  ).toHaveLength(2);
});

test('an alert is offered to each by what tells her apart, and kept with her number', () => {
  const named = (address: string) => ({ channel: 'smtp' as const, address, role: 'Officer', levels: [] });
  const offered = assigneesOf({
    people: [person('1', 'Kim Example'), person('2', 'Kim Example')],
    named: [named('a@council.example'), named('b@council.example')],
  });
  expect(offered.map(({ name, owner }) => [name, owner])).toEqual([
    ['Kim Example (1@council.example)', 'person 1'],
    ['Kim Example (2@council.example)', 'person 2'],
    ['Officer (a@council.example)', 'Officer'],
    ['Officer (b@council.example)', 'Officer'],
  ]);
  expect(assigneesOf({ people: [], named: [named('a@council.example')] })[0]?.name).toBe('Officer');
});
