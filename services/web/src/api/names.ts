import { asCouncil, findUnmatched } from '@tocsin/db';
import { z } from 'zod';
import { findReview } from '../match-review.ts';
import { ReviewView, viewOfWaiting, WaitingName } from '../match-view.ts';
import { latestDay } from '../pages.ts';
import { councilOf } from '../person.ts';
import { notFound } from '../refusal.ts';
import { CouncilNamed } from './alerts.ts';
import { operation } from './operation.ts';
import { NextCursor, ListPart, partOf } from './paging.ts';

export const listMatches = operation({
  id: 'listMatches',
  path: '/matches',
  tag: 'Names',
  summary: 'Printed names of your council that wait for a person, those with most pounds first',
  query: ListPart,
  answer: z.object({ council: CouncilNamed, total: z.int(), items: z.array(WaitingName), next: NextCursor }),
  find: async ({ ports, request, query }) => {
    const council = councilOf(request);
    const asOf = await latestDay(ports);
    const waiting = await asCouncil(ports.db, council.gss, (trx) => findUnmatched(trx, council.gss, asOf));
    const { some, next } = partOf(waiting, ({ of, id }) => `${of}-${id}`, query);
    return { council, total: waiting.length, items: some.map(viewOfWaiting), next };
  },
});

export const getMatch = operation({
  id: 'getMatch',
  path: '/matches/:item',
  tag: 'Names',
  summary: 'One printed name: its candidates with their points, and what councils decided about it',
  params: z.object({ item: z.string().max(30).meta({ description: 'Its `key`.', example: 'mention-12' }) }),
  answer: ReviewView,
  find: async ({ ports, request, params }) => {
    const { gss } = councilOf(request);
    const asOf = await latestDay(ports);
    const found = await asCouncil(ports.db, gss, (trx) => findReview(trx, gss, asOf, params.item, ''));
    if (!found) throw notFound('Name');
    return found;
  },
});
