import { actorOf } from '@tocsin/domain';
import { findKeyHolder, findSession } from '@tocsin/db';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localPerson } from './person.ts';
import type { Ports } from './ports.ts';
import { Refusal } from './refusal.ts';
import { accessTo, may } from './route-roles.ts';
import { readCookie } from './sign-in/cookies.ts';

const BEARER = /^Bearer (\S{1,200})$/i;

/**
 * Stands before every route: it is served to those whom the table of routes names, and a route that the table does not
 * name is not made at all.
 */
export function guard(app: FastifyInstance, ports: Ports): void {
  app.decorateRequest('person', null);
  app.decorateRequest('session', null);
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat())
      if (accessTo(one, url) === undefined)
        throw new Error(`${one} ${url} does not stand in the table of who may ask for what`);
  });
  // Before a body is read: nobody sends files where nothing awaits them.
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return;
    const path = request.routeOptions.url ?? '';
    const access = accessTo(request.method, path);
    // On a server what one person was shown is kept by no browser for the next.
    if (ports.settings.TOCSIN_MODE === 'server' && !path.startsWith('/assets/'))
      reply.header('cache-control', 'no-store');
    if (access === 'everyone') return;
    await recognise(ports, request);
    if (access === 'local' || access === 'known-or-not') return;
    const { person, session } = request;
    if (!(access === 'signed-in' ? session : (person ?? session))) return askToSignIn(request, reply);
    if (access === 'signed-in') return;
    if (!person) return reply.redirect(`/account?next=${encodeURIComponent(request.url)}`, 303);
    if (may(person, request.method, path)) return;
    throw new Refusal(
      403,
      'This page is not for your role',
      'Ask an administrator of your council if you need it. Nothing was changed.',
    );
  });
}

/** Who asks: the user of a local copy, a program by its key, or a person by her session. */
async function recognise(ports: Ports, request: FastifyRequest): Promise<void> {
  if (ports.settings.TOCSIN_MODE === 'local') {
    request.person = await localPerson(ports, request);
    return;
  }
  const at = ports.now().toISOString();
  const [, key] = BEARER.exec(request.headers.authorization ?? '') ?? [];
  if (key !== undefined) {
    const holder = await findKeyHolder(ports.signIn, key, at);
    if (!holder) throw new Refusal(401, 'This key is not known', 'It may have expired or been revoked.');
    const { id, name, council, scopes } = holder;
    request.person = { name: `Key “${name}”`, actor: `API key ${id}`, council, roles: [], scopes };
    return;
  }
  const secret = readCookie(request, 'session');
  if (secret === undefined) return;
  const session = (await findSession(ports.signIn, secret, at)) ?? null;
  request.session = session;
  if (!session?.place) return;
  const { name, personId, place } = session;
  request.person = { name, actor: actorOf(personId), ...place, scopes: [] };
}

/** A page leads to the sign-in page and back; a program or a form hears that nobody is signed in. */
async function askToSignIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const isPage = request.method === 'GET' && !request.url.startsWith('/api/');
  if (isPage)
    return reply.redirect(
      request.url === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(request.url)}`,
      303,
    );
  throw new Refusal(401, 'You are not signed in', 'Sign in, then try again. Nothing was changed.');
}
