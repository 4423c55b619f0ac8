import type { AlertDossier, AlertRecord } from '@tocsin/alerting';
import { findAlert } from './alerts.ts';
import { assessmentOf, findAssessment } from '../risk/assessments.ts';
import { findCouncilCoverage } from '../councils/council-coverage.ts';
import { readSetting } from '../councils/councils.ts';
import type { Trx } from '../schema/database.ts';
import { findMatchedNames } from '../who/how-matched.ts';
import { findExposures } from '../holdings/exposures.ts';
import { findChecked, findSignals } from '../record/observations.ts';
import { findSupplierCards } from '../who/supplier-search.ts';

/**
 * Everything on record about an alert, gathered once for the mail and the page alike; undefined when there is no such
 * alert. `trx` acts for the alert's council or as the worker: only the worker knows of other councils' private exposure.
 */
export async function findAlertDossier(trx: Trx, alertId: string): Promise<AlertDossier | undefined> {
  const alert = await findAlert(trx, alertId);
  const row = alert && (await findAssessment(trx, alert.assessmentId));
  if (!alert || !row) return undefined;
  const previous = row.previous_id ? await findAssessment(trx, row.previous_id) : undefined;
  const { supplierId, council, asOf } = alert;
  const supplier = (await findSupplierCards(trx, [supplierId], asOf, council)).get(supplierId);
  if (!supplier) throw new Error(`alert ${alertId} is about no supplier`);
  const [coverage] = await findCouncilCoverage(trx, council);
  const sample = alert.replayed ? await readSetting(trx, 'sample') : undefined;
  return {
    alert,
    assessment: assessmentOf(row),
    previous: previous ? { score: previous.score, modelVersion: previous.model_version } : null,
    supplier,
    council: { code: council, name: await nameOf(trx, council) },
    names: await findMatchedNames(trx, alert),
    signals: await findSignals(trx, supplierId, asOf),
    checked: await findChecked(trx, supplierId, asOf),
    others: await findOthersExposed(trx, alert),
    hasSpendFile: await hasSpendFile(trx, council),
    coverage: coverage ?? null,
    sampleBanner: typeof sample === 'string' ? sample : null,
  };
}

async function nameOf(trx: Trx, gss: string): Promise<string> {
  const { name } = await trx
    .selectFrom('council')
    .select('name')
    .where('gss', '=', gss)
    .executeTakeFirstOrThrow();
  return name;
}

async function findOthersExposed(trx: Trx, alert: AlertRecord): Promise<AlertDossier['others']> {
  const others = (await findExposures(trx, alert.supplierId, alert.asOf)).filter(
    ({ exposure, exposed }) => exposed && exposure.council !== alert.council,
  );
  const councils = others.map(({ exposure }) => exposure.council);
  const rows = await trx
    .selectFrom('council')
    .select(['gss', 'name'])
    .where('gss', 'in', councils.length > 0 ? councils : [''])
    .execute();
  const names = new Map(rows.map(({ gss, name }) => [gss, name]));
  return others.map(({ exposure, onRecord }) => ({
    name: names.get(exposure.council) ?? exposure.council,
    onRecord,
  }));
}

async function hasSpendFile(trx: Trx, council: string): Promise<boolean> {
  const file = await trx
    .selectFrom('spend_file')
    .select('council')
    .where('council', '=', council)
    .limit(1)
    .executeTakeFirst();
  return file !== undefined;
}
