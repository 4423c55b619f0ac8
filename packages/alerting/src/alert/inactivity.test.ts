import { Signal, type ObservedSignal } from '@tocsin/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inactivityOf } from './inactivity.ts';

function filed(about: string, on: string, type = 'X1'): ObservedSignal {
  return observed(Signal.parse({ kind: 'filing', about, type, description: 'a notice', detail: null }), on);
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

function profile(
  on: string,
  said: {
    status?: string;
    detail?: string;
    dissolvedOn?: string;
    dormantTo?: string;
    madeUpTo?: string;
  } = {},
): ObservedSignal {
  const { status = 'active', detail = null, dissolvedOn = null, dormantTo, madeUpTo } = said;
  const lastType = dormantTo ? 'dormant' : madeUpTo ? 'total-exemption-full' : null;
  return observed(
    Signal.parse({
      kind: 'company-profile',
      name: 'EXAMPLE LTD',
      status,
      statusDetail: detail,
      type: 'ltd',
      jurisdiction: null,
      incorporatedOn: null,
      dissolvedOn,
      sicCodes: [],
      postcode: null,
      previousNames: [],
      accounts: {
        nextDueOn: null,
        nextMadeUpTo: null,
        lastMadeUpTo: dormantTo ?? madeUpTo ?? null,
        lastType,
        overdue: null,
        referenceDate: null,
      },
      confirmationStatement: { nextDueOn: null, lastMadeUpTo: null, overdue: null },
    }),
    on,
  );
}

const proposal = { detail: 'active-proposal-to-strike-off' };

describe('a company that does not trade as a living one', () => {
  it('is in strike-off from its first notice until it is discontinued', () => {
    const applied = filed('strike-off-proposed', '2026-02-03');
    const gazetted = filed('strike-off-proposed', '2026-02-17');
    const struck = { status: 'strike-off', since: '2026-02-03', paidFrom: '2026-02-03' };
    expect(inactivityOf([applied])).toEqual(struck);
    expect(inactivityOf([applied, gazetted])).toEqual(struck);
    expect(inactivityOf([applied, filed('strike-off-suspended', '2026-02-20')])).toEqual(struck);
    expect(inactivityOf([applied, filed('strike-off-discontinued', '2026-03-01')])).toBeNull();
    const again = [
      applied,
      filed('strike-off-discontinued', '2026-03-01'),
      filed('strike-off-proposed', '2026-04-01'),
    ];
    expect(inactivityOf(again)?.since).toBe('2026-04-01');
  });

  it('is in strike-off at its own request or by the registrar, as the filings tell', () => {
    const kindOf = (...types: readonly string[]) =>
      inactivityOf(types.map((type, at) => filed('strike-off-proposed', `2026-02-0${at + 1}`, type)))?.kind;
    expect(kindOf('DS01', 'GAZ1(A)')).toBe('voluntary');
    expect(kindOf('GAZ1')).toBe('compulsory');
    expect(kindOf('DS01', 'GAZ1')).toBe('compulsory');
    expect(kindOf('X1')).toBeUndefined();
    expect(inactivityOf([profile('2026-02-05', proposal)])).not.toHaveProperty('kind');
  });

  it('is in strike-off where only the profile says so, from the first version that did', () => {
    const versions = [
      profile('2026-01-05'),
      profile('2026-02-05', proposal),
      profile('2026-03-05', proposal),
    ];
    expect(inactivityOf(versions)).toMatchObject({ status: 'strike-off', since: '2026-02-05' });
    expect(inactivityOf([filed('strike-off-proposed', '2026-02-01'), ...versions])?.since).toBe('2026-02-01');
    expect(inactivityOf([...versions, profile('2026-04-05')])).toBeNull();
  });

  it('is out of strike-off once the register has shown it as plainly active for two months', () => {
    const proposed = filed('strike-off-proposed', '2026-01-10');
    expect(inactivityOf([proposed, profile('2026-02-10')])?.status).toBe('strike-off');
    expect(inactivityOf([proposed, profile('2026-03-20')])).toBeNull();
  });

  it('is dissolved from the day the register gives, else from the first version that says so', () => {
    const dated = profile('2026-03-01', { status: 'dissolved', dissolvedOn: '2026-02-24' });
    expect(inactivityOf([dated])).toMatchObject({ status: 'dissolved', since: '2026-02-24' });
    const undated = ['2026-03-01', '2026-04-01'].map((on) => profile(on, { status: 'dissolved' }));
    expect(inactivityOf([profile('2026-02-01', proposal), ...undated])).toMatchObject({
      status: 'dissolved',
      since: '2026-03-01',
    });
    expect(inactivityOf([dated, profile('2026-06-01')])).toBeNull();
  });

  it('is dormant by its newest accounts only, from the first dormant year on, and paid from the year before', () => {
    const dormant = { status: 'dormant', since: '2024-03-31', paidFrom: '2023-03-31' };
    expect(inactivityOf([accounts(true, '2024-03-31')])).toEqual(dormant);
    expect(inactivityOf([accounts(true, '2024-03-31'), accounts(true, '2025-03-31')])).toEqual(dormant);
    expect(inactivityOf([accounts(true, '2024-03-31'), accounts(false, '2025-03-31')])).toBeNull();
    expect(inactivityOf([accounts(true, '2024-02-29')])?.paidFrom).toBe('2023-02-28');
  });

  it('is dormant where the register names the kind of its last accounts and nobody has read them', () => {
    const said = profile('2026-01-05', { dormantTo: '2025-03-31' });
    expect(inactivityOf([said])).toMatchObject({ status: 'dormant', since: '2025-03-31' });
    expect(inactivityOf([accounts(null, '2025-03-31'), said])?.status).toBe('dormant');
    expect(inactivityOf([said, profile('2026-12-05', { madeUpTo: '2026-03-31' })])).toBeNull();
    expect(inactivityOf([accounts(false, '2025-03-31'), said])).toBeNull();
  });

  it('is not made up where nothing is known', () => {
    expect(inactivityOf([])).toBeNull();
    expect(inactivityOf([profile('2026-01-05')])).toBeNull();
    expect(inactivityOf([accounts(null, '2025-03-31')])).toBeNull();
  });

  it('is the same whatever order accounts of different years are read in', () => {
    const year = fc.record({
      year: fc.integer({ min: 2015, max: 2025 }),
      dormant: fc.constantFrom(true, false),
    });
    const years = fc.uniqueArray(year, { selector: (one) => one.year, maxLength: 8 });
    const shuffled = years.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([a, b]) => {
        const read = (all: typeof a) =>
          inactivityOf(all.map((one) => accounts(one.dormant, `${one.year}-03-31`)));
        expect(read(b)).toEqual(read(a));
      }),
    );
  });
});
