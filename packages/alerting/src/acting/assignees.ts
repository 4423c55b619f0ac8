import { actorOf, groupBy, isMailWay, type PersonRole, roleWords } from '@tocsin/domain';
import type { CouncilToTell } from '../told/council-to-tell.ts';

/** Somebody to whom an alert can be given. */
export interface Assignee {
  /** `person 12`, or the channel and address that the council has named: `smtp officer@council.example`. */
  readonly to: string;
  /** What is kept of her with the alert: her number in the place of her name. */
  readonly owner: string;
  readonly name: string;
}

/** To whom an alert of a council can be given: its people, and whom the command line has named to be told by mail. */
export function assigneesOf({ people, named }: Pick<CouncilToTell, 'people' | 'named'>): readonly Assignee[] {
  return [
    ...toldApart(people).map(({ id, name }) => ({ to: actorOf(id), owner: actorOf(id), name })),
    ...named
      .filter(({ channel }) => isMailWay(channel))
      .map(({ channel, address, role }, _, all) => ({
        to: `${channel} ${address}`,
        owner: role,
        name: all.some((one) => one.role === role && one.address !== address) ? `${role} (${address})` : role,
      })),
  ];
}

interface Person {
  readonly name: string;
  readonly address: string | null;
  readonly roles?: readonly PersonRole[];
}

/** People as they are offered or named: where two share a name, each with her address beside it, else with her roles. */
export function toldApart<P extends Person>(people: readonly P[]): readonly P[] {
  const named = groupBy(people, ({ name }) => plain(name));
  return people.map((person) => {
    const beside = person.address ?? person.roles?.map((role) => roleWords[role].toLowerCase()).join(', ');
    const isAlone = named.get(plain(person.name))?.length === 1;
    return isAlone || !beside ? person : { ...person, name: `${person.name} (${beside})` };
  });
}

/** As an eye compares names. */
function plain(name: string): string {
  return name.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}
