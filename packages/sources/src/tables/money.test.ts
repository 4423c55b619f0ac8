import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPence } from './money.ts';

test.each([
  ['1234.5', 123_450],
  ['1,234.56', 123_456],
  ['£1,234', 123_400],
  ['1 234 567.5', 123_456_750],
  [' £ 1\u00A0234.56 ', 123_456],
  ['(1,234.56)', -123_456],
  ['£ (1,234.56)', -123_456],
  ['£ - 5', -500],
  ['-£5', -500],
  ['688.83-', -68_883],
  ['12.00 CR', -1200],
  ['-9.9E-9', 0],
  ['1.005', 101],
  ['.5', 50],
  ['5.', 500],
  ['-0', 0],
  ['-0.00', 0],
  ['999999999999.99', 99_999_999_999_999],
  ['1234567890123', null],
  ['--5', null],
  ['5-5', null],
  ['1.2.3', null],
  ['1,23', null],
  ['12 34', null],
  ['1234 56.00', null],
  ['1.234,56', null],
  ['12 Example Street', null],
  ['#N/A', null],
  ['-', null],
  ['', null],
  ['99999999999999999', null],
])('%s is read as %s pence', (printed, pence) => {
  expect(readPence(printed)).toBe(pence);
});

test('every sum comes back from each way of printing it, to the penny', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), (pence) => {
      const pounds = Math.trunc(Math.abs(pence) / 100);
      const rest = String(Math.abs(pence) % 100).padStart(2, '0');
      const grouped = `${String(pounds).replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${rest}`;
      const sign = pence < 0 ? '-' : '';
      expect(readPence(`${sign}${pounds}.${rest}`)).toBe(pence);
      expect(readPence(`${sign}£${grouped}`)).toBe(pence);
      expect(readPence(pence < 0 ? `(${grouped})` : grouped)).toBe(pence);
    }),
  );
});
