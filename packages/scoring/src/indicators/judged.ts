import { type Finding, type IsoDate, type ObservedSignal, SupplierId, type Topic } from '@tocsin/domain';
import { assess } from '../assess.ts';
import { foldSignals, type Relative } from '../facts.ts';
import { model, type Model } from '../model.ts';
import { nextRows } from '../next-rows.ts';

/** The table of the next version: the present one, and the questions that wait for it. */
export const nextModel: Model = { ...model, rows: [...model.rows, ...nextRows] };

/** For tests: the finding of one indicator on a day, from statements and from topics looked at the day before. */
export function judged(
  indicator: string,
  asOf: IsoDate,
  signals: readonly ObservedSignal[],
  looked: readonly Topic[] = [],
  relatives?: readonly Relative[],
  by: Model = nextModel,
): Finding {
  const looks = Object.fromEntries(looked.map((topic) => [topic, `${asOf}T00:00:00Z`]));
  const { findings } = assess(
    foldSignals(looks, signals, relatives),
    { supplierId: SupplierId.parse('1'), asOf, previousBand: null },
    by,
  );
  return findings.find((finding) => finding.indicator === indicator)!;
}
