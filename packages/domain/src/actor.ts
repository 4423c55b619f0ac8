/** How the stand-in of a person begins; what follows is her number. */
export const PERSON = 'person ';

/** What stands for a person where stored rows say who did something: no name, so that one can be forgotten. */
export function actorOf(personId: string): string {
  return `${PERSON}${personId}`;
}

/** The number of the person that something stands for; undefined of what is none, such as the command line. */
export function personOfActor(actor: string): string | undefined {
  const [, id] = /^(\d+)$/.exec(actor.startsWith(PERSON) ? actor.slice(PERSON.length) : '') ?? [];
  return id;
}
