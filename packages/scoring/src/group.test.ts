import { type FormalEvent, type RiskBand, SupplierId } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { type Related, reachOf, relativeOf, type GroupAssessment } from './group.ts';
import { said, noticeOf } from './testing.ts';

const parent: Related = {
  supplierId: SupplierId.parse('2'),
  name: 'EXAMPLE HOLDINGS PLC',
  relation: 'parent',
  chain: ['EXAMPLE CARE HOMES LTD', 'EXAMPLE HOLDINGS PLC'],
};
const event = (ref: string, family: string, title: string): FormalEvent => ({
  ref,
  family,
  on: '2024-10-30',
  title,
  evidence: [],
});
const administration = event('a', 'administration', 'Administrators appointed');
const receivers = event('r', 'receivership', 'Receivers appointed over assets');
const stands = (ownBand: RiskBand, formalEvents: FormalEvent[] = []): GroupAssessment => ({
  asOf: '2024-11-01',
  ownBand,
  formalEvents,
  findings: [],
});
const contagion = (because: string): GroupAssessment => ({
  ...stands('low'),
  findings: [{ indicator: 'group-contagion', outcome: 'present', points: 40, because, evidence: [] }],
});

describe('what a company hears of its parent', () => {
  test('is nothing while nothing stands against the parent', () => {
    expect(relativeOf(parent, stands('elevated'))).toBeNull();
  });
  test('is the gravest proceeding as the fact', () => {
    expect(relativeOf(parent, stands('insolvent', [receivers, administration]))?.proceeding).toEqual({
      title: 'Administrators appointed',
      on: '2024-10-30',
    });
    expect(relativeOf(parent, stands('elevated', [receivers]))?.proceeding?.title).toBe(receivers.title);
  });
  test('is an estimate with the sources it rests on where there is no proceeding', () => {
    const { evidence } = said('2024-10-01', noticeOf('2442', 'creditors-decision'));
    const heard = relativeOf(parent, {
      ...stands('severe'),
      findings: [{ indicator: 'x', outcome: 'present', points: 60, because: 'x', evidence: [evidence] }],
    });
    expect(heard).toMatchObject({ ownBand: 'severe', proceeding: null, evidence: [evidence] });
  });
});

describe('the group is judged again', () => {
  test('when a company comes to stand badly, in another way, or no longer', () => {
    expect(reachOf(null, stands('severe'))).toBe('group');
    expect(reachOf(stands('severe'), stands('insolvent', [administration]))).toBe('group');
    expect(reachOf(stands('insolvent', [administration]), stands('low'))).toBe('group');
  });
  test('but not while it goes on standing as it did', () => {
    expect(reachOf(null, stands('elevated'))).toBe('nobody');
    expect(reachOf(stands('low'), stands('elevated'))).toBe('nobody');
    expect(reachOf(stands('insolvent', [administration]), stands('insolvent', [administration]))).toBe(
      'nobody',
    );
  });
  test('below only, when what it hears of its own group changes: so a ring of owners comes to rest', () => {
    expect(reachOf(stands('low'), contagion('A'))).toBe('subsidiaries');
    expect(reachOf(contagion('A'), contagion('A'))).toBe('nobody');
    expect(reachOf(contagion('A'), stands('low'))).toBe('subsidiaries');
  });
});
