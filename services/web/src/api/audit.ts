import { z } from 'zod';
import { findAuditPage } from '../pages/audit.ts';
import { councilOf } from '../person.ts';
import { operation } from './operation.ts';
import { cursorAfter, keyAfter, NextCursor, ListPart, unknownCursor } from './paging.ts';
import { CouncilNamed } from './alerts.ts';

export const listAuditEntries = operation({
  id: 'listAuditEntries',
  path: '/audit',
  tag: 'Audit',
  summary: 'Who did what at your council: the append-only log, newest first; for administrators',
  query: ListPart,
  answer: z.object({
    council: CouncilNamed,
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
    next: NextCursor,
  }),
  find: async ({ ports, request, query }) => {
    const before = keyAfter(query);
    if (before !== undefined && !/^[0-9a-f]{64}$/.test(before)) throw unknownCursor();
    const { entries, older } = await findAuditPage(ports, request, { before, limit: query.limit });
    return { council: councilOf(request), entries, next: older === null ? null : cursorAfter(older) };
  },
});
