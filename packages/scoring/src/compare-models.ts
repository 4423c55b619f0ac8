import type { IsoDate, RiskBand, SupplierId } from '@tocsin/domain';
import { assess } from './assess.ts';
import type { SupplierFacts } from './facts.ts';
import type { Model } from './model.ts';

/** A supplier as its latest assessment knew it. */
export interface AssessedFacts {
  readonly supplierId: SupplierId;
  readonly facts: SupplierFacts;
  readonly asOf: IsoDate;
  readonly previousBand: RiskBand | null;
}

/** A supplier that another model would put in another band, with the findings that make the difference. */
export interface BandMove {
  readonly supplierId: SupplierId;
  readonly asOf: IsoDate;
  readonly from: RiskBand;
  readonly to: RiskBand;
  readonly scoreFrom: number;
  readonly scoreTo: number;
  /** `indicator: points before → points after`, largest difference first. */
  readonly because: readonly string[];
}

/** Judges one supplier by two models; null when both give the same band. Nobody is told: this is the shadow run. */
export function compareModels(supplier: AssessedFacts, old: Model, next: Model): BandMove | null {
  const before = assess(supplier.facts, supplier, old);
  const after = assess(supplier.facts, supplier, next);
  if (before.band === after.band) return null;
  const points = new Map<string, [number, number]>();
  for (const f of before.findings) points.set(f.indicator, [f.points, 0]);
  for (const f of after.findings) points.set(f.indicator, [points.get(f.indicator)?.[0] ?? 0, f.points]);
  const differences = [...points]
    .filter(([, [from, to]]) => from !== to)
    .sort(([, a], [, b]) => Math.abs(b[1] - b[0]) - Math.abs(a[1] - a[0]));
  return {
    supplierId: supplier.supplierId,
    asOf: supplier.asOf,
    from: before.band,
    to: after.band,
    scoreFrom: before.score,
    scoreTo: after.score,
    because: differences.map(([indicator, [from, to]]) => `${indicator}: ${from} → ${to}`),
  };
}
