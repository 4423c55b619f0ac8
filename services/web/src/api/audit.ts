import { z } from 'zod';
import { findAuditPage } from '../pages/audit.ts';
import { councilOf } from '../person.ts';
import { operation } from './operation.ts';
import { cursorAfter, keyAfter, Next, Part, unknownCursor } from './paging.ts';
import { Council } from './alerts.ts';

export const listAuditEntries = operation({
  id: 'listAuditEntries',
  path: '/audit',
  tag: 'Audit',
  summary: 'Who did what at your council: the append-only log, newest first; for administrators',
  query: Part,
  answer: z.object({
    council: Council,
    entries: z.array(
      z.object({
        at: z.string(),
        actor: z.string(),
        action: z.string(),
        subject: z.string(),
        detail: z.string(),
        /** Of the entry and all before it. */
        hash: z.string(),
      }),
    ),
    next: Next,
  }),
  find: async ({ ports, request, query }) => {
    const before = keyAfter(query);
    if (before !== undefined && !/^[0-9a-f]{64}$/.test(before)) throw unknownCursor();
    const { entries, older } = await findAuditPage(ports, request, { before, limit: query.limit });
    return { council: councilOf(request), entries, next: older === null ? null : cursorAfter(older) };
  },
});
