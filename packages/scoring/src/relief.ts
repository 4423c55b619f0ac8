import { formatDate } from '@tocsin/domain';
import { absent, fading, type Indicator, notFound } from './indicator.ts';
import type { Proceeding } from './proceedings.ts';

/** Relief for a proceeding that has ended: it takes back most of the points that its beginning gave. */
export function reliefIndicator(ask: {
  readonly id: string;
  readonly question: string;
  readonly family: Proceeding;
  readonly ended: string;
}): Indicator {
  return {
    id: ask.id,
    group: 'formal',
    question: ask.question,
    topics: ['gazette-notices'],
    judge(subject, weight) {
      const ours = subject.proceedings.filter((proceeding) => proceeding.family === ask.family);
      const last = ours.at(-1);
      if (!last) return notFound(subject, this.topics, 'There is nothing to end.');
      if (ours.some((proceeding) => proceeding.ended === null) || !last.ended)
        return absent('It has not ended.');
      const because = ask.ended.replace('{on}', formatDate(last.ended.on));
      return fading(subject, weight, last.toldOn, because, [last.ended.by.evidence]);
    },
  };
}
