import { openAlertStatuses, type AlertStatus } from '@tocsin/domain';
import { audit } from '../audit/audit.ts';
import type { Trx } from '../schema/database.ts';

/** What a person does with an alert. */
export type AlertDeed =
  | { readonly action: 'acknowledge' }
  | { readonly action: 'assign'; readonly owner: string }
  | { readonly action: 'dismiss'; readonly reason: string }
  | { readonly action: 'reopen' };

interface Rule {
  readonly from: readonly AlertStatus[];
  readonly to: AlertStatus;
  readonly done: string;
}

/** Which alerts each deed is for; the others are left as they are. A superseded alert is history. */
const rules: Readonly<Record<AlertDeed['action'], Rule>> = {
  acknowledge: { from: ['raised'], to: 'acknowledged', done: 'acknowledged alert' },
  assign: { from: openAlertStatuses, to: 'assigned', done: 'assigned alert' },
  dismiss: { from: openAlertStatuses, to: 'dismissed', done: 'dismissed alert' },
  reopen: { from: ['dismissed'], to: 'raised', done: 'reopened alert' },
};

/**
 * Does one deed to alerts of the council that `trx` acts for, with a line in each alert's history and in the audit
 * log. Returns the ids that it applied to: alerts of another council, or in another state, are left alone.
 */
export async function actOnAlerts(
  trx: Trx,
  council: string,
  ids: readonly string[],
  deed: AlertDeed,
  by: string,
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const rule = rules[deed.action];
  const changed = await trx
    .updateTable('alert')
    .set({ status: rule.to, ...(deed.action === 'assign' ? { owner: deed.owner } : {}) })
    .where('id', 'in', [...ids])
    .where('council', '=', council)
    .where('status', 'in', [...rule.from])
    .returning('id')
    .execute();
  const note = noteOf(deed);
  for (const { id } of changed) {
    await trx
      .insertInto('alert_action')
      .values({ alert_id: id, council, action: deed.action, by_whom: by, note })
      .execute();
    await audit(trx, {
      council,
      actor: by,
      action: rule.done,
      subject: `alert ${id}`,
      ...(note === null ? {} : { detail: { note } }),
    });
  }
  return changed.map((row) => row.id);
}

function noteOf(deed: AlertDeed): string | null {
  if (deed.action === 'assign') return deed.owner;
  return deed.action === 'dismiss' ? deed.reason : null;
}

/** What one person did with an alert. */
export interface AlertAction {
  readonly action: AlertDeed['action'];
  readonly by: string;
  readonly note: string | null;
  readonly at: string;
}

/** What people did with one alert, oldest first. */
export async function findAlertActions(trx: Trx, alertId: string): Promise<AlertAction[]> {
  return trx
    .selectFrom('alert_action')
    .select(['action', 'by_whom as by', 'note', 'at'])
    .where('alert_id', '=', alertId)
    .orderBy('id')
    .$narrowType<Pick<AlertAction, 'action'>>()
    .execute();
}
