import { describe, expect, it } from 'vitest';
import { whoIsTold, type Recipient, type RoutedAlert } from './routing.ts';

const officer: Recipient = {
  address: 'officer@council.example',
  role: 'officer',
  levels: [],
  services: [],
  quietHours: null,
  digest: false,
  delegate: null,
};
const alert: RoutedAlert = {
  kind: 'band',
  to: 'elevated',
  contracts: [{ service: 'Care', criticality: 'standard' }],
};
const noon = { day: '2026-05-02', time: '12:00' };
const night = { day: '2026-05-02', time: '23:30' };

function how(recipient: Partial<Recipient>, about: Partial<RoutedAlert> = {}, now = noon) {
  return whoIsTold([{ ...officer, ...recipient }], { ...alert, ...about }, now)[0]?.how ?? 'none';
}

describe('an officer is told', () => {
  it.each([
    ['at once by default', {}, {}, 'immediate'],
    ['of a band that is among his or her levels', { levels: ['elevated'] as const }, {}, 'immediate'],
    ['not of a band that is not', { levels: ['severe'] as const }, {}, 'none'],
    [
      'of a formal event whatever the levels',
      { levels: ['severe'] as const },
      { kind: 'formal' as const },
      'immediate',
    ],
    ['of the services chosen', { services: ['Care'] }, {}, 'immediate'],
    ['not of other services', { services: ['Waste'] }, {}, 'none'],
    [
      'of a contract whose service is not recorded',
      { services: ['Waste'] },
      { contracts: [{ service: null, criticality: 'unknown' as const }] },
      'immediate',
    ],
    ['in the digest, if so wished', { digest: true }, {}, 'digest'],
    [
      'at once of a formal insolvency, digest or not',
      { digest: true },
      { kind: 'formal' as const, to: 'insolvent' as const },
      'immediate',
    ],
    [
      'at once of a critical contract at severe',
      { digest: true },
      { to: 'severe' as const, contracts: [{ service: 'Care', criticality: 'critical' as const }] },
      'immediate',
    ],
  ])('%s', (_, recipient, about, expected) => {
    expect(how(recipient, about)).toBe(expected);
  });

  it('after quiet hours, also those that run over midnight', () => {
    const quietHours = { from: '22:00', to: '07:00' };
    expect(how({ quietHours }, {}, night)).toBe('after-quiet-hours');
    expect(how({ quietHours }, {}, { ...noon, time: '06:59' })).toBe('after-quiet-hours');
    expect(how({ quietHours }, {}, { ...noon, time: '07:00' })).toBe('immediate');
  });

  it('through the delegate up to the last day, and once per address by the most urgent route', () => {
    const delegate = { address: 'deputy@council.example', untilDay: '2026-05-02' };
    const deputy = { ...officer, address: 'deputy@council.example', digest: true };
    expect(whoIsTold([deputy, { ...officer, delegate }], alert, noon)).toEqual([
      { address: 'deputy@council.example', how: 'immediate' },
    ]);
    expect(whoIsTold([{ ...officer, delegate }], alert, { ...noon, day: '2026-05-03' })[0]?.address).toBe(
      'officer@council.example',
    );
  });
});
