import {
  Cause,
  type EndedEvent,
  type EventDays,
  type EventLife,
  type FormalEvent,
  type GssCode,
  type IsoDate,
  lifeFromHearing,
  type RiskAssessment,
  stepOn,
} from '@tocsin/domain';
import { daysOfEvent, formalCause, ownDays } from '../alert/causes.ts';
import { type Ended, endingTitle } from '../words/ending-words.ts';

/** An alert that was sent, as far as following it up needs. */
export interface SentAlert {
  readonly id: string;
  readonly council: GssCode;
  readonly cause: Cause;
  readonly kind: string;
  readonly status: string;
}

/** A hearing that a council knows to be adjourned: its own, told to nobody else. */
export interface Adjournment {
  readonly council: GssCode;
  /** The cause of the petition's alert. */
  readonly cause: string;
  readonly hearingOn: IsoDate;
}

/** What everybody who was told of an alert is told of next: once, by an alert of its own under `cause`. */
export interface FollowUp {
  readonly alertId: string;
  readonly cause: Cause;
  /** `formal` where it is on again after it was told that it is over, or that its outcome was never published. */
  readonly kind: 'no-outcome' | 'ended' | 'formal';
  readonly title: string;
  readonly days: EventDays;
  /** Whether the earlier alert has had its day. */
  readonly supersedes: boolean;
}

/** An alert whose proceeding has become another one: those who were told of it are told of `by`. */
export interface Overtaken {
  readonly alertId: string;
  readonly by: FormalEvent | null;
}

/** An alert whose proceeding bears another name by now: it is of that cause, and nobody is told again. */
export interface Renamed {
  readonly alertId: string;
  readonly to: Cause;
}

interface Followed extends SentAlert {
  /** The alert that tells of it by now: the first, or that it is on again. */
  readonly current: Pick<SentAlert, 'id' | 'status'>;
  /** How often it has been on: what has ended may be on again, under the same name. */
  readonly spell: number;
  /** Whether it was told that this spell has ended. */
  readonly isOver: boolean;
  /** The hearings after which it was told that no outcome was ever published. */
  readonly lapses: readonly IsoDate[];
}

type AssessmentNow = Pick<RiskAssessment, 'asOf' | 'band' | 'formalEvents' | 'endings'>;

/**
 * What has become of the proceedings that councils were told of: no outcome after a hearing, an end, an outcome that was
 * never published, or another proceeding in their place. The same standing gives the same causes again, so the unique
 * key of an alert keeps it to once. From stored facts only: a source that is down ends nothing.
 */
export function followUpsOf(
  sent: readonly SentAlert[],
  standing: AssessmentNow,
  adjournments: readonly Adjournment[] = [],
): {
  readonly followUps: readonly FollowUp[];
  readonly overtaken: readonly Overtaken[];
  readonly renamed: readonly Renamed[];
} {
  const followUps: FollowUp[] = [];
  const overtaken: Overtaken[] = [];
  const renamed: Renamed[] = [];
  for (const alert of sent) {
    if (alert.kind === 'information' && alert.status !== 'superseded') {
      const over = informationOver(alert.cause, standing.endings);
      if (over) followUps.push(endedBy(alert, over));
    }
    if (alert.kind !== 'formal' || toldFirst(alert.cause) !== alert.cause) continue;
    const thread = sent.filter(
      ({ council, cause }) => council === alert.council && toldFirst(cause) === alert.cause,
    );
    const next = nextOf(followed(alert, thread), standing, adjournments, sent);
    if (next === null) continue;
    if ('by' in next) overtaken.push(next);
    else if ('to' in next)
      renamed.push(
        ...thread.map(({ id, cause }) => ({
          alertId: id,
          to: Cause.parse(`${next.to}${cause.slice(alert.cause.length)}`),
        })),
      );
    else followUps.push(next);
  }
  return { followUps, overtaken, renamed };
}

/** How what an alert told of has gone since, by what its council was told. */
function followed(alert: SentAlert, thread: readonly SentAlert[]): Followed {
  const back = (spell: number) => thread.find(({ cause }) => cause === `${alert.cause}:again:${spell}`);
  let spell = 1;
  while (back(spell + 1)) spell += 1;
  return {
    ...alert,
    current: back(spell) ?? alert,
    spell,
    isOver: thread.some(({ cause }) => cause === endedCause(alert.cause, spell)),
    lapses: thread
      .filter(({ cause }) => cause.startsWith(`${alert.cause}:lapsed:`))
      .map(({ cause }) => cause.slice(-10)),
  };
}

function nextOf(
  alert: Followed,
  standing: AssessmentNow,
  adjournments: readonly Adjournment[],
  sent: readonly SentAlert[],
): FollowUp | Overtaken | Renamed | null {
  const { formalEvents, endings = [], band, asOf } = standing;
  const event = formalEvents.find((one) => formalCause(one) === alert.cause);
  const { current, isOver, lapses } = alert;
  if (isOver || (current.status === 'superseded' && lapses.length === 0))
    return event && !isToldElsewhere(alert, sent, formalEvents) ? again(alert, event) : null;
  const ended = endings.find(({ ref }) => ref !== null && formalCause({ ref }) === alert.cause);
  if (ended && ended.how !== 'never-published') return endedBy(alert, ended);
  const by = event ? undefined : formalEvents.find(({ family }) => LIQUIDATIONS.has(family));
  if (by && BECOME_LIQUIDATIONS.has(familyOf(alert.cause))) return { alertId: current.id, by };
  const national = event ? event.life : ended?.life;
  const life = national && ownLife(national, alert, adjournments);
  if (life) return byLife(alert, life, asOf);
  if (event) return null;
  const family = familyOf(alert.cause);
  if (band === 'insolvent') {
    const same = formalEvents.find((one) => one.family === family);
    return same ? { alertId: alert.id, to: formalCause(same) } : { alertId: current.id, by: null };
  }
  const loose = endings.find((one) => one.ref === null && one.family === family);
  return endedBy(alert, loose ?? { family, how: 'taken-back', days: ownDays(null), evidence: [] });
}

/** The end of what was told as information; null while it goes on, and where nothing is known of it. */
export function informationOver(cause: string, endings: readonly EndedEvent[] = []): EndedEvent | null {
  const ours = endings.filter(({ family }) => family === familyOf(cause));
  return ours.some(({ how }) => how === 'information') ? null : (ours.at(-1) ?? null);
}

const LIQUIDATIONS: ReadonlySet<string> = new Set(['winding-up-order', 'creditors-voluntary-liquidation']);
const BECOME_LIQUIDATIONS: ReadonlySet<string> = new Set(['winding-up-petition', 'creditors-decision']);

/** It was told that it is over, and the record shows it again: who was told of the one is told of the other. */
function again({ current, cause, spell }: Followed, event: FormalEvent): FollowUp {
  return {
    alertId: current.id,
    cause: Cause.parse(`${cause}:again:${spell + 1}`),
    kind: 'formal',
    title: endingTitle({ family: familyOf(cause), how: 'ended' }).replace(/ended$/, 'on the record again'),
    days: daysOfEvent(event),
    supersedes: false,
  };
}

/** Whether another alert of its council tells of this event, under a name that it bears no longer. */
function isToldElsewhere(
  { id, council, cause }: SentAlert,
  sent: readonly SentAlert[],
  events: readonly FormalEvent[],
): boolean {
  return sent.some(
    (other) =>
      other.id !== id &&
      other.council === council &&
      other.kind === 'formal' &&
      other.status !== 'superseded' &&
      familyOf(other.cause) === familyOf(cause) &&
      !events.some((event) => formalCause(event) === toldFirst(other.cause)),
  );
}

function endedCause(cause: string, spell: number): string {
  return spell === 1 ? `${cause}:ended` : `${cause}:ended:${spell}`;
}

function endedBy({ id, cause, current, spell = 1 }: SentAlert & Partial<Followed>, ended: Ended): FollowUp {
  return {
    alertId: current?.id ?? id,
    cause: Cause.parse(endedCause(cause, spell)),
    kind: 'ended',
    title: endingTitle(ended),
    days: ended.days,
    supersedes: true,
  };
}

function byLife({ current, cause, lapses }: Followed, life: EventLife, today: IsoDate): FollowUp | null {
  const step = stepOn(life, today);
  const family = familyOf(cause);
  const follow = (what: string, of: Pick<FollowUp, 'kind' | 'title' | 'days' | 'supersedes'>): FollowUp => ({
    alertId: current.id,
    cause: Cause.parse(`${cause}:${what}:${life.from}`),
    ...of,
  });
  if (!step) {
    const isBack = lapses.length > 0 && !lapses.includes(life.from);
    if (!isBack) return null;
    const title = endingTitle({ family, how: 'ended' }).replace(/ended$/, 'listed for hearing again');
    return follow('relisted', { kind: 'formal', title, days: ownDays(life.hearingOn), supersedes: false });
  }
  if (!step.told) return null;
  if (step.counts > 0)
    return follow('no-outcome', {
      kind: 'no-outcome',
      title: noOutcomeTitle(family),
      days: ownDays(life.hearingOn),
      supersedes: false,
    });
  const title = endingTitle({ family, how: 'never-published' });
  return follow('lapsed', { kind: 'ended', title, days: ownDays(step.on), supersedes: true });
}

function noOutcomeTitle(family: string): string {
  return family === 'winding-up-petition'
    ? 'No outcome of the winding-up petition has been published'
    : `Nothing has been published of what followed: ${endingTitle({ family, how: 'ended' })
        .replace(/ ended$/, '')
        .toLowerCase()}`;
}

/** The life of a petition as this council counts it: from the last hearing that it knows of. */
export function ownLife(
  life: EventLife,
  { council, cause }: Pick<SentAlert, 'council' | 'cause'>,
  adjournments: readonly Adjournment[],
): EventLife {
  const own = adjournments
    .filter((one) => one.council === council && one.cause === toldFirst(cause))
    .map(({ hearingOn }) => hearingOn)
    .sort()
    .at(-1);
  return own !== undefined && own > life.from ? lifeFromHearing(life, own) : life;
}

/** The cause of the alert that a follow-up follows; any other cause is its own. */
export function toldFirst(cause: string): string {
  return cause.replace(
    /:(ended(:\d+)?|again:\d+|corrected:\d+|(lapsed|no-outcome|relisted):\d{4}-\d\d-\d\d)$/,
    '',
  );
}

/** The event of which an alert tells, among those that are open by now; null once it is over. */
export function openEvent<E extends Pick<FormalEvent, 'ref'>>(cause: string, events: readonly E[]): E | null {
  const first = toldFirst(cause);
  return events.find((event) => formalCause(event) === first) ?? null;
}

/**
 * The event of which an alert tells, in the assessment by which it was raised: under the name that it bore then, where
 * its proceeding bears another by now.
 */
export function toldEvent<E extends Pick<FormalEvent, 'ref' | 'family'>>(
  { cause, kind }: { readonly cause: string; readonly kind: string },
  events: readonly E[],
): E | null {
  const open = openEvent(cause, events);
  if (open || (kind !== 'formal' && kind !== 'no-outcome')) return open;
  return events.find(({ family }) => family === familyOf(cause)) ?? null;
}

/** Whether an alert tells that a proceeding is on again, of which it was told that it is over. */
export function isAgain(cause: string): boolean {
  return /:again:\d+$/.test(cause);
}

/** The family of a formal event by its cause, as scoring names it. */
export function familyOf(cause: string): string {
  return cause.split(':')[1] ?? '';
}
