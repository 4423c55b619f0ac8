import { expect, test } from 'vitest';
import { ofstedProviders, ownerKey, ownerOf } from './ofsted-providers.ts';
import { documentOf, everyRowOf, fixture } from './testing.ts';

const EDITION = {
  version: '2026-07-20T09:00:00.000Z',
  url: 'list.ods',
  retrievedAt: '2026-07-20T09:00:00.000Z',
  publishedAt: '2026-07-20T09:00:00.000Z',
};
const records = await everyRowOf(ofstedProviders, fixture('ofsted-providers.csv'));
const [home, second, agency, steps] = records.flatMap((record) =>
  record.outcome === 'row' ? [record.row] : [],
);
const says = (before: typeof home | null, after: typeof home | null) =>
  ofstedProviders.toObservations(before ?? null, after ?? null, EDITION);

test('every provision has one outcome, below a title and notes and under headings that begin with a line’s end', () => {
  expect(
    records.map((record) => `${record.item} ${'reason' in record ? record.reason : record.outcome}`),
  ).toEqual([
    '9990001 row',
    '9990002 row',
    'SC999003 row',
    '9990004 neither private nor voluntary',
    '9990005 row',
    '9990006 Registration status: “Dormant” is not on our list',
  ]);
  expect(home).toMatchObject({ judgement: 'Inadequate', inspectedOn: '2024-12-05', places: 4 });
});

test('an owner is the same one however its form, capitals and spaces are printed', () => {
  for (const [one, other] of [
    ['Example Children Limited', 'EXAMPLE CHILDREN LTD'],
    ['Homes 2 Inspire Ltd', 'Homes2inspire Limited'],
    ['Solent Childcare Ltd.', 'SOLENT CHILD CARE LIMITED'],
  ] as const)
    expect(ownerKey(one)).toBe(ownerKey(other));
  expect(ownerKey('Example Children North Ltd')).not.toBe(ownerKey('Example Children Ltd'));
  // A number behind a name is not proven, and no part of it.
  expect(steps?.owner).toBe('Example Steps Ltd');
});

test('an owner is read as soon when it is all spaces or figures', () => {
  for (const again of [' ', '1', '( ', 'company number ']) {
    const owner = `Example${again.repeat(200_000)}x`;
    expect(ownerOf(owner)).toBe(owner);
  }
  expect(ownerOf('Example Ltd (Company number 1234567)')).toBe('Example Ltd');
  expect(ownerOf('Example Ltd 01234567')).toBe('Example Ltd');
  expect(ownerOf('Example 12 Homes')).toBe('Example 12 Homes');
});

test('what is in order says nothing; inadequate and suspended are told, of an owner that has a name alone', () => {
  expect(says(null, second)).toEqual({ observations: [], withdrawn: [] });
  expect(says(null, home).observations).toMatchObject([
    {
      ref: '9990001/examplechildren',
      about: { name: 'Example Children Limited', ref: null, printedRef: null },
      content: { kind: 'childrens-provision', status: 'active', judgement: 'Inadequate', places: 4 },
    },
  ]);
  expect(says(null, agency).observations).toMatchObject([{ content: { status: 'suspended', places: null } }]);
});

test('a provision that is gone has left its owner, and so has one that another owner has now', () => {
  if (!second) throw new Error('no provision');
  expect(says(second, null).observations).toMatchObject([{ content: { status: 'left', places: 3 } }]);
  const sold = { ...second, owner: 'Another Owner Ltd' };
  expect(says(second, sold)).toMatchObject({
    withdrawn: ['9990002/anotherowner'],
    observations: [{ ref: '9990002/examplechildren', content: { status: 'left' } }],
  });
  expect(says(second, { ...second, owner: 'Example Children Limited' })).toEqual({
    observations: [],
    withdrawn: [],
  });
});

test('what stood against a provision is taken back once it is in order', () => {
  if (!home) throw new Error('no provision');
  expect(says(home, { ...home, judgement: 'Good' })).toEqual({
    observations: [],
    withdrawn: ['9990001/examplechildren'],
  });
});

test('the layouts of earlier years are read by the names of their columns', async () => {
  const text = [
    'Provider information,,,,,,,,,',
    'URN,Provision type,Registration status,Local authority,Sector,Places,Organisation,Inspection date,Overall experiences and progress of children and young people',
    "1155775,Children's home,Active,Manchester,Private,1,Example Childcare Limited,30/05/2018,Good",
    "1155776,Children's home,Active,Manchester,Private,some,Example Childcare Limited,30/05/2018,Good",
    "1155777,Children's home,Active,Manchester,Private,1,,30/05/2018,Good",
    "x,Children's home,Active,Manchester,Private,1,Example Childcare Limited,30/02/2018,Good",
    "1155778,Children's home,Active,Manchester,Private,1,Example Childcare Limited,30/02/2018,Good",
  ].join('\n');
  const read = await everyRowOf(ofstedProviders, documentOf(text, 'list.csv'));
  expect(read.map((record) => ('reason' in record ? record.reason : record.outcome))).toEqual([
    'row',
    'Places: “some” is no number',
    'no owner is named',
    'URN: “x” is not one',
    'Inspection date: “30/02/2018” is not a day',
  ]);
});
