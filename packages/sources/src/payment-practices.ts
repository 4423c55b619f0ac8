import { firstInstantOf, readCompanyNumber, type IsoDate } from '@tocsin/domain';
import { z } from 'zod';
import { defineTable } from './define-source.ts';
import { dayFirst, provenOrder, slashedDays } from './tables/day-order.ts';
import { readDay } from './tables/day.ts';
import { headedRows, type HeadedRow } from './tables/headed-rows.ts';

const ADDRESS = 'https://check-payment-practices.service.gov.uk';
/** Five times what the export had in October 2026. */
const MAX_BYTES = 500 * 1024 * 1024;
/** Nobody pays after more than a year on average: one report says 4,323,394 days. */
const MOST_DAYS = 365;

const [ID, END, FILED, NAME, NUMBER, DAYS, LATE] = [
  'Report Id',
  'End date',
  'Filing date',
  'Company',
  'Company number',
  'Average time to pay',
  '% Invoices not paid within agreed terms',
] as const;
const COLUMNS = [ID, END, FILED, NAME, NUMBER, DAYS, LATE] as const;
type Row = HeadedRow<(typeof COLUMNS)[number]>;

const Report = z.object({
  id: z.string(),
  number: z.string(),
  company: z.string(),
  periodEnd: z.iso.date(),
  filedOn: z.iso.date(),
  averageDaysToPay: z.number().nullable(),
  percentNotPaidInTerms: z.number().nullable(),
});
type Report = z.infer<typeof Report>;

export const paymentPractices = defineTable({
  id: 'payment-practices',
  title: 'Payment practices and performance reports',
  publisher: 'Department for Business and Trade',
  homepage: ADDRESS,
  licence: 'Open Government Licence v3.0',
  description:
    'What large companies report twice a year, by law until 2031, of how they pay their own suppliers: the average days ' +
    'to pay, and the share of invoices not paid within agreed terms. Only large companies report, so that the absence ' +
    'of a report says nothing; the figures are their own. The export is the whole history, some 115,000 reports of ' +
    '10,000 companies, and is read once a week: a report that is new counts from its filing date, one that reads ' +
    'otherwise from the day on which we saw it, one that is gone is taken back. Reports are filed up to 30 days after ' +
    'their half-year. Averages of more than a year are refused as misprints. Layouts without report ids (2017) are ' +
    'refused as a whole. Written to the documented columns; not yet met live.',
  schedule: '30 4 * * 1',
  promise: { edition: 'weekly', lateDays: 2 },
  pace: { requests: 1, perSeconds: 60 },
  expect: { min: 90_000, max: 400_000, leastOfBefore: 0.95 },
  needs: [],
  covers: [],
  cursor: z.object({ etag: z.string().nullable() }),
  row: Report,

  async *fetch(http, cursor, { setting, isInTrouble }) {
    const address = setting('PAYMENT_PRACTICES_URL') ?? ADDRESS;
    const item = `${address}/export/csv/`;
    const answer = await http.get(item, {
      maxBytes: MAX_BYTES,
      ifNoneMatch: isInTrouble?.(item) ? null : (cursor?.etag ?? null),
    });
    if (answer.status === 304) return cursor;
    const { url, retrievedAt, contentType, body, etag } = answer;
    yield { document: { url, retrievedAt, contentType, body }, item, cursor: { etag } };
    return { etag };
  },

  edition: ({ retrievedAt }) => retrievedAt,

  *rows({ body }) {
    for (const row of headedRows(body, COLUMNS)) {
      const id = row.cell(ID);
      const item = id === '' ? `row ${row.row}` : id;
      const report = readReport(row);
      if (typeof report !== 'string') yield { item, outcome: 'row', id, row: report };
      else if (report === SILENT) yield { item, outcome: 'ignored', reason: report };
      else yield { item, outcome: 'refused', id: id === '' ? null : id, reason: report };
    }
  },

  toObservations(before, after, edition) {
    if (!after) return { observations: [], withdrawn: before ? [before.id] : [] };
    const { id, number, company, periodEnd, filedOn, averageDaysToPay, percentNotPaidInTerms } = after;
    const ref = readCompanyNumber(number);
    return {
      // Of the company that it was filed for by mistake, it says nothing any longer.
      withdrawn: before && before.number !== number ? [id] : [],
      observations: [
        {
          ref: id,
          occurredOn: periodEnd,
          publishedAt: before ? edition.publishedAt : firstInstantOf(filedOn),
          url: `${ADDRESS}/report/${encodeURIComponent(id)}/`,
          quote: null,
          about: {
            name: company,
            ref: ref && { scheme: 'GB-COH', id: ref },
            printedRef: number,
            postcode: null,
          },
          content: { kind: 'payment-practices', periodEnd, averageDaysToPay, percentNotPaidInTerms },
        },
      ],
    };
  },
});

const SILENT = 'neither days to pay nor a share paid late';

/** The report of a row, or why there is none. */
function readReport(row: Row): Report | string {
  if (!row.isWhole) return 'not as many cells as columns';
  const id = row.cell(ID);
  if (id === '') return `${ID} is empty`;
  const number = readCompanyNumber(row.cell(NUMBER));
  if (!number) return `${NUMBER}: “${row.cell(NUMBER)}” is not one`;
  const company = row.cell(NAME);
  if (company === '') return `${NAME} is empty`;
  const isMonthFirst = isMonthFirstIn(row.cell(END)) ?? isMonthFirstIn(row.cell(FILED));
  const [periodEnd, filedOn] = [END, FILED].map((column) => dayIn(row.cell(column), isMonthFirst));
  if (!periodEnd) return `${END}: “${row.cell(END)}” is not a day, or could be two`;
  if (!filedOn) return `${FILED}: “${row.cell(FILED)}” is not a day, or could be two`;
  if (filedOn < periodEnd) return `filed on ${filedOn}, before its period ended on ${periodEnd}`;
  const averageDaysToPay = readFigure(row.cell(DAYS), MOST_DAYS);
  const percentNotPaidInTerms = readFigure(row.cell(LATE), 100);
  if (averageDaysToPay === undefined) return `${DAYS}: “${row.cell(DAYS)}” is not up to ${MOST_DAYS} days`;
  if (percentNotPaidInTerms === undefined) return `${LATE}: “${row.cell(LATE)}” is not up to 100`;
  if (averageDaysToPay === null && percentNotPaidInTerms === null) return SILENT;
  return { id, number, company, periodEnd, filedOn, averageDaysToPay, percentNotPaidInTerms };
}

/** Null where none is given, undefined where it is no number from 0 to `most`. */
function readFigure(printed: string, most: number): number | null | undefined {
  if (printed === '' || printed === 'None') return null;
  if (!/^\d+(?:\.\d+)?$/.test(printed)) return undefined;
  const figure = Number(printed);
  return figure <= most ? figure : undefined;
}

/** `4/29/2017` is the 29th of April; nothing is told by a date of which both numbers could be a month. */
function isMonthFirstIn(printed: string): boolean | null {
  const [day] = slashedDays(printed);
  const order = day ? provenOrder(day.first, day.second) : null;
  return order && order === 'monthFirst';
}

function dayIn(printed: string, isMonthFirst: boolean | null): IsoDate | null {
  if (isMonthFirst === null) return readDay(printed, ['iso']);
  return readDay(isMonthFirst ? dayFirst(printed) : printed, ['iso', 'day-first']);
}
