import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/**
 * Every whole answer bears a tag of what it says; who sends it back (`If-None-Match`) is told with 304 that nothing has
 * changed. A program may keep what its key was answered; of a person’s session nothing is kept.
 */
export function answerConditionally(api: FastifyInstance): void {
  api.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode !== 200) return payload;
    if (request.person?.scopes.length)
      reply.header('cache-control', 'private, no-cache').header('vary', 'authorization');
    if (typeof payload !== 'string') return payload;
    const tag = `"${createHash('sha256').update(payload).digest('hex')}"`;
    reply.header('etag', tag);
    if (!isAmong(request.headers['if-none-match'], tag)) return payload;
    reply.code(304).removeHeader('content-type');
    return null;
  });
}

/** Compared weakly, as RFC 9110 has it for this header. */
function isAmong(sent: string | undefined, tag: string): boolean {
  const tags = (sent ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return tags.includes(tag) || tags.includes('*');
}
