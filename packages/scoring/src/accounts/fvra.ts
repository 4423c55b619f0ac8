import type { IsoDate, IsoInstant } from '@tocsin/domain';
import type { SupplierFacts } from '../facts.ts';
import { factsOnDay } from '../facts-on-day.ts';
import { accountsOnDay } from './accounts-on-day.ts';

/** Metrics named as in the Cabinet Office's Financial Viability Risk Assessment. */
export type FvraMetric =
  | 'turnover-ratio'
  | 'operating-margin'
  | 'free-cash-flow-to-net-debt'
  | 'net-debt-and-pension-deficit-to-ebitda'
  | 'net-interest-cover'
  | 'acid-ratio'
  | 'net-asset-value'
  | 'group-exposure';

/** Where amber and red begin. Empty until somebody enters them from the guidance: we do not have its bands. */
export interface FvraThresholds {
  readonly amber: number | null;
  readonly red: number | null;
}

export const emptyFvraThresholds: Readonly<Record<FvraMetric, FvraThresholds>> = {
  'turnover-ratio': { amber: null, red: null },
  'operating-margin': { amber: null, red: null },
  'free-cash-flow-to-net-debt': { amber: null, red: null },
  'net-debt-and-pension-deficit-to-ebitda': { amber: null, red: null },
  'net-interest-cover': { amber: null, red: null },
  'acid-ratio': { amber: null, red: null },
  'net-asset-value': { amber: null, red: null },
  'group-exposure': { amber: null, red: null },
};

/**
 * Thresholds as somebody entered them: `{"acid-ratio": {"amber": 1, "red": 0.8}, …}`; metrics left out stay empty.
 * Throws on a metric that there is not, and on anything that is no number.
 */
export function readFvraThresholds(entered: unknown): Readonly<Record<FvraMetric, FvraThresholds>> {
  if (typeof entered !== 'object' || entered === null)
    throw new Error('FVRA thresholds: an object is wanted');
  const read = Object.entries(entered).map(([metric, cuts]: [string, unknown]) => {
    if (!Object.hasOwn(emptyFvraThresholds, metric))
      throw new Error(
        `FVRA thresholds: no metric "${metric}"; there are: ${Object.keys(emptyFvraThresholds).join(', ')}`,
      );
    const { amber, red } = Object(cuts) as { amber?: unknown; red?: unknown };
    if (typeof amber !== 'number' || typeof red !== 'number')
      throw new Error(`FVRA thresholds: ${metric} wants {"amber": number, "red": number}`);
    return [metric, { amber, red }] as const;
  });
  return { ...emptyFvraThresholds, ...Object.fromEntries(read) };
}

/** A metric: `null` value = the accounts do not give what it needs; `null` rating = no threshold has been entered. */
export interface FvraResult {
  readonly metric: FvraMetric;
  readonly value: number | null;
  readonly rating: 'red' | 'amber' | 'green' | null;
}

/** Metrics for which a larger value is the worse one. */
const higherIsWorse: ReadonlySet<FvraMetric> = new Set([
  'net-debt-and-pension-deficit-to-ebitda',
  'group-exposure',
]);

/**
 * The metrics that filed accounts allow. `annualContractValue` (pounds a year) is the council's own and makes the
 * turnover ratio. Cash flow, debt, pensions and intra-group balances are not among the figures that filings tag.
 */
export function fvra(
  facts: SupplierFacts,
  context: {
    readonly asOf: IsoDate;
    readonly knownAt?: IsoInstant;
    readonly annualContractValue: number | null;
  },
  thresholds: Readonly<Record<FvraMetric, FvraThresholds>> = emptyFvraThresholds,
): readonly FvraResult[] {
  const accounts = accountsOnDay(factsOnDay(facts, context.asOf, context.knownAt));
  const turnover = accounts?.figures['turnover'] ?? null;
  const { annualContractValue } = context;
  const values: Readonly<Record<FvraMetric, number | null>> = {
    'turnover-ratio': turnover !== null && annualContractValue ? turnover / annualContractValue : null,
    'operating-margin': accounts?.ratios.operatingMargin ?? null,
    'free-cash-flow-to-net-debt': null,
    'net-debt-and-pension-deficit-to-ebitda': null,
    'net-interest-cover': accounts?.ratios.interestCover ?? null,
    'acid-ratio': accounts?.ratios.acidRatio ?? null,
    'net-asset-value': accounts?.totals.equity ?? null,
    'group-exposure': null,
  };
  return (Object.keys(values) as FvraMetric[]).map((metric) => ({
    metric,
    value: values[metric],
    rating: rate(metric, values[metric], thresholds[metric]),
  }));
}

function rate(
  metric: FvraMetric,
  value: number | null,
  { amber, red }: FvraThresholds,
): FvraResult['rating'] {
  if (value === null || amber === null || red === null) return null;
  const beyond = (cut: number) => (higherIsWorse.has(metric) ? value >= cut : value < cut);
  if (beyond(red)) return 'red';
  return beyond(amber) ? 'amber' : 'green';
}
