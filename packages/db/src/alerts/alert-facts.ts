import { coverageSentences, type AlertFacts, type AlertKind } from '@tocsin/alerting';
import { Cause, GssCode, RiskAssessment, SupplierId, type SignalOf } from '@tocsin/domain';
import { stepOfFive } from '@tocsin/exposure';
import { sql } from 'kysely';
import { findAlert } from './alerts.ts';
import { findAssessment } from '../risk/assessments.ts';
import { findCouncilCoverage } from '../councils/council-coverage.ts';
import { readSetting } from '../councils/councils.ts';
import type { Trx } from '../schema/database.ts';
import { howMatched } from '../who/how-matched.ts';
import { findExposures } from '../holdings/exposures.ts';
import { findChecked } from '../record/observations.ts';
import { findSupplierCards } from '../who/supplier-search.ts';
import type { AlertRow, Assessment } from '../schema/tables.ts';
import { stillStands } from '../record/withdrawals.ts';

const MOST_NAMES = 12;

/** An assessment as stored, in the words of the domain. */
export function assessmentOf(row: Assessment): RiskAssessment {
  return RiskAssessment.parse({
    supplierId: row.supplier_id,
    modelVersion: row.model_version,
    asOf: row.as_of,
    band: row.band,
    ownBand: row.own_band,
    score: row.score,
    rawScore: row.raw_score,
    coverage: row.coverage,
    findings: row.findings,
    formalEvents: row.formal_events,
    reviewOn: row.review_on,
  });
}

/**
 * Everything that an alert says, gathered once for the mail and the page alike; undefined when there is no such alert.
 * `trx` acts for the alert's council or as the worker. A count of other councils' private exposure is only known to
 * the worker; for a council it is null.
 */
export async function findAlertFacts(
  trx: Trx,
  alertId: string,
  publicUrl: string,
): Promise<AlertFacts | undefined> {
  const alert = await findAlert(trx, alertId);
  const row = alert && (await findAssessment(trx, alert.assessment_id));
  if (!alert || !row) return undefined;
  const previous = row.previous_id ? await findAssessment(trx, row.previous_id) : undefined;
  const { supplier_id, as_of } = alert;
  const supplier = (await findSupplierCards(trx, [supplier_id], as_of, GssCode.parse(alert.council))).get(
    supplier_id,
  );
  if (!supplier) throw new Error(`alert ${alertId} is about no supplier`);
  const council = await trx
    .selectFrom('council')
    .select('name')
    .where('gss', '=', alert.council)
    .executeTakeFirstOrThrow();
  const sample = alert.replayed ? await readSetting(trx, 'sample') : undefined;
  return {
    alert: {
      id: alert.id,
      cause: Cause.parse(alert.cause),
      kind: alert.kind as AlertKind,
      title: alert.title,
      from: alert.from_band,
      to: alert.to_band,
    },
    assessment: assessmentOf(row),
    previous: previous ? { score: previous.score, modelVersion: previous.model_version } : null,
    petition: await findPetition(trx, alert),
    supplier: { name: supplier.name, number: supplier.number, matched: await howMatched(trx, alert) },
    council: { code: GssCode.parse(alert.council), name: council.name },
    exposure: alert.exposure,
    othersExposed: await othersExposed(trx, alert),
    baseRate: BASE_RATE,
    unknowns: await findUnknowns(trx, alert),
    dataDate: alert.as_of,
    links: {
      alert: `${publicUrl}/alerts/${alert.id}`,
      supplier: `${publicUrl}/suppliers/${encodeURIComponent(supplier.key)}`,
    },
    ...(typeof sample === 'string' ? { sampleBanner: sample } : {}),
  };
}

/** Insolvency Service, company insolvency statistics, England and Wales. */
const BASE_RATE = {
  per10000: 52.5,
  year: 2025,
  population: 'all registered companies, England and Wales',
  source: 'Insolvency Service, company insolvency statistics',
  url: 'https://www.gov.uk/government/collections/company-insolvency-statistics-releases',
};

async function findPetition(trx: Trx, alert: AlertRow): Promise<NonNullable<AlertFacts['petition']> | null> {
  if (!alert.cause.startsWith('formal:')) return null;
  const row = await trx
    .selectFrom('observation')
    .innerJoin('mention', 'mention.id', 'observation.mention_id')
    .select('content')
    .where('supplier_id', '=', alert.supplier_id)
    .where('kind', '=', 'insolvency-notice')
    .where(sql<boolean>`content->>'family' = 'winding-up-petition'`)
    .where('occurred_on', '<=', alert.as_of)
    .where(stillStands(alert.as_of))
    .orderBy('published_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row || !alert.title.toLowerCase().includes('petition')) return null;
  const { hearing, petitioner } = row.content as SignalOf<'insolvency-notice'>;
  return { hearing, petitioner };
}

async function othersExposed(trx: Trx, alert: AlertRow): Promise<AlertFacts['othersExposed']> {
  const others = (await findExposures(trx, alert.supplier_id, alert.as_of)).filter(
    ({ exposure, exposed }) => exposed && exposure.council !== alert.council,
  );
  const onRecord = others.filter((other) => other.onRecord).map(({ exposure }) => exposure.council);
  const privately = others.length - onRecord.length;
  const names = await trx
    .selectFrom('council')
    .select('name')
    .where('gss', 'in', onRecord.length > 0 ? onRecord : [''])
    .orderBy('name')
    .execute();
  return {
    publicCount: onRecord.length,
    ...(names.length <= MOST_NAMES ? { publicNames: names.map(({ name }) => name) } : {}),
    privateCount: stepOfFive(privately),
  };
}

/** How much of the council's published pounds is known to be whose: the totals of the alert are no more complete. */
async function howComplete(trx: Trx, council: string): Promise<string[]> {
  const [counted] = await findCouncilCoverage(trx, council);
  if (!counted) return [];
  const [spend, contracts] = [counted.spend, counted.contracts].map(coverageSentences);
  return [
    ...(spend?.length
      ? [`Of all that your council published as spent in 12 months: ${spend.join(' ')}`]
      : []),
    ...(contracts?.length ? [`Of all its live published contracts: ${contracts.join(' ')}`] : []),
  ];
}

async function findUnknowns(trx: Trx, alert: AlertRow): Promise<string[]> {
  const checked = await findChecked(trx, SupplierId.parse(alert.supplier_id), alert.as_of);
  const spendRead = await trx
    .selectFrom('spend_file')
    .select('council')
    .where('council', '=', alert.council)
    .limit(1)
    .executeTakeFirst();
  return [
    ...(checked['company-profile'] ? [] : ['We have not read this company’s profile at Companies House.']),
    ...(checked['insolvency-cases'] ? [] : ['We have not read its insolvency cases at Companies House.']),
    ...(spendRead ? [] : ['No spending file of your council has been read, so spend is not known.']),
    ...(await howComplete(trx, alert.council)),
    ...(alert.exposure.contracts.some((contract) => contract.valueLeft === null)
      ? ['For some contracts the value left is not known: a value or a date is not published.']
      : []),
  ];
}
