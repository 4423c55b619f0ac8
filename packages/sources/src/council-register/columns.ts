import { readCompanyNumber } from '@tocsin/domain';
import {
  readCount,
  readCriticality,
  readDay,
  readPence,
  readRegime,
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
}

function column<T>(names: readonly string[], read: (cell: string) => T | null, wanted: string): Column<T> {
  return { names, read, wanted };
}

const DAY = 'a date, such as 31/03/2027 or 2027-03-31';
const POUNDS = 'a sum of pounds, such as 1,250,000.00';
const YES = 'yes or no';

/** Every column of a council's own contract register that is understood; others are left alone. */
export const columns = {
  supplier: column(
    ['supplier', 'supplier name', 'contractor', 'provider', 'company', 'company name'],
    readWords,
    'a name',
  ),
  number: column(
    ['company number', 'company no', 'companies house number', 'registration number', 'crn'],
    readCompanyNumber,
    'a company number: 8 characters, as on the register at Companies House',
  ),
  title: column(
    ['title', 'contract title', 'contract', 'contract name', 'description'],
    readWords,
    'a title',
  ),
  value: column(['value', 'contract value', 'total value', 'total contract value'], readPence, POUNDS),
  vat: column(['vat', 'vat basis'], readVat, 'net or gross'),
  start: column(['start', 'start date', 'contract start date', 'from'], readDay, DAY),
  end: column(['end', 'end date', 'contract end date', 'expiry date', 'to'], readDay, DAY),
  critical: column(['critical', 'criticality'], readCriticality, 'yes, no, critical, important or standard'),
  owner: column(['owner', 'contract owner', 'contract manager'], readWords, 'a name'),
  service: column(['service', 'department', 'directorate'], readWords, 'a service'),
  regime: column(['regime', 'procurement regime', 'law'], readRegime, 'Procurement Act 2023 or PCR 2015'),
} as const;

/** What a contingency plan rests on: kept with the line, shown on the supplier's page. */
export const details = {
  annualValuePence: column(['annual value', 'annual contract value'], readPence, POUNDS),
  extensionTo: column(['extension to', 'extension', 'extended end date'], readDay, DAY),
  contingencyPlanOn: column(['contingency plan date', 'contingency plan'], readDay, DAY),
  singleSupplier: column(['single supplier', 'sole supplier'], readYes, YES),
  parentGuarantee: column(['parent company guarantee', 'pcg'], readYes, YES),
  performanceBond: column(['performance bond', 'bond'], readYes, YES),
  bondExpiresOn: column(['bond expiry', 'bond expires'], readDay, DAY),
  retentionPence: column(['retention held', 'retention'], readPence, POUNDS),
  prepaymentPence: column(['prepayments', 'prepaid'], readPence, POUNDS),
  stepInRights: column(['step in rights', 'step in'], readYes, YES),
  exitPlan: column(['exit plan'], readYes, YES),
  tupeStaff: column(['tupe staff', 'tupe'], readCount, 'a number of people'),
  pensionAdmission: column(['pension admission agreement', 'pension admission'], readYes, YES),
  pensionGuarantor: column(['pension guarantor'], readWords, 'a name'),
} as const;

export type ColumnName = keyof typeof columns;
export type DetailName = keyof typeof details;

/** Where each understood column stands in a header; throws for people when one that is needed is missing. */
export function findColumns(header: readonly string[]): ReadonlyMap<ColumnName | DetailName, number> {
  const named = header.map((cell) =>
    cell
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, ' ')
      .trim(),
  );
  const found = new Map<ColumnName | DetailName, number>();
  for (const [name, { names }] of Object.entries({ ...columns, ...details })) {
    const at = named.findIndex((cell) => names.includes(cell));
    if (at !== -1) found.set(name as ColumnName | DetailName, at);
  }
  const missing = (['supplier', 'title'] as const).filter((name) => !found.has(name));
  if (missing.length === 0) return found;
  throw new Error(
    `The first row has no column for ${missing.join(' and ')}. It holds: ${header.join(', ') || 'nothing'}. ` +
      `Understood: ${templateHeader().join(', ')}.`,
  );
}

/** The header of the template: the first name of every column. */
export function templateHeader(): readonly string[] {
  return Object.values({ ...columns, ...details }).map(({ names }) => names[0] ?? '');
}
