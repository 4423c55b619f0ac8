import { type EndedEvent, eventDay, type EventDays, type HowEnded, publicationDay } from '@tocsin/domain';
import type { Statement } from './facts.ts';
import { type EndingMark, liquidations } from './proceeding-marks.ts';
import { evidenceOf, isInformation, isOpen, type ProceedingOnRecord } from './proceedings-on-record.ts';
import type { Proceeding } from './proceedings.ts';

/**
 * The proceedings that are over, each with how and where that can be read, and those that are information only. What has become a liquidation is told by that,
 * however long nothing was published before.
 */
export function endedEvents(all: readonly ProceedingOnRecord[], loose: readonly EndingMark[]): EndedEvent[] {
  const wound = all.filter((p) => isOpen(p) && liquidations.has(p.family));
  const over = all
    .filter((p) => !isOpen(p) && (p.ended !== null || !wound.some(({ on }) => on >= p.on)))
    .map(endedEvent);
  const information = all.filter((p) => isOpen(p) && isInformation(p)).map(informationEvent);
  return [...over, ...information, ...loose.map(looseEnd)];
}

function informationEvent({ ref, family, days, statements }: ProceedingOnRecord): EndedEvent {
  return { ref, family, how: 'information', days, evidence: evidenceOf(statements) };
}

function endedEvent({ ref, family, ended, life, statements }: ProceedingOnRecord): EndedEvent {
  if (ended)
    return {
      ref,
      family,
      how: howEnded(family, ended.by),
      days: daysOf(ended.day, ended.by),
      evidence: [ended.by.evidence],
    };
  return {
    ref,
    family,
    how: 'never-published',
    days: { eventDay: eventDay(null), publishedOn: eventDay(null), seenAt: null },
    evidence: statements.map(({ evidence }) => evidence),
    ...(life && { life }),
  };
}

/** A publisher may take a notice back and say that what it told of is over: the end is left without its beginning. */
function looseEnd({ family, day, by }: EndingMark): EndedEvent {
  return { ref: null, family, how: howEnded(family, by), days: daysOf(day, by), evidence: [by.evidence] };
}

function daysOf(day: string | null, by: Statement): EventDays {
  return {
    eventDay: eventDay(day),
    publishedOn: publicationDay(by.evidence),
    seenAt: by.observedAt,
  };
}

function howEnded(family: Proceeding, { signal }: Statement): HowEnded {
  if (signal.kind === 'insolvency-notice') {
    if (signal.family === 'petition-dismissed') return 'dismissed';
    // An advertisement that should not have appeared says nothing of what became of the petition.
    if (signal.corrects?.as === 'withdrawn') return 'taken-back';
    return family === 'winding-up-petition' ? 'withdrawn' : 'ended';
  }
  if (signal.kind === 'filing') return family.endsWith('strike-off') ? 'discontinued' : 'ended';
  if (signal.kind !== 'company-profile') return 'ended';
  if (signal.status === 'dissolved') return 'dissolved';
  return family === 'dissolved' ? 'restored' : 'register-active';
}
