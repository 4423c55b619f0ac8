import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packRecords, unpackRecords } from './packed.ts';

const record = fc.record(
  {
    cells: fc.array(fc.string({ unit: 'binary', maxLength: 5 }), { maxLength: 4 }),
    cut: fc.boolean(),
    swallows: fc.constant(true as const),
  },
  { requiredKeys: ['cells', 'cut'] },
);

test('records come out of another thread as they went in: empty cells, empty records, and what is odd of them', () => {
  fc.assert(
    fc.property(fc.array(record), (records) => {
      expect(unpackRecords(structuredClone(packRecords(records)))).toEqual(records);
    }),
  );
});
