import { addDays } from '@tocsin/domain';
import { streamOf } from './random.ts';

/** A list of registers as large as it is published, of one month. */
export interface MadeList {
  readonly source: string;
  readonly body: Uint8Array;
  readonly retrievedAt: string;
  /** Rows that it has, and those of them that read otherwise than in the month before. */
  readonly rows: number;
  readonly changed: number;
}

/** Rows of each list as it was published last. */
export const publishedRows: Readonly<Record<string, number>> = {
  charities: 390_000,
  mutuals: 32_000,
  'housing-providers': 1_612,
  'ofsted-providers': 5_600,
  'payment-practices': 115_384,
};

/** Of the rows of a month, one in so many is another than in the month before. */
const CHANGED_OF = 200;

interface Made {
  readonly header: readonly string[];
  readonly separator: string;
  readonly row: (at: number, isChanged: boolean) => readonly (string | number)[];
}

/** A list of `rows` rows in its publisher’s columns, for one of two months. The same seed makes the same. */
export function madeList(source: string, rows: number, month: 9 | 10, seed = 1): MadeList {
  const on = `2026-${String(month).padStart(2, '0')}-01`;
  const make = makers[source]?.(on, seed);
  if (!make) throw new Error(`no list of ${source}`);
  const lines = [make.header.join(make.separator)];
  let changed = 0;
  for (let at = 0; at < rows; at += 1) {
    const isChanged = month === 10 && at % CHANGED_OF === 7;
    if (isChanged) changed += 1;
    lines.push(make.row(at, isChanged).join(make.separator));
  }
  const body = new TextEncoder().encode(`${lines.join('\n')}\n`);
  return { source, body, retrievedAt: `${on}T06:00:00.000Z`, rows, changed };
}

const number = (at: number) => String(10_000_000 + at);

const makers: Readonly<Record<string, (on: string, seed: number) => Made>> = {
  charities: (on, seed) => {
    const random = streamOf(seed, 'charities');
    const forms = ['Trust', 'Other', 'Charitable company', 'CIO'];
    return {
      header:
        'date_of_extract organisation_number registered_charity_number linked_charity_number charity_name charity_type charity_registration_status date_of_registration date_of_removal charity_reporting_status latest_acc_fin_period_start_date latest_acc_fin_period_end_date latest_income latest_expenditure charity_contact_address1 charity_contact_postcode charity_contact_phone charity_contact_email charity_company_registration_number charity_insolvent charity_in_administration charity_is_cio cio_is_dissolved date_cio_dissolution_notice charity_activities'.split(
          ' ',
        ),
      separator: '\t',
      row: (at, isChanged) => {
        const form = forms[at % forms.length] ?? '';
        const isRemoved = at % 2 === 0;
        const income = random.between(1_000, 900_000);
        return [
          on,
          at,
          1_000_000 + at,
          0,
          `EXAMPLE CHARITY ${at}`,
          form,
          isRemoved ? 'Removed' : 'Registered',
          '1999-04-01',
          isRemoved ? addDays('2005-01-01', at % 7_000) : '',
          isRemoved ? 'Removed' : isChanged ? 'Submission Overdue' : 'Submission Received',
          '2025-04-01',
          '2026-03-31',
          income,
          income + 500,
          `${at} Example Street`,
          'EX1 1AA',
          '01632 960001',
          'office@charity.example',
          form === 'Charitable company' ? number(at) : '',
          'False',
          'False',
          form === 'CIO' ? 'True' : 'False',
          'False',
          '',
          `Care, advice and \\"company\\" for people in Exampleton ${at}. `.repeat(4),
        ];
      },
    };
  },
  mutuals: () => ({
    header: [
      'Full Registation Number',
      'Society Name',
      'Registered As',
      'Society Address',
      'Deregistration Date',
      'Society Status',
    ],
    separator: ',',
    row: (at, isChanged) => [
      `${at + 1}R`,
      `Example Society ${at} Limited`,
      'Community Benefit Society',
      '"1 Example Street, Exampleton"',
      isChanged ? '2026-09-14' : '',
      isChanged ? 'Deregistered' : 'Registered',
    ],
  }),
  'housing-providers': () => ({
    header: [
      'Organisation name',
      'Registration number',
      'Registration date',
      'Designation',
      'Corporate form',
    ],
    separator: ',',
    row: (at, isChanged) => [
      `Example Homes ${at} Limited`,
      `L${at}`,
      '08/12/1975',
      isChanged ? 'Profit' : 'Non-profit',
      'Registered society',
    ],
  }),
  'ofsted-providers': () => ({
    header: [
      'URN',
      'Provision type',
      'Registration status',
      'Local authority',
      'Sector',
      'Places',
      'Organisation which owns the provider',
      'Latest full inspection date',
      'Overall experiences and progress of children and young people',
    ],
    separator: ',',
    row: (at, isChanged) => [
      1_000_000 + at,
      "Children's home",
      'Active',
      'Exampleton',
      'Private',
      3,
      `Example Children ${at % 900} Limited`,
      '05/12/2025',
      isChanged ? 'Inadequate' : 'Good',
    ],
  }),
  'payment-practices': () => ({
    header: [
      'Report Id',
      'Start date',
      'End date',
      'Filing date',
      'Company',
      'Company number',
      'Average time to pay',
      '% Invoices not paid within agreed terms',
    ],
    separator: ',',
    row: (at, isChanged) => [
      at,
      '2026-01-01',
      '2026-06-30',
      '2026-07-29',
      `"Example Supplier ${at % 10_264}, Limited"`,
      number(at % 10_264),
      isChanged ? 61 : 20 + (at % 40),
      12,
    ],
  }),
};
