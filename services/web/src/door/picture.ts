import { asMarkup, INK, written } from '../charts/svg.ts';
import type { ShownCase } from './door-view.ts';

const WIDTH = 760;
const SIDE = 24;
const LINE = 24;
const CHART = { width: 712, top: 66 };

/** One case as a picture by itself: its timeline with the days under it, for where there is no page around it. */
export function drawPicture({ firm, verdictWords, events, chart }: ShownCase): string {
  const [, box = '0 0 680 200'] = /viewBox="([^"]+)"/.exec(chart.wide) ?? [];
  const [, , width = 680, height = 200] = box.split(' ').map(Number);
  const high = Math.round((height * CHART.width) / width);
  const list = CHART.top + high + 34;
  const bottom = list + events.length * LINE + 16;
  const inner = chart.wide.replace(
    /^<svg [^>]*>/,
    `<svg x="${SIDE}" y="${CHART.top}" width="${CHART.width}" height="${high}" viewBox="${box}" fill="${INK}" font-size="13">`,
  );
  const title = `${firm}: ${verdictWords.toLowerCase()}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom}" width="${WIDTH}" height="${bottom}"`,
    ` font-family="Arial, Helvetica, sans-serif" font-size="14" fill="${INK}" role="img">`,
    `<title>${asMarkup(title)}</title><desc>${asMarkup(chart.description)}</desc>`,
    `<rect width="${WIDTH}" height="${bottom}" fill="#ffffff"/>`,
    `<text x="${SIDE}" y="40" font-size="22" font-weight="bold">${asMarkup(title)}</text>`,
    inner,
    ...events.flatMap(({ n, dayWords, what }, at) => [
      written(SIDE + 16, list + at * LINE, 'end', String(n)),
      written(SIDE + 28, list + at * LINE, 'start', `${dayWords}: ${what}`),
    ]),
    '</svg>\n',
  ].join('');
}
