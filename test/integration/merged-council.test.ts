import { viewOfOpening } from '@tocsin/alerting';
import {
  countCoverage,
  findCouncilCoverage,
  findCouncilsToCount,
  findExposures,
  findHeldContracts,
  findOpeningPart,
  findSpendRead,
} from '@tocsin/db';
import type { CoverageBuckets } from '@tocsin/domain';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPages, type PagesUnderTest } from '../support/pages-app.ts';
import { openRows, type Rows } from '../support/rows.ts';
import { watchAt } from '../support/watch.ts';

const TODAY = '2026-11-23';
let rows: Rows;
let pages: Pick<PagesUnderTest, 'app' | 'stop'>;
let world: Awaited<ReturnType<typeof merge>>;
beforeAll(async () => {
  rows = await openRows();
  pages = await openPages(rows.database, TODAY);
  world = await merge();
});
afterAll(async () => {
  await pages.stop();
  await rows.close();
});

/** Two councils that one follows, whole, on 1 October 2026: the first read to June, of the second September alone. */
async function merge() {
  const merged = await rows.council({ starts_on: '2026-10-01' });
  const ends = { ends_on: '2026-09-30', replaced_by: [merged] };
  const [first, second] = [await rows.council(ends), await rows.council(ends)];
  const supplier = await rows.supplier('Example Ltd', '99000001');
  const mention_id = await rows.mention('Example Ltd', { supplier_id: supplier, outcome: 'matched' });
  const earlier = await rows.spendFile(first, '2024-01-01', '2026-06-30');
  const later = await rows.spendFile(second, '2026-09-01', '2026-09-30');
  await rows.payment(earlier, { mention_id, paid_on: '2025-03-01', amount_pence: 50_000 });
  await rows.payment(earlier, { mention_id, paid_on: '2026-03-01', amount_pence: 70_000 });
  await rows.payment(later, { mention_id, paid_on: '2026-09-10', amount_pence: 2_000 });
  return { merged, first, second, supplier };
}

test('an alert, the API and the pages read the spend of a merged council as that of all whom it follows', async () => {
  const { merged, first, second, supplier } = world;
  const [alerted, ...others] = await findExposures(rows.db, supplier, TODAY);
  expect(others).toEqual([]);
  expect(alerted?.exposure).toMatchObject({
    council: merged,
    spend: {
      to: '2026-09-30',
      monthsRead: 10,
      monthsReadBefore: 12,
      last12Months: { net: 72_000 },
      previous12Months: { net: 50_000 },
    },
  });
  const asked = async (url: string) =>
    (await pages.app.inject({ url, cookies: { tocsin_council: merged } })).body;
  const { spend } = JSON.parse(await asked(`/api/v1/exposure?asOf=${TODAY}`)) as { spend: object };
  const [to, monthsRead, monthsReadBefore] = ['2026-09-30', 10, 12];
  const { last12Months, previous12Months } = alerted?.exposure.spend ?? {};
  expect(spend).toMatchObject({ to, monthsRead, monthsReadBefore, last12Months, previous12Months });
  // The supplier page reads these.
  const { spenders } = await findHeldContracts(rows.db, merged, TODAY);
  expect(spenders.toSorted()).toEqual([merged, first, second].toSorted());
  const read = await rows.db.transaction().execute((trx) => findSpendRead(trx, spenders, TODAY));
  expect(read).toMatchObject({ to, months: monthsRead, monthsBefore: monthsReadBefore });
});

test('how much of its published pounds is known is counted for a merged council, and no more for those before it', async () => {
  const { merged, first, second } = world;
  const asked = await findCouncilsToCount(rows.db);
  expect([merged, first, second].map((council) => asked.includes(council))).toEqual([true, true, true]);
  for (const council of [merged, first, second])
    await countCoverage(rows.db, council, TODAY, watchAt(`${TODAY}T12:00:00Z`));
  const counted = await findCouncilCoverage(rows.db, [merged, first, second]);
  const pounds = new Map(counted.map(({ council, spend }) => [String(council), spend && sumOf(spend)]));
  expect([merged, first, second].map((council) => pounds.get(council))).toEqual([72_000, null, null]);
});

test('the opening report of a merged council counts the spend of all whom it follows', async () => {
  const { merged } = world;
  const at = `${TODAY}T12:00:00Z`;
  const { byLevel } = viewOfOpening(await findOpeningPart(rows.db, merged, TODAY, watchAt(at), at));
  expect(byLevel.map(({ suppliers, spend }) => [suppliers, spend?.net])).toEqual([[1, 72_000]]);
});

test('the export of the inbox gives an alert of a merged council the spend of all whom it follows', async () => {
  const { merged, supplier } = world;
  const [alerted] = await findExposures(rows.db, supplier, TODAY);
  if (!alerted) throw new Error('the merged council spends');
  const exposure = JSON.stringify(alerted.exposure) as never;
  await rows.alert(merged, supplier, { exposure, as_of: TODAY, from_level: null, to_level: 'severe' });
  const { body } = await pages.app.inject({
    url: '/alerts.csv?status=all',
    cookies: { tocsin_council: merged },
  });
  const told = parse<Record<string, string>>(body, { bom: true, columns: true });
  expect(told).toMatchObject([
    { 'Spend last 12 months without VAT (£)': '720', 'Months of spend read, of 12': '10' },
  ]);
});

/** In every bucket, without VAT. */
function sumOf(buckets: CoverageBuckets): number {
  return Object.values(buckets).reduce((sum, { net }) => sum + net, 0);
}
