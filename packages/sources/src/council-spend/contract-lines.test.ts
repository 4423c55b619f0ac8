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

test('every line has one outcome: what is no contract says why, and people are not kept', () => {
  const items = read(
    line({ 'Contract Title': '' }),
    line({ 'Supplier Company Name': '' }),
    line({ 'Supplier Company Name': 'Mrs A Example' }),
    line({ 'Supplier Company Name': 'REDACTED' }),
    '',
    HEADER.map((column) => (column === 'Contract Title' ? 'TOTAL' : '')).join(','),
    `${line({})},"torn"`,
  );
  expect(tally(items)).toEqual({
    'ignored: header': 1,
    'refused: the title is empty': 1,
    'refused: the supplier is empty': 1,
    'ignored: individual supplier': 1,
    'ignored: redacted supplier': 1,
    'ignored: blank line': 1,
    'ignored: total': 1,
    'refused: more cells than other lines: a comma inside a cell without quotation marks, so that all may be wrong': 1,
  });
});

test('of a contract with a cell that cannot be read the rest is kept, and the cell is not known and said', () => {
  const sum = 'Total Contract Value (including extensions)';
  const cells = [
    { 'Start Date': '31/02/2024' },
    { [sum]: '£420k' },
    { 'Start Date': '2026-01-01', 'End Date': '2025-01-01' },
  ];
  expect(contractsIn(...cells.map((one) => line(one)))).toMatchObject([
    {
      startsOn: null,
      endsOn: '2026-05-31',
      unread: { startsOn: 'the start date “31/02/2024” is not a day that we can read' },
    },
    { value: null, valueDoubt: 'the register says “£420k”, which is not a sum of money' },
    {
      startsOn: '2026-01-01',
      endsOn: null,
      unread: { endsOn: 'it ends on 2025-01-01, before it starts on 2026-01-01' },
    },
  ]);
});

test('one impossible day among those that prove day first is not known, and no other is in doubt', () => {
  const ends = ['31/03/2027', '04/13/2027', '05/03/2028', '30/09/2026'];
  const read = contractsIn(
    ...ends.map((end, at) => line({ 'Contract Reference': `S${at}`, 'End Date': end })),
  );
  expect(read.map((one) => one.kind === 'award' && one.endsOn)).toEqual([
    '2027-03-31',
    null,
    '2028-03-05',
    '2026-09-30',
  ]);
});

test('a further header inside a register is obeyed: the columns below it may stand in another order', () => {
  const turned = HEADER.toReversed();
  const later = line({ 'Contract Reference': 'S2', 'Contract Title': 'Meals' });
  const cells = later.split(',').toReversed().join(',');
  const items = read(
    line({}),
    HEADER.join(','),
    line({ 'Contract Reference': 'S3' }),
    turned.join(','),
    cells,
  );
  expect(tally(items)).toEqual({
    observed: 3,
    'ignored: header': 1,
    'ignored: header repeated': 1,
    'ignored: a further header': 1,
  });
  expect(observationsOf(items).map(({ content }) => content)).toMatchObject([
    { noticeId: 'S1', title: 'Footway repairs' },
    { noticeId: 'S3', title: 'Footway repairs' },
    { noticeId: 'S2', title: 'Meals', startsOn: '2024-06-01', value: { pence: 31_000_000 } },
  ]);
});

test('below a further header that the map does not know nothing is read as if it were known', () => {
  const unknown = HEADER.map((column) => (column === 'Contract Title' ? 'What it was for' : column));
  const items = read(
    line({}),
    unknown.join(','),
    line({}),
    HEADER.join(','),
    line({ 'Contract Reference': 'S3' }),
  );
  expect(tally(items)).toEqual({
    observed: 2,
    'ignored: header': 1,
    'ignored: a further header that the map does not know': 1,
    'refused: below a further header that the map does not know: its columns may mean something else': 1,
    'ignored: header repeated': 1,
  });
});

test('a table of contracts that stands in the file twice counts once', () => {
  const table = ['S1', 'S2', 'S3'].map((reference) => line({ 'Contract Reference': reference }));
  const items = read(...table, HEADER.join(','), ...table);
  expect(tally(items)).toEqual({
    observed: 3,
    'ignored: header': 1,
    'ignored: header repeated': 1,
    'ignored: a line of a table that stands in the file twice': 3,
  });
});

test.skipIf(!hasRecorded)('every line of the real register has one outcome', () => {
  const items = itemsOf(councilSpend, recorded('spend/samples/salford/2022-07.csv'));
  expect(tally(items)).toEqual({
    observed: 59,
    'ignored: header': 1,
    'ignored: individual supplier': 1,
  });
});
