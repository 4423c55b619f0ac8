import { formatDate, formatPounds, type ContractKind, type Safeguards } from '@tocsin/domain';
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
  write: (value: NonNullable<Safeguards[K]>) => string,
): (safeguards: Safeguards, unread: Unread) => Written {
  return ({ [name]: value }, { [name]: printed }) => ({
    term,
    value:
      value !== undefined
        ? write(value)
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
  row('annualValuePence', 'Annual value', formatPounds),
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
  row('retentionPence', 'Retention held', formatPounds),
  row('prepaymentPence', 'Prepayments', formatPounds),
  row('stepInRights', 'Step-in rights', yes),
  row('exitPlan', 'Exit plan', yes),
  row('tupeStaff', 'Staff to whom TUPE may apply', (people) => count(people, 'person', 'people')),
  row('pensionAdmission', 'Pension admission agreement', yes),
  row('pensionGuarantor', 'Pension guarantor', (name) => name),
];

/** What a register records of a contract against a failure of its supplier, in words, and what it does not. */
export function safeguardWords(
  safeguards: Safeguards,
  unread: Unread = {},
): {
  readonly recorded: readonly { readonly term: string; readonly value: string }[];
  readonly missing: readonly string[];
} {
  const written = rows.map((write) => write(safeguards, unread));
  return {
    recorded: written.flatMap(({ term, value }) => (value === null ? [] : [{ term, value }])),
    missing: written.flatMap(({ term, value }) => (value === null ? [term] : [])),
  };
}

/** The same as rows of a card. */
export function safeguardRows(safeguards: Safeguards): readonly Row[] {
  const { recorded, missing } = safeguardWords(safeguards);
  if (missing.length === 0) return recorded;
  return [...recorded, { term: 'Not recorded in your register', value: missing.join(', ') }];
}
