import { openAlertStatuses, actorOf } from '@tocsin/domain';
import { shownName } from '@tocsin/matching';
import { actOnAlerts } from '../alerts/alert-actions.ts';
import type { Trx } from '../schema/database.ts';
import { nameShown } from '../who/supplier-search.ts';
import { inForce } from '../holdings/in-force.ts';

/** What would be nobody's if a person left: open alerts that she was given, contracts that name her as their owner. */
export interface Duties {
  readonly alerts: readonly { readonly id: string; readonly title: string; readonly supplier: string }[];
  readonly contracts: readonly { readonly id: string; readonly title: string; readonly supplier: string }[];
}

/** What is a person's at the council that `trx` acts for: given to her, or named by the words that people write for her. */
export async function findDuties(trx: Trx, personId: string, names: readonly string[]): Promise<Duties> {
  const words = names.map((name) => name.toLowerCase());
  const alerts = await trx
    .selectFrom('alert')
    .innerJoin('supplier', 'supplier.id', 'alert.supplier_id')
    .select(['alert.id', 'alert.title', nameShown('own').as('supplier')])
    .where('alert.status', 'in', [...openAlertStatuses])
    .where((one) => one(one.fn<string>('lower', ['alert.owner']), 'in', [actorOf(personId), ...words]))
    .orderBy('alert.nth', 'desc')
    .execute();
  const contracts = await trx
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'register_line.upload_id')
    .select(['register_line.id', 'register_line.title', 'register_line.supplier_name as supplier'])
    .where(inForce)
    .where((one) => one(one.fn<string>('lower', ['register_line.owner']), 'in', words))
    .orderBy('register_line.row')
    .execute();
  return {
    alerts: alerts.map((one) => ({ ...one, supplier: shownName(one.supplier) })),
    contracts: contracts.map((one) => ({ ...one, supplier: shownName(one.supplier) })),
  };
}

/** Gives the open alerts of a person to her successor, with a line in each one's history. Returns how many. */
export async function handOver(
  trx: Trx,
  council: string,
  { alerts }: Duties,
  successorId: string,
  by: string,
): Promise<number> {
  const ids = alerts.map(({ id }) => id);
  const to = actorOf(successorId);
  const given = await actOnAlerts(trx, council, ids, { action: 'assign', to, owner: to }, by);
  return given.length;
}
