import { addDays, dayOf, firstInstantOf } from '@tocsin/domain';
import type { FastifyInstance } from 'fastify';
import type { Ports } from './ports.ts';

/** RFC 9116 wants a day after which nobody should rely on the file; it is written anew at each request. */
const GOOD_FOR_DAYS = 90;

/** `GET /.well-known/security.txt`: whom to tell of a hole, where the operator has named somebody; else there is none. */
export function securityTextRoute(app: FastifyInstance, ports: Pick<Ports, 'settings' | 'now'>): void {
  const { SECURITY_CONTACT: contact, PUBLIC_URL: ours } = ports.settings;
  if (contact === undefined) return;
  app.get('/.well-known/security.txt', async (_request, reply) => {
    const lines = [
      `Contact: ${contact}`,
      `Expires: ${firstInstantOf(addDays(dayOf(ports.now().toISOString()), GOOD_FOR_DAYS))}`,
      'Preferred-Languages: en',
      ...(ours === undefined ? [] : [`Canonical: ${new URL('/.well-known/security.txt', ours).href}`]),
    ];
    return reply.type('text/plain; charset=utf-8').send(`${lines.join('\n')}\n`);
  });
}
