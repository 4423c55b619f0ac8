import type { IsoDate } from '@tocsin/domain';
import { readDay } from '../tables/day.ts';

/** Months in Welsh, also as they begin behind `o` (`15 o Ragfyr`), and the English ones that they are. */
const WELSH: Readonly<Record<string, string>> = {
  ionawr: 'January',
  chwefror: 'February',
  mawrth: 'March',
  fawrth: 'March',
  ebrill: 'April',
  mai: 'May',
  fai: 'May',
  mehefin: 'June',
  fehefin: 'June',
  gorffennaf: 'July',
  orffennaf: 'July',
  awst: 'August',
  medi: 'September',
  fedi: 'September',
  hydref: 'October',
  tachwedd: 'November',
  dachwedd: 'November',
  rhagfyr: 'December',
  ragfyr: 'December',
};
const UNITS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];
const TEENS =
  'tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth';
/** `first` to `thirty-first`, in their order. */
const ORDINALS = [
  ...UNITS,
  ...TEENS.split(' '),
  'twentieth',
  ...UNITS.map((unit) => `twenty-${unit}`),
  'thirtieth',
  'thirty-first',
];

const MONTH = String.raw`(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|${Object.keys(WELSH).join('|')})\b\.?`;
const OF_MONTH = String.raw`\d{1,2}(?:st|nd|rd|th|af|il|ydd|ain|fed|eg|ed)?`;
const IN_WORDS = ORDINALS.toReversed()
  .map((ordinal) => ordinal.replace('-', '[- ]'))
  .join('|');

/** A day as notices print it: the source of a pattern without groups, for case-blind search. `dayRead` reads what it finds. */
export const PRINTED_DAY = [
  String.raw`(?<!\d)(?:(?:${OF_MONTH}|\b(?:${IN_WORDS}))\s+(?:day\s+of\s+|of\s+|o\s+)?${MONTH},?\s+\d{4}`,
  String.raw`\b${MONTH}\s+${OF_MONTH},?\s+\d{4}`,
  String.raw`\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})`,
  String.raw`\d{1,2}\.\d{1,2}\.\d{4}`,
  String.raw`\d{1,2}-\d{1,2}-\d{4}`,
  String.raw`\d{4}-\d{2}-\d{2})(?!\d)`,
].join('|');

/** What may stand before a day and is the same day: `Tuesday the `, `ddydd Mawrth `. */
export const WEEKDAY = String.raw`(?:(?:[A-Z][a-z]+day|dd?ydd\s+[A-Z][a-z]+),?\s+(?:the\s+)?)?`;

/** The day that such a print says; null for one that no calendar has. */
export function dayRead(printed: string): IsoDate | null {
  const plain = printed
    .toLowerCase()
    .replace(/(\d)(?:af|il|ydd|ain|fed|eg|ed)\b/, '$1')
    .replace(/\b(?:day\s+of|of|o)\s+/, '')
    .replace(/[a-z]{3,}/g, (word) => WELSH[word] ?? word)
    .replace(/\b(twenty|thirty)\s+/, '$1-')
    .replace(/\s+/g, ' ')
    .trim();
  const ordinal = ORDINALS.findIndex((word) => plain.startsWith(`${word} `));
  const numbered = ordinal === -1 ? plain : `${ordinal + 1}${plain.slice(ORDINALS[ordinal]?.length)}`;
  return readDay(numbered, ['iso', 'day-first', 'worded', 'short-year']);
}
