import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandOrder, type RiskBand } from './band.ts';
import { addDays, addMonths } from './day.ts';
import {
  areFinancesLookedAt,
  areProceedingsLookedAt,
  FinancesUnknown,
  gravestLevel,
  isLevelAtRisk,
  levelMeanings,
  levelOf,
  levelsDown,
  levelWithoutLooks,
  levelWords,
  type Looks,
  proceedingsTopics,
  RiskLevel,
  scoreShown,
  type TopicLook,
  unearnedBecause,
} from './level.ts';

type Assessment = { readonly band: RiskBand; readonly formalEvents: readonly unknown[] };

const today = '2026-11-28';
const inTime: TopicLook = { at: '2026-11-28T06:00:00.000Z', isWithinPromise: true };
const late: TopicLook = { at: '2026-09-01T06:00:00.000Z', isWithinPromise: false };
const oldest = addMonths(today, -21);

const topicLooks = [undefined, late, inTime];
const balanceSheets = [null, addDays(oldest, -1), oldest, today, addDays(today, 1)];
const gone = 'no longer on the register as converted or closed, not a live company';

/** Every way in which somebody may have looked: 3 × 3 × 3 looks, 5 balance sheets, 2 × 2 oddities, 5 reasons. */
function* everyLooks(): Generator<Looks> {
  for (const profile of topicLooks)
    for (const cases of topicLooks)
      for (const gazette of topicLooks)
        for (const balanceSheet of balanceSheets)
          for (const notUnderstood of [[], ['its status is “open”']])
            for (const goneAs of [null, gone])
              for (const without of FinancesUnknown.options)
                yield {
                  topics: {
                    ...(profile && { 'company-profile': profile }),
                    ...(cases && { 'insolvency-cases': cases }),
                    ...(gazette && { 'gazette-notices': gazette }),
                  },
                  balanceSheet,
                  without,
                  notUnderstood,
                  offRegister: goneAs,
                };
}

function* everyAssessment(): Generator<Assessment> {
  for (const band of bandOrder) for (const formalEvents of [[], ['petition']]) yield { band, formalEvents };
}

/** The cases of which something does not hold. */
function exceptions(holds: (assessment: Assessment, looks: Looks, level: RiskLevel) => boolean) {
  const found: unknown[] = [];
  for (const looks of everyLooks())
    for (const assessment of everyAssessment())
      if (!holds(assessment, looks, levelOf(assessment, looks, today))) found.push({ assessment, looks });
  return found;
}

const rank = (level: RiskLevel) => levelsDown.indexOf(level);

describe('of every assessment and everything that may have been looked at', () => {
  test('watch and above are shown as they are, whatever was looked at', () => {
    expect(exceptions(({ band }, _, level) => band === 'low' || level === band)).toEqual([]);
  });

  test('Low is shown where three topics were looked at in time, a balance sheet of 21 months was read, and nothing is odd, and never else', () => {
    let shown = 0;
    const wrong = exceptions(({ band, formalEvents }, looks, level) => {
      const { topics, balanceSheet } = looks;
      const earned =
        band === 'low' &&
        formalEvents.length === 0 &&
        Object.values(topics).length === 3 &&
        Object.values(topics).every((look) => look === inTime) &&
        balanceSheet !== null &&
        balanceSheet >= '2025-02-28' &&
        balanceSheet <= today &&
        looks.notUnderstood.length === 0 &&
        looks.offRegister === null;
      if (earned) shown += 1;
      return (level === 'low') === earned;
    });
    expect(wrong).toEqual([]);
    expect(shown).toBe(2 * FinancesUnknown.options.length);
  });

  test('no formal sign needs the first look whole and the second one missing', () => {
    expect(
      exceptions(
        ({ formalEvents }, looks, level) =>
          level !== 'no-formal-sign' ||
          (areProceedingsLookedAt(looks) &&
            !areFinancesLookedAt(looks, today) &&
            formalEvents.length + looks.notUnderstood.length === 0 &&
            looks.offRegister === null),
      ),
    ).toEqual([]);
  });

  test('a look that comes too late, or not at all, makes no level better', () => {
    const wrong = exceptions((assessment, looks, level) =>
      proceedingsTopics.every((topic) => {
        const { [topic]: look, ...others } = looks.topics;
        return (
          look !== inTime ||
          [others, { ...others, [topic]: late }].every(
            (topics) => rank(levelOf(assessment, { ...looks, topics }, today)) <= rank(level),
          )
        );
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('why Low is not earned is said exactly where one of the two stands in its place', () => {
    const wrong = exceptions((assessment, looks, level) => {
      const why = unearnedBecause(assessment, looks, today);
      const replaced = level === 'no-formal-sign' || level === 'not-enough-known';
      return (why !== null) === replaced && !/undefined|null/.test(why ?? '');
    });
    expect(wrong).toEqual([]);
  });
});

test('each way in which finances are not known is said in words of its own', () => {
  const looks: Omit<Looks, 'without'> = {
    topics: { 'company-profile': inTime, 'insolvency-cases': inTime, 'gazette-notices': inTime },
    balanceSheet: null,
    notUnderstood: [],
    offRegister: null,
  };
  const assessment = { band: 'low', formalEvents: [] } as const;
  const said = FinancesUnknown.options.map((without) =>
    unearnedBecause(assessment, { ...looks, without }, today),
  );
  expect(new Set(said).size).toBe(FinancesUnknown.options.length);
});

test('what was not looked at, or too long ago, is named with its day', () => {
  const looks: Looks = {
    topics: { 'company-profile': inTime, 'insolvency-cases': late },
    balanceSheet: today,
    without: 'not-held',
    notUnderstood: [],
    offRegister: null,
  };
  expect(unearnedBecause({ band: 'low', formalEvents: [] }, looks, today)).toBe(
    'the insolvency register at Companies House last looked at on 1 September 2026, longer ago than promised; notices in The Gazette not looked at',
  );
  expect(
    unearnedBecause({ band: 'low', formalEvents: [] }, { ...looks, noticeOn: '2026-11-20' }, today),
  ).toContain('notices in The Gazette, but for one published on 20 November 2026, not looked at');
});

const anyLevel = fc.option(fc.constantFrom(...levelsDown));

test('the level of several suppliers is never better than that of any, and whom nobody assessed is not hidden', () => {
  fc.assert(
    fc.property(fc.array(anyLevel, { minLength: 1 }), (levels) => {
      const worst = gravestLevel(levels);
      if (worst === null) {
        expect(levels).toContain(null);
        return;
      }
      expect(levels).toContain(worst);
      for (const level of levels)
        if (level !== null) expect(levelsDown.indexOf(worst)).toBeLessThanOrEqual(levelsDown.indexOf(level));
      if (worst === 'low' || worst === 'no-formal-sign') expect(levels).not.toContain(null);
    }),
  );
});

test('levels are the bands and two more, each in one order, word and meaning', () => {
  expect(levelsDown.toSorted()).toEqual(RiskLevel.options.toSorted());
  expect(new Set(RiskLevel.options.map((level) => levelWords[level])).size).toBe(RiskLevel.options.length);
  for (const level of ['no-formal-sign', 'not-enough-known'] as const)
    expect(`${levelWords[level]} ${levelMeanings[level]}`).not.toMatch(/\b(low|safe|healthy|sound)\b/i);
});

test.each<[readonly (RiskLevel | null)[], RiskLevel | null]>([
  [[], null],
  [[null], null],
  [['low'], 'low'],
  [['low', 'no-formal-sign'], 'no-formal-sign'],
  [['no-formal-sign', 'not-enough-known', 'low'], 'not-enough-known'],
  [['watch', 'insolvent', 'severe'], 'insolvent'],
  [[null, 'low'], null],
  [[null, 'no-formal-sign'], null],
  [[null, 'not-enough-known'], 'not-enough-known'],
  [[null, 'watch'], 'watch'],
])('of the levels %o the gravest is %s', (levels, gravest) => {
  expect(gravestLevel(levels)).toBe(gravest);
});

test('the bands that alert are the levels that do, and nothing that stands in the place of Low', () => {
  expect(levelsDown.filter(isLevelAtRisk)).toEqual(['insolvent', 'severe', 'elevated']);
  expect(isLevelAtRisk(null)).toBe(false);
  expect([levelWithoutLooks('low'), levelWithoutLooks('watch')]).toEqual(['not-enough-known', 'watch']);
});

test('where not enough is known there is no score, and a score of 0 is one only where it was earned', () => {
  for (const level of RiskLevel.options)
    expect(scoreShown(0, level), level).toBe(level === 'not-enough-known' ? null : 0);
});
