import { enqueueAll } from '@tocsin/db';
import { SupplierId } from '@tocsin/domain';
import { councilA, saveTestCouncils } from './system-councils.ts';
import { awardRelease, noticePage, releasePage } from './system-documents.ts';
import { startSystem, type System } from './system.ts';

interface RepeatFigures {
  /** Observations, alerts, deliveries and mails that one event left. */
  readonly observations: number;
  readonly alerts: number;
  readonly deliveries: number;
  readonly mails: number;
  readonly deadLetters: number;
}

const petition = {
  company: 'EXAMPLE CARE HOMES LTD',
  number: '99000001',
  id: '9900001',
  code: '2450',
  published: '2026-11-20',
};

/** One notice arrives `times` times at once, and every message that follows from it is sent as often, to 8 workers each. */
export async function repeatEvent(times: number): Promise<RepeatFigures> {
  const system = await startSystem({ workers: 8 });
  try {
    await saveTestCouncils(system.db);
    const award = {
      id: '990001',
      buyer: councilA.name,
      supplier: 'Example Care Homes Ltd',
      number: '99000001',
    };
    await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
    const copies = Array.from({ length: times }, () =>
      system.ingest('gazette-insolvency', noticePage(petition)),
    );
    await Promise.all(copies);
    await sendAgain(system, times);
    await system.settled();
    const count = (rows: readonly unknown[]) => rows.length;
    const { db } = system;
    return {
      observations: count(
        await db.selectFrom('observation').select('id').where('kind', '=', 'insolvency-notice').execute(),
      ),
      alerts: count(await db.selectFrom('alert').select('id').execute()),
      deliveries: count(await db.selectFrom('delivery').select('id').execute()),
      mails: system.mails.length,
      deadLetters: count(await system.deadLetters()),
    };
  } finally {
    await system.stop();
  }
}

/** Without the keys that make waiting messages one. */
async function sendAgain({ db }: System, times: number): Promise<void> {
  const supplier = await db.selectFrom('supplier').select('id').executeTakeFirstOrThrow();
  const assessments = await db.selectFrom('assessment').select('id').execute();
  const deliveries = await db.selectFrom('delivery').select('id').execute();
  const repeat = <T>(message: T) => Array.from({ length: times }, () => ({ message }));
  await db.transaction().execute(async (trx) => {
    const supplierId = SupplierId.parse(supplier.id);
    await enqueueAll(trx, 'score', repeat({ v: 2 as const, supplierIds: [supplierId], asOf: null }));
    for (const { id } of assessments)
      await enqueueAll(trx, 'notify', repeat({ v: 2 as const, assessmentIds: [id] }));
    for (const { id } of deliveries)
      await enqueueAll(trx, 'deliver', repeat({ v: 2 as const, deliveryIds: [id] }));
  });
}
