import {
  factWords,
  nothingPresses,
  openingTitle,
  openingWords,
  unknownLines,
  viewOfOpening,
} from '@tocsin/alerting';
import { asCouncil, findLetter, findOpeningPart } from '@tocsin/db';
import { dayOf } from '@tocsin/domain';
import type { PageRoutes } from '../pages.ts';
import { councilOf } from '../person.ts';
import { watchNow } from '../ports.ts';

/** Suppliers that are unfolded from the start. */
const SHOWN = 25;

/** How the suppliers of the council stood when Tocsin began to watch them: as it was sent, or as far as it is known yet. */
export const openingRoutes: PageRoutes = (app, ports, page) => {
  app.get('/opening', async (request, reply) => {
    const { gss } = councilOf(request);
    const letter = await asCouncil(ports.db, gss, (trx) => findLetter(trx, { openingOf: gss }));
    const watch = watchNow(ports);
    const isBegun = letter !== undefined && !letter.isSilent;
    const view = !isBegun
      ? null
      : (letter.said ??
        viewOfOpening(await findOpeningPart(ports.db, gss, dayOf(watch.now), watch, letter.begunAt)));
    return page(request, reply, 'opening', {
      title: 'Opening report',
      nav: 'alerts',
      back: { to: '/alerts', text: 'Alerts' },
      view,
      sentAt: letter?.sentAt ?? null,
      begunAt: letter?.begunAt ?? null,
      heading: view && openingTitle(view),
      words: view ? openingWords(view) : [],
      nothingPresses,
      shown: SHOWN,
      unknown: view ? unknownLines(view) : [],
      factWords: (fact: Parameters<typeof factWords>[0]) => factWords(fact, null),
    });
  });
};
