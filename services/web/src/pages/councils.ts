import { findCouncilCoverage, findCouncils, findCouncilsOnRecord, type Council } from '@tocsin/db';
import { GssCode, ROW_ID, type IsoDate } from '@tocsin/domain';
import { z } from 'zod';
import { latestDay, type PageRoutes } from '../pages.ts';
import { rememberCouncil } from '../person.ts';
import { notFound } from '../refusal.ts';
import { readForm } from './alert-forms.ts';

const Choice = z.object({
  council: GssCode,
  next: z
    .string()
    .regex(new RegExp(`^/alerts/${ROW_ID}$`))
    .default('/alerts'),
});

/** The council switcher: stands in for sign-in in local mode, and is not there otherwise. */
export const councilRoutes: PageRoutes = (app, ports, page) => {
  if (ports.settings.TOCSIN_MODE !== 'local') return;

  app.get('/councils', async (request, reply) =>
    page(request, reply, 'councils', {
      title: 'Choose a council',
      ...byTime(await findCouncils(ports.db), await latestDay(ports)),
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

/** The councils of a day, those that it knows will come, and those that have been replaced: what they did is kept. */
function byTime(councils: readonly Council[], on: IsoDate) {
  const isPast = ({ ends_on }: Council) => ends_on !== null && ends_on < on;
  const isToCome = ({ starts_on }: Council) => starts_on !== null && starts_on > on;
  return {
    today: on,
    councils: councils.filter((council) => !isPast(council) && !isToCome(council)).map(choiceOf),
    toCome: councils.filter(isToCome).map(choiceOf),
    past: councils.filter(isPast).map(choiceOf),
  };
}

function choiceOf({ gss, name, starts_on, ends_on }: Council) {
  return { gss, name, startsOn: starts_on, endsOn: ends_on };
}
