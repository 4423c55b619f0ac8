import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CompanyNumber,
  findCompanyNumber,
  findCompanyNumbers,
  findLabelledNumbers,
  findListedNumbers,
  isCompanyNumber,
  lacksZeros,
  readCompanyNumber,
  readPrintedNumber,
  readRegisterNumber,
} from './company-number.ts';

test.each([
  ['03782379', '03782379', 'as the register prints it'],
  ['99002001.0', '99002001', 'a spreadsheet’s decimal'],
  ['03195457.00', '03195457', 'a spreadsheet’s decimal'],
  ["'99002001", '99002001', 'a cell kept as text'],
  ['’99002001', '99002001', 'a cell kept as text, the mark made curly'],
  ['"99002001"', '99002001', 'quotation marks of a torn CSV'],
  ['9900 2001', '99002001', 'spaces between'],
  ['99\u00A0002\u200B001 ', '99002001', 'spaces that are not seen'],
  ['９９００２００１', '99002001', 'digits of full width'],
  ['Company No. 99002001', '99002001', 'a label'],
  ['company number: 3195457', '03195457', 'a label, and a lost zero'],
  ['Companies House No 99002001', '99002001', 'a label'],
  ['Co. Reg. No. 99002001', '99002001', 'a label'],
  ['Registered number SC123456', 'SC123456', 'a label'],
  ['CRN 99002001', '99002001', 'a label'],
  ['No. NI012345', 'NI012345', 'a label before letters that look like it'],
  ['(99002001)', '99002001', 'brackets'],
  ['158718', '00158718', 'two lost zeros'],
  ['7689604', '07689604', 'one lost zero'],
  ['7,689,604', '07689604', 'a number with its thousands set apart'],
  ['GB-COH-158718', '00158718', 'the scheme of org-id'],
  ['GB-COH-GB-COH-99001003', '99001003', 'the scheme twice'],
  ['gb-coh-99001003', '99001003', 'the scheme in small letters'],
  ['sc 500727', 'SC500727', 'a Scottish company'],
  ['SC12345', 'SC012345', 'a Scottish company that lost its zero'],
  ['OC 399999', 'OC399999', 'a limited liability partnership'],
  ['LLP No. OC399999', 'OC399999', 'a limited liability partnership with its label'],
  ['IP00001R', 'IP00001R', 'a society'],
  ['ip19447r', 'IP19447R', 'a society'],
  ['IP1234R', 'IP01234R', 'a society that lost a zero'],
  ['SP2555RS', 'SP2555RS', 'a Scottish society'],
  ['RC000123', 'RC000123', 'a body of royal charter'],
  ['R0000123', 'R0000123', 'an old company of Northern Ireland'],
  ['9900-2001', '99002001', 'two groups of digits'],
  ['O.C. 399999', 'OC399999', 'initials with points'],
  ['SC-12345', 'SC012345', 'a mark behind its letters, and a lost zero'],
  ['IP 19447-R', 'IP19447R', 'a society whose letter stands apart'],
  ['="01234567"', '01234567', 'a formula that keeps a cell as text'],
  ['Registered in England 99002001', '99002001', 'the register that it stands in'],
  ['Registered in England & Wales, No: 99002001', '99002001', 'its register and a label'],
  ['99002001 (England and Wales)', '99002001', 'its register behind it'],
  ['SC123456 (Scotland)', 'SC123456', 'its register behind it'],
  ['Northern Ireland NI012345', 'NI012345', 'its register before it'],
  ['Company Number - 99002001', '99002001', 'a label set apart by a dash'],
  ['Company No (99002001)', '99002001', 'a label and brackets'],
  ['CRN99002001;', '99002001', 'a label and a mark that ends it'],
  ['99002001 (Ltd)', '99002001', 'its legal form'],
  ['99002001*', '99002001', 'the mark of a note'],
  ['99002001 (active)', '99002001', 'its state behind it'],
  ['9900‑2001', '99002001', 'a hyphen that does not break'],
  ['CoNo 99002001', '99002001', 'a label written together'],
  ['Company No99002001', '99002001', 'a label that nothing sets apart'],
  ['Regd. No. 99002001', '99002001', 'a label'],
  ['Comp Reg No 99002001', '99002001', 'a label'],
  ['Company Nr 99002001', '99002001', 'a label'],
  ['Rhif Cwmni: 99002001', '99002001', 'a label in Welsh'],
  ['Registered in England and Wales with number 99002001', '99002001', 'its register, and words between'],
  ['Registered at Companies House under number 99002001', '99002001', 'its register, and words between'],
  ['Eng & Wales 99002001', '99002001', 'its register, shortened'],
  ['COH-99002001', '99002001', 'half of the scheme of org-id'],
  ['Company No. 99002001, Charity No. 1099999', '99002001', 'a charity’s number beside it'],
  ['Registered charity 1099999 and company number 99002001', '99002001', 'a charity’s number before it'],
  [
    'https://find-and-update.company-information.service.gov.uk/company/99002001/officers',
    '99002001',
    'its page on the register',
  ],
  ['RS7654', 'RS007654', 'a society that lost two zeros'],
  ['IP123R', 'IP00123R', 'a society that lost two zeros'],
  ['SC9900', 'SC009900', 'a Scottish company that lost two zeros'],
])('%s is read as %s: %s', (printed, number, _why) => {
  expect(readCompanyNumber(printed)).toBe(number);
});

test.each([
  ['458577871', 'it has 9 digits, a company number has eight'],
  ['12345', 'it has 5 digits, a company number has eight'],
  ['00000000', 'it is all zeros'],
  ['123456 (Scotland)', 'numbers of the register that it names begin otherwise'],
  ['SC123456 (England)', 'numbers of the register that it names begin otherwise'],
  ['No 123456', 'it may be a society’s (NO…) or a number that lost its zeros'],
  ['01-04-2025', 'it has not the form of a company number'],
  ['99002001 / 99002002', 'it holds several company numbers'],
  ['Company Numbers 99002001, SC099002 and 99002003 respectively', 'it holds several company numbers'],
  ['No12345', 'it has not the form of a company number'],
  ['Charity No. 1099999', 'it has not the form of a company number'],
  ['Ireland 123456', 'it has not the form of a company number'],
  ['Parent company 99002001', 'it has not the form of a company number'],
  ['GB-CHC-1234567', 'it belongs to another scheme'],
  ['GB123456789', 'it has not the form of a company number'],
  ['1.23E+06', 'it has not the form of a company number'],
  ['99002001.5', 'it has not the form of a company number'],
  ['CO000123', 'it has not the form of a company number'],
  ['Company No.', 'it has not the form of a company number'],
  ['n/a', 'it has not the form of a company number'],
  ['', 'it has not the form of a company number'],
])('“%s” is refused because %s', (printed, reason) => {
  expect(readPrintedNumber(printed)).toEqual({ number: null, reason });
});

test('in a copy of the register digits alone are a number, however many zeros were dropped', () => {
  expect(readRegisterNumber('118')).toBe('00000118');
  expect(readRegisterNumber('SC12345')).toBe('SC012345');
  expect(readRegisterNumber('0')).toBeNull();
  expect(readRegisterNumber('458577871')).toBeNull();
});

test('a number is found in an address or a file name, and never inside a longer one', () => {
  expect(findCompanyNumber('/company/03782379/insolvency')).toBe('03782379');
  expect(findCompanyNumber('society-IP19447R-charges.json')).toBe('IP19447R');
  expect(findCompanyNumber('run_123456789')).toBeNull();
  expect(findCompanyNumber('the 00000000 of nobody')).toBeNull();
});

test('all numbers that stand in a cell are found, each once, and lost zeros are told', () => {
  expect(findCompanyNumbers('99100006 / sc100007; 99100006')).toEqual(['99100006', 'SC100007']);
  expect(findCompanyNumbers('GB-COH-991, 9910000612')).toEqual([]);
  const isPadded = (printed: string) => lacksZeros(printed, CompanyNumber.parse(readCompanyNumber(printed)));
  expect(['1099999', '158718.0', 'SC12345', 'Company No. 7689604'].map(isPadded)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['99002001.0', '9900 2001', 'oc 399999', '９９００２００１'].map(isPadded)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('a number is found in prose behind its words, and left as printed', () => {
  expect(findListedNumbers('(Company Numbers 99000101, SC000102 and 99000103)')).toEqual([
    expect.objectContaining({ printed: ['99000101', 'SC000102', '99000103'] }),
  ]);
  expect(findListedNumbers('company number 99000101, 2026')).toEqual([]);
  const called = (prose: string) => findLabelledNumbers(prose).map(({ printed }) => printed);
  expect(called('ACME LIMITED (Company Number 02593821) of 1 High Street')).toEqual(['02593821']);
  expect(called('a society (registered No. IP19447R)')).toEqual(['IP19447R']);
  expect(
    called('Company No: 9900 2001, Reg. No. SC 123456; registered in Scotland with number SC654321'),
  ).toEqual(['9900 2001', 'SC 123456', 'SC654321']);
  expect(called('A LTD (company number 99000001) and B LTD (company number 99000002)')).toHaveLength(2);
  expect(
    called(
      'Companies House no 99000101; registered in England: 99000102; in brackets, registered in Wales (No. 99000103); ' +
        'Company number – 99000104; Registered Society No. RS007654; company no. ９９０００１０５',
    ),
  ).toEqual(['99000101', '99000102', '99000103', '99000104', 'RS007654', '９９０００１０５']);
  expect(findListedNumbers('Company No’s 99000101 & 99000102')[0]?.printed).toHaveLength(2);
  expect(called('registered in England in 2019, company number to follow, 99000101')).toEqual([]);
  expect(called('owes £1234567 to 02593821, registered number in 2026')).toEqual([]);
});

const anyNumber = fc.oneof(
  fc.integer({ min: 100_000, max: 99_999_999 }).map((digits) => String(digits).padStart(8, '0')),
  fc
    .tuple(fc.constantFrom('SC', 'NI', 'OC', 'FC', 'LP', 'RC', 'CE'), fc.integer({ min: 0, max: 999_999 }))
    .map(([prefix, digits]) => `${prefix}${String(digits).padStart(6, '0')}`),
  fc.integer({ min: 0, max: 99_999 }).map((digits) => `IP${String(digits).padStart(5, '0')}R`),
);
const disguises: readonly ((number: string) => string)[] = [
  (number) => `${number}.0`,
  (number) => `'${number}`,
  (number) => `${number.slice(0, 4)} ${number.slice(4)}`,
  (number) => `Company No. ${number}`,
  (number) => `GB-COH-GB-COH-${number}`,
  (number) => number.toLowerCase(),
  (number) => number.replace(/^0{1,2}(?=\d{6})/, ''),
  (number) => `="${number}"`,
  (number) => number.replace(/^([A-Z])([A-Z])(?=\d)/, '$1.$2. '),
  (number) => number.replace(/^(\d{4})(\d{4})$/, '$1-$2'),
  (number) =>
    `${number} (${number.startsWith('S') ? 'Scotland' : number.startsWith('N') ? 'Northern Ireland' : 'England & Wales'})`,
];

test('a number is read through whatever it is printed in, one disguise over another', () => {
  fc.assert(
    fc.property(anyNumber, fc.constantFrom(...disguises), (number, disguise) => {
      expect(readCompanyNumber(disguise(number))).toBe(number);
      expect(readCompanyNumber(` “${disguise(number)}”`)).toBe(number);
    }),
  );
});

test('what was read is a number of the strict kind, and is read as itself', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Z]{0,2}\d{4,9}[A-Z]?$/)), (printed) => {
      const number = readCompanyNumber(printed);
      if (number === null) return;
      expect(CompanyNumber.parse(number)).toBe(number);
      expect(isCompanyNumber(number)).toBe(true);
      expect(readCompanyNumber(number)).toBe(number);
      expect(findCompanyNumber(`at ${number}.`)).toBe(number);
    }),
  );
});
