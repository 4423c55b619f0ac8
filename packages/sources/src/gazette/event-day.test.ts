import type { NoticeFamily } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { eventDayOf, eventDaysIn } from './event-day.ts';

const SEEN = { publishedOn: '2026-11-27', seenAt: '2026-11-28T12:00:00.000Z' };
const dayIn = (family: NoticeFamily, words: string) => eventDayOf(family, eventDaysIn(words), SEEN);

const [ADMINISTRATION, RECEIVERS] = ['administration', 'receivership'] as const;
const [CREDITORS, MEMBERS] = ['creditors-voluntary-liquidation', 'members-voluntary-liquidation'] as const;
const ORDER = 'winding-up-order';

describe('a notice carries the day that its words tie to the event', () => {
  test.each([
    [
      ADMINISTRATION,
      'Joint administrators were appointed by the holder of a qualifying floating charge registered on 3 March 2019, with effect from 25 November 2026.',
      '2026-11-25',
    ],
    [ADMINISTRATION, 'The administrators took office on 25 November 2026.', '2026-11-25'],
    [
      MEMBERS,
      'The directors, appointed on 1 May 2010, resolved that the Company be wound up. Resolution passed 18 November 2026.',
      '2026-11-18',
    ],
    [
      MEMBERS,
      'At a general meeting convened by notice and held at 1 High Street on 18 November 2026 the resolutions were passed.',
      '2026-11-18',
    ],
    [ADMINISTRATION, 'Joint Administrators appointed on 25 November 2026 by the directors.', '2026-11-25'],
    [
      ADMINISTRATION,
      'Ann Other and Bob Other were appointed as Joint Administrators of the company on 17 November 2026.',
      '2026-11-17',
    ],
    [
      ADMINISTRATION,
      'A B of ADVISERS LLP (company number OC300000) was appointed Joint Administrator of NORTH LTD (company number 99000101) and SOUTH LTD (company number 99000102) on 12 November 2026.',
      '2026-11-12',
    ],
    [
      ADMINISTRATION,
      'I give notice that, on 12 November 2026, we were appointed as joint administrators of the above company.',
      '2026-11-12',
    ],
    [ADMINISTRATION, 'Ann Other, appointed on 17 November 2026 as administrator.', '2026-11-17'],
    [ADMINISTRATION, 'The Company entered administration on 25 November 2026.', '2026-11-25'],
    [
      ADMINISTRATION,
      'Administrators were appointed under paragraph 22 of Schedule B1 to the Insolvency Act 1986 on 25 November 2026.',
      '2026-11-25',
    ],
    [
      RECEIVERS,
      'A B was appointed as LPA Receiver on 9th November, 2026 by LENDER PLC (Company Number 99000199) under a charge dated 1 March 2015.',
      '2026-11-09',
    ],
    [
      RECEIVERS,
      'Appointed as joint receivers under the powers in a legal charge dated 3 March 2019 and registered on 10 March 2019. Date of Appointment: 18 November 2026',
      '2026-11-18',
    ],
    [
      ORDER,
      'On a petition for a winding-up order presented on 2 October 2026 the court ordered on 25 November 2026 that the company be wound up.',
      '2026-11-25',
    ],
    [ORDER, 'Winding-up order made on 3 June 2026. Liquidator.', '2026-06-03'],
    [
      ORDER,
      'A winding up order was made against the Company in the High Court on 3 June 2026.',
      '2026-06-03',
    ],
    [ORDER, 'The Company was ordered to be wound up on 18 November 2026.', '2026-11-18'],
    [ORDER, 'On 18 November 2026 the court made a winding-up order.', '2026-11-18'],
    [ORDER, 'Winding-up order on 18 November 2026', '2026-11-18'],
    [
      CREDITORS,
      'At a meeting held at 10.00 a.m. on 11 November 2026 it was resolved to wind up. Creditors’ voluntary liquidation. Liquidator appointed on 12 November 2026.',
      '2026-11-11',
    ],
    [
      CREDITORS,
      'Liquidators were appointed by the creditors on 25 November 2026. Creditors must prove',
      '2026-11-25',
    ],
    [
      MEMBERS,
      'The Company was placed into members’ voluntary liquidation on 19 February 2024 and on the same date, were appointed as Joint Liquidators',
      '2024-02-19',
    ],
    [MEMBERS, 'The following resolutions were passed on 12 November 2026', '2026-11-12'],
    ['moratorium', 'A moratorium of the Company came into force on 18 November 2026.', '2026-11-18'],
    [
      'moratorium-ended',
      'The moratorium, which came into force on 1 October 2026, came to an end on 25 November 2026.',
      '2026-11-25',
    ],
    [
      'petition-dismissed',
      'The petition advertised on 13 November 2026 was dismissed by consent on 18 November 2026.',
      '2026-11-18',
    ],
    [
      'petition-dismissed',
      'On 18 November 2026 on the motion of the Petitioner that Petition was dismissed by the Court',
      '2026-11-18',
    ],
    [
      'petition-withdrawn',
      'The petition to wind up the company was withdrawn by leave of the court on 18 November 2026.',
      '2026-11-18',
    ],
    [ADMINISTRATION, 'Joint Administrators. Date of Appointment: 16 November 2026. Further', '2026-11-16'],
    [
      'winding-up-order',
      'Date of Filing Petition: 2 September 2026 Date of Winding-up Order: 11 November 2026',
      '2026-11-11',
    ],
    [CREDITORS, 'At a general meeting of the members held on 12 November 2026 it was resolved', '2026-11-12'],
    ['winding-up-petition', 'presented on 2 September 2026', '2026-11-27'],
  ] as const)('%s: “%s”', (family, words, day) => {
    expect(dayIn(family, words)).toBe(day);
  });
});

describe('a day is found however its notice words it', () => {
  test.each([
    [ADMINISTRATION, 'Administrators appointed on: 18/11/2026'],
    [ADMINISTRATION, 'Administrators were appointed on the 18th day of November 2026'],
    [ADMINISTRATION, 'EXAMPLE LTD\n(99000001)\non 18 November 2026 Jane Roe was appointed administrator'],
    [ADMINISTRATION, 'Company number 99000001: on 18 November 2026 Jane Roe was appointed administrator'],
    [ADMINISTRATION, 'Jane Roe appointed as Administrator 18 November 2026'],
    [ADMINISTRATION, 'Jane Roe was appointed administrator: 18 November 2026'],
    [ADMINISTRATION, 'Date appointed: 18 November 2026'],
    [ADMINISTRATION, 'By order of the court dated 18 November 2026 administrators were appointed.'],
    [
      ADMINISTRATION,
      'By an Order made by the High Court of Justice dated 18 November 2026, Jane Roe was appointed administrator.',
    ],
    [ADMINISTRATION, 'Administrators were appointed by order of the High Court dated 18 November 2026.'],
    [
      ADMINISTRATION,
      'Administrators were appointed by order of the High Court dated 10 November 2026 with effect from 18 November 2026.',
    ],
    [CREDITORS, 'Liquidator appointed on the 18th day of November, 2026.'],
    [CREDITORS, 'Resolution passed: 18 November 2026'],
    [RECEIVERS, 'Jane Roe appointed as Receiver, 18 November 2026'],
    [ORDER, 'Winding-up order made: 18 November 2026'],
    [ORDER, 'Date of Order: 18 November 2026'],
    [ORDER, 'The petition was presented on 2 October 2026. The order was made on 18 November 2026.'],
    [
      ORDER,
      'The petition for a Winding-Up Order was filed on 2 October 2026. The order was made on 18 November 2026',
    ],
    [ORDER, 'By order of the High Court dated 18 November 2026 the Company was ordered to be wound up.'],
    [ORDER, 'The company was wound up by order of the High Court dated 18 November 2026.'],
  ] as const)('%s: “%s”', (family, words) => {
    expect(dayIn(family, words)).toBe('2026-11-18');
  });
});

describe('a day of something else in its words is none of the event', () => {
  test.each([
    [
      ADMINISTRATION,
      'Joint administrators were appointed by the holder of a qualifying floating charge created on 3 March 2019. They took office on 25 November 2026.',
    ],
    [ADMINISTRATION, 'Joint administrators were appointed under a debenture made on 3 March 2019.'],
    [
      RECEIVERS,
      'Joint receivers appointed pursuant to a charge created on 3 March 2019; they took office on 18 November 2026.',
    ],
    [RECEIVERS, 'Joint receivers were appointed pursuant to a charge of 3 March 2019 on 18 November 2026.'],
    [MEMBERS, 'The directors, appointed on 1 May 2010, resolved that the Company be wound up.'],
    [
      ADMINISTRATION,
      'The practitioner, first appointed on 1 May 2010 to act, was appointed Administrator by the court; appointment made on 25 November 2026.',
    ],
    [ADMINISTRATION, 'The administrators, who had appointed agents on 3 March 2025, give notice.'],
    [ADMINISTRATION, 'The administrators appointed agents on 3 March 2025.'],
    [ADMINISTRATION, 'Former administrators were appointed on 3 March 2025.'],
    [ADMINISTRATION, 'Its holding company entered administration on 3 March 2025.'],
    [
      ADMINISTRATION,
      'ADMINISTRATORS WERE APPOINTED BY THE HOLDER OF A CHARGE CREATED ON 3 March 2019 AND ASSIGNED ON 4 April 2020.',
    ],
    [ORDER, 'A validation order was asked for. The order was made on 18 November 2026.'],
    [ORDER, 'An order for substituted service was sought. The order was made on 18 November 2026.'],
    [ORDER, 'A petition for a winding-up order made: 18 November 2026'],
    [
      ADMINISTRATION,
      'By order of the court dated 3 March 2019 the lease was forfeited and administrators were appointed.',
    ],
    [ADMINISTRATION, 'Administrators were appointed under a charging order of the court dated 3 March 2019.'],
    [ADMINISTRATION, 'Administrators were appointed on 10 November 2026 with effect from 18 November 2026.'],
    [ADMINISTRATION, 'Administrators have been in touch. Date of the letter 18 November 2026.'],
    [ORDER, 'The petition for a Winding-Up Order of 2 October 2026 was heard on 3 October 2026.'],
    [ORDER, 'On 2 October 2026 a petition for a winding-up order was made.'],
    [CREDITORS, 'Shares held on 3 March 2019 were counted and the resolution was passed.'],
    ['moratorium', 'A moratorium under Part A1, which came into force on 26 June 2020, is asked for.'],
    ['petition-withdrawn', 'An earlier petition against the company was withdrawn on 1 March 2026.'],
    [ADMINISTRATION, 'Joint Administrators of the company.'],
    [ADMINISTRATION, 'Date of Appointment: 1 December 2026'],
    [ORDER, 'Date of Filing Petition: 2 September 2026'],
  ] as const)('%s: “%s”', (family, words) => {
    expect(dayIn(family, words)).toBeNull();
  });
});

test('a label with a day to come is not made good by another day of the words', () => {
  const words =
    'Joint administrators were appointed by the holder of a floating charge created on 3 March 2019. Date of Appointment: 29 November 2026';
  expect(dayIn('administration', words)).toBeNull();
  const days = eventDaysIn('Date of Appointment: 29 November 2026');
  expect(
    eventDayOf('administration', days, { publishedOn: null, seenAt: '2026-11-28T12:00:00.000Z' }),
  ).toBeNull();
  expect(eventDayOf('administration', days, { publishedOn: null, seenAt: '2026-11-29T12:00:00.000Z' })).toBe(
    '2026-11-29',
  );
});

test('of two days that its words tie to it neither is that of the event', () => {
  const words =
    'Administrators were appointed on 3 November 2026. Administrators were appointed on 4 November 2026.';
  expect(dayIn('administration', words)).toBeNull();
});

test('the words of a notice are gone through in time that grows with their length', () => {
  expect(eventDaysIn('appointed administrators on 3 March 2026 '.repeat(20_000))).toEqual({});
  expect(eventDaysIn('winding-up order '.repeat(50_000))).toEqual({});
});

test('a time of day, and the charge by which receivers are called, stand between an event and its day', () => {
  expect(dayIn(ADMINISTRATION, 'Administrators appointed at 2.05 pm on 25 November 2026.')).toBe(
    '2026-11-25',
  );
  expect(
    dayIn(
      RECEIVERS,
      'BANK PLC appointed A B as fixed charge receiver over the property of NORTH LTD on 10 November 2026.',
    ),
  ).toBe('2026-11-10');
});
