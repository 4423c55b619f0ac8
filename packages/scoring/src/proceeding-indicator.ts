import {
  type EventDays,
  formatDate,
  knownDay,
  lifeChangesIn,
  lifeWords,
  noDayGiven,
  publicationDay,
  type Topic,
} from '@tocsin/domain';
import { absent, fading, type Indicator, type Judgement, nothingFound, type Weight } from './indicator.ts';
import { shareOf } from './life-of.ts';
import { evidenceOf, isOpen, type ProceedingOnRecord } from './proceedings-on-record.ts';
import type { Proceeding } from './proceedings.ts';
import type { Subject } from './subject.ts';

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
      const ours = subject.proceedings.filter((proceeding) => proceeding.family === family);
      const last = ours.at(-1);
      if (!last) return nothingFound(subject, topics, ask.none);
      const open = ours.findLast(isOpen);
      if (open) return judgeOpen(subject, weight, open, ask.found);
      const found = foundWords(ask.found, last.days);
      if (!last.ended) return absent(`${found} ${lifeNow(last)}`, evidenceOf(last.statements));
      if (ask.countsWhenEnded) {
        const since = subject.rules.lives ? last.ended.on : last.toldOn;
        return fading(subject, weight, since, found, evidenceOf(last.statements));
      }
      return absent(`${found} ${endWords(last.ended)}`, [
        ...evidenceOf(last.statements),
        last.ended.by.evidence,
      ]);
    },
  };
}

/** Points age from the beginning or, where a life is kept, from where it is counted; its steps take their share. */
function judgeOpen(subject: Subject, weight: Weight, open: ProceedingOnRecord, found: string): Judgement {
  const { life } = open;
  const words = lifeNow(open);
  const because = words ? `${foundWords(found, open.days)} ${words}` : foundWords(found, open.days);
  const evidence = evidenceOf(open.statements);
  if (!life) return fading(subject, weight, open.toldOn, because, evidence);
  const faded = fading(subject, weight, life.from, because, evidence);
  const share = Math.trunc(weight.points * shareOf(life, subject.asOf));
  const changesIn = Math.min(faded.changesIn ?? Infinity, lifeChangesIn(life, subject.asOf) ?? Infinity);
  return {
    ...faded,
    points: Math.min(faded.points, share),
    changesIn: changesIn === Infinity ? undefined : changesIn,
  };
}

function lifeNow({ family, life, asOf }: ProceedingOnRecord): string | null {
  return life && lifeWords(family, life, asOf);
}

/** When it ended, as far as that is given. */
export function endWords({ day, by }: NonNullable<ProceedingOnRecord['ended']>): string {
  if (day) return `It ended on ${formatDate(day)}.`;
  const published = knownDay(publicationDay(by.evidence));
  if (published) return `That it has ended was published on ${formatDate(published)}.`;
  const isActive = by.signal.kind === 'company-profile' && by.signal.status === 'active';
  return isActive
    ? `The register shows the company as active since (seen on ${formatDate(by.observedAt)}).`
    : `The register no longer shows it (seen on ${formatDate(by.observedAt)}).`;
}

/** A sentence about the beginning of a proceeding with its day, or with what is known instead. */
export function foundWords(found: string, days: EventDays): string {
  const on = knownDay(days.eventDay);
  if (on) return found.replace('{on}', formatDate(on));
  return `${found.replace(/ (on|from|since) \{on\}/, '')} ${noDayGiven(days)}`;
}
