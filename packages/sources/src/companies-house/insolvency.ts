import { z } from 'zod';
import type { Item } from '../define-source.ts';
import { companyOf, dateOf, listItems, misshapen, readEach, state, type AnswerKind } from './answer.ts';

const Case = z.object({
  number: z.union([z.string(), z.number()]).nullish(),
  type: z.string(),
  dates: z.array(z.object({ type: z.string(), date: z.string().nullish() })).nullish(),
});

/** The fields we use; practitioners are people and are not read. */
const InsolvencyAnswer = z.object({ cases: z.array(z.unknown()) });

/** The register's words for kinds of cases (its `insolvency_case_type`), and `administration`, which it uses too. */
const caseTypes: ReadonlySet<string> = new Set([
  'compulsory-liquidation',
  'in-administration',
  'administration',
  'administration-order',
  'creditors-voluntary-liquidation',
  'members-voluntary-liquidation',
  'foreign-insolvency',
  'administrative-receiver',
  'scottish-administrative-receiver',
  'receiver-manager',
  'corporate-voluntary-arrangement',
  'corporate-voluntary-arrangement-moratorium',
  'order-of-court-restructuring-plan',
  'moratorium',
  'liquidation-moratorium-commencement-of-moratorium',
  'liquidation-moratorium-extension-of-moratorium',
  'liquidation-moratorium-early-end-of-moratorium',
  'liquidation-moratorium-end-of-moratorium-by-monitor',
  'liquidation-moratorium-end-of-moratorium-by-court',
  'liquidation-moratorium-end-of-moratorium-following-disposal-of-application-for-extension-by-court-or-following-cva-proposal-taking-effect-or-being-withdrawn',
  'liquidation-moratorium-court-order-permitting-disposal-of-goods',
  'liquidation-moratorium-replacement-or-additonal-monitor-following-court-order',
  'liquidation-moratorium-monitor-ceasing-to-act-following-court-order',
]);

/** `/company/{number}/insolvency`: one observation a case. Unknown case and date types are kept as printed, and said. */
export const insolvency: AnswerKind = {
  topic: 'insolvency-cases',
  path: 'insolvency',
  isPaged: false,
  recognises: (body) => 'cases' in body,
  kept: { cases: [{ number: true, type: true, dates: [{ type: true, date: true }] }] },
  read(answer) {
    const read = InsolvencyAnswer.safeParse(answer.body);
    if (!read.success) return [misshapen(answer.item, read.error)];
    const { cases } = read.data;
    const { entries, refused } = readEach(answer, 'case', cases, Case);
    const observations = entries.map(({ read: given }) => {
      const dates = (given.dates ?? []).flatMap(({ type, date }) => {
        const on = dateOf(date);
        return on ? [{ type, on }] : [];
      });
      const first = dates.map(({ on }) => on).sort()[0] ?? null;
      // Without its number a case is known again by what it is and when it began: it is not left out.
      const known = given.number ?? [given.type, first].filter(Boolean).join('@');
      return state(answer, {
        ref: `insolvency/${known}`,
        path: 'insolvency',
        about: companyOf(answer.number),
        content: {
          kind: 'insolvency-case',
          caseNumber: String(given.number ?? ''),
          caseType: given.type,
          dates,
        },
        saidOn: null,
        occurredOn: first,
      });
    });
    return listItems(answer, 'insolvency-cases', {
      observations,
      refused: [...refused, ...entries.flatMap(({ read: given, item }) => doubtsOf(given, item))],
      list: { length: cases.length, isWhole: true },
      nothing: 'no insolvency case on the register',
    });
  },
};

/** What of a case was not understood, though the case is kept. */
function doubtsOf({ number, type }: z.infer<typeof Case>, item: string): Item[] {
  const reasons = [
    ...(number === null || number === undefined ? ['number: none given; the case is kept without it'] : []),
    ...(caseTypes.has(type)
      ? []
      : [`type: “${type}” is not a kind of case that is known here; kept as printed`]),
  ];
  return reasons.map((reason) => ({ item: `${item}, ${reason.split(':')[0]}`, outcome: 'refused', reason }));
}
