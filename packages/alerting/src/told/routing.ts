import type { Criticality, ExposedContract, RiskBand } from '@tocsin/domain';
import type { AlertKind } from '../alert/causes.ts';

/** Somebody who may be told, with what he or she wants to be told of and when. */
export interface Recipient {
  readonly address: string;
  readonly role: string;
  /** Bands of interest; a formal event is told whatever they say. Empty = all. */
  readonly levels: readonly RiskBand[];
  /** Services of interest, by the council's own words. Empty = all. */
  readonly services: readonly string[];
  /** `HH:MM` local times between which nothing is sent at once; may run over midnight. */
  readonly quietHours: { readonly from: string; readonly to: string } | null;
  /** Gather what is not urgent into one mail a day. */
  readonly digest: boolean;
  /** While set, this address is told instead. */
  readonly delegate: { readonly address: string; readonly untilDay: string } | null;
}

/** What routing needs to know of an alert. */
export interface RoutedAlert {
  readonly kind: AlertKind;
  readonly to: RiskBand;
  readonly contracts: readonly Pick<ExposedContract, 'service' | 'criticality'>[];
}

/** The local moment: a day and a time of day, so that nothing here depends on a clock or a zone. */
export interface LocalMoment {
  readonly day: string;
  /** `HH:MM`. */
  readonly time: string;
}

export interface Route {
  readonly address: string;
  readonly how: 'immediate' | 'after-quiet-hours' | 'digest';
}

/**
 * Who is told of an alert, and how: at once, when quiet hours end, or in the daily digest; each address once, by its
 * most urgent route. A formal procedure, or a critical contract at `severe`, is urgent: neither digest nor quiet hours
 * hold it back.
 */
export function whoIsTold(
  recipients: readonly Recipient[],
  alert: RoutedAlert,
  now: LocalMoment,
): readonly Route[] {
  const routes = new Map<string, Route>();
  for (const recipient of recipients.filter((one) => wants(one, alert))) {
    const address =
      recipient.delegate && recipient.delegate.untilDay >= now.day
        ? recipient.delegate.address
        : recipient.address;
    const how = isUrgent(alert) ? 'immediate' : manner(recipient, now);
    const known = routes.get(address);
    if (!known || URGENCY.indexOf(how) < URGENCY.indexOf(known.how)) routes.set(address, { address, how });
  }
  return [...routes.values()];
}

const URGENCY: readonly Route['how'][] = ['immediate', 'after-quiet-hours', 'digest'];

function wants(recipient: Recipient, alert: RoutedAlert): boolean {
  const level = alert.kind !== 'band' || recipient.levels.length === 0 || recipient.levels.includes(alert.to);
  return level && touches(recipient.services, alert.contracts);
}

/** A contract whose service is not recorded might be anybody's, so it is told to all. */
function touches(services: readonly string[], contracts: RoutedAlert['contracts']): boolean {
  if (services.length === 0 || contracts.length === 0) return true;
  return contracts.some(({ service }) => service === null || services.includes(service));
}

function isUrgent({ kind, to, contracts }: RoutedAlert): boolean {
  const critical: Criticality = 'critical';
  return (
    (kind === 'formal' && to === 'insolvent') ||
    (to === 'severe' && contracts.some((one) => one.criticality === critical))
  );
}

function manner({ digest, quietHours }: Recipient, { time }: LocalMoment): Route['how'] {
  if (digest) return 'digest';
  if (!quietHours) return 'immediate';
  const { from, to } = quietHours;
  const quiet = from <= to ? time >= from && time < to : time >= from || time < to;
  return quiet ? 'after-quiet-hours' : 'immediate';
}
