import { dayOf, type IsoDate, type Observation } from '@tocsin/domain';
import { z } from 'zod';
import { latestDeadline, monthsAfter } from './accounts-deadline.ts';
import {
  companyOf,
  countedIn,
  dateOf,
  List,
  listItems,
  lookAt,
  misshapen,
  readEach,
  state,
  type Answer,
  type AnswerKind,
} from './answer.ts';
import { membersOf, type Members } from '../members.ts';
import { isKnownStep, isOfInsolvency } from './insolvency-steps.ts';
import { filingKinds, kindOfAddress, tellingWords, type FilingKind } from './filing-kinds.ts';

const text = z.string().nullish();

/** Names in `description_values` are not in the schema. */
export const Filing = z.object({
  transaction_id: z.string(),
  category: z.preprocess((printed) => (Array.isArray(printed) ? printed[0] : printed), text),
  type: z.string(),
  date: z.string(),
  description: text,
  description_values: z.object({ made_up_date: text, new_address: text, change_date: text }).nullish(),
  paper_filed: z.boolean().nullish(),
  links: z.object({ self: text, document_metadata: text }).nullish(),
});
export type Filing = z.infer<typeof Filing>;

/** What the archive keeps of a filing: of a new office, which may be a home, only what tells its kind. */
export const KEPT_OF_FILING = {
  transaction_id: true,
  category: [true],
  type: true,
  date: true,
  description: true,
  description_values: {
    made_up_date: true,
    change_date: true,
    new_address: (printed: unknown) =>
      typeof printed === 'string' && printed !== '' ? tellingWords(printed) : membersOf(printed, true),
  },
  paper_filed: true,
  links: { self: true, document_metadata: true },
} as const satisfies Members;

const FilingHistory = List.extend({ filing_history_status: text });

/**
 * `/company/{number}/filing-history`: accounts as they arrive, and the filings of `filingKinds`. As far back as it was
 * asked for counts as a complete look: years, and every set of accounts.
 */
export const filingHistory: AnswerKind = {
  topic: 'filing-history',
  path: 'filing-history',
  isPaged: true,
  recognises: (body) =>
    'items' in body && ('filing_history_status' in body || /"transaction_id"/.test(JSON.stringify(body))),
  kept: { items: [KEPT_OF_FILING], filing_history_status: true },
  read(answer) {
    const read = FilingHistory.safeParse(answer.body);
    if (!read.success) return [misshapen(answer.item, read.error)];
    const { items, start_index, filing_history_status: status } = read.data;
    if (/-not-available/.test(status ?? '')) {
      const looks = lookAt(answer, 'filing-history', 'not-held');
      return [{ item: answer.item, outcome: 'ignored', reason: 'no filing history is held here', looks }];
    }
    const { entries, refused } = readEach(answer, 'filing', items, Filing);
    const filings = entries.map((entry) => entry.read);
    return listItems(answer, 'filing-history', {
      observations: filings.flatMap((filing) => observe(answer, filing, dueOf(filing, filings))),
      refused,
      list: {
        length: items.length,
        isWhole: !start_index && (items.length > 0 || countedIn(read.data) === 0),
      },
      nothing: items.length === 0 ? 'nothing listed under filing-history' : 'no filing that is read here',
    });
  },
};

/**
 * What a filing tells; one about an insolvency, or the end of a company, under a description that the register has never used
 * is kept as `other`, so that somebody asks what it is.
 */
function kindOf({
  category,
  description,
  type,
}: Filing): { readonly about: FilingKind; readonly label: string } | null {
  const known = filingKinds.find(([pattern]) => pattern.test(description ?? ''));
  if (known) return { about: known[1], label: known[2] };
  if (!isOfInsolvency({ category, description }) || isKnownStep({ description })) return null;
  return { about: 'other', label: `${description ?? 'no description'} (${type})` };
}

/** The filings of an answer that can be read. */
export function filingsIn(body: unknown): Filing[] {
  const items = List.safeParse(body).data?.items ?? [];
  return items.flatMap((item) => Filing.safeParse(item).data ?? []);
}

/** What one filing says; a single filing does not tell whether its accounts are the first, so not when they were due. */
export function readFiling(answer: Answer): Observation[] | null {
  const read = Filing.safeParse(answer.body);
  return read.success ? observe(answer, read.data, null) : null;
}

/** The end of the period of a set of accounts; null for every other filing, and for accounts sent in again. */
export function madeUpTo({ category, description, description_values: values }: Filing): IsoDate | null {
  if (category !== 'accounts' || !/^accounts-(with|dormant)/.test(description ?? '')) return null;
  return dateOf(values?.made_up_date);
}

/**
 * When accounts were due, only where lateness would be certain: not for the oldest accounts listed (they may be the
 * first), not after the reference date was moved, not on paper (the date is then of handling, not of arrival).
 */
function dueOf(filing: Filing, all: readonly Filing[]): IsoDate | null {
  const end = madeUpTo(filing);
  if (!end || filing.paper_filed) return null;
  const isOldest = !all.some((other) => (madeUpTo(other) ?? end) < end);
  const moved = all.some(
    ({ description, date }) =>
      description?.startsWith('change-account-reference-date') &&
      date >= monthsAfter(end, -12) &&
      date <= filing.date,
  );
  return isOldest || moved ? null : latestDeadline(end);
}

function observe(answer: Answer, filing: Filing, dueOn: IsoDate | null): Observation[] {
  const said = {
    path: 'filing-history',
    about: companyOf(answer.number),
    saidOn: dateOf(filing.date),
    occurredOn: dateOf(filing.date),
  };
  const filedOn = said.saidOn ?? dayOf(answer.retrievedAt);
  const end = madeUpTo(filing);
  const accounts = end
    ? state(answer, {
        ...said,
        ref: `filing/${filing.transaction_id}`,
        content: {
          kind: 'accounts-filed',
          madeUpTo: end,
          filedOn,
          dueOn,
          type: filing.description?.replace(/^accounts-(with-)?(accounts-type-)?/, '') ?? null,
          machineReadable: filing.paper_filed ? false : null,
        },
      })
    : null;
  const kind = kindOf(filing);
  const other = kind
    ? state(answer, {
        ...said,
        // An office is changed on a day of its own; it is filed later.
        occurredOn: dateOf(filing.description_values?.change_date) ?? said.occurredOn,
        ref: accounts ? `filing/${filing.transaction_id}/${kind.about}` : `filing/${filing.transaction_id}`,
        content: {
          kind: 'filing',
          about: kind.about,
          type: filing.type,
          description: kind.label,
          detail: detailOf(filing),
        },
      })
    : null;
  return [accounts, other].filter((observation) => observation !== null);
}

function detailOf({ description, description_values: values }: Filing) {
  if (/extended/.test(description ?? '')) return 'extended';
  if (/shortened/.test(description ?? '')) return 'shortened';
  return values?.new_address ? kindOfAddress(values.new_address) : null;
}
