import type { ObservedSignal, SignalOf } from '@tocsin/domain';
import type { Inactivity } from './gates.ts';

/**
 * How a company stands on the register when it does not trade as a living company; null for one that does, or of which
 * nothing is known. Dissolution outweighs strike-off, which outweighs dormant accounts.
 */
export function inactivityOf(signals: readonly ObservedSignal[]): Inactivity | null {
  const dissolvedOn = newest(signals, 'company-profile')?.dissolvedOn;
  if (dissolvedOn) return { status: 'dissolved', since: dissolvedOn };
  const strikeOff = signals.findLast(
    ({ signal }) => signal.kind === 'filing' && STRIKE_OFF.test(signal.about),
  );
  if (strikeOff?.signal.kind === 'filing' && strikeOff.signal.about === 'strike-off-proposed')
    return { status: 'strike-off', since: strikeOff.occurredOn };
  const accounts = newest(signals, 'accounts-figures');
  return accounts?.dormant ? { status: 'dormant', since: accounts.balanceDate } : null;
}

const STRIKE_OFF = /^strike-off-/;

/** Signals come in order of publication. */
function newest<K extends 'company-profile' | 'accounts-figures'>(
  signals: readonly ObservedSignal[],
  kind: K,
): SignalOf<K> | undefined {
  return signals
    .map(({ signal }) => signal)
    .findLast((signal): signal is SignalOf<K> => signal.kind === kind);
}
