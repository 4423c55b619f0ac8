const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (monthDays[month - 1] ?? 0);
}

/** `YYYY-MM-DD` of a day that exists in the years in which companies have filed, else null. */
export function isoDate(year: number, month: number, day: number): string | null {
  if (year < 1800 || year > 2200 || month < 1 || month > 12) return null;
  if (day < 1 || day > daysInMonth(year, month)) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Days since 1970-01-01 of an ISO date, by the civil calendar. */
export function dayCount(iso: string): number {
  const month = Number(iso.slice(5, 7));
  const year = Number(iso.slice(0, 4)) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + Number(iso.slice(8, 10)) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function dayBefore(iso: string): string {
  const [year, month, day] = [Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), Number(iso.slice(8, 10))];
  if (day > 1) return `${iso.slice(0, 8)}${String(day - 1).padStart(2, '0')}`;
  if (month > 1) return `${year}-${String(month - 1).padStart(2, '0')}-${daysInMonth(year, month - 1)}`;
  return `${year - 1}-12-31`;
}

const plainDay = /^\d{4}-\d\d-\d\d$/;

/**
 * The day an `xbrli` period element names. A date alone is the whole day; midnight at the end of a period is the
 * end of the day before (XBRL 2.1, 4.7.2).
 */
export function periodDay(text: string, ends: boolean): string | null {
  const trimmed = text.trim();
  const date = trimmed.slice(0, 10);
  if (!plainDay.test(date)) return null;
  const day = isoDate(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8)));
  if (trimmed.length === 10) return day;
  const rest = /^(?:T(\d\d:\d\d:\d\d)(?:\.0+)?)?(?:Z|[+-]\d\d:\d\d)?$/.exec(trimmed.slice(10));
  if (day === null || rest === null) return null;
  return ends && rest[1] === '00:00:00' ? dayBefore(day) : day;
}
