import { addDays, dayOf, formatMoment, groupDigits, type IsoInstant } from '@tocsin/domain';

interface Gap {
  readonly stream: string;
  /** Of the last event heard before; null = nothing was heard before. */
  readonly since: IsoInstant | null;
  readonly until: IsoInstant;
  readonly suppliers: number;
  readonly askedSince: number;
}

const DAYS_SAID = 30;

/**
 * What is to be said of the times in which the streams were not heard: each until everybody was asked about since, and
 * for thirty days; null where there is none.
 */
export function gapsNote(gaps: readonly Gap[], now: IsoInstant): string | null {
  const from = addDays(dayOf(now), -DAYS_SAID);
  const said = gaps.filter(
    ({ suppliers, askedSince, until }) => askedSince < suppliers || dayOf(until) >= from,
  );
  return said.length === 0 ? null : said.map(sentenceOf).join(' ');
}

function sentenceOf({ stream, since, until, suppliers, askedSince }: Gap): string {
  const gap = `The stream of ${stream} was not heard ${since === null ? '' : `from ${formatMoment(since)} `}until ${formatMoment(until)}`;
  if (askedSince >= suppliers) return `${gap}; all suppliers on public record were asked about anew since.`;
  return (
    `${gap}, and what happened meanwhile is asked of the register: ${groupDigits(askedSince)} of ` +
    `${groupDigits(suppliers)} suppliers so far, open alerts and the largest contracts first.`
  );
}
