/** What a column of a list of suppliers holds, as far as it is read; `null` is kept as it is and not read. */
export type ListColumn = 'vendor' | 'name' | 'number' | 'postcode';

/**
 * What finance and e-tendering systems call these columns in their exports, however they are punctuated or spaced. What one
 * system calls its number and another its name (`Vendor`, `Supplier`) is told by its cells and stands in `either`.
 */
export const listHeadings: Readonly<Record<ListColumn, readonly string[]>> = {
  vendor: [
    // Unit4 (Agresso), SAP, Oracle, Dynamics
    'apar id',
    'supp id',
    'suppid',
    'supplier id',
    'lifnr',
    'vendor id',
    'vendor account',
    'account number of vendor or creditor',
    'business partner',
    'business partner number',
    'segment1',
    'vendor number',
    'vendor no',
    'vendor code',
    'supplier number',
    'supplier no',
    'supplier code',
    'supplier reference',
    'supplier ref',
    'supplier account',
    'supplier account number',
    // Civica, Integra, Advanced, TechnologyOne, Sage
    'creditor number',
    'creditor no',
    'creditor code',
    'creditor id',
    'creditor reference',
    'creditor ref',
    'payee number',
    'payee id',
    'account reference',
    'account ref',
    'account code',
    'ap account',
    'a c',
    'no',
    // ProContract, In-tend, Atamis, Jaggaer, Delta
    'organisation id',
    'organisation reference',
    'supplier unique id',
    'account id',
    'company id',
  ],
  name: [
    'apar name',
    'supplier name',
    'name1',
    'name 1',
    'vendor name',
    'name of vendor',
    'creditor name',
    'payee name',
    'payee',
    'name',
    'full name',
    'legal name',
    'legal entity name',
    'registered name',
    'company name',
    'trading name',
    'account name',
    'supplier account name',
    'organisation name',
    'organization name',
    'organisation',
    'supplier organisation',
    'business partner name',
    'party name',
    'company',
  ],
  number: [
    'company number',
    'company no',
    'company reg no',
    'company registration number',
    'company registration no',
    'company registration',
    'companies house number',
    'companies house no',
    'companies house reference',
    'comp reg no',
    'registration number',
    'registered number',
    'registered company number',
    'reg no',
    'crn',
    'trade register no',
    'commercial registration number',
  ],
  postcode: ['postcode', 'post code', 'zip', 'zip code', 'postal code', 'zip postcode', 'pstlz', 'pcode'],
};

/**
 * A number of Companies House in other words than those: `Company Reg`, `Co. No.`, `Registered Co Number`. What is said
 * besides (a charity’s, a VAT registration) makes it another number.
 */
const WHOSE = '(?:(?:uk |limited )?(?:co|comp|company|companies house|ch))';
const REGISTERED = '(?:reg|regn|regd|registered|registration|incorporation)';
const NUMBER = '(?:no|nos|num|number|nr|ref|reference|id)';
const COMPANY_NUMBER = new RegExp(
  `^(?:${WHOSE} ${REGISTERED}(?: ${WHOSE})?(?: ${NUMBER})?|${REGISTERED}(?: ${WHOSE})? ${NUMBER}|${WHOSE} (?:no|num|number|nr)|companies house(?: ${NUMBER})?)$`,
);

/** A number in some systems and a name in others. */
export const either: readonly string[] = [
  'vendor',
  'supplier',
  'creditor',
  'account',
  'account number',
  'account no',
];

/**
 * Headings of what is needed to pay somebody. Their cells are taken out where the file is read, and nothing looks at them.
 * `account number` counts where anything else of a bank stands in the file.
 */
export const BANK =
  /\b(?:banks?|iban\d*|swift|bic\d*|sort ?codes?|bacs|bankn|bankl|bkont|koinh|roll (?:no|number)|building society|clearing code|account holder|payee account|aba|routing|payment details|pay to|remit(?:tance)?|beneficiary|direct debit)\b|^(?:sort|s c|scode)$/;
export const BANK_ACCOUNT = /\b(?:account|acct|acc|a c|ac) (?:no|num|number)\b|^(?:acct|acc|a c|ac)$/;
/** A sort code, whatever stands above it: where every cell of a column is one. A day may look like one. */
export const SORT_CODE = /^\d{2}[- ]\d{2}[- ]\d{2}$/;
/** An account that can be paid into: an international number of any country, or a sort code with the account beside it. */
export const ACCOUNT = /^[A-Z]{2}\d\d(?: ?[A-Z0-9]){11,30}$|\b\d{2}[- ]?\d{2}[- ]?\d{2}[ ,;:/|]+\d{7,8}\b/;

/** Whether a heading is one of a list, wherever its words are parted: `ApArID`, `apar_id`. */
export function isAmong(list: readonly string[], heading: string): boolean {
  const wanted = plainOf(heading).replaceAll(' ', '');
  return list.some((one) => one.replaceAll(' ', '') === wanted);
}

/** What a heading stands for; null where it is none that we read, or a number in some systems and a name in others. */
function columnOf(heading: string): ListColumn | null {
  const columns = ['name', 'vendor', 'number', 'postcode'] as const;
  const listed = columns.find((column) => isAmong(listHeadings[column], heading));
  return listed ?? (COMPANY_NUMBER.test(plainOf(heading)) ? 'number' : null);
}

/** Of the headings of a list: whether one stands for company numbers, and those that nothing is read of. */
export function headingsRead(headings: readonly string[]): {
  readonly hasNumbers: boolean;
  readonly notRead: readonly string[];
} {
  const columns = headings.map(columnOf);
  return {
    hasNumbers: columns.includes('number'),
    notRead: headings.filter(
      (heading, at) => heading.trim() !== '' && columns[at] === null && !isAmong(either, heading),
    ),
  };
}

/** Whether a heading may stand for company numbers, in whichever words. */
export function saysCompanyNumber(heading: string): boolean {
  return columnOf(heading) === 'number';
}

/** A heading as it is compared: its words, small, without marks. */
export function plainOf(heading: string): string {
  return heading
    .normalize('NFKC')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}
