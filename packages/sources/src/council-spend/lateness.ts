import { addDays, dayNumber } from '@tocsin/domain';
import type { CouncilMap } from './map.ts';

/** Between the last day of a month and its file; most councils need four to six weeks. */
const TO_PUBLISH_DAYS = 62;
const CADENCE_DAYS = { monthly: 31, quarterly: 92 } as const;
/** Two files of one month (its two editions, two departments) say nothing of the pace. */
const SAME_FILE_DAYS = 10;

/** The last days that a council's files of one series cover, oldest first. */
export interface SeriesCoverage {
  readonly council: string;
  readonly series: string;
  readonly coveredTo: readonly string[];
}

export interface LateSeries {
  readonly council: string;
  readonly councilName: string;
  readonly series: string;
  readonly coveredTo: string;
  readonly dueBy: string;
}

/**
 * The councils whose next file is overdue on `today`, against their own cadence: the median distance of their last
 * files, or what the map says where there are too few.
 */
export function lateSeries(
  maps: readonly CouncilMap[],
  coverage: readonly SeriesCoverage[],
  today: string,
): LateSeries[] {
  return coverage.flatMap(({ council, series, coveredTo }) => {
    const map = maps.find(({ gss }) => gss === council);
    const last = coveredTo.at(-1);
    if (!map || last === undefined) return [];
    const every = medianGap(coveredTo) ?? CADENCE_DAYS[map.cadence];
    const dueBy = addDays(last, every + TO_PUBLISH_DAYS);
    return dueBy < today ? [{ council, councilName: map.name, series, coveredTo: last, dueBy }] : [];
  });
}

/** Days between files, over the last dozen; null where fewer than two distances are known. */
function medianGap(coveredTo: readonly string[]): number | null {
  const days = coveredTo.slice(-13).map(dayNumber);
  const gaps = days
    .slice(1)
    .map((day, at) => day - (days[at] ?? day))
    .filter((gap) => gap >= SAME_FILE_DAYS)
    .toSorted((a, b) => a - b);
  return gaps.length < 2 ? null : (gaps[Math.floor(gaps.length / 2)] ?? null);
}

/** One sentence for the sources page; null when nobody is late. */
export function lateNote(late: readonly LateSeries[]): string | null {
  if (late.length === 0) return null;
  const each = late.map(
    ({ councilName, series, coveredTo, dueBy }) =>
      `${councilName} (${series}): read to ${coveredTo}, the next file was due by ${dueBy}`,
  );
  return `Late against their own cadence: ${each.join('; ')}.`;
}
