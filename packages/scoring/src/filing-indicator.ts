import { formatDate, happenedBy, type SignalOf } from '@tocsin/domain';
import { type Group, type Indicator, type Judgement, fading, gravest, nothingFound } from './indicator.ts';

type Filing = SignalOf<'filing'>;

/** An indicator that asks for filings of one kind at Companies House, and counts the one that weighs most today. */
export function filingIndicator(ask: {
  readonly id: string;
  readonly question: string;
  readonly about: Filing['about'];
  /** `on {on}` gives way to the date in words, and falls away without one. Null = this filing is no sign of difficulty. */
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
      const judged: Judgement[] = [];
      for (const filing of subject.latest('filing')) {
        const { signal, occurredOn, evidence } = filing;
        const found = signal.about === ask.about ? ask.found(signal) : null;
        if (found === null) continue;
        const points = weight.levels?.[signal.detail ?? 'plain'] ?? weight.points;
        const because = occurredOn
          ? found.replace('{on}', formatDate(occurredOn))
          : found.replace(' on {on}', '');
        judged.push(
          fading(subject, { points, fade: weight.fade }, occurredOn ?? happenedBy(filing), because, [
            evidence,
          ]),
        );
      }
      return gravest(judged) ?? nothingFound(subject, ['filing-history'], ask.none);
    },
  };
}
