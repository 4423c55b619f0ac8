import {
  formatDate,
  formatMoney,
  type ContractKind,
  type ExposedContract,
  type Safeguards,
  type VatBasis,
} from '@tocsin/domain';
import { count } from '../mail/format.ts';
import type { Row } from '../mail/letter.ts';

interface Written {
  readonly term: string;
  /** Null where the register does not say. */
  readonly value: string | null;
}

function row<K extends keyof Safeguards>(
  name: K,
  term: string,
  write: (value: NonNullable<Safeguards[K]>, vat: VatBasis) => string,
): (safeguards: Safeguards, vat: VatBasis, unread: Unread) => Written {
  return ({ [name]: value }, vat, { [name]: printed }) => ({
    term,
    value:
      value !== undefined
        ? write(value, vat)
        : printed === undefined
          ? null
          : `Not known: the register says “${printed}”`,
  });
}

/** What stands in cells of the register that could not be read, by their column. */
type Unread = Readonly<Record<string, string>>;

const yes = (is: boolean) => (is ? 'Yes' : 'No');
const held = (is: boolean) => (is ? 'Held' : 'Not held');

const kindWords: Readonly<Record<ContractKind, string>> = {
  contract: 'Contract',
  concession: 'Concession',
  lease: 'Lease',
  loan: 'Loan',
  grant: 'Grant',
};

/** What each is called, and how it is written: in the order in which a person would ask. */
const rows = [
  row('kind', 'Kind of agreement', (kind) => kindWords[kind]),
  row('annualValuePence', 'Annual value', (pence, vat) => formatMoney({ pence, vat })),
  row('extensionTo', 'Can be extended to', formatDate),
  row('breaksOn', 'Break dates', (days) => days.map(formatDate).join(', ')),
  row('noticeBy', 'Notice to be given by', formatDate),
  row('reletMonths', 'Letting it again takes', (months) => count(months, 'month')),
  row('reviewOn', 'Next review', formatDate),
  row('singleSupplier', 'Only supplier of this service', yes),
  row('contingencyPlanOn', 'Contingency plan dated', formatDate),
  row('parentGuarantee', 'Parent company guarantee', held),
  row('performanceBond', 'Performance bond', held),
  row('bondExpiresOn', 'Bond expires', formatDate),
  row('insuranceExpiresOn', 'Insurance expires', formatDate),
  row('retentionPence', 'Retention held', (pence, vat) => formatMoney({ pence, vat })),
  row('prepaymentPence', 'Prepayments', (pence, vat) => formatMoney({ pence, vat })),
  row('stepInRights', 'Step-in rights', yes),
  row('exitPlan', 'Exit plan', yes),
  row('tupeStaff', 'Staff to whom TUPE may apply', (people) => count(people, 'person', 'people')),
  row('pensionAdmission', 'Pension admission agreement', yes),
  row('pensionGuarantor', 'Pension guarantor', (name) => name),
];

/**
 * What a register records of a contract against a failure of its supplier, in words, and what it does not; `vat` is the
 * basis of the values of that line.
 */
export function safeguardWords(
  safeguards: Safeguards,
  vat: VatBasis,
  unread: Unread = {},
): {
  readonly recorded: readonly { readonly term: string; readonly value: string }[];
  readonly missing: readonly string[];
} {
  const written = rows.map((write) => write(safeguards, vat, unread));
  return {
    recorded: written.flatMap(({ term, value }) => (value === null ? [] : [{ term, value }])),
    missing: written.flatMap(({ term, value }) => (value === null ? [term] : [])),
  };
}

/** The same of a contract as rows of a card: none where no register records it. */
export function safeguardRows(
  contract: Pick<ExposedContract, 'annualValue' | 'safeguards' | 'value' | 'valueLeft'>,
): readonly Row[] {
  if (!contract.safeguards) return [];
  const { recorded, missing } = safeguardWords(contract.safeguards, vatOf(contract));
  if (missing.length === 0) return recorded;
  return [...recorded, { term: 'Not recorded in your register', value: missing.join(', ') }];
}

/** A line has one basis for all its values; an exposure stored before it kept the annual one has it of the others. */
function vatOf({ annualValue, value, valueLeft }: Parameters<typeof safeguardRows>[0]): VatBasis {
  return (annualValue ?? value ?? valueLeft)?.vat ?? 'unknown';
}
