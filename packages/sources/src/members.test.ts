import { expect, test } from 'vitest';
import { emptied, membersOf } from './members.ts';

const COMPANY = {
  name: true,
  office: { postcode: true },
  officers: [{ role: true }],
  links: emptied,
} as const;

test('only members on the list are kept, at every depth', () => {
  const printed = {
    name: 'EXAMPLE LTD',
    secretary: 'Jane Doe',
    office: { postcode: 'LS1 4AP', line_1: '1 High Street' },
    officers: [
      { role: 'director', name: 'Jane Doe', date_of_birth: { year: 1961, month: 4 } },
      'Jane Doe',
      null,
    ],
    links: { self: '/company/99000001' },
  };
  expect(membersOf(printed, COMPANY)).toEqual({
    name: 'EXAMPLE LTD',
    office: { postcode: 'LS1 4AP' },
    officers: [{ role: 'director' }, '', null],
    links: {},
  });
});

test('what is of another shape than the list says keeps its type and nothing else', () => {
  const odd = {
    name: { forename: 'Jane' },
    office: '1 High Street',
    officers: { role: ['x'], name: 'Jane' },
  };
  expect(membersOf(odd, COMPANY)).toEqual({ name: {}, office: '', officers: { role: [] } });
  expect(membersOf(['Jane Doe'], COMPANY)).toEqual([]);
  expect(membersOf({ constructor: 'Jane', toString: 'Doe' }, COMPANY)).toEqual({});
});
