import { z } from 'zod';
import { companyOf, dateOf, lookAt, misshapen, state, type AnswerKind } from './answer.ts';

const Case = z.object({
  number: z.union([z.string(), z.number()]),
  type: z.string(),
  dates: z.array(z.object({ type: z.string(), date: z.string().nullish() })).nullish(),
});

/** The fields we use; practitioners are people and are not read. */
const InsolvencyAnswer = z.object({ cases: z.array(Case) });

/** `/company/{number}/insolvency`: one observation a case. Unknown case and date types are kept as printed. */
export const insolvency: AnswerKind = {
  topic: 'insolvency-cases',
  path: 'insolvency',
  recognises: (body) => 'cases' in body,
  read(answer) {
    const read = InsolvencyAnswer.safeParse(answer.body);
    if (!read.success) return misshapen(answer.item, read.error);
    const looks = lookAt(answer, 'insolvency-cases');
    const observations = read.data.cases.map((given) => {
      const dates = (given.dates ?? []).flatMap(({ type, date }) => {
        const on = dateOf(date);
        return on ? [{ type, on }] : [];
      });
      return state(answer, {
        ref: `insolvency/${given.number}`,
        path: 'insolvency',
        about: companyOf(answer.number),
        content: {
          kind: 'insolvency-case',
          caseNumber: String(given.number),
          caseType: given.type,
          dates,
        },
        saidOn: null,
        occurredOn: dates.map(({ on }) => on).sort()[0] ?? null,
      });
    });
    return observations.length > 0
      ? { item: answer.item, outcome: 'observed', observations, looks }
      : { item: answer.item, outcome: 'ignored', reason: 'no insolvency case on the register', looks };
  },
};
