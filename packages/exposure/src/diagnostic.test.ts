import { GssCode } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { diagnosticGroups, type CouncilStanding, type DiagnosticAnswer } from './diagnostic.ts';

const gss = (n: number) => GssCode.parse(`E0600090${n}`);
const answer = (
  n: number,
  level: DiagnosticAnswer['level'],
  code = 'Managing strategic risk',
): DiagnosticAnswer => ({
  council: gss(n),
  year: 2025,
  code,
  level,
});
const standing = (of: Partial<CouncilStanding>): CouncilStanding => ({
  atRiskPence: null,
  lookedAt: null,
  daysToAcknowledge: null,
  ...of,
});
const said = (groups: ReturnType<typeof diagnosticGroups>, cut: string) =>
  groups
    .filter(({ label }) => label[2] === cut)
    .map(({ label, councils }) => [label[1], label[3], councils.map((one) => Number(one.slice(-1)))]);

test('councils that took part are cut in thirds by what they have at risk, and equals stay together', () => {
  const answers = [1, 2, 3, 4, 5, 6].map((n) => answer(n, n < 4 ? 'Developing' : 'Mature'));
  const sums = [0, 0, 0, 50, 60, 70];
  const groups = diagnosticGroups(
    answers,
    new Map(sums.map((atRiskPence, at) => [gss(at + 1), standing({ atRiskPence })])),
  );
  expect(said(groups, 'at risk')).toEqual([
    ['Developing', 'lowest third', [1, 2, 3]],
    ['Mature', 'middle third', [4]],
    ['Mature', 'highest third', [5, 6]],
  ]);
});

test('each bucket ends where it says, and a council of which nothing is known is in none', () => {
  const answers = [1, 2, 3, 4].map((n) => answer(n, 'Leader'));
  const groups = diagnosticGroups(
    answers,
    new Map([
      [gss(1), standing({ lookedAt: 0.49, daysToAcknowledge: 1 })],
      [gss(2), standing({ lookedAt: 0.8, daysToAcknowledge: 7 })],
      [gss(3), standing({ lookedAt: 0.81, daysToAcknowledge: 7.1 })],
    ]),
  );
  expect(said(groups, 'looked at')).toEqual([
    ['Leader', 'under half', [1]],
    ['Leader', 'half to four fifths', [2]],
    ['Leader', 'over four fifths', [3]],
  ]);
  expect(said(groups, 'acknowledged').map(([, bucket]) => bucket)).toEqual([
    'within a day',
    'within a week',
    'later',
  ]);
  expect(said(groups, 'at risk')).toEqual([]);
  expect(groups.find(({ label }) => label.length === 2)?.councils).toHaveLength(4);
});

test('each area of the diagnostic is counted by itself', () => {
  const groups = diagnosticGroups(
    [answer(1, 'Mature'), answer(1, 'Minimum', 'Developing talent')],
    new Map(),
  );
  expect(groups.map(({ label }) => label)).toEqual([
    ['Managing strategic risk', 'Mature'],
    ['Developing talent', 'Minimum'],
  ]);
});
