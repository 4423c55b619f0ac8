import { bandOrder } from '@tocsin/domain';
import { viewOfExposure } from '@tocsin/exposure';
import type { AlertRecord } from './alert-view.ts';

type Weighed = Pick<AlertRecord, 'to' | 'exposure'>;

/** The order in which alerts that wait together are told: critical contracts first, then the band, then the pounds, and of the same as they stand. */
export function heaviestFirst(a: Weighed, b: Weighed): number {
  return (
    Number(isCritical(b)) - Number(isCritical(a)) ||
    bandOrder.indexOf(b.to) - bandOrder.indexOf(a.to) ||
    atStake(b) - atStake(a)
  );
}

function isCritical({ exposure }: Weighed): boolean {
  return exposure.contracts.some(({ criticality }) => criticality === 'critical');
}

/** The larger of what is left and what was paid; sums with and without VAT are compared and never added. */
function atStake({ exposure }: Weighed): number {
  const { totals, spend } = viewOfExposure(exposure);
  return Math.max(0, ...Object.values(totals.valueLeft ?? {}), ...Object.values(spend?.last12Months ?? {}));
}
