import { findDiagnosticCounts } from '@tocsin/db';
import { diagnosticCuts, MaturityLevel, type ShownCount } from '@tocsin/exposure';
import { z } from 'zod';
import { drawRankedBars } from '../charts/ranked-bars.ts';
import { exportRoutes } from '../export.ts';
import { latestDay, type PageRoutes } from '../pages.ts';

const DiagnosticQuery = z.object({ code: z.string().max(100).nullable().catch(null) });

/** What levels are crossed with, in the words of the page. */
const cutWords: Readonly<Record<keyof typeof diagnosticCuts, string>> = {
  'at risk': 'Pounds with suppliers at elevated or above, by public record',
  'looked at': 'Share of published spend whose firm was looked at in time',
  acknowledged: 'Time from an alert to its acknowledgement',
};

/** How many councils are at each level of the national diagnostic, alone and crossed: groups of five or more, once a quarter. */
export const diagnosticRoutes: PageRoutes = (app, ports, page) => {
  app.get('/national/diagnostic', async (request, reply) => {
    const today = await latestDay(ports);
    const { asOf, year, counts } = await findDiagnosticCounts(ports.national, today);
    const codes = [...new Set(counts.flatMap(({ label }) => label[0] ?? []))];
    const asked = DiagnosticQuery.parse(request.query).code;
    const code = codes.find((one) => one === asked) ?? codes[0] ?? null;
    const ofCode = counts.filter(({ label }) => label[0] === code);
    return page(request, reply, 'diagnostic', {
      title: 'National diagnostic',
      nav: 'national',
      releasedAsOf: asOf,
      year,
      codes,
      code,
      levels: MaturityLevel.options,
      stepOf: (...label: readonly string[]) => stepWords(ofCode, [code ?? '', ...label]),
      cuts: Object.entries(diagnosticCuts).map(([cut, buckets]) => ({
        cut,
        words: cutWords[cut as keyof typeof diagnosticCuts],
        buckets,
      })),
      chart: code === null ? null : drawLevels(code, ofCode),
    });
  });

  exportRoutes(app, '/national/diagnostic', async () => {
    const { asOf, counts } = await findDiagnosticCounts(ports.national, await latestDay(ports));
    return {
      name: `diagnostic-${asOf ?? 'none'}`,
      header: ['Area', 'Level', 'Crossed with', 'Group', 'Councils'],
      rows: counts.map(({ label: [code = '', level = '', cut, bucket], councils }) => [
        code,
        level,
        cut ? cutWords[cut as keyof typeof diagnosticCuts] : null,
        bucket ?? null,
        step(councils),
      ]),
    };
  });
};

function stepWords(counts: readonly ShownCount[], label: readonly string[]): string {
  const found = counts.find((one) => JSON.stringify(one.label) === JSON.stringify(label));
  return found ? step(found.councils) : 'Hidden or none';
}

function step(least: number): string {
  return least < 10 ? '5 to 9' : least < 20 ? '10 to 19' : '20 or more';
}

/** Drawn by the least of each step: what is hidden has no bar. */
function drawLevels(code: string, counts: readonly ShownCount[]) {
  const bars = MaturityLevel.options.map((level) => {
    const least = counts.find(({ label }) => label.length === 2 && label[1] === level)?.councils ?? 0;
    return { label: level, value: least, words: least === 0 ? 'hidden or none' : step(least) };
  });
  return drawRankedBars({
    title: `Councils at each level: ${code}`,
    description: `The lowest level first. Each bar is as long as the fewest councils of its step; groups of fewer than five, and those that would tell of one, are not drawn.`,
    bars,
  });
}
