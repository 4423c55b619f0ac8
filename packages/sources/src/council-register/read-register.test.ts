import { NOT_NAMED } from '@tocsin/domain';
import exceljs from 'exceljs';
import { assert, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSum } from './cells.ts';
import { readHeadings, registerTemplate } from './headings.ts';
import { doubtOfDays, missingColumns, readRegister, rowsLeftOut, saidOfSheets } from './read-register.ts';

const header = 'supplier,company number,title,value,start,end,critical,owner';
const line =
  'Example Care Homes Ltd,01234567,Residential care,"£2,400,000.50",01/04/2025,2028-03-31,yes,Adults';

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function utf16(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(`\uFEFF${text}`, 'utf16le'));
}

describe('a council’s own contract register', () => {
  it('gives one contract a line, in pence and days', async () => {
    const { lines, errors } = await readRegister(bytes(`${header}\n${line}\n`));
    expect(errors).toEqual([]);
    expect(lines).toMatchObject([
      {
        row: 2,
        supplierName: 'Example Care Homes Ltd',
        ref: { scheme: 'GB-COH', id: '01234567' },
        valuePence: 240_000_050,
        vat: 'unknown',
        startsOn: '2025-04-01',
        endsOn: '2028-03-31',
        criticality: 'critical',
        owner: 'Adults',
      },
    ]);
  });

  it('takes headings further down for headings: the same go on, others are no contracts in silence', async () => {
    const again = await readRegister(
      bytes(`${header}\n${line}\n${header}\n${line.replace('Residential', 'Day')}\n`),
    );
    expect(again.lines.map(({ title }) => title)).toEqual(['Residential care', 'Day care']);
    expect(again.errors).toMatchObject([
      { row: 3, loses: 'line', message: expect.stringContaining('headings again') },
    ]);
    const turned = 'supplier,title,company number,value,start,end,critical,owner';
    const other = await readRegister(bytes(`${header}\n${line}\n${turned}\n${line}\n`));
    expect(other.lines).toHaveLength(1);
    expect(other.errors.map(({ row, loses }) => [row, loses])).toEqual([
      [3, 'line'],
      [4, 'line'],
    ]);
  });

  it.each(['31/12/2099', '2100-01-01', '31 December 2999'])(
    'takes %s for no end, and keeps the contract as running',
    async (end) => {
      const { lines } = await readRegister(bytes(`supplier,title,start,end\nA Ltd,Care,01/04/2025,${end}\n`));
      expect(lines).toMatchObject([{ endsOn: null, unread: { end } }]);
    },
  );

  it.each(['Wednesday, 31 March 2027', 'March 31, 2027', '20270331', '31st Mar 2027'])(
    'reads %s, which can be no other day',
    async (end) => {
      const { lines } = await readRegister(bytes(`supplier,title,end\nA Ltd,Care,"${end}"\n`));
      expect(lines).toMatchObject([{ endsOn: '2027-03-31', unread: {} }]);
    },
  );

  it('reads the same lines from UTF-16, Windows-1252, semicolons and tabs', async () => {
    const plain = await readRegister(bytes(`${header}\n${line.replace('£', '')}`));
    const semicolons = `${header}\n${line}`.replaceAll('2,400,000', '2 400 000').replaceAll(',', ';');
    const windows = Uint8Array.from(Buffer.from(`${header}\n${line}`, 'latin1'));
    for (const file of [
      utf16(`${header}\n${line}`),
      windows,
      bytes(semicolons),
      bytes(semicolons.replaceAll(';', '\t')),
    ])
      expect((await readRegister(file)).lines).toEqual(plain.lines);
  });

  it('reads a workbook, whose dates and numbers are cells of their own kinds', async () => {
    const book = new exceljs.Workbook();
    const sheet = book.addWorksheet('Contracts');
    sheet.addRow(['Supplier', 'Company number', 'Contract title', 'Value', 'End date', 'TUPE staff']);
    sheet.addRow(['Example Ltd', 1_234_567, 'Paving', 310_000, new Date(Date.UTC(2027, 4, 31)), 12]);
    const { lines, errors } = await readRegister(new Uint8Array(await book.xlsx.writeBuffer()));
    expect(errors).toMatchObject([{ cell: 'B2', loses: 'nothing' }]);
    expect(lines).toMatchObject([
      { ref: { id: '01234567' }, valuePence: 31_000_000, endsOn: '2027-05-31', details: { tupeStaff: 12 } },
    ]);
  });

  it('names the cell of each fault, says what belongs there, and keeps the other lines', async () => {
    const broken = 'Example Paving Ltd,12345,,abc,31/02/2026,2025-01-01,perhaps,';
    const { lines, errors } = await readRegister(bytes(`${header}\n${broken}\n${line}`));
    expect(lines.map(({ row }) => row)).toEqual([3]);
    expect(errors.map(({ cell }) => cell)).toEqual(['C2', 'B2', 'E2', 'D2', 'G2']);
    expect(errors[1]?.message).toBe(
      '“12345” is not a company number: 8 characters, as on the register at Companies House',
    );
  });

  it('keeps a contract that ends before it starts, its end not known', async () => {
    const { lines, errors } = await readRegister(
      bytes(`supplier,title,start,end\nA Ltd,Care,2026-01-02,2026-01-01`),
    );
    expect(errors).toEqual([
      { cell: 'D2', row: 2, message: 'the contract ends before it starts', loses: 'cell' },
    ]);
    expect(lines).toMatchObject([{ startsOn: '2026-01-02', endsOn: null, unread: { end: '2026-01-01' } }]);
  });

  it.each([
    ['01/04/24', true],
    ['13/14/24', false],
    ['31/02/27', false],
  ])('of “%s” says what to write only where a calendar has such a day', async (cell, isOfCalendar) => {
    const { errors } = await readRegister(bytes(`supplier,title,end\nA Ltd,Care,${cell}`));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message.includes('four figures')).toBe(isOfCalendar);
  });

  it.each([
    ['end', 'Rolling'],
    ['end', 'TBC'],
    ['end', '01/04/24'],
    ['end', '31/12/9999'],
    ['end', '00/00/0000'],
    ['value', '£420k'],
    ['value', '1.15m'],
    ['value', '£50,000 pa'],
    ['value', '£10,000 - £25,000'],
    ['value', '£1.2m-£1.5m'],
    ['value', 'c. £50k'],
    ['value', 'up to £100,000'],
    ['value', '50k p.a.'],
    ['value', 'See note'],
    ['value', '#REF!'],
    ['end', 'Mar-27'],
    ['end', '2027'],
    ['end', 'Q4 2027'],
    ['end', '3 years'],
    ['end', '1+1+1'],
    ['end', 'n/k'],
    ['end', '#N/A'],
    ['end', '2027 or 31/03/2028'],
    ['end', '31/03/2027 (+1+1)'],
    ['end', '31 March 2027 with option to extend'],
    ['end', '31/03/2027 then 31/03/2028'],
    ['critical', 'Gold'],
    ['critical', '1'],
    ['category', '#N/A'],
    ['value', '£-'],
    ['critical', 'High'],
    ['company number', 'N/A'],
    ['company number', '1234567 (charity)'],
    ['bond', 'being arranged'],
    ['review date', 'each spring'],
  ])(
    'keeps the contract whose %s is “%s”, and says what that means or that it is not known',
    async (column, cell) => {
      const [header, row] = ['supplier,title,start', 'A Ltd,Care,2025-04-01'];
      const file = `${header},${column}\n${row},"${cell}"\nB Ltd,Meals,2025-04-01,\n`;
      const { lines, errors } = await readRegister(bytes(file));
      expect(lines.map(({ title, startsOn }) => [title, startsOn])).toEqual([
        ['Care', '2025-04-01'],
        ['Meals', '2025-04-01'],
      ]);
      expect(Object.values(lines[0]?.unread ?? {})).toEqual([cell]);
      expect(lines[1]?.unread).toEqual({});
      const isUnderstood = cell === 'Rolling' || cell === '31/12/9999';
      expect(errors).toMatchObject([{ cell: 'D2', loses: isUnderstood ? 'nothing' : 'cell' }]);
      const { endsOn, valuePence, criticality, ref, details } = lines[0] ?? {};
      expect({ endsOn, valuePence, criticality, ref, details }).toEqual({
        endsOn: null,
        valuePence: null,
        criticality: 'unknown',
        ref: null,
        details: {},
      });
    },
  );

  it.each([
    ['£50,000 (ex VAT)', 'net'],
    ['£50,000 + VAT', 'net'],
    ['50,000 excl. VAT', 'net'],
    ['50,000.00 GBP ex VAT', 'net'],
    ['£50,000 net', 'net'],
    ['£50,000 (including VAT)', 'gross'],
    ['£50,000 inc. VAT', 'gross'],
  ])(
    'reads a sum that says itself how it stands to VAT, whatever the heading says: %s',
    async (cell, vat) => {
      const { lines, errors } = await readRegister(
        bytes(`supplier,title,Value (inc VAT)\nA Ltd,Care,"${cell}"\nB Ltd,Meals,12\n`),
      );
      expect(errors).toEqual([]);
      expect(lines).toMatchObject([
        { valuePence: 5_000_000, vat },
        { valuePence: 1_200, vat: 'gross' },
      ]);
    },
  );

  it.each(['Until 31/03/2027', 'Ends on 31 March 2027', 'Expires: 2027-03-31', '31/03/2027.'])(
    'reads the one day in “%s”, and says so',
    async (cell) => {
      const { lines, errors } = await readRegister(bytes(`supplier,title,end\nA Ltd,Care,${cell}\n`));
      expect(lines).toMatchObject([{ endsOn: '2027-03-31', unread: {} }]);
      expect(errors).toMatchObject([
        { cell: 'C2', loses: 'nothing', message: expect.stringContaining('is read as 31 March 2027') },
      ]);
    },
  );

  it('reads no day among words that may be month first', async () => {
    const file = 'supplier,title,end\nA Ltd,Care,Until 03/05/2027\nB Ltd,Meals,03/31/2028\n';
    const { lines } = await readRegister(bytes(file));
    expect(lines.map(({ endsOn }) => endsOn)).toEqual([null, null]);
  });

  it('calls a contract whose title is a failed formula by what else is said of it', async () => {
    const { lines } = await readRegister(bytes('supplier,ref,title,description\nA Ltd,C1,#REF!,Beds\n'));
    expect(lines).toMatchObject([{ title: 'Beds' }]);
  });

  it('knows every heading of the guidance on the transparency code', async () => {
    const header =
      'Organisation Name,Contract Ref,Title of Agreement,Description of the goods and/or services,Directorate,' +
      'Commencement date,Expiry date,Review date,Total contract value (£),Irrecoverable VAT,Supplier name,' +
      'Supplier registered company number,Supplier registered charity number,SME,VCSE,CPV code,Procurement route';
    const row =
      'Example Council,C1,Meals,Hot meals,Adults,01/04/2025,31/03/2028,01/04/2027,1000,5,A Ltd,,1089464,Y,Y,55320000,Open';
    const { headings, lines, errors } = await readRegister(bytes(`${header}\n${row}\n`));
    expect(headings.filter(({ column }) => column === null)).toEqual([]);
    expect(errors).toEqual([]);
    expect(lines).toMatchObject([
      {
        reference: 'C1',
        title: 'Meals',
        category: '55320000',
        service: 'Adults',
        valuePence: 100_000,
        ref: { scheme: 'GB-CHC', id: '1089464' },
        details: { description: 'Hot meals', reviewOn: '2027-04-01', irrecoverableVatPence: 500, vcse: 'Y' },
      },
    ]);
  });

  it.each([
    ['Co. Reg No', 'number'],
    ['Company Reg. Number (if known)', 'number'],
    ['Supplier’s Companies House Ref.', 'number'],
    ['Reg. Charity No.', 'charity'],
    ['Business critical?', 'critical'],
    ['Is this contract business critical? (Y/N)', 'critical'],
    ['Our Ref', 'reference'],
    ['Contract Ref. No.', 'reference'],
    ['Supplier(s)', 'supplier'],
    ['Name of the Contractor', 'supplier'],
    ['ContractTitle', 'title'],
    ['Est. contract value (£, excl. VAT)', 'value'],
    ['Annual value p.a. (£)', 'annualValuePence'],
    ['Value p.a.', 'annualValuePence'],
    ['Start Date (dd/mm/yyyy)', 'start'],
    ['Expiry of contract', 'end'],
    ['End date incl. extensions', 'extensionTo'],
    ['Dept.', 'service'],
    ['Contract Mgr', 'owner'],
    ['Value Added Tax (VAT) that cannot be recovered', 'irrecoverableVatPence'],
    ['Invitation to Quote or Published Invitation to Tender Process Used', 'tendered'],
    ['Maximum Expiry Date (Inc Extensions)', 'extensionTo'],
    ['Final completion date (inc. ext.)', 'extensionTo'],
    ['End Date (excl. extensions)', 'end'],
    ['Initial Term End', 'end'],
    ['Validity Start', 'start'],
    ['Contract Value inc. extensions £', 'value'],
    ['Contract Value (£000s)', 'value'],
    ['Contract Manager Name', 'owner'],
    ['Supplier / Provider Name', 'supplier'],
    ['Contract / Agreement Name', 'title'],
    ['Agreement No', 'reference'],
    ['Client Department', 'service'],
    ['VAT included?', 'vat'],
    [
      'Whether or not the contract was the result of an invitation to quote or a published invitation to tender',
      'tendered',
    ],
    ['Local authority department responsible', 'service'],
    ['Responsible directorate', 'service'],
    ['Amount of VAT that cannot be recovered', 'irrecoverableVatPence'],
    ['If there is no sum, the estimated annual spending or budget for the contract', 'annualValuePence'],
    ['Value of contract over its life', 'value'],
    ['SME and/or VCSE', 'vcse'],
    ['Latest possible expiry', 'extensionTo'],
    ['Extension Expiry', 'extensionTo'],
    ['Review / renewal date', 'reviewOn'],
    ['UK company number', 'number'],
    ['SMESupplier', 'sme'],
    ['VCSEs', 'vcse'],
    ['Main contact', 'owner'],
    ['Registered in England No.', 'number'],
    ['Buyer', 'organisation'],
    ['How was it procured?', 'tendered'],
    ['Supplier address', null],
    ['Relevant registration number', null],
    ['Extension period', null],
    ['VAT registration number', null],
    ['Supplier Ref', null],
    ['Notes', null],
  ])('knows “%s” however it is punctuated, ordered or shortened', (heading, column) => {
    expect(readHeadings([heading], {})).toEqual([{ heading, column }]);
  });

  it('takes of two headings the one that says more plainly what it is, wherever it stands', () => {
    const columns = readHeadings(['Contact', 'Project', 'Contract owner', 'Contract title'], {});
    expect(columns.map(({ column }) => column)).toEqual([null, null, 'owner', 'title']);
  });

  it('knows from the heading of the value whether it holds VAT', async () => {
    const basis = async (heading: string) =>
      (await readRegister(bytes(`supplier,title,${heading}\nA Ltd,Care,12`))).lines[0]?.vat;
    expect(await basis('Contract value (excl. VAT)')).toBe('net');
    expect(await basis('Gross value')).toBe('gross');
    expect(await basis('Contract value')).toBe('unknown');
  });

  it.each([
    ['Contract Value (£000s)', '1,250', 125_000_000],
    ['Value £k', '12.5', 1_250_000],
    ['Total cost in £ thousands', '3', 300_000],
    ['Value (£m)', '1.2', 120_000_000],
    ['Value (£000)', '1,250,000', null],
    ['Maximum value (£)', '1,250', 125_000],
  ])('reads a sum below “%s” as what it stands for: %s', async (heading, cell, pence) => {
    const { lines, errors } = await readRegister(bytes(`supplier,title,"${heading}"\nA Ltd,Care,"${cell}"`));
    expect(lines).toMatchObject([{ valuePence: pence }]);
    expect(errors.map(({ message }) => message)).toEqual(
      pence === null ? [expect.stringContaining('would be thousands or millions of pounds')] : [],
    );
  });

  it.each([
    ['VAT included?', 'Yes', 'gross'],
    ['Incl. VAT (Y/N)', 'N', 'net'],
    ['VAT exclusive?', 'yes', 'net'],
    ['VAT', 'excl. VAT', 'net'],
    ['VAT basis', 'Inclusive of VAT', 'gross'],
  ])('knows from “%s: %s” whether the value holds VAT', async (heading, cell, vat) => {
    const { lines, errors } = await readRegister(
      bytes(`supplier,title,value,${heading}\nA Ltd,Care,12,${cell}`),
    );
    expect([lines[0]?.vat, errors]).toEqual([vat, []]);
  });

  it.each([
    ['99000002', '99000002', null],
    ['OC 399999', 'OC399999', null],
    ['1089464', undefined, 'may be a company’s or a charity’s'],
  ])('below “Company or Charity No.” reads %s only as what it must be', async (cell, id, fault) => {
    const { lines, errors } = await readRegister(
      bytes(`supplier,title,Company or Charity No.\nA Ltd,Care,${cell}`),
    );
    expect(lines[0]?.ref?.id).toBe(id);
    expect(errors.map(({ message }) => message)).toEqual(
      fault === null ? [] : [expect.stringContaining(fault)],
    );
  });

  it.each([
    [
      'Messy Vehicles Ltd',
      '9910011',
      '09910011',
      'is read as company 09910011, whose zeros are lost here: if it is a charity’s',
    ],
    ['Messy Scot Ltd', 'SC12345', 'SC012345', 'is read as company SC012345, whose zeros are lost here'],
    ['Messy Charity', '1099999', undefined, 'may be a company’s or a charity’s'],
  ])('says of each cell that lost zeros how it is read: %s, %s', async (name, cell, id, said) => {
    const { lines, errors } = await readRegister(bytes(`supplier,title,Co. No.\n${name},Care,${cell}\n`));
    expect(lines[0]?.ref?.id).toBe(id);
    expect(errors).toMatchObject([{ cell: 'C2', message: expect.stringContaining(said) }]);
    expect(lines[0]?.unread['number']).toBe(id === undefined ? cell : undefined);
  });

  it('leaves out a column called VAT that holds sums: what the value holds is not known', async () => {
    const file = 'supplier,title,value,VAT\nA Ltd,Care,12,2.40\nB Ltd,Meals,100,20.00\n';
    const { headings, lines, errors } = await readRegister(bytes(file));
    expect(headings.at(-1)).toEqual({ heading: 'VAT', column: null });
    expect(lines.map(({ vat }) => vat)).toEqual(['unknown', 'unknown']);
    expect(errors).toEqual([]);
  });

  it.each(['31/03/1930', '01/01/1900', '01/04/0225', '1926-03-31'])(
    'takes “%s” for no end: its year cannot be meant',
    async (end) => {
      const { lines, errors } = await readRegister(bytes(`supplier,title,end\nA Ltd,Care,${end}\n`));
      expect(lines).toMatchObject([{ endsOn: null, unread: { end } }]);
      expect(errors[0]?.message).toMatch(/: look at its year$/);
    },
  );

  it('says once of a total, and of a row with neither supplier nor title, that it is no contract', async () => {
    const file =
      'supplier,title,value,end\nA Ltd,Care,10,\nTotal Waste Ltd,Total waste,20,\nTOTAL,,30,\n,Grand total:,30,\n,,30,\n,,,"Correct at 1 May 2026"\n';
    const { lines, errors } = await readRegister(bytes(file));
    expect(lines.map(({ supplierName }) => supplierName)).toEqual(['A Ltd', 'Total Waste Ltd']);
    expect(errors.filter(({ loses }) => loses === 'line').map(({ row, message }) => [row, message])).toEqual([
      [4, 'a total of the lines above: no contract'],
      [5, 'a total of the lines above: no contract'],
      [6, 'neither a supplier nor a title: no contract'],
      [7, 'neither a supplier nor a title: no contract'],
    ]);
    expect(errors).toHaveLength(4);
  });

  it.each([
    'Rolling',
    'Ongoing',
    'open-ended',
    'No fixed end date',
    'month to month',
    'Rolling annual contract',
    'Ongoing (rolling)',
    'in perpetuity',
    'Ongoing - no end date',
  ])('says of “%s” as an end that there is none, not that it is no date', async (cell) => {
    const { lines, errors } = await readRegister(bytes(`supplier,title,end\nA Ltd,Care,${cell}\n`));
    expect(lines).toMatchObject([{ endsOn: null, unread: { end: cell } }]);
    expect(errors.map(({ message }) => message)).toEqual([
      `“${cell}”: no fixed end, so the contract counts as running`,
    ]);
  });

  it('takes the description for the title where nothing is called so, and else beside it', async () => {
    const alone = await readRegister(bytes('supplier,description\nA Ltd,Care'));
    expect(alone.lines).toMatchObject([{ title: 'Care', details: {} }]);
    const beside = await readRegister(bytes('description,supplier,contract title\nBeds,A Ltd,\n'));
    expect(beside.lines).toMatchObject([{ title: 'Beds', details: { description: 'Beds' } }]);
  });

  it('finds headings below a title, and reads another row where a person says so', async () => {
    const file = bytes(
      'Contracts register at 1 November 2026,,\n,,\nsupplier,title,value\nA Ltd,Care,12\nB Ltd,Meals,13\n',
    );
    const found = await readRegister(file);
    expect(found).toMatchObject({ headerRow: 3, lines: [{ row: 4, title: 'Care' }, { row: 5 }] });
    const said = await readRegister(file, {}, { headerRow: 4 });
    expect(said).toMatchObject({ headerRow: 4, missing: ['supplier', 'title'] });
    await expect(readRegister(file, {}, { headerRow: 40 })).rejects.toThrow('cannot be in row 40');
  });

  it('reads the sheet that has the headings, or the one that a person names', async () => {
    const book = new exceljs.Workbook();
    book.addWorksheet('Read me').addRow(['Contracts of the council']);
    for (const [name, supplier] of [
      ['Live', 'A Ltd'],
      ['Expired', 'B Ltd'],
    ]) {
      const sheet = book.addWorksheet(name);
      sheet.addRow(['Supplier', 'Title']);
      sheet.addRow([supplier, 'Care']);
    }
    const file = new Uint8Array(await book.xlsx.writeBuffer());
    expect(await readRegister(file)).toMatchObject({
      sheet: 'Live',
      sheets: ['Read me', 'Live', 'Expired'],
      lines: [{ supplierName: 'A Ltd' }],
    });
    for (const sheet of ['expired', '3'])
      expect(await readRegister(file, {}, { sheet })).toMatchObject({ lines: [{ supplierName: 'B Ltd' }] });
    await expect(readRegister(file, {}, { sheet: 'Old' })).rejects.toThrow('“Read me”, “Live”, “Expired”');
  });

  it('reads all sheets of the same headings, says which it did not read, and that a line stands on two', async () => {
    const book = new exceljs.Workbook();
    const rows = {
      Guidance: [['How to fill this in']],
      Adults: [
        ['Supplier', 'Title', 'Value', 'End'],
        ['A Ltd', 'Care', 100, '31/03/2028'],
        ['B Ltd', 'Meals', 200, '03/05/2028'],
        ['Total', '', 300, ''],
      ],
      Children: [
        ['Contracts of children’s services'],
        ['Title', 'Supplier', 'End date', 'Contract value'],
        ['Beds', 'C Ltd', 'TBC', 50],
        ['Care', 'A Ltd', '31/03/2028', 100],
      ],
      Expired: [
        ['Supplier', 'Title', 'Value', 'End'],
        ['D Ltd', 'Old', 1, ''],
      ],
      Grants: [
        ['Supplier', 'Title'],
        ['E Ltd', 'Grant'],
      ],
    };
    for (const [name, cells] of Object.entries(rows)) book.addWorksheet(name).addRows(cells);
    const read = await readRegister(new Uint8Array(await book.xlsx.writeBuffer()));
    expect(
      read.lines.map(({ title, supplierName, valuePence }) => [title, supplierName, valuePence]),
    ).toEqual([
      ['Care', 'A Ltd', 10_000],
      ['Meals', 'B Ltd', 20_000],
      ['Beds', 'C Ltd', 5_000],
    ]);
    expect(read.errors.map(({ cell, loses, message }) => [cell, loses, message])).toEqual([
      ['Adults!A4', 'line', 'a total of the lines above: no contract'],
      ['Children!C3', 'cell', '“TBC” is not a date, such as 31/03/2027 or 2027-03-31'],
      ['Children!A4', 'line', 'the same line as row 2 of the sheet “Adults”'],
    ]);
    expect(rowsLeftOut(read)).toBe(2);
    expect(read.lines.map(({ row }) => row)).toEqual([2, 3, 7]);
    expect(saidOfSheets(read)).toBe(
      'Read: the sheets “Adults”, “Children”. Not read: “Guidance” (it has no headings for a supplier and a title), ' +
        '“Expired” (it has the same headings), “Grants” (it has other headings).',
    );
    const chosen = await readRegister(new Uint8Array(await book.xlsx.writeBuffer()), {}, { sheet: 'Grants' });
    expect(chosen).toMatchObject({ sheetsRead: ['Grants'], lines: [{ title: 'Grant' }] });
  });

  it.each(['#REF!', 'N/A', 'TBC', 'n/k'])(
    'keeps a contract whose supplier is “%s”, and says so',
    async (cell) => {
      const { lines, errors } = await readRegister(bytes(`supplier,title,value\n${cell},Care,5\n`));
      expect(lines).toMatchObject([{ supplierName: cell, title: 'Care', unread: { supplier: cell } }]);
      expect(errors).toMatchObject([{ cell: 'A2', loses: 'cell' }]);
    },
  );

  it('names every heading that it does not read, on whichever sheet, and columns that have none', async () => {
    const plain = await readRegister(bytes('supplier,title,notes,,\nA Ltd,Care,x,y,\n'));
    expect(plain.ignored).toEqual(['notes', 'column D, without a heading']);
    const book = new exceljs.Workbook();
    book.addWorksheet('One').addRows([
      ['Supplier', 'Title', 'Notes'],
      ['A Ltd', 'Care', 'x'],
    ]);
    book.addWorksheet('Two').addRows([
      ['Supplier', 'Title', 'Lot'],
      ['B Ltd', 'Meals', '1'],
    ]);
    const { ignored } = await readRegister(new Uint8Array(await book.xlsx.writeBuffer()));
    expect(ignored).toEqual(['Notes', 'Lot']);
  });

  it('says of a hidden sheet that it was not read, and reads it where a person says so', async () => {
    const book = new exceljs.Workbook();
    book.addWorksheet('Live').addRows([
      ['Supplier', 'Title'],
      ['A Ltd', 'Care'],
    ]);
    const more = book.addWorksheet('More');
    more.addRows([
      ['Supplier', 'Title'],
      ['B Ltd', 'Meals'],
    ]);
    more.state = 'hidden';
    const file = new Uint8Array(await book.xlsx.writeBuffer());
    const read = await readRegister(file);
    expect(read.lines.map(({ title }) => title)).toEqual(['Care']);
    expect(saidOfSheets(read)).toBe('Read: the sheet “Live”. Not read: “More” (it is hidden).');
    expect((await readRegister(file, {}, { sheet: 'More' })).lines.map(({ title }) => title)).toEqual([
      'Meals',
    ]);
  });

  it('says of a line that differs from another only in what is not read that it counts again', async () => {
    const file = 'supplier,title,value,notes\nA Ltd,Care,5,x\nA Ltd,Care,5,y\n';
    const { lines, errors } = await readRegister(bytes(file));
    expect(lines).toHaveLength(2);
    expect(errors).toEqual([
      {
        cell: 'A3',
        row: 3,
        message: 'as row 2 but for columns that are not read: counted as another contract',
        loses: 'nothing',
      },
    ]);
  });

  it('reads below a heading for both the number of a charity that says so, and of several numbers none', async () => {
    const { lines, errors } = await readRegister(
      bytes(
        'supplier,title,Company or Charity No.\nA Trust,Care,Charity No. 1089464\nB Ltd,Meals,99000101 and SC099002\n',
      ),
    );
    expect(lines).toMatchObject([
      { ref: { scheme: 'GB-CHC', id: '1089464' }, printedRef: 'GB-CHC-1089464', unread: {} },
      { ref: null, unread: { number: '99000101 and SC099002' } },
    ]);
    expect(errors.map(({ message }) => message)).toEqual([
      '“99000101 and SC099002” holds several company numbers: write a line for each supplier',
    ]);
  });

  it.each([
    [
      'Supplier,,Contract,,Period,,Responsible',
      'Name,Company number,Title,Value (£),From,To,Officer',
      ['supplier', 'number', 'title', 'value', 'start', 'end', 'owner'],
    ],
    [
      'Ref,Supplier,,,Contract details,,Value,,Dates,,',
      ',Name,Contact,Company no.,Title,Department,Total,Annual,Start,End,Review',
      [
        'reference',
        'supplier',
        null,
        'number',
        'title',
        'service',
        'value',
        'annualValuePence',
        'start',
        'end',
        'reviewOn',
      ],
    ],
    [
      'Contract,,,Extension,,',
      'Title,Supplier,End,From,To,Notes',
      ['title', 'supplier', 'end', null, 'extensionTo', null],
    ],
  ])(
    'reads headings that stand in two rows, the upper one over groups: %s',
    async (upper, lower, columns) => {
      const cells = columns.map((column) =>
        column === 'start' ? '2025-04-01' : column === 'end' ? '2028-03-31' : '99000101',
      );
      const read = await readRegister(
        bytes(`Register,,\n${upper}\n${lower}\n${cells.join(',')}\n${upper}\n${lower}\n`),
      );
      expect(read.headings.map(({ column }) => column)).toEqual(columns);
      expect(read.headerRow).toBe(2);
      expect(read.lines.map(({ row }) => row)).toEqual([4]);
      expect(read.errors.filter(({ loses }) => loses === 'line').map(({ message }) => message)).toEqual([
        'the headings again: no contract',
        'the headings again: no contract',
      ]);
    },
  );

  it('takes a first contract of words alone for no second row of headings', async () => {
    const { lines } = await readRegister(
      bytes('supplier,title,notes,\nA Ltd,Care,End,Value\nB Ltd,Meals,,\n'),
    );
    expect(lines.map(({ title }) => title)).toEqual(['Care', 'Meals']);
  });

  it.each([
    ['Total,12 contracts,"£3,000",,'],
    ['TOTAL,Adults,"£3,000",,'],
    ['Total value,of all contracts,"£3,000",,'],
    ['Prepared by A Person,Procurement team,,,'],
    ['Source: contracts register,June 2026,,,'],
    ['Note: values are estimated,and without VAT,,,'],
    ['* value is estimated,see the notes,,,'],
    ['Last updated: 1 June 2026,by the procurement team,,,'],
    ['Correct as at 1 June 2026,Finance,,,'],
    ['Count,2,,,'],
    ['© Example Council 2026,All rights reserved,,,'],
    ['This register is published quarterly,see our pages,,,'],
    ['\nKey,Meaning\nSME,Small or medium enterprise\nVCSE,Voluntary sector'],
  ])('takes no footer for a contract, and says so of each: %s', async (footer) => {
    const contracts = 'A Ltd,Care,1000,2025-04-01,2028-03-31\nB Ltd,Meals,2000,,TBC';
    const { lines, errors } = await readRegister(
      bytes(`supplier,title,value,start,end\n${contracts}\n${footer}\n`),
    );
    expect(lines.map(({ title }) => title)).toEqual(['Care', 'Meals']);
    const rows = footer.trim().split('\n').length;
    expect(errors.filter(({ loses }) => loses === 'line')).toHaveLength(rows);
  });

  it.each([
    'Total,Fuel cards,2500,,',
    'Key Contact Ltd,Advice,,,',
    'Source Ltd,Staff,,,',
    'Prepared Meals Ltd,Meals,,,',
    '*Redacted*,Care,,,',
  ])('keeps the contract of a firm that is called as footers begin: %s', async (row) => {
    const contracts = 'A Ltd,Care,1000,2025-04-01,2028-03-31\nB Ltd,Beds,2000,,';
    const { lines } = await readRegister(bytes(`supplier,title,value,start,end\n${contracts}\n${row}\n`));
    expect(lines).toHaveLength(3);
  });

  it('reads no day that may be month first, once another cell of the file is', async () => {
    const file =
      'supplier,title,start,end\nA Ltd,Care,01/01/2026,03/31/2028\nB Ltd,Meals,25/12/2026,03/05/2028\n';
    const { lines, errors } = await readRegister(bytes(file));
    expect(lines.map(({ startsOn, endsOn }) => [startsOn, endsOn])).toEqual([
      ['2026-01-01', null],
      ['2026-12-25', null],
    ]);
    expect(errors.map(({ cell, message }) => [cell, message.includes('month first')])).toEqual([
      ['D2', true],
      ['D3', true],
    ]);
    const plain = await readRegister(bytes(file.replace('03/31', '31/03')));
    expect(plain.lines[1]).toMatchObject({ endsOn: '2028-05-03' });
  });

  it.each(['04/13/2024', '04/13/24'])(
    'reads day first what other cells prove to be, and says of one impossible cell that it is not known: %s',
    async (odd) => {
      const ends = ['31/03/2027', odd, '05/03/2028', '30/09/2026'];
      const rows = ends.map((end, at) => `A Ltd,Care ${at},01/02/2024,${end}`);
      const { lines, errors } = await readRegister(bytes(`supplier,title,start,end\n${rows.join('\n')}`));
      expect(lines.map(({ startsOn, endsOn }) => [startsOn, endsOn])).toEqual([
        ['2024-02-01', '2027-03-31'],
        ['2024-02-01', null],
        ['2024-02-01', '2028-03-05'],
        ['2024-02-01', '2026-09-30'],
      ]);
      expect(errors).toMatchObject([{ cell: 'D3', loses: 'cell' }]);
      expect(lines[1]?.unread).toEqual({ end: odd });
    },
  );

  it('doubts a column whose own days speak for month first alone, whatever a few others prove', async () => {
    const rows = ['25/12/2026,03/31/2028', '28/12/2026,03/05/2028', '29/12/2026,04/05/2028'];
    const file = `supplier,title,start,end\n${rows.map((row, at) => `A Ltd,Care ${at},${row}`).join('\n')}`;
    const { lines } = await readRegister(bytes(file));
    expect(lines.map(({ startsOn, endsOn }) => [startsOn, endsOn])).toEqual([
      ['2026-12-25', null],
      ['2026-12-28', null],
      ['2026-12-29', null],
    ]);
  });

  it('says of a file in which nothing tells whether day or month comes first that its days are open', async () => {
    const openDayOf = async (...days: readonly string[]) => {
      const rows = days.map((day, at) => `A Ltd,Care ${at},2026-01-01,${day}`);
      const read = await readRegister(bytes(`supplier,title,start,end\n${rows.join('\n')}`));
      expect(read.lines[0]?.endsOn === null).toBe(days[0] === 'TBC');
      return [read.openDay, doubtOfDays(read)?.includes(`“${read.openDay}” and all others`) ?? false];
    };
    expect(await openDayOf('03/03/2028', '03/05/2028')).toEqual(['03/05/2028', true]);
    expect(await openDayOf('TBC', '3-5-2028')).toEqual(['3-5-2028', true]);
    for (const told of [
      ['03/05/2028', '31/03/2028'],
      ['03/03/2028'],
      ['03.05.2028'],
      ['2028-05-03'],
      ['3 May 2028'],
    ])
      expect(await openDayOf(...told)).toEqual([null, false]);
  });

  it('believes what a heading says of the order of its days', async () => {
    const read = (heading: string) =>
      readRegister(bytes(`supplier,title,${heading}\nA Ltd,Care,03/05/2028\nB Ltd,Meals,03/06/2028\n`));
    const american = await read('End date (mm/dd/yyyy)');
    expect(american.lines.map(({ endsOn }) => endsOn)).toEqual([null, null]);
    expect(american.errors[0]?.message).toContain('as “End date (mm/dd/yyyy)” of the same file is');
    const british = await read('End date (dd/mm/yyyy)');
    expect(british.lines.map(({ endsOn }) => endsOn)).toEqual(['2028-05-03', '2028-06-03']);
    expect(british.openDay).toBeNull();
  });

  it('reads no day that a spreadsheet may have turned round, in its column or another', async () => {
    const book = new exceljs.Workbook();
    const sheet = book.addWorksheet('Contracts');
    sheet.addRow(['Supplier', 'Title', 'Start', 'End', 'Review date']);
    const day = (printed: string) => new Date(`${printed}T00:00:00Z`);
    // Of 01/04/2025 it made the 4th of January.
    sheet.addRow(['A Ltd', 'Care', day('2025-01-04'), '31/03/2028', day('2027-10-13')]);
    sheet.addRow(['B Ltd', 'Meals', day('2025-01-05'), day('2027-01-10'), day('2027-01-10')]);
    sheet.addRow(['C Ltd', 'Paving', day('2025-06-06'), '30/09/2027', day('2027-01-10')]);
    sheet.addRow(['D Ltd', 'Waste', day('2025-01-07'), day('2028-01-04'), '']);
    const { lines, errors } = await readRegister(new Uint8Array(await book.xlsx.writeBuffer()));
    expect(lines.map(({ startsOn, endsOn }) => [startsOn, endsOn])).toEqual([
      [null, '2028-03-31'],
      [null, null],
      ['2025-06-06', '2027-09-30'],
      [null, null],
    ]);
    expect(lines.map(({ details }) => details['reviewOn'])).toEqual([
      '2027-10-13',
      '2027-01-10',
      '2027-01-10',
      undefined,
    ]);
    expect(errors[0]).toMatchObject({
      cell: 'C2',
      loses: 'cell',
      message: expect.stringMatching(
        /“2025-01-04” may be another day: in this file “31\/03\/2028”.*write its days/,
      ),
    });
  });

  it.each([
    [
      ['2024/01/04,2027/31/03', '2024/01/09,2028/30/09'],
      [null, null],
      [null, null],
    ],
    [
      ['2024-01-04,2027-31-03', '2024-01-01,2028-30-09'],
      [null, null],
      ['2024-01-01', null],
    ],
    [
      ['2027/01/04,2027/01/04', '31/03/2027,31/03/2027', '2025/01/04,2026/01/05', '30/09/2028,30/09/2028'],
      [null, null],
      ['2027-03-31', '2027-03-31'],
    ],
    [
      ['2024/01/04,2027/03/31', '2024/01/09,2028/30/09', '2024/01/19,2028/09/30'],
      ['2024-01-04', '2027-03-31'],
      ['2024-01-09', null],
    ],
  ])('reads no day that is year, day, month where the file shows that: %j', async (rows, first, second) => {
    const file = rows.map((row, at) => `A Ltd,Care ${at},${row}`).join('\n');
    const { lines } = await readRegister(bytes(`supplier,title,start,end\n${file}\n`));
    expect(lines.slice(0, 2).map(({ startsOn, endsOn }) => [startsOn, endsOn])).toEqual([first, second]);
  });

  it('reads no dotted day of a file whose dotted days are month first', async () => {
    const { lines } = await readRegister(
      bytes('supplier,title,end\nA Ltd,Care,03.31.2028\nB Ltd,Meals,03.05.2028\n'),
    );
    expect(lines.map(({ endsOn }) => endsOn)).toEqual([null, null]);
  });

  it('says of a bare number of days how it is counted, and reads none in a workbook that counts from 1904', async () => {
    const plain = await readRegister(bytes('supplier,title,end\nA Ltd,Care,46477\n'));
    expect(plain.lines).toMatchObject([{ endsOn: '2027-03-31' }]);
    expect(plain.errors).toMatchObject([{ loses: 'nothing', message: expect.stringContaining('from 1900') }]);
    const book = new exceljs.Workbook();
    book.properties.date1904 = true;
    const sheet = book.addWorksheet('R');
    sheet.addRow(['Supplier', 'Title', 'End', 'Start']);
    sheet.addRow(['A Ltd', 'Care', 45015, new Date(Date.UTC(2025, 3, 1))]);
    const { lines, errors } = await readRegister(new Uint8Array(await book.xlsx.writeBuffer()));
    expect(lines).toMatchObject([{ startsOn: '2025-04-01', endsOn: null, unread: { end: '45015' } }]);
    expect(errors[0]?.message).toContain('counts days from 1904');
  });

  it('says which column is missing and what the file holds instead', async () => {
    const read = await readRegister(bytes('name of firm,amount\nA Ltd,1'));
    expect(read).toMatchObject({ missing: ['supplier', 'title'], lines: [], errors: [] });
    expect(missingColumns(read)).toMatch(/no column for supplier and title. It holds: name of firm, amount/);
  });

  it('reads headings of the council’s own as it says, and each column once', async () => {
    const said = { 'name of firm': 'supplier', 'what for': 'title', end: null };
    const file = bytes('Name of  firm,What for,End,Value,Contract value\nA Ltd,Care,soon,12,13');
    const { headings, lines, errors } = await readRegister(file, said);
    expect(errors).toEqual([]);
    expect(lines).toMatchObject([{ supplierName: 'A Ltd', title: 'Care', endsOn: null, valuePence: 1200 }]);
    expect(headings.map(({ column }) => column)).toEqual(['supplier', 'title', null, 'value', null]);
  });

  it('forgets what was said of another file’s headings', async () => {
    const said = { 'name of firm': 'supplier', title: null };
    const { headings, missing } = await readRegister(bytes('Supplier,Title\nA Ltd,Care'), said);
    expect({ columns: headings.map(({ column }) => column), missing }).toEqual({
      columns: ['supplier', 'title'],
      missing: [],
    });
  });

  it('takes a line that is there twice once, and says so', async () => {
    const { lines, errors } = await readRegister(bytes(`${header}\n${line}\n${line}\n`));
    expect(lines.map(({ row }) => row)).toEqual([2]);
    expect(errors).toEqual([{ cell: 'A3', row: 3, message: 'the same line as row 2', loses: 'line' }]);
  });

  it('takes a line for the same by what is read of it, however its sum and its day are written', async () => {
    const { lines, errors } = await readRegister(
      bytes(
        'supplier,title,value,start\nAlder Ltd,Care,1000,01/04/2024\nAlder Ltd ,Care,"1,000.00",1/4/2024\nElm Ltd,Care,5,15/04/2024\n',
      ),
    );
    expect(lines.map(({ row }) => row)).toEqual([2, 4]);
    expect(errors).toMatchObject([{ row: 3, loses: 'line', message: 'the same line as row 2' }]);
  });

  it('takes what the lines above come to for their total where it says all, and else says that it may be', async () => {
    const read = async (last: string) =>
      readRegister(bytes(`supplier,title,value\nAlder Ltd,Care,1000\nElm Ltd,Meals,500\n${last}\n`));
    const total = await read('All suppliers,Overall,1500');
    expect(total.lines).toHaveLength(2);
    expect(total.errors).toMatchObject([{ row: 4, loses: 'line' }]);
    const open = await read('Oak Ltd,Roads,1500');
    expect(open.lines).toHaveLength(3);
    expect(open.errors).toMatchObject([
      { row: 4, loses: 'nothing', message: expect.stringContaining('lines above come to') },
    ]);
    expect((await read('Overall Care Ltd,Roads,1400')).lines).toHaveLength(3);
  });

  it('reads a moment as the day that it is here', async () => {
    const { lines } = await readRegister(
      bytes('supplier,title,start\nAlder Ltd,Care,2024-03-31T23:00:00Z\nElm Ltd,Care,2024-12-31T23:00:00Z\n'),
    );
    expect(lines.map(({ startsOn }) => startsOn)).toEqual(['2024-04-01', '2024-12-31']);
  });

  it('says aloud that a table beside the first is not read, and what to do', async () => {
    const { lines, errors } = await readRegister(
      bytes('supplier,title,,supplier,title\nAlder Ltd,Care,,Elm Ltd,Meals\nOak Ltd,Roads,,,\n'),
    );
    expect(lines.map(({ supplierName }) => supplierName)).toEqual(['Alder Ltd', 'Oak Ltd']);
    expect(errors).toMatchObject([
      { cell: 'D2', row: 2, loses: 'line', message: expect.stringContaining('in a file of their own') },
    ]);
  });

  it('counts rows on through three sheets, so that no two lines share one', async () => {
    const book = new exceljs.Workbook();
    for (const name of ['One', 'Two', 'Three'])
      book.addWorksheet(name).addRows([
        ['Supplier', 'Title'],
        [`${name} Ltd`, 'Care'],
      ]);
    const { lines } = await readRegister(new Uint8Array(await book.xlsx.writeBuffer()));
    expect(lines.map(({ row }) => row)).toEqual([2, 4, 6]);
  });

  it('understands every column of its own template', async () => {
    const { header: titles, example } = registerTemplate();
    const { lines, errors } = await readRegister(
      bytes([titles, example].map((row) => row.join(',')).join('\n')),
    );
    expect(errors).toEqual([]);
    expect(lines).toMatchObject([
      {
        ref: { id: '01234567' },
        criticality: 'critical',
        regime: 'procurement-act-2023',
        details: {
          kind: 'contract',
          annualValuePence: 41_600_000,
          extensionTo: '2030-03-31',
          breaksOn: ['2026-09-30', '2027-03-31'],
          noticeBy: '2026-06-30',
          reletMonths: 9,
          reviewOn: '2027-04-01',
          contingencyPlanOn: '2026-01-15',
          singleSupplier: true,
          parentGuarantee: true,
          performanceBond: true,
          bondExpiresOn: '2027-03-31',
          insuranceExpiresOn: '2026-12-31',
          retentionPence: 2_500_000,
          prepaymentPence: 0,
          stepInRights: true,
          exitPlan: false,
          tupeStaff: 34,
          pensionAdmission: true,
          pensionGuarantor: 'Example Group plc',
        },
      },
    ]);
  });

  it.each([
    ['31/03/2027', ['2027-03-31']],
    ['31/03/2027; 30/09/2026', ['2026-09-30', '2027-03-31']],
    ['30 September 2026 and 31 March 2027', ['2026-09-30', '2027-03-31']],
    ['46295', ['2026-09-30'], ['nothing']],
  ])('reads the days on which a contract may be broken: %s', async (cell, breaksOn, said: string[] = []) => {
    const { lines, errors } = await readRegister(
      bytes(`Supplier;Title;Start;End;Break clause\nA Ltd;Care;1/4/2025;31/3/2028;"${cell}"`),
    );
    expect(errors.map(({ loses }) => loses)).toEqual(said);
    expect(lines.map(({ details }) => details)).toEqual([{ breaksOn }]);
  });

  it.each([
    ['31/03/2027; on notice', /^E2 “31\/03\/2027; on notice” is not a date, .* several with semicolons/],
    ['31/03/2024', /^E2 the break on 2024-03-31 is not between the start and the end/],
    ['30/09/2026; 31/03/2029', /^E2 the break on 2029-03-31 is not between/],
  ])('names a break that cannot be one: %s', async (cell, said) => {
    const { lines, errors } = await readRegister(
      bytes(`Supplier,Title,Start,End,Break\nA Ltd,Care,1/4/2025,31/3/2028,${cell}`),
    );
    expect(lines).toMatchObject([{ details: {}, unread: { breaksOn: cell } }]);
    expect(errors.map(({ cell: at, message }) => `${at} ${message}`)).toEqual([expect.stringMatching(said)]);
  });

  it.each([
    ['Contract type', 'Services', { kind: 'contract' }],
    ['Type of agreement', 'Concession contract', { kind: 'concession' }],
    ['Agreement type', 'Sub-lease', { kind: 'lease' }],
    ['Kind', 'Loan agreement', { kind: 'loan' }],
    ['Kind', 'Grants', { kind: 'grant' }],
    ['Insurance renewal date', '31/12/2026', { insuranceExpiresOn: '2026-12-31' }],
    ['Notice date', '30 June 2026', { noticeBy: '2026-06-30' }],
    ['Re-let lead time (months)', '9', { reletMonths: 9 }],
    ['Procurement lead time', '1 year', { reletMonths: 12 }],
  ])('reads what a review rests on: %s: %s', async (heading, cell, details) => {
    const { lines, errors } = await readRegister(bytes(`Supplier,Title,${heading}\nA Ltd,Care,${cell}`));
    expect(errors).toEqual([]);
    expect(lines.map((one) => one.details)).toEqual([details]);
  });

  it.each([
    ['Kind', 'Lease with a loan', 'kind', /^C2 “Lease with a loan” is not contract, concession/],
    ['Contract type', 'Corporate', 'kind', /^C2 “Corporate” is not contract, concession/],
    ['Insurance expiry', 'Annual', 'insuranceExpiresOn', /^C2 “Annual” is not a date/],
    ['Lead time', '0', 'reletMonths', /^C2 “0” is not a number of months from 1 to 120/],
    ['Lead time', '2 weeks', 'reletMonths', /^C2 “2 weeks” is not a number of months/],
  ])(
    'keeps as unknown, with a mark, what a review cannot rest on: %s: %s',
    async (heading, cell, column, said) => {
      const { lines, errors } = await readRegister(bytes(`Supplier,Title,${heading}\nA Ltd,Care,${cell}`));
      expect(lines).toMatchObject([{ details: {}, unread: { [column]: cell } }]);
      expect(errors.map(({ cell: at, message }) => `${at} ${message}`)).toEqual([
        expect.stringMatching(said),
      ]);
    },
  );

  it('names a day of notice on which the contract has ended', async () => {
    const { lines, errors } = await readRegister(
      bytes('Supplier,Title,End,Notice date\nA Ltd,Care,31/3/2028,1/4/2028'),
    );
    expect(lines).toMatchObject([{ details: {}, unread: { noticeBy: '1/4/2028' } }]);
    expect(errors).toMatchObject([{ cell: 'D2', message: expect.stringContaining('after the contract') }]);
  });

  it('takes a break within the extension, and names an extension that ends before the contract', async () => {
    const rows = 'A Ltd,Care,31/3/2028,31/3/2029,30/9/2028\nA Ltd,Meals,31/3/2028,31/3/2027,\n';
    const { lines, errors } = await readRegister(bytes(`Supplier,Title,End,Extension,Break\n${rows}`));
    expect(lines.map(({ title, details }) => [title, 'extensionTo' in details])).toEqual([
      ['Care', true],
      ['Meals', false],
    ]);
    expect(errors).toMatchObject([
      { cell: 'D3', message: expect.stringContaining('before the contract does') },
    ]);
  });

  it('reads every sum of up to a trillion pounds exactly as it was written, and none below nothing', () => {
    assert(
      property(nat(Number.MAX_SAFE_INTEGER), (any) => {
        const pence = any % 1e14;
        const pounds = Math.floor(pence / 100).toLocaleString('en-GB');
        const printed = `£${pounds}.${String(pence % 100).padStart(2, '0')}`;
        expect(readSum(printed)).toBe(pence);
        expect(readSum(`(${printed})`)).toBe(pence === 0 ? 0 : null);
      }),
    );
  });

  it.each([
    ['Supplier name and details', 'supplier'],
    ['Supplier Name and address', 'supplier'],
    ['Subject matter', 'title'],
    ['Unique identifier', 'reference'],
    ['ProContract ref', 'reference'],
    ['Live from', 'start'],
    ['Live to', 'end'],
    ['Finish', 'end'],
    ['Total Contract Value over life', 'value'],
    [
      'Sum to be paid over the length of the contract or the estimated annual spending or budget for the contract',
      'value',
    ],
  ])('knows “%s”, as the transparency code or a portal heads it', (heading, column) => {
    expect(readHeadings([heading], {})).toEqual([{ heading, column }]);
  });

  it('keeps a contract whose supplier is known by its number alone, and drops one without either', async () => {
    const { lines, errors } = await readRegister(
      bytes('Supplier,Company number,Title\n,99000101,Care\n,,Paving\n,12,Roads\n'),
    );
    expect(lines).toMatchObject([
      { supplierName: NOT_NAMED, ref: { scheme: 'GB-COH', id: '99000101' }, title: 'Care' },
    ]);
    expect(errors.map(({ row, loses }) => [row, loses])).toEqual([
      [2, 'cell'],
      [3, 'line'],
      [4, 'cell'],
      [4, 'line'],
    ]);
  });

  it('takes no value of nothing for a value, and no dotted day for one that may be month first', async () => {
    const rows = [
      ['Supplier', 'Title', 'Value', 'Start', 'End'],
      ['Example A Ltd', 'Care', '£0.00', '01.09.2024', '2027-03-31'],
      ['Example B Ltd', 'Paving', '0', '02.10.2024', '03/31/2028'],
      ['Example C Ltd', 'Roads', '£5', '02.11.2024', '04/30/2028'],
    ];
    const book = new exceljs.Workbook();
    book.addWorksheet('R').addRows(rows);
    for (const file of [
      bytes(rows.map((cells) => cells.join(',')).join('\n')),
      new Uint8Array(await book.xlsx.writeBuffer()),
    ]) {
      const { lines, openDay } = await readRegister(file);
      expect(lines.map(({ valuePence, startsOn }) => [valuePence, startsOn])).toEqual([
        [null, '2024-09-01'],
        [null, '2024-10-02'],
        [500, '2024-11-02'],
      ]);
      expect(lines[0]?.unread).toMatchObject({ value: '£0.00' });
      expect(openDay).toBeNull();
    }
  });

  it('gives each line below a merged supplier its name, if it is merged over rows', async () => {
    const book = new exceljs.Workbook();
    const sheet = book.addWorksheet('R');
    sheet.addRow(['Supplier', '', 'Title', 'Value']);
    for (const title of ['Care', 'Paving', 'Roads'])
      sheet.addRow([title === 'Care' ? 'Example Ltd' : '', '', title, 100]);
    sheet.mergeCells('A2:A4');
    const { lines } = await readRegister(new Uint8Array(await book.xlsx.writeBuffer()));
    expect(lines.map(({ supplierName, title }) => [supplierName, title])).toEqual([
      ['Example Ltd', 'Care'],
      ['Example Ltd', 'Paving'],
      ['Example Ltd', 'Roads'],
    ]);
  });

  it.each([
    ['value', '£420k', '£420,000'],
    ['value', '£12.5m', '£12,500,000'],
    ['value', '1.15 million', '£1,150,000'],
    ['end', 'Mar-27', '31 March 2027'],
    ['start', 'April 2025', '1 April 2025'],
    ['end', '31/1/29', '31 January 2029'],
  ])('takes a %s of “%s” for not known, and asks whether it is %s', async (column, cell, meant) => {
    const { lines, errors } = await readRegister(bytes(`supplier,title,${column}\nA Ltd,Care,${cell}\n`));
    expect(lines).toMatchObject([{ valuePence: null, endsOn: null, unread: { [column]: cell } }]);
    expect(errors[0]?.message.toLowerCase()).toContain(`did you mean ${meant.toLowerCase()}?`);
  });
});
