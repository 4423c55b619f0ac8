import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Ports } from './ports.ts';
import { Refusal } from './refusal.ts';
import { openTurns, type GiveBack, type TurnsOptions } from './turns.ts';

/**
 * What one council gets of the pages. Its credit is a few hundred of them at once. Beyond that its share is less than a
 * twentieth: so of a hundred pages of the others not five meet one of its.
 */
const FAIR: TurnsOptions = {
  atOnce: { alone: 4, beside: 1 },
  waiting: 60,
  share: 0.04,
  creditMs: 10_000,
  mostMs: 2_000,
  asksForMs: 10_000,
};

/** All people without a council share one place: those of the national body. */
const NATIONAL = 'national';

/**
 * On a server each council gets its share of the pages, whatever another asks for. Behind `guard`, which says whose a
 * request is, and after the body is read: whoever sends slowly takes nobody's place.
 */
export function shareFairly(app: FastifyInstance, { settings, turns }: Ports): void {
  if (settings.TOCSIN_MODE !== 'server') return;
  const fair = openTurns({ ...FAIR, ...turns });
  const places = new WeakMap<FastifyRequest, GiveBack>();
  const giveBack = async (request: FastifyRequest) => places.get(request)?.();
  app.addHook('preHandler', async (request: FastifyRequest, reply: FastifyReply) => {
    if (!request.person) return;
    const place = await fair.take(request.person.council?.gss ?? NATIONAL);
    if (place === null) {
      reply.header('retry-after', 60);
      throw new Refusal(
        429,
        'Your council is asking for too much at once',
        'Please wait a minute, then try again. Nothing was changed.',
      );
    }
    places.set(request, place);
    // Also where whoever asked has gone and no answer is sent.
    reply.raw.once('close', place);
    if (request.raw.destroyed) place();
  });
  app.addHook('onResponse', giveBack);
}
