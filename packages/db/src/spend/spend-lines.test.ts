import { addDays } from '@tocsin/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSpendLines, SPEND_COLUMNS } from './spend-lines.ts';

const text = fc.option(
  fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('Café £5', 'a\tb\r\nc', '', 'x'.repeat(70_000))),
);
const line = fc.record({
  row: fc.integer({ min: 1, max: 2_147_483_647 }),
  id: fc.option(fc.maxSafeNat().filter((id) => id > 0)),
  payment: fc.record({
    paidOn: fc.integer({ min: 0, max: 32_000 }).map((days) => addDays('1990-01-01', days)),
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

/** Reads COPY's binary format by its definition: https://www.postgresql.org/docs/18/sql-copy.html */
function readBinary(bytes: Buffer): (Buffer | null)[][] {
  expect(bytes.subarray(0, 19)).toEqual(Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1'));
  const rows: (Buffer | null)[][] = [];
  let at = 19;
  for (let cells = bytes.readInt16BE(at); cells !== -1; cells = bytes.readInt16BE(at)) {
    at += 2;
    rows.push(
      Array.from({ length: cells }, () => {
        const size = bytes.readInt32BE(at);
        at += 4 + Math.max(size, 0);
        return size === -1 ? null : bytes.subarray(at - size, at);
      }),
    );
  }
  expect(at + 2).toBe(bytes.length);
  return rows;
}

const long = (cell: Buffer) => Number(cell.readBigInt64BE());
const int = (cell: Buffer) => cell.readInt32BE();
const words = (cell: Buffer) => cell.toString('utf8');
const day = (cell: Buffer) => addDays('2000-01-01', int(cell));

/** Groups of four digits, the first of which counts ten thousand to the power of the second number. */
function numeric(cell: Buffer): number {
  const [groups, weight, sign] = [cell.readInt16BE(0), cell.readInt16BE(2), cell.readUInt16BE(4)];
  let value = 0;
  for (let group = 0; group < groups; group += 1)
    value += cell.readInt16BE(8 + 2 * group) * 10_000 ** (weight - group);
  return sign === 0x4000 ? -value : value;
}

const readers = [long, int, words, long, day, numeric, ...Array.from({ length: 7 }, () => words)];

test('payments become the rows that COPY reads, whatever is printed in them, with ids that come later', () => {
  expect(SPEND_COLUMNS.split(', ')).toHaveLength(readers.length);
  fc.assert(
    fc.property(fc.array(line), (given) => {
      const lines = openSpendLines('17', 'E08000035');
      const mentions = given.map(({ row, payment, id }) => {
        const held: { id: string | null } | null = id === null ? null : { id: null };
        lines.add(row, payment, held);
        return held;
      });
      for (const [at, held] of mentions.entries()) if (held) held.id = String(given[at]?.id);
      const rows = readBinary(Buffer.concat([...lines.parts()]));
      expect(rows.map((cells) => cells.map((cell, at) => cell && readers[at]?.(cell)))).toEqual(
        given.map(({ row, id, payment }) => [
          17,
          row,
          'E08000035',
          id,
          payment.paidOn,
          payment.pence === 0 ? 0 : payment.pence,
          payment.vat,
          ...[payment.department, payment.purpose, payment.category, payment.transactionRef].map(asUtf8),
          payment.payee,
          payment.dated,
        ]),
      );
      expect(lines.count).toBe(given.length);
    }),
  );
});

function asUtf8(printed: string | null): string | null {
  return printed === null ? null : Buffer.from(printed).toString();
}

test('a mention that was never resolved is never written as none', () => {
  const lines = openSpendLines('17', 'E08000035');
  const [payment] = fc.sample(line, { numRuns: 1, seed: 1 });
  if (!payment) throw new Error('no sample');
  lines.add(1, payment.payment, { id: null });
  expect(() => [...lines.parts()]).toThrow('a mention without an id');
});
