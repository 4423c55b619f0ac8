import { doorCases } from '../door/cases.ts';
import { viewOfCase, type DoorVerdict } from '../door/door-view.ts';
import { findCountryState, countryWords } from '../door/country-state.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import type { Person } from '../person.ts';
import { may } from '../route-roles.ts';
import { uploadWords } from '../upload.ts';

/** What everybody may see before anything else: cases that are over, and the ways in. */
export function doorModel() {
  const cases = doorCases.map(viewOfCase);
  const of = (verdict: DoorVerdict) => cases.filter((one) => one.verdict === verdict).length;
  return {
    title: 'Which council could have known, and when?',
    cases,
    verdicts: { warned: of('warned'), missed: of('missed'), falseAlarms: of('false-alarm') },
  };
}

/** The first page of a local copy, and of a server before anybody signs in. Who is signed in begins with her own work. */
export const doorRoutes: PageRoutes = (app, ports, page) => {
  const model = doorModel();
  const isLocal = ports.settings.TOCSIN_MODE === 'local';

  app.get('/', async (request, reply) => {
    const { person, session } = request;
    if (!isLocal && person) return reply.redirect(firstPageOf(person), 303);
    if (!isLocal && session) return reply.redirect('/account', 303);
    return reply.redirect('/could-have-known', 303);
  });

  app.get('/could-have-known', async (request, reply) => {
    const standing = await findCountryState(ports);
    return page(request, reply, 'door', {
      ...model,
      isStill: false,
      standing,
      said: countryWords(standing),
      takesFiles: isLocal && request.person?.council != null,
      upload: uploadWords,
      latest: isLocal ? await latestDay(ports) : null,
    });
  });
};

/** Where the work of a person begins. */
function firstPageOf(person: Person): string {
  return ['/alerts', '/national', '/sources'].find((page) => may(person, 'GET', page)) ?? '/account';
}
