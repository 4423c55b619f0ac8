import { Signal, type ObservedSignal } from '@tocsin/domain';
import { describe, expect, it } from 'vitest';
import { inactivityOf } from './inactivity.ts';

function filed(about: string, on: string): ObservedSignal {
  return observed(
    Signal.parse({ kind: 'filing', about, type: 'GAZ1', description: 'a notice', detail: null }),
    on,
  );
}

function accounts(dormant: boolean | null, balanceDate: string): ObservedSignal {
  return observed(
    Signal.parse({
      kind: 'accounts-figures',
      balanceDate,
      currency: 'GBP',
      figures: {},
      consolidated: null,
      previous: null,
      standard: null,
      dormant,
      audited: null,
      flags: [],
    }),
    balanceDate,
  );
}

function observed(signal: Signal, on: string): ObservedSignal {
  const at = `${on}T00:00:00Z`;
  const evidence = {
    source: 's',
    url: 'https://example.org',
    publishedAt: at,
    retrievedAt: at,
    sha256: '0'.repeat(64),
  };
  return {
    source: 's',
    ref: on,
    version: on,
    occurredOn: on,
    publishedAt: at,
    observedAt: at,
    evidence,
    signal,
  };
}

describe('a company that does not trade as a living one', () => {
  it('is in strike-off from the notice until it is discontinued', () => {
    const proposed = filed('strike-off-proposed', '2026-02-03');
    expect(inactivityOf([proposed])).toEqual({ status: 'strike-off', since: '2026-02-03' });
    expect(inactivityOf([proposed, filed('strike-off-discontinued', '2026-03-01')])).toBeNull();
  });

  it('is dormant by its newest accounts only', () => {
    expect(inactivityOf([accounts(true, '2025-03-31')])).toEqual({ status: 'dormant', since: '2025-03-31' });
    expect(inactivityOf([accounts(true, '2024-03-31'), accounts(false, '2025-03-31')])).toBeNull();
  });

  it('is not made up where nothing is known', () => {
    expect(inactivityOf([])).toBeNull();
    expect(inactivityOf([accounts(null, '2025-03-31')])).toBeNull();
  });
});
