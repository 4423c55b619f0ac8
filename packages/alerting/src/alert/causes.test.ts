import { eventDay, type Evidence, RiskAssessment, type FormalEvent, type RiskBand } from '@tocsin/domain';
import { describe, expect, it } from 'vitest';
import { causesOf, daysOfEvent, episodeOf, spellOf, untold, type Spell, type Standing } from './causes.ts';

const petition: FormalEvent = {
  ref: 'gazette-insolvency/4000001',
  family: 'winding-up-petition',
  on: '2026-05-01',
  title: 'Winding-up petition advertised',
  evidence: [],
};
const order: FormalEvent = {
  ...petition,
  ref: 'gazette-insolvency/4000002',
  family: 'winding-up-order',
  title: 'Winding-up order made',
};

function assessment(band: RiskBand, formalEvents: readonly FormalEvent[] = []): RiskAssessment {
  return RiskAssessment.parse({
    supplierId: '1',
    modelVersion: '1',
    asOf: '2026-05-02',
    band,
    ownBand: band,
    score: 50,
    rawScore: 50,
    coverage: 1,
    findings: [],
    formalEvents: [...formalEvents],
    reviewOn: null,
  });
}

function causes(band: RiskBand, events: readonly FormalEvent[], previous: Standing | null) {
  return causesOf(assessment(band, events), previous).map(({ cause }) => cause);
}

describe('the days of a formal event', () => {
  const said: Evidence = {
    source: 'The Gazette',
    url: 'https://www.thegazette.co.uk/notice/4000001',
    publishedAt: '2026-05-02T00:00:00Z',
    retrievedAt: '2026-05-04T08:00:00Z',
    sha256: 'a'.repeat(64),
  };
  const days = (change: Partial<FormalEvent>) => daysOfEvent({ ...order, evidence: [said], ...change });

  it('are those that are kept with it', () => {
    const kept = { eventDay: eventDay('2026-04-30'), publishedOn: eventDay(null), seenAt: null };
    expect(days({ days: kept })).toBe(kept);
  });

  it('are not known of one without evidence', () => {
    expect(days({ evidence: [] })).toEqual({ eventDay: 'unknown', publishedOn: 'unknown', seenAt: null });
  });

  it.each([
    [
      'its own, where it is neither that of publication nor that of our look',
      order,
      '2026-05-01',
      '2026-05-01',
    ],
    ['unknown, where it may be that of publication', order, '2026-05-02', 'unknown'],
    ['unknown, where it may be that of our look', order, '2026-05-04', 'unknown'],
    ['that of publication for what happens by it', petition, '2026-05-02', '2026-05-02'],
  ])('are of the event %s', (_, of, on, eventDayOf) => {
    expect(days({ ...of, evidence: [said], on })).toEqual({
      eventDay: eventDayOf,
      publishedOn: '2026-05-02',
      seenAt: said.retrievedAt,
    });
  });

  it('are unknown of a petition that a register without dates shows', () => {
    const undated = { ...said, publishedAt: said.retrievedAt };
    expect(days({ ...petition, evidence: [undated], on: '2026-05-04' })).toEqual({
      eventDay: 'unknown',
      publishedOn: 'unknown',
      seenAt: said.retrievedAt,
    });
  });
});

describe('councils are told of', () => {
  it('every open formal event, once each by its reference', () => {
    expect(causes('insolvent', [order, petition], { band: 'low', episode: 0 })).toEqual([
      'formal:gazette-insolvency/4000002',
      'formal:gazette-insolvency/4000001',
    ]);
  });

  it('a band raised to elevated, and again when it rises to severe in the same episode', () => {
    expect(causes('elevated', [], { band: 'watch', episode: 0 })).toEqual(['band:elevated:1']);
    expect(causes('severe', [], { band: 'elevated', episode: 1 })).toEqual(['band:severe:1']);
  });

  it('nothing when the band stays or falls', () => {
    expect(causes('elevated', [], { band: 'elevated', episode: 1 })).toEqual([]);
    expect(causes('elevated', [], { band: 'severe', episode: 1 })).toEqual([]);
    expect(causes('watch', [], { band: 'severe', episode: 1 })).toEqual([]);
  });

  it('a level again only in a new episode, after the band has been below elevated', () => {
    expect(causes('elevated', [], { band: 'low', episode: 1 })).toEqual(['band:elevated:2']);
    expect(episodeOf('watch', { band: 'severe', episode: 1 })).toBe(1);
    expect(episodeOf('severe', { band: 'watch', episode: 1 })).toBe(2);
  });

  it('a level by the same name when it is reached again within the episode, so that it alerts once', () => {
    expect(causes('severe', [], { band: 'elevated', episode: 3 })).toEqual(['band:severe:3']);
  });

  it('a supplier that is at risk when it is first assessed', () => {
    expect(causes('severe', [], null)).toEqual(['band:severe:1']);
  });

  it('an order once, and not again as a band', () => {
    const before = { band: 'severe', episode: 1, formalEvents: [petition] } as const;
    expect(causes('insolvent', [order], before)).toEqual(['formal:gazette-insolvency/4000002']);
  });

  it('a new petition once: the band that rises with it is the same news', () => {
    expect(causes('severe', [petition], { band: 'low', episode: 0, formalEvents: [] })).toEqual([
      'formal:gazette-insolvency/4000001',
    ]);
    expect(causes('severe', [petition], null)).toEqual(['formal:gazette-insolvency/4000001']);
  });

  it('a band that rises for other reasons while an old petition is still open', () => {
    const before = { band: 'elevated', episode: 1, formalEvents: [petition] } as const;
    expect(causes('severe', [petition], before)).toContain('band:severe:1');
  });

  it('a proceeding that turns into a fact of insolvency under the reference already told', () => {
    const before = { band: 'severe', episode: 1, formalEvents: [petition] } as const;
    expect(causes('insolvent', [{ ...order, ref: petition.ref }], before)).toContain('band:insolvent:1');
  });
});

describe('a change of model', () => {
  const low = { band: 'watch', episode: 1, liftedTo: null } as const;
  const lifted = { band: 'elevated', ...spellOf('elevated', low, 'model') } as const;
  const told = (band: RiskBand, spell: Spell) =>
    causesOf(assessment(band), untold(spell)).map(({ cause }) => cause);

  it('begins a spell of its own, of which nobody is told, now or later', () => {
    expect(lifted).toEqual({ band: 'elevated', episode: 2, liftedTo: 'elevated' });
    expect(told('elevated', lifted)).toEqual([]);
    const later = spellOf('elevated', lifted, 'facts');
    expect(later).toEqual({ episode: 2, liftedTo: 'elevated' });
    expect(causes('elevated', [], lifted)).toEqual([]);
  });
  it('keeps nothing back of what facts do afterwards', () => {
    expect(causes('severe', [], lifted)).toEqual(['band:severe:2']);
    expect(told('severe', lifted)).toEqual(['band:severe:2']);
    expect(causes('insolvent', [order], { ...lifted, formalEvents: [] })).toContain(`formal:${order.ref}`);
  });
  it('is forgotten when the band has fallen below elevated', () => {
    const fallen = { band: 'watch', ...spellOf('watch', lifted, 'facts') } as const;
    expect(fallen.liftedTo).toBeNull();
    expect(spellOf('elevated', fallen, 'facts')).toEqual({ episode: 3, liftedTo: null });
    expect(causes('elevated', [], fallen)).toEqual(['band:elevated:3']);
  });
  it('leaves a spell that facts began as it was', () => {
    const spell = { band: 'severe', episode: 1, liftedTo: null } as const;
    expect(spellOf('elevated', spell, 'model')).toEqual({ episode: 1, liftedTo: null });
    expect(told('elevated', { episode: 1, liftedTo: null })).toEqual(['band:elevated:1']);
  });
});
