import { decisionOf, toldFirst, type AlertDossier, type AlertRecord } from '@tocsin/alerting';
import { groupBy } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import type { AlertRow } from '../schema/tables.ts';
import { findAlertDossiers } from './alert-dossier.ts';
import { alertOf } from './alerts.ts';
import { findCorrectionWords, type CorrectionWords } from './corrections.ts';

/** What one mail tells of an alert. */
export interface Told {
  /** Of the alert itself, and of those that are told in its mail. */
  readonly dossiers: readonly AlertDossier[];
  /** The alert that it follows up. */
  readonly earlier: AlertRecord | undefined;
  /** What was wrong in that one and what is right, of a correction. */
  readonly correction: CorrectionWords | undefined;
}

/**
 * Everything that the mails of some alerts tell, by their ids, in as many statements as for one. `trx` is the worker's,
 * who may know what every council holds.
 */
export async function findTellings(
  trx: Trx,
  alertIds: readonly string[],
): Promise<ReadonlyMap<string, Told>> {
  const rows = await trx
    .selectFrom('alert')
    .selectAll()
    .where(
      sql<boolean>`(id = any(${[...alertIds]}::bigint[]) or told_with = any(${[...alertIds]}::bigint[]))`,
    )
    .orderBy('nth')
    .execute();
  const alerts = rows.map(alertOf);
  const earlier = await findEarlier(trx, alerts);
  const dossiers = await findAlertDossiers(trx, alerts);
  const byMail = groupBy(rows, ({ id, told_with }) => told_with ?? id);
  const decisions = new Map(alerts.map(({ id, cause }) => [id, decisionOf(cause)]));
  const words = await findCorrectionWords(
    trx,
    [...decisions.values()].filter((id) => id !== null),
  );
  const telling = (id: string): Told => ({
    dossiers: (byMail.get(id) ?? []).flatMap((row) => dossiers.get(row.id) ?? []),
    earlier: earlier(id),
    correction: words.get(decisions.get(id) ?? ''),
  });
  return new Map(alertIds.map((id) => [id, telling(id)]));
}

/** The alert that an alert follows up. */
export async function findEarlierAlert(trx: Trx, alert: AlertRecord): Promise<AlertRecord | undefined> {
  return (await findEarlier(trx, [alert]))(alert.id);
}

/** As `findEarlierAlert`, of several alerts in one statement, by their ids. */
async function findEarlier(
  trx: Trx,
  alerts: readonly AlertRecord[],
): Promise<(alertId: string) => AlertRecord | undefined> {
  const followed = alerts.flatMap(({ id, council, supplierId, cause }) => {
    const first = toldFirst(cause);
    return first === cause ? [] : [{ follower: id, council, supplier_id: supplierId, cause: first }];
  });
  if (followed.length === 0) return () => undefined;
  const { rows } = await sql<AlertRow & { readonly follower: string }>`
    select alert.*, given.follower from json_to_recordset(${JSON.stringify(followed)}::json)
      as given (follower bigint, council text, supplier_id bigint, cause text)
    join alert using (council, supplier_id, cause)`.execute(trx);
  const found = new Map(rows.map((row) => [row.follower, alertOf(row)]));
  return (alertId) => found.get(alertId);
}
