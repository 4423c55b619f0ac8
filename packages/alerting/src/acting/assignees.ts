import { actorOf, isMailWay } from '@tocsin/domain';
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
    ...people.map(({ id, name }) => ({ to: actorOf(id), owner: actorOf(id), name })),
    ...named
      .filter(({ channel }) => isMailWay(channel))
      .map(({ channel, address, role }) => ({ to: `${channel} ${address}`, owner: role, name: role })),
  ];
}
