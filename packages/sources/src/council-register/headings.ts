import { registerColumnNames, registerColumns, type RegisterColumn } from './columns.ts';

/**
 * What councils call each column, however they order, abbreviate or punctuate it (`wordsOf`); the first is what our
 * template prints.
 */
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
    'id',
    'urn',
    'uid',
    'unique id',
    'unique contract id',
    'register reference',
    'procurement reference',
    'project reference',
    'tender reference',
    'order reference',
    'dn reference',
    'dn number',
    'procontract reference',
    'council reference',
    'internal reference',
    'file reference',
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
    'supplier organisation',
    'supplier organisation name',
    'organisation supplier',
    'contractor supplier',
    'supplier contractor',
    'supplier provider',
    'provider supplier',
    'contracted supplier',
    'awarded supplier',
    'successful supplier',
    'awarded to',
    'contract awarded to',
    'appointed supplier',
    'appointed contractor',
    'successful contractor',
    'successful bidder',
    'successful tenderer',
    'supplier legal name',
    'legal name',
    'registered name',
    'trading name',
    'payee',
    'contracted party',
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
    'company registered',
    'company registration',
    'companies house',
    'companies house registration',
    'companies house registration number',
    'companies house reference',
    'limited company number',
    'supplier companies house number',
    'contractor company number',
    'provider company number',
    'vendor company number',
    'supplier number companies house',
    'registration',
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
    'charity',
    'charity registration',
    'charity reference',
    'registered charity',
    'supplier charity registration number',
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
    'project',
    'project title',
    'project name',
    'tender title',
    'procurement title',
    'subject',
    'subject of contract',
    'contract subject',
    'contract title description',
    'contract title and description',
    'contract name title',
    'what contract for',
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
    'total',
    'cost',
    'contract cost',
    'total cost',
    'total contract cost',
    'price',
    'contract price',
    'amount',
    'contract amount',
    'total amount',
    'estimated value',
    'estimated contract value',
    'estimated total value',
    'estimated total contract value',
    'approximate value',
    'approximate contract value',
    'award value',
    'awarded value',
    'whole life contract value',
    'whole life cost',
    'full term value',
    'total lifetime value',
    'overall value',
    'overall contract value',
    'maximum value',
    'maximum contract value',
    'total estimated value',
    'actual value',
    'actual contract value',
    'net value',
    'gross value',
    'net contract value',
    'gross contract value',
    'net total value',
    'gross total value',
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
    'commences',
    'date of commencement',
    'contract from',
    'contract start from',
    'starts',
    'start of contract',
    'live date',
    'contract date start',
    'from date',
    'effective date',
    'effective from',
    'valid from',
    'date started',
    'begin date',
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
    'expires',
    'expires on',
    'date of expiry',
    'ends',
    'end of contract',
    'contract to',
    'to date',
    'until',
    'valid to',
    'valid until',
    'effective to',
    'date ended',
    'termination date',
    'contract finish',
    'contract finish date',
    'completion date',
    'contract completion date',
    'initial end date',
    'original end date',
    'initial expiry date',
    'original expiry date',
    'latest end date',
    'current contract end date',
  ],
  critical: [
    'critical',
    'criticality',
    'contract criticality',
    'business critical',
    'mission critical',
    'critical contract',
    'critical service',
    'critical supplier',
    'contract critical',
    'service critical',
    'service criticality',
    'business criticality',
    'supplier criticality',
    'criticality rating',
    'criticality level',
    'is business critical',
  ],
  owner: [
    'owner',
    'contract owner',
    'contract manager',
    'responsible officer',
    'lead officer',
    'contact officer',
    'manager',
    'officer',
    'contract lead',
    'contract officer',
    'lead',
    'budget holder',
    'contact',
    'contact name',
    'officer name',
    'contract contact',
    'contact person',
    'named officer',
    'responsible person',
    'responsible manager',
    'service manager',
    'commissioner',
    'commissioning officer',
    'commissioning manager',
    'procurement lead',
    'procurement officer',
    'accountable officer',
    'contract sponsor',
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
    'service department',
    'service directorate',
    'directorate service',
    'department service',
    'business unit',
    'business area',
    'team',
    'section',
    'lead department',
    'lead directorate',
    'portfolio',
    'function',
    'service name',
    'cost centre name',
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
    'category name',
    'category description',
    'commodity',
    'procurement category name',
    'contract type category',
    'proclass code',
    'proclass category',
    'category code',
    'cpv category',
    'main category',
    'main cpv code',
    'category management area',
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
    'details',
    'contract details',
    'contract summary',
    'summary',
    'scope',
    'scope of contract',
    'short description',
    'brief description',
    'full description',
    'further details',
    'goods services',
    'goods services works',
    'goods works services',
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
  reviewOn: [
    'review date',
    'contract review date',
    'review',
    'next review date',
    'agreement review date',
    'date of review',
    'date for review',
    'contract review',
    'review due',
    'renewal date',
    'date of next review',
  ],
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
  executedAsDeed: [
    'executed as a deed',
    'deed',
    'is a deed',
    'signed as a deed',
    'under seal',
    'sealed',
    'contract under seal',
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
    'route to market',
    'procurement method',
    'procurement process used',
    'how procured',
    'method of procurement',
    'award procedure',
    'tender procedure',
    'tendered',
  ],
  kind: [
    'kind',
    'kind of agreement',
    'kind of contract',
    'type of agreement',
    'agreement type',
    'type of contract',
    'contract type',
    'nature of agreement',
    'nature of contract',
    'contract form',
    'instrument',
  ],
  annualValuePence: [
    'annual value',
    'annual contract value',
    'estimated annual value',
    'annual spend',
    'estimated annual spend',
    'estimated annual spending or budget for the contract',
    'yearly value',
    'annual cost',
    'annual contract cost',
    'annual amount',
    'annualised value',
    'estimated annual cost',
    'value year',
    'average annual value',
    'estimated annual contract value',
    'estimated annual budget',
  ],
  extensionTo: [
    'extension to',
    'extension',
    'extended end date',
    'extension end date',
    'end date with extension',
    'end date including extension',
    'maximum end date',
    'latest possible end date',
    'final end date',
    'final expiry date',
    'extension expiry date',
    'end date if extended',
    'extendable to',
    'extended to',
    'extension until',
    'contract end date including extension',
    'expiry date including extension',
  ],
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
  noticeBy: [
    'notice date',
    'notice by',
    'notice to be given by',
    'give notice by',
    'last notice date',
    'last date for notice',
    'latest notice date',
    'notice deadline',
    'termination notice date',
    'break notice date',
    'notice of termination',
    'date notice required',
    'notice due',
  ],
  reletMonths: [
    're-let lead time',
    'relet lead time',
    're-let lead time months',
    'relet lead time months',
    'lead time',
    'lead time months',
    'procurement lead time',
    'procurement lead time months',
    're-procurement lead time',
    'reprocurement lead time',
    'retender lead time',
    're-tender lead time',
    'months to re-let',
    'months to relet',
    'months to re-procure',
    'time to re-let',
  ],
  contingencyPlanOn: ['contingency plan date', 'contingency plan'],
  singleSupplier: ['single supplier', 'sole supplier', 'sole source', 'single source'],
  parentGuarantee: ['parent company guarantee', 'pcg', 'parent guarantee', 'guarantee'],
  performanceBond: ['performance bond', 'bond'],
  bondExpiresOn: ['bond expiry', 'bond expires', 'bond expiry date', 'bond end date'],
  insuranceExpiresOn: [
    'insurance expiry',
    'insurance expires',
    'insurance expiry date',
    'insurance end date',
    'insurance renewal',
    'insurance renewal date',
    'insurance valid until',
    'public liability expiry',
    'public liability insurance expiry',
    'pl insurance expiry',
    'indemnity insurance expiry',
    'insurances expire',
  ],
  retentionPence: ['retention held', 'retention', 'retention amount'],
  prepaymentPence: ['prepayments', 'prepaid'],
  stepInRights: ['step in rights', 'step in'],
  exitPlan: ['exit plan', 'exit strategy'],
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
  const meant = header.map((heading) => {
    const plain = plainHeading(heading);
    if (!Object.hasOwn(said, plain)) return meaningOf(heading);
    const column = columnOf(said[plain] ?? null);
    return column && { column, likeness: 0 };
  });
  return header.map((heading, at) => {
    const own = meant[at];
    if (!own) return { heading, column: null };
    const better = meant.some(
      (other, place) =>
        other?.column === own.column &&
        (other.likeness < own.likeness || (other.likeness === own.likeness && place < at)),
    );
    return { heading, column: better ? null : own.column };
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

/** A column that a heading may stand for; of several headings that may, the least counts. */
interface Meaning {
  readonly column: RegisterColumn;
  readonly likeness: number;
}

function meaningOf(heading: string): Meaning | null {
  const words = wordsOf(heading);
  const known = (without?: RegExp) =>
    meaningOfWords.get(without ? wordsOf(words.replaceAll(without, '')) : words) ?? null;
  const ofSupplier = known(OF_THE_SUPPLIER);
  return (
    known() ??
    known(OF_THE_CONTRACT) ??
    (ofSupplier && SUPPLIERS.some((column) => column === ofSupplier.column) ? ofSupplier : null)
  );
}

/** Of a register of contracts everything is the contract’s. */
const OF_THE_CONTRACT = /\b(?:contract|agreement|register)\b/g;
const OF_THE_SUPPLIER = /\b(?:supplier|contractor|provider|vendor)\b/g;
/** What is the supplier’s and not the contract’s: a “Supplier ref” is no reference of a contract. */
const SUPPLIERS = ['number', 'charity', 'sme', 'vcse'] as const satisfies readonly RegisterColumn[];

/** What a heading says of how to fill a cell, or of VAT, and not of what the cell is. */
const ASIDES =
  /\b(?:if (?:known|any|applicable|appropriate|available)|where (?:known|applicable|available)|optional|mandatory|yes ?(?:or|\/|,)? ?no|y ?(?:or|\/)? ?n|(?:dd|mm)\W?(?:mm|dd)\W?yy(?:yy)?|yyyy\W?mm\W?dd|gbp|(?:in )?pounds(?: sterling)?|(?:ex|exc|excl|excluding|exclusive|inc|incl|including|inclusive|net|gross)\.? (?:of )?vat|vat (?:ex|exc|excl|excluded|excluding|exclusive|inc|incl|included|including|inclusive)\b\.?)\b/g;
/** Words that make no other column of a heading. */
const SMALL = new Set(
  'a an the of our your their this that is are be for on in at by and or with per current s please'.split(
    ' ',
  ),
);
/** How words are shortened, and which of them mean the same. */
const SHORT: Readonly<Record<string, string>> = {
  no: 'number',
  num: 'number',
  nr: 'number',
  nos: 'number',
  ref: 'reference',
  refs: 'reference',
  reg: 'registered',
  regd: 'registered',
  regn: 'registered',
  registration: 'registered',
  co: 'company',
  coy: 'company',
  companies: 'company',
  ch: 'company house',
  crn: 'company registered number',
  org: 'organisation',
  organization: 'organisation',
  desc: 'description',
  descr: 'description',
  dept: 'department',
  dir: 'directorate',
  est: 'estimated',
  approx: 'approximate',
  cat: 'category',
  mgr: 'manager',
  mgt: 'management',
  val: 'value',
  amt: 'amount',
  ann: 'annual',
  pa: 'annual',
  annum: 'annual',
  yearly: 'annual',
  exp: 'expiry',
  expires: 'expiry',
  ext: 'extension',
  incl: 'including',
  inc: 'including',
  max: 'maximum',
  proc: 'procurement',
  cont: 'contract',
  contr: 'contract',
  supp: 'supplier',
  resp: 'responsible',
  govt: 'government',
};

/** The words of a heading written out, each once, in no order: `Co. Reg No` and `Company registration number` agree. */
export function wordsOf(heading: string): string {
  const words = heading
    .normalize('NFKD')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/\bp\W?a\b/g, 'annual')
    .replaceAll(ASIDES, ' ')
    .split(/[^a-z]+/)
    .filter((word) => word !== '' && !SMALL.has(word))
    .flatMap((word) => (SHORT[word] ?? word).split(' '))
    .map((word) => (word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word));
  return [...new Set(words)].toSorted().join(' ');
}

const meaningOfWords: ReadonlyMap<string, Meaning> = new Map(
  registerColumnNames.flatMap((column) =>
    columnHeadings[column]
      .map((heading, likeness) => [wordsOf(heading), { column, likeness }] as const)
      .toReversed(),
  ),
);

/** Whether the sums below a heading hold VAT, where it says so: `Value (excl. VAT)`, `Gross value`. */
export function vatOfHeading(heading: string): 'net' | 'gross' | null {
  if (/\bnet\b|\bex(?:c|cl|cluding|clusive|cluded)?\b\.?(?: of)? vat\b|\bvat ex/i.test(heading)) return 'net';
  return /\bgross\b|\binc(?:l|luding|lusive|luded)?\b\.?(?: of)? vat\b|\bvat inc/i.test(heading)
    ? 'gross'
    : null;
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
