import { LANDLORD_SCHEME, LANDLORD_SOURCE } from '@tocsin/domain';
import { z } from 'zod';
import { defineTable } from './define-source.ts';
import { fetchAttachment } from './govuk-attachment.ts';
import { listedRows, type ListedRow } from './tables/listed-rows.ts';

const ADDRESS = 'https://www.gov.uk';
const PAGE = '/government/publications/current-registered-providers-of-social-housing';
const MAX_BYTES = 20 * 1024 * 1024;

const COLUMNS = {
  name: { names: ['organisation name'] },
  number: { names: ['registration number'] },
  designation: { names: ['designation'] },
  form: { names: ['corporate form'] },
} as const;

const Provider = z.object({
  number: z.string(),
  name: z.string(),
  designation: z.string(),
  form: z.string(),
});
type Provider = z.infer<typeof Provider>;

/** Landlords that are councils are on the list too, and no suppliers at risk. */
const COUNCIL = 'local authority';

export const housingProviders = defineTable({
  id: LANDLORD_SOURCE,
  title: 'Registered providers of social housing',
  publisher: 'Regulator of Social Housing',
  homepage: `${ADDRESS}${PAGE}`,
  licence: 'Open Government Licence v3.0',
  description:
    'Every landlord of social housing that is registered in England (some 1,600), as the regulator lists them each month: ' +
    'name, registration number, designation and corporate form. Councils are left out. The list has no company, society ' +
    'or charity number: a landlord is known by its name alone, which ties it to a company or society where no other ' +
    'bears it, and waits for a person where several do. A landlord that is on the list no longer has merged, transferred its homes, ' +
    'withdrawn or failed: the list does not say which. Written to the documented columns; not yet met live.',
  schedule: '10 6 * * 4',
  promise: { edition: 'monthly', lateDays: 21 },
  pace: { requests: 2, perSeconds: 60 },
  expect: { min: 1_200, max: 4_000, leastOfBefore: 0.8 },
  needs: [],
  covers: [],
  cursor: z.object({ read: z.string().nullable() }),
  row: Provider,

  async *fetch(http, cursor, { setting }) {
    const page = `${setting('GOVUK_URL') ?? ADDRESS}${PAGE}`;
    const answer = await fetchAttachment(http, page, cursor?.read ?? null, MAX_BYTES);
    if (!answer) return cursor;
    const { url, retrievedAt, contentType, body } = answer;
    yield { document: { url, retrievedAt, contentType, body }, cursor: { read: url } };
    return { read: url };
  },

  edition: ({ retrievedAt }) => retrievedAt,

  async *rows(document) {
    for (const row of await listedRows(document, COLUMNS)) {
      const provider = readProvider(row);
      const { cell } = row;
      const item = cell('number') === '' ? `row ${row.row}` : cell('number');
      if (typeof provider !== 'string') yield { item, outcome: 'row', id: provider.number, row: provider };
      else if (provider === COUNCIL) yield { item, outcome: 'ignored', reason: 'a council' };
      else yield { item, outcome: 'refused', id: cell('number') || null, reason: provider };
    }
  },

  toObservations(before, after, edition) {
    const landlord = after ?? before;
    if (!landlord) return { observations: [], withdrawn: [] };
    const { number, name, designation, form: corporateForm } = landlord;
    return {
      // What was said under another name is not said of who bears that.
      withdrawn: before && after && before.name !== after.name ? [number] : [],
      observations: [
        {
          ref: number,
          occurredOn: null,
          publishedAt: edition.publishedAt,
          url: `${ADDRESS}${PAGE}`,
          quote: null,
          about: { name, ref: null, printedRef: `${LANDLORD_SCHEME}${number}`, postcode: null },
          content: {
            kind: 'housing-entry',
            status: after ? 'registered' : 'left',
            designation,
            corporateForm,
          },
        },
      ],
    };
  },
});

/** The landlord of a row, or why there is none. */
function readProvider({ cell }: ListedRow<keyof typeof COLUMNS>): Provider | string {
  const [number, name, designation, form] = [cell('number'), cell('name'), cell('designation'), cell('form')];
  if (number === '') return 'registration number is empty';
  if (name === '') return 'organisation name is empty';
  if (designation.toLowerCase() === COUNCIL) return COUNCIL;
  if (designation === '' || form === '') return 'designation or corporate form is empty';
  return { number, name, designation, form };
}
