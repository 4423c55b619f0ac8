import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyLine } from './copy.ts';
import { openSpendLines } from './spend-lines.ts';

const text = fc.option(
  fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('Café £5\\N', 'a\tb\r\nc', 'x'.repeat(70_000))),
);
const line = fc.record({
  row: fc.integer({ min: 1, max: 2_147_483_647 }),
  id: fc.option(fc.bigInt(1n, 9_223_372_036_854_775_807n)),
  payment: fc.record({
    paidOn: fc.constant('2026-10-31'),
    dated: fc.constantFrom('day' as const, 'file' as const),
    pence: fc.integer({ min: -1e14, max: 1e14 }),
    vat: fc.constant('net' as const),
    payee: fc.constantFrom('named' as const, 'redacted' as const),
    mention: fc.constant(null),
    department: text,
    purpose: text,
    category: text,
    transactionRef: text,
  }),
});

test('payments become the lines that COPY reads, whatever is printed in them, with ids that come later', () => {
  fc.assert(
    fc.property(fc.array(line), (given) => {
      const lines = openSpendLines('17', 'E08000035');
      const mentions = given.map(({ row, payment, id }) => {
        const held: { id: string | null } | null = id === null ? null : { id: null };
        lines.add(row, payment, held);
        return held;
      });
      for (const [at, held] of mentions.entries()) if (held) held.id = String(given[at]?.id);
      const expected = given.map(({ row, id, payment }) =>
        copyLine([
          '17',
          row,
          'E08000035',
          id === null ? null : String(id).padStart(19),
          payment.paidOn,
          payment.pence,
          payment.vat,
          payment.department,
          payment.purpose,
          payment.category,
          payment.transactionRef,
          payment.payee,
          payment.dated,
        ]),
      );
      expect(lines.count).toBe(given.length);
      expect(Buffer.concat([...lines.parts()]).toString()).toBe(Buffer.from(expected.join('')).toString());
    }),
  );
});

test('a mention that was never resolved is never written as none', () => {
  const lines = openSpendLines('17', 'E08000035');
  const [payment] = fc.sample(line, { numRuns: 1, seed: 1 });
  if (!payment) throw new Error('no sample');
  lines.add(1, payment.payment, { id: null });
  expect(() => [...lines.parts()]).toThrow('a mention without an id');
});
