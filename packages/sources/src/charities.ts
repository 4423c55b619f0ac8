import {
  addMonths,
  CHARITY_SOURCE,
  dayOf,
  firstInstantOf,
  printedRef,
  readCharityNumber,
  readCompanyNumber,
  type SupplierMention,
} from '@tocsin/domain';

import { z } from 'zod';
import { columnsKept, dayOfExtract, extractRecords, type ExtractRecord } from './charities/extract.ts';
import { defineTable } from './define-source.ts';
import { readDay } from './tables/day.ts';
import { readPence } from './tables/money.ts';

const ADDRESS = 'https://ccewuksprdoneregsadata1.blob.core.windows.net';
const PAGE = 'https://register-of-charities.charitycommission.gov.uk';
const TABLE = 'charity';
/** Five times what the archive has. */
const MAX_BYTES = 250 * 1024 * 1024;
/** Who left the register long before we first read it supplies nobody any more. */
const MONTHS_GONE = 24;

const COLUMNS = [
  'registered_charity_number',
  'linked_charity_number',
  'charity_name',
  'charity_type',
  'charity_registration_status',
  'date_of_removal',
  'charity_reporting_status',
  'latest_acc_fin_period_end_date',
  'latest_income',
  'latest_expenditure',
  'charity_company_registration_number',
  'charity_insolvent',
  'charity_in_administration',
  'charity_is_cio',
  'cio_is_dissolved',
  'date_cio_dissolution_notice',
] as const;
type Record = ExtractRecord<(typeof COLUMNS)[number]>;

const Charity = z.object({
  number: z.string(),
  name: z.string(),
  company: z.string().nullable(),
  status: z.enum(['registered', 'removed']),
  form: z.enum(['company', 'cio', 'trust', 'other']),
  removedOn: z.iso.date().nullable(),
  insolvent: z.boolean(),
  inAdministration: z.boolean(),
  dissolution: z.object({ noticeEndsOn: z.iso.date().nullable() }).nullable(),
  reporting: z.string().nullable(),
  lastYear: z
    .object({ endedOn: z.iso.date(), income: z.int(), expenditure: z.int() })
    .nullable()
    .default(null),
});
type Charity = z.infer<typeof Charity>;

export const charities = defineTable({
  id: CHARITY_SOURCE,
  title: 'Register of charities',
  publisher: 'Charity Commission for England and Wales',
  homepage: `${PAGE}/register/full-register-download`,
  licence: 'Open Government Licence v3.0',
  description:
    'Every charity that is or was registered in England and Wales, from the table “charity” of the Commission’s extract, ' +
    'which is taken anew each day: whether it is registered or was removed and when, whether it is marked as in insolvency or ' +
    'in administration, whether a charitable incorporated organisation (CIO) is to be dissolved, how it stands with ' +
    'its annual returns, and the income and expenditure of its last year. A charity that is a company is known by its company number from here on, whoever prints its ' +
    'charity number. Others have facts and no score, but for CIOs. A removal is often a merger or a new form and no ' +
    'failure. Flags carry no day of their own: they count from the extract that shows them first. Linked charities are ' +
    'left out: their parent speaks for them. Addresses, telephone numbers and people are neither read nor kept. Scottish ' +
    'and Northern Irish charities have registers of their own, which are not read. Written to the documented columns of ' +
    'both formats (text, JSON); not yet met live.',
  schedule: '40 5 * * *',
  promise: { minutes: 48 * 60 },
  pace: { requests: 1, perSeconds: 60 },
  expect: { min: 300_000, max: 900_000, leastOfBefore: 0.95 },
  needs: [],
  covers: ['charity-register'],
  cursor: z.object({ etag: z.string().nullable() }),
  row: Charity,

  async *fetch(http, cursor, { setting, isInTrouble }) {
    const address = setting('CHARITIES_URL') ?? ADDRESS;
    const item = `${address}/data/txt/publicextract.${TABLE}.zip`;
    const answer = await http.get(item, {
      maxBytes: MAX_BYTES,
      ifNoneMatch: isInTrouble?.(item) ? null : (cursor?.etag ?? null),
    });
    if (answer.status === 304) return cursor;
    const { url, retrievedAt, contentType, body, etag } = answer;
    yield { document: { url, retrievedAt, contentType, body }, item, cursor: { etag } };
    return { etag };
  },

  edition: dayOfExtract,

  keep: (document) => columnsKept(document, TABLE, COLUMNS),

  async *rows(document) {
    for await (const record of extractRecords(document, TABLE, COLUMNS)) {
      const number = readCharityNumber(record.cell('registered_charity_number'));
      const item = number ?? `record ${record.record}`;
      const charity = readCharity(record, number);
      if (charity === LINKED) yield { item, outcome: 'ignored', reason: charity };
      else if (typeof charity === 'string') yield { item, outcome: 'refused', id: number, reason: charity };
      else yield { item, outcome: 'row', id: charity.number, row: charity };
    }
  },

  toObservations(before, after, edition) {
    if (!after) return { observations: [], withdrawn: before ? [before.number] : [] };
    const { number, name, company: _, ...entry } = after;
    if (!before && isLongGone(after, dayOf(edition.publishedAt))) return { observations: [], withdrawn: [] };
    return {
      withdrawn: [],
      observations: [
        {
          ref: number,
          occurredOn: after.removedOn,
          publishedAt: !before && after.removedOn ? firstInstantOf(after.removedOn) : edition.publishedAt,
          url: `${PAGE}/charity-details/?regId=${number}&subId=0`,
          quote: null,
          about: mentionOf(number, name),
          content: { kind: 'charity-entry', ...entry },
        },
      ],
    };
  },
});

const LINKED = 'a linked charity: its parent speaks for it';

/** Whom the register means: by the charity’s number, whatever company it is. */
function mentionOf(number: string, name: string): SupplierMention {
  return {
    name,
    ref: { scheme: 'GB-CHC', id: number },
    printedRef: printedRef('GB-CHC', number),
    postcode: null,
  };
}

function isLongGone({ removedOn }: Charity, day: string): boolean {
  return removedOn !== null && removedOn < addMonths(day, -MONTHS_GONE);
}

/** The charity of a record, or why there is none. */
function readCharity(record: Record, number: string | null): Charity | string {
  const { cell } = record;
  if (!record.isWhole) return 'not as many cells as columns';
  if (!number) return `registered_charity_number: “${cell('registered_charity_number')}” is not one`;
  if (cell('linked_charity_number') !== '0') return LINKED;
  const name = cell('charity_name');
  if (name === '') return 'charity_name is empty';
  const status = statuses[cell('charity_registration_status')];
  if (!status) return `charity_registration_status: “${cell('charity_registration_status')}” is neither word`;
  const company = cell('charity_company_registration_number');
  const flags = [
    'charity_insolvent',
    'charity_in_administration',
    'charity_is_cio',
    'cio_is_dissolved',
  ] as const;
  const odd = flags.find((flag) => !(cell(flag) in truths));
  if (odd) return `${odd}: “${cell(odd)}” is neither True nor False`;
  const [insolvent, inAdministration, isCio, isDissolved] = flags.map((flag) => truths[cell(flag)] ?? false);
  const days = ['date_of_removal', 'date_cio_dissolution_notice', 'latest_acc_fin_period_end_date'] as const;
  const noDay = days.find((day) => cell(day) !== '' && readDay(cell(day), ['iso']) === null);
  if (noDay) return `${noDay}: “${cell(noDay)}” is not a day`;
  const [removedOn = null, noticeEndsOn = null, endedOn = null] = days.map((day) =>
    readDay(cell(day), ['iso']),
  );
  const sums = ['latest_income', 'latest_expenditure'] as const;
  const noSum = sums.find((sum) => cell(sum) !== '' && readPence(cell(sum)) === null);
  if (noSum) return `${noSum}: “${cell(noSum)}” is no sum`;
  return {
    number,
    name,
    company: readCompanyNumber(company),
    status,
    form: isCio ? 'cio' : formOf(cell('charity_type'), company),
    removedOn: status === 'removed' ? removedOn : null,
    insolvent: insolvent ?? false,
    inAdministration: inAdministration ?? false,
    dissolution: isDissolved || noticeEndsOn ? { noticeEndsOn } : null,
    reporting: cell('charity_reporting_status') || null,
    lastYear: lastYearOf(endedOn, cell('latest_income'), cell('latest_expenditure')),
  };
}

/** An empty sum is one that is not shown, and never nothing. */
function lastYearOf(endedOn: string | null, income: string, expenditure: string): Charity['lastYear'] {
  const [received, spent] = [readPence(income), readPence(expenditure)];
  if (endedOn === null || received === null || spent === null) return null;
  return { endedOn, income: received, expenditure: spent };
}

const statuses: Readonly<{ [printed: string]: Charity['status'] }> = {
  Registered: 'registered',
  Removed: 'removed',
};

/** Of flags, an empty one is none. */
const truths: Readonly<{ [printed: string]: boolean }> = {
  True: true,
  False: false,
  '': false,
};

function formOf(type: string, company: string): Charity['form'] {
  if (type === 'CIO') return 'cio';
  if (type === 'Charitable company' || company !== '') return 'company';
  return type === 'Trust' ? 'trust' : 'other';
}
