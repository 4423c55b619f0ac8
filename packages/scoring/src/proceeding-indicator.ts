import { type EventDays, formatDate, knownDay, noDayGiven, type Topic } from '@tocsin/domain';
import { absent, fading, type Indicator, notFound } from './indicator.ts';
import { evidenceOf } from './proceedings-on-record.ts';
import type { Proceeding } from './proceedings.ts';

/** What one proceeding on the public record is asked, and the words of its answer. */
export interface ProceedingQuestion {
  readonly id: string;
  readonly question: string;
  readonly family: Proceeding;
  readonly topics: readonly Topic[];
  /** `on {on}`, `from {on}` or `since {on}` gives way to the date in words; without one it falls away and that is said. */
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
      const { proceedings } = subject;
      const last = proceedings.findLast((proceeding) => proceeding.family === family);
      if (!last) return notFound(subject, topics, ask.none);
      const open = proceedings.findLast((p) => p.family === family && p.ended === null);
      const told = open ?? (ask.countsWhenEnded && last);
      if (told) {
        const because = foundWords(ask.found, told.days);
        return fading(subject, weight, told.toldOn, because, evidenceOf(told.statements));
      }
      const because = `${foundWords(ask.found, last.days)} It ended on ${formatDate(last.ended!.on)}.`;
      return absent(because, [...evidenceOf(last.statements), last.ended!.by.evidence]);
    },
  };
}

/** A sentence about the beginning of a proceeding with its day, or with what is known instead. */
export function foundWords(found: string, days: EventDays): string {
  const on = knownDay(days.eventDay);
  if (on) return found.replace('{on}', formatDate(on));
  return `${found.replace(/ (on|from|since) \{on\}/, '')} ${noDayGiven(days)}`;
}
