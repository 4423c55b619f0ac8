import type { IsoDate } from '@tocsin/domain';
import { bandCuts, type ReplayedCase, type ReplayStep } from '@tocsin/scoring';
import { drawScores, type ScoreOn } from './scores.ts';

const COLOURS = { connectors: '#0b2b3c', record: '#b04a00', cut: '#8a979e', outcome: '#0b0c0c' };

/** The score of a case over time, for wide and for narrow screens; null where nobody had anything to say. */
export function drawCase(replayed: ReplayedCase): { readonly wide: string; readonly narrow: string } | null {
  const { name, ingestible, allRecord, outcomeOn } = replayed;
  const steps = [...ingestible.steps, ...allRecord.steps];
  if (steps.length === 0) return null;
  const outcomes = outcomeOn ? [outcomeOn] : [];
  const days = [...steps.map(({ on }) => on), ...outcomes];
  const until = days.toSorted().at(-1) ?? '';
  return drawScores({
    label: `Score of ${name} over time. The tables hold the same figures.`,
    days,
    marks: (plane) => [
      ...Object.values(bandCuts).map((cut) =>
        plane.level(cut, { colour: COLOURS.cut, width: 1, dashes: '2,4' }),
      ),
      ...outcomes.map((on) => plane.day(on, { colour: COLOURS.outcome, width: 2 })),
      plane.line(pointsOf(allRecord.steps, until), {
        colour: COLOURS.record,
        width: 2,
        dashes: '7,5',
        isStepped: true,
      }),
      plane.line(pointsOf(ingestible.steps, until), {
        colour: COLOURS.connectors,
        width: 3,
        isStepped: true,
      }),
    ],
  });
}

/** A score stands until the next one; the last until the end of the chart. */
function pointsOf(steps: readonly ReplayStep[], until: IsoDate): readonly ScoreOn[] {
  const last = steps.at(-1);
  return last ? [...steps, { ...last, on: until }] : [];
}
