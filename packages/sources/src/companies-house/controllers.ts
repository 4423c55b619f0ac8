import { readCompanyNumber, type SupplierRef } from '@tocsin/domain';
import { z } from 'zod';
import { membersOf } from '../members.ts';
import {
  companyOf,
  dateOf,
  extentOf,
  List,
  listItems,
  misshapen,
  readEach,
  state,
  type AnswerKind,
} from './answer.ts';

const text = z.string().nullish();

/** A person with significant control. Names of people are not in the schema, so they never leave the document. */
const Controller = z.object({
  kind: z.string(),
  notified_on: text,
  ceased_on: text,
  links: z.object({ self: text }).nullish(),
});

const CorporateController = Controller.extend({
  name: z.string(),
  identification: z
    .object({ registration_number: text, country_registered: text, place_registered: text })
    .nullish(),
});

/** A company that controls; for people and others only that they are none. */
const AnyController = z.union([CorporateController, Controller.refine(({ kind }) => !isCorporate(kind))]);

function isCorporate(kind: string): boolean {
  return kind.startsWith('corporate-entity');
}

/** Of a controller who is a person only that there is one. */
export function keptOfController(printed: unknown): unknown {
  const { kind } = z.object({ kind: z.string() }).safeParse(printed).data ?? {};
  const anybody = { kind: true, notified_on: true, ceased_on: true } as const;
  if (kind === undefined || !isCorporate(kind))
    return membersOf(printed, { ...anybody, links: { self: true } });
  return membersOf(printed, {
    ...anybody,
    name: true,
    links: { self: true },
    identification: { registration_number: true, country_registered: true, place_registered: true },
  });
}

/** `/company/{number}/persons-with-significant-control`: companies only, the way up to a parent. */
export const controllers: AnswerKind = {
  topic: 'controllers',
  path: 'persons-with-significant-control',
  isPaged: true,
  recognises: (body) =>
    'items' in body &&
    JSON.stringify([body['links'] ?? null, body['items']]).includes('persons-with-significant-control'),
  kept: { items: [keptOfController] },
  read(answer) {
    const read = List.safeParse(answer.body);
    if (!read.success) return [misshapen(answer.item, read.error)];
    const { items } = read.data;
    const { entries, refused } = readEach(answer, 'controller', items, AnyController);
    return listItems(answer, 'controllers', {
      observations: entries.flatMap((entry) => readController(answer, entry.read)),
      refused,
      list: extentOf(read.data),
      nothing: items.length === 0 ? 'no controllers listed' : 'controllers are not companies: not read',
    });
  },
};

/** The statement about one controller; none when it is not a company. */
export function readController(answer: Parameters<typeof state>[0], item: unknown) {
  const read = CorporateController.safeParse(item);
  if (!read.success || !isCorporate(read.data.kind)) return [];
  const { name, identification, notified_on, ceased_on, links } = read.data;
  const notifiedOn = dateOf(notified_on);
  const ceasedOn = dateOf(ceased_on);
  const country = identification?.country_registered ?? null;
  return [
    state(answer, {
      ref: `psc/${links?.self?.split('/').at(-1) ?? name}`,
      path: 'persons-with-significant-control',
      about: companyOf(answer.number),
      content: {
        kind: 'parent-company',
        parent: { name, ref: registeredHere(identification), country },
        notifiedOn,
        ceasedOn,
      },
      saidOn: null,
      occurredOn: ceasedOn ?? notifiedOn,
    }),
  ];
}

const HERE = /companies house|united kingdom|\buk\b|england|wales|scotland|northern ireland|great britain/i;

/** Numbers are typed by hand: `3229377` has lost its zero. A number of another country's register is not ours. */
function registeredHere(
  identification: z.infer<typeof CorporateController>['identification'],
): SupplierRef | null {
  const place = `${identification?.place_registered ?? ''} ${identification?.country_registered ?? ''}`;
  const number = HERE.test(place) ? readCompanyNumber(identification?.registration_number ?? '') : null;
  return number ? { scheme: 'GB-COH', id: number } : null;
}
