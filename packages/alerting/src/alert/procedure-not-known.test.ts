import { eventDay, type NoticeFamily, type ObservedSignal, type Signal, type SignalOf } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { petitionFacts } from '../fixtures/alert-facts.ts';
import { playbookOf } from '../playbooks/playbooks.ts';
import { informationOf, standsByEntry, withEntry } from './information.ts';
import { eventSince, procedureNotKnown } from './procedure-not-known.ts';

const [event] = petitionFacts.assessment.formalEvents;
const quiet = { band: 'low' as const, formalEvents: [], endings: [] };

function seen(signal: Signal, on: string): ObservedSignal {
  return {
    source: 'gazette-insolvency',
    ref: on,
    version: on,
    occurredOn: null,
    publishedAt: `${on}T00:00:00Z`,
    observedAt: `${on}T08:00:00Z`,
    evidence: { ...event!.evidence[0]!, publishedAt: `${on}T00:00:00Z` },
    signal,
  };
}

function notice(family: NoticeFamily, on = '2019-11-25', more: Partial<SignalOf<'insolvency-notice'>> = {}) {
  const heading = 'Resolutions for Winding-up';
  const bare = { code: null, noticeId: '1', hearing: null, petitioner: null, caseRef: null };
  return seen({ kind: 'insolvency-notice', family, heading, ...bare, ...more }, on);
}

describe('a notice that leaves open which procedure it is of', () => {
  test('is told as information, never as a sign of distress, and asks which it is', () => {
    const [told, ...more] = informationOf([notice('unknown')], quiet, { band: 'low', episode: 0 });
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      kind: 'information',
      cause: 'information:procedure-not-known',
      title: 'Notice of a procedure whose kind is not known',
      to: 'low',
    });
    const { is, isNot, steps } = playbookOf('information', 'procedure-not-known');
    expect(is).toContain('carries no points');
    expect(isNot).toContain('not known to be a sign of financial difficulty');
    expect(steps[0]?.what).toContain('declaration of solvency');
    expect(standsByEntry('information:procedure-not-known')).toBe(true);
    expect(withEntry(quiet, [notice('unknown')]).endings).toMatchObject([{ how: 'information' }]);
  });

  test.each(['dividend', 'closing', 'unknown'] as const)('is one of the family %s', (family) => {
    expect(procedureNotKnown([notice(family)])).toHaveLength(1);
  });

  test('is a step of a procedure by its code, and none that speaks of a person, a court abroad or a partnership', () => {
    const coded = (code: string, heading = 'A heading') =>
      procedureNotKnown([notice('other', '2019-11-25', { code, heading })]);
    expect(coded('2446')).toHaveLength(1);
    for (const code of ['2403', '2404', '2405', '2408', '2451', '2453']) expect(coded(code)).toEqual([]);
    const headed = (heading: string) => procedureNotKnown([notice('other', '2019-11-25', { heading })]);
    expect(headed('Re-use of a prohibited name')).toEqual([]);
    expect(headed('Release of liquidator')).toHaveLength(1);
    const withdrawn = { as: 'withdrawn' as const, noticeId: null, on: null };
    expect(procedureNotKnown([notice('unknown', '2019-11-25', { corrects: withdrawn })])).toEqual([]);
  });

  test.each([
    'members-voluntary-liquidation',
    'creditors-voluntary-liquidation',
    'winding-up-petition',
  ] as const)('is open no more once %s is on record', (family) => {
    expect(procedureNotKnown([notice('unknown'), notice(family)])).toEqual([]);
  });

  test('is open no more once the register has a case, and still is after a petition was dismissed', () => {
    const known: Signal = { kind: 'insolvency-case', caseNumber: '1', caseType: 'x', dates: [] };
    expect(procedureNotKnown([notice('unknown'), seen(known, '2019-12-01')])).toEqual([]);
    expect(procedureNotKnown([notice('unknown'), notice('petition-dismissed')])).toHaveLength(1);
    expect(procedureNotKnown([])).toEqual([]);
  });
});

describe('what stands on the public record of a supplier began', () => {
  test('with the first of its open events, and where nothing stands never', () => {
    const on = (day: string) => ({ ...event!, on: day });
    expect(eventSince({ formalEvents: [on('2024-05-02'), on('2024-05-01')] }, [])).toBe('2024-05-01');
    expect(eventSince(quiet, [])).toBeNull();
  });

  test('with the notice that leaves its kind open, by the first one', () => {
    expect(eventSince(quiet, [notice('unknown', '2019-12-01'), notice('unknown')])).toBe('2019-11-25');
  });

  test('with a solvent winding-up that goes on, and not with what is over', () => {
    const ending = (how: 'information' | 'dismissed') => ({
      ref: null,
      family: 'solvent-winding-up',
      how,
      days: { eventDay: eventDay('2019-10-01'), publishedOn: eventDay('2019-10-05'), seenAt: null },
      evidence: [],
    });
    expect(eventSince({ formalEvents: [], endings: [ending('information')] }, [])).toBe('2019-10-01');
    expect(eventSince({ formalEvents: [], endings: [ending('dismissed')] }, [])).toBeNull();
  });
});
