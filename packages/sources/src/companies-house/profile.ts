import {
  dayOf,
  registerElsewhere,
  type CompanyNumber,
  type RegisterElsewhere,
  type Signal,
  type Topic,
} from '@tocsin/domain';
import { z } from 'zod';
import type { Item } from '../define-source.ts';
import {
  companyOf,
  dateOf,
  lookAt,
  misshapen,
  pastDate,
  state,
  type Answer,
  type AnswerKind,
} from './answer.ts';

const text = z.string().nullish();
const DueAccounts = z.object({
  next_due: text,
  next_made_up_to: text,
  overdue: z.boolean().nullish(),
  /** The same again, in newer answers; in some it is all there is. */
  next_accounts: z.object({ due_on: text, period_end_on: text, overdue: z.boolean().nullish() }).nullish(),
  last_accounts: z.object({ made_up_to: text, type: text }).nullish(),
  accounting_reference_date: z
    .object({ day: z.union([z.string(), z.number()]), month: z.union([z.string(), z.number()]) })
    .nullish(),
});

const Profile = z.object({
  company_name: text,
  company_number: z.string(),
  company_status: text,
  company_status_detail: text,
  type: text,
  /** Names the register that holds the rest, where this one holds a name and little more. */
  partial_data_available: text,
  jurisdiction: text,
  date_of_creation: text,
  date_of_cessation: text,
  sic_codes: z.array(z.string()).nullish(),
  registered_office_address: z.object({ postal_code: text }).nullish(),
  previous_company_names: z
    .array(z.object({ name: z.string(), effective_from: text, ceased_on: text }))
    .nullish(),
  accounts: DueAccounts.nullish(),
  confirmation_statement: z
    .object({ next_due: text, last_made_up_to: text, overdue: z.boolean().nullish() })
    .nullish(),
});

/** `/company/{number}`: status, dates, what is due. Its flags contradict the lists, so they are not read. */
export const profile: AnswerKind = {
  topic: 'company-profile',
  path: '',
  isPaged: false,
  recognises: (body) => 'company_number' in body && 'company_name' in body,
  kept: {
    company_name: true,
    company_status: true,
    company_status_detail: true,
    type: true,
    partial_data_available: true,
    jurisdiction: true,
    date_of_creation: true,
    date_of_cessation: true,
    sic_codes: [true],
    registered_office_address: { postal_code: true },
    previous_company_names: [{ name: true, effective_from: true, ceased_on: true }],
    accounts: {
      next_due: true,
      next_made_up_to: true,
      overdue: true,
      next_accounts: { due_on: true, period_end_on: true, overdue: true },
      last_accounts: { made_up_to: true, type: true },
      accounting_reference_date: { day: true, month: true },
    },
    confirmation_statement: { next_due: true, last_made_up_to: true, overdue: true },
  },
  read(answer) {
    const { company, refused: odd } = readMembers(answer.item, answer.body);
    if (!company) return odd;
    const read = contentOf(company, answer);
    const accounts = lateness(read.accounts, 'accounts', answer);
    const statement = lateness(read.confirmationStatement, 'confirmation_statement', answer);
    const refused = [...odd, ...doubtfulDays(company, answer), ...accounts.refused, ...statement.refused];
    const content = { ...read, accounts: accounts.due, confirmationStatement: statement.due };
    const about = companyOf(answer.number, content.name, content.postcode);
    const { item } = answer;
    const elsewhere = holderOf(answer.number, company);
    if (elsewhere !== null) {
      const looks = lookAt(answer, heldTopics, 'not-held', about);
      return [{ item, outcome: 'ignored', reason: `not held at Companies House: ${elsewhere}`, looks }];
    }
    return [
      {
        item,
        outcome: 'observed',
        observations: [
          state(answer, { ref: 'profile', path: '', about, content, saidOn: null, occurredOn: null }),
        ],
        looks: lookAt(answer, 'company-profile', refused.length > 0 ? 'in-part' : 'found'),
      },
      ...refused,
    ];
  },
};

/** What says whose entry it is and how it stands: without these nothing is read of it. */
const NEEDED: readonly string[] = ['company_number', 'company_status', 'company_status_detail'];

/** The members of an entry; one of another shape is set aside by itself, with its reason. */
function readMembers(
  item: string,
  body: unknown,
): { readonly company: z.infer<typeof Profile> | null; readonly refused: readonly Item[] } {
  const read = Profile.safeParse(body);
  if (read.success) return { company: read.data, refused: [] };
  const odd = new Set(read.error.issues.map(({ path }) => String(path[0] ?? '')));
  if (typeof body !== 'object' || body === null || NEEDED.some((name) => odd.has(name)) || odd.has(''))
    return { company: null, refused: [misshapen(item, read.error)] };
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => !odd.has(name)));
  const refused = [...odd].map((name) => {
    const issues = read.error.issues.filter(({ path }) => path[0] === name);
    return misshapen(`${item}, ${name}`, new z.ZodError(issues));
  });
  return { company: Profile.parse(rest), refused };
}

/** What the register would be asked about a company of its own. */
const heldTopics = [
  'company-profile',
  'insolvency-cases',
  'filing-history',
  'charges',
  'officers',
  'controllers',
  'accounts-figures',
] as const satisfies readonly Topic[];

/** True for an answer that is a name and little more: nothing else need be asked here. */
export function isHeldElsewhere(number: CompanyNumber, body: unknown): boolean {
  const { company } = readMembers('', body);
  return company !== null && holderOf(number, company) !== null;
}

/** Who holds the rest about a body that is only listed here, in words; null for a company of this register. */
function holderOf(number: CompanyNumber, company: z.infer<typeof Profile>): string | null {
  if (company.company_status) return null;
  if (company.partial_data_available) return company.partial_data_available.replaceAll('-', ' ');
  const keeper = registerElsewhere(number);
  return keeper === null ? null : keepers[keeper];
}

const keepers: Readonly<Record<RegisterElsewhere, string>> = {
  charities: 'a charitable incorporated organisation; full data at its charity regulator',
  mutuals: 'a society; full data at the Mutuals Public Register',
};

function contentOf(
  company: z.infer<typeof Profile>,
  { number, retrievedAt }: Answer,
): Extract<Signal, { kind: 'company-profile' }> {
  const { accounts, confirmation_statement: statement } = company;
  const reference = accounts?.accounting_reference_date;
  const next = accounts?.next_accounts;
  return {
    kind: 'company-profile',
    name: company.company_name ?? number,
    status: company.company_status || null,
    statusDetail: company.company_status_detail || null,
    type: company.type ?? null,
    jurisdiction: company.jurisdiction ?? null,
    incorporatedOn: pastDate(company.date_of_creation, { retrievedAt }),
    dissolvedOn: isBeforeItself(company) ? null : pastDate(company.date_of_cessation, { retrievedAt }),
    sicCodes: company.sic_codes ?? [],
    postcode: company.registered_office_address?.postal_code ?? null,
    previousNames: (company.previous_company_names ?? []).map((former) => ({
      name: former.name,
      from: dateOf(former.effective_from),
      to: dateOf(former.ceased_on),
    })),
    accounts: {
      nextDueOn: dateOf(accounts?.next_due ?? next?.due_on),
      nextMadeUpTo: dateOf(accounts?.next_made_up_to ?? next?.period_end_on),
      lastMadeUpTo: dateOf(accounts?.last_accounts?.made_up_to),
      lastType: accounts?.last_accounts?.type ?? null,
      overdue: accounts?.overdue ?? next?.overdue ?? null,
      referenceDate: reference ? `${twoDigits(reference.month)}-${twoDigits(reference.day)}` : null,
    },
    confirmationStatement: {
      nextDueOn: dateOf(statement?.next_due),
      lastMadeUpTo: dateOf(statement?.last_made_up_to),
      overdue: statement?.overdue ?? null,
    },
  };
}

/**
 * What is due, and what contradicts itself in it: nothing is overdue before its day. Which of the two is wrong nobody
 * knows, so the day is not read; and what is overdue without a day is said.
 */
function lateness<T extends { readonly nextDueOn: string | null; readonly overdue: boolean | null }>(
  due: T,
  name: 'accounts' | 'confirmation_statement',
  { item, retrievedAt }: Answer,
): { readonly due: T; readonly refused: readonly Item[] } {
  const { nextDueOn, overdue } = due;
  if (overdue !== true || (nextDueOn !== null && nextDueOn <= dayOf(retrievedAt)))
    return { due, refused: [] };
  const says = nextDueOn === null ? 'no day is given on which it was due' : `it is due by ${nextDueOn}`;
  const reason = `${name}: overdue, and ${says}; the entry is kept without that day`;
  return {
    due: { ...due, nextDueOn: null },
    refused: [{ item: `${item}, ${name}`, outcome: 'refused', reason }],
  };
}

/** A company does not end before it begins: of two such days nobody knows which is wrong. */
function isBeforeItself({
  date_of_creation: begun,
  date_of_cessation: ended,
}: z.infer<typeof Profile>): boolean {
  const [from, to] = [dateOf(begun), dateOf(ended)];
  return from !== null && to !== null && to < from;
}

/** Days of an entry that are printed and cannot be believed: the entry is kept without them, and that is said. */
function doubtfulDays(company: z.infer<typeof Profile>, answer: Answer): readonly Item[] {
  const { date_of_creation: begun, date_of_cessation: ended } = company;
  const why = (printed: string | null | undefined) => {
    if (!printed || /^(?:unknown|0001-01-01)/i.test(printed)) return null;
    if (dateOf(printed) === null) return `“${printed}” is no day`;
    return pastDate(printed, answer) === null ? `${printed} is a day to come` : null;
  };
  const reasons = [
    ['date_of_creation', why(begun)],
    [
      'date_of_cessation',
      isBeforeItself(company) ? `${ended} is before its creation on ${begun}` : why(ended),
    ],
  ] as const;
  return reasons.flatMap(([name, reason]): Item[] =>
    reason === null
      ? []
      : [
          {
            item: `${answer.item}, ${name}`,
            outcome: 'refused',
            reason: `${name}: ${reason}; the entry is kept without it`,
          },
        ],
  );
}

function twoDigits(part: string | number): string {
  return String(part).padStart(2, '0');
}
