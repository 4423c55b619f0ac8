import { isChargeStatus, isSatisfiedCharge, type Observation } from '@tocsin/domain';
import { z } from 'zod';
import type { Item } from '../define-source.ts';
import { isOrganisation } from '../gazette/names.ts';
import { emptied, membersOf, type Members } from '../members.ts';
import {
  companyOf,
  dateOf,
  extentOf,
  List,
  listItems,
  misshapen,
  pastDate,
  readEach,
  state,
  type Answer,
  type AnswerKind,
} from './answer.ts';

const text = z.string().nullish();
const Particulars = z.object({
  description: text,
  contains_floating_charge: z.boolean().nullish(),
  floating_charge_covers_all: z.boolean().nullish(),
});

const GivenCharge = z.object({
  id: text,
  charge_code: text,
  charge_number: z.union([z.number(), z.string()]).nullish(),
  status: z.string(),
  created_on: text,
  delivered_on: text,
  satisfied_on: text,
  /** An object, though the description of the service says a list. */
  particulars: z.union([Particulars, z.array(Particulars).transform((list) => list[0])]).nullish(),
  persons_entitled: z.array(z.object({ name: text })).nullish(),
  transactions: z.array(z.object({ delivered_on: text })).nullish(),
  links: z.object({ self: text }).nullish(),
});
const Charge = GivenCharge.refine(
  (charge) => idOf(charge) !== '',
  'neither id, code nor number of the charge',
);

const FLOATING_OVER_ALL = /floating charges? over (?:all|the undertaking)|undertaking and all property/i;

/** What the archive keeps of a charge: of what is charged (which may be a home) only the words that are looked for. */
export const KEPT_OF_CHARGE = {
  id: true,
  charge_code: true,
  charge_number: true,
  status: true,
  created_on: true,
  delivered_on: true,
  satisfied_on: true,
  particulars: [
    {
      description: (printed: unknown) =>
        typeof printed === 'string' ? (FLOATING_OVER_ALL.exec(printed)?.[0] ?? '') : emptied(printed),
      contains_floating_charge: true,
      floating_charge_covers_all: true,
    },
  ],
  persons_entitled: [
    {
      name: (printed: unknown) =>
        typeof printed === 'string' && !isOrganisation(printed) ? '' : membersOf(printed, true),
    },
  ],
  transactions: [{ delivered_on: true }],
  links: { self: true },
} as const satisfies Members;

/** `/company/{number}/charges`: one observation a charge; lenders only where they are companies. */
export const charges: AnswerKind = {
  topic: 'charges',
  path: 'charges',
  isPaged: true,
  recognises: (body) =>
    'items' in body && /"charge_(number|code)"|"(part_)?satisfied_count"/.test(JSON.stringify(body)),
  kept: { items: [KEPT_OF_CHARGE], satisfied_count: true, part_satisfied_count: true },
  read(answer) {
    const read = List.safeParse(answer.body);
    if (!read.success) return [misshapen(answer.item, read.error)];
    const { entries, refused } = readEach(answer, 'charge', read.data.items, Charge);
    const unknown = entries.flatMap(({ read: { status }, item }) =>
      isChargeStatus(status) ? [] : [statusNotKnown(status, item)],
    );
    return listItems(answer, 'charges', {
      observations: entries.map(({ read: charge }) => observe(answer, charge)),
      refused: [...refused, ...unknown],
      list: extentOf(read.data),
      nothing: 'no charge on the register',
    });
  },
};

/** The statement about one charge; null when it is not one. */
export function readCharge(answer: Answer): Observation | null {
  const read = Charge.safeParse(answer.body);
  return read.success ? observe(answer, read.data) : null;
}

function statusNotKnown(status: string, item: string): Item {
  const reason = `status: “${status}” is not known here; kept as printed`;
  return { item: `${item}, status`, outcome: 'refused', reason };
}

function observe(answer: Answer, charge: z.infer<typeof Charge>): Observation {
  const chargeId = idOf(charge);
  const delivered = (charge.transactions ?? [])
    .flatMap(({ delivered_on }) => dateOf(delivered_on) ?? [])
    .sort();
  const lenders = (charge.persons_entitled ?? []).flatMap(({ name }) => name ?? []);
  return state(answer, {
    ref: `charges/${chargeId}`,
    path: 'charges',
    about: companyOf(answer.number),
    content: {
      kind: 'charge',
      chargeId,
      status: charge.status,
      createdOn: pastDate(charge.created_on, answer),
      deliveredOn: pastDate(charge.delivered_on, answer),
      satisfiedOn: pastDate(charge.satisfied_on, answer),
      personsEntitled: lenders.filter(isOrganisation),
      floatingOverAll: coversAll(charge.particulars ?? {}),
    },
    // Each change of a charge is filed: the newest filing is when the public could know.
    saidOn: delivered.at(-1) ?? dateOf(charge.satisfied_on) ?? dateOf(charge.delivered_on),
    // The day on which it was created is not that of its satisfaction.
    occurredOn: dateOf(isSatisfied(charge) ? charge.satisfied_on : charge.created_on),
  });
}

function isSatisfied({ status, satisfied_on }: z.infer<typeof GivenCharge>): boolean {
  return isSatisfiedCharge({ status, satisfiedOn: dateOf(satisfied_on) });
}

function idOf({ links, id, charge_code, charge_number }: z.infer<typeof GivenCharge>): string {
  return links?.self?.split('/').at(-1) ?? id ?? charge_code ?? String(charge_number ?? '');
}

/** Charges from before 2013 have no flags but say the same in words. */
function coversAll(particulars: z.infer<typeof Particulars>): boolean | null {
  if (particulars.floating_charge_covers_all) return true;
  if (FLOATING_OVER_ALL.test(particulars.description ?? '')) return true;
  return particulars.contains_floating_charge === null || particulars.contains_floating_charge === undefined
    ? null
    : false;
}
