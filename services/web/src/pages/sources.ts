import {
  findCouncilCoverage,
  findDeadLettersForAll,
  findLastRuns,
  findSourcesOn,
  findSourceStates,
  findSourceYields,
  type SourceRun,
  type SourceState,
  type SourceYield,
} from '@tocsin/db';
import { promiseWords } from '@tocsin/sources';
import type { PageRoutes } from '../pages.ts';
import type { Ports, SourceCard } from '../ports.ts';
import { standingOf, standingWords } from '../source-standing.ts';

const RUNS_EACH = 5;
const REFUSED_SHOWN = 20;
const DEAD_SHOWN = 50;

/** How every source stands, for the page and the API. */
export async function findSourceHealth(ports: Ports) {
  const [states, on, runs, yields] = await Promise.all([
    findSourceStates(ports.db),
    findSourcesOn(ports.db),
    findLastRuns(ports.db, RUNS_EACH),
    findSourceYields(ports.db),
  ]);
  return ports.sources.map((source) =>
    healthOf(ports, source, {
      isOn: on.includes(source.id),
      state: states.find((one) => one.id === source.id),
      runs: runs.filter((run) => run.sourceId === source.id),
      stored: yields.find((one) => one.source === source.id),
    }),
  );
}

function healthOf(
  ports: Ports,
  source: SourceCard,
  found: {
    readonly isOn: boolean;
    readonly state: SourceState | undefined;
    readonly runs: readonly SourceRun[];
    readonly stored: SourceYield | undefined;
  },
) {
  const { id, title, publisher, homepage, licence, description, schedule, promise } = source;
  const standing = standingOf(source, found.state, { isSet: ports.isSet, isOn: found.isOn }, ports.now());
  return {
    id,
    title,
    publisher,
    homepage,
    licence,
    description,
    schedule: scheduleWords(schedule),
    lookCounts: promiseWords(promise),
    ...standing,
    standingWords: standingWords[standing.standing],
    lastGoodAt: found.state?.lastGoodAt ?? null,
    lastError: found.state?.lastError ?? null,
    lastErrorAt: found.state?.lastErrorAt ?? null,
    note: found.state?.note ?? null,
    observations: found.stored?.observations ?? 0,
    medianLagSeconds: found.stored?.medianLagSeconds ?? null,
    refusedInAll: found.runs.reduce((refused, run) => refused + (run.report?.refused.length ?? 0), 0),
    runs: found.runs.map(runOf),
  };
}

function runOf(run: SourceRun) {
  const { report } = run;
  return {
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    trigger: run.trigger === 'folder' ? 'From a folder' : 'On schedule',
    outcome: outcomeWords[run.outcome] ?? run.outcome,
    error: run.error,
    documents: report?.documents ?? 0,
    items: report?.items ?? 0,
    recorded: report?.recorded ?? 0,
    duplicates: report?.duplicates ?? 0,
    ignored: Object.entries(report?.ignored ?? {}).map(([reason, items]) => ({ reason, items })),
    refused: (report?.refused ?? []).slice(0, REFUSED_SHOWN),
    refusedInAll: report?.refused.length ?? 0,
    replaced: (report?.replaced ?? []).slice(0, REFUSED_SHOWN),
    replacedInAll: report?.replaced?.length ?? 0,
  };
}

const outcomeWords: Readonly<Record<string, string>> = {
  running: 'Running',
  ok: 'Went well',
  failed: 'Failed',
};

/** As cron counts them. */
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A schedule for people. */
export function scheduleWords(schedule: string): string {
  if (schedule === 'stream') return 'As it is published (stream)';
  if (schedule === 'manual') return 'When somebody loads a file';
  const [minute = '', hour = '', ...days] = schedule.split(' ');
  const weekday = WEEKDAYS[Number(/^\* \* ([0-6])$/.exec(days.join(' '))?.[1] ?? Number.NaN)];
  if (weekday && /^\d+$/.test(minute) && /^\d+$/.test(hour))
    return `Every ${weekday} at ${hour}:${minute.padStart(2, '0')}`;
  if (days.join(' ') !== '* * *') return `On the schedule ${schedule}`;
  const every = /^\*\/(\d+)$/.exec(minute)?.[1];
  if (every && hour === '*') return `Every ${every} minutes`;
  if (/^\d+$/.test(minute) && hour === '*') return 'Every hour';
  if (/^\d+$/.test(minute) && /^\d+$/.test(hour)) return `Every day at ${hour}:${minute.padStart(2, '0')}`;
  const hours = /^\*\/(\d+)$/.exec(hour)?.[1];
  return hours ? `Every ${hours} hours` : `On the schedule ${schedule}`;
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
      deadLetters,
      coverage: await findCouncilCoverage(ports.db),
    });
  });
};
