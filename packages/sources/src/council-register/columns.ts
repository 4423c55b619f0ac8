import { readCharityNumber, readCompanyNumber } from '@tocsin/domain';
import {
  readCount,
  readCriticality,
  readDayCell,
  readDays,
  readKind,
  readMonths,
  readRegime,
  readSum,
  readVat,
  readWords,
  readYes,
} from './cells.ts';

/** What the cells of a column say; what it is called stands in `columnHeadings`. */
interface Column<T> {
  readonly read: (cell: string) => T | null;
  /** What a cell must be, as the end of “… is not …”. */
  readonly wanted: string;
  /** A made-up cell, for the template. */
  readonly example: string;
}

function column<T>(read: (cell: string) => T | null, wanted: string, example: string): Column<T> {
  return { read, wanted, example };
}

const DAY = 'a date, such as 31/03/2027 or 2027-03-31';
const POUNDS = 'a sum of pounds, such as 1,250,000.00';
const YES = 'yes or no';

/** Every column of a council's own contract register that is understood; others are left alone, and said. */
export const columns = {
  reference: column(readWords, 'a reference', 'C-2025-014'),
  supplier: column(readWords, 'a name', 'Example Care Homes Limited'),
  number: column(
    readCompanyNumber,
    'a company number: 8 characters, as on the register at Companies House',
    '01234567',
  ),
  charity: column(readCharityNumber, 'a charity number', ''),
  title: column(readWords, 'a title', 'Residential care for adults'),
  value: column(readSum, POUNDS, '1250000.00'),
  vat: column(readVat, 'net or gross', 'net'),
  start: column(readDayCell, DAY, '2025-04-01'),
  end: column(readDayCell, DAY, '2028-03-31'),
  critical: column(readCriticality, 'yes, no, critical, important or standard', 'critical'),
  owner: column(readWords, 'a name', 'Head of commissioning'),
  service: column(readWords, 'a service', 'Adult social care'),
  category: column(readWords, 'a category', 'Social care'),
  regime: column(readRegime, 'Procurement Act 2023 or PCR 2015', 'Procurement Act 2023'),
} as const;

/** What the LGA's guidance on the transparency code asks a register to say besides: kept with the line and shown. */
export const particulars = {
  description: column(readWords, 'a description', 'Beds for adults with care needs'),
  organisation: column(readWords, 'a name', 'Example Borough Council'),
  irrecoverableVatPence: column(readSum, POUNDS, '0.00'),
  sme: column(readWords, 'yes or no', 'yes'),
  vcse: column(readWords, 'yes or no', 'no'),
  tendered: column(readWords, 'a procedure', 'Open procedure'),
  /** What is told of such a contract is kept for twelve years, not six (Limitation Act 1980, section 8). */
  executedAsDeed: column(readYes, YES, 'no'),
} as const;

/** What a contingency plan rests on: kept with the line, shown on the supplier's page. */
export const details = {
  kind: column(readKind, 'contract, concession, lease, loan or grant', 'contract'),
  annualValuePence: column(readSum, POUNDS, '416000.00'),
  extensionTo: column(readDayCell, DAY, '2030-03-31'),
  breaksOn: column(
    readDays,
    'a date, such as 31/03/2027, or several with semicolons between them',
    '2026-09-30; 2027-03-31',
  ),
  noticeBy: column(readDayCell, DAY, '2026-06-30'),
  reletMonths: column(readMonths, 'a number of months from 1 to 120', '9'),
  reviewOn: column(readDayCell, DAY, '2027-04-01'),
  contingencyPlanOn: column(readDayCell, DAY, '2026-01-15'),
  singleSupplier: column(readYes, YES, 'yes'),
  parentGuarantee: column(readYes, YES, 'yes'),
  performanceBond: column(readYes, YES, 'yes'),
  bondExpiresOn: column(readDayCell, DAY, '2027-03-31'),
  insuranceExpiresOn: column(readDayCell, DAY, '2026-12-31'),
  retentionPence: column(readSum, POUNDS, '25000.00'),
  prepaymentPence: column(readSum, POUNDS, '0.00'),
  stepInRights: column(readYes, YES, 'yes'),
  exitPlan: column(readYes, YES, 'no'),
  tupeStaff: column(readCount, 'a number of people', '34'),
  pensionAdmission: column(readYes, YES, 'yes'),
  pensionGuarantor: column(readWords, 'a name', 'Example Group plc'),
} as const;

/** Every column that is understood, by its name here. */
export const registerColumns = { ...columns, ...particulars, ...details };
export type RegisterColumn = keyof typeof registerColumns;

/** Without these a line is no contract. */
export const neededColumns = ['supplier', 'title'] as const satisfies readonly RegisterColumn[];

/** The names of all columns, in the order of the template. */
export const registerColumnNames = Object.keys(registerColumns) as readonly RegisterColumn[];
