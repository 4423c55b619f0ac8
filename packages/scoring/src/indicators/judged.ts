import { type Finding, type IsoDate, type ObservedSignal, SupplierId, type Topic } from '@tocsin/domain';
import { assess } from '../assess.ts';
import { foldSignals, type Relative } from '../facts.ts';

/** For tests: the finding of one indicator on a day, from statements and from topics looked at the day before. */
export function judged(
  indicator: string,
  asOf: IsoDate,
  signals: readonly ObservedSignal[],
  looked: readonly Topic[] = [],
  relatives?: readonly Relative[],
): Finding {
  const looks = Object.fromEntries(looked.map((topic) => [topic, `${asOf}T00:00:00Z`]));
  const { findings } = assess(foldSignals(looks, signals, relatives), {
    supplierId: SupplierId.parse('1'),
    asOf,
    previousBand: null,
  });
  return findings.find((finding) => finding.indicator === indicator)!;
}
