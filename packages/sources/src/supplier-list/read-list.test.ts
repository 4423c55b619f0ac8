import { describe, expect, test } from 'vitest';
import { headingsRead } from './columns.ts';
import { supplierListPieces, type ListRow, type SupplierList } from './read-list.ts';

async function read(...lines: readonly string[]): Promise<SupplierList> {
  let table: Omit<SupplierList, 'rows'> = { headings: [], read: {}, bank: [] };
  const rows: ListRow[] = [];
  for await (const piece of supplierListPieces(Buffer.from(lines.join('\r\n')))) {
    if ('headings' in piece) table = piece;
    else rows.push(...piece.rows);
  }
  return { ...table, rows };
}

describe('a list of suppliers is read by the headings of the system that it comes from', () => {
  test.each([
    ['Unit4', 'ApArID,ApArName,comp_reg_no', 'ApArID', 'ApArName'],
    ['SAP', 'LIFNR,NAME1,PSTLZ', 'LIFNR', 'NAME1'],
    ['SAP by its labels', 'Vendor,Name 1,Postal Code', 'Vendor', 'Name 1'],
    ['Oracle', 'VENDOR_NUMBER,VENDOR_NAME,City', 'VENDOR_NUMBER', 'VENDOR_NAME'],
    ['Civica', 'Creditor No.,Creditor Name,Town', 'Creditor No.', 'Creditor Name'],
    ['Sage', 'A/C,Company Name,Contact', 'A/C', 'Company Name'],
    ['Dynamics', 'No.,Name,Search Name', 'No.', 'Name'],
    ['a tendering portal', 'Organisation ID,Organisation Name,Town', 'Organisation ID', 'Organisation Name'],
  ])('%s', async (_, header, vendor, name) => {
    const list = await read(header, '0010023,Example Care Ltd,LS1 1AA');
    expect(list.read).toMatchObject({ vendor, name });
    expect(list.rows).toMatchObject([{ row: 2, vendor: '0010023', name: 'Example Care Ltd' }]);
  });

  test('what some call their number and others the name is told by its cells', async () => {
    expect((await read('Supplier,Supplier name', '10023,Example Ltd')).read).toMatchObject({
      vendor: 'Supplier',
      name: 'Supplier name',
    });
    expect((await read('Supplier,Supplier code', 'Example Ltd,A1')).read).toMatchObject({
      vendor: 'Supplier code',
      name: 'Supplier',
    });
  });

  test('a number of the register is read however it is printed, and a title above the headings is passed over', async () => {
    const list = await read(
      'Suppliers,2026',
      '',
      'Supplier name,Company no,Post Code',
      'Example Ltd,9900001.0,LS1 1AA',
    );
    expect(list.rows).toMatchObject([
      { row: 4, printedRef: '9900001.0', number: '09900001', postcode: 'LS1 1AA', vendor: null },
    ]);
  });

  test.each([
    'Company Reg',
    'Co. No.',
    'Reg. Co. Number',
    'Companies House',
    'CRN',
    'CompanyRegistrationID',
    'UK company number',
  ])('a column of company numbers is known under %s', async (heading) => {
    const list = await read(`Supplier no,Supplier name,${heading},Town`, '7,Serco Limited,00242246,Hook');
    expect(list.read.number).toBe(heading);
    expect(list.rows).toMatchObject([{ number: '00242246' }]);
    expect(headingsRead(list.headings)).toEqual({ hasNumbers: true, notRead: ['Town'] });
  });

  test.each([
    'VAT Reg No',
    'Charity Reg No',
    'Registered',
    'Registration date',
    'Company type',
    'Registered address',
  ])('%s is no column of company numbers, and is said not to be read', async (heading) => {
    const list = await read(`Supplier no,Supplier name,${heading}`, '7,Serco Limited,00242246');
    expect(list.rows).toMatchObject([{ number: null, printedRef: null }]);
    expect(headingsRead(list.headings)).toEqual({ hasNumbers: false, notRead: [heading] });
  });

  test('every column comes back as it was, blanks, zeros and all, and a row of nothing is none', async () => {
    const list = await read(
      'Supplier no,Supplier name,Notes',
      '007,"Example, Ltd",two  blanks',
      ',,',
      '8,Other Ltd,',
    );
    expect(list.headings).toEqual(['Supplier no', 'Supplier name', 'Notes']);
    expect(list.rows.map(({ row, cells }) => [row, ...cells])).toEqual([
      [2, '007', 'Example, Ltd', 'two  blanks'],
      [4, '8', 'Other Ltd', ''],
    ]);
  });

  test('where no heading stands for a name nothing is read, with what to do', async () => {
    await expect(read('Number,Town', '1,Leeds')).rejects.toThrow('Call that column “Supplier name”');
    await expect(read('Supplier,Town', '10023,Leeds', '10024,York')).rejects.toThrow(
      'No column holds the names',
    );
  });
});

describe('bank details are said and never read', () => {
  test('under any heading of a bank, with the account number beside it', async () => {
    const list = await read(
      'Supplier number,Supplier name,Sort Code,Account Number,IBAN,Bank Name,Town',
      '1,Example Ltd,00-00-00,12345678,X,Example Bank,Leeds',
    );
    expect(list.bank).toEqual(['Sort Code', 'Account Number', 'IBAN', 'Bank Name']);
    expect(list.headings).toEqual(['Supplier number', 'Supplier name', 'Town']);
    expect(JSON.stringify(list.rows)).not.toMatch(/12345678|00-00-00|Example Bank/);
  });

  test('under a heading that does not say so, where every cell is one', async () => {
    const list = await read('Supplier name,Ref 2,Ref 3', 'Example Ltd,12-34-56,a', 'Other Ltd,65 43 21,b');
    expect(list.bank).toEqual(['Ref 2']);
    expect(list.headings).toEqual(['Supplier name', 'Ref 3']);
    const mixed = await read('Supplier name,Ref 2', 'Example Ltd,12-34-56', 'Other Ltd,none');
    expect(mixed.bank).toEqual([]);
  });

  test('under headings that are cut short, and in cells of any country', async () => {
    const list = await read(
      'Supplier name,Sort,A/c no,Acct,Ac,Payment details,Remit,IBAN2,S/C,Beneficiary number,Note,Town',
      'Example Ltd,200000,12345678,12345678,12345678,20-00-00 12345678,x,x,200000,1,paid monthly,Leeds',
      'Other Ltd,,,,,,,,,,DE89 3704 0044 0532 0130 00,York',
    );
    expect(list.headings).toEqual(['Supplier name', 'Town']);
    expect(list.bank).toHaveLength(10);
    expect(JSON.stringify(list.rows)).not.toMatch(/12345678|200000|DE89/);
  });

  test('a company number, a day and a reference of letters and figures are none', async () => {
    const list = await read(
      'Supplier name,Company number,Last paid,Reference',
      'Example Ltd,01234567,12-11-26,AB12 3456 789',
      'Other Ltd,SC123456,1 December 2026,PO-2026-000123456',
    );
    expect(list.bank).toEqual([]);
  });

  test('an account number alone is the council’s own number of the supplier', async () => {
    const list = await read('Account Number,Account Name', '40017,Example Ltd');
    expect(list.bank).toEqual([]);
    expect(list.read).toMatchObject({ vendor: 'Account Number', name: 'Account Name' });
  });
});
