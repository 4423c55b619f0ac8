import { followUpsOf, type AlertRecord, type FollowUp, type Overtaken } from '@tocsin/alerting';
import { addTo, levelWithoutLooks, type RiskBand, type RiskLevel } from '@tocsin/domain';
import { assessmentOf, findCurrentAssessment, lockSupplier } from '../risk/assessments.ts';
import type { Db, Trx } from '../schema/database.ts';
import type { Assessment } from '../schema/tables.ts';
import { findAdjournments } from './adjournments.ts';
import { findAlertsOf, raiseAlert, supersedeAlerts } from './alerts.ts';

/** What has become of the proceedings that councils were told of, by how their supplier stands. */
async function findFollowUps(
  trx: Trx,
  row: Assessment,
  sent: readonly AlertRecord[],
): Promise<{ readonly due: readonly Due[]; readonly overtaken: readonly Overtaken[] }> {
  const adjournments = (await findAdjournments(trx, [row.supplier_id])).get(row.supplier_id) ?? [];
  const { followUps, overtaken } = followUpsOf(sent, assessmentOf(row), adjournments);
  const earlier = new Map(sent.map((alert) => [alert.id, alert]));
  const due = followUps.flatMap((followUp) => {
    const alert = earlier.get(followUp.alertId);
    return alert ? [{ row, followUp, earlier: alert }] : [];
  });
  return { due, overtaken };
}

/** What is shown in the place of a band, and why. */
interface ShownOf {
  readonly to: (band: RiskBand) => RiskLevel;
  readonly because: (band: RiskBand) => string | null;
}

interface Due {
  readonly row: Assessment;
  readonly followUp: FollowUp;
  readonly earlier: AlertRecord;
}

/**
 * Tells everybody who was told of a proceeding what has become of it, each once and by an alert of its own; alerts that
 * have had their day are superseded. Returns those whose proceeding has become another one, which the caller tells.
 */
export async function raiseFollowUps(
  trx: Trx,
  row: Assessment,
  sent: readonly AlertRecord[],
  shown: ShownOf,
): Promise<readonly Overtaken[]> {
  const { due, overtaken } = await findFollowUps(trx, row, sent);
  for (const one of due) await raiseFollowUp(trx, one, shown, { follows: [one.earlier.id] });
  await supersedeAlerts(trx, [
    ...due.filter(({ followUp }) => followUp.supersedes).map(({ earlier }) => earlier.id),
    ...overtaken.map(({ alertId }) => alertId),
  ]);
  return overtaken;
}

async function raiseFollowUp(
  trx: Trx,
  { row, followUp, earlier }: Due,
  shown: ShownOf,
  told: { readonly follows: readonly string[] } | { readonly toldWith: string },
): Promise<string | undefined> {
  return raiseAlert(trx, {
    council: earlier.council,
    supplierId: row.supplier_id,
    assessmentId: row.id,
    cause: followUp.cause,
    kind: followUp.kind,
    title: followUp.title,
    fromBand: earlier.to,
    toBand: row.band,
    fromLevel: earlier.toLevel,
    toLevel: shown.to(row.band),
    levelBecause: shown.because(row.band),
    asOf: row.as_of,
    days: followUp.days,
    exposure: earlier.exposure,
    replayed: row.replayed,
    ...told,
  });
}

/**
 * After a change of the score: what has ended or lapsed by its rules already is told in one mail a council, whatever the
 * number of suppliers; what falls due later is told singly. Returns how many alerts were raised and for how many
 * councils.
 */
export async function tellEndings(db: Db): Promise<{ readonly alerts: number; readonly councils: number }> {
  const byCouncil = new Map<string, Due[]>();
  const suppliers = await db
    .selectFrom('alert')
    .select('supplier_id')
    .distinct()
    .where('kind', '=', 'formal')
    .where('status', '<>', 'superseded')
    .orderBy('supplier_id')
    .execute();
  for (const { supplier_id } of suppliers)
    await db.transaction().execute(async (trx) => {
      await lockSupplier(trx, supplier_id);
      const row = await findCurrentAssessment(trx, supplier_id);
      if (!row) return;
      const { due } = await findFollowUps(trx, row, await findAlertsOf(trx, supplier_id));
      for (const one of due) addTo(byCouncil, one.earlier.council, one);
    });
  let alerts = 0;
  for (const due of byCouncil.values())
    await db.transaction().execute(async (trx) => {
      alerts += await tellTogether(trx, due);
    });
  return { alerts, councils: byCouncil.size };
}

async function tellTogether(trx: Trx, due: readonly Due[]): Promise<number> {
  const follows = due.map(({ earlier }) => earlier.id);
  let head: string | undefined;
  let raised = 0;
  for (const one of due) {
    const id = await raiseFollowUp(
      trx,
      one,
      { to: levelWithoutLooks, because: () => null },
      head === undefined ? { follows } : { toldWith: head },
    );
    head ??= id;
    if (id !== undefined) raised += 1;
  }
  await supersedeAlerts(
    trx,
    due.filter(({ followUp }) => followUp.supersedes).map(({ earlier }) => earlier.id),
  );
  return raised;
}
