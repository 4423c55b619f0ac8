import { openEvent, ownLife, type DatedHearing } from '@tocsin/alerting';
import { Cause, GssCode, openAlertStatuses } from '@tocsin/domain';
import { shownName } from '@tocsin/matching';
import type { Trx } from '../schema/database.ts';
import { nameShown } from '../who/supplier-search.ts';
import { findAdjournments } from './adjournments.ts';

/**
 * The hearings of petitions of which the council that `trx` acts for was told, and which still stand on the record: each as
 * its newest notice gives it, or as the council knows it to be adjourned.
 */
export async function findHearings(trx: Trx): Promise<readonly DatedHearing[]> {
  const rows = await trx
    .selectFrom('alert')
    .innerJoin('supplier', 'supplier.id', 'alert.supplier_id')
    .innerJoin('current_assessment', 'current_assessment.supplier_id', 'alert.supplier_id')
    .innerJoin('assessment', 'assessment.id', 'current_assessment.assessment_id')
    .select(['alert.id', 'alert.council', 'alert.cause', 'alert.supplier_id', 'formal_events'])
    .select(nameShown('own').as('supplier'))
    .where('kind', '=', 'formal')
    .where('cause', 'like', 'formal:winding-up-petition:%')
    .where('alert.status', 'in', [...openAlertStatuses])
    .orderBy('alert.nth')
    .execute();
  const adjournments = await findAdjournments(trx, [...new Set(rows.map((row) => row.supplier_id))]);
  return rows.flatMap(({ id, council, cause, supplier_id, formal_events: formalEvents, supplier }) => {
    const event = openEvent(cause, formalEvents);
    if (!event?.life) return [];
    const own = ownLife(
      event.life,
      { council: GssCode.parse(council), cause: Cause.parse(cause) },
      adjournments.get(supplier_id) ?? [],
    );
    return own.hearingOn === null
      ? []
      : [{ alertId: id, supplier: shownName(supplier), hearingOn: own.hearingOn }];
  });
}
