import type { Topic } from '@tocsin/domain';
import { longDate } from './days.ts';
import { absent, fading, type Indicator, notFound } from './indicator.ts';
import { evidenceOf } from './proceedings-on-record.ts';
import type { Proceeding } from './proceedings.ts';

/** What one proceeding on the public record is asked, and the words of its answer. */
export interface ProceedingQuestion {
  readonly id: string;
  readonly question: string;
  readonly family: Proceeding;
  readonly topics: readonly Topic[];
  /** `{on}` is replaced by the date in words. */
  readonly found: string;
  readonly none: string;
  /** True where an ended proceeding still counts, because another indicator answers it with relief. */
  readonly countsWhenEnded?: true;
}

/** An indicator that asks for one kind of proceeding: present while it is open, by the latest one on record. */
export function proceedingIndicator(ask: ProceedingQuestion): Indicator {
  const { id, question, family, topics } = ask;
  return {
    id,
    group: 'formal',
    question,
    topics,
    judge(subject, weight) {
      const ours = subject.proceedings.filter((proceeding) => proceeding.family === family);
      const open = ours.findLast((proceeding) => proceeding.ended === null);
      const told = open ?? (ask.countsWhenEnded && ours.at(-1));
      if (told) {
        const because = ask.found.replace('{on}', longDate(told.on));
        return fading(subject, weight, told.toldOn, because, evidenceOf(told.statements));
      }
      const ended = ours.at(-1);
      if (!ended?.ended) return notFound(subject, topics, ask.none);
      const because = `${ask.found.replace('{on}', longDate(ended.on))} It ended on ${longDate(ended.ended.on)}.`;
      return absent(because, [...evidenceOf(ended.statements), ended.ended.by.evidence]);
    },
  };
}
