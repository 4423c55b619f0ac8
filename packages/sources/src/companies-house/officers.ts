import { z } from 'zod';
import { companyOf, dateOf, lookAt, misshapen, state, type AnswerKind } from './answer.ts';

/** No name is in the schema: only what an appointment is and when it began and ended leaves the document. */
const Officer = z.object({
  officer_role: z.string().nullish(),
  appointed_on: z.string().nullish(),
  appointed_before: z.string().nullish(),
  resigned_on: z.string().nullish(),
});
const Officers = z.object({
  items: z.array(Officer),
  total_results: z.number().nullish(),
});

/** `/company/{number}/officers`: directors and members of partnerships as counts and dates. */
export const officers: AnswerKind = {
  topic: 'officers',
  path: 'officers',
  query: 'items_per_page=100',
  recognises: (body) =>
    body['kind'] === 'officer-list' || JSON.stringify(body['items'] ?? '').includes('"officer_role"'),
  read(answer) {
    const read = Officers.safeParse(answer.body);
    if (!read.success) return misshapen(answer.item, read.error);
    const { items, total_results: total } = read.data;
    const complete = items.length >= (total ?? 0);
    const directors = items.filter(({ officer_role: role }) => /director|member/.test(role ?? ''));
    const resignedOn = directors.flatMap(({ resigned_on }) => dateOf(resigned_on) ?? []).sort();
    const content = {
      kind: 'officer-changes' as const,
      appointedOn: directors.flatMap(({ appointed_on }) => dateOf(appointed_on) ?? []).sort(),
      resignedOn,
      activeCount: complete ? directors.filter(({ resigned_on }) => !resigned_on).length : null,
    };
    const about = companyOf(answer.number);
    const statement = { ref: 'officers', path: 'officers', about, content, saidOn: null, occurredOn: null };
    return {
      item: answer.item,
      outcome: 'observed',
      observations: [state(answer, statement)],
      looks: complete ? lookAt(answer, 'officers') : [],
    };
  },
};
