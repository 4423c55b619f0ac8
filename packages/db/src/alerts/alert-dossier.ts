import type { AlertDossier, AlertRecord } from '@tocsin/alerting';
import type { GssCode } from '@tocsin/domain';
import { sql } from 'kysely';
import { findAdjournments } from './adjournments.ts';
import { findAlert } from './alerts.ts';
import { assessmentOf, findAssessment } from '../risk/assessments.ts';
import { findCouncilCoverage } from '../councils/council-coverage.ts';
import { readSetting } from '../councils/councils.ts';
import type { Trx } from '../schema/database.ts';
import { findMatchedNames, findNamesInNotices } from '../who/how-matched.ts';
import { findExposures } from '../holdings/exposures.ts';
import { findChecked, findSignals } from '../record/observations.ts';
import { findSupplierNames } from '../who/supplier-search.ts';

/** What alerts say of their supplier: the same for every council that is told of one assessment at once. */
export interface AlertGrounds extends Pick<AlertDossier, 'assessment' | 'previous' | 'signals' | 'checked'> {
  readonly noticed: AlertDossier['names']['notice'];
  /** Every council that depends on the supplier, as far as whoever asked may know. */
  readonly exposed: readonly {
    readonly council: GssCode;
    readonly name: string;
    readonly onRecord: boolean;
  }[];
}

type OfSupplier = Pick<AlertRecord, 'assessmentId' | 'supplierId' | 'asOf'>;

/** Gathers what an alert says of its supplier; undefined where its assessment is gone. `trx` as in `findAlertDossier`. */
export async function findAlertGrounds(trx: Trx, alert: OfSupplier): Promise<AlertGrounds | undefined> {
  const { assessmentId, supplierId, asOf } = alert;
  const row = await findAssessment(trx, assessmentId);
  if (!row) return undefined;
  const previous = row.previous_id ? await findAssessment(trx, row.previous_id) : undefined;
  return {
    assessment: assessmentOf(row),
    previous: previous ? { score: previous.score, modelVersion: previous.model_version } : null,
    signals: await findSignals(trx, supplierId, asOf),
    checked: await findChecked(trx, supplierId, asOf),
    noticed: await findNamesInNotices(trx, alert),
    exposed: await findExposed(trx, supplierId, asOf),
  };
}

/**
 * Everything on record about an alert, gathered once for the mail and the page alike; undefined when there is no such
 * alert. `trx` acts for the alert's council or as the worker: only the worker knows of other councils' private exposure.
 * `groundsOf` lets the worker share what alerts that were raised together say of their supplier.
 */
export async function findAlertDossier(
  trx: Trx,
  alertId: string,
  groundsOf: (trx: Trx, alert: AlertRecord) => Promise<AlertGrounds | undefined> = findAlertGrounds,
): Promise<AlertDossier | undefined> {
  const alert = await findAlert(trx, alertId);
  const grounds = alert && (await groundsOf(trx, alert));
  if (!alert || !grounds) return undefined;
  const { assessment, previous, signals, checked, noticed, exposed } = grounds;
  const { supplierId, council } = alert;
  const supplier = (await findSupplierNames(trx, [supplierId], council)).get(supplierId);
  if (!supplier) throw new Error(`alert ${alertId} is about no supplier`);
  const { name, hasSpendFile } = await readCouncil(trx, council);
  const [coverage] = await findCouncilCoverage(trx, council);
  const sample = alert.replayed ? await readSetting(trx, 'sample') : undefined;
  return {
    alert,
    assessment,
    previous,
    supplier,
    council: { code: council, name },
    names: { ...(await findMatchedNames(trx, alert)), notice: noticed },
    signals,
    checked,
    others: exposed
      .filter((other) => other.council !== council)
      .map((other) => ({ name: other.name, onRecord: other.onRecord })),
    adjournments:
      (await findAdjournments(trx, [supplierId])).get(supplierId)?.filter((one) => one.council === council) ??
      [],
    hasSpendFile,
    coverage: coverage ?? null,
    sampleBanner: typeof sample === 'string' ? sample : null,
  };
}

async function readCouncil(trx: Trx, gss: string): Promise<{ name: string; hasSpendFile: boolean }> {
  return trx
    .selectFrom('council')
    .select(['name', sql<boolean>`exists (select from spend_file where council = gss)`.as('hasSpendFile')])
    .where('gss', '=', gss)
    .executeTakeFirstOrThrow();
}

async function findExposed(trx: Trx, supplierId: string, asOf: string): Promise<AlertGrounds['exposed']> {
  const exposures = (await findExposures(trx, supplierId, asOf)).filter(({ exposed }) => exposed);
  const councils = exposures.map(({ exposure }) => exposure.council);
  const rows = await trx
    .selectFrom('council')
    .select(['gss', 'name'])
    .where('gss', '=', sql<string>`any(${councils}::text[])`)
    .execute();
  const names = new Map(rows.map(({ gss, name }) => [gss, name]));
  return exposures.map(({ exposure: { council }, onRecord }) => ({
    council,
    name: names.get(council) ?? council,
    onRecord,
  }));
}
