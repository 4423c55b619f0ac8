import { isMailWay, type CouncilRole, type IsoDate, type RiskBand, type MoneyByBasis } from '@tocsin/domain';
import type { Materiality } from './materiality.ts';
import type { Subscription } from './subscription.ts';

/** Where a message goes: an address, or the name of an endpoint, and the channel by which. */
export interface Destination {
  readonly channel: string;
  readonly address: string;
}

/** A person of a council, as far as it decides whether and how she is told. */
export interface ToldPerson {
  readonly id: string;
  readonly name: string;
  /** Null where her directory gives none. */
  readonly address: string | null;
  /** Where messages reach her; null where none do: no address, or one that takes none. */
  readonly reachedAt: Destination | null;
  readonly roles: readonly CouncilRole[];
  readonly subscription: Subscription;
}

/** An address that the command line has named, or an endpoint of the council, with the bands of which it is told, always at once. */
export interface NamedRecipient extends Destination {
  readonly role: string;
  readonly levels: readonly RiskBand[];
}

/** All that decides who of a council is told. */
export interface CouncilToTell {
  readonly people: readonly ToldPerson[];
  readonly named: readonly NamedRecipient[];
  /** Where what several read arrives; null where there is none, or it takes no messages. */
  readonly inbox: Destination | null;
  /** By her number. */
  readonly headOfProcurement: string | null;
  /** Numbers of people by what their contracts print as owner, and by services. */
  readonly owners: ReadonlyMap<string, string>;
  readonly services: ReadonlyMap<string, string>;
  /** Where nothing is sent any more. */
  readonly stopped: readonly Destination[];
  readonly lines: Materiality;
  /** What it pays outside in a year, as far as its files were read. */
  readonly yearlySpend: MoneyByBasis | null;
}

/** Whether messages are still sent to a place. */
export function isSentTo(
  { stopped }: Pick<CouncilToTell, 'stopped'>,
  { channel, address }: Destination,
): boolean {
  const wanted = placeOf({ channel, address });
  return stopped.every((one) => one.channel !== channel || placeOf(one) !== wanted);
}

/** The same of what arrives at one place: a mailbox is one however it is written and whoever carries the mail. */
export function placeOf({ channel, address }: Destination): string {
  return isMailWay(channel) ? address.toLowerCase() : `${channel} ${address}`;
}

/** Each place once: the first that leads there. */
export function firstOfEach<T extends Destination>(all: readonly T[]): readonly T[] {
  const first = new Map(all.toReversed().map((one) => [placeOf(one), one]));
  return all.filter((one) => first.get(placeOf(one)) === one);
}

/** A person, or who stands in for her on a day; of one who is away herself who stands in for that one. */
export function whoIsHere(person: ToldPerson, people: readonly ToldPerson[], today: IsoDate): ToldPerson {
  const asked = new Set<string>();
  for (let one = person; ;) {
    asked.add(one.id);
    const { delegate } = one.subscription;
    const isAway = delegate !== null && delegate.untilDay >= today;
    const next = people.find(
      ({ id, reachedAt }) => isAway && id === delegate.personId && reachedAt !== null && !asked.has(id),
    );
    if (!next) return one;
    one = next;
  }
}

/** Every place at which somebody of a council is told of some of its alerts; where there is none, nobody is told of any. */
export function whereSomebodyIsTold({ named, inbox, people }: CouncilToTell): readonly Destination[] {
  return firstOfEach([...namedOf(named), ...(inbox === null ? [] : [inbox]), ...placesOf(people)]);
}

/**
 * To whom a letter to the council goes: whom the command line has named for any level, the inbox, and who follows all its
 * suppliers; where there is none of them, the administrators.
 */
export function whoGetsLetters({ named, inbox, people }: CouncilToTell): readonly Destination[] {
  const told = [
    ...namedOf(named),
    ...(inbox === null ? [] : [inbox]),
    ...placesOf(people.filter(({ subscription }) => subscription.follows === 'council')),
  ];
  return firstOfEach(told.length > 0 ? told : whereAdministratorsAre(people));
}

/** Where the administrators of a council are reached. */
export function whereAdministratorsAre(people: readonly ToldPerson[]): readonly Destination[] {
  return placesOf(people.filter(({ roles }) => roles.includes('administrator')));
}

function placesOf(people: readonly ToldPerson[]): readonly Destination[] {
  return people.flatMap(({ reachedAt }) => reachedAt ?? []);
}

/** Of those whom the command line has named, who is told of any level. */
function namedOf(named: readonly NamedRecipient[]): readonly Destination[] {
  return named
    .filter(({ levels }) => levels.length > 0)
    .map(({ channel, address }) => ({ channel, address }));
}
