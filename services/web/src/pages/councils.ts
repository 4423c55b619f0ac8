import { findCouncilCoverage, findCouncils, findCouncilsOnRecord } from '@tocsin/db';
import { GssCode } from '@tocsin/domain';
import { z } from 'zod';
import type { PageRoutes } from '../pages.ts';
import { rememberCouncil } from '../person.ts';
import { notFound } from '../refusal.ts';
import { readForm } from './alert-forms.ts';

const Choice = z.object({
  council: GssCode,
  next: z
    .string()
    .regex(/^\/alerts\/\d{1,18}$/)
    .default('/alerts'),
});

/** The council switcher: stands in for sign-in in local mode, and is not there otherwise. */
export const councilRoutes: PageRoutes = (app, ports, page) => {
  if (ports.settings.TOCSIN_MODE !== 'local') return;

  app.get('/councils', async (request, reply) =>
    page(request, reply, 'councils', {
      title: 'Choose a council',
      councils: (await findCouncils(ports.db)).filter((council) => council.ends_on === null),
      onRecord: await findCouncilsOnRecord(ports.db, 12),
      coverage: await findCouncilCoverage(ports.db),
    }),
  );

  app.post('/councils', async (request, reply) => {
    const { council, next } = readForm(Choice, request.body);
    if (!(await findCouncils(ports.db)).some((one) => one.gss === council)) throw notFound('Council');
    rememberCouncil(reply, council);
    return reply.redirect(next, 303);
  });
};
