import { expect, test } from 'vitest';
import { csv, HEADER, LINES, NET, spendRowsOf, VENDOR } from './testing.ts';

const SIX = LINES.slice(0, 6);
const sum = (name: string, pounds: string, date = '') => ['', date, '', '', '', pounds, name, '', ''];
/** A line with a day and a number, as payments have them. */
const dated = (name: string, pounds: string, ref: string) => sum(name, pounds, '2022-06-30').with(2, ref);

async function account(table: readonly (readonly string[] | undefined)[]) {
  const rows = await spendRowsOf(csv([HEADER, ...table.map((line) => line ?? [])]));
  const paid = rows.flatMap((row) => ('payment' in row ? [row.payment] : []));
  return {
    payments: paid.length,
    pounds: paid.reduce((all, { pence }) => all + pence, 0) / 100,
    refused: rows.filter(({ outcome }) => outcome === 'refused').length,
  };
}

test.each([
  ['Carried forward', [...SIX, sum('Carried forward', '3600.00')]],
  ['All suppliers, on a day', [...SIX, sum('All suppliers', '3600.00', '2022-06-30')]],
  [
    'of each payee, though of two there is one line',
    [
      SIX[1],
      sum('Example 1 Ltd', '600.00'),
      SIX[0],
      SIX[4],
      sum('Example 0 Ltd', '1200.00'),
      ...SIX.slice(2, 4).flatMap((line) => [line, sum(line[VENDOR] ?? '', '600.00')]),
      SIX[5],
    ],
  ],
  [
    'of a group behind one that says so, and of both without a word',
    [
      ...SIX.slice(0, 3),
      sum('Place Total', '1800.00'),
      ...SIX.slice(3),
      sum('People', '1800.00'),
      sum('Both', '3600.00'),
    ],
  ],
  ['with a month where others have a day', [...SIX, sum('Place', '3600.00', 'June 2022')]],
  [
    'with a day and a number, by its words and its sum',
    [...SIX, sum('Total (excl. VAT)', '3600.00', '2022-06-30').with(2, '99')],
  ],
  ['that its number alone says', [...SIX, dated('June 2022', '3600.00', 'TOTAL')]],
  ['that its number alone says, to nobody', [...SIX, dated('', '3600.00', 'TOTAL')]],
  ['to nobody, with a day and a number', [...SIX, dated('', '3600.00', '99')]],
  ['in words that no list has', [...SIX, dated('Invoices over £500', '3600.00', '99')]],
  ['in other words', [...SIX, dated('Month end figure', '3600.00', '99')]],
  ['to all suppliers, with a number', [...SIX, dated('All suppliers', '3600.00', '99')]],
  ['to the council itself, without a number', [...SIX, dated('Salford City Council', '3600.00', '')]],
  [
    'of two blocks, each on a day',
    [
      ...SIX.slice(0, 3),
      dated('Total', '1800.00', ''),
      ...SIX.slice(3),
      dated('Place, in all', '1800.00', 'TOTAL'),
    ],
  ],
  [
    'totals of groups and of both groups',
    [
      ...SIX.slice(0, 3),
      sum('Place', '1800.00'),
      ...SIX.slice(3),
      sum('People', '1800.00'),
      sum('Both', '3600.00'),
    ],
  ],
])('a total is no payment, by arithmetic where its words do not tell: %s', async (_, table) => {
  expect(await account(table)).toEqual({ payments: 6, pounds: 3_600, refused: 0 });
});

test('a payment that happens to be the sum of those above is one', async () => {
  const [first = [], second = [], third = []] = SIX;
  const table = [first, second, third.with(NET, '1200.00')];
  expect(await account(table)).toEqual({ payments: 3, pounds: 2_400, refused: 0 });
});

test('a firm that is paid what all others were together is paid, with a doubt', async () => {
  for (const table of [
    [...SIX, dated('Example Roofing Ltd', '3600.00', '99')],
    [...SIX.slice(0, 3), dated('Example Roofing', '1800.00', '99')],
    [
      SIX[0] ?? [],
      SIX[1] ?? [],
      (SIX[2] ?? []).with(NET, '-600.00'),
      ...SIX.slice(3),
      dated('Example Roofing', '2400.00', '99'),
    ],
  ]) {
    const rows = await spendRowsOf(csv([HEADER, ...table]));
    const last = rows.findLast((row) => 'payment' in row);
    expect(last).toMatchObject({
      outcome: 'payment',
      doubt: expect.stringContaining('sum of the lines above'),
    });
  }
});

test('a total above its lines holds the file, though it has a day', async () => {
  const rows = await spendRowsOf(csv([HEADER, dated('June 2022', '3600.00', '1'), ...SIX]));
  expect(rows.find(({ outcome }) => outcome === 'held')).toMatchObject({
    reason: expect.stringContaining('its first line (“June 2022”) is the sum of all lines below it'),
  });
});

test('a line of a payee and a sum alone is refused, where others have a day and a number: it may be a total that is off', async () => {
  for (const line of [sum('Balance', '3600.01'), sum('Number of payments', '6')])
    expect(await account([...SIX, line])).toEqual({ payments: 6, pounds: 3_600, refused: 1 });
  const undated = sum('Example 3 Ltd', '55.00').with(2, '777');
  expect(await account([...SIX, undated])).toEqual({ payments: 7, pounds: 3_655, refused: 0 });
});

test.each([
  'Total payments over £500',
  'TOTAL SPEND',
  'Monthly Total June 2022',
  'Year to date total',
  'Carried forward',
  'Cyfanswm',
  'Total Inc VAT',
  'Total for June 2022',
  'Spend total (excl. VAT)',
])('a total on a day is none of the payments, however far from their sum: %s', async (name) => {
  for (const [pounds, ref] of [
    ['3605.00', '99'],
    ['3599.99', ''],
    ['4320.00', '99'],
  ] as const)
    expect(await account([...SIX, dated(name, pounds, ref)]), pounds).toEqual({
      payments: 6,
      pounds: 3_600,
      refused: 0,
    });
});

test('a line to Total on a day, or to nobody and called so, is refused with its sum: a firm may be called so', async () => {
  for (const line of [
    dated('Total', '3605.00', '99'),
    dated('Totals:', '3599.99', ''),
    dated('', '3605.00', 'TOTAL'),
  ])
    expect(await account([...SIX, line])).toEqual({ payments: 6, pounds: 3_600, refused: 1 });
});

test('a firm called Total is paid what is less than half of all others', async () => {
  expect(await account([...SIX, dated('Total', '60.00', '99')])).toMatchObject({ payments: 7, refused: 0 });
});

test('firms whose names hold such words are paid on a day', async () => {
  const firms = [
    'Total Gas & Power',
    'Total Fitness',
    'Total Spend Ltd',
    'Total Contract Services',
    'Example Total',
    'Brought Forward Example',
    'Total Control Systems',
    'Forward Carers',
    'Monthly Total Example',
  ];
  expect(await shown(firms)).toEqual(firms);
});

test('two payments of one sum to one payee are two, whatever it is called', async () => {
  const line = (SIX[0] ?? []).with(VENDOR, 'Example Total');
  expect(await account([line, line.with(2, '2')])).toEqual({ payments: 2, pounds: 1_200, refused: 0 });
});

test('sums that stand above their lines hold the file: nobody can tell them from payments until all is read', async () => {
  const [place, people] = [sum('Place', '1800.00'), sum('People services', '1800.00')];
  const tables = [
    [place, ...SIX.slice(0, 3), people, ...SIX.slice(3)],
    [sum('June', '3600.00'), place, ...SIX.slice(0, 3), people, ...SIX.slice(3)],
  ];
  for (const table of tables) {
    const rows = await spendRowsOf(csv([HEADER, ...table]));
    expect(rows.find(({ outcome }) => outcome === 'held')).toMatchObject({
      reason: expect.stringMatching(/have no day of their own \(the first: “(?:Place|June)”\) and add up/),
    });
  }
});

async function shown(names: readonly string[]) {
  const [line = []] = LINES;
  const rows = await spendRowsOf(csv([HEADER, ...names.map((name) => line.with(VENDOR, name))]));
  return rows.flatMap((row) => ('payment' in row ? [row.payment.mention?.name ?? null] : []));
}

test.each([
  'Kinship carer',
  'Childminder',
  'Client A',
  'Adult Social Care Client',
  'S.17 payment',
  'Section 20 payments',
  'Exempt s40',
  'FOI exempt',
  'Supplier 1234',
  'Smith J',
  "O'Neil, J. P.",
  'Unknown',
  'Various suppliers',
  'Private landlord',
  'Confidential',
  'Private Landlord (Housing)',
  'Individual - Adult Care',
  'Temporary accommodation landlord',
  'Homes for Ukraine host',
  'Supported lodgings provider',
  'SGO allowance',
  'Foster Care Payment',
  'Staying Put',
  'Residence Order',
  'DFG Client',
  'Disabled Facilities Grant recipient',
  'Council Tax refund',
  'Exempt under S40(2)',
  'R E D A C T E D',
  'Redcated',
  'DPA',
  'Young person',
  'FC00123',
  'Landlord 12',
  'SMITH J & SMITH K',
  'Estate of John Smith',
  'The Executors of J Smith',
  'J Smith (Deceased)',
  'One Time Vendor',
  'Not known',
  'N/K',
  'Petty cash',
  'XX',
  'Example looked after scheme',
  's.40(2)',
  'Section 40 (2) FOIA',
  'Reg. 13(1)',
  'Removed under GDPR',
  'Name deleted due to data protection',
  'Commercially sensitive',
  'Commercial in confidence',
  'R3DACTED',
  'R.E.D.A.C.T.E.D.',
  'REDATCED',
  'W1THHELD',
  'Parent of child',
  'Deceased estate',
  'School pupil',
  'Council tax payer',
  'Foster placement',
  'PERSONAL ASSISTANT',
  'Family of young person',
  'Adult with carer',
  'N.A.',
  'n. a.',
  'N-A',
])('“%s” names nobody who is shown or matched', async (name) => {
  expect(await shown([name])).toEqual([null]);
});

test('firms whose names begin with such words are firms', async () => {
  const firms = [
    'Confidential Waste Ltd',
    'Data Protection People Ltd',
    'PLACES FOR PEOPLE INDIVIDUAL SUPPORT',
    'Foster Care Associates Ltd',
    'Childminding Agency Ltd',
    'Various Artists Ltd',
    'Carers UK',
    'Example NW',
    'Refund Bureau',
    'Student Loans Company',
    'Victim Support',
    'Tenant Participation Advisory Service',
    'Resident Insurance Services',
    'Estate Services Group',
    'Host Hotels',
    'Adoption Matters',
    'Staying Put Agency Ltd',
    'Compensation Systems Ltd',
    'Personal Assistant Services Ltd',
    'Personal Assistant Services',
    'School Pupil Tracker',
    'Family Fund',
    'Estate Research',
    'Young Carers Trust',
    'Child Dynamix',
    'Reg Vardy',
    'Removed Rubbish',
    'Sensitive Skills',
    'N A Builders',
  ];
  expect(await shown(firms)).toEqual(firms);
});

test('below a header in words of its own, which no map knows, nothing is read as if it were the old one', async () => {
  const other = ['Authority', 'Paid on', 'Doc', 'Net', 'VAT', 'Gross', 'Supplier', 'Service', 'Description'];
  expect(await account([...SIX.slice(0, 3), other, ...SIX.slice(3)])).toEqual({
    payments: 3,
    pounds: 1_800,
    refused: 3,
  });
});

test('what has no number where all others have one, is to no firm and of the size of a sum, is refused: a total that is off', async () => {
  for (const name of ['Sum of above', 'Overall Result', 'Place Total', 'Σ', 'Totals as per ledger', ''])
    expect(await account([...SIX, dated(name, '3650.00', '')]), name).toEqual({
      payments: 6,
      pounds: 3_600,
      refused: 1,
    });
  for (const [name, pounds, ref] of [
    ['Example Builders Ltd', '3650.00', ''],
    ['Overall Result', '900.00', ''],
    ['Overall Result', '3650.00', '99'],
  ] as const)
    expect(await account([...SIX, dated(name, pounds, ref)]), `${name} ${pounds} ${ref}`).toMatchObject({
      payments: 7,
    });
});

test.each([
  'REDACTED0012',
  'Redacted_7',
  'HB claimant',
  'Carer Payment',
  'Local resident',
  'Ukrainian host',
  'Masked',
  'The late Mr Green',
  'Family of X',
])('“%s” names nobody who is shown or matched', async (name) => {
  const [line = []] = LINES;
  const [, row] = await spendRowsOf(csv([HEADER, line.with(VENDOR, name)]));
  expect(row).toMatchObject({ outcome: 'redacted', payment: { payee: 'redacted', mention: null } });
});
