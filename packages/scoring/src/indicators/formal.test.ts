import type { Signal } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { caseOf, madeFiling, noticeOf, profileOf, said } from '../testing.ts';
import { judged } from './judged.ts';

const acts: readonly (readonly [indicator: string, signal: Signal, points: number])[] = [
  ['winding-up-order', noticeOf('2452', 'winding-up-order'), 100],
  ['creditors-voluntary-liquidation', noticeOf('2441', 'creditors-voluntary-liquidation'), 100],
  ['administration', caseOf('in-administration', { 'administration-started-on': '2024-05-01' }), 100],
  ['administrative-receivership', noticeOf('2421', 'administrative-receivership'), 100],
  ['winding-up-petition', noticeOf('2450', 'winding-up-petition'), 65],
  ['creditors-decision', noticeOf('2442', 'creditors-decision'), 75],
  ['company-voluntary-arrangement', caseOf('corporate-voluntary-arrangement', {}), 60],
  ['moratorium', noticeOf('2401', 'moratorium'), 65],
  ['restructuring-plan', caseOf('order-of-court-restructuring-plan', {}), 60],
  ['receivership', noticeOf('2423', 'receivership'), 35],
  ['strike-off-proposed', madeFiling('strike-off-proposed'), 25],
  ['insolvency-kind-unknown', profileOf({ status: 'liquidation' }), 65],
  ['dissolved', profileOf({ status: 'dissolved', dissolvedOn: '2024-05-01' }), 60],
];

describe.each(acts)('%s', (indicator, signal, points) => {
  const statement = said('2024-05-01', signal);
  test('is present when it is on the record, with its evidence and its date in words', () => {
    const finding = judged(indicator, '2024-05-01', [statement]);
    expect(finding).toMatchObject({ outcome: 'present', points, evidence: [statement.evidence] });
    expect(finding.because).toContain('1 May 2024');
  });
  test('is absent when somebody looked and found none', () => {
    const looked = judged(
      indicator,
      '2024-05-01',
      [],
      ['gazette-notices', 'insolvency-cases', 'filing-history', 'company-profile'],
    );
    expect(looked).toMatchObject({ outcome: 'absent', points: 0 });
  });
  test('is unknown when nobody looked', () => {
    expect(judged(indicator, '2024-05-01', [])).toMatchObject({ outcome: 'unknown', points: 0 });
  });
});

test.each([
  [
    'dissolved',
    profileOf({ status: 'dissolved' }),
    'The company was dissolved and no longer exists. The register gives no date (seen on 1 May 2024).',
  ],
  [
    'receivership',
    profileOf({ status: 'receivership' }),
    'Receivers were appointed; often this is about one charged asset only. The register gives no date (seen on 1 May 2024).',
  ],
  [
    'company-voluntary-arrangement',
    caseOf('corporate-voluntary-arrangement', {}),
    'A company voluntary arrangement with creditors is on record. The register gives no date (seen on 1 May 2024).',
  ],
  [
    'strike-off-proposed',
    profileOf({ statusDetail: 'active-proposal-to-strike-off' }),
    'It has been proposed to strike the company off the register. The register gives no date (seen on 1 May 2024).',
  ],
])('the day we looked is not the day of %s', (indicator, signal, because) => {
  expect(judged(indicator, '2024-05-03', [said('2024-05-01', signal, { occurredOn: null })]).because).toBe(
    because,
  );
});

test('a strike-off that was suspended is still open, and says so', () => {
  const proposal = said('2024-01-10', madeFiling('strike-off-proposed'), { ref: '1' });
  const suspension = said('2024-02-01', madeFiling('strike-off-suspended'), { ref: '2' });
  expect(judged('strike-off-proposed', '2024-02-01', [proposal, suspension])).toMatchObject({
    outcome: 'present',
    points: 25,
    because:
      'It has been proposed on 10 January 2024 to strike the company off the register. It was suspended on 1 February 2024.',
    evidence: [proposal.evidence, suspension.evidence],
  });
});

describe('a petition that was dismissed', () => {
  const petition = said('2024-01-10', noticeOf('2450', 'winding-up-petition'), { ref: '1' });
  const dismissal = said('2024-03-01', noticeOf('2461', 'petition-dismissed'), { ref: '2' });
  test('gives back most of its points', () => {
    expect(judged('winding-up-petition', '2024-03-01', [petition, dismissal]).points).toBe(65);
    expect(judged('petition-dismissed', '2024-03-01', [petition, dismissal])).toMatchObject({
      points: -40,
      because: 'The petition was dismissed on 1 March 2024.',
    });
  });
  test('gives nothing back while another is open', () => {
    const another = said('2024-06-20', noticeOf('2450', 'winding-up-petition'), { ref: '3' });
    expect(judged('petition-dismissed', '2024-06-20', [petition, dismissal, another]).points).toBe(0);
  });
  test('leaves the supplier at watch for six months, and then counts nothing', () => {
    const sumOn = (day: string) =>
      ['winding-up-petition', 'petition-dismissed'].reduce(
        (sum, id) => sum + judged(id, day, [petition, dismissal]).points,
        0,
      );
    expect([sumOn('2024-03-01'), sumOn('2024-08-31'), sumOn('2024-09-01')]).toEqual([25, 25, 0]);
  });
  test('retires where nobody ever looked for its outcome, and says so', () => {
    const retired = judged('winding-up-petition', '2025-01-15', [petition]);
    expect(retired).toMatchObject({ outcome: 'absent', points: 0 });
    expect(retired.because).toContain('too old to count');
  });
});

test('relief says of what no end is on record', () => {
  const petition = said('2024-01-10', noticeOf('2450', 'winding-up-petition'));
  const moratorium = said('2024-01-10', noticeOf('2401', 'moratorium'), { ref: '2' });
  const because = (id: string) => judged(id, '2024-02-01', [petition, moratorium]).because;
  expect(because('petition-dismissed')).toBe(
    'That the petition was dismissed or withdrawn is not on record.',
  );
  expect(because('moratorium-ended')).toBe('No end of the moratorium is on record.');
});

test('an advertisement that was taken back is not called a petition withdrawn', () => {
  const petition = said('2024-01-10', noticeOf('2450', 'winding-up-petition'), { ref: '1' });
  const over = (corrects: { corrects?: ReturnType<typeof noticeOf>['corrects'] }) =>
    judged('petition-dismissed', '2024-03-01', [
      petition,
      said('2024-03-01', noticeOf('2450', 'petition-withdrawn', corrects), { ref: '2' }),
    ]).because;
  expect(over({})).toBe('The petition was withdrawn on 1 March 2024.');
  expect(over({ corrects: { as: 'withdrawn', noticeId: '1', on: null } })).toBe(
    'The notice of the petition was taken back on 1 March 2024.',
  );
});

test('a moratorium that has ended gives back most of its points', () => {
  const ended = caseOf('moratorium', {
    'moratorium-started-on': '2024-01-10',
    'moratorium-ended-on': '2024-02-10',
  });
  expect(judged('moratorium', '2024-03-01', [said('2024-02-11', ended)]).points).toBe(65);
  expect(judged('moratorium-ended', '2024-03-01', [said('2024-02-11', ended)]).points).toBe(-40);
});

test("a members' voluntary liquidation is no answer to any question", () => {
  const solvent = said('2024-05-01', noticeOf('2432', 'members-voluntary-liquidation'));
  for (const [indicator] of acts) expect(judged(indicator, '2024-05-01', [solvent]).points).toBe(0);
});
