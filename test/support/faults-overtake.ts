import { enqueue } from '@tocsin/db';
import { councilA, saveTestCouncils } from './system-councils.ts';
import { awardRelease, noticePage, releasePage } from './system-documents.ts';
import { startSystem, type System } from './system.ts';

const company = { company: 'EXAMPLE CARE HOMES LTD', number: '99000001', published: '2026-11-20' };
const petition = { ...company, id: '9900001', code: '2450', caseRef: 'CR-2026-000001' };
const dismissal = { ...company, id: '9900002', code: '2461', caseRef: 'CR-2026-000001' };
const award = { id: '990001', buyer: councilA.name, supplier: 'Example Care Homes Ltd', number: '99000001' };

type Alerts = readonly (readonly [kind: string, status: string])[];

/** Which alerts stand when a message about an older assessment is handled after the newer one's. */
export async function overtake(): Promise<Readonly<Record<string, Alerts>>> {
  return {
    'the older after the petition': await alertsOf(async (system) => {
      await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
      await system.ingest('gazette-insolvency', noticePage(petition));
      await tellOf(system, 0);
    }),
    'the petition after its dismissal': await alertsOf(async (system) => {
      await system.ingest('gazette-insolvency', noticePage(petition));
      await system.ingest('gazette-insolvency', noticePage(dismissal));
      await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
      await tellOf(system, 0);
    }),
  };
}

/** Sends the news of the supplier's `nth` assessment (again). */
async function tellOf(system: System, nth: number): Promise<void> {
  const assessments = await system.db.selectFrom('assessment').select('id').orderBy('id').execute();
  const assessmentId = assessments[nth]?.id ?? '';
  await system.db
    .transaction()
    .execute((trx) => enqueue(trx, 'notify', { v: 2, assessmentIds: [assessmentId] }));
  await system.settled();
}

async function alertsOf(happen: (system: System) => Promise<void>): Promise<Alerts> {
  const system = await startSystem();
  try {
    await saveTestCouncils(system.db);
    await happen(system);
    const alerts = await system.db.selectFrom('alert').select(['kind', 'status']).orderBy('nth').execute();
    return alerts.map(({ kind, status }) => [kind, status] as const);
  } finally {
    await system.stop();
  }
}
