import { Observation } from '@tocsin/domain';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TableSource } from './define-source.ts';
import { openTable } from './open-table.ts';
import { sources } from './sources.ts';
import { everyRowOf, fixture } from './testing.ts';

const tables = sources.flatMap((source) => (source.kind === 'table' ? [source] : []));
const EDITION = {
  version: '2026-11-23T04:30:00.000Z',
  url: 'https://publisher.example/list',
  retrievedAt: '2026-11-23T04:30:00.000Z',
  publishedAt: '2026-11-23T04:30:00.000Z',
};

async function read(table: TableSource) {
  const name = readdirSync(new URL('fixtures/', import.meta.url)).find((file) =>
    file.startsWith(`${table.id}.`),
  );
  const document = fixture(name ?? '');
  const records = await everyRowOf(table, document);
  const rows = records.flatMap((record) => (record.outcome === 'row' ? [record] : []));
  return { document, records, rows, opened: openTable(table, document) };
}

test.each(tables)('$id tells its rows apart by ids that each stand once', async (table) => {
  const { rows } = await read(table);
  expect(rows.length).toBeGreaterThan(1);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test.each(tables)(
  '$id says of a new row, of a changed and of a missing one only what the domain knows',
  async (table) => {
    const { rows, opened } = await read(table);
    const of = { source: table.id, version: EDITION.version };
    for (const { row } of rows) {
      for (const [before, after] of [
        [null, row],
        [row, row],
        [row, null],
      ]) {
        const { observations } = opened.says(before, after, EDITION);
        for (const one of observations) Observation.parse({ ...one, ...of });
      }
    }
  },
);

test.each(tables)('$id reads a stored row as it was', async (table) => {
  const { rows, opened } = await read(table);
  for (const { row } of rows) {
    const stored: unknown = JSON.parse(JSON.stringify(row));
    expect(table.row.parse(stored)).toEqual(row);
    expect(opened.says(null, stored, EDITION)).toEqual(opened.says(null, row, EDITION));
  }
});

test.each(tables)(
  '$id says nothing under the ref of another row, and takes back what it said',
  async (table) => {
    const { rows, opened } = await read(table);
    const owners = new Map<string, string>();
    for (const { id, row } of rows) {
      const refs = opened.says(null, row, EDITION).observations.map(({ ref }) => ref);
      for (const ref of refs) {
        expect(owners.get(ref) ?? id).toBe(id);
        owners.set(ref, id);
      }
      const { withdrawn } = opened.says(row, null, EDITION);
      for (const ref of withdrawn)
        expect(
          [...owners].filter(([said]) => said === ref || (ref.endsWith('/') && said.startsWith(ref))),
        ).toEqual(refs.filter((said) => said === ref || said.startsWith(ref)).map((said) => [said, id]));
    }
  },
);

test.each(tables)('$id holds an edition that is too short', ({ expect: normal }) => {
  expect(normal.leastOfBefore).toBeGreaterThanOrEqual(0.8);
  expect(normal.leastOfBefore).toBeLessThanOrEqual(1);
  expect(normal.max).toBeGreaterThan(normal.min);
});
