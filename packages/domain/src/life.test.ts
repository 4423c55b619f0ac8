import { describe, expect, test } from 'vitest';
import { lifeChangesIn, lifeFromHearing, lifeWords, petitionWords, stepOn, type EventLife } from './life.ts';

/** Heard on 1 May; two weeks later its outcome is owed, a year later it counts no more where the register is active. */
const life: EventLife = {
  from: '2026-05-01',
  hearingOn: '2026-05-01',
  steps: [
    { on: '2026-05-15', counts: 1, active: false, told: false, say: 'First.' },
    { on: '2027-05-01', counts: 0, active: true, told: true, say: 'Last.' },
  ],
  lookedOn: '2027-05-01',
  active: true,
};
const of = (change: Partial<EventLife>): EventLife => ({ ...life, ...change });

describe('the step that a life has reached', () => {
  test.each([
    ['none before the first', '2026-05-14', {}, undefined],
    ['the first on its day', '2026-05-15', {}, 'First.'],
    ['the first until the day before the next', '2027-04-30', {}, 'First.'],
    ['the last on its day', '2027-05-01', {}, 'Last.'],
    ['none while nobody has looked', '2027-05-01', { lookedOn: null }, undefined],
    ['none while the look is older than the step', '2026-05-20', { lookedOn: '2026-05-14' }, undefined],
    ['the first when the look is of its day', '2026-05-20', { lookedOn: '2026-05-15' }, 'First.'],
    ['not one that needs an active register, where that is not', '2027-05-01', { active: false }, 'First.'],
  ] as const)('is %s', (_, today, change, say) => {
    expect(stepOn(of(change), today)?.say).toBe(say);
  });
});

describe('a life says something else', () => {
  test.each([
    ['at its hearing', '2026-04-28', {}, 3],
    ['at its next step, from the day of its hearing on', '2026-05-01', {}, 14],
    ['at the step after the one it has reached', '2026-05-15', {}, 351],
    ['tomorrow, while a look is owed', '2026-05-20', { lookedOn: null }, 1],
    ['tomorrow, where the step is tomorrow', '2026-05-14', {}, 1],
    ['never, at its last step', '2027-05-01', {}, null],
    ['at its first step, where no hearing is known', '2026-04-28', { hearingOn: null }, 17],
    ['never, where it has no steps', '2026-06-01', { steps: [] }, null],
  ] as const)('%s', (_, today, change, days) => {
    expect(lifeChangesIn(of({ ...change, steps: 'steps' in change ? [] : life.steps }), today)).toBe(days);
  });
});

test('counted from another hearing every step is as many days later', () => {
  const moved = lifeFromHearing(life, '2026-07-01');
  expect(moved).toMatchObject({ from: '2026-07-01', hearingOn: '2026-07-01', lookedOn: life.lookedOn });
  expect(moved.steps.map(({ on, say }) => [on, say])).toEqual([
    ['2026-07-15', 'First.'],
    ['2027-07-01', 'Last.'],
  ]);
});

describe('how a petition stands', () => {
  const none = { hearingOn: null, from: '2026-07-10' };
  test.each([
    ['2026-04-30', {}, 'It is listed for hearing on 1 May 2026.'],
    ['2026-05-01', {}, 'It was listed for hearing on 1 May 2026; we do not know the outcome.'],
    ['2026-05-15', {}, 'It was listed for hearing on 1 May 2026; we do not know the outcome. First.'],
    [
      '2026-05-15',
      { lookedOn: null },
      'It was listed for hearing on 1 May 2026; we do not know the outcome. The register has not been read since it should be known.',
    ],
    ['2026-05-14', { ...none, lookedOn: null }, 'The day of its hearing is not known.'],
    [
      '2026-07-10',
      { ...none, steps: [] },
      'The day of its hearing is not known, and ten weeks after its publication we do not know the outcome.',
    ],
  ] as const)('on %s, with %o', (today, change, words) => {
    const now = of({ ...change, steps: 'steps' in change ? [] : life.steps });
    expect(petitionWords(now, today)).toBe(words);
    expect(lifeWords('winding-up-petition', now, today)).toBe(words);
  });

  test('and any other event by its step alone, nothing before the first', () => {
    expect(lifeWords('moratorium', life, '2026-05-15')).toBe('First.');
    expect(lifeWords('moratorium', life, '2026-05-14')).toBeNull();
  });
});
