import type { Finding } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { model } from './model.ts';
import { pointsByBasis } from './points-by-basis.ts';

const found = (indicator: string, points: number, outcome: Finding['outcome'] = 'present'): Finding => ({
  indicator,
  outcome,
  points,
  because: 'a reason',
  evidence: [],
});

test('points of the law, fitted ones and those of judgement are told apart, and relief counts against its own', () => {
  const findings = [
    found('winding-up-order', 100),
    found('winding-up-petition', 65),
    found('petition-dismissed', -40),
    found('working-capital', 7),
    found('acid-ratio', 3),
    found('strike-off-proposed', 25, 'absent'),
    found('no-such-question', 9),
  ];
  expect(pointsByBasis(findings, model.version)).toEqual({ published: 100, fitted: 10, expert: 25 });
});

test('nothing is said of the points of a model that was never released', () => {
  expect(pointsByBasis([found('winding-up-order', 100)], '1999.1')).toBe(null);
});
