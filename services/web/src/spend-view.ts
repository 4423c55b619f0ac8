import type { OwnSpendFile } from '@tocsin/db';
import { MoneyByBasis } from '@tocsin/domain';
import { columnRoleNames, contractRoleNames, type DraftMap, type SaidOfFile } from '@tocsin/sources';

/** What a role of a column is called on the page. */
const titles: Readonly<Record<string, string>> = {
  date: 'day of payment',
  amount: 'sum that was paid',
  supplier: 'who was paid',
  supplierNumber: 'our number of the supplier',
  companyNumber: 'company number',
  charityNumber: 'charity number',
  postcode: 'postcode',
  department: 'department',
  purpose: 'purpose',
  category: 'category',
  transactionRef: 'reference of the payment',
  council: 'body that paid',
  reference: 'reference of the contract',
  title: 'title of the contract',
  value: 'sum over the whole term',
  startsOn: 'first day',
  endsOn: 'last day, as it was placed',
  expiresOn: 'last day, as it stands now',
  extendsTo: 'last day that extensions allow',
  awardedOn: 'day of the award',
  procedure: 'procedure',
  cpv: 'CPV code',
};

/** What a file is, as a person chooses it. */
export const kindChoices = [
  { value: 'spend', text: 'invoices that were paid' },
  { value: 'card', text: 'a statement of purchasing cards' },
  { value: 'contracts', text: 'a register of contracts that is published' },
] as const;

/** In what a person may say of which number of a day is the month. */
export const orderChoices = [
  { value: '', text: 'as the file tells' },
  { value: 'day-first', text: 'day first: 05/04 is 5 April' },
  { value: 'month-first', text: 'month first: 05/04 is 4 May' },
] as const;

/** Where each role stands in a file, as a person is shown it and may change it. */
export function rolesOf({ kind, columns }: DraftMap) {
  const names = kind === 'contracts' ? contractRoleNames : columnRoleNames;
  return names.map((role) => ({
    role,
    title: titles[role] ?? role,
    at: columns.find((column) => column.role === role)?.at ?? null,
  }));
}

/** The columns of a file, each with what it is taken for and three of its cells. */
export function columnsShown({ columns }: DraftMap) {
  return columns.map(({ at, name, samples, role }) => ({
    at,
    name: name === '' ? `column ${at + 1}` : name,
    samples,
    meaning: role === null ? null : (titles[role] ?? role),
  }));
}

/** What a person said by the form of a draft: every role that she was shown, and what kind of file it is. */
export function saidByForm(form: Readonly<Record<string, string>>): Record<keyof SaidOfFile, unknown> {
  const columns = Object.entries(form).flatMap(([name, value]) =>
    name.startsWith('role-')
      ? [[name.slice('role-'.length), value === '' ? null : Number(value)] as const]
      : [],
  );
  return {
    kind: form['kind'],
    dates: form['dates'] === '' ? undefined : form['dates'],
    columns: Object.fromEntries(columns),
    asDrafted: true,
  };
}

const states: Readonly<Record<OwnSpendFile['state'], string>> = {
  draft: 'Not taken yet: look at it',
  waits: 'Being read',
  taken: 'In force',
  refused: 'Not taken',
  undone: 'Undone',
};

/** What a file says was paid, in each VAT basis; which one it was is not known of a file that was read without it. */
function sumsOf({ counts }: OwnSpendFile): MoneyByBasis | null {
  if (counts === null) return null;
  return counts.sums ?? MoneyByBasis.parse({ net: 0, gross: 0, unknown: counts.pence });
}

/** A file in the list of those handed in. */
export function fileShown(file: OwnSpendFile) {
  return {
    ...file,
    says: states[file.state],
    sums: sumsOf(file),
    isPublic: file.pageUrl !== null,
    isOpen: file.state === 'draft' || file.state === 'refused',
    canUndo: file.state === 'taken' && file.pageUrl === null,
  };
}
