import type { SignalOf } from '@tocsin/domain';
import { longDate } from './days.ts';
import { type Group, type Indicator, fading, notFound } from './indicator.ts';

type Filing = SignalOf<'filing'>;

/** An indicator that asks for the latest filing of one kind at Companies House. */
export function filingIndicator(ask: {
  readonly id: string;
  readonly question: string;
  readonly about: Filing['about'];
  /** `{on}` is replaced by the date in words. Null = this filing is no sign of difficulty. */
  readonly found: (filing: Filing) => string | null;
  readonly none: string;
}): Indicator {
  const group: Group = 'conduct';
  return {
    id: ask.id,
    group,
    question: ask.question,
    topics: ['filing-history'],
    judge(subject, weight) {
      const newest = subject
        .latest('filing')
        .filter(({ signal }) => signal.about === ask.about && ask.found(signal) !== null)
        .sort((a, b) => (a.occurredOn < b.occurredOn ? -1 : 1))
        .at(-1);
      if (!newest) return notFound(subject, ['filing-history'], ask.none);
      const points = weight.levels?.[newest.signal.detail ?? 'plain'] ?? weight.points;
      const because = ask.found(newest.signal)!.replace('{on}', longDate(newest.occurredOn));
      return fading(subject, { ...weight, points }, newest.occurredOn, because, [newest.evidence]);
    },
  };
}
