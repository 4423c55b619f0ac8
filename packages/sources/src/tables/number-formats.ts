import { addDays, type IsoDate } from '@tocsin/domain';
import type { XmlReader } from './xml-parts.ts';

/** Formats of days and times that every program knows by number (ECMA-376 part 1, 18.8.30). */
const BUILT_IN = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
  [71, 81],
] as const;
/** Below this a format cannot be given anew. */
const OWN = 100;
/** What a pattern of days or times is made of, and nothing else is. */
const PART = /^(?:s{1,2}|m{1,5}|h{1,2}|d{1,4}|a{3,5}|y|yy|yyyy|e|ee|eeee|am|pm|a|p)$/;

/** Letters of the longest pattern that Excel takes. */
const LONGEST = 255;

/** Whether a pattern such as `[$-809]dd mmm yyyy;@` shows a day or a time; one such as `#,##0.00` shows a number. */
export function showsDays(pattern: string): boolean {
  if (pattern.length > LONGEST) return false;
  return pattern
    .toLowerCase()
    .replace(/;@$/, '')
    .replaceAll(/\\./g, ' ')
    .split(';')
    .some((part) => {
      const parts = part
        .replaceAll(/"[^"]*"/g, ' ')
        .replaceAll(/(\[?[smhd]{1,2}\]?)[.,]00?0?/g, '$1')
        .replaceAll(/\[([smhd]{1,2})\]/g, '$1')
        .replaceAll(/\[[^\]]*\]/g, '')
        .split(/[^a-z0#?%]+/)
        .filter((one) => one !== '');
      return parts.length > 0 && parts.every((one) => PART.test(one));
    });
}

/** Reads the styles of a workbook: by their place, whether a number that has one is shown as a day. */
export function createStyles(): XmlReader & { readonly days: readonly boolean[] } {
  const days: boolean[] = [];
  const own = new Map<number, boolean>();
  const isDay = (format: number) =>
    own.get(format) ?? BUILT_IN.some(([from, to]) => format >= from && format <= to);
  const base: boolean[] = [];
  let within: 'base' | 'cells' | null = null;
  return {
    days,
    open(name, { numFmtId, formatCode = '', xfId }) {
      if (name === 'numFmt' && Number(numFmtId) >= OWN) own.set(Number(numFmtId), showsDays(formatCode));
      else if (name === 'cellStyleXfs') within = 'base';
      else if (name === 'cellXfs') within = 'cells';
      else if (name === 'xf' && within === 'base') base.push(isDay(Number(numFmtId ?? 0)));
      else if (name === 'xf' && within === 'cells')
        days.push(numFmtId === undefined ? (base[Number(xfId ?? 0)] ?? false) : isDay(Number(numFmtId)));
    },
    close(name) {
      if (name === 'cellStyleXfs' || name === 'cellXfs') within = null;
    },
  };
}

/** The day before the first that Excel counts; it counts one day too many, the 29th of February 1900. */
const EPOCH = '1899-12-30';
/** Where a workbook counts from 1904, so many days later. */
const TO_1904 = 1_462;
/** The last day of the year 9999. */
const LAST = 2_958_465;

/** The day of Excel's count, whatever time; null for a number that is no day. */
export function dayOfCount(count: number, date1904: boolean): IsoDate | null {
  const days = Math.floor(count) + (date1904 ? TO_1904 : 0);
  return days >= 0 && days <= LAST ? addDays(EPOCH, days) : null;
}
