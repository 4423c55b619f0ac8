import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UnreadableDocument } from '../unreadable.ts';
import { readBulkRegister, type BulkCompany } from './bulk-register.ts';
import { readQuotedRows } from './quoted-rows.ts';

const PREVIOUS = Array.from(
  { length: 10 },
  (_, at) => `PreviousName_${at + 1}.CONDATE, PreviousName_${at + 1}.CompanyName`,
);
const HEADER = `CompanyName, CompanyNumber,RegAddress.PostCode,CompanyStatus,SICCode.SicText_1,SICCode.SicText_2,SICCode.SicText_3,SICCode.SicText_4,IncorporationDate,${PREVIOUS.join(',')}`;
const COLUMNS = HEADER.split(',').length;

function rowOf(cells: readonly string[]): string {
  return rowText([...cells, ...Array.from({ length: COLUMNS - cells.length }, () => '')]);
}

async function read(text: string, pieceBytes = 64) {
  const bytes = new TextEncoder().encode(text);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  const companies: BulkCompany[] = [];
  let refused = 0;
  for await (const batch of readBulkRegister(pieces())) {
    companies.push(...batch.companies);
    refused += batch.refused;
  }
  return { companies, refused };
}

test('a company is read by the names of its columns, wherever the file is cut', async () => {
  const row = rowOf([
    'CAFÉ "ROYAL", LTD',
    '99000001',
    'LS1 4DL',
    'Active',
    '70229 - Management',
    'None Supplied',
    '',
    '',
    '03/02/2001',
    '01/02/2015',
    'OLD "ROYAL"',
  ]);
  for (const pieceBytes of [1, 7, 4_096])
    expect(await read(`${HEADER}\n${row}\r\n`, pieceBytes)).toEqual({
      companies: [
        {
          number: '99000001',
          name: 'CAFÉ "ROYAL", LTD',
          previousNames: ['OLD "ROYAL"'],
          postcode: 'LS1 4DL',
          status: 'Active',
          sicCodes: ['70229'],
          incorporatedOn: '2001-02-03',
        },
      ],
      refused: 0,
    });
});

test('rows without a company number or with too few cells are counted, and the last needs no line end', async () => {
  const rows = [rowOf(['A LTD', 'none']), '"B LTD","99000002"', rowOf(['C LTD', '99000003'])];
  const { companies, refused } = await read(`${HEADER}\n${rows.join('\n')}`);
  expect(companies.map(({ name }) => name)).toEqual(['C LTD']);
  expect(refused).toBe(2);
});

test('a file without a needed column, or with a quote that never closes, is refused by what it is', async () => {
  await expect(read('CompanyName,CompanyStatus\n"A","Active"\n')).rejects.toThrow(UnreadableDocument);
  await expect(read('CompanyName,CompanyStatus\n"A","Active"\n')).rejects.toThrow(
    'has no column CompanyNumber',
  );
  const endless = `${HEADER}\n"${'A'.repeat(1_100_000)}`;
  await expect(read(endless, 65_536)).rejects.toThrow('a row that does not end');
});

test('whatever stands in quoted cells is read back, however the text is cut in two', () => {
  const cell = fc.string({ maxLength: 8, unit: fc.constantFrom('A', '"', ',', '\n', 'é', ' ') });
  const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(table, fc.nat(), (rows, at) => {
      const text = rows.map(rowText).join('\n') + '\n';
      const cutAt = at % text.length;
      const first = readQuotedRows(text.slice(0, cutAt), [true, false, true]);
      const second = readQuotedRows(first.rest + text.slice(cutAt), [true, false, true]);
      expect([...first.rows, ...second.rows]).toEqual(rows.map(([one, , three]) => [one, three]));
    }),
  );
});

function rowText(cells: readonly string[]): string {
  return cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
}
