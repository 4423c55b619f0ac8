import { dayBefore, dayCount } from './calendar.ts';
import type { Context } from './context.ts';
import { isHeadline } from './figures.ts';
import { longestPeriod, shortestPeriod } from './select.ts';
import type { FigureCandidate } from './select.ts';

function headlineEnds(candidates: readonly FigureCandidate[]): string[] {
  return candidates.filter(({ rule }) => isHeadline(rule.figure)).map(({ end }) => end);
}

function latestOf(dates: readonly string[]): string | null {
  return dates.reduce<string | null>((last, date) => (last === null || date > last ? date : last), null);
}

/** The latest date that has a headline figure. */
export function lastBalance(candidates: readonly FigureCandidate[]): string | null {
  return latestOf(headlineEnds(candidates));
}

/** The first day of the longest undimensioned period that ends on the balance date. */
export function startOfPeriod(contexts: ReadonlyMap<string, Context>, end: string): string | null {
  let first: string | null = null;
  for (const context of contexts.values()) {
    if (context.start === null || context.end !== end || context.breakdown !== '') continue;
    const days = dayCount(end) - dayCount(context.start);
    if (days < shortestPeriod || days > longestPeriod) continue;
    if (first === null || context.start < first) first = context.start;
  }
  return first;
}

/** The balance date before this one: the eve of the period if anything is stated for it, else the latest earlier date. */
export function previousBalance(
  candidates: readonly FigureCandidate[],
  end: string,
  start: string | null,
): string | null {
  const earlier = headlineEnds(candidates).filter((date) => date < end);
  const eve = start === null ? null : dayBefore(start);
  return eve !== null && earlier.includes(eve) ? eve : latestOf(earlier);
}
