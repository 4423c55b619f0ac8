import { openDatabase, recordDocument } from '@tocsin/db';
import { councilMaps, documentSource } from '@tocsin/sources';
import { expect, test } from 'vitest';
import { freshDatabase } from '../support/stack.ts';

const HEADER =
  councilMaps()
    .find(({ slug }) => slug === 'salford')
    ?.layouts.find(({ kind }) => kind === 'contract-register')?.headers[0] ?? [];

/** A register as Salford publishes it, with one contract of these days. */
function register(start: string, end: string): Uint8Array {
  const cells: Readonly<Record<string, string>> = {
    'Contract Reference': 'S1',
    'Contract Title': 'Footway repairs',
    'Supplier Company Name': 'Example Paving Ltd',
    'Total Contract Value (including extensions)': '310000.00',
    'Start Date': start,
    'End Date': end,
  };
  const row = HEADER.map((column) => `"${cells[column] ?? ''}"`).join(',');
  return new TextEncoder().encode(`${HEADER.map((cell) => `"${cell}"`).join(',')}\n${row}`);
}

test('a cell of a published register that could not be read is said with its row, its column and what to do', async () => {
  const database = await freshDatabase();
  const db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  try {
    const source = documentSource('council-spend');
    const document = {
      url: 'salford/register.csv',
      retrievedAt: '2026-11-21T05:00:00.000Z',
      contentType: null,
      body: register('2024-06-01', '31st of some month'),
    };
    const { doubts, notes } = await recordDocument(db, {
      ...document,
      sourceId: source.id,
      asOf: null,
      parse: () => source.parse(document),
    });
    expect(notes).toEqual({ 'a day that could not be read: not known of the contract': 1 });
    expect(doubts).toEqual([
      {
        document: 'salford/register.csv',
        item: 'row 2',
        reason: expect.stringMatching(
          /^the end date “31st of some month” is not a day that we can read\. The contract is kept .* ask whoever published it/,
        ),
      },
    ]);
    const [award] = await db.selectFrom('award').select(['title', 'starts_on', 'ends_on']).execute();
    expect(award).toEqual({ title: 'Footway repairs', starts_on: '2024-06-01', ends_on: null });
  } finally {
    await db.destroy();
    await database.drop();
  }
});
