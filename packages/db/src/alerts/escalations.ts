import {
  acknowledgeIn,
  afterWorkingTime,
  stakesOf,
  whoIsNext,
  type Destination,
  NewsKind,
} from '@tocsin/alerting';
import type { IsoInstant } from '@tocsin/domain';
import { viewOfExposure } from '@tocsin/exposure';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { findCouncilsToTell } from './councils-to-tell.ts';
import { saveRoutes } from './routes.ts';

/** How often the next in line is told: who is next, then the administrators. */
const STEPS = 2;

/** Alerts that nobody has acknowledged by when somebody should have. */
export async function findUnacknowledged(db: Db | Trx, now: IsoInstant): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('alert')
    .select('id')
    .where('acknowledge_by', '<=', now)
    .where('status', '=', 'raised')
    .orderBy('nth')
    .execute();
  return rows.map(({ id }) => id);
}

/** Tells the next in line of an alert that nobody has acknowledged in time; does nothing where somebody has by now. */
export async function escalate(trx: Trx, alertId: string, now: IsoInstant): Promise<boolean> {
  const alert = await trx
    .selectFrom('alert')
    .select(['council', 'kind', 'to_band', 'exposure', 'escalated'])
    .where('id', '=', alertId)
    .where('acknowledge_by', '<=', now)
    .where('status', '=', 'raised')
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  const council = alert && (await findCouncilsToTell(trx, [alert.council])).get(alert.council);
  if (!alert || !council) return false;
  const kind = NewsKind.parse(alert.kind);
  const routed = { kind, to: alert.to_band, exposure: alert.exposure };
  const routes = whoIsNext(routed, council, await findToldAtOnce(trx, alertId), alert.escalated, now);
  await saveRoutes(
    trx,
    routes.map((route) => ({ alertId, council: alert.council, route })),
  );
  const span = acknowledgeIn(kind, stakesOf(viewOfExposure(alert.exposure)), council.lines);
  const isLast = alert.escalated + 1 >= STEPS || span === null;
  await trx
    .updateTable('alert')
    .set({
      escalated: sql`escalated + 1`,
      acknowledge_by: isLast ? null : afterWorkingTime(now, span, council.lines.workingHours),
    })
    .where('id', '=', alertId)
    .execute();
  return routes.length > 0;
}

async function findToldAtOnce(trx: Trx, alertId: string): Promise<readonly Destination[]> {
  return trx
    .selectFrom('telling')
    .select(['channel', 'address'])
    .where('alert_id', '=', alertId)
    .where('how', '<>', 'digest')
    .execute();
}
