import { expect, test } from 'vitest';
import { councilMaps } from '../council-maps.ts';
import { councilSpend } from '../council-spend.ts';
import { documentOf, hasRecorded, itemsOf, observationsOf, recorded, tally } from '../testing.ts';

const layout = councilMaps()
  .find(({ slug }) => slug === 'salford')
  ?.layouts.find(({ kind }) => kind === 'contract-register');
const HEADER = layout?.headers[0] ?? [];

/** A line of Salford’s register with these cells. */
function line(cells: Readonly<Record<string, string>>): string {
  const whole: Readonly<Record<string, string>> = {
    'Contract Reference': 'S1',
    'Contract Title': 'Footway repairs',
    'Supplier Company Name': 'Example Paving Ltd',
    'Total Contract Value (including extensions)': '310000.00',
    'Start Date': '2024-06-01',
    'End Date': '2026-05-31',
    ...cells,
  };
  return HEADER.map((column) => `"${whole[column] ?? ''}"`).join(',');
}

function read(...lines: readonly string[]) {
  const header = HEADER.map((cell) => `"${cell}"`).join(',');
  return itemsOf(councilSpend, documentOf([header, ...lines].join('\n'), 'salford/register.csv'));
}

function contractsIn(...lines: readonly string[]) {
  return observationsOf(read(...lines)).map(({ content }) => content);
}

test('a line of a published register is a contract of the council with its sum and its end as it now stands', () => {
  const cells = {
    'Current Expiry Date': '2027-05-31',
    'Company Number': '99000002',
    'Supplier Postcode': 'm1 1aa',
  };
  expect(contractsIn(line(cells))).toMatchObject([
    {
      kind: 'award',
      title: 'Footway repairs',
      noticeId: 'S1',
      buyers: [{ name: 'Salford City Council', ids: ['E08000006'] }],
      suppliers: [{ name: 'Example Paving Ltd', ref: { scheme: 'GB-COH', id: '99000002' } }],
      value: { pence: 31_000_000, vat: 'unknown' },
      startsOn: '2024-06-01',
      endsOn: '2027-05-31',
      awardedOn: null,
      agreement: 'contract',
      regime: 'unknown',
    },
  ]);
});

test('an extension under the same reference is a contract of its own, and the same line again is not', () => {
  const later = line({ 'Start Date': '2026-06-01', 'End Date': '2027-05-31' });
  const refs = observationsOf(read(line({}), later, line({}))).map(({ ref }) => ref);
  expect(refs).toEqual([
    'ocds-tocsin-E08000006:S1/2024-06-01',
    'ocds-tocsin-E08000006:S1/2026-06-01',
    'ocds-tocsin-E08000006:S1/2024-06-01/2',
  ]);
});

test('a line is read at the address of its file, or on the council’s page where the file was handed in', () => {
  const [handedIn] = observationsOf(read(line({})));
  expect(handedIn?.url).toBe('https://www.salford.gov.uk/your-council/finance/council-spending/');
});

test('a line without a reference is known by its title and supplier', () => {
  const [one] = observationsOf(read(line({ 'Contract Reference': 'N/A' })));
  expect(one?.ref).toBe('ocds-tocsin-E08000006:Footway repairs (Example Paving Ltd)/2024-06-01');
});

test('what is open is unknown, not refused: a rolling end, a sum to be confirmed', () => {
  const open = line({
    'End Date': 'Rolling',
    'Total Contract Value (including extensions)': 'TBC',
    'Start Date': '',
  });
  expect(contractsIn(open)).toMatchObject([{ startsOn: null, endsOn: null, value: null }]);
});

test('a framework and a call-off from one are told apart by the procedure and the title', () => {
  const framework = line({ 'Contract Title': 'Footway repairs framework' });
  const callOff = line({ 'Process Used': 'Direct Call-Off' });
  expect(contractsIn(framework, callOff)).toMatchObject([
    { agreement: 'framework' },
    { agreement: 'call-off' },
  ]);
});

test('every line has one outcome: what cannot be read is refused by its cell, and people are not kept', () => {
  const items = read(
    line({ 'Start Date': '31/02/2024' }),
    line({ 'Total Contract Value (including extensions)': '1,23' }),
    line({ 'Start Date': '2026-01-01', 'End Date': '2025-01-01' }),
    line({ 'Contract Title': '' }),
    line({ 'Supplier Company Name': '' }),
    line({ 'Supplier Company Name': 'Mrs A Example' }),
    line({ 'Supplier Company Name': 'REDACTED' }),
    '',
    `${line({})},"torn"`,
  );
  expect(tally(items)).toEqual({
    'ignored: header': 1,
    'refused: the start date “31/02/2024” is not a day that we can read': 1,
    'refused: the value “1,23” is not a sum of money': 1,
    'refused: it ends on 2025-01-01, before it starts on 2026-01-01': 1,
    'refused: the title is empty': 1,
    'refused: the supplier is empty': 1,
    'ignored: individual supplier': 1,
    'ignored: redacted supplier': 1,
    'ignored: blank line': 1,
    'refused: more cells than other lines: a comma inside a cell without quotation marks, so that all may be wrong': 1,
  });
});

test.skipIf(!hasRecorded)('every line of the real register has one outcome', () => {
  const items = itemsOf(councilSpend, recorded('spend/samples/salford/2022-07.csv'));
  expect(tally(items)).toEqual({
    observed: 58,
    'ignored: header': 1,
    'ignored: individual supplier': 1,
    'refused: it ends on 2022-05-06, before it starts on 2022-06-01': 1,
  });
});
