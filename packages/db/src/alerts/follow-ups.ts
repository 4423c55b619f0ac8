import {
  followUpsOf,
  standsByEntry,
  withEntry,
  type AlertRecord,
  type FollowUp,
  type Overtaken,
  type Renamed,
} from '@tocsin/alerting';
import {
  addTo,
  type Cause,
  groupBy,
  levelWithoutLooks,
  type Exposure,
  type IsoInstant,
  type ObservedSignal,
  type RiskBand,
  type RiskLevel,
} from '@tocsin/domain';
import { assessmentOf, findCurrentAssessment, lockSupplier } from '../risk/assessments.ts';
import { findExposuresOfTold } from '../holdings/exposures.ts';
import { findSignalsOf } from '../record/signals.ts';
import type { Db, Trx } from '../schema/database.ts';
import type { Assessment } from '../schema/tables.ts';
import { findAdjournments } from './adjournments.ts';
import {
  findAlertsOf,
  raiseAlert,
  raiseAlerts,
  renameAlerts,
  supersedeAlerts,
  type NewAlert,
} from './alerts.ts';

/** How a supplier stands, and what councils were told of it. */
interface Followed {
  readonly row: Assessment;
  readonly sent: readonly AlertRecord[];
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

/** A proceeding that has become another one, with what its council has with the supplier by now. */
export type OvertakenNow = Overtaken & { readonly exposure: Exposure };

type DueNow = Due & { readonly exposure: Exposure };

/** What has become of the proceedings that councils were told of, by how each supplier stands; one standing a supplier. */
async function findFollowUps<S extends Followed>(
  trx: Trx,
  standings: readonly S[],
): Promise<
  readonly {
    readonly of: S;
    readonly due: readonly Due[];
    readonly overtaken: readonly Overtaken[];
    readonly renamed: readonly Renamed[];
  }[]
> {
  const adjournments = await findAdjournments(
    trx,
    standings.map(({ row }) => row.supplier_id),
  );
  const entries = await findEntries(trx, standings);
  return standings.map((of) => {
    const { row, sent } = of;
    const own = adjournments.get(row.supplier_id) ?? [];
    const standing = withEntry(assessmentOf(row), entries.get(row.supplier_id) ?? []);
    const { followUps, overtaken, renamed } = followUpsOf(sent, standing, own);
    const earlier = new Map(sent.map((alert) => [alert.id, alert]));
    const due = followUps.flatMap((followUp) => {
      const alert = earlier.get(followUp.alertId);
      return alert ? [{ row, followUp, earlier: alert }] : [];
    });
    return { of, due, overtaken, renamed };
  });
}

/** What the register said of those of whom councils were told that they had left it. */
async function findEntries(
  trx: Trx,
  standings: readonly Followed[],
): Promise<ReadonlyMap<string, readonly ObservedSignal[]>> {
  const found = new Map<string, readonly ObservedSignal[]>();
  const left = standings.filter(({ sent }) => sent.some(({ cause }) => standsByEntry(cause)));
  for (const [asOf, same] of groupBy(left, ({ row }) => row.as_of)) {
    const ids = same.map(({ row }) => row.supplier_id);
    for (const [id, signals] of await findSignalsOf(trx, ids, asOf)) found.set(id, signals);
  }
  return found;
}

/**
 * Tells everybody who was told of a proceeding what has become of it, each once and by an alert of its own; alerts that
 * have had their day are superseded, and those whose proceeding bears another name by now are of that. Returns those
 * whose proceeding has become another one, which the caller tells, by supplier; and the new causes by alert.
 */
export async function raiseFollowUps(
  trx: Trx,
  standings: readonly (Followed & { readonly shown: ShownOf })[],
  now: IsoInstant,
): Promise<{
  readonly overtaken: ReadonlyMap<string, readonly OvertakenNow[]>;
  readonly causes: ReadonlyMap<string, Cause>;
}> {
  const told = standings.filter(({ sent }) => sent.length > 0);
  if (told.length === 0) return { overtaken: new Map(), causes: new Map() };
  const found = await findFollowUps(trx, told);
  const due = found.flatMap((one) => one.due.map((of) => ({ ...of, shown: one.of.shown })));
  await raiseAlerts(
    trx,
    (await withExposures(trx, due)).map((one) =>
      followUpAlert(one, one.shown, { follows: [one.earlier.id] }),
    ),
    now,
  );
  await supersedeAlerts(
    trx,
    found.flatMap((one) => [...outdated(one.due), ...one.overtaken.map(({ alertId }) => alertId)]),
  );
  const renamed = found.flatMap((one) => one.renamed);
  await renameAlerts(trx, renamed);
  const overtaken = found.flatMap(({ of: { row, sent }, overtaken: some }) =>
    some.flatMap((one) => {
      const earlier = sent.find(({ id }) => id === one.alertId);
      return earlier ? [{ row, earlier, overtaken: one }] : [];
    }),
  );
  return {
    overtaken: groupBy(
      await withExposures(trx, overtaken),
      ({ row }): string => row.supplier_id,
      (one): OvertakenNow => ({ ...one.overtaken, exposure: one.exposure }),
    ),
    causes: new Map(renamed.map(({ alertId, to }) => [alertId, to])),
  };
}

/** What each council has with the supplier on the day of its assessment: what was told before may be so no longer. */
async function withExposures<T extends Pick<Due, 'row' | 'earlier'>>(
  trx: Trx,
  due: readonly T[],
): Promise<readonly (T & { readonly exposure: Exposure })[]> {
  const found: (T & { readonly exposure: Exposure })[] = [];
  for (const [asOf, same] of groupBy(due, ({ row }) => row.as_of))
    found.push(
      ...(await findExposuresOfTold(
        trx,
        same.map((one) => ({ ...one, supplierId: one.row.supplier_id, council: one.earlier.council })),
        asOf,
      )),
    );
  return found;
}

function outdated(due: readonly Due[]): readonly string[] {
  return due.filter(({ followUp }) => followUp.supersedes).map(({ earlier }) => earlier.id);
}

function followUpAlert(
  { row, followUp, earlier, exposure }: DueNow,
  shown: ShownOf,
  told: { readonly follows: readonly string[] } | { readonly toldWith: string },
): NewAlert {
  return {
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
    exposure,
    replayed: row.replayed,
    ...told,
  };
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
    .where('kind', 'in', ['formal', 'information'])
    .where('status', '<>', 'superseded')
    .groupBy('supplier_id')
    .orderBy((alert) => alert.fn.min('nth'))
    .execute();
  for (const { supplier_id } of suppliers)
    await db.transaction().execute(async (trx) => {
      await lockSupplier(trx, supplier_id);
      const row = await findCurrentAssessment(trx, supplier_id);
      if (!row) return;
      const sent = await findAlertsOf(trx, [supplier_id]);
      for (const { due } of await findFollowUps(trx, [{ row, sent }]))
        for (const one of due) addTo(byCouncil, one.earlier.council, one);
    });
  let alerts = 0;
  for (const due of byCouncil.values())
    await db.transaction().execute(async (trx) => {
      alerts += await tellTogether(trx, due);
    });
  return { alerts, councils: byCouncil.size };
}

const unearned: ShownOf = { to: levelWithoutLooks, because: () => null };

async function tellTogether(trx: Trx, due: readonly Due[]): Promise<number> {
  const follows = due.map(({ earlier }) => earlier.id);
  let head: string | undefined;
  let raised = 0;
  for (const one of await withExposures(trx, due)) {
    const told = head === undefined ? { follows } : { toldWith: head };
    const id = await raiseAlert(trx, followUpAlert(one, unearned, told));
    head ??= id;
    if (id !== undefined) raised += 1;
  }
  await supersedeAlerts(trx, outdated(due));
  return raised;
}
