import { expect, test } from 'vitest';
import { councilMaps } from '../council-maps.ts';
import { draftMap, type SaidOfFile } from './draft.ts';
import { CouncilMap } from './map.ts';
import { openSpendFile } from './read.ts';

const bytes = (...lines: readonly string[]) => new TextEncoder().encode(lines.join('\r\n'));
const EXAMPLE = { gss: 'E06000099', name: 'Example Borough Council' };

function draft(lines: readonly string[], said: SaidOfFile = {}, url = 'exampleborough/2026-02.csv') {
  return draftMap(councilMaps(), { url, body: bytes(...lines), council: EXAMPLE }, said);
}

async function doubtsOf(lines: readonly string[], said: SaidOfFile = {}, url?: string): Promise<string[]> {
  const { doubts } = await draft(lines, said, url);
  return doubts.map(({ about, says }) => `${about}: ${says}`);
}

/** What a person adds to a draft: whose it is and where it appears. */
function finished(layout: unknown): CouncilMap {
  return CouncilMap.parse({
    ...EXAMPLE,
    slug: 'exampleborough',
    page: { url: 'https://www.exampleborough.gov.uk/spending', links: 'a' },
    cadence: 'monthly',
    layouts: [layout],
  });
}

async function readWith(layout: unknown, body: Uint8Array) {
  return openSpendFile([finished(layout)], { url: 'exampleborough/2026-02.csv', body });
}

/** Lines of a month as most councils print them: who was paid changes, and the day. */
const MONTH = Array.from({ length: 24 }, (_, at) => ({
  day: `${String(at + 1).padStart(2, '0')}/02/2026`,
  sum: `${at + 100}.50`,
  name: `Example ${at % 5} Ltd`,
}));

test('a plain file is drafted without a doubt: net before gross, and what is left is a remark', async () => {
  const { kind, layout, doubts, remarks, columns, trial } = await draft([
    'Payee,Paid on,Gross,Amount (excl VAT),Supplier ID,Reference,Ward',
    ...MONTH.map(
      ({ day, sum, name }, at) => `${name},${day},${(Number(sum) * 1.2).toFixed(2)},${sum},77,A${at},North`,
    ),
  ]);
  expect(doubts).toEqual([]);
  expect([kind, layout]).toMatchObject([
    'spend',
    {
      vat: 'net',
      dateFrom: 'column',
      columns: {
        supplier: 'Payee',
        date: 'Paid on',
        amount: 'Amount (excl VAT)',
        supplierNumber: 'Supplier ID',
        transactionRef: 'Reference',
      },
    },
  ]);
  expect(remarks).toContain('columns without a role: “Gross”, “Ward”');
  expect(columns[0]).toEqual({
    at: 0,
    name: 'Payee',
    samples: ['Example 0 Ltd', 'Example 1 Ltd', 'Example 2 Ltd'],
    role: 'supplier',
  });
  expect(trial).toMatchObject({
    payments: 24,
    sums: { net: MONTH.reduce((sum, line) => sum + Number(line.sum) * 100, 0), gross: 0, unknown: 0 },
    firstPaidOn: '2026-02-01',
    lastPaidOn: '2026-02-24',
    refused: 0,
  });
});

const lines = (head: string, cells: (line: (typeof MONTH)[number], at: number) => readonly string[]) => [
  head,
  ...MONTH.map((line, at) => cells(line, at).join(',')),
];

test.each<[string, readonly string[], RegExp]>([
  [
    'two columns of sums',
    lines('Supplier,Payment Date,Amount,Invoice total', ({ day, sum, name }) => [name, day, sum, '900.00']),
    /^amount: .*“Amount”, “Invoice total”/,
  ],
  [
    'net and gross that are more than VAT apart',
    lines('Supplier,Payment Date,Net,Gross', ({ day, sum, name }) => [name, day, sum, '9999.00']),
    /^amount: .*“Net”, “Gross”/,
  ],
  [
    'a heading of sums that says nothing',
    lines('Supplier,Payment Date,Col 3', ({ day, sum, name }) => [name, day, sum]),
    /^amount: “Col 3” holds sums, and its heading/,
  ],
  [
    'sums that are mostly negative',
    lines('Supplier,Payment Date,Amount', ({ day, sum, name }) => [name, day, `-${sum}`]),
    /^amount: most sums of “Amount” are negative/,
  ],
  [
    'two columns of days, none said to be that of payment',
    lines('Supplier,Date,Posted,Amount', ({ day, sum, name }) => [name, day, '01/02/2026', sum]),
    /^date: .*“Date”, “Posted”/,
  ],
  [
    'the day of the invoice alone',
    lines('Supplier,Invoice Date,Amount', ({ day, sum, name }) => [name, day, sum]),
    /^date: “Invoice Date” may be another day/,
  ],
  [
    'no day at all',
    lines('Supplier,Reference,Amount', ({ sum, name }, at) => [name, `R${at}`, sum]),
    /^date: no column holds a day: every line would count on the last day/,
  ],
  [
    'days of which nothing tells the order',
    lines('Supplier,Payment Date,Amount', ({ sum, name }, at) => [
      name,
      at % 2 ? '03/04/2026' : '05/06/2026',
      sum,
    ]),
    /^date: nothing in “Payment Date” tells whether day or month comes first/,
  ],
  [
    'days of other months than the file is called after',
    lines('Supplier,Payment Date,Amount', ({ day, sum, name }) => [
      name,
      day.replace('/02/2026', '/02/2019'),
      sum,
    ]),
    /^date: 24 of 24 days are not of the month that the file is called after/,
  ],
  [
    'two columns of names',
    lines('Supplier,Trading company,Payment Date,Amount', ({ day, sum, name }) => [
      name,
      `Other ${name}`,
      day,
      sum,
    ]),
    /^supplier: .*“Supplier”, “Trading company”/,
  ],
  [
    'names that somebody else made plain',
    lines('Supplier,clean_name,match_method,Payment Date,Amount', ({ day, sum, name }) => [
      name,
      'example',
      '1',
      day,
      sum,
    ]),
    /^supplier: somebody else than the council/,
  ],
  [
    'names none of which is an organisation’s',
    lines('Supplier,Payment Date,Amount', ({ day, sum }, at) => [
      `Person ${String.fromCodePoint(65 + at)}`,
      day,
      sum,
    ]),
    /^supplier: none of the names/,
  ],
  [
    'lines of another body',
    lines('Body Name,Supplier,Payment Date,Amount', ({ day, sum, name }, at) => [
      at % 6 ? 'The Borough of Example' : 'Other City Council',
      name,
      day,
      sum,
    ]),
    /^council: its lines name “Other City Council”/,
  ],
  [
    'a name of the file that speaks of cards',
    lines('Supplier,Payment Date,Amount', ({ day, sum, name }) => [name, day, sum]),
    /^kind: .*is it a statement of purchasing cards/,
  ],
  [
    'lines that begin and end',
    lines('Supplier,Start date,End date,Payment Date,Amount', ({ day, sum, name }) => [
      name,
      day,
      day,
      day,
      sum,
    ]),
    /^kind: its lines begin and end/,
  ],
])('%s is a doubt, since it may change what is stored', async (what, file, doubt) => {
  const url = what.includes('cards') ? 'purchase-card-2026-02.csv' : undefined;
  expect((await doubtsOf(file, {}, url)).filter((said) => doubt.test(said))).toHaveLength(1);
});

test('what stands in every line of the column of bodies is the council’s own name there, and later files are held to it', async () => {
  const file = lines('Body Name,Supplier,Payment Date,Amount', ({ day, sum, name }) => [
    'The Borough of Example',
    name,
    day,
    sum,
  ]);
  const { layout, doubts } = await draft(file);
  expect([doubts, layout]).toMatchObject([[], { bodies: ['The Borough of Example'] }]);
  const rows = [...(await readWith(layout, bytes(...file, 'Other City Council,X Ltd,03/02/2026,9.00'))).rows];
  expect(rows.at(-1)).toMatchObject({
    outcome: 'refused',
    reason: 'a line of another council (Other City Council)',
  });
});

test('what a person says of a column is so, and what it answers is no doubt any more', async () => {
  const file = lines('Supplier,Payment Date,Amount,Invoice total', ({ day, sum, name }) => [
    name,
    day,
    sum,
    '900.00',
  ]);
  const said = await draft(file, { columns: { amount: 3 } });
  expect([said.doubts, said.layout]).toMatchObject([[], { columns: { amount: 'Invoice total' } }]);
  expect(said.trial?.sums).toEqual({ net: 0, gross: 0, unknown: 24 * 900_00 });
  expect((await draft(file, { asDrafted: true })).doubts).toEqual([]);
});

test('a net sum goes before a gross one, and a day is found, though some cells of both cannot be read', async () => {
  const lines = MONTH.map(({ day, sum, name }, at) => {
    const [paid, net] = [at % 8 === 3 ? 'TBC' : day, at % 8 === 5 ? '£10k' : sum];
    return `${name},${paid},D${at},${net},${(Number(sum) * 1.2).toFixed(2)},Schools`;
  });
  const { layout, doubts, trial } = await draft([
    'Creditor,Posting,Doc,Net Amt,Gross Amt,Cost Centre',
    ...lines,
  ]);
  expect(layout).toMatchObject({ vat: 'net', columns: { date: 'Posting', amount: 'Net Amt' } });
  expect(trial).toMatchObject({ payments: 18, refused: 6 });
  expect(doubts.map(({ about }) => about)).toContain('lines');
});

test('no answer helps where no line can be read', async () => {
  const file = lines('Supplier,Payment Date,Words', ({ day, name }) => [name, day, 'none']);
  expect((await doubtsOf(file, { asDrafted: true })).join(' ')).toContain(
    'no column looks like the sum that was paid',
  );
});

test('a heading that is merged over gross, VAT and net is told by the line below it', async () => {
  const file = [
    'Authority Name,Date of Payment,Amount,,,Supplier Name',
    ',,Gross,VAT,Net,',
    ...MONTH.map(
      ({ day, sum, name }) =>
        `Example Borough Council,${day},${(Number(sum) * 1.2).toFixed(2)},0.00,${sum},${name}`,
    ),
  ];
  const { layout, doubts } = await draft(file);
  expect([doubts, layout]).toMatchObject([[], { columns: { amount: 4 } }]);
});

test('two columns of one name are told apart by their places once a person has said which', async () => {
  const file = lines('Amount,Supplier,Payment Date,Amount', ({ day, sum, name }) => [
    '900.00',
    name,
    day,
    sum,
  ]);
  expect(await doubtsOf(file)).not.toEqual([]);
  const { layout, doubts, trial } = await draft(file, { columns: { amount: 3 } });
  expect([doubts, layout]).toMatchObject([[], { columns: { amount: 3 } }]);
  expect(trial?.sums.unknown).toBe(MONTH.reduce((sum, line) => sum + Number(line.sum) * 100, 0));
});

test.each([
  ['1.234,56', 'Amount'],
  ['see note', 'Payment value'],
  ['£4k', 'Net Amount'],
])('one odd sum (%s) makes no column of sums another: its line and cell are named', async (odd, heading) => {
  const few = MONTH.slice(0, 5).map(
    ({ day, name }, at) => `${name},${day},"${at === 2 ? odd : 100 + at}",R${at}`,
  );
  const { layout, doubts, trial } = await draft([`Supplier,Payment Date,${heading},Reference`, ...few]);
  expect(layout).toMatchObject({ columns: { amount: heading } });
  expect(trial).toMatchObject({ payments: 4, refused: 1 });
  expect(doubts).toEqual([
    {
      about: 'lines',
      says: `1 of 5 lines cannot be read and would be left out, nothing in their place: line 4, cell C4: the amount “${odd}” is not a sum of money`,
    },
  ]);
});

test('three lines that cannot be read are named, each by its cell, and of the others how many they are', async () => {
  const odd = (count: number) =>
    MONTH.slice(0, 10).map(({ day, sum, name }, at) =>
      [name, at < count && at % 2 ? 'soon' : day, at < count && at % 2 === 0 ? 'x' : sum].join(','),
    );
  const [four = ''] = await doubtsOf(['Supplier,Payment Date,Amount', ...odd(4)], { columns: { date: 1 } });
  expect(four).toContain('line 2, cell C2: the amount “x”');
  expect(four).toContain('line 3, cell B3: the date “soon”');
  expect(four).toMatch(/line 4, cell C4: [^;]*; and 1 more$/);
  const [three = ''] = await doubtsOf(['Supplier,Payment Date,Amount', ...odd(3)], { columns: { date: 1 } });
  expect(three).toMatch(/line 4, cell C4: [^;]*$/);
});

test('a file without a header is drafted by its shape, with doubts, and read by the finished draft', async () => {
  const body = [
    'PLACE,Example Paving Ltd,INV1,03/02/2026,"4,072.51"',
    'PEOPLE,Example Care Limited,INV2,14/02/2026,10.00',
    'PEOPLE,Redacted,INV3,15/02/2026,20.50',
  ];
  const { layout, doubts } = await draft(body);
  expect(layout).toMatchObject({
    shapes: [{ width: 5, dates: [3], amounts: [4] }],
    columns: { supplier: 1, date: 3, amount: 4 },
  });
  expect(new Set(doubts.map(({ about }) => about))).toEqual(new Set(['date', 'amount', 'supplier']));
  const rows = [...(await readWith(layout, bytes(...body))).rows];
  expect(rows.map(({ outcome }) => outcome)).toEqual(['payment', 'payment', 'redacted']);
});

test('a register of contracts is drafted as one, with the sum of the term and not of a year', async () => {
  const body = [
    'Ref,Contract title,Supplier,Annual value,Contract value,Start date,End date',
    'C1,Repairs,Example Paving Ltd,5000.00,10000.00,01/04/2025,31/03/2027',
  ];
  const { kind, layout, doubts } = await draft(body);
  expect([kind, doubts, layout]).toMatchObject([
    'contracts',
    [],
    {
      kind: 'contract-register',
      columns: {
        reference: 'Ref',
        title: 'Contract title',
        supplier: 'Supplier',
        value: 'Contract value',
        startsOn: 'Start date',
        endsOn: 'End date',
      },
    },
  ]);
  const file = await readWith(layout, bytes(...body));
  const items = [
    ...(file.contracts?.({ url: 'register.csv', retrievedAt: '2026-11-22T12:00:00.000Z' }) ?? []),
  ];
  expect(items.map(({ outcome }) => outcome)).toEqual(['ignored', 'observed']);
});

test('nothing is drafted from what is no table', async () => {
  await expect(draft(['<!DOCTYPE html>'])).rejects.toThrow('a page instead of a CSV or XLSX file');
  await expect(draft([''])).rejects.toThrow('an empty file');
  await expect(draft(['One line of words'])).rejects.toThrow('no table with a header');
});

test('a payment dated after today is a doubt with its line and its pounds, until a person takes it so', async () => {
  const lines = ['Supplier Name,Payment Date,Amount', ...paidIn('2026-11'), 'Example Ltd,2026-12-31,1250.00'];
  const asked = (today?: string, said: SaidOfFile = {}) =>
    draftMap(
      councilMaps(),
      {
        url: '2026-11.csv',
        body: bytes(...lines),
        council: EXAMPLE,
        ...(today === undefined ? {} : { today }),
      },
      said,
    );
  const { doubts, trial } = await asked('2026-11-30');
  expect(doubts.map(({ says }) => says)).toContain(
    '1 of its payments (£1,250) is dated after today and would be in no sum before that day: line 22',
  );
  expect(trial).toMatchObject({ payments: 21, ahead: { payments: 1, pence: 125_000, rows: [22] } });
  expect((await asked('2026-11-30', { asDrafted: true })).doubts).toEqual([]);
  expect((await asked('2026-12-31')).trial?.ahead).toBeUndefined();
});

function paidIn(month: string): string[] {
  return Array.from(
    { length: 20 },
    (_, at) => `Example ${at} Ltd,${month}-${String(at + 1).padStart(2, '0')},60${at}.00`,
  );
}
