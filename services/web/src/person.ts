import { findCouncil, findTellingCouncil, readSetting, type Council } from '@tocsin/db';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Ports } from './ports.ts';
import { Refusal } from './refusal.ts';

/** Who looks at a page, and for which council. */
export interface Person {
  readonly name: string;
  readonly council: Pick<Council, 'gss' | 'name'> | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    person: Person | null;
  }
}

const councilCookie = 'tocsin_council';

/**
 * The signed-in person; null when nobody is. Local mode has no sign-in: whoever reaches the page is its user and
 * chooses the council. In server mode nobody is signed in until sign-in is configured.
 */
export async function signedInPerson(ports: Ports, request: FastifyRequest): Promise<Person | null> {
  if (ports.settings.TOCSIN_MODE !== 'local') return null;
  return { name: 'Local user', council: await chosenCouncil(ports, request.cookies[councilCookie]) };
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

/** Lets a page be built for signed-in people only. */
export function requirePerson(ports: Ports): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    request.person = await signedInPerson(ports, request);
    if (request.person) return;
    throw new Refusal(
      403,
      'Sign-in is not set up',
      'This server does not know yet who its users are, so no page that could hold a council’s own data is shown. An administrator must configure sign-in first.',
    );
  };
}

/** The person of a page behind `requirePerson`. */
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
