import {
  dayOf,
  roleWords,
  type Exposure,
  type IsoInstant,
  type RiskBand,
  actorOf,
  personOfActor,
} from '@tocsin/domain';
import { viewOfExposure, type ExposureView } from '@tocsin/exposure';
import type { NewsKind } from '../alert/causes.ts';
import { levelToTell } from '../alert/gates.ts';
import { firstOfEach, placeOf, whoIsHere, type CouncilToTell, type Destination } from './council-to-tell.ts';
import { stakesOf, weigh, type Stakes, type YearRead } from './materiality.ts';
import { asWords, type Reason, type Route } from './route.ts';
import { eventKindOf, type Subscription } from './subscription.ts';
import { nextDigest, quietUntil } from './working-time.ts';

/** What routing needs to know of an alert. */
export interface RoutedAlert {
  readonly kind: NewsKind;
  readonly to: RiskBand;
  readonly exposure: Exposure;
}

/**
 * Who of a council is told of an alert, how and why: each address once, by its most urgent way. By the council's lines
 * the owners of the contracts, the inbox and the head of procurement; whoever has subscribed; and whom the command line
 * has named. Where an owner is tied to nobody the service's owner is told in her place, else the inbox, else the
 * administrators, so that nobody is only told at a council that has named nobody at all.
 */
export function whoIsTold(alert: RoutedAlert, council: CouncilToTell, now: IsoInstant): readonly Route[] {
  const exposure = viewOfExposure(alert.exposure);
  const stakes = stakesOf(exposure);
  const weight = weigh(alert, stakes, council.lines, yearRead(council, exposure));
  const contracts = contractsOf(exposure);
  const asked: Asked = { alert, contracts, stakes, council, now, isAtOnce: weight.isAtOnce };
  const responsible = [
    ...ownersOf(asked),
    ...(weight.isForHead ? headOf(asked) : []),
    ...inboxOf(asked, null),
  ];
  const told = [...responsible, ...subscribersOf(asked), ...namedOf(asked)];
  return mostUrgent(told.length > 0 ? told : administratorsOf(asked, null));
}

/** A year of a council's spend, with how much of it was read by the day of an exposure. */
export function yearRead(
  { yearlySpend }: Pick<CouncilToTell, 'yearlySpend'>,
  { spend }: ExposureView,
): YearRead | null {
  return yearlySpend === null ? null : { spend: yearlySpend, monthsRead: spend?.monthsRead ?? 0 };
}

/**
 * Who is told next of an alert that nobody has acknowledged in time: the first in line who was not told, and where
 * there is none, or who is next let it pass too, the administrators.
 */
export function whoIsNext(
  alert: RoutedAlert,
  council: CouncilToTell,
  told: readonly Destination[],
  step: number,
  now: IsoInstant,
): readonly Route[] {
  const asked = askedAtOnce(alert, council, now);
  const inLine = [...serviceOwnersOf(asked), ...headOf(asked), ...inboxOf(asked, null)];
  const places = new Set(told.map(placeOf));
  const isUntold = (one: Destination) => !places.has(placeOf(one));
  const next = step === 0 ? inLine.find(isUntold) : undefined;
  const tellings = next ? [next] : administratorsOf(asked, null).filter(isUntold);
  return mostUrgent(
    tellings.map((one) => ({
      ...one,
      how: 'at-once',
      at: now,
      reason: { ...one.reason, as: 'not-acknowledged', of: asWords(one.reason) },
    })),
  );
}

/** That an alert was given to somebody: to whom, as `assigneesOf` names her, and who did it. */
export interface Assignment {
  readonly to: string;
  readonly by: string;
}

/**
 * Who is told that an alert was given to somebody: she herself, and the owners of its contracts who are tied to a person.
 * Nobody is told of what she did herself.
 */
export function whoIsToldOfAssignment(
  alert: RoutedAlert,
  council: CouncilToTell,
  { to, by }: Assignment,
  now: IsoInstant,
): readonly Route[] {
  const asked = askedAtOnce(alert, council, now);
  const reason = { as: 'assigned', of: null, pence: asked.stakes.pence, insteadOf: null } as const;
  const personId = personOfActor(to);
  const named = council.named.filter(({ channel, address }) => `${channel} ${address}` === to);
  const assignee: readonly Route[] = [
    ...personTold(asked, personId, { as: 'assigned', of: null }),
    ...named.map(({ channel, address }) => ({
      channel,
      address,
      personId: null,
      how: 'at-once' as const,
      at: now,
      reason,
    })),
  ];
  const owners = asked.contracts.flatMap(({ owner }) =>
    owner === null ? [] : personTold(asked, council.owners.get(owner), { as: 'owner', of: owner }),
  );
  return firstOfEach([...assignee, ...owners]).filter(
    ({ personId: who }) => who === null || actorOf(who) !== by,
  );
}

/**
 * Who is told that a contract is to be looked at, each in her next digest: its owner, or who answers for it in her place, as
 * of any alert; where a council has named nobody else, whom the command line has named.
 */
export function whoIsToldOfReview(
  contract: { readonly owner: string | null; readonly service: string | null },
  council: CouncilToTell,
  now: IsoInstant,
): readonly Route[] {
  const rhythmOf = (personId: string | null) =>
    council.people.find(({ id }) => id === personId)?.subscription.digest ?? 'weekly';
  const alert = { kind: 'information', to: 'low' } as const;
  const asked: Asked = { alert, contracts: [contract], stakes: NO_STAKES, council, now, isAtOnce: false };
  const inCharge = ownersOf(asked);
  const named = council.named
    .filter(({ levels }) => levels.length > 0)
    .map(({ channel, address, role }) => ({
      channel,
      address,
      personId: null,
      reason: { as: 'named' as const, of: role, pence: 0, insteadOf: null },
    }));
  return mostUrgent(
    (inCharge.length > 0 ? inCharge : named).map((one) => ({
      ...one,
      how: 'digest',
      at: nextDigest(now, rhythmOf(one.personId)),
    })),
  );
}

const NO_STAKES: Stakes = {
  pence: 0,
  paid: 0,
  isCritical: false,
  isLive: true,
  isUnknown: false,
  isPaidKnown: true,
  isSecured: false,
};

interface Asked {
  readonly alert: Pick<RoutedAlert, 'kind' | 'to'>;
  readonly contracts: readonly Contract[];
  readonly stakes: Stakes;
  readonly council: CouncilToTell;
  readonly now: IsoInstant;
  readonly isAtOnce: boolean;
}

interface Contract {
  readonly owner: string | null;
  readonly service: string | null;
  readonly category?: string | undefined;
}

function askedAtOnce(alert: RoutedAlert, council: CouncilToTell, now: IsoInstant): Asked {
  const exposure = viewOfExposure(alert.exposure);
  return {
    alert,
    contracts: contractsOf(exposure),
    stakes: stakesOf(exposure),
    council,
    now,
    isAtOnce: true,
  };
}

function contractsOf({ contracts, throughGroup, intended }: ExposureView): readonly Contract[] {
  return [...contracts, ...throughGroup, ...intended];
}

function ownersOf(of: Asked): readonly Route[] {
  const { owners, services } = of.council;
  return of.contracts.flatMap(({ owner, service }) => {
    const own = owner === null ? [] : personTold(of, owners.get(owner), { as: 'owner', of: owner });
    if (own.length > 0) return own;
    const instead =
      service === null ? [] : personTold(of, services.get(service), { as: 'service-owner', of: service });
    const tied = instead.map((one) => ({ ...one, reason: { ...one.reason, insteadOf: owner } }));
    if (tied.length > 0) return tied;
    const inbox = inboxOf(of, owner);
    return inbox.length > 0 || of.council.people.length === 0 ? inbox : administratorsOf(of, owner);
  });
}

function serviceOwnersOf(of: Asked): readonly Route[] {
  return of.contracts.flatMap(({ service }) =>
    service === null
      ? []
      : personTold(of, of.council.services.get(service), { as: 'service-owner', of: service }),
  );
}

function headOf(of: Asked): readonly Route[] {
  return personTold(of, of.council.headOfProcurement ?? undefined, { as: 'head-of-procurement', of: null });
}

function administratorsOf(of: Asked, insteadOf: string | null): readonly Route[] {
  return of.council.people
    .filter(({ roles }) => roles.includes('administrator'))
    .flatMap(({ id }) => personTold(of, id, { as: 'administrator', of: null }))
    .map((one) => ({ ...one, reason: { ...one.reason, insteadOf: one.reason.insteadOf ?? insteadOf } }));
}

function subscribersOf(of: Asked): readonly Route[] {
  return of.council.people
    .filter(({ subscription }) => subscription.follows === 'council' && wants(subscription, of))
    .flatMap(({ id, roles: [role] }) =>
      personTold(of, id, { as: 'subscriber', of: role ? roleWords[role] : null }),
    );
}

function wants(chosen: Subscription, of: Asked): boolean {
  const { levels, kinds, onlyCritical } = chosen;
  const { kind, to } = of.alert;
  const isPressing = kind === 'formal' && of.stakes.isCritical;
  if (kinds.length > 0 && !isPressing && !kinds.includes(eventKindOf(kind))) return false;
  if (kind === 'band' && levels.length > 0 && !levels.includes(to)) return false;
  if (onlyCritical && !of.stakes.isCritical) return false;
  return touches(chosen, of.contracts);
}

/** A contract of which the service, category or owner is not recorded might be anybody's, so it is told to all. */
function touches({ services, categories, owners }: Subscription, contracts: readonly Contract[]): boolean {
  const isOf = (chosen: readonly string[], one: string | null | undefined) =>
    chosen.length === 0 || one == null || chosen.includes(one);
  return (
    contracts.length === 0 ||
    contracts.some(
      ({ service, category, owner }) =>
        isOf(services, service) && isOf(categories, category) && isOf(owners, owner),
    )
  );
}

function namedOf({ alert, council, stakes, now }: Asked): readonly Route[] {
  const level = levelToTell(alert.kind, alert.to);
  return council.named
    .filter(({ levels }) => levels.includes(level))
    .map(({ channel, address, role }) => ({
      channel,
      address,
      personId: null,
      how: 'at-once',
      at: now,
      reason: { as: 'named', of: role, pence: stakes.pence, insteadOf: null },
    }));
}

function inboxOf(
  { council: { inbox }, stakes, isAtOnce, now }: Asked,
  insteadOf: string | null,
): readonly Route[] {
  if (inbox === null) return [];
  const reason = { as: 'inbox', of: null, pence: stakes.pence, insteadOf } as const;
  const sent = isAtOnce
    ? ({ how: 'at-once', at: now } as const)
    : ({ how: 'digest', at: nextDigest(now, 'weekly') } as const);
  return [{ ...inbox, personId: null, ...sent, reason }];
}

/** A person, or who stands in for her; nobody where she is no longer of the council, or has no address. */
function personTold(
  of: Asked,
  personId: string | undefined,
  why: Pick<Reason, 'as' | 'of'>,
): readonly Route[] {
  const { people } = of.council;
  const person = people.find(({ id }) => id === personId);
  if (!person) return [];
  const { id, reachedAt, subscription } = whoIsHere(person, people, dayOf(of.now));
  if (reachedAt === null) return [];
  const reason = { ...why, pence: of.stakes.pence, insteadOf: id === person.id ? null : person.name };
  return [{ ...reachedAt, personId: id, ...mannerOf(of, subscription), reason }];
}

function mannerOf(
  { alert: { kind }, stakes, isAtOnce, now }: Asked,
  { how, onlyFormalAtOnce, digest, quietHours, formalPasses }: Subscription,
): Pick<Route, 'how' | 'at'> {
  const isFormal = kind === 'formal';
  const mayWait = (how === 'digest' && !(isFormal && stakes.isCritical)) || (onlyFormalAtOnce && !isFormal);
  if (mayWait || !(isAtOnce || how === 'at-once')) return { how: 'digest', at: nextDigest(now, digest) };
  const until = quietHours && !(isFormal && formalPasses) ? quietUntil(quietHours, now) : null;
  return until === null ? { how: 'at-once', at: now } : { how: 'after-quiet-hours', at: until };
}

/** Each place once: what is sent first counts, and of that the first reason. */
function mostUrgent(tellings: readonly Route[]): readonly Route[] {
  const told = new Map<string, Route>();
  for (const one of tellings) {
    const key = placeOf(one);
    const known = told.get(key);
    if (!known || one.at < known.at) told.set(key, one);
  }
  return [...told.values()];
}
