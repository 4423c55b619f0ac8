import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { plainSuppliers } from '../support/pages-seed.ts';

let pages: PagesUnderTest;
beforeAll(async () => {
  pages = await startPages(plainSuppliers);
});
afterAll(() => pages.stop());

/** The names of all members of an answer, however deep. */
function namesIn(value: unknown): readonly string[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return Object.entries(value).flatMap(([name, member]) => [name, ...namesIn(member)]);
}

const [first] = plainSuppliers;

test.each(['alerts', 'alerts/1', 'exposure', `suppliers/${first?.number}`, 'national', 'sources', 'matches'])(
  'the API answers /%s in the words of its views, with no column of the database',
  async (address) => {
    const answer = await pages.app.inject({ url: `/api/v1/${address}` });
    expect(answer.statusCode).toBe(200);
    expect([...new Set(namesIn(answer.json()))].filter((name) => name.includes('_'))).toEqual([]);
  },
);

test.each([
  '/alerts',
  '/alerts/1',
  '/exposure',
  `/suppliers/${first?.number}`,
  '/national',
  '/sources',
  '/councils',
])('the page %s names nothing that it was not given', async (url) => {
  expect((await pages.app.inject({ url })).statusCode).toBe(200);
  expect(pages.errors).toEqual([]);
});

interface Totals {
  readonly contracts: number;
  readonly valueLeft: Readonly<Record<string, number>>;
}

function rowsOf(csv: string): readonly (readonly string[])[] {
  return csv
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(','));
}

test('the inbox’s export and the API give an alert the same pence, in every VAT basis', async () => {
  const api = (await pages.app.inject({ url: '/api/v1/alerts' })).json<{
    alerts: { id: string; exposure: { totals: Totals } }[];
  }>();
  const csv = await pages.app.inject({ url: '/alerts.csv?status=all' });
  const header = csv.body.split('\r\n')[0]?.replace('\ufeff', '').split(',') ?? [];
  const sums = ['without VAT', 'with VAT'].map((vat) => header.indexOf(`Value left ${vat} (£)`));
  expect(api.alerts.length).toBeGreaterThan(0);
  for (const { id, exposure } of api.alerts) {
    const row = rowsOf(csv.body).find(([number]) => number === id);
    const { net = 0, gross = 0 } = exposure.totals.valueLeft;
    expect(sums.map((at) => Math.round(Number(row?.[at]) * 100))).toEqual([net, gross]);
  }
});
