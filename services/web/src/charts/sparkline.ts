import { addMonths, formatDate, type IsoDate } from '@tocsin/domain';
import { scaleLinear, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';
import { drawn, GRID, INK, momentOf, rounded, ruled, strokeOf, type Chart } from './svg.ts';

const SIZES = { wide: { width: 340, height: 56 }, narrow: { width: 300, height: 48 } };
const MONTHS = 24;
/** Room for marks above the line, and for the width of strokes. */
const [TOP, EDGE] = [12, 3];
const MARK = 4;

/** The sum of the points on a day for which it was worked out; null where not enough was known. */
export interface SparkDay {
  readonly asOf: IsoDate;
  readonly score: number | null;
}

/**
 * How a supplier's score ran in the two years up to a day, small and without a number, with a mark on each day of an event.
 * Null where fewer than two days of it were scored: one dot says nothing of a course.
 */
export function drawSparkline(
  history: readonly SparkDay[],
  events: readonly IsoDate[],
  asOf: IsoDate,
): Chart | null {
  const from = addMonths(asOf, -MONTHS);
  const before = history.findLast((day) => day.asOf < from);
  const days = [
    ...(before ? [{ ...before, asOf: from }] : []),
    ...history.filter((day) => day.asOf >= from && day.asOf <= asOf),
  ];
  const last = days.at(-1);
  if (!last || days.filter(({ score }) => score !== null).length < 2) return null;
  const marks = [...new Set(events)].filter((day) => day >= from && day <= asOf).toSorted();
  const title = `How it ran from ${formatDate(days[0]?.asOf ?? from)} to ${formatDate(asOf)}, higher is worse`;
  const description =
    marks.length > 0 ? `Marks: ${marks.map((day) => formatDate(day)).join(', ')}` : 'No event in this time';
  const shown = { days: standing(days, asOf), marks, from, asOf, label: `${title}. ${description}` };
  return { title, description, wide: draw(shown, 'wide'), narrow: draw(shown, 'narrow') };
}

/** Each stands until the next one, the last until `asOf`. */
function standing(days: readonly SparkDay[], asOf: IsoDate): readonly SparkDay[] {
  return days.flatMap((day, at) => [day, { ...day, asOf: days[at + 1]?.asOf ?? asOf }]);
}

interface Shown {
  readonly days: readonly SparkDay[];
  readonly marks: readonly IsoDate[];
  readonly from: IsoDate;
  readonly asOf: IsoDate;
  readonly label: string;
}

function draw({ days, marks, from, asOf, label }: Shown, name: keyof typeof SIZES): string {
  const { width, height } = SIZES[name];
  const time = scaleUtc()
    .domain([momentOf(from), momentOf(asOf)])
    .range([EDGE, width - EDGE]);
  const x = (day: IsoDate) => time(momentOf(day));
  const y = scaleLinear()
    .domain([0, 100])
    .range([height - EDGE, TOP]);
  const path = line<SparkDay>()
    .defined(({ score }) => score !== null)
    .x((day) => rounded(x(day.asOf)))
    .y((day) => rounded(y(day.score ?? 0)))([...days]);
  return drawn({ name, width, height, label }, [
    ruled(EDGE, height - EDGE, width - EDGE, height - EDGE),
    ...marks.flatMap((day) => [
      ruled(x(day), TOP - MARK, x(day), height - EDGE, { colour: GRID, width: 1 }),
      `<path d="M${rounded(x(day) - MARK)} 0h${2 * MARK}l-${MARK} ${2 * MARK}z" fill="${INK}"/>`,
    ]),
    `<path d="${path ?? ''}" fill="none"${strokeOf({ colour: INK, width: 2 })}/>`,
  ]);
}
