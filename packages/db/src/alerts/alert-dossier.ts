import { ChosenLines, standsByEntry, withEntry, type AlertDossier, type AlertRecord } from '@tocsin/alerting';
import { groupBy, type GssCode, type IsoDate } from '@tocsin/domain';
import { sql } from 'kysely';
import { findAdjournments } from './adjournments.ts';
import { findAlert } from './alerts.ts';
import { assessmentOf, findAssessments, findScores } from '../risk/assessments.ts';
import { findCouncilCoverage } from '../councils/council-coverage.ts';
import { readSetting } from '../councils/councils.ts';
import type { Trx } from '../schema/database.ts';
import { findMatchedNames, findNamesInNotices } from '../who/how-matched.ts';
import { findExposuresOf, type CouncilExposure } from '../holdings/exposures.ts';
import { findCheckedOf } from '../record/checked.ts';
import { findSignalsOf } from '../record/signals.ts';
import { findNamesForCouncils } from '../who/supplier-search.ts';

/**
 * Everything on record about an alert, gathered once for the mail and the page alike; undefined when there is no such
 * alert. `trx` acts for the alert's council or as the worker: only the worker knows of other councils' private exposure.
 */
export async function findAlertDossier(trx: Trx, alertId: string): Promise<AlertDossier | undefined> {
  const alert = await findAlert(trx, alertId);
  return alert && (await findAlertDossiers(trx, [alert])).get(alertId);
}

/** As `findAlertDossier`, for many alerts in as many statements as for one, by their ids. */
export async function findAlertDossiers(
  trx: Trx,
  alerts: readonly AlertRecord[],
): Promise<ReadonlyMap<string, AlertDossier>> {
  if (alerts.length === 0) return new Map();
  const groundsOf = await findGrounds(trx, alerts);
  const suppliers = await findNamesForCouncils(trx, alerts);
  const councilOf = await findCouncilsOf(trx, alerts);
  const matched = await findMatchedNames(trx, alerts);
  const adjournments = await findAdjournments(trx, [...new Set(alerts.map(({ supplierId }) => supplierId))]);
  const sample = alerts.some(({ replayed }) => replayed) ? await readSetting(trx, 'sample') : undefined;
  return new Map(
    alerts.flatMap((alert) => {
      const grounds = groundsOf(alert);
      const supplier = suppliers.get(alert.id);
      const about = councilOf(alert.council);
      const names = matched.get(alert.id);
      if (!grounds || !supplier || !about || !names) return [];
      const { noticed, exposed, ...ofSupplier } = grounds;
      const dossier = {
        alert,
        ...ofSupplier,
        supplier,
        ...about,
        names: { ...names, notice: noticed },
        others: exposed
          .filter((other) => other.council !== alert.council)
          .map(({ name, onRecord }) => ({ name, onRecord })),
        adjournments: (adjournments.get(alert.supplierId) ?? []).filter(
          (one) => one.council === alert.council,
        ),
        sampleBanner: alert.replayed && typeof sample === 'string' ? sample : null,
      };
      return [[alert.id, dossier] as const];
    }),
  );
}

/** What alerts say of their supplier: the same for every council that is told of one assessment. */
interface AlertGrounds extends Pick<AlertDossier, 'assessment' | 'previous' | 'signals' | 'checked'> {
  readonly noticed: AlertDossier['names']['notice'];
  /** Every council that depends on the supplier, as far as whoever asked may know. */
  readonly exposed: readonly {
    readonly council: GssCode;
    readonly name: string;
    readonly onRecord: boolean;
  }[];
}

type OfSupplier = Pick<AlertRecord, 'assessmentId' | 'supplierId' | 'asOf' | 'cause'>;

async function findGrounds(
  trx: Trx,
  alerts: readonly OfSupplier[],
): Promise<(alert: OfSupplier) => AlertGrounds | undefined> {
  const ids = new Set(alerts.map(({ assessmentId }) => assessmentId));
  const rows = await findAssessments(trx, [...ids]);
  const before = await findScores(
    trx,
    rows.flatMap(({ previous_id }) => previous_id ?? []),
  );
  const scores = new Map(before.map((row) => [row.id, row]));
  const previousOf = new Map(rows.map((row) => [row.id, scores.get(row.previous_id ?? '')]));
  const assessments = new Map(rows.map((row) => [row.id, assessmentOf(row)]));
  const days = new Map<IsoDate, Awaited<ReturnType<typeof findStanding>>>();
  for (const [asOf, same] of groupBy(alerts, (alert) => alert.asOf)) {
    const supplierIds = new Set(same.map(({ supplierId }) => supplierId));
    days.set(asOf, await findStanding(trx, [...supplierIds], asOf));
  }
  return ({ assessmentId, supplierId, asOf, cause }) => {
    const assessment = assessments.get(assessmentId);
    const standing = days.get(asOf)?.(supplierId);
    if (!assessment || !standing) return undefined;
    const previous = previousOf.get(assessmentId);
    return {
      assessment: standsByEntry(cause) ? withEntry(assessment, standing.signals) : assessment,
      previous: previous ? { score: previous.score, modelVersion: previous.model_version } : null,
      ...standing,
    };
  };
}

/** What is on record about suppliers, and who depends on them, on one day. */
async function findStanding(
  trx: Trx,
  supplierIds: readonly string[],
  asOf: IsoDate,
): Promise<(supplierId: string) => Omit<AlertGrounds, 'assessment' | 'previous'>> {
  const signals = await findSignalsOf(trx, supplierIds, asOf);
  const checked = await findCheckedOf(trx, supplierIds, asOf);
  const noticed = await findNamesInNotices(trx, supplierIds, asOf);
  const exposures = await findExposuresOf(trx, supplierIds, asOf);
  const isExposed = ({ exposed }: CouncilExposure) => exposed;
  const councils = [...exposures.values()].flat().filter(isExposed);
  const rows = await trx
    .selectFrom('council')
    .select(['gss', 'name'])
    .where('gss', '=', sql<string>`any(${[...new Set(councils.map((one) => one.exposure.council))]}::text[])`)
    .execute();
  const names = new Map(rows.map(({ gss, name }) => [gss, name]));
  return (supplierId) => ({
    signals: signals.get(supplierId) ?? [],
    checked: checked.get(supplierId) ?? {},
    noticed: noticed.get(supplierId) ?? [],
    exposed: (exposures.get(supplierId) ?? [])
      .filter(isExposed)
      .map(({ exposure: { council }, onRecord }) => ({
        council,
        name: names.get(council) ?? council,
        onRecord,
      })),
  });
}

async function findCouncilsOf(
  trx: Trx,
  alerts: readonly Pick<AlertRecord, 'council'>[],
): Promise<(council: GssCode) => Pick<AlertDossier, 'council' | 'coverage'> | undefined> {
  const councils = [...new Set(alerts.map(({ council }) => council))];
  const rows = await trx
    .selectFrom('council')
    .leftJoin('telling_rule', 'telling_rule.council', 'gss')
    .select(['gss', 'name', 'lines'])
    .where('gss', '=', sql<string>`any(${councils}::text[])`)
    .execute();
  const coverage = await findCouncilCoverage(trx, councils);
  const known = new Map(rows.map((row) => [row.gss, row]));
  const counted = new Map(coverage.map((one) => [one.council, one]));
  return (code) => {
    const row = known.get(code);
    if (!row) return undefined;
    const { keyDecisionFrom } = ChosenLines.parse(row.lines ?? {});
    return {
      council: { code, name: row.name, ...(keyDecisionFrom === undefined ? {} : { keyDecisionFrom }) },
      coverage: counted.get(code) ?? null,
    };
  };
}
