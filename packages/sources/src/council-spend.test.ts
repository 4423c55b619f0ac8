import { expect, test } from 'vitest';
import { councilSpend } from './council-spend.ts';
import { fixture, itemsOf, observationsOf, tally } from './testing.ts';

const document = fixture('council-spend.csv', 'salford/2022-06.csv');

test('every line of a file is exactly one of payment, redacted, no payment and refused', () => {
  expect(tally(itemsOf(councilSpend, document))).toEqual({
    observed: 3,
    'ignored: header': 1,
    'ignored: redacted payee': 1,
    'ignored: individual payee': 1,
    'ignored: blank line': 1,
    'ignored: total': 1,
    'refused: the date “32/06/2022” is not a day that we can read': 1,
  });
});

test('a payment says who was paid what by which council, net of VAT where the header says so', () => {
  const [first, second, third] = observationsOf(itemsOf(councilSpend, document));
  expect(first).toMatchObject({
    occurredOn: '2022-06-01',
    about: { name: 'Example Cleaning Ltd', ref: null },
    content: { council: 'E08000006', amount: { pence: 100_000, vat: 'net' }, transactionRef: '1600700001' },
  });
  expect(second?.content).toMatchObject({ amount: { pence: 407_251 }, purpose: 'Legal Fees' });
  expect(third).toMatchObject({
    about: { name: 'PLACES FOR EXAMPLE INDIVIDUAL SUPPORT' },
    content: { amount: { pence: -50_000 } },
  });
});

test('a page that came instead of a file is refused, and so is a file of nobody’s', () => {
  const page = { ...document, body: new TextEncoder().encode('<!DOCTYPE html><title>Gone</title>') };
  expect(() => itemsOf(councilSpend, page)).toThrow(/a page instead of a CSV/);
  const stray = { ...document, url: 'somewhere/file.csv' };
  expect(() => itemsOf(councilSpend, stray)).toThrow(/the council is not known.*--council/);
});
