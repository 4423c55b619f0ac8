import { lockSuppliers } from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { haveScored } from '../../services/ingest/src/have-scored.ts';
import { openRows, type Rows } from '../support/rows.ts';
import { somebodyWaits } from '../support/somebody-waits.ts';

let rows: Rows;
beforeAll(async () => {
  rows = await openRows();
});
afterAll(() => rows.close());

test('a supplier that a council comes to depend on while it is judged insolvent is told of to that council too', async () => {
  const supplier = await rows.supplier('EXAMPLE CARE HOMES LTD', '99000001', {
    status: 'active',
    watched: true,
  });
  await judge(supplier, 'low');
  const matched = await rows.worker.transaction().execute(async (judging) => {
    await lockSuppliers(judging, [supplier]);
    const matching = rows.worker.transaction().execute((trx) =>
      haveScored(trx, [supplier], {
        ofRisk: [],
        newlyKnown: [],
        asOf: null,
        today: '2026-11-30',
        priority: 0,
      }),
    );
    await Promise.race([matching, somebodyWaits(rows.db)]);
    await judge(supplier, 'insolvent');
    return { matching };
  });
  await matched.matching;
  const asked = await rows.db.selectFrom('outbox').select('message').where('queue', '=', 'score').execute();
  expect(asked.map(({ message }) => message)).toMatchObject([{ supplierIds: [supplier] }]);
});

async function judge(supplier: string, band: 'low' | 'insolvent'): Promise<void> {
  const assessment = await rows.assessment(supplier, { band, own_band: band, as_of: '2026-11-30' });
  const current = { assessment_id: assessment, band, score: 0, as_of: '2026-11-30', review_on: null };
  await rows.db
    .insertInto('current_assessment')
    .values({ supplier_id: supplier, ...current })
    .onConflict((known) => known.column('supplier_id').doUpdateSet(current))
    .execute();
}
