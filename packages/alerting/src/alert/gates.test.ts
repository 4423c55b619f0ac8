import { describe, expect, it } from 'vitest';
import { petitionFacts } from '../fixtures/alert-facts.ts';
import { awardGate, isTold, levelToTell, paidWhileAtRisk, paidWhileInactive } from './gates.ts';

const { assessment } = petitionFacts;
const sound = { ...assessment, band: 'low' as const };
const standing = { band: 'low' as const, episode: 0 };
const award = { ref: 'ocds-h6vhtk-1/1', stage: 'award' as const, on: '2026-05-01' };
const dissolved = { status: 'dissolved' as const, since: '2026-01-31', paidFrom: '2026-01-31' };

describe('the award gate', () => {
  it('speaks once per award when the supplier is at risk', () => {
    expect(awardGate(award, assessment, null, standing)).toMatchObject({
      cause: 'award-gate:ocds-h6vhtk-1/1',
      title: 'Award to a supplier at risk',
    });
  });

  it('speaks of a tender that a dissolved company takes part in, whatever its band', () => {
    expect(awardGate({ ref: 'x', stage: 'tender', on: null }, sound, dissolved, standing)?.title).toBe(
      'Tender with a dissolved company',
    );
  });

  it('says whose act a strike-off is, and that it is not known where nothing tells', () => {
    const struck = { status: 'strike-off' as const, since: '2026-02-03', paidFrom: '2026-02-03' };
    const said = (kind?: 'voluntary' | 'compulsory') =>
      paidWhileInactive('2026-03-01', { ...struck, ...(kind && { kind }) }, sound, standing)?.title;
    expect(said('voluntary')).toBe('Payment to a company that has asked to be struck off');
    expect(said('compulsory')).toBe('Payment to a company that the registrar proposes to strike off');
    expect(said()).toBe('Payment to a company in strike-off (whose act it is, is not known)');
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

  it('speaks of a payment in the year of which dormant accounts say that there was none', () => {
    const dormant = { status: 'dormant' as const, since: '2026-03-31', paidFrom: '2025-03-31' };
    expect(paidWhileInactive('2025-09-01', dormant, sound, standing)?.title).toBe(
      'Payment to a company that files dormant accounts',
    );
    expect(paidWhileInactive('2025-03-31', dormant, sound, standing)).toBeNull();
  });

  it('is not told again when its spell turns out to have begun earlier; a later spell and other states are', () => {
    const paid = (status: 'dormant' | 'dissolved', since: string) => {
      const cause = paidWhileInactive('2026-09-01', { status, since, paidFrom: since }, sound, standing);
      if (!cause) throw new Error('a payment after the day has a cause');
      return cause;
    };
    const told = [paid('dormant', '2025-03-31').cause];
    expect(isTold(paid('dormant', '2025-03-31'), told)).toBe(true);
    expect(isTold(paid('dormant', '2024-03-31'), told)).toBe(true);
    expect(isTold(paid('dormant', '2026-03-31'), told)).toBe(false);
    expect(isTold(paid('dissolved', '2024-03-31'), told)).toBe(false);
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

describe('who is told of a gate', () => {
  it('is whoever hears of suppliers at risk, however low the company scores; a band is told as it is', () => {
    expect(levelToTell('paid-while-inactive', 'low')).toBe('elevated');
    expect(levelToTell('award-gate', 'watch')).toBe('elevated');
    expect(levelToTell('award-gate', 'severe')).toBe('severe');
    expect(levelToTell('band', 'low')).toBe('low');
    expect(levelToTell('formal', 'watch')).toBe('watch');
  });
});
