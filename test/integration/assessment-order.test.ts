import { enqueueScoring, openDatabase, type Db } from '@tocsin/db';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGround, type Ground } from '../support/faults.ts';
import { saveTestSupplier } from '../support/system-private.ts';
import { score } from '../../services/scoring/src/score.ts';

const TODAY = '2026-11-23';
const days = Array.from({ length: 8 }, (_, at) => `2026-11-${String(10 + at).padStart(2, '0')}`);

let ground: Ground;
let owner: Db;
beforeAll(async () => {
  ground = await openGround();
  await ground.startRelay();
  ground.startWorker('score', (work) => score(ground.db, work, () => TODAY));
  owner = openDatabase(ground.databaseUrl, { role: 'tocsin_worker', max: 1 });
});
afterAll(async () => {
  await owner.destroy();
  await ground.stop();
});

test('an older day assessed later, or at the same moment, never becomes the current assessment', async () => {
  let supplier = 99_000_000;
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(days, { minLength: 2 }), async (order) => {
      supplier += 1;
      const supplierId = await saveTestSupplier(ground.db, String(supplier));
      await Promise.all(
        order.map((asOf) =>
          ground.db.transaction().execute((trx) => enqueueScoring(trx, [supplierId], asOf)),
        ),
      );
      await ground.settled();
      const current = await owner
        .selectFrom('current_assessment')
        .innerJoin('assessment', 'assessment.id', 'assessment_id')
        .select(['current_assessment.as_of', 'assessment.as_of as assessed_for'])
        .where('current_assessment.supplier_id', '=', supplierId)
        .execute();
      const newest = order.toSorted().at(-1);
      expect(current).toEqual([{ as_of: newest, assessed_for: newest }]);
      const kept = await owner
        .selectFrom('assessment')
        .select('as_of')
        .where('supplier_id', '=', supplierId)
        .execute();
      expect(kept.map(({ as_of }) => as_of).sort()).toEqual(order.toSorted());
    }),
    { numRuns: 15, seed: 20_261_123 },
  );
});
