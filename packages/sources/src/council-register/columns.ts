import { readCompanyNumber } from '@tocsin/domain';
import { readCharityNumber } from '@tocsin/domain';
import {
  readCount,
  readCriticality,
  readDayCell,
  readDays,
  readRegime,
  readSum,
  readVat,
  readWords,
  readYes,
} from './cells.ts';

interface Column<T> {
  /** What councils call it, in small letters without punctuation; the first is what our template prints. */
  readonly names: readonly string[];
  readonly read: (cell: string) => T | null;
  /** What a cell must be, as the end of “… is not …”. */
  readonly wanted: string;
  /** A made-up cell, for the template. */
  readonly example: string;
}

function column<T>(
  names: readonly string[],
  read: (cell: string) => T | null,
  wanted: string,
  example: string,
): Column<T> {
  return { names, read, wanted, example };
}

const DAY = 'a date, such as 31/03/2027 or 2027-03-31';
const POUNDS = 'a sum of pounds, such as 1,250,000.00';
const YES = 'yes or no';

/** Every column of a council's own contract register that is understood; others are left alone, and said. */
export const columns = {
  reference: column(
    [
      'reference',
      'contract reference',
      'contract reference number',
      'contract ref',
      'contract number',
      'contract no',
      'contract id',
      'contract register reference',
      'agreement reference',
      'agreement reference number',
      'unique reference',
      'unique reference number',
      'reference number',
      'ref',
      'ref no',
    ],
    readWords,
    'a reference',
    'C-2025-014',
  ),
  supplier: column(
    [
      'supplier',
      'supplier name',
      'suppliers',
      'name of supplier',
      'suppliers name',
      'supplier company name',
      'contractor',
      'contractor name',
      'provider',
      'provider name',
      'vendor',
      'vendor name',
      'company',
      'company name',
    ],
    readWords,
    'a name',
    'Example Care Homes Limited',
  ),
  number: column(
    [
      'company number',
      'company no',
      'companies house number',
      'companies house no',
      'company registration number',
      'company registration no',
      'company reg no',
      'registered company number',
      'registered number',
      'registration number',
      'supplier company number',
      'supplier registered company number',
      'supplier company registration number',
      'supplier registration number',
      'crn',
    ],
    readCompanyNumber,
    'a company number: 8 characters, as on the register at Companies House',
    '01234567',
  ),
  charity: column(
    [
      'charity number',
      'charity no',
      'registered charity number',
      'charity registration number',
      'charity commission number',
      'supplier charity number',
      'supplier registered charity number',
      'vcse registration number',
    ],
    readCharityNumber,
    'a charity number',
    '',
  ),
  title: column(
    [
      'title',
      'contract title',
      'contract',
      'contract name',
      'title of agreement',
      'agreement title',
      'agreement',
      'agreement name',
      'title of contract',
      'name of contract',
      'contract agreement title',
    ],
    readWords,
    'a title',
    'Residential care for adults',
  ),
  value: column(
    [
      'value',
      'contract value',
      'total value',
      'total contract value',
      'total contract value including extensions',
      'total value of contract',
      'value of contract',
      'whole life value',
      'lifetime value',
      'contract sum',
      'sum to be paid',
      'sum to be paid over the length of the contract',
      'contract value gbp',
    ],
    readSum,
    POUNDS,
    '1250000.00',
  ),
  vat: column(['vat', 'vat basis'], readVat, 'net or gross', 'net'),
  start: column(
    [
      'start',
      'start date',
      'contract start date',
      'contract start',
      'date from',
      'from',
      'commencement date',
      'contract commencement date',
      'commencement',
      'agreement start date',
    ],
    readDayCell,
    DAY,
    '2025-04-01',
  ),
  end: column(
    [
      'end',
      'end date',
      'contract end date',
      'contract end',
      'date to',
      'expiry date',
      'contract expiry date',
      'expiry',
      'current expiry date',
      'current end date',
      'finish date',
      'agreement end date',
      'to',
    ],
    readDayCell,
    DAY,
    '2028-03-31',
  ),
  critical: column(
    ['critical', 'criticality', 'contract criticality'],
    readCriticality,
    'yes, no, critical, important or standard',
    'critical',
  ),
  owner: column(
    ['owner', 'contract owner', 'contract manager', 'responsible officer', 'lead officer', 'contact officer'],
    readWords,
    'a name',
    'Head of commissioning',
  ),
  service: column(
    [
      'service',
      'service area',
      'department',
      'directorate',
      'directorate name',
      'department name',
      'responsible department',
      'department responsible',
      'local authority department responsible',
      'council department',
      'division',
    ],
    readWords,
    'a service',
    'Adult social care',
  ),
  category: column(
    [
      'category',
      'procurement category',
      'contract category',
      'category of spend',
      'spend category',
      'service category',
      'service label',
      'proclass',
      'proclass description',
      'proclass classification',
      'cpv',
      'cpv code',
      'cpv codes',
      'cpv description',
    ],
    readWords,
    'a category',
    'Social care',
  ),
  regime: column(
    ['regime', 'procurement regime', 'law'],
    readRegime,
    'Procurement Act 2023 or PCR 2015',
    'Procurement Act 2023',
  ),
} as const;

/** What the LGA's guidance on the transparency code asks a register to say besides: kept with the line and shown. */
export const particulars = {
  description: column(
    [
      'description',
      'contract description',
      'description of contract',
      'description of goods and services',
      'description of goods and or services',
      'description of the goods and or services',
      'description of the goods and or services being provided',
      'goods and services',
    ],
    readWords,
    'a description',
    'Beds for adults with care needs',
  ),
  organisation: column(
    [
      'organisation',
      'organisation name',
      'authority',
      'authority name',
      'local authority',
      'council',
      'council name',
      'purchasing body',
      'contracting authority',
    ],
    readWords,
    'a name',
    'Example Borough Council',
  ),
  reviewOn: column(
    ['review date', 'contract review date', 'review', 'next review date', 'agreement review date'],
    readDayCell,
    DAY,
    '2027-04-01',
  ),
  irrecoverableVatPence: column(
    [
      'irrecoverable vat',
      'vat that cannot be recovered',
      'value added tax that cannot be recovered',
      'vat not recovered',
      'vat not recoverable',
      'non recoverable vat',
      'unrecoverable vat',
    ],
    readSum,
    POUNDS,
    '0.00',
  ),
  sme: column(
    [
      'sme',
      'sme supplier',
      'is sme',
      'supplier sme',
      'small or medium sized enterprise',
      'small or medium enterprise',
      'sme status',
    ],
    readWords,
    'yes or no',
    'yes',
  ),
  vcse: column(
    [
      'vcse',
      'vcse supplier',
      'is vcse',
      'supplier vcse',
      'sme vcse',
      'supplier type',
      'voluntary or community sector organisation or a social enterprise',
      'voluntary community or social enterprise',
      'vcse status',
    ],
    readWords,
    'yes or no',
    'no',
  ),
  tendered: column(
    [
      'process',
      'process used',
      'process type',
      'procurement process',
      'tender process',
      'tender process type',
      'procedure',
      'procedure type',
      'procurement procedure',
      'procurement route',
      'invitation to tender',
      'invitation to quote or tender',
      'invitation to quote or published invitation to tender',
    ],
    readWords,
    'a procedure',
    'Open procedure',
  ),
} as const;

/** What a contingency plan rests on: kept with the line, shown on the supplier's page. */
export const details = {
  annualValuePence: column(
    [
      'annual value',
      'annual contract value',
      'estimated annual value',
      'annual spend',
      'estimated annual spend',
      'estimated annual spending or budget for the contract',
      'yearly value',
    ],
    readSum,
    POUNDS,
    '416000.00',
  ),
  extensionTo: column(['extension to', 'extension', 'extended end date'], readDayCell, DAY, '2030-03-31'),
  breaksOn: column(
    [
      'break date',
      'break dates',
      'break',
      'breaks',
      'next break',
      'next break date',
      'break clause',
      'break clause date',
      'break option',
      'break point',
    ],
    readDays,
    'a date, such as 31/03/2027, or several with semicolons between them',
    '2026-09-30; 2027-03-31',
  ),
  contingencyPlanOn: column(['contingency plan date', 'contingency plan'], readDayCell, DAY, '2026-01-15'),
  singleSupplier: column(['single supplier', 'sole supplier'], readYes, YES, 'yes'),
  parentGuarantee: column(['parent company guarantee', 'pcg'], readYes, YES, 'yes'),
  performanceBond: column(['performance bond', 'bond'], readYes, YES, 'yes'),
  bondExpiresOn: column(['bond expiry', 'bond expires'], readDayCell, DAY, '2027-03-31'),
  retentionPence: column(['retention held', 'retention'], readSum, POUNDS, '25000.00'),
  prepaymentPence: column(['prepayments', 'prepaid'], readSum, POUNDS, '0.00'),
  stepInRights: column(['step in rights', 'step in'], readYes, YES, 'yes'),
  exitPlan: column(['exit plan'], readYes, YES, 'no'),
  tupeStaff: column(['tupe staff', 'tupe'], readCount, 'a number of people', '34'),
  pensionAdmission: column(['pension admission agreement', 'pension admission'], readYes, YES, 'yes'),
  pensionGuarantor: column(['pension guarantor'], readWords, 'a name', 'Example Group plc'),
} as const;

/** Every column that is understood, by its name here. */
export const registerColumns = { ...columns, ...particulars, ...details };
export type RegisterColumn = keyof typeof registerColumns;

/** Without these a line is no contract. */
export const neededColumns = ['supplier', 'title'] as const satisfies readonly RegisterColumn[];

/** What a council says that headings of its file mean, by `plainHeading`: a column, or null to leave it out. */
export type HeadingMeanings = Readonly<Record<string, string | null>>;

/** A heading of a file, and the column that it stands for; null where it is left out. */
export interface Heading {
  readonly heading: string;
  readonly column: RegisterColumn | null;
}

/** A heading as it is remembered: small letters, single blanks. */
export function plainHeading(heading: string): string {
  return heading.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/**
 * The column that each heading of a file stands for: as the council said, where the file has the headings that it spoke
 * of, else by its name. A column is given once.
 */
export function readHeadings(header: readonly string[], said: HeadingMeanings): readonly Heading[] {
  const held = new Set(header.map(plainHeading));
  const isOfThis = Object.entries(said).every(([heading, column]) => column === null || held.has(heading));
  const meant = isOfThis ? said : {};
  return titled(namedHeadings(header, meant), meant);
}

function namedHeadings(header: readonly string[], said: HeadingMeanings): readonly Heading[] {
  const given = new Set<RegisterColumn>();
  return header.map((heading) => {
    const plain = plainHeading(heading);
    const column = Object.hasOwn(said, plain) ? columnOf(said[plain] ?? null) : columnNamed(heading);
    if (column === null || given.has(column)) return { heading, column: null };
    given.add(column);
    return { heading, column };
  });
}

/** A register that calls nothing a title says in its description what a contract is about. */
function titled(headings: readonly Heading[], said: HeadingMeanings): readonly Heading[] {
  const has = (name: RegisterColumn) => headings.some(({ column }) => column === name);
  if (has('title') || !has('description') || Object.keys(said).length > 0) return headings;
  return headings.map((each) => (each.column === 'description' ? { ...each, column: 'title' } : each));
}

function columnOf(name: string | null): RegisterColumn | null {
  return registerColumnNames.find((column) => column === name) ?? null;
}

function columnNamed(heading: string): RegisterColumn | null {
  const plain = heading
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^a-z]+/g, ' ')
    .trim();
  return registerColumnNames.find((name) => registerColumns[name].names.includes(plain)) ?? null;
}

/** The names of all columns, in the order of the template. */
export const registerColumnNames = Object.keys(registerColumns) as readonly RegisterColumn[];

/** What the template prints for a column. */
export function columnTitle(name: RegisterColumn): string {
  return registerColumns[name].names[0] ?? name;
}

/** The template: a header that is understood as it stands, and one made-up line. */
export function registerTemplate(): {
  readonly header: readonly string[];
  readonly example: readonly string[];
} {
  return {
    header: registerColumnNames.map(columnTitle),
    example: registerColumnNames.map((name) => registerColumns[name].example),
  };
}
