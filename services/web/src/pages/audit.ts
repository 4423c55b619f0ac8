import { asCouncil, findAuditEntries, openAuditNames } from '@tocsin/db';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import type { PageRoutes } from '../pages.ts';
import { councilOf } from '../person.ts';

const PAGE = 50;
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
    const { entries, said } = await asCouncil(ports.db, councilOf(request).gss, async (trx) => ({
      entries: await findAuditEntries(trx, PAGE + 1, before),
      said: await openAuditNames(trx),
    }));
    return page(request, reply, 'audit', {
      title: 'Audit log',
      nav: 'audit',
      who: await whoDid(ports, request),
      entries: entries.slice(0, PAGE).map((entry) => ({
        ...entry,
        subject: said(entry.subject),
        detail: said(inWords(entry.detail)),
      })),
      older: entries.length > PAGE ? entries[PAGE - 1]?.hash : null,
    });
  });
};

function inWords(detail: unknown): string {
  if (typeof detail !== 'object' || detail === null) return '';
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
