export { foldSignals, type Relative, type Statement, type SupplierFacts } from './facts.ts';
export { assess, type AssessmentContext } from './assess.ts';
export { band, bandCuts, bandOrder, describeBand, HYSTERESIS_POINTS, isInsolvency } from './band.ts';
export { type Model, model, type ModelRow } from './model.ts';
export type { Basis, Group, Indicator, Weight } from './indicator.ts';
export { type Proceeding, proceedings } from './proceedings.ts';
export { type BaseRate, baseRateOf, baseRates } from './base-rates.ts';
