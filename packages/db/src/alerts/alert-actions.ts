import { actedOn, AlertDeed, AlertKind, mayDo, writtenWith, type DeedRow } from '@tocsin/alerting';
import { addTo } from '@tocsin/domain';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Db, Trx } from '../schema/database.ts';

/** What each deed is called in the audit log. */
const done: Readonly<Record<AlertDeed['action'], string>> = {
  acknowledge: 'acknowledged alert',
  assign: 'assigned alert',
  note: 'wrote note on alert',
  snooze: 'put alert off',
  dismiss: 'dismissed alert',
  reopen: 'reopened alert',
  plan: 'recorded where contingency plan is kept',
  outcome: 'recorded outcome of alert',
  money: 'recorded money of alert',
  confirm: 'recorded that finance confirmed money of alert',
  undo: 'undid deed on alert',
};

/**
 * Does one deed to alerts of the council that `trx` acts for: a row of each alert, how it stands after it, and a line of
 * the audit log. Returns the ids that it applied to: alerts of another council, or where there is nothing of it to do,
 * are left alone. What comes by a `form` that did it already is not done again, and counts as done.
 */
export async function actOnAlerts(
  trx: Trx,
  council: string,
  ids: readonly string[],
  deed: AlertDeed,
  by: string,
  form: string | null = null,
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const alerts = await trx
    .selectFrom('alert')
    .select(['id', 'kind', 'status'])
    .where('id', 'in', [...ids])
    .where('council', '=', council)
    .orderBy('nth')
    .forUpdate()
    .execute();
  const deeds = await findDeedRows(
    trx,
    alerts.map(({ id }) => id),
  );
  const applied: string[] = [];
  for (const { id, status, kind: stored } of alerts) {
    const kind = AlertKind.parse(stored);
    const rows = deeds.get(id) ?? [];
    if (form !== null && rows.some((row) => row.form === form)) applied.push(id);
    else if (mayDo({ kind, status }, rows, deed)) {
      const row = await insertDeed(trx, { council, alertId: id, deed, by, form });
      const { status: next, owner, snoozedUntil } = actedOn(kind, [...rows, row]);
      await trx
        .updateTable('alert')
        .set({ status: status === 'superseded' ? status : next, owner, snoozed_until: snoozedUntil })
        .where('id', '=', id)
        .execute();
      applied.push(id);
    }
  }
  return applied;
}

interface NewDeed {
  readonly council: string;
  readonly alertId: string;
  readonly deed: AlertDeed;
  readonly by: string;
  readonly form: string | null;
}

async function insertDeed(trx: Trx, { council, alertId, deed, by, form }: NewDeed): Promise<DeedRow> {
  const { action, ...said } = deed;
  const { id, at } = await trx
    .insertInto('alert_action')
    .values({ alert_id: alertId, council, action, by_whom: by, said: JSON.stringify(said), form })
    .returning(['id', 'at'])
    .executeTakeFirstOrThrow();
  // What people write stays in the row of the deed: an entry of the log is there for seven years.
  const detail = writtenWith(deed) === null ? { deed: id, ...said } : { deed: id };
  await audit(trx, { council, actor: by, action: done[action], subject: `alert ${alertId}`, detail });
  return { id, deed, by, at };
}

/** What people did with one alert, oldest first. */
export async function findAlertDeeds(trx: Trx, alertId: string): Promise<readonly DeedRow[]> {
  return (await findDeedRows(trx, [alertId])).get(alertId) ?? [];
}

interface StoredDeed extends DeedRow {
  readonly form: string | null;
}

async function findDeedRows(
  trx: Db | Trx,
  alertIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredDeed[]>> {
  const rows = await trx
    .selectFrom('alert_action')
    .select(['id', 'alert_id', 'action', 'by_whom', 'note', 'at', 'said', 'form'])
    .where('alert_id', '=', sql<string>`any(${[...alertIds]}::bigint[])`)
    .orderBy('nth')
    .execute();
  const found = new Map<string, StoredDeed[]>();
  for (const { id, alert_id, by_whom: by, at, form, ...row } of rows)
    addTo(found, alert_id, { id, deed: deedOf(row), by, at, form });
  return found;
}

function deedOf({ action, note, said }: { action: string; note: string | null; said: unknown }): AlertDeed {
  const before = { to: note, owner: note, reason: note };
  return AlertDeed.parse({ action, ...(typeof said === 'object' && said !== null ? said : before) });
}
