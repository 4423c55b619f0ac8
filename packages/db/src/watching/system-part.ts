import type { SystemPart } from '@tocsin/alerting';
import type { IsoDate } from '@tocsin/domain';
import { findStanding } from '../outbox/standing.ts';
import type { Db } from '../schema/database.ts';
import { findAlarms } from './alarms.ts';
import { findCanaryRounds } from './canary.ts';
import { findRetriesAsked } from './retries.ts';
import { countDeliveries, findLastGoodRuns, findSchemaVersion } from './system.ts';

/** Alarms that are listed, rounds of the canary and days of deliveries. */
const [ALARMS, ROUNDS, DAYS] = [50, 24, 7] as const;

/** Everything that the operator sees of the system, up to a day, but for the versions of code. `db` acts as the operator. */
export async function findSystemPart(
  db: Db,
  today: IsoDate,
): Promise<Omit<SystemPart, 'versions'> & { readonly schema: string }> {
  const { queues, putAside, sources, hostsInTrouble } = await findStanding(db);
  return {
    queues,
    putAside,
    sources,
    hostsInTrouble,
    alarms: await findAlarms(db, ALARMS),
    rounds: await findCanaryRounds(db, ROUNDS),
    asked: await findRetriesAsked(db),
    deliveries: await countDeliveries(db, today, DAYS),
    lastGood: await findLastGoodRuns(db),
    schema: await findSchemaVersion(db),
  };
}
