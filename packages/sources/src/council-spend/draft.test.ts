import { expect, test } from 'vitest';
import { councilMaps } from '../council-maps.ts';
import { draftMap } from './draft.ts';
import { CouncilMap } from './map.ts';
import { openSpendFile } from './read.ts';

const bytes = (...lines: readonly string[]) => new TextEncoder().encode(lines.join('\r\n'));

/** What a person adds to a draft: whose it is and where it appears. */
function finished(layout: unknown): CouncilMap {
  return CouncilMap.parse({
    gss: 'E06000099',
    name: 'Example Borough Council',
    slug: 'exampleborough',
    page: { url: 'https://www.exampleborough.gov.uk/spending', links: 'a' },
    cadence: 'monthly',
    layouts: [layout],
  });
}

async function readWith(layout: unknown, body: Uint8Array) {
  return openSpendFile([finished(layout)], { url: 'exampleborough/2026-02.csv', body });
}

test('a draft proposes what each column holds, net before gross, and names what it leaves', async () => {
  const { layout, doubts } = await draftMap(
    councilMaps(),
    bytes(
      'Payee,Paid on,Gross,Amount (excl VAT),Supplier ID,Reference,Ward',
      'Example Ltd,01/02/2026,14.40,12.00,77,A1,North',
    ),
  );
  expect(layout).toMatchObject({
    vat: 'net',
    dateFrom: 'column',
    columns: {
      supplier: 'Payee',
      date: 'Paid on',
      amount: 'Amount (excl VAT)',
      supplierNumber: 'Supplier ID',
      transactionRef: 'Reference',
    },
  });
  expect(doubts).toContain('columns without a role: “Gross”, “Ward”');
});

test('a column that is called an id and holds names is the supplier', async () => {
  const body = bytes(
    'Updated,Supplier id(T),Amount',
    '01/02/2026,Example Care Ltd,5.00',
    '02/02/2026,Example plc,6.00',
  );
  expect((await draftMap([], body)).layout).toMatchObject({
    columns: { supplier: 'Supplier id(T)', date: 'Updated' },
  });
});

test('a file without a header is drafted by its shape, and read by the finished draft', async () => {
  const body = bytes(
    'PLACE,Example Paving Ltd,INV1,03/02/2026,"4,072.51"',
    'PEOPLE,Example Care Limited,INV2,04/02/2026,10.00',
    'PEOPLE,Redacted,INV3,05/02/2026,20.50',
  );
  const { layout, doubts } = await draftMap(councilMaps(), body);
  expect(layout).toMatchObject({
    shapes: [{ width: 5, dates: [3], amounts: [4] }],
    columns: { supplier: 1, date: 3, amount: 4 },
  });
  expect(doubts[0]).toContain('no line looks like a header');
  const rows = [...(await readWith(layout, body)).rows];
  expect(rows.map(({ outcome }) => outcome)).toEqual(['payment', 'payment', 'redacted']);
});

test('a finished draft reads every line of the file that it was drafted from', async () => {
  const body = bytes(
    'Spending over £500,,,',
    'Directorate,Beneficiary,Payment Date,Net Amount',
    'Place,Example Ltd,01/02/2026,12.00',
    'People,Example Care plc,02/02/2026,"1,234.56"',
  );
  const { layout } = await draftMap(councilMaps(), body);
  const rows = [...(await readWith(layout, body)).rows];
  expect(rows.flatMap((row) => ('payment' in row ? [row.payment.pence] : []))).toEqual([1200, 123_456]);
});

test('a register of contracts is drafted as one, with the sum of the term and not of a year', async () => {
  const body = bytes(
    'Ref,Contract title,Supplier,Annual value,Contract value,Start date,End date',
    'C1,Repairs,Example Paving Ltd,5000.00,10000.00,01/04/2025,31/03/2027',
  );
  const { layout, doubts } = await draftMap(councilMaps(), body);
  expect(layout).toMatchObject({
    kind: 'contract-register',
    columns: {
      reference: 'Ref',
      title: 'Contract title',
      supplier: 'Supplier',
      value: 'Contract value',
      startsOn: 'Start date',
      endsOn: 'End date',
    },
  });
  expect(doubts).toContain('it looks like a register of contracts, not of payments');
  const file = await readWith(layout, body);
  const items = [
    ...(file.contracts?.({ url: 'register.csv', retrievedAt: '2026-11-22T12:00:00.000Z' }) ?? []),
  ];
  expect(items.map(({ outcome }) => outcome)).toEqual(['ignored', 'observed']);
});

test('nothing is drafted from what is no table', async () => {
  await expect(draftMap([], bytes('<!DOCTYPE html>'))).rejects.toThrow(
    'a page instead of a CSV or XLSX file',
  );
  await expect(draftMap([], bytes(''))).rejects.toThrow('an empty file');
});
