import { findOurCoverage } from '../our-coverage.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf } from '../person.ts';
import { watchNow } from '../ports.ts';

/** Whose pounds the council's spend and contracts are, month by month; each state leads to what can be done about it. */
export const coverageRoutes: PageRoutes = (app, ports, page) => {
  app.get('/exposure/coverage', async (request, reply) => {
    const council = councilOf(request);
    const asOf = await latestDay(ports);
    return page(request, reply, 'coverage', {
      title: 'Whose pounds these are',
      nav: 'exposure',
      ...(await findOurCoverage(ports.db, council.gss, asOf, watchNow(ports))),
    });
  });
};
