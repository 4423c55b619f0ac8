import type { Evidence, IsoDate, IsoInstant } from '@tocsin/domain';
import type { SupplierFacts } from '../facts.ts';
import { factsOnDay } from '../facts-on-day.ts';
import { accountsOnDay } from './accounts-on-day.ts';
import { formulas, type Zone } from './formulas.ts';

/** A classical formula worked out for one supplier. `null` = unknown: an input is missing. */
export interface FormulaResult {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly value: number | null;
  readonly zone: Zone | null;
}

/** The classical formulas by the latest accounts visible on a day: reference beside the score, no part of it. */
export function referenceFormulas(
  facts: SupplierFacts,
  context: { readonly asOf: IsoDate; readonly knownAt?: IsoInstant },
): {
  readonly balanceDate: IsoDate | null;
  readonly evidence: Evidence | null;
  readonly results: FormulaResult[];
} {
  const accounts = accountsOnDay(factsOnDay(facts, context.asOf, context.knownAt));
  const results = formulas.map((formula) => {
    const value = accounts && formula.value(accounts.ratios);
    const { id, title, source } = formula;
    return { id, title, source, value, zone: value === null ? null : formula.zone(value) };
  });
  return {
    balanceDate: accounts?.balanceDate ?? null,
    evidence: accounts?.statement.evidence ?? null,
    results,
  };
}
