import { registerColumnNames, registerColumns, type RegisterColumn } from './columns.ts';

/** What councils call each column, in small letters without punctuation; the first is what our template prints. */
const columnHeadings: Readonly<Record<RegisterColumn, readonly [string, ...string[]]>> = {
  reference: [
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
  supplier: [
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
  number: [
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
  charity: [
    'charity number',
    'charity no',
    'registered charity number',
    'charity registration number',
    'charity commission number',
    'supplier charity number',
    'supplier registered charity number',
    'vcse registration number',
  ],
  title: [
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
  value: [
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
  vat: ['vat', 'vat basis'],
  start: [
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
  end: [
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
  critical: ['critical', 'criticality', 'contract criticality'],
  owner: [
    'owner',
    'contract owner',
    'contract manager',
    'responsible officer',
    'lead officer',
    'contact officer',
  ],
  service: [
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
  category: [
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
  regime: ['regime', 'procurement regime', 'law'],
  description: [
    'description',
    'contract description',
    'description of contract',
    'description of goods and services',
    'description of goods and or services',
    'description of the goods and or services',
    'description of the goods and or services being provided',
    'goods and services',
  ],
  organisation: [
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
  reviewOn: ['review date', 'contract review date', 'review', 'next review date', 'agreement review date'],
  irrecoverableVatPence: [
    'irrecoverable vat',
    'vat that cannot be recovered',
    'value added tax that cannot be recovered',
    'vat not recovered',
    'vat not recoverable',
    'non recoverable vat',
    'unrecoverable vat',
  ],
  sme: [
    'sme',
    'sme supplier',
    'is sme',
    'supplier sme',
    'small or medium sized enterprise',
    'small or medium enterprise',
    'sme status',
  ],
  vcse: [
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
  tendered: [
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
  annualValuePence: [
    'annual value',
    'annual contract value',
    'estimated annual value',
    'annual spend',
    'estimated annual spend',
    'estimated annual spending or budget for the contract',
    'yearly value',
  ],
  extensionTo: ['extension to', 'extension', 'extended end date'],
  breaksOn: [
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
  contingencyPlanOn: ['contingency plan date', 'contingency plan'],
  singleSupplier: ['single supplier', 'sole supplier'],
  parentGuarantee: ['parent company guarantee', 'pcg'],
  performanceBond: ['performance bond', 'bond'],
  bondExpiresOn: ['bond expiry', 'bond expires'],
  retentionPence: ['retention held', 'retention'],
  prepaymentPence: ['prepayments', 'prepaid'],
  stepInRights: ['step in rights', 'step in'],
  exitPlan: ['exit plan'],
  tupeStaff: ['tupe staff', 'tupe'],
  pensionAdmission: ['pension admission agreement', 'pension admission'],
  pensionGuarantor: ['pension guarantor'],
};

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
  return registerColumnNames.find((name) => columnHeadings[name].includes(plain)) ?? null;
}

/** What the template prints for a column. */
export function columnTitle(name: RegisterColumn): string {
  return columnHeadings[name][0];
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
