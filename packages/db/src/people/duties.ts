import { actorOf, openAlertStatuses, type IsoDate } from '@tocsin/domain';
import { shownName } from '@tocsin/matching';
import type { ToldPerson } from '@tocsin/alerting';
import { sql } from 'kysely';
import { actOnAlerts } from '../alerts/alert-actions.ts';
import { findCouncilsToTell } from '../alerts/councils-to-tell.ts';
import { findTellingRule, saveSubscription, saveTellingRule, tieToPerson } from '../alerts/telling-rules.ts';
import type { Trx } from '../schema/database.ts';
import { nameShown } from '../who/supplier-search.ts';
import { inForce } from '../holdings/in-force.ts';

/** What points to a person at a council, and would point to nobody if she left. */
export interface Duties {
  /** Open alerts that she was given. */
  readonly alerts: readonly { readonly id: string; readonly title: string; readonly supplier: string }[];
  /** Contracts whose owner she is: what they print is tied to her, or is her name or address and tied to nobody else. */
  readonly contracts: readonly {
    readonly id: string;
    readonly title: string;
    readonly supplier: string;
    readonly owner: string;
  }[];
  /** Services of the council that are tied to her. */
  readonly services: readonly string[];
  readonly isHeadOfProcurement: boolean;
  /** Who is away, and has her told in their place. */
  readonly standsInFor: readonly ToldPerson[];
}

/** Of whom duties are asked: a person of the council that the transaction acts for, by the words that people write for her. */
interface Asked {
  readonly council: string;
  readonly personId: string;
  readonly names: readonly string[];
  readonly today: IsoDate;
}

/** What is a person's at the council that `trx` acts for. */
export async function findDuties(trx: Trx, { council, personId, names, today }: Asked): Promise<Duties> {
  const words = names.map((name) => name.toLowerCase());
  const toTell = (await findCouncilsToTell(trx, [council])).get(council);
  const tied = (to: ReadonlyMap<string, string> = new Map(), isHers = true) =>
    [...to].flatMap(([printed, id]) => ((id === personId) === isHers ? [printed] : [])).toSorted();
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
    .select(sql<string>`register_line.owner`.as('owner'))
    .where(inForce)
    .where(
      sql<boolean>`(register_line.owner = any(${tied(toTell?.owners)}::text[]) or lower(register_line.owner) = any(${words}::text[])
        and register_line.owner <> all(${tied(toTell?.owners, false)}::text[]))`,
    )
    .orderBy('register_line.row')
    .execute();
  return {
    alerts: alerts.map((one) => ({ ...one, supplier: shownName(one.supplier) })),
    contracts: contracts.map((one) => ({ ...one, supplier: shownName(one.supplier) })),
    services: tied(toTell?.services),
    isHeadOfProcurement: toTell?.headOfProcurement === personId,
    standsInFor: (toTell?.people ?? []).filter(
      ({ subscription: { delegate } }) => delegate?.personId === personId && delegate.untilDay >= today,
    ),
  };
}

/**
 * Gives what is a person's at the council that `trx` acts for to her successor: open alerts, with a line in the history of
 * each; contracts by what they print, services and the head of procurement; and whom she was told for, who is told herself
 * where she is that successor. Returns how many alerts.
 */
export async function handOver(
  trx: Trx,
  council: string,
  duties: Duties,
  successorId: string,
  by: string,
): Promise<number> {
  const ids = duties.alerts.map(({ id }) => id);
  const to = actorOf(successorId);
  const given = await actOnAlerts(trx, council, ids, { action: 'assign', to, owner: to }, by);
  const printed = [...new Set(duties.contracts.map(({ owner }) => owner))];
  for (const [of, words] of [['owner', printed] as const, ['service', duties.services] as const])
    for (const one of words) await tieToPerson(trx, council, { of, printed: one, personId: successorId }, by);
  if (duties.isHeadOfProcurement) {
    const rule = await findTellingRule(trx);
    await saveTellingRule(trx, council, { ...rule, headOfProcurement: successorId }, by);
  }
  for (const { id, subscription } of duties.standsInFor) {
    const { delegate } = subscription;
    const next = delegate && id !== successorId ? { ...delegate, personId: successorId } : null;
    await saveSubscription(trx, council, id, { ...subscription, delegate: next }, by);
  }
  return given.length;
}
