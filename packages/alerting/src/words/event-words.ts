import { eventDayWords, formatMoment } from '@tocsin/domain';
import type { AlertView } from '../alert/alert-view.ts';
import type { Row } from '../mail/letter.ts';

type AlertDays = Pick<AlertView, 'kind' | 'cause' | 'eventDay' | 'publishedOn' | 'seenAt'>;

/** What the day of a formal event is called, by its family as scoring names it. */
const DAY_OF_FORMAL: Readonly<Record<string, string>> = {
  'winding-up-petition': 'Advertised',
  'winding-up-order': 'Ordered',
  'creditors-voluntary-liquidation': 'Liquidation begun',
  administration: 'Appointed',
  'administrative-receivership': 'Appointed',
  receivership: 'Appointed',
  moratorium: 'In force from',
  'company-voluntary-arrangement': 'Arrangement made',
  'restructuring-plan': 'Ordered',
  'creditors-decision': 'Creditors called',
  'strike-off': 'Proposed',
  dissolved: 'Dissolved',
};

const DAY_OF: Readonly<Record<Exclude<AlertView['kind'], 'formal'>, string>> = {
  band: 'Band raised',
  'award-gate': 'Awarded',
  'paid-while-inactive': 'Paid',
  'paid-while-at-risk': 'Paid',
  information: 'Said',
  ended: 'Ended',
  'no-outcome': 'Hearing listed for',
  corrected: 'Corrected',
};

/** What the day of an alert's event is called: `Advertised`. */
export function eventDayName({ kind, cause }: Pick<AlertView, 'kind' | 'cause'>): string {
  if (kind === 'corrected') return DAY_OF.corrected;
  if (cause.includes(':lapsed:')) return 'Counts no more from';
  if (cause.includes(':relisted:')) return DAY_OF['no-outcome'];
  return kind === 'formal' ? (DAY_OF_FORMAL[cause.split(':')[1] ?? ''] ?? 'Happened') : DAY_OF[kind];
}

/** The event's own day, its publication and when we saw it, each under its name. */
export function dayRows(alert: AlertDays): readonly (Row & { readonly value: string })[] {
  const own = { term: eventDayName(alert), value: eventDayWords(alert.eventDay) };
  if (alert.seenAt === null) return [own];
  return [
    own,
    { term: 'Published', value: eventDayWords(alert.publishedOn) },
    { term: 'First seen by us', value: formatMoment(alert.seenAt) },
  ];
}
