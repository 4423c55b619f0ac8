import { dayInBrief, daysBetween, formatDate, type IsoDate } from '@tocsin/domain';
import type { AlertFacts } from '../alert/alert-facts.ts';
import { dayRows } from '../words/event-words.ts';
import { evidenceLine } from '../alert/evidence-line.ts';
import { count } from './format.ts';
import type { Block } from './letter.ts';
import { isAgain, toldEvent } from '../told/follow-ups.ts';
import { noOutcomePlaybook } from '../playbooks/formal-playbooks.ts';
import { informationBehind } from '../alert/information.ts';
import { isMaterial, materialityOf } from '../told/materiality.ts';
import { type Playbook, stepsFor } from '../playbooks/playbook-steps.ts';
import { playbookOf } from '../playbooks/playbooks.ts';

/** What the news of an alert is, what it is not, and what to do about it; null where it only ends an earlier one. */
export function playbookOfAlert(facts: AlertFacts): Playbook | null {
  const { kind, cause } = facts.alert;
  if (kind === 'ended' || kind === 'corrected') return null;
  const { code, keyDecisionFrom } = facts.council;
  const material = isMaterial(
    code,
    facts.exposure,
    materialityOf(code, keyDecisionFrom === undefined ? {} : { keyDecisionFrom }),
  );
  if (kind === 'no-outcome') return stepsFor(noOutcomePlaybook, material);
  const detail =
    kind === 'formal'
      ? (toldEvent(facts.alert, facts.assessment.formalEvents)?.family ?? null)
      : (cause.split(':')[1] ?? null);
  return stepsFor(playbookOf(kind, detail), material);
}

const AGAIN =
  'Your council was told that this is over. The public record shows it again, under the same entry: what it was told of the end no longer holds.';

/** The dated fact with its links; for a petition its hearing. */
export function whatHappened(facts: AlertFacts): readonly Block[] {
  const event = toldEvent(facts.alert, facts.assessment.formalEvents);
  const rests = event ?? informationBehind(facts);
  const { alert, supplier } = facts;
  return [
    { kind: 'heading', text: 'What happened' },
    { kind: 'paragraph', text: `${supplier.name}: ${event?.title ?? alert.title}, ${dayInBrief(alert)}.` },
    ...(isAgain(alert.cause) ? [{ kind: 'paragraph' as const, text: AGAIN }] : []),
    { kind: 'card', title: 'When', rows: dayRows(alert) },
    ...standsBlocks(facts),
    ...(rests ? [{ kind: 'list' as const, items: rests.evidence.map(evidenceLine) }] : []),
    ...petitionBlocks(facts),
  ];
}

/** How the event stands on the day of the letter: what its life says, never what it said when it was advertised. */
function standsBlocks(facts: AlertFacts): readonly Block[] {
  return facts.stands ? [{ kind: 'paragraph', text: facts.stands }] : [];
}

function petitionBlocks({ petition }: AlertFacts): readonly Block[] {
  if (!petition) return [];
  const { hearing, petitioner } = petition;
  const rows = [
    // A letter is read on another day than it is written: it gives the date and counts nothing.
    { term: 'Hearing', value: hearing?.on ? formatDate(hearing.on) : 'Date not known' },
    { term: 'Court', value: hearing?.court ?? 'Not known' },
    ...(petitioner ? [{ term: 'Presented by', value: petitioner }] : []),
  ];
  return [{ kind: 'card', title: 'The petition', rows }];
}

/** The day of a hearing with the days left to it, counted from its reader's today: for pages, never for a letter. */
export function hearingWords(on: IsoDate, today: IsoDate): string {
  const days = daysBetween(today, on);
  if (days < 0) return `${formatDate(on)} (this day has passed)`;
  return days === 0 ? `${formatDate(on)} (today)` : `${formatDate(on)} (${count(days, 'day')} left)`;
}

/** What the news is and what it is not. */
export function meaning(playbook: Playbook): readonly Block[] {
  return [
    { kind: 'heading', text: 'What this is, and what it is not' },
    { kind: 'paragraph', text: playbook.is },
    { kind: 'paragraph', text: playbook.isNot },
  ];
}
