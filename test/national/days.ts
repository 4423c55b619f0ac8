import type { IsoDate } from '@tocsin/domain';

export function addDays(day: IsoDate, days: number): IsoDate {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return iso(new Date(Date.UTC(year, month - 1, date + days)));
}

export function addMonths(day: IsoDate, months: number): IsoDate {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return iso(new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))));
}

export function lastOfMonth(day: IsoDate): IsoDate {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return iso(new Date(Date.UTC(year, month, 0)));
}

function iso(date: Date): IsoDate {
  return date.toISOString().slice(0, 10);
}

/** The moment at which clocks in London show a time of a day. */
export function londonInstant(day: IsoDate, time: string): string {
  const asUtc = Date.parse(`${day}T${time}Z`);
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeZoneName: 'longOffset' })
    .formatToParts(asUtc)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const hours = shown === 'GMT+01:00' ? 1 : 0;
  return new Date(asUtc - hours * 3_600_000).toISOString();
}
