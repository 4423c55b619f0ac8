import { londonTime } from '@tocsin/domain';
import { Refuse, type Pace } from '@tocsin/runtime';

/** How and when the publisher wants to be read. */
export interface Manners {
  readonly secondsBetween: number;
  /** British hours, `21:00-07:00`: from nine in the evening to seven in the morning; null is any hour. */
  readonly hours: string | null;
  readonly disallowed: readonly string[];
}

export const NIGHT = '21:00-07:00';
/** The stricter of the two rules that the sources tell: one request in ten seconds, at night. */
const STRICTEST: Manners = { secondsBetween: 10, hours: NIGHT, disallowed: [] };

/** What robots.txt asks of everyone. */
export function readRobots(text: string): Manners {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/#.*/, '').trim());
  const start = lines.findIndex((line) => /^user-agent:\s*\*$/i.test(line));
  const rest = start === -1 ? [] : lines.slice(start + 1);
  const end = rest.findIndex((line, index) => index > 0 && /^user-agent:/i.test(line));
  const rules = end === -1 ? rest : rest.slice(0, end);
  const valueOf = (name: string) =>
    rules.flatMap((rule) => new RegExp(`^${name}:\\s*(\\S+)`, 'i').exec(rule)?.[1] ?? []);
  const [rate] = valueOf('request-rate').map((printed) => /^(\d+)\/(\d+)/.exec(printed));
  const [visit] = valueOf('visit-time').map((printed) => /^(\d\d)(\d\d)-(\d\d)(\d\d)/.exec(printed));
  const [delay] = valueOf('crawl-delay').map(Number);
  return {
    secondsBetween: Math.max(delay || 0, rate ? Number(rate[2]) / Number(rate[1]) : 0),
    hours: visit ? `${visit[1]}:${visit[2]}-${visit[3]}:${visit[4]}` : null,
    disallowed: valueOf('disallow'),
  };
}

/** The pace: the operator's word (`5/10` is five in ten seconds), else the stricter of ours and the publisher's. */
export function paceOf(setting: string | undefined, robots: Manners | null): Pace {
  const [, requests, perSeconds] = /^(\d+)\/(\d+)$/.exec(setting ?? '') ?? [];
  if (requests && perSeconds) return { requests: Number(requests), perSeconds: Number(perSeconds) };
  return { requests: 1, perSeconds: Math.max(STRICTEST.secondsBetween, robots?.secondsBetween ?? 0) };
}

/**
 * Whether it is the hour: the operator's word (`21:00-07:00`, `always`), else the publisher's, else the night. Throws
 * `Refuse` for a setting that is neither: hours that are not understood must not mean any hour.
 */
export function isOpen(setting: string | undefined, robots: Manners | null, now: string): boolean {
  const hours = setting ?? robots?.hours ?? STRICTEST.hours ?? 'always';
  if (hours === 'always') return true;
  const [, from, to] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(hours) ?? [];
  if (!from || !to)
    throw new Refuse(`GAZETTE_HOURS: “${hours}” is neither always nor hours such as 21:00-07:00`);
  const time = londonTime(now).slice(11, 16);
  return from <= to ? time >= from && time < to : time >= from || time < to;
}
