import { poolOf } from '@tocsin/db';
import { MINUTE_MS } from '@tocsin/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sayBare } from './bare-answer.ts';
import type { Ports } from './ports.ts';

/**
 * A page that took so long has Postgres asked whether it lives, and again after as long for as long as it waits; and so
 * long it may take to say so. Two seconds in all.
 */
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
export function answerWithoutPostgres(
  app: FastifyInstance,
  { pulse }: Pick<Ports, 'pulse'>,
  warn: WarnOfUnavailable,
): void {
  let asked: Promise<Error | null> | null = null;
  // All who wait share one question: a frozen server is not asked again and again.
  const whyDead = () => (asked ??= whyNotWithin(pulse(), PULSE_MS).finally(() => (asked = null)));

  app.addHook('onRequest', async (request, reply) => {
    let timer: NodeJS.Timeout;
    let isOver = false;
    const watch = () => {
      timer = setTimeout(() => void look(), PATIENCE_MS);
    };
    const look = async () => {
      const cause = await whyDead();
      if (reply.sent || isOver) return;
      if (cause === null) return watch();
      warn(request, cause);
      sayUnavailable(request, reply);
    };
    watch();
    reply.raw.once('close', () => {
      isOver = true;
      clearTimeout(timer);
    });
  });
}

/** Tells the log why pages are answered with 503. */
export type WarnOfUnavailable = (request: FastifyRequest, cause: unknown) => void;

/** A warning with its cause for the first of many answers that are alike, and again after each minute of them. */
export function openWarning({ logger, now, db }: Pick<Ports, 'logger' | 'now' | 'db'>): WarnOfUnavailable {
  let quietUntil = 0;
  let unsaid = 0;
  return (request, cause) => {
    unsaid += 1;
    const at = now().getTime();
    if (at < quietUntil) return;
    const fields = { err: cause, route: request.routeOptions.url, answers: unsaid, pool: poolOf(db) };
    logger.warn(fields, 'pages were answered with 503: Postgres was not there for them');
    quietUntil = at + MINUTE_MS;
    unsaid = 0;
  };
}

/** The answer without Postgres, which the frame of every page would ask. */
export function sayUnavailable(
  request: FastifyRequest,
  reply: FastifyReply,
  why: keyof typeof DETAILS = 'away',
): FastifyReply {
  reply.code(503).header('retry-after', '60');
  return sayBare(request, reply, { title: TITLE, detail: DETAILS[why] });
}

/** Postgres lives, perhaps, and said nothing in the time that it was given. */
class NoAnswer extends Error {
  readonly code = 'NO_ANSWER';
}

async function whyNotWithin(promise: Promise<unknown>, ms: number): Promise<Error | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new NoAnswer(`no answer within ${ms} ms`)), ms);
  });
  const there = promise.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error : new NoAnswer(String(error))),
  );
  try {
    return await Promise.race([there, late]);
  } finally {
    clearTimeout(timer);
  }
}
