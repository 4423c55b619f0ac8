import { choosePlace, signOut, type Session } from '@tocsin/db';
import { roleWords } from '@tocsin/domain';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PageRoutes } from '../pages.ts';
import { notFound } from '../refusal.ts';
import { dropCookie, readCookie } from '../sign-in/cookies.ts';
import { readForm } from './alert-forms.ts';
import { Next } from './sign-in.ts';

/** What stands for the national body among the places of a person. */
const NATIONAL = 'national';
const Query = z.object({ next: Next });
const Choice = z.object({ place: z.string().max(20), next: Next });

/** Who is signed in, for which council she acts, and how she leaves. */
export const accountRoutes: PageRoutes = (app, ports, page) => {
  if (ports.settings.TOCSIN_MODE === 'local') return;

  app.get('/account', async (request, reply) => {
    const { name, way, places, place } = sessionOf(request);
    return page(request, reply, 'account', {
      title: place ? 'Your account' : 'Choose your council',
      name,
      way,
      next: Query.parse(request.query).next,
      places: places.map((one) => ({
        key: one.council?.gss ?? NATIONAL,
        name: one.council?.name ?? 'National body',
        roles: one.roles.map((role) => roleWords[role]).join(', '),
        isChosen: one === place,
      })),
    });
  });

  app.post('/account', async (request, reply) => {
    const { places, personId } = sessionOf(request);
    const { place: key, next } = readForm(Choice, request.body);
    const place = places.find(({ council }) => (council?.gss ?? NATIONAL) === key);
    if (!place) throw notFound('Council');
    const secret = readCookie(request, 'session') ?? '';
    await ports.signIn.transaction().execute((trx) => choosePlace(trx, { secret, place, personId }));
    return reply.redirect(next, 303);
  });

  for (const everywhere of [false, true])
    app.post(everywhere ? '/sign-out/everywhere' : '/sign-out', async (request, reply) => {
      const at = ports.now().toISOString();
      await ports.signIn.transaction().execute((trx) => signOut(trx, sessionOf(request), { everywhere, at }));
      dropCookie(reply, 'session');
      return reply.redirect('/sign-in', 303);
    });
};

function sessionOf({ session, routeOptions }: FastifyRequest): Session {
  if (!session) throw new Error(`${routeOptions.url} is not behind sign-in`);
  return session;
}
