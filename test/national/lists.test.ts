import { openTable, sourceById } from '@tocsin/sources';
import { expect, test } from 'vitest';
import { madeList, publishedRows, type MadeList } from './lists.ts';

async function rowsOf({ source, body, retrievedAt }: MadeList): Promise<ReadonlyMap<string, string>> {
  const table = sourceById(source);
  if (table?.kind !== 'table') throw new Error(`${source} is no list`);
  const rows = new Map<string, string>();
  for await (const record of openTable(table, {
    url: source,
    retrievedAt,
    contentType: null,
    body,
  }).records()) {
    if (record.outcome !== 'row') throw new Error(`${record.item}: ${record.reason}`);
    rows.set(record.id, JSON.stringify(record.row));
  }
  return rows;
}

test.each(Object.keys(publishedRows))(
  'a made-up list of %s is read row by row, and differs from the month before in as many as were changed',
  async (source) => {
    const [before, after] = [madeList(source, 500, 9), madeList(source, 500, 10)];
    const [held, read] = [await rowsOf(before), await rowsOf(after)];
    expect([held.size, read.size]).toEqual([before.rows, after.rows]);
    const changed = [...read].filter(([id, row]) => held.get(id) !== row).length;
    // Of every other charity, which was removed, nothing reads otherwise.
    expect(changed).toBe(after.changed);
  },
);
