import { expect, test } from 'vitest';
import {
  dayInBrief,
  eventDay,
  eventDayWords,
  happenedBy,
  knownDay,
  noDayGiven,
  publicationDay,
  publicationWords,
  type EventDays,
} from './event-day.ts';

const days = (event: string | null, published: string | null, seenAt: string | null): EventDays => ({
  eventDay: eventDay(event),
  publishedOn: eventDay(published),
  seenAt,
});
const SEEN = '2026-11-28T23:30:00Z';

test.each([
  ['its own', days('2026-11-20', '2026-11-21', SEEN), '20 November 2026', null],
  [
    'that of its publication, where it gives none',
    days(null, '2026-11-21', SEEN),
    'day not known, published 21 November 2026',
    'Its day is not known from the notice’s words (published on 21 November 2026).',
  ],
  [
    'that on which we saw it, in a register without dates',
    days(null, null, SEEN),
    'no date given, seen 28 November 2026',
    'The register gives no date (seen on 28 November 2026).',
  ],
  ['not known, where nobody gives one', days(null, null, null), 'no date given', 'The date is not known.'],
])('the day of an event is said to be %s', (_, of, brief, sentence) => {
  expect(dayInBrief(of)).toBe(brief);
  expect(noDayGiven(of)).toBe(sentence);
});

test('a day stands under its name, or is not known', () => {
  expect(eventDayWords(eventDay('2026-11-20'))).toBe('20 November 2026');
  expect(eventDayWords(eventDay(null))).toBe('Not known');
  expect([knownDay(eventDay('2026-11-20')), knownDay(eventDay(null))]).toEqual(['2026-11-20', null]);
});

test.each([
  ['2026-11-20', '2026-11-21T00:00:00Z', '2026-11-20'],
  ['2026-11-21', '2026-11-21T00:00:00Z', '2026-11-21'],
  ['2026-11-22', '2026-11-21T00:00:00Z', '2026-11-21'],
  [null, '2026-11-21T00:00:00Z', '2026-11-21'],
  [null, '2026-06-30T23:30:00Z', '2026-07-01'],
])(
  'what is said to have happened on %s, published at %s, had happened by %s',
  (occurredOn, publishedAt, by) => {
    expect(happenedBy({ occurredOn, publishedAt })).toBe(by);
  },
);

const published = (source: string, publishedAt: string, retrievedAt = '2026-07-02T08:00:00Z') => ({
  source,
  publishedAt,
  retrievedAt,
});

test('what is read from a register without dates is not published on the day of the look', () => {
  const dated = published('gazette-insolvency', '2026-06-30T23:30:00Z');
  expect(publicationDay(dated)).toBe('2026-07-01');
  expect(publicationWords(dated)).toBe('published 1 July 2026');
  const undated = published('gazette-insolvency', '2026-07-02T08:00:00Z', '2026-07-02T09:00:00+01:00');
  expect(publicationDay(undated)).toBe('unknown');
  expect(publicationWords(undated)).toBe('which gives no date of publication, read 2 July 2026');
});

test.each([
  ['companies-house-company', '2026-07-02T08:00:00Z', 'unknown'],
  ['companies-house-company', '2026-06-28T10:34:02.000Z', 'unknown'],
  ['companies-house-company', '2026-06-28T00:00:00.000Z', '2026-06-28'],
  ['charities', '2026-06-30T23:00:00.000Z', 'unknown'],
  ['mutuals', '2026-06-30T23:00:00.000Z', 'unknown'],
  ['housing-providers', '2026-06-30T23:00:00.000Z', 'unknown'],
  ['ofsted-providers', '2026-06-30T23:00:00.000Z', 'unknown'],
  ['housing-judgements', '2026-06-30T23:00:00.000Z', '2026-07-01'],
])('how things stand in %s at %s is published on no day, what it dates on its own', (source, at, day) => {
  expect(publicationDay(published(source, at))).toBe(day);
});
