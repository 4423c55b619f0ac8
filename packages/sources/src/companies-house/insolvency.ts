import type { IsoDate } from '@tocsin/domain';
import { z } from 'zod';
import type { Item } from '../define-source.ts';
import {
  companyOf,
  dateOf,
  listItems,
  misshapen,
  pastDate,
  readEach,
  state,
  type Answer,
  type AnswerKind,
} from './answer.ts';

const Case = z.object({
  number: z.union([z.string(), z.number()]).nullish(),
  type: z.string(),
  /** Read one by one: a case of which a date cannot be read is a case all the same. */
  dates: z.unknown().optional(),
});
const CaseDate = z.object({ type: z.string(), date: z.string().nullish() });

/** The fields we use; practitioners are people and are not read. */
const InsolvencyAnswer = z.object({ cases: z.array(z.unknown()), status: z.unknown().optional() });

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
  kept: { cases: [{ number: true, type: true, dates: [{ type: true, date: true }] }], status: [true] },
  read(answer) {
    const read = InsolvencyAnswer.safeParse(answer.body);
    if (!read.success) return [misshapen(answer.item, read.error)];
    const { cases } = read.data;
    const { entries, refused } = readEach(answer, 'case', cases, Case);
    const observations = entries.map(({ read: given }) => {
      const { dates: all } = datesOf(given, answer);
      const first = all.map(({ on }) => on).sort()[0] ?? null;
      const besides = all.filter(({ type }) => isBesides(type, given.type));
      const dates = all.filter((date) => !besides.includes(date));
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
          ...(besides.length > 0 && { besides }),
        },
        saidOn: null,
        occurredOn: eventOf(dates),
      });
    });
    return listItems(answer, 'insolvency-cases', {
      observations,
      refused: [
        ...refused,
        ...entries.flatMap(({ read: given, item }) => doubtsOf(given, item, answer)),
        ...(cases.length === 0 ? statusWithoutCase(read.data.status, answer) : []),
      ],
      list: { length: cases.length, isWhole: true },
      nothing: 'no insolvency case on the register',
    });
  },
};

/** What begins a case only in hindsight: a court was asked, or directors swore that the company can pay. */
const BEFORE: ReadonlySet<string> = new Set(['petitioned-on', 'declaration-solvent-on']);
const TO_COME = 'due-to-be-dissolved-on';
/** Dates of other things than the case: the deed under which receivers can be appointed (mostly that of a mortgage), and a plan. */
const OF_OTHER_THINGS: ReadonlySet<string> = new Set(['instrumented-on', TO_COME]);

/** Whether a date says nothing of how a case went; that a company can pay is sworn before a solvent winding-up alone. */
function isBesides(type: string, caseType: string): boolean {
  const isSolvent = caseType === 'members-voluntary-liquidation';
  return OF_OTHER_THINGS.has(type) || (type === 'declaration-solvent-on' && !isSolvent);
}

const ENDS = /-(?:ended|discharged|end)-on$|^concluded-|^dissolved-on$/;

type CaseDates = readonly { readonly type: string; readonly on: IsoDate }[];

/** The dates of a case up to the look, and why others were set aside. */
function datesOf({ dates: printed }: z.infer<typeof Case>, answer: Answer) {
  const dates: { type: string; on: IsoDate }[] = [];
  const doubts: string[] = [];
  for (const given of Array.isArray(printed) ? (printed as unknown[]) : [printed ?? []].flat()) {
    const read = CaseDate.safeParse(given);
    if (!read.success) {
      doubts.push('dates: one of them cannot be read; the case is kept without it');
      continue;
    }
    const { type, date } = read.data;
    const [day, on] = [dateOf(date), pastDate(date, answer)];
    if (on) dates.push({ type, on });
    else if (day && type !== TO_COME)
      doubts.push(`dates: “${type}” ${day} is a day to come; the case is kept without it`);
    else if (!day && date && !/^(?:unknown|0001-01-01)/i.test(date))
      doubts.push(`dates: “${type}” “${date}” is no day; the case is kept without it`);
  }
  const [begun] = dates.flatMap(({ type, on }) => (isBeginning(type) ? [on] : [])).sort();
  const early = dates.filter(({ type, on }) => ENDS.test(type) && begun !== undefined && on < begun);
  doubts.push(
    ...early.map(({ type, on }) => `dates: “${type}” ${on} is before it began; the case is kept without it`),
  );
  return { dates: dates.filter((date) => !early.includes(date)), doubts };
}

function isBeginning(type: string): boolean {
  return !BEFORE.has(type) && !OF_OTHER_THINGS.has(type) && !ENDS.test(type);
}

/** The day on which a case began; of one that gives only its end, that. */
function eventOf(dates: CaseDates): IsoDate | null {
  const days = (which: (type: string) => boolean) =>
    dates.flatMap(({ type, on }) => (which(type) ? [on] : [])).sort();
  const [began] = days(isBeginning);
  return began ?? days((type) => ENDS.test(type)).at(-1) ?? null;
}

/** A status of insolvency without a case to it is no answer that there is none. */
function statusWithoutCase(printed: unknown, { item }: Answer): Item[] {
  const status = [printed]
    .flat()
    .filter((word) => typeof word === 'string')
    .join(', ');
  const reason = `status: “${status}”, and no case is given: it is not known which`;
  return status === '' ? [] : [{ item: `${item}, status`, outcome: 'refused', reason }];
}

/** What of a case was not understood, though the case is kept. */
function doubtsOf(given: z.infer<typeof Case>, item: string, answer: Answer): Item[] {
  const { number, type } = given;
  const reasons = [
    ...(number === null || number === undefined ? ['number: none given; the case is kept without it'] : []),
    ...(caseTypes.has(type)
      ? []
      : [`type: “${type}” is not a kind of case that is known here; kept as printed`]),
    ...datesOf(given, answer).doubts,
  ];
  return reasons.map((reason) => ({ item: `${item}, ${reason.split(':')[0]}`, outcome: 'refused', reason }));
}
