import { assessmentOf, findAssessmentBefore, findFactSets, readSetting, type Db } from '@tocsin/db';
import { formatPounds, formatShare, type IsoDate } from '@tocsin/domain';
import {
  accountsAlone,
  fvra,
  type FvraMetric,
  latestBaseRate,
  model,
  models,
  readFvraThresholds,
  referenceFormulas,
  sectorOf,
  sectorRate,
  type SupplierFacts,
  whatWouldChange,
  type Zone,
} from '@tocsin/scoring';

/**
 * What stands beside the score of a supplier on a day: base rate, probability where data support one, what would change
 * it, other formulas. Null where nobody has assessed it by then.
 */
export async function findScoreBackground(db: Db, supplierId: string, day: IsoDate) {
  const row = await findAssessmentBefore(db, supplierId, day);
  if (!row) return null;
  const sets = await findFactSets(db, [row.facts_hash]);
  const facts = sets.get(row.facts_hash) as SupplierFacts;
  const { asOf, findings, rawScore, modelVersion } = assessmentOf(row);
  const by = models[modelVersion] ?? model;
  const rate = latestBaseRate();
  const { balanceDate, evidence, results } = referenceFormulas(facts, { asOf });
  const thresholds = readFvraThresholds((await readSetting(db, 'fvra-thresholds')) ?? {});
  return {
    rate,
    sector: sectorBeside(facts),
    accounts: accountsAlone({ findings }, rate, by),
    change: whatWouldChange({ findings, rawScore }, by),
    balanceDate,
    evidence,
    formulas: results.map(({ title, source, value, zone }) => ({
      title,
      source,
      value: value?.toFixed(2).replace('-', '−') ?? null,
      zone: zone && zoneWords[zone],
    })),
    metrics: fvra(facts, { asOf, annualContractValue: null }, thresholds).map(
      ({ metric, value, rating }) => ({
        title: metricWords[metric],
        value: value === null ? null : formatMetric(metric, value),
        rating,
        entered: thresholds[metric].amber !== null,
      }),
    ),
  };
}

/** The industry of the newest profile, where it has a published share of insolvencies. */
function sectorBeside({ stated }: SupplierFacts) {
  const [code] = stated['company-profile']?.at(-1)?.signal.sicCodes ?? [];
  const sector = code ? sectorOf(code) : null;
  return sector && { ...sector, per10000: Math.round(sectorRate(latestBaseRate(), sector)) };
}

function formatMetric(metric: FvraMetric, value: number): string {
  if (metric === 'operating-margin') return `${value < 0 ? '−' : ''}${formatShare(Math.abs(value))}`;
  if (metric === 'net-asset-value') return formatPounds(Math.round(value) * 100);
  return value.toFixed(2).replace('-', '−');
}

/** The zones are the formula's own words about the firms that it was made from. */
const zoneWords: Readonly<Record<Zone, string>> = {
  distress: 'Its distress zone',
  grey: 'Its grey zone',
  safe: 'Its safe zone',
};

const metricWords: Readonly<Record<FvraMetric, string>> = {
  'turnover-ratio': 'Turnover ratio (turnover to annual contract value)',
  'operating-margin': 'Operating margin',
  'free-cash-flow-to-net-debt': 'Free cash flow to net debt',
  'net-debt-and-pension-deficit-to-ebitda': '(Net debt + pension deficit) to EBITDA',
  'net-interest-cover': 'Net interest cover',
  'acid-ratio': 'Acid ratio',
  'net-asset-value': 'Net asset value',
  'group-exposure': 'Group exposure',
};
