import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Ports } from './ports.ts';

/** A page that took so long has Postgres asked whether it lives; and so long it may take to say so. Two seconds in all. */
const [PATIENCE_MS, PULSE_MS] = [1_000, 800];

const TITLE = 'Sorry, the service is not available';
const DETAILS = {
  away: 'The database does not answer. Nothing is lost. Try again in a few minutes.',
  full:
    'The database has no space left on its disk. Nothing was changed and nothing is lost. Whoever runs this server ' +
    'must make space; then try again.',
} as const;

/**
 * Answers 503 within two seconds where Postgres does not answer at all, frozen as well as gone. A page that is only
 * slow is waited for.
 */
export function answerWithoutPostgres(app: FastifyInstance, { pulse }: Pick<Ports, 'pulse'>): void {
  let asked: Promise<boolean> | null = null;
  // All who wait share one question: a frozen server is not asked again and again.
  const isAlive = () => (asked ??= within(pulse(), PULSE_MS).finally(() => (asked = null)));

  app.addHook('onRequest', async (request, reply) => {
    const timer = setTimeout(() => {
      void isAlive().then((alive) => {
        if (!alive && !reply.sent) sayUnavailable(request, reply);
      });
    }, PATIENCE_MS);
    reply.raw.once('close', () => clearTimeout(timer));
  });
}

/** The answer without Postgres, which the frame of every page would ask. */
export function sayUnavailable(
  request: FastifyRequest,
  reply: FastifyReply,
  why: keyof typeof DETAILS = 'away',
): FastifyReply {
  const [title, detail] = [TITLE, DETAILS[why]];
  reply.code(503).header('retry-after', '60').header('cache-control', 'no-store');
  if (request.url.startsWith('/api/')) return reply.type('application/problem+json').send({ title, detail });
  return reply
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${detail}</p></html>`,
    );
}

async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const there = promise.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([there, late]);
  } finally {
    clearTimeout(timer);
  }
}
