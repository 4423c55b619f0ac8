import { readCompanyNumber, type SupplierRef } from '@tocsin/domain';
import { z } from 'zod';
import { companyOf, dateOf, lookAt, misshapen, state, type AnswerKind } from './answer.ts';

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

const Controllers = z.object({ items: z.array(z.unknown()), total_results: z.number().nullish() });

/** `/company/{number}/persons-with-significant-control`: companies only, the way up to a parent. */
export const controllers: AnswerKind = {
  topic: 'controllers',
  path: 'persons-with-significant-control',
  query: 'items_per_page=100',
  recognises: (body) =>
    'items' in body &&
    JSON.stringify([body['links'] ?? null, body['items']]).includes('persons-with-significant-control'),
  read(answer) {
    const read = Controllers.safeParse(answer.body);
    if (!read.success) return misshapen(answer.item, read.error);
    const { items, total_results: total } = read.data;
    const looks = items.length >= (total ?? 0) ? lookAt(answer, 'controllers') : [];
    const observations = items.flatMap((item) => readController(answer, item));
    const reason = items.length === 0 ? 'no controllers listed' : 'controllers are not companies: not read';
    return observations.length > 0
      ? { item: answer.item, outcome: 'observed', observations, looks }
      : { item: answer.item, outcome: 'ignored', reason, looks };
  },
};

/** The statement about one controller; none when it is not a company. */
export function readController(answer: Parameters<typeof state>[0], item: unknown) {
  const read = CorporateController.safeParse(item);
  if (!read.success || !read.data.kind.startsWith('corporate-entity')) return [];
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
