import { expect, test } from 'vitest';
import { serviceOf, serviceWords } from './service.ts';

test('a department is of the service that its name says, however it is written', () => {
  expect(
    [
      'Adults, Health & Care',
      'ASC Commissioning',
      "CHILDREN'S SERVICES",
      'Public Health',
      'Housing Revenue Account',
      'Street Scene',
      'Highways & Transportation',
      'ICT',
      'Corporate Resources',
    ].map(serviceOf),
  ).toEqual([
    'Adult social care',
    'Adult social care',
    'Children and education',
    'Public health',
    'Housing',
    'Waste and environment',
    'Highways and transport',
    'Technology',
    'Corporate',
  ]);
});

test('a department that says no service is of none, and a word within another word is not that word', () => {
  expect([null, '', '4711', 'Unit B', 'Audit', 'Placeholder'].map(serviceOf)).toEqual(Array(6).fill(null));
});

test('each service is listed once', () => {
  expect(serviceWords).toEqual([...new Set(serviceWords)].toSorted());
});
