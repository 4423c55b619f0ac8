import { expect, test } from 'vitest';
import { registerChanges, stated } from './register-changes.ts';

const care = {
  row: 2,
  supplierName: 'Example Care Ltd',
  printedRef: 'GB-COH-01234567',
  title: 'Care',
  valuePence: 1_000_00,
  vat: 'net',
  startsOn: null,
  endsOn: '2027-03-31',
  criticality: 'critical',
  owner: null,
  service: null,
  regime: 'unknown',
  reference: null,
  category: null,
  unread: {},
  details: { exitPlan: false },
} as const;
const paving = { ...care, row: 3, supplierName: 'Example Paving Ltd', title: 'Paving' };

test('a register says which contracts come, go and change, and how', () => {
  const before = [care, paving].map((line) => stated(line));
  const later = {
    ...care,
    row: 9,
    title: 'CARE',
    endsOn: '2028-03-31',
    details: { exitPlan: true, tupeStaff: 3 },
  };
  const meals = { ...care, title: 'Meals' };
  const changes = registerChanges(
    before,
    [later, meals].map((line) => stated(line)),
  );
  expect(changes.added.map(({ title }) => title)).toEqual(['Meals']);
  expect(changes.removed.map(({ title }) => title)).toEqual(['Paving']);
  expect(changes.changed).toMatchObject([{ contract: { row: 9 } }]);
  expect(changes.changed[0]?.facts).toEqual(
    expect.arrayContaining([
      { term: 'Ends', from: '31 March 2027', to: '31 March 2028' },
      { term: 'Exit plan', from: 'No', to: 'Yes' },
      { term: 'Staff to whom TUPE may apply', from: 'Not recorded', to: '3 people' },
    ]),
  );
});

test('a supplier whose legal form is spelled otherwise is no new one: its contract changes, and how is said', () => {
  const later = { ...care, supplierName: 'EXAMPLE CARE LIMITED' };
  const changes = registerChanges([stated(care)], [stated(later)]);
  expect(changes).toMatchObject({ added: [], removed: [] });
  expect(changes.changed[0]?.facts).toEqual([
    { term: 'Supplier', from: 'Example Care Ltd', to: 'EXAMPLE CARE LIMITED' },
  ]);
  const shouted = { ...care, supplierName: 'EXAMPLE  CARE LTD' };
  expect(registerChanges([stated(care)], [stated(shouted)])).toMatchObject({ changed: [], unchanged: 1 });
  const group = { ...care, supplierName: 'Example Care LLP' };
  expect(registerChanges([stated(care)], [stated(group)]).removed).toHaveLength(1);
});

test('a contract of the same reference is the same one under a new title; a reference of two tells of neither', () => {
  const referred = (
    reference: string | null,
    line: Parameters<typeof stated>[0] = care,
    title: string = line.title,
  ) => stated({ ...line, reference, title });
  const changes = registerChanges(
    [referred('C 17'), referred(null, paving)],
    [referred('c 17', care, 'Day centres'), referred(null, paving, 'Roads')],
  );
  expect(changes.changed.map(({ facts }) => facts.filter(({ term }) => term !== 'Reference'))).toEqual([
    [{ term: 'Title', from: 'Care', to: 'Day centres' }],
  ]);
  expect([changes.added, changes.removed].map((some) => some.map(({ title }) => title))).toEqual([
    ['Roads'],
    ['Paving'],
  ]);
  const twice = registerChanges(
    [referred('C 17'), referred('C 17', paving)],
    [referred('C 17', care, 'Day centres')],
  );
  expect(twice.removed).toHaveLength(2);
});

test('the same contracts in another order change nothing, also where two share supplier and title', () => {
  const twice = [care, { ...care, row: 5, valuePence: 7 }, paving].map((line) => stated(line));
  expect(registerChanges(twice, twice)).toMatchObject({ added: [], removed: [], changed: [], unchanged: 3 });
  const [first, second, other] = twice;
  if (!first || !second || !other) throw new Error('three lines are stated');
  expect(registerChanges(twice, [other, first, second])).toMatchObject({ changed: [], unchanged: 3 });
});

test('a contract that the register says is rolling reads as one without a fixed end', () => {
  const { facts } = stated({ ...care, endsOn: null, unread: { end: 'Rolling' } });
  expect(facts).toContainEqual({ term: 'Ends', value: 'No fixed end (“Rolling”)' });
});
