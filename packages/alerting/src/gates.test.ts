import { describe, expect, it } from 'vitest';
import { petitionFacts } from './fixtures/alert-facts.ts';
import { awardGate, paidWhileAtRisk, paidWhileInactive } from './gates.ts';

const { assessment } = petitionFacts;
const sound = { ...assessment, band: 'low' as const };
const standing = { band: 'low' as const, episode: 0 };
const award = { ref: 'ocds-h6vhtk-1/1', stage: 'award' as const };
const dissolved = { status: 'dissolved' as const, since: '2026-01-31' };

describe('the award gate', () => {
  it('speaks once per award when the supplier is at risk', () => {
    expect(awardGate(award, assessment, null, standing)).toMatchObject({
      cause: 'award-gate:ocds-h6vhtk-1/1',
      title: 'Award to a supplier at risk',
    });
  });

  it('speaks of a tender that a dissolved company takes part in, whatever its band', () => {
    expect(awardGate({ ref: 'x', stage: 'tender' }, sound, dissolved, standing)?.title).toBe(
      'Tender with a dissolved company',
    );
  });

  it('is silent about a living company that is not at risk', () => {
    expect(awardGate(award, sound, null, standing)).toBeNull();
  });
});

describe('paid while inactive', () => {
  it('is one alert for the whole spell, however many payments follow', () => {
    const [first, second] = ['2026-02-01', '2026-03-01'].map((paidOn) =>
      paidWhileInactive(paidOn, dissolved, sound, standing),
    );
    expect(first).toMatchObject({
      cause: 'paid-while-inactive:dissolved:2026-01-31',
      kind: 'paid-while-inactive',
    });
    expect(second?.cause).toBe(first?.cause);
  });

  it('does not speak of payments up to the day it began', () => {
    expect(paidWhileInactive('2026-01-31', dissolved, sound, standing)).toBeNull();
  });
});

describe('paid while at risk', () => {
  const atRisk = { ...assessment, band: 'elevated' as const };
  const episode = { band: 'elevated' as const, episode: 2 };

  it('is one alert for the whole episode, and none for what was paid before it', () => {
    const paid = ['2026-01-31', '2026-02-01', '2026-03-01'].map(
      (paidOn) => paidWhileAtRisk(paidOn, '2026-01-31', atRisk, episode)?.cause,
    );
    expect(paid).toEqual([undefined, 'paid-while-at-risk:2', 'paid-while-at-risk:2']);
  });

  it('is silent about a supplier that is not at risk', () => {
    expect(paidWhileAtRisk('2026-03-01', '2026-01-31', sound, standing)).toBeNull();
  });
});
