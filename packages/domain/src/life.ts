import { z } from 'zod';
import { addDays, daysBetween } from './day.ts';
import { IsoDate } from './ids.ts';
import { formatDate } from './printed-day.ts';

/**
 * The life of a formal event that nobody has said to have ended: what is said of it from which day on, and how far the
 * register has been read. Pure dates, so that a reader's today, or a hearing that one council knows to be adjourned,
 * gives that reader's words.
 */
export const EventLife = z.object({
  /** The day that the steps are counted from: the hearing, what stands for it, or the beginning. */
  from: IsoDate,
  /** For a petition: the hearing as its newest notice gives it; null = no hearing could be read. */
  hearingOn: IsoDate.nullable(),
  steps: z.array(
    z.object({
      on: IsoDate,
      counts: z.number(),
      /** The register must show the company as active. */
      active: z.boolean(),
      told: z.boolean(),
      say: z.string(),
    }),
  ),
  /** The last day for which a look at the register speaks; null = nobody has looked. */
  lookedOn: IsoDate.nullable(),
  /** Whether the register shows the company as plainly active. */
  active: z.boolean(),
});
export type EventLife = z.infer<typeof EventLife>;
export type LifeStepOn = EventLife['steps'][number];

/** The step that a life has reached on a day: due, and the register looked at since. Null before the first. */
export function stepOn(life: EventLife, today: IsoDate): LifeStepOn | null {
  return life.steps.findLast((step) => step.on <= today && isRead(life, step)) ?? null;
}

function isRead({ lookedOn, active }: EventLife, step: LifeStepOn): boolean {
  return lookedOn !== null && lookedOn >= step.on && (active || !step.active);
}

/** In how many days a life may say something else: at its hearing, at its next step, or tomorrow while a look is owed. */
export function lifeChangesIn(life: EventLife, today: IsoDate): number | null {
  if (life.hearingOn !== null && life.hearingOn > today) return daysBetween(today, life.hearingOn);
  const reached = stepOn(life, today);
  const next = life.steps[reached ? life.steps.indexOf(reached) + 1 : 0];
  if (!next) return null;
  return Math.max(1, daysBetween(today, next.on));
}

/** The same life counted from another hearing, which a council knows of by itself. */
export function lifeFromHearing(life: EventLife, hearingOn: IsoDate): EventLife {
  const steps = life.steps.map((step) => ({
    ...step,
    on: addDays(hearingOn, daysBetween(life.from, step.on)),
  }));
  return { ...life, from: hearingOn, hearingOn, steps };
}

/** How a petition stands on a day, in words that are never older than that day. */
export function petitionWords(life: EventLife, today: IsoDate): string {
  const reached = stepOn(life, today);
  const heard = hearingSentence(life, today);
  if (reached) return `${heard} ${reached.say}`;
  const owed = life.steps.some((step) => step.on <= today);
  return owed ? `${heard} The register has not been read since it should be known.` : heard;
}

function hearingSentence({ hearingOn, from }: EventLife, today: IsoDate): string {
  if (hearingOn === null)
    return today < from
      ? 'The day of its hearing is not known.'
      : 'The day of its hearing is not known, and ten weeks after its publication we do not know the outcome.';
  const listed = `listed for hearing on ${formatDate(hearingOn)}`;
  return today < hearingOn ? `It is ${listed}.` : `It was ${listed}; we do not know the outcome.`;
}

/** How a formal event stands on a day; null where its life says nothing yet. */
export function lifeWords(family: string, life: EventLife, today: IsoDate): string | null {
  if (family === 'winding-up-petition') return petitionWords(life, today);
  return stepOn(life, today)?.say ?? null;
}
