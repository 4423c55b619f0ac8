import { londonTime } from '@tocsin/domain';
import { Refuse, type Pace } from '@tocsin/runtime';
import robotsParser from 'robots-parser';

/** How and when the publisher wants to be read. */
export interface Manners {
  readonly secondsBetween: number;
  /** British hours, `21:00-07:00`: from nine in the evening to seven in the morning; null is any hour. */
  readonly hours: string | null;
  /** Whether an address of the publisher's site may be asked for. */
  readonly allows: (address: string) => boolean;
}

export const NIGHT = '21:00-07:00';
/** The stricter of the two rules that the sources tell: one request in ten seconds, at night. */
const STRICTEST = { secondsBetween: 10, hours: NIGHT };

/** The package exports the function itself; its types say that it is the module’s default. */
const parseRobots = robotsParser as unknown as (typeof robotsParser)['default'];

/** The name by which robots.txt would single us out. */
const OURSELVES = 'Tocsin';

/**
 * What a site's robots.txt asks of us, or of everyone: which addresses (with `*`, `$` and `Allow`), how fast, and at
 * which hours. `site` is the address of its root.
 */
export function readRobots(text: string, site: string): Manners {
  const rules = parseRobots(`${site}/robots.txt`, text);
  const everyone = groupOf(text, '*');
  const [rate] = valuesOf(everyone, 'request-rate').map((printed) => /^(\d+)\/(\d+)/.exec(printed));
  const [visit] = valuesOf(everyone, 'visit-time').map((printed) =>
    /^(\d\d)(\d\d)-(\d\d)(\d\d)/.exec(printed),
  );
  const delay = rules.getCrawlDelay(OURSELVES);
  return {
    secondsBetween: Math.max(delay || 0, rate ? Number(rate[2]) / Number(rate[1]) : 0),
    hours: visit ? `${visit[1]}:${visit[2]}-${visit[3]}:${visit[4]}` : null,
    allows: (address) => rules.isAllowed(address, OURSELVES) ?? true,
  };
}

/** A robots.txt that is not there asks for nothing. */
export const NO_RULES: Manners = { secondsBetween: 0, hours: null, allows: () => true };

/** The lines under `User-agent: <agent>`: `Visit-time` and `Request-rate` are in no standard and in no library. */
function groupOf(text: string, agent: string): readonly string[] {
  let [applies, naming] = [false, false];
  return text.split(/\r\n?|\n/).flatMap((printed) => {
    const line = printed.replace(/#.*/, '').trim();
    const named = /^user-agent:\s*(.*)$/i.exec(line)?.[1];
    if (named !== undefined) {
      applies = (naming && applies) || named === agent;
      naming = true;
      return [];
    }
    if (line !== '') naming = false;
    return applies ? [line] : [];
  });
}

function valuesOf(lines: readonly string[], name: string): string[] {
  return lines.flatMap((line) => new RegExp(`^${name}:\\s*(\\S+)`, 'i').exec(line)?.[1] ?? []);
}

/** The pace: the operator's word (`5/10` is five in ten seconds), else the stricter of ours and the publisher's. */
export function paceOf(setting: string | undefined, robots: Manners | null): Pace {
  const [, requests, perSeconds] = /^(\d+)\/(\d+)$/.exec(setting ?? '') ?? [];
  if (requests && perSeconds) return { requests: Number(requests), perSeconds: Number(perSeconds) };
  return { requests: 1, perSeconds: Math.max(STRICTEST.secondsBetween, robots?.secondsBetween ?? 0) };
}

/** The hours that are kept, as in `isWithinHours`. */
export function hoursOf(setting: string | undefined, robots: Manners | null): string {
  return setting ?? robots?.hours ?? STRICTEST.hours;
}

/**
 * Whether it is the hour: the operator's word (`21:00-07:00`, `always`), else the publisher's, else the night. Throws
 * `Refuse` for a setting that is neither: hours that are not understood must not mean any hour.
 */
export function isWithinHours(setting: string | undefined, robots: Manners | null, now: string): boolean {
  const hours = hoursOf(setting, robots);
  if (hours === 'always') return true;
  const [, from, to] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(hours) ?? [];
  if (!from || !to)
    throw new Refuse(`GAZETTE_HOURS: “${hours}” is neither always nor hours such as 21:00-07:00`);
  const time = londonTime(now).slice(11, 16);
  return from <= to ? time >= from && time < to : time >= from || time < to;
}
