import type { FastifyInstance } from 'fastify';

/** What anybody may read before signing in is worth finding; everything else is a council's, or one supplier's bad day. */
const FOUND = ['/$', '/help', '/accessibility', '/privacy', '/assets/'];

/** `GET /robots.txt` (RFC 9309): search engines list no page about a supplier or a council. */
export function robotsTextRoute(app: FastifyInstance): void {
  const lines = ['User-agent: *', ...FOUND.map((path) => `Allow: ${path}`), 'Disallow: /'];
  app.get('/robots.txt', async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(`${lines.join('\n')}\n`),
  );
}
