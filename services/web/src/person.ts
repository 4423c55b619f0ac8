import { findCouncil, findTellingCouncil, readSetting, type Council, type Session } from '@tocsin/db';
import { PersonRole } from '@tocsin/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Ports } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { Rights } from './route-roles.ts';

/** Who looks at a page, and for which council; none is the national body. */
export interface Person extends Rights {
  readonly name: string;
  /** What stands for her in stored rows. On a server no name, so that one can be forgotten. */
  readonly actor: string;
  readonly council: Pick<Council, 'gss' | 'name'> | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    person: Person | null;
    /** By which the person is signed in, on a server. */
    session: Session | null;
  }
}

const councilCookie = 'tocsin_council';

/** Local mode has no sign-in: whoever reaches the page is its user, may do everything and chooses the council. */
export async function localPerson(ports: Ports, request: FastifyRequest): Promise<Person> {
  const council = await chosenCouncil(ports, request.cookies[councilCookie]);
  return { name: 'Local user', actor: 'Local user', council, roles: PersonRole.options, scopes: [] };
}

/** The council chosen here, else the one that the set-up named, else one whose pages have something to tell. */
async function chosenCouncil(ports: Ports, chosen: string | undefined): Promise<Person['council']> {
  const ofSetup = await readSetting(ports.db, 'council');
  const council =
    (chosen === undefined ? undefined : await findCouncil(ports.db, chosen)) ??
    (typeof ofSetup === 'string' ? await findCouncil(ports.db, ofSetup) : undefined) ??
    (await findTellingCouncil(ports.db));
  return council ? { gss: council.gss, name: council.name } : null;
}

/** Remembers the council chosen in local mode. */
export function rememberCouncil(reply: FastifyReply, gss: string): void {
  reply.setCookie(councilCookie, gss, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    maxAge: 365 * 86_400,
  });
}

/** The person of a page behind sign-in. */
export function personOf(request: FastifyRequest): Person {
  if (!request.person) throw new Error(`${request.routeOptions.url} is not behind sign-in`);
  return request.person;
}

/** The council whose page this is. */
export function councilOf(request: FastifyRequest): NonNullable<Person['council']> {
  const { council } = personOf(request);
  if (council) return council;
  throw new Refusal(
    404,
    'No councils are loaded',
    'The list of councils is empty. Load the sample or run the set-up command first.',
  );
}

/** For whom a page of the public record is read: a council, whose own rows are seen too, or nobody. */
export function scopeOf(request: FastifyRequest): string {
  return personOf(request).council?.gss ?? '';
}
