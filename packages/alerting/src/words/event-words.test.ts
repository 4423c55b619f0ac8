import { Cause, eventDay } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { dayRows, eventDayName } from './event-words.ts';

test.each([
  ['formal', 'formal:winding-up-petition:1', 'Advertised'],
  ['formal', 'formal:winding-up-order:1', 'Ordered'],
  ['formal', 'formal:creditors-voluntary-liquidation:1', 'Liquidation begun'],
  ['formal', 'formal:administration:1', 'Appointed'],
  ['formal', 'formal:administrative-receivership:1', 'Appointed'],
  ['formal', 'formal:receivership:1', 'Appointed'],
  ['formal', 'formal:moratorium:1', 'In force from'],
  ['formal', 'formal:company-voluntary-arrangement:1', 'Arrangement made'],
  ['formal', 'formal:restructuring-plan:1', 'Ordered'],
  ['formal', 'formal:creditors-decision:1', 'Creditors called'],
  ['formal', 'formal:strike-off:1', 'Proposed'],
  ['formal', 'formal:dissolved:1', 'Dissolved'],
  ['formal', 'formal:a-procedure-of-2027:1', 'Happened'],
  ['band', 'band:severe:1', 'Band raised'],
  ['award-gate', 'award-gate:1', 'Awarded'],
  ['paid-while-inactive', 'paid-while-inactive:dissolved:1', 'Paid'],
  ['paid-while-at-risk', 'paid-while-at-risk:1', 'Paid'],
  ['information', 'information:solvent-winding-up:1', 'Said'],
  ['ended', 'formal:winding-up-petition:1:ended', 'Ended'],
  ['no-outcome', 'formal:winding-up-petition:1:no-outcome', 'Hearing listed for'],
  ['ended', 'formal:winding-up-petition:1:lapsed:2026-11-20', 'Counts no more from'],
  ['formal', 'formal:winding-up-petition:1:relisted:2026-12-01', 'Hearing listed for'],
] as const)('the day of %s, %s, is called “%s”', (kind, cause, name) => {
  expect(eventDayName({ kind, cause: Cause.parse(cause) })).toBe(name);
});

test('the event’s day, its publication and when we saw it stand each under its name; unseen, the event alone', () => {
  const alert = {
    kind: 'formal',
    cause: Cause.parse('formal:winding-up-petition:1'),
    eventDay: eventDay('2026-11-20'),
    publishedOn: eventDay('2026-11-21'),
    seenAt: '2026-11-21T09:30:00.000Z',
  } as const;
  expect(dayRows(alert)).toEqual([
    { term: 'Advertised', value: '20 November 2026' },
    { term: 'Published', value: '21 November 2026' },
    { term: 'First seen by us', value: expect.stringContaining('21 November 2026') },
  ]);
  expect(dayRows({ ...alert, seenAt: null }).map(({ term }) => term)).toEqual(['Advertised']);
});
