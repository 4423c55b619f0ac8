import type { SourceState } from '@tocsin/db';

/** What of a source decides whether it is read. */
interface Scheduled {
  readonly id: string;
  readonly schedule: string;
  readonly needs: readonly string[];
}

/** Each key that may be entered, what it brings, and where there is one. */
export const keys = {
  COMPANIES_HOUSE_KEY:
    'status, insolvency cases, filings, charges and accounts of every supplier, company by company (600 requests in 5 minutes)',
  COMPANIES_HOUSE_STREAM_KEY:
    'changes of the register within seconds, instead of with its next round; a key of its own, not the REST key',
} as const;

const WHERE = 'both are free at https://developer.company-information.service.gov.uk';

/** Whether anything is read from publishers while Tocsin runs, in one line: `live: yes, because …`. */
export function livenessLine(
  sources: readonly Scheduled[],
  on: readonly string[],
  isSet: (name: string) => boolean,
  states: readonly Pick<SourceState, 'id' | 'lastError'>[],
): string {
  const scheduled = sources.filter(({ schedule }) => schedule !== 'manual');
  const chosen = scheduled.filter(({ id }) => on.includes(id));
  if (chosen.length === 0)
    return 'live: no, because no source is switched on: run setup with --sources all, or name some';
  const reasons = chosen.flatMap(({ id, needs }) => {
    const missing = needs.filter((name) => !isSet(name));
    if (missing.length > 0) return [{ id, why: `${id} needs ${missing.map(withPurpose).join(' and ')}` }];
    const error = states.find((state) => state.id === id)?.lastError;
    return error ? [{ id, why: `the last run of ${id} failed (${error})` }] : [];
  });
  const read = chosen.filter(({ id }) => reasons.every((reason) => reason.id !== id));
  const off = scheduled.filter(({ id }) => !on.includes(id)).map(({ id }) => `${id} is switched off`);
  const not = [...reasons.map(({ why }) => why), ...off];
  const hint = reasons.some(({ why }) => why.includes(' needs ')) ? `; ${WHERE}` : '';
  if (read.length === 0) return `live: no, because ${not.join(', ')}${hint}`;
  const names = read.map(({ id }) => id).join(', ');
  const rest = not.length > 0 ? `; not read: ${not.join(', ')}${hint}` : '';
  return `live: yes, because ${names} ${read.length === 1 ? 'is' : 'are'} switched on with all that is needed, and read while Tocsin runs${rest}`;
}

function withPurpose(name: string): string {
  const brings: Readonly<Record<string, string>> = keys;
  return brings[name] ? `${name} (${brings[name]})` : name;
}
