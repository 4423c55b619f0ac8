import {
  factWords,
  nothingPresses,
  openingTitle,
  openingWords,
  OpeningView,
  unknownLines,
  viewOfOpening,
} from '@tocsin/alerting';
import { asCouncil, findLetter, findOpeningPart } from '@tocsin/db';
import { dayOf } from '@tocsin/domain';
import { z } from 'zod';
import type { PageRoutes } from '../pages.ts';
import { councilOf } from '../person.ts';
import { watchNow, type Ports } from '../ports.ts';

/** Suppliers that are unfolded from the start. */
const SHOWN = 25;

/** What the page and the API say of a council's opening report. */
export const OpeningReport = z.object({
  /** When its first register or spending file came in; null where none has. */
  begunAt: z.string().nullable(),
  /** Null while it is being prepared. */
  sentAt: z.string().nullable(),
  /** As it was sent, or as far as it is known yet; null where there is none. */
  report: OpeningView.nullable(),
});
export type OpeningReport = z.infer<typeof OpeningReport>;

/** The opening report of a council: as it was sent, or what is known so far. */
export async function findOpeningReport(ports: Ports, gss: string): Promise<OpeningReport> {
  const letter = await asCouncil(ports.db, gss, (trx) => findLetter(trx, { openingOf: gss }));
  if (!letter) return { begunAt: null, sentAt: null, report: null };
  const { begunAt, sentAt, isSilent, said } = letter;
  const watch = watchNow(ports);
  const report = isSilent
    ? null
    : (said ?? viewOfOpening(await findOpeningPart(ports.db, gss, dayOf(watch.now), watch, begunAt)));
  return { begunAt, sentAt, report };
}

/** How the suppliers of the council stood when Tocsin began to watch them: as it was sent, or as far as it is known yet. */
export const openingRoutes: PageRoutes = (app, ports, page) => {
  app.get('/opening', async (request, reply) => {
    const { gss } = councilOf(request);
    const { report: view, sentAt, begunAt } = await findOpeningReport(ports, gss);
    return page(request, reply, 'opening', {
      title: 'Opening report',
      nav: 'alerts',
      back: { to: '/alerts', text: 'Alerts' },
      view,
      sentAt,
      begunAt,
      heading: view && openingTitle(view),
      words: view ? openingWords(view) : [],
      nothingPresses,
      shown: SHOWN,
      unknown: view ? unknownLines(view) : [],
      factWords: (fact: Parameters<typeof factWords>[0]) => factWords(fact, null),
    });
  });
};
