import type { Signal } from '@tocsin/domain';
import { z } from 'zod';
import { companyOf, dateOf, lookAt, misshapen, state, type AnswerKind } from './answer.ts';

const text = z.string().nullish();
const DueAccounts = z.object({
  next_due: text,
  next_made_up_to: text,
  overdue: z.boolean().nullish(),
  last_accounts: z.object({ made_up_to: text, type: text }).nullish(),
  accounting_reference_date: z
    .object({ day: z.union([z.string(), z.number()]), month: z.union([z.string(), z.number()]) })
    .nullish(),
});

const Profile = z.object({
  company_name: z.string(),
  company_number: z.string(),
  company_status: text,
  company_status_detail: text,
  type: text,
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
  recognises: (body) => 'company_number' in body && 'company_name' in body,
  read(answer) {
    const read = Profile.safeParse(answer.body);
    if (!read.success) return misshapen(answer.item, read.error);
    const content = contentOf(read.data);
    const about = companyOf(answer.number, content.name, content.postcode);
    return {
      item: answer.item,
      outcome: 'observed',
      observations: [
        state(answer, { ref: 'profile', path: '', about, content, saidOn: null, occurredOn: null }),
      ],
      looks: lookAt(answer, 'company-profile'),
    };
  },
};

function contentOf(company: z.infer<typeof Profile>): Extract<Signal, { kind: 'company-profile' }> {
  const { accounts, confirmation_statement: statement } = company;
  const reference = accounts?.accounting_reference_date;
  return {
    kind: 'company-profile',
    name: company.company_name,
    status: company.company_status ?? null,
    statusDetail: company.company_status_detail ?? null,
    type: company.type ?? null,
    jurisdiction: company.jurisdiction ?? null,
    incorporatedOn: dateOf(company.date_of_creation),
    dissolvedOn: dateOf(company.date_of_cessation),
    sicCodes: company.sic_codes ?? [],
    postcode: company.registered_office_address?.postal_code ?? null,
    previousNames: (company.previous_company_names ?? []).map((former) => ({
      name: former.name,
      from: dateOf(former.effective_from),
      to: dateOf(former.ceased_on),
    })),
    accounts: {
      nextDueOn: dateOf(accounts?.next_due),
      nextMadeUpTo: dateOf(accounts?.next_made_up_to),
      lastMadeUpTo: dateOf(accounts?.last_accounts?.made_up_to),
      lastType: accounts?.last_accounts?.type ?? null,
      overdue: accounts?.overdue ?? null,
      referenceDate: reference ? `${twoDigits(reference.month)}-${twoDigits(reference.day)}` : null,
    },
    confirmationStatement: {
      nextDueOn: dateOf(statement?.next_due),
      lastMadeUpTo: dateOf(statement?.last_made_up_to),
      overdue: statement?.overdue ?? null,
    },
  };
}

function twoDigits(part: string | number): string {
  return String(part).padStart(2, '0');
}
