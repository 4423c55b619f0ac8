import { findSourcesOn, findSourceStates, type SourceState } from '@tocsin/db';
import { standingOf, type SourceCondition } from '@tocsin/sources';
import type { FastifyInstance } from 'fastify';
import { otherServices, type Ports } from './ports.ts';
import type { WarnOfUnavailable } from './pulse.ts';

interface Health {
  /** `ok` while every service lives and both stores answer; sources are told apart below. */
  readonly status: 'ok' | 'degraded';
  readonly services: Readonly<Record<string, 'ok' | 'silent' | 'unreachable'>>;
  readonly sources: Readonly<Record<string, { standing: SourceCondition; lastGoodAt: string | null }>>;
}

/** `GET /health`: 503 only when Postgres, and so every page, is out of reach. */
export function healthRoute(app: FastifyInstance, ports: Ports, warn: WarnOfUnavailable): void {
  app.get('/health', { config: { rateLimit: false } }, async (request, reply) => {
    const [states, on, beats] = await Promise.all([
      findSourceStates(ports.db).catch((error: unknown) => {
        warn(request, error);
        return null;
      }),
      findSourcesOn(ports.db).catch(() => []),
      ports.heartbeats().catch(() => null),
    ]);
    const others = otherServices.map((name) => [name, beats?.[name] ? 'ok' : 'silent'] as const);
    const services: Health['services'] = {
      web: 'ok',
      ...Object.fromEntries(others),
      postgres: states ? 'ok' : 'unreachable',
      redis: beats ? 'ok' : 'unreachable',
    };
    const ok = Object.values(services).every((state) => state === 'ok');
    const sources = sourcesOf(ports, states ?? [], on);
    reply.code(states ? 200 : 503).header('cache-control', 'no-store');
    return { status: ok ? 'ok' : 'degraded', services, sources } satisfies Health;
  });
}

function sourcesOf(ports: Ports, states: readonly SourceState[], on: readonly string[]): Health['sources'] {
  return Object.fromEntries(
    ports.sources.map((source) => {
      const state = states.find((one) => one.id === source.id);
      const { standing } = standingOf(
        source,
        state,
        { isSet: ports.isSet, isOn: on.includes(source.id) },
        ports.now(),
      );
      return [source.id, { standing, lastGoodAt: state?.lastGoodAt ?? null }];
    }),
  );
}
