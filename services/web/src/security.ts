import { actorOf } from '@tocsin/domain';
import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { hostOf, isLoopback } from '@tocsin/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Ports } from './ports.ts';
import { Refusal } from './refusal.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asked by a program that shows a token of its own in a header. */
    isForPrograms?: boolean;
  }
}

const REQUESTS_PER_MINUTE = 300;
/** The people of a council may all come from one address: from none come more than this, times what one of them may. */
const PEOPLE_AT_AN_ADDRESS = 20;

/** Content rules, cookies, forms that only our own pages can send, and a limit on requests: before any route. */
export async function secure(app: FastifyInstance, ports: Ports): Promise<void> {
  const https = ports.settings.PUBLIC_URL?.startsWith('https:') ?? false;
  const secret = ports.settings.SESSION_SECRET ?? randomBytes(32).toString('hex');
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        frameSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    hsts: https,
    originAgentCluster: false,
    referrerPolicy: { policy: 'same-origin' },
  });
  await limitRequests(app, ports.requestsPerMinute ?? REQUESTS_PER_MINUTE);
  await app.register(cookie, { secret });
  await app.register(formbody, { bodyLimit: 256 * 1024 });
  await app.register(csrf, {
    sessionPlugin: '@fastify/cookie',
    cookieOpts: { signed: true, httpOnly: true, sameSite: 'strict', path: '/', secure: https },
    getToken: tokenOf,
  });
  app.addHook('onRequest', async (request) => refuseForeignHost(ports, request));
  app.addHook('onRequest', async ({ url }) => {
    if (/%00/i.test(url)) throw new Refusal(400, 'That could not be read', 'Check the address.');
  });
  app.addHook('preHandler', (request, reply, done) => {
    // A program with a token of its own has no form of ours, and no cookie that could be used against it.
    const { isForPrograms = false } = request.routeOptions.config;
    if (request.method === 'GET' || request.method === 'HEAD' || isForPrograms) done();
    else app.csrfProtection(request, reply, done);
  });
}

/**
 * A person, a program by its key, and an address from which nobody is signed in may each ask so many times a minute. Who
 * asks is known by the time that a route counts: before that an address is only kept from asking for a whole council.
 */
async function limitRequests(app: FastifyInstance, max: number): Promise<void> {
  const tooMany = () => new Refusal(429, 'Too many requests', 'Please wait a minute, then try again.');
  await app.register(rateLimit, {
    max,
    timeWindow: '1 minute',
    keyGenerator: ({ ip, person, session }) =>
      session ? actorOf(session.personId) : person?.scopes.length ? person.actor : ip,
    errorResponseBuilder: tooMany,
  });
  const ofAddress = app.createRateLimit({
    max: max * PEOPLE_AT_AN_ADDRESS,
    timeWindow: '1 minute',
    keyGenerator: ({ ip }) => `address ${ip}`,
  });
  app.addHook('onRequest', async (request, reply) => {
    const limit = await ofAddress(request);
    if (limit.isAllowed || !limit.isExceeded) return;
    reply.header('retry-after', limit.ttlInSeconds);
    throw tooMany();
  });
}

function tokenOf(request: FastifyRequest): string | undefined {
  const body: unknown = request.body;
  if (typeof body !== 'object' || body === null || !('token' in body)) return undefined;
  const { token } = body;
  if (typeof token === 'string') return token;
  // A form with a file arrives in parts.
  const part = typeof token === 'object' && token !== null && 'value' in token ? token.value : undefined;
  return typeof part === 'string' ? part : undefined;
}

/**
 * Without sign-in, a page of another site must not reach us by pointing its own name at this machine. Settings see to it
 * that our own address is one of this machine; what a proxy says of another host does not count.
 */
function refuseForeignHost(ports: Ports, { headers }: FastifyRequest): void {
  if (ports.settings.TOCSIN_MODE !== 'local') return;
  const host = hostOf(headers.host);
  if (host !== undefined && isLoopback(host)) return;
  throw new Refusal(421, 'Unknown host name', 'Open these pages by localhost or 127.0.0.1.');
}
