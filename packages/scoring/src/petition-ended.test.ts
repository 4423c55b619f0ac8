import { type ObservedSignal, type SignalOf, SupplierId } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { assess } from './assess.ts';
import { foldSignals } from './facts.ts';
import { model, type Model } from './model.ts';
import { models } from './models.ts';
import { noticeOf, said } from './testing.ts';

type Over = Partial<SignalOf<'insolvency-notice'>>;

const on = (day: string) => ({ on: day, court: null });
const petition = (day: string, ref: string, over: Over) =>
  said(day, noticeOf('2450', 'winding-up-petition', { noticeId: ref, ...over }), { ref });
const dismissal = (day: string, over: Over = {}, ref = '9') =>
  said(day, noticeOf('2461', 'petition-dismissed', { noticeId: ref, ...over }), { ref });

const A: Over = { caseRef: 'CR-2026-000001', petitioner: 'ALPHA LTD', hearing: on('2026-12-01') };
const B: Over = { caseRef: 'CR-2026-000002', petitioner: 'BETA LTD', hearing: on('2027-01-10') };

/** The petitions that stand on a day, by their notices. */
function open(asOf: string, signals: readonly ObservedSignal[], by: Model = model): readonly string[] {
  const context = { supplierId: SupplierId.parse('1'), asOf, previousBand: null };
  const { formalEvents } = assess(foldSignals({}, signals), context, by);
  return formalEvents.map(({ ref }) => ref.split('/')[1] ?? '').sort();
}

describe('an ending without the court’s number', () => {
  const both = [petition('2026-11-10', 'a', A), petition('2026-11-20', 'b', B)];

  test.each<[string, string, Over, readonly string[]]>([
    ['ends the petition of its petitioner', '2026-12-05', { petitioner: 'Alpha Limited' }, ['b']],
    ['whichever was heard first', '2026-12-05', { petitioner: 'BETA LTD' }, ['a']],
    ['else the one whose hearing had come', '2026-12-05', {}, ['b']],
    ['also where it names somebody else', '2026-12-05', { petitioner: 'GAMMA LTD' }, ['b']],
    ['of several heard the one heard last', '2027-01-12', {}, ['a']],
    ['before any hearing the one advertised first', '2026-11-25', {}, ['b']],
    [
      'where it takes a notice back, that one',
      '2026-12-05',
      { corrects: { as: 'withdrawn', noticeId: 'b', on: null } },
      ['a'],
    ],
  ])('%s', (_, day, over, stands) => {
    const asOf = day > '2026-12-20' ? day : '2026-12-20';
    expect(open(asOf, [...both, dismissal(day, over)])).toEqual(stands);
  });

  test('that is published twice ends no second petition', () => {
    expect(open('2026-12-20', [...both, dismissal('2026-12-05'), dismissal('2026-12-07', {}, '10')])).toEqual(
      ['b'],
    );
  });

  test('answers the only petition, whoever is named', () => {
    expect(open('2026-12-20', [both[0]!, dismissal('2026-12-05', { petitioner: 'GAMMA LTD' })])).toEqual([]);
  });

  test('ends all by the versions that were released before', () => {
    const ended = dismissal('2026-12-05', { petitioner: 'ALPHA LTD' });
    expect(open('2026-12-20', [...both, ended], models['2026.12.3'])).toEqual([]);
  });
});

test('an ending with a number that one petition bears ends none beside it that bears none', () => {
  const bare = petition('2026-05-10', 'c', { petitioner: 'GAMMA LTD', hearing: on('2026-12-10') });
  const numbered = petition('2026-11-10', 'a', A);
  const ended = dismissal('2026-12-05', { caseRef: 'CR-2026-000001' });
  expect(open('2026-12-20', [bare, numbered, ended])).toEqual(['c']);
  expect(open('2026-12-20', [bare, petition('2026-11-20', 'b', B), ended])).toEqual(['b']);
});
