import {
  countTroubles,
  findCouncilCoverage,
  findDeadLettersForAll,
  findLastRuns,
  findNotUnderstood,
  findSourcesOn,
  findSourceStates,
  findSourceYields,
  findTroubles,
} from '@tocsin/db';
import { wordsOfReason } from '@tocsin/messages';
import type { PageRoutes } from '../pages.ts';
import type { Ports } from '../ports.ts';
import { viewOfSource, type SourceView } from '../source-view.ts';

const RUNS_EACH = 5;
const DEAD_SHOWN = 50;
const TROUBLES_EACH = 20;

/** How every source stands, for the page and the API. */
export async function findSourceHealth(ports: Ports): Promise<readonly SourceView[]> {
  const [states, on, runs, yields, troubles, counts] = await Promise.all([
    findSourceStates(ports.db),
    findSourcesOn(ports.db),
    findLastRuns(ports.db, RUNS_EACH),
    findSourceYields(ports.db),
    findTroubles(ports.db, TROUBLES_EACH),
    countTroubles(ports.db),
  ]);
  return ports.sources.map((source) =>
    viewOfSource(source, {
      isSet: ports.isSet,
      isOn: on.includes(source.id),
      now: ports.now(),
      state: states.find((one) => one.id === source.id),
      runs: runs.filter((run) => run.sourceId === source.id),
      stored: yields.find((one) => one.source === source.id),
      troubles: troubles.filter((one) => one.source === source.id),
      troubleCount: counts.find((one) => one.source === source.id),
    }),
  );
}

/** Sources health: what each source is, how it stands, and what we may have missed. */
export const sourceRoutes: PageRoutes = (app, ports, page) => {
  app.get('/sources', async (request, reply) => {
    const sources = await findSourceHealth(ports);
    const deadLetters = await findDeadLettersForAll(ports.db, DEAD_SHOWN);
    const troubled = sources.filter(({ standing }) => standing !== 'good' && standing !== 'by-hand');
    return page(request, reply, 'sources', {
      title: 'Sources',
      nav: 'sources',
      sources,
      troubled,
      deadLetters: deadLetters.map((letter) => ({ ...letter, reason: wordsOfReason(letter.reason) })),
      notUnderstood: await findNotUnderstood(ports.db),
      coverage: await findCouncilCoverage(ports.db),
    });
  });
};
