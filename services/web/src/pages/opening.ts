import {
  factWords,
  inDifficulty,
  looksWords,
  nothingPresses,
  openingTitle,
  openingWords,
  OpeningView,
  unknownLines,
  viewOfOpening,
} from '@tocsin/alerting';
import { asCouncil, chunksOf, findExposuresOf, findLetter, findOpeningPart } from '@tocsin/db';
import { dayOf } from '@tocsin/domain';
import { z } from 'zod';
import { latestDay, type PageRoutes } from '../pages.ts';
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
  /** Of a report that was sent: suppliers that need the council first and have fewer live contracts by now, with how many. */
  left: z.array(z.object({ supplierId: z.string(), contracts: z.int(), isAll: z.boolean() })),
});
export type OpeningReport = z.infer<typeof OpeningReport>;

/** The opening report of a council: as it was sent, or what is known so far. */
export async function findOpeningReport(ports: Ports, gss: string): Promise<OpeningReport> {
  const letter = await asCouncil(ports.db, gss, (trx) => findLetter(trx, { openingOf: gss }));
  if (!letter) return { begunAt: null, sentAt: null, report: null, left: [] };
  const { begunAt, sentAt, isSilent, said } = letter;
  const watch = watchNow(ports);
  const report = isSilent
    ? null
    : (said ?? viewOfOpening(await findOpeningPart(ports.db, gss, dayOf(watch.now), watch, begunAt)));
  const left = report && said ? await findLeft(ports, gss, report) : [];
  return { begunAt, sentAt, report, left };
}

/** Whom a report names with more contracts than are live on its reader's day: they have ended, or left the register. */
async function findLeft(
  ports: Ports,
  gss: string,
  { pressing }: OpeningView,
): Promise<OpeningReport['left']> {
  const today = await latestDay(ports);
  return asCouncil(ports.db, gss, async (trx) => {
    const left: OpeningReport['left'] = [];
    for (const some of chunksOf(pressing)) {
      const ids = some.map(({ id }) => id);
      const found = await findExposuresOf(trx, ids, today);
      for (const { id, totals } of some) {
        const now = (found.get(id) ?? []).find((one) => one.exposed && one.exposure.council === gss);
        const contracts = now?.exposure.contracts.length ?? 0;
        if (contracts < totals.contracts) left.push({ supplierId: id, contracts, isAll: !now });
      }
    }
    return left;
  });
}

/** How the suppliers of the council stood when Tocsin began to watch them: as it was sent, or as far as it is known yet. */
export const openingRoutes: PageRoutes = (app, ports, page) => {
  app.get('/opening', async (request, reply) => {
    const { gss } = councilOf(request);
    const { report: view, sentAt, begunAt, left } = await findOpeningReport(ports, gss);
    return page(request, reply, 'opening', {
      title: 'Opening report',
      nav: 'alerts',
      back: { to: '/alerts', text: 'Alerts' },
      view,
      sentAt,
      begunAt,
      leftOf: (id: string) => left.find(({ supplierId }) => supplierId === id) ?? null,
      heading: view && openingTitle(view),
      words: view ? openingWords(view) : [],
      signs: view ? inDifficulty(view).length : 0,
      looksSentence: view ? looksWords(view.looks) : '',
      nothingPresses,
      shown: SHOWN,
      unknown: view ? unknownLines(view) : [],
      factWords: (fact: Parameters<typeof factWords>[0]) => factWords(fact, null),
    });
  });
};
