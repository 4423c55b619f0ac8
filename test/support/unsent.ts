import { openFlights } from '../../services/notifier/src/flights.ts';
import type { DeliverPorts } from '../../services/notifier/src/deliver.ts';
import { openGround, type Ground } from './faults.ts';
import { councilA, saveTestCouncils } from './system-councils.ts';
import { raiseTestAlerts, saveTestAssessment, saveTestSupplier } from './system-private.ts';
import { silent } from './system.ts';

export interface Unsent {
  readonly ground: Ground;
  /** Of the deliveries, oldest first. */
  readonly ids: readonly string[];
}

/** Deliveries that nobody has sent and no worker is asked for. The caller stops the ground. */
export async function openUnsent(count: number): Promise<Unsent> {
  const ground = await openGround();
  await saveTestCouncils(ground.db);
  const supplierId = await saveTestSupplier(ground.db, '99000001');
  const assessmentId = await saveTestAssessment(ground.db, supplierId, '2026-11-23');
  const causes = Array.from({ length: count }, (_, nth) => `band:severe:${nth + 1}`);
  await raiseTestAlerts(ground.db, { council: councilA.gss, supplierId, assessmentId }, causes);
  const rows = await ground.db.selectFrom('delivery').select('id').orderBy('nth').execute();
  return { ground, ids: rows.map(({ id }) => id) };
}

/** What a notifier has that sends by the mail server at an address. */
export function portsOf({ db }: Ground, url: string): DeliverPorts {
  const config = { url, from: 'Tocsin <alerts@tocsin.example>' };
  return {
    db,
    logger: silent,
    publicUrl: 'http://tocsin.example',
    configOf: () => config,
    flights: openFlights(),
  };
}
