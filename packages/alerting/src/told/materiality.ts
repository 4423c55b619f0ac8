import { type GssCode, type MoneyByBasis, Pence } from '@tocsin/domain';
import type { ExposureView } from '@tocsin/exposure';

/** From which stakes on the senior officers of a council are brought in, unless it sets its own. One table. */
export const materiality = {
  /** The section 151 officer and the monitoring officer. */
  seniorOfficers: {
    whereCritical: true,
    from: Pence.parse(500_000_00),
    fromAtDistrict: Pence.parse(100_000_00),
  },
} as const;

/** Whether so much hangs on a supplier that the section 151 officer and the monitoring officer are told. */
export function isMaterial(council: GssCode, exposure: ExposureView): boolean {
  const { whereCritical, from, fromAtDistrict } = materiality.seniorOfficers;
  const contracts = [...exposure.contracts, ...exposure.throughGroup];
  if (whereCritical && contracts.some(({ criticality }) => criticality === 'critical')) return true;
  const least = isDistrict(council) ? fromAtDistrict : from;
  return atStake(exposure) >= least;
}

/** Non-metropolitan districts have codes of their own. */
function isDistrict(council: GssCode): boolean {
  return council.startsWith('E07');
}

/** The larger of what is left and what was paid; sums with and without VAT are compared and never added. */
function atStake({ totals, spend }: ExposureView): number {
  return Math.max(largest(totals.valueLeft), largest(spend?.last12Months ?? null));
}

function largest(money: MoneyByBasis | null): number {
  return Math.max(0, ...Object.values(money ?? {}).filter((pence) => pence !== null));
}
