import { readCompanyNumber, type IsoDate } from '@tocsin/domain';
import { recordTable, type Db, type GivenTable, type IngestReport } from '@tocsin/db';
import { defineTable, openTable, UnreadableDocument } from '@tocsin/sources';
import { z } from 'zod';

/**
 * A made-up list of the simplest kind: `<id>,<company number>,<days>` a line, under the day of its issue. `?` for days is
 * a line that cannot be understood, `-` one that is not for us, and a line without an id is nobody's.
 */
export const listedHomes = defineTable({
  id: 'listed-homes',
  title: 'A list',
  publisher: 'Nobody',
  homepage: 'https://list.example',
  licence: 'none',
  description: 'A list that only tests read.',
  schedule: 'manual',
  promise: { edition: 'monthly', lateDays: 7 },
  pace: { requests: 1, perSeconds: 1 },
  expect: { min: 2, max: 1_000_000, leastOfBefore: 0.8 },
  needs: [],
  covers: [],
  cursor: z.null(),
  row: z.object({ number: z.string(), days: z.number() }),
  // oxlint-disable-next-line require-yield
  async *fetch() {
    return null;
  },
  edition: ({ url }) => url.slice(-10),
  *rows({ body }) {
    const text = new TextDecoder().decode(body);
    if (text.startsWith('<')) throw new UnreadableDocument('a page instead of the list');
    for (const [at, line] of text.split('\n').entries()) {
      const [id = '', number = '', days = ''] = line.split(',');
      const item = `row ${at + 1}`;
      if (id === '') yield { item, outcome: 'refused', id: null, reason: 'no id' };
      else if (days === '?') yield { item, outcome: 'refused', id, reason: 'no number of days' };
      else if (days === '-') yield { item, outcome: 'ignored', reason: 'no days' };
      else yield { item, outcome: 'row', id, row: { number, days: Number(days) } };
    }
  },
  toObservations(before, after, edition) {
    const row = after ?? before;
    if (!row) return { observations: [], withdrawn: [] };
    if (!after) return { observations: [], withdrawn: [row.number] };
    const id = readCompanyNumber(after.number);
    return {
      withdrawn: [],
      observations: [
        {
          ref: after.number,
          occurredOn: edition.version.slice(0, 10),
          publishedAt: edition.publishedAt,
          url: edition.url,
          quote: null,
          about: {
            name: `Home ${after.number} Ltd`,
            ref: id && { scheme: 'GB-COH', id },
            printedRef: after.number,
            postcode: null,
          },
          content: {
            kind: 'payment-practices',
            periodEnd: edition.version.slice(0, 10),
            averageDaysToPay: after.days,
            percentNotPaidInTerms: null,
          },
        },
      ],
    };
  },
});

/** Records one edition of the list. */
export function recordList(
  db: Db,
  issued: IsoDate,
  lines: string,
  more: Partial<GivenTable> = {},
): Promise<IngestReport> {
  const url = `https://list.example/${issued}`;
  const retrievedAt = `${issued}T09:00:00.000Z`;
  const document = { url, retrievedAt, contentType: 'text/csv', body: new TextEncoder().encode(lines) };
  return recordTable(db, { ...document, asOf: null, ...openTable(listedHomes, document), ...more });
}
