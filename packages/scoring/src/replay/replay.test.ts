import { describe, expect, test } from 'vitest';
import type { Case, CaseEvent } from './cases.ts';
import { mergeCases } from './cases.ts';
import { lastDayOf } from './partial-date.ts';
import { replayCase, replaySummary } from './replay.ts';

const event = (date: string, type: string, what = type): CaseEvent => ({
  date,
  type,
  what,
  source: 'https://example.org',
});
const failed = (...events: CaseEvent[]): Case => ({
  id: 'x',
  name: 'EXAMPLE LTD',
  outcome: 'failed',
  outcome_type: 'administration',
  outcome_date: '2024-09-20',
  events,
});
const survived = (...events: CaseEvent[]): Case => ({
  id: 'y',
  name: 'EXAMPLE PLC',
  outcome: 'survived',
  events,
});

test.each([
  ['2024-09-20', '2024-09-20'],
  ['2024-02', '2024-02-29'],
  ['2013', '2013-12-31'],
  ['2016-spring', '2016-05-31'],
  ['2016-winter', '2017-02-28'],
  ['2016-Q3', '2016-09-30'],
  ['2016-H1', '2016-06-30'],
  ['pre-2018', '2017-12-31'],
  ['soon', null],
])('a partial date counts from its last day: %s is %s', (partial, day) => {
  expect(lastDayOf(partial)).toBe(day);
});

describe('a failure', () => {
  test('with a petition before it is warned of by the days between', () => {
    const replayed = replayCase(
      failed(
        event('2024-09-16', 'winding_up_petition'),
        event('2024-09-20', 'insolvency', 'administrators appointed'),
      ),
    );
    expect(replaySummary(replayed)).toEqual({
      id: 'x',
      outcome: 'failed',
      firstWatch: '2024-09-16',
      firstElevated: '2024-09-16',
      firstSevere: '2024-09-16',
      insolventOn: '2024-09-20',
      daysWarning: 4,
    });
    expect(replayed.verdict).toBe('warned');
    expect(replayed.ingestible.restedOn).toEqual(['winding-up-petition 65']);
  });
  test('that only the press announced is a miss, whatever hindsight says', () => {
    const replayed = replayCase(
      failed(event('2024-01-10', 'missed_interest'), event('2024-02-10', 'standstill')),
    );
    expect(replayed.ingestible).toMatchObject({ insolventOn: '2024-09-20', daysWarning: 0 });
    expect(replayed.verdict).toBe('missed');
    expect(replayed.allRecord.firstElevated).toBe('2024-01-10');
    expect(replayed.hindsightVerdict).toBe('warned');
  });
  test('that was no formal event never reaches insolvent', () => {
    const whole = {
      ...failed(event('2024-01', 'cva', 'announces intention to apply for a CVA')),
      outcome_type: 'transfer of contracts',
    };
    expect(replayCase(whole).ingestible).toMatchObject({ signals: 0, insolventOn: null });
    expect(replayCase(whole).verdict).toBe('missed');
  });
});

describe('a survivor', () => {
  test('without dated evidence has no evidence, which is not "correctly low"', () => {
    expect(replayCase(survived()).verdict).toBe('no evidence');
    expect(replayCase(survived(event('2024-01-10', 'profit_warning'))).verdict).toBe('no evidence');
  });
  test('that would have been alerted is a false alarm', () => {
    const replayed = replayCase(
      survived(event('2024-01-10', 'winding_up_petition'), event('2024-03-10', 'petition_dismissed')),
    );
    expect(replayed.verdict).toBe('false alarm');
    expect(replayed.ingestible.insolventOn).toBeNull();
    expect(replayed.ingestible.steps.at(-1)).toMatchObject({ band: 'low', score: 0 });
  });
  test('with three profit warnings would have been one in hindsight', () => {
    const warnings = ['2016-09', '2016-11-21', '2017-01'].map((date) => event(date, 'profit_warning'));
    expect(replayCase(survived(...warnings)).hindsightVerdict).toBe('false alarm');
  });
});

test('an event whose day cannot be read is named, not guessed', () => {
  expect(replayCase(survived(event('some time', 'profit_warning'))).undated).toEqual([
    'some time profit_warning',
  ]);
});

test('the table of events adds what the cases leave out, once', () => {
  const rows = [
    {
      case: 'y',
      outcome: 'survived',
      outcome_date: '',
      event_date: '2024-01',
      event_type: 'sale',
      what: 'w',
      source: 's',
    },
    {
      case: 'new',
      outcome: 'failed',
      outcome_date: '2024-05-01',
      event_date: '2024-04',
      event_type: 'sale',
      what: 'w',
      source: 's',
    },
  ];
  const merged = mergeCases(mergeCases([survived()], rows), rows);
  expect(merged.map((c) => [c.id, c.outcome, c.outcome_date, c.events.length])).toEqual([
    ['y', 'survived', undefined, 1],
    ['new', 'failed', '2024-05-01', 1],
  ]);
});
