import { eventDay, publicationDay } from '@tocsin/domain';
import type { Statement } from './facts.ts';
import { absent, fading, type Indicator, nothingFound } from './indicator.ts';
import { foundWords } from './proceeding-indicator.ts';
import { evidenceOf, isOpen } from './proceedings-on-record.ts';
import type { Proceeding } from './proceedings.ts';

/** Relief for a proceeding that has ended: it takes back most of the points that its beginning gave. */
export function reliefIndicator(ask: {
  readonly id: string;
  readonly question: string;
  readonly family: Proceeding;
  /** What is said while no end of it is on record. */
  readonly none: string;
  /** `on {on}` gives way to the day, or to what is known instead; by how it ended. */
  readonly ended: (by: Statement['signal']) => string;
}): Indicator {
  return {
    id: ask.id,
    group: 'formal',
    question: ask.question,
    topics: ['gazette-notices'],
    judge(subject, weight) {
      const ours = subject.proceedings.filter((proceeding) => proceeding.family === ask.family);
      const last = ours.at(-1);
      if (!last) return nothingFound(subject, this.topics, 'There is nothing to end.');
      if (ours.some(isOpen) || !last.ended) return absent(ask.none, evidenceOf(last.statements));
      const { on, day, by } = last.ended;
      const because = foundWords(ask.ended(by.signal), {
        eventDay: eventDay(day),
        publishedOn: publicationDay(by.evidence),
        seenAt: by.observedAt,
      });
      return fading(subject, weight, subject.rules.lives ? on : last.toldOn, because, [by.evidence]);
    },
  };
}
