import { expect, test } from 'vitest';
import { refuseLateComers } from './migration-order.ts';

const RUN = new Date('2026-12-01T00:00:00Z');

test('a migration that would run after one with a later name is refused, and both are named', () => {
  const known = [
    { name: '202612010900-late' },
    { name: '202612011000-run', executedAt: RUN },
    { name: '202612011100-next' },
  ];
  expect(() => refuseLateComers(known)).toThrow(
    /already run 202612011000-run, which comes after 202612010900-late\. Nothing was changed/,
  );
});

test('migrations that follow all that have run are let through', () => {
  const known = [{ name: '202612010900-run', executedAt: RUN }, { name: '202612011000-next' }];
  expect(() => refuseLateComers(known)).not.toThrow();
});

test('databases from before release 0.2.0 may have run theirs in any order', () => {
  const known = [
    { name: '2026-11-22-96-council-code' },
    { name: '2026-11-26-95-packed-bodies', executedAt: RUN },
    { name: '202611281422-performance' },
    { name: '202611281500-grouping', executedAt: RUN },
    { name: '202612010900-next' },
  ];
  expect(() => refuseLateComers(known)).not.toThrow();
});
