import { findExposures, findHeldContracts, findSpendRead } from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPages, type PagesUnderTest } from '../support/pages-app.ts';
import { openRows, type Rows } from '../support/rows.ts';

const TODAY = '2026-11-23';
let rows: Rows;
let pages: Pick<PagesUnderTest, 'app' | 'stop'>;
beforeAll(async () => {
  rows = await openRows();
  pages = await openPages(rows.database, TODAY);
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
  const { merged, first, second, supplier } = await merge();
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
  const { spend } = JSON.parse(await asked(`/api/v1/exposure?on=${TODAY}`)) as { spend: object };
  const [to, monthsRead, monthsReadBefore] = ['2026-09-30', 10, 12];
  const { last12Months, previous12Months } = alerted?.exposure.spend ?? {};
  expect(spend).toMatchObject({ to, monthsRead, monthsReadBefore, last12Months, previous12Months });
  // The supplier page reads these.
  const { spenders } = await findHeldContracts(rows.db, merged, TODAY);
  expect(spenders.toSorted()).toEqual([merged, first, second].toSorted());
  const read = await rows.db.transaction().execute((trx) => findSpendRead(trx, spenders, TODAY));
  expect(read).toEqual({ to, months: monthsRead, monthsBefore: monthsReadBefore });
});
