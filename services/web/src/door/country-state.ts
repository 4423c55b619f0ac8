import { count } from '@tocsin/alerting';
import { findCountryRead, findReplayedTo, findSourcesOn, findSourceStates, readSetting } from '@tocsin/db';
import { dayOf, formatDate, groupDigits, type IsoDate } from '@tocsin/domain';
import { standingOf, type SourceCondition } from '@tocsin/sources';
import type { Ports } from '../ports.ts';

/** How much of the country this installation reads, whom it watches, and whether it is live. */
export interface CountryState {
  readonly councils: number;
  readonly withSpend: number;
  readonly withContracts: number;
  readonly spentTo: IsoDate | null;
  readonly suppliers: number;
  readonly isLive: boolean;
  readonly live: string;
}

/** By what everybody can read, and by what the publishers answer. */
export async function findCountryState(ports: Ports): Promise<CountryState> {
  const now = ports.now();
  const [read, states, on, sample, replayedTo] = await Promise.all([
    findCountryRead(ports.national, dayOf(now.getTime())),
    findSourceStates(ports.db),
    findSourcesOn(ports.db),
    readSetting(ports.db, 'sample'),
    findReplayedTo(ports.db),
  ]);
  const conditions = ports.sources
    .filter(({ schedule }) => schedule !== 'manual')
    .map((source) => {
      const state = states.find(({ id }) => id === source.id);
      const { isSet } = ports;
      return standingOf(source, state, { isSet, isOn: on.includes(source.id) }, now).standing;
    });
  const isSample = typeof sample === 'string' && sample !== '';
  return { ...read, ...liveOf(conditions, isSample ? replayedTo : null) };
}

/** Live is what reads at least one publisher in its time; else it is said why not. */
export function liveOf(
  conditions: readonly SourceCondition[],
  replayedTo: IsoDate | null,
): { readonly isLive: boolean; readonly live: string } {
  const of = (condition: SourceCondition) => conditions.filter((one) => one === condition).length;
  const good = of('good');
  if (good > 0) {
    const rest = good < conditions.length ? '; Sources says which are not' : '';
    const read = `${good} of ${count(conditions.length, 'source')} ${good === 1 ? 'is' : 'are'} read in time`;
    return { isLive: true, live: `${read}${rest}` };
  }
  if (replayedTo !== null)
    return {
      isLive: false,
      live: `This is the sample of the public record, replayed to ${formatDate(replayedTo)}, and no publisher is asked`,
    };
  const waiting = of('no-key');
  return {
    isLive: false,
    live:
      waiting > 0
        ? `${count(waiting, 'source')} ${waiting === 1 ? 'waits' : 'wait'} for a key, and no other is read in time`
        : 'No source has been read in time',
  };
}

/** Councils read of all, to which month, and how many suppliers are watched: one line. */
export function countryWords({
  councils,
  withSpend,
  withContracts,
  spentTo,
  suppliers,
}: CountryState): string {
  if (councils === 0) return 'No list of councils has been loaded.';
  const spend = spentTo ? `spending of ${withSpend}, to ${monthOf(spentTo)}` : 'spending of none yet';
  const watched = `${groupDigits(suppliers)} ${suppliers === 1 ? 'supplier' : 'suppliers'} watched by public record`;
  return `Read of ${councils} councils of England: contracts of ${withContracts}, ${spend}. ${watched}.`;
}

/** `2026-10-31` → `October 2026`. */
function monthOf(day: IsoDate): string {
  return formatDate(day).replace(/^\d+ /, '');
}
