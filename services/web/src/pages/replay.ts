import { bandCuts, measuredCases, model, type ReplayedCase, type Track } from '@tocsin/scoring';
import type { PageRoutes } from '../pages.ts';
import { drawCase } from '../charts/replay.ts';

/** Failures and survivors of the past, replayed through the score: when could we have known? */
export const replayRoutes: PageRoutes = (app, _ports, page) => {
  const shown = replayModel();
  app.get('/replay', async (request, reply) => page(request, reply, 'replay', { ...shown, nav: 'national' }));
};

/** Every case that was measured, and how many were warned of and missed. */
export function replayModel() {
  const cases = measuredCases.map(shownCase);
  return {
    title: 'When could we have known?',
    model: model.version,
    cases,
    proven: cases.filter(({ chart }) => chart !== null),
    unproven: cases.filter(({ chart }) => chart === null),
    verdicts: countVerdicts(measuredCases),
    cuts: bandCuts,
  };
}

function shownCase(replayed: ReplayedCase) {
  return {
    ...replayed,
    verdictWords: verdictWords(replayed.verdict),
    tracks: [
      { by: 'Our connectors', ...shownTrack(replayed.ingestible), verdict: verdictWords(replayed.verdict) },
      {
        by: 'All public record',
        ...shownTrack(replayed.allRecord),
        verdict: verdictWords(replayed.hindsightVerdict),
      },
    ],
    chart: drawCase(replayed),
  };
}

function shownTrack(track: Track) {
  const days = [
    ['Watch', track.firstWatch],
    ['Elevated', track.firstElevated],
    ['Severe', track.firstSevere],
    ['In a formal procedure', track.insolventOn],
  ] as const;
  return {
    ...track,
    /** The levels that it came to stand at, with the first day of each. */
    stages: days.flatMap(([level, on]) => (on ? [{ level, on }] : [])),
    restedOn: track.restedOn.map((finding) => finding.replaceAll('-', ' ')),
  };
}

function verdictWords(verdict: ReplayedCase['verdict']): string {
  return `${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}`;
}

/** Only what connectors can ingest counts. */
function countVerdicts(cases: readonly ReplayedCase[]) {
  const of = (verdict: ReplayedCase['verdict']) => cases.filter((one) => one.verdict === verdict).length;
  return {
    failed: cases.filter((one) => one.outcome === 'failed').length,
    warned: of('warned'),
    missed: of('missed'),
    survived: cases.filter((one) => one.outcome === 'survived').length,
    falseAlarms: of('false alarm'),
    noEvidence: cases.filter((one) => one.outcome === 'survived' && one.verdict === 'no evidence').length,
  };
}
