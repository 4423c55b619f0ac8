import type { CalendarDay } from '@tocsin/alerting';
import { addDays } from '@tocsin/domain';
import ical, { ICalCalendarMethod } from 'ical-generator';

interface CalendarOf {
  readonly council: string;
  readonly publicUrl: string;
  readonly now: Date;
}

/** The days of a council as a calendar (RFC 5545): whole days, nothing of which anybody is reminded. */
export function writeCalendar(days: readonly CalendarDay[], { council, publicUrl, now }: CalendarOf): string {
  const calendar = ical({
    name: `Tocsin: ${council}`,
    prodId: { company: 'Tocsin', product: 'Days of a council', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 60 * 60 * 6,
  });
  for (const { uid, on, title, says, path } of days) {
    const url = new URL(path, publicUrl).href;
    calendar.createEvent({
      id: `${uid}@${new URL(publicUrl).hostname}`,
      // A day is named, not a moment: at noon it is the same day everywhere in Europe.
      start: new Date(`${on}T12:00:00Z`),
      end: new Date(`${addDays(on, 1)}T12:00:00Z`),
      allDay: true,
      stamp: now,
      summary: title,
      description: [says, url].filter((text) => text !== '').join('\n'),
      url,
    });
  }
  return calendar.toString();
}
