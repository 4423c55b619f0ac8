import { addMonths, dayOf, firstInstantOf, readCompanyNumber, SOCIETY_SOURCE } from '@tocsin/domain';
import { z } from 'zod';
import { defineTable } from './define-source.ts';
import { companyNumberOf } from './mutuals/society-number.ts';
import { readDay } from './tables/day.ts';
import { headedRows, type HeadedRow } from './tables/headed-rows.ts';

const ADDRESS = 'https://fcastoragemprprod.blob.core.windows.net';
const PAGE = 'https://mutuals.fca.org.uk';
/** Five times what the list has. */
const MAX_BYTES = 50 * 1024 * 1024;
/** Who left the register long before we first read it supplies nobody any more. */
const MONTHS_GONE = 24;

/** The register’s own spelling. */
const NUMBER = 'Full Registation Number';
const COLUMNS = [NUMBER, 'Society Name', 'Registered As', 'Deregistration Date', 'Society Status'] as const;

const Society = z.object({
  number: z.string(),
  name: z.string(),
  company: z.string().nullable(),
  status: z.enum(['registered', 'deregistered']),
  registeredAs: z.string(),
  deregisteredOn: z.iso.date().nullable(),
});
type Society = z.infer<typeof Society>;

export const mutuals = defineTable({
  id: SOCIETY_SOURCE,
  title: 'Mutuals Public Register',
  publisher: 'Financial Conduct Authority',
  homepage: PAGE,
  licence: 'Open Government Licence v3.0',
  description:
    'Every society that is or was registered (some 32,000): co-operatives, community benefit societies, credit unions, ' +
    'building and friendly societies, many housing associations and leisure trusts among them, of which Companies House ' +
    'keeps a name and little more. It says whether a society is registered, and since when it is not; whether its ' +
    'registration was cancelled, or it was converted, merged or transferred, it does not say. Annual returns are scanned ' +
    'pages, so that there are no figures. The number under which Companies House has a society is made of the register’s ' +
    'own, as nine in ten are written; where it may be another, the name decides. Read once a week as a whole; addresses are not read. ' +
    'Written to the documented columns; not yet met live.',
  schedule: '50 5 * * 3',
  promise: { edition: 'weekly', lateDays: 2 },
  pace: { requests: 1, perSeconds: 60 },
  expect: { min: 25_000, max: 60_000, leastOfBefore: 0.95 },
  needs: [],
  covers: ['mutuals-register'],
  cursor: z.object({ etag: z.string().nullable() }),
  row: Society,

  async *fetch(http, cursor, { setting, isInTrouble }) {
    const address = setting('MUTUALS_URL') ?? ADDRESS;
    const item = `${address}/societylist/SocietyList.csv`;
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
      const id = row.cell(NUMBER).replaceAll(' ', '').toUpperCase();
      const item = id === '' ? `row ${row.row}` : id;
      const society = readSociety(row, id);
      if (typeof society !== 'string') yield { item, outcome: 'row', id, row: society };
      else yield { item, outcome: 'refused', id: id === '' ? null : id, reason: society };
    }
  },

  toObservations(before, after, edition) {
    if (!after) return { observations: [], withdrawn: before ? [before.number] : [] };
    const { number, name, company, status, registeredAs, deregisteredOn } = after;
    const ref = readCompanyNumber(company ?? '');
    if (!before && isLongGone(deregisteredOn, dayOf(edition.publishedAt)))
      return { observations: [], withdrawn: [] };
    return {
      withdrawn: before && before.company !== company ? [number] : [],
      observations: [
        {
          ref: number,
          occurredOn: deregisteredOn,
          publishedAt: !before && deregisteredOn ? firstInstantOf(deregisteredOn) : edition.publishedAt,
          url: `${PAGE}/Search/Society/${encodeURIComponent(number)}`,
          quote: null,
          about: {
            name,
            ref: ref && { scheme: 'GB-COH', id: ref },
            printedRef: `GB-MPR-${number}`,
            postcode: null,
          },
          content: { kind: 'society-entry', status, registeredAs, deregisteredOn },
        },
      ],
    };
  },
});

function isLongGone(deregisteredOn: string | null, day: string): boolean {
  return deregisteredOn !== null && deregisteredOn < addMonths(day, -MONTHS_GONE);
}

/** The society of a row, or why there is none. */
function readSociety(row: HeadedRow<(typeof COLUMNS)[number]>, number: string): Society | string {
  if (!row.isWhole) return 'not as many cells as columns';
  if (!/^[A-Z]*\d+[A-Z]*$/.test(number)) return `${NUMBER}: “${row.cell(NUMBER)}” is not one`;
  const name = row.cell('Society Name');
  if (name === '') return 'Society Name is empty';
  const registeredAs = row.cell('Registered As');
  if (registeredAs === '') return 'Registered As is empty';
  const printed = row.cell('Deregistration Date');
  const deregisteredOn = printed === '' ? null : readDay(printed, ['iso', 'day-first']);
  if (printed !== '' && deregisteredOn === null) return `Deregistration Date: “${printed}” is not a day`;
  // The word is the register’s; a date alone says the same.
  const isGone = row.cell('Society Status') === 'Deregistered' || deregisteredOn !== null;
  return {
    number,
    name,
    company: companyNumberOf(number),
    status: isGone ? 'deregistered' : 'registered',
    registeredAs,
    deregisteredOn,
  };
}
