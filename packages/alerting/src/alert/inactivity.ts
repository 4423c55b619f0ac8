import {
  addMonths,
  daysBetween,
  happenedBy,
  type IsoDate,
  type ObservedSignal,
  REGISTER_CATCHES_UP_DAYS,
  type SignalOf,
  strikeOffKind,
} from '@tocsin/domain';
import type { Inactivity } from './gates.ts';

/**
 * How a company stands on the register when it does not trade as a living company; null for one that does, or of which
 * nothing is known. Dissolution outweighs strike-off, which outweighs dormant accounts. `since` is the day on which the
 * spell began, so that a second notice or another year of dormant accounts within it is no other spell.
 */
export function inactivityOf(signals: readonly ObservedSignal[]): Inactivity | null {
  const profiles = signals.flatMap((seen) =>
    seen.signal.kind === 'company-profile' ? [{ on: happenedBy(seen), profile: seen.signal }] : [],
  );
  return dissolution(profiles) ?? strikeOff(signals, profiles) ?? dormancy(signals, profiles);
}

interface Profile {
  readonly on: IsoDate;
  readonly profile: SignalOf<'company-profile'>;
}

function dissolution(profiles: readonly Profile[]): Inactivity | null {
  const day = profiles.at(-1)?.profile.dissolvedOn ?? saidSince(profiles, isDissolved);
  return day ? { status: 'dissolved', since: day, paidFrom: day } : null;
}

function strikeOff(signals: readonly ObservedSignal[], profiles: readonly Profile[]): Inactivity | null {
  const filings = signals.flatMap((said) => {
    const { signal } = said;
    return signal.kind === 'filing' && ENDS_STRIKE_OFF[signal.about] !== undefined
      ? [{ on: happenedBy(said), ends: ENDS_STRIKE_OFF[signal.about], kind: strikeOffKind(signal) }]
      : [];
  });
  const open = filings.slice(filings.findLastIndex(({ ends }) => ends) + 1);
  const last = open.at(-1)?.on;
  const filed = last !== undefined && !caughtUp(profiles.at(-1), last) ? open[0]?.on : undefined;
  const shown = saidSince(profiles, isInStrikeOff);
  const [since] = [filed, shown].filter((day) => day !== undefined).sort();
  // A company that has asked for it may be on the registrar's list too: then its own request does not tell it all.
  const kinds = new Set(filed === undefined ? [] : open.map(({ kind }) => kind));
  const [kind = null] = kinds.size === 1 ? kinds : kinds.has('compulsory') ? (['compulsory'] as const) : [];
  return since ? { status: 'strike-off', since, paidFrom: since, ...(kind && { kind }) } : null;
}

/** A suspension, on somebody's objection, ends nothing: the company stays in strike-off. */
const ENDS_STRIKE_OFF: Readonly<Record<string, boolean>> = {
  'strike-off-proposed': false,
  'strike-off-discontinued': true,
};

/** Dormant accounts speak of the year that ends on their balance date: a payment in it contradicts them. */
function dormancy(signals: readonly ObservedSignal[], profiles: readonly Profile[]): Inactivity | null {
  const years = new Map<IsoDate, boolean | null>();
  for (const { profile } of profiles) {
    const { lastMadeUpTo, lastType } = profile.accounts;
    if (lastMadeUpTo && lastType) years.set(lastMadeUpTo, lastType === 'dormant');
  }
  for (const { signal } of signals)
    if (signal.kind === 'accounts-figures')
      years.set(signal.balanceDate, signal.dormant ?? years.get(signal.balanceDate) ?? null);
  const newestFirst = [...years].sort(([a], [b]) => (a < b ? 1 : -1));
  const traded = newestFirst.findIndex(([, dormant]) => !dormant);
  const since = newestFirst.slice(0, traded === -1 ? undefined : traded).at(-1)?.[0];
  return since ? { status: 'dormant', since, paidFrom: addMonths(since, -12) } : null;
}

/** Since when, without a break, the profile has said what its newest version says; undefined where that says it not. */
function saidSince(profiles: readonly Profile[], says: (one: Profile) => boolean): IsoDate | undefined {
  return profiles.slice(profiles.findLastIndex((one) => !says(one)) + 1)[0]?.on;
}

function caughtUp(newest: Profile | undefined, noticeOn: IsoDate): boolean {
  if (!newest || newest.profile.status !== 'active' || isInStrikeOff(newest)) return false;
  return daysBetween(noticeOn, newest.on) > REGISTER_CATCHES_UP_DAYS;
}

function isDissolved({ profile }: Profile): boolean {
  return profile.status === 'dissolved';
}

function isInStrikeOff({ profile }: Profile): boolean {
  return profile.statusDetail === 'active-proposal-to-strike-off';
}
