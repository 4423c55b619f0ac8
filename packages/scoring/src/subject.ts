import type { IsoDate, IsoInstant } from '@tocsin/domain';
import { type AccountsOnDay, accountsOnDay } from './accounts/accounts-on-day.ts';
import type { SupplierFacts } from './facts.ts';
import { type FactsOnDay, factsOnDay } from './facts-on-day.ts';
import type { EndingMark } from './proceeding-marks.ts';
import { type ProceedingOnRecord, readProceedings } from './proceedings-on-record.ts';
import type { ModelRules } from './rules.ts';

/** One supplier on one day: the visible facts with what several indicators read out of them. */
export interface Subject extends FactsOnDay {
  readonly proceedings: readonly ProceedingOnRecord[];
  /** Ends of proceedings whose beginning its publisher has taken back. */
  readonly looseEnds: readonly EndingMark[];
  /** Null when no accounts with readable figures are on the record. */
  readonly accounts: AccountsOnDay | null;
}

export function subjectOn(
  facts: SupplierFacts,
  asOf: IsoDate,
  knownAt: IsoInstant | undefined,
  rules: ModelRules,
): Subject {
  const day = factsOnDay(facts, asOf, knownAt, rules);
  return Object.assign(day, readProceedings(day), { accounts: accountsOnDay(day) });
}
