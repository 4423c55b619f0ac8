import { viewOfSystem } from '@tocsin/alerting';
import { askRetry, findStanding, findSystemPart } from '@tocsin/db';
import { dayOf } from '@tocsin/domain';
import { wordsOfReason } from '@tocsin/messages';
import { VERSION } from '@tocsin/runtime';
import { model } from '@tocsin/scoring';
import { z } from 'zod';
import type { PageRoutes } from '../pages.ts';
import { personOf } from '../person.ts';
import { Refusal } from '../refusal.ts';
import { readForm } from './alert-forms.ts';

const Code = z.string().regex(/^[a-z]+(-[a-z]+)*$/);
const Retried = z.object({ queue: Code, reason: Code });
const Done = z.object({ done: z.literal('asked').nullable().catch(null) });

/**
 * How the system stands, for its operator: alarms, the canary, queues, messages put aside, deliveries and sources, by
 * numbers, moments and codes, as a role that reads nothing else.
 */
export const operatorRoutes: PageRoutes = (app, ports, page) => {
  app.get('/operator', async (request, reply) => {
    const { schema, ...part } = await findSystemPart(ports.operator, dayOf(ports.now().getTime()));
    const versions = { code: VERSION, schema, score: model.version };
    const { putAside, ...system } = viewOfSystem({ ...part, versions });
    return page(request, reply, 'operator', {
      title: 'How the system stands',
      nav: 'operator',
      done: Done.parse(request.query).done,
      system,
      putAside: putAside.map((one) => ({ ...one, words: wordsOfReason(one.reason) })),
    });
  });

  app.post('/operator/retry', async (request, reply) => {
    const { queue, reason } = readForm(Retried, request.body);
    const { putAside } = await findStanding(ports.operator);
    if (putAside.every((one) => one.queue !== queue || one.reason !== reason))
      throw new Refusal(
        404,
        'Nothing is put aside for that',
        'Go back and load the page again. Nothing was sent.',
      );
    await ports.operator
      .transaction()
      .execute((trx) => askRetry(trx, { queue, reason }, personOf(request).actor));
    return reply.redirect('/operator?done=asked', 303);
  });
};
