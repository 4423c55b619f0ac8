import { asCouncil, findHeldCompany, findHolds, recordHold, releaseHold } from '@tocsin/db';
import { readCompanyNumber, RowId } from '@tocsin/domain';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import type { PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { notFound, Refusal } from '../refusal.ts';
import { typed } from '../typed.ts';
import { readForm } from './alert-forms.ts';

const Id = z.object({ id: RowId });
const NewHold = z.object({
  kind: z.enum(['information-request', 'dispute']),
  reference: typed(200),
  number: typed(20),
});
const kinds = [
  { kind: 'information-request', words: 'A request for information' },
  { kind: 'dispute', words: 'A dispute' },
] as const;
const Query = z.object({ done: z.enum(['recorded', 'released']).nullable().catch(null) });

/** What a council keeps until a request for information or a dispute is settled, for its administrator. */
export const holdRoutes: PageRoutes = (app, ports, page) => {
  app.get('/holds', async (request, reply) => {
    const { gss } = councilOf(request);
    return page(request, reply, 'holds', {
      title: 'Holds',
      nav: 'audit',
      back: { to: '/audit', text: 'Audit log' },
      done: Query.parse(request.query).done,
      who: await whoDid(ports, request),
      kinds,
      holds: (await asCouncil(ports.db, gss, (trx) => findHolds(trx, gss))).map((hold) => ({
        ...hold,
        words: kinds.find(({ kind }) => kind === hold.kind)?.words ?? hold.kind,
      })),
    });
  });

  app.post('/holds', async (request, reply) => {
    const council = councilOf(request).gss;
    const { kind, reference, number } = readForm(NewHold, request.body);
    if (reference === '')
      throw new Refusal(
        400,
        'Enter a reference',
        'Go back and enter by which reference your council knows it.',
      );
    const read = number === '' ? null : readCompanyNumber(number);
    await asCouncil(ports.db, council, async (trx) => {
      const supplierId = (read && (await findHeldCompany(trx, council, read))) ?? null;
      if (number !== '' && supplierId === null)
        throw new Refusal(
          400,
          'Your council knows no company of that number',
          'Go back and check the company number, or leave it empty to hold everything of your council.',
        );
      const by = personOf(request).actor;
      await recordHold(trx, { council, kind, reference, supplierId, by });
    });
    return reply.redirect('/holds?done=recorded', 303);
  });

  app.post('/holds/:id/release', async (request, reply) => {
    const { id } = readForm(Id, request.params);
    const council = councilOf(request).gss;
    const by = personOf(request).actor;
    const at = ports.now().toISOString();
    const done = await asCouncil(ports.db, council, (trx) => releaseHold(trx, { council, id, by, at }));
    if (!done) throw notFound('Hold');
    return reply.redirect('/holds?done=released', 303);
  });
};
