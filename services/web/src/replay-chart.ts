import { bandCuts, type ReplayedCase, type ReplayStep } from '@tocsin/scoring';
import * as Plot from '@observablehq/plot';
import { accessible, document } from './history-chart.ts';

const COLOURS = { connectors: '#0b2b3c', record: '#b04a00', cut: '#8a979e' };

/** The score of a case over time, for wide and for narrow screens; null where nobody had anything to say. */
export function drawCase(replayed: ReplayedCase): { readonly wide: string; readonly narrow: string } | null {
  if (replayed.ingestible.steps.length + replayed.allRecord.steps.length === 0) return null;
  return { wide: draw(replayed, 'wide', 680, 240), narrow: draw(replayed, 'narrow', 300, 220) };
}

function draw(replayed: ReplayedCase, name: string, width: number, height: number): string {
  const { ingestible, allRecord, outcomeOn } = replayed;
  const days = [...ingestible.steps, ...allRecord.steps].map((step) => step.on);
  const until = [...days, ...(outcomeOn ? [outcomeOn] : [])].sort().at(-1) ?? '';
  const cuts = Object.values(bandCuts);
  const svg = Plot.plot({
    document,
    width,
    height,
    marginLeft: 36,
    marginRight: 16,
    x: { type: 'utc', label: null, ticks: width < 400 ? 3 : 6 },
    y: { domain: [0, 100], label: 'Score (0 to 100)', ticks: 5 },
    marks: [
      Plot.ruleY(cuts, { stroke: COLOURS.cut, strokeDasharray: '2,4' }),
      Plot.ruleY([0]),
      ...(outcomeOn ? [Plot.ruleX([new Date(outcomeOn)], { stroke: '#0b0c0c', strokeWidth: 2 })] : []),
      Plot.line(points(allRecord.steps, until), {
        ...step,
        stroke: COLOURS.record,
        strokeWidth: 2,
        strokeDasharray: '7,5',
      }),
      Plot.line(points(ingestible.steps, until), { ...step, stroke: COLOURS.connectors, strokeWidth: 3 }),
    ],
  });
  return accessible(svg, name, `Score of ${replayed.name} over time. The tables hold the same figures.`);
}

const step = { x: 'on', y: 'score', curve: 'step-after' } as const;

/** A score stands until the next one; the last until the end of the chart. */
function points(steps: readonly ReplayStep[], until: string): { on: Date; score: number }[] {
  const last = steps.at(-1);
  const drawn = last ? [...steps, { ...last, on: until }] : [];
  return drawn.map(({ on, score }) => ({ on: new Date(on), score }));
}
