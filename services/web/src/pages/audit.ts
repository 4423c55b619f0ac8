import { asCouncil, findAuditEntries, openAuditNames } from '@tocsin/db';
import { PERSON } from '@tocsin/domain';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import type { PageRoutes } from '../pages.ts';
import { councilOf } from '../person.ts';
import type { Ports } from '../ports.ts';

const PAGE = 50;
/** A person, as entries name her wherever they do. */
const NUMBERED = new RegExp(`\\b${PERSON}\\d+`, 'g');
const AuditQuery = z.object({
  before: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .catch(undefined),
});

/** Who did what at this council: the append-only log, newest first. */
export const auditRoutes: PageRoutes = (app, ports, page) => {
  app.get('/audit', async (request, reply) => {
    const { before } = AuditQuery.parse(request.query);
    return page(request, reply, 'audit', {
      title: 'Audit log',
      nav: 'audit',
      ...(await findAuditPage(ports, request, { before, limit: PAGE })),
    });
  });
};

/** Some entries of the log of whoever asks, before the one of a hash where one is given; `older` is where it goes on. */
export async function findAuditPage(
  ports: Ports,
  request: FastifyRequest,
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
) {
  const who = await whoDid(ports, request);
  const { found, said } = await asCouncil(ports.db, councilOf(request).gss, async (trx) => ({
    found: await findAuditEntries(trx, limit + 1, before),
    said: await openAuditNames(trx),
  }));
  // Before words of people are put in: those stay as they were written.
  const named = (text: string) => said(text.replaceAll(NUMBERED, who));
  const entries = found.slice(0, limit).map((entry) => ({
    ...entry,
    actor: who(entry.actor),
    subject: named(entry.subject),
    detail: named(inWords(entry.detail)),
  }));
  return { entries, older: found.length > limit ? (entries.at(-1)?.hash ?? null) : null };
}

function inWords(detail: unknown): string {
  if (typeof detail !== 'object' || detail === null) return '';
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
