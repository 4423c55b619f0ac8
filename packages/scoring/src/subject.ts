import type { IsoDate, IsoInstant } from '@tocsin/domain';
import type { SupplierFacts } from './facts.ts';
import { type FactsOnDay, factsOnDay } from './facts-on-day.ts';
import { type ProceedingOnRecord, proceedingsOnRecord } from './proceedings-on-record.ts';

/** One supplier on one day: the visible facts with what several indicators read out of them. */
export interface Subject extends FactsOnDay {
  readonly proceedings: readonly ProceedingOnRecord[];
}

export function subjectOn(facts: SupplierFacts, asOf: IsoDate, knownAt?: IsoInstant): Subject {
  const day = factsOnDay(facts, asOf, knownAt);
  return { ...day, proceedings: proceedingsOnRecord(day) };
}
