import { beforeAll, expect, test } from 'vitest';
import { sources, type SourceDocument } from '@tocsin/sources';
import { given, sized } from '../support/faults-size.ts';
import { sourceBases } from '../support/fuzz/bases.ts';
import { fuzz } from '../support/fuzz/fuzz.ts';

const SEED = given('SEED', 2026);
const DOCUMENTS = given('DOCUMENTS', sized(10_000, 100));
const SHOWN = 10;
const MOST = { seconds: 2, memoryMb: 700 };

let bases: ReadonlyMap<string, readonly SourceDocument[]>;
beforeAll(() => {
  bases = sourceBases(SEED);
});

test.each(sources.map(({ id }) => id))(
  'whatever stands in documents of %s, no run fails of it, and every item is accounted for',
  async (id) => {
    expect(bases.get(id)?.length, 'documents to be changed').toBeGreaterThan(0);
    const { failed, unaccounted, slowest, memoryMb, ...counts } = await fuzz(
      id,
      bases.get(id) ?? [],
      SEED,
      DOCUMENTS,
    );
    process.stdout.write(
      `${id}, seed ${SEED}: ${counts.documents} documents, ${counts.items} items, ${counts.unreadable} unreadable, ` +
        `slowest ${slowest.seconds.toFixed(2)} s, +${memoryMb} MB\n`,
    );
    expect([...failed, ...unaccounted].slice(0, SHOWN)).toEqual([]);
    expect(slowest.seconds, slowest.recipe).toBeLessThan(MOST.seconds);
    expect(memoryMb).toBeLessThan(MOST.memoryMb);
  },
  3_600_000,
);
