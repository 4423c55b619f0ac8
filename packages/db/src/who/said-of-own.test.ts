import { CompanyNumber, IsoInstant, type Look, type SupplierMention } from '@tocsin/domain';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { looksAtOwn, saidOfOwn } from './said-of-own.ts';

const number = CompanyNumber.parse('99000031');
const about: SupplierMention = {
  name: 'EXAMPLE HERONSGATE LTD',
  printedRef: `GB-COH-${number}`,
  ref: { scheme: 'GB-COH', id: number },
  postcode: null,
};
const withdrawal = (ref: string) => ({
  source: 'companies-house-company',
  ref,
  version: '2026-11-21',
  publishedAt: IsoInstant.parse('2026-11-21T12:00:00.000Z'),
  url: 'https://example.test',
});

test('what is said under a number is said of each own supplier that bears it, and of no other', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.bigInt({ min: 1n, max: 2n ** 52n }).map(String), { maxLength: 5 }),
      fc.constantFrom(`${number}/insolvency/1`, `${number}/charges/`, number),
      (owners, ref) => {
        const ownOf = new Map([[number as string, owners]]);
        const own = saidOfOwn(withdrawal(ref), ownOf);
        expect(own.map((one) => one.ref)).toEqual(
          owners.map((id) => `${number}~${id}${ref.slice(number.length)}`),
        );
        expect(own.map((one) => ({ ...one, ref }))).toEqual(owners.map(() => withdrawal(ref)));
        expect(saidOfOwn(withdrawal('99000032/insolvency/1'), ownOf)).toEqual([]);
      },
    ),
  );
});

test('a look at a number is a look at each own supplier that bears it, under a mention of its own', () => {
  const look: Look = { about, topics: ['charges'], at: IsoInstant.parse('2026-11-21T12:00:00.000Z') };
  const own = looksAtOwn(look, new Map([[number as string, ['7', '8']]]));
  expect(own.map((one) => one.about.printedRef)).toEqual([`GB-COH-${number}~7`, `GB-COH-${number}~8`]);
  expect(own.map((one) => ({ ...one, about }))).toEqual([look, look]);
  expect(looksAtOwn(look, new Map())).toEqual([]);
});
