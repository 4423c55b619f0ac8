import ExcelJS from 'exceljs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inert, toCsv, toXlsx } from './export.ts';

describe('an export opened in a spreadsheet', () => {
  test.each(['=1+1', '+44', '-2', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '|cmd', '%0A'])(
    'runs nothing of %j and still shows it',
    (text) => {
      expect(inert(text)).toBe(`'${text}`);
    },
  );

  test('leaves plain text and numbers as they are, negative ones too', () => {
    expect(inert('Example Care Homes Ltd')).toBe('Example Care Homes Ltd');
    expect(inert(-12.5)).toBe(-12.5);
  });

  test('keeps every text whole, with at most an apostrophe before it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect([text, `'${text}`]).toContain(inert(text));
      }),
    );
  });

  test('quotes what would break a row and begins with a byte order mark for Excel', () => {
    expect(toCsv(['a', 'b'], [['one, "two"', 3]])).toBe('\ufeffa,b\r\n"one, ""two""",3\r\n');
  });
});

test('a heading of somebody’s own file is no formula either', () => {
  const [line] = toCsv(['=HYPERLINK("http://example.org","click")'], []).split('\r\n');
  expect(line).toBe('\uFEFF"\'=HYPERLINK(""http://example.org"",""click"")"');
});

test('a workbook holds the same texts as texts and no formula', async () => {
  const rows = [
    ['=HYPERLINK("http://example.invalid")', 3],
    ['Care\u0000 homes', null],
  ] as const;
  const workbook = new ExcelJS.Workbook();
  const file = await toXlsx({ name: 'alerts', header: ['Supplier', 'Contracts'], rows });
  await workbook.xlsx.load(Uint8Array.from(file).buffer);
  const sheet = workbook.getWorksheet('alerts');
  expect(sheet?.getCell('A2').value).toBe('\'=HYPERLINK("http://example.invalid")');
  expect([sheet?.getCell('A3').value, sheet?.getCell('B2').value]).toEqual(['Care homes', 3]);
});
