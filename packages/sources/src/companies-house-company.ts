import { MINUTE_MS, type CompanyNumber, type IsoInstant } from '@tocsin/domain';
import type { Priority } from '@tocsin/runtime';
import { z } from 'zod';
import {
  isAccounts,
  keepAccounts,
  keepDocumentEntry,
  readAccountsDocument,
  readDocumentEntry,
} from './companies-house/accounts-document.ts';
import { SOURCE_ID } from './companies-house/answer.ts';
import { keepAnswer, readAnswer } from './companies-house/answers.ts';
import { askAgain, askCompany } from './companies-house/ask.ts';
import {
  planLooks,
  PROMISE_HOURS,
  ROUND_HOURS,
  topicsOf,
  type LookReason,
  type LookStanding,
} from './companies-house/plan.ts';
import {
  defineSource,
  UnreadableDocument,
  type FetchContext,
  type Item,
  type SourceDocument,
} from './define-source.ts';

/** A plan is made anew after so many requests: who comes to be watched waits no longer than they take. */
const REQUESTS_A_PLAN = 100;
/** So long a run lasts where more is due: the next begins at once, and the pages have heard how it went. */
const RUN_MS = 4.5 * MINUTE_MS;

export const companiesHouseCompany = defineSource({
  id: SOURCE_ID,
  title: 'Companies House register',
  publisher: 'Companies House',
  homepage: 'https://find-and-update.company-information.service.gov.uk',
  licence: 'Public register; data under the Open Government Licence v3.0',
  description:
    'What the register says about each supplier that some council depends on: status, what is due, insolvency ' +
    'cases, filings, charges, directors as counts and dates, companies that control it, and the figures of its ' +
    'newest accounts where they were filed as data. Asked company by company within 600 requests in five minutes a ' +
    'key: companies never read first (status and insolvency cases only), then those of which an event was told, then ' +
    'those of which one may have been missed in a gap of the stream, then those with an open alert, then the rest of what was never read, by weight, then the oldest look. A round of ' +
    `50,000 suppliers takes some ${ROUND_HOURS} hours, and the stream brings changes sooner. ` +
    'Names of officers, practitioners and controllers who are people are not read. Accounts filed on paper are ' +
    'pictures and stay unread. Flags of the profile that contradict the lists (`has_charges`, ' +
    '`has_been_liquidated`) are not read either.',
  schedule: '*/5 * * * *',
  promise: { minutes: PROMISE_HOURS * 60 },
  pace: { requests: 600, perSeconds: 300, bucket: 'companies-house' },
  expect: { min: 0, max: 1_000_000 },
  needs: ['COMPANIES_HOUSE_KEY'],
  covers: [],
  // Where the next run goes on is told by the looks themselves.
  cursor: z.object({ isMoreDue: z.boolean().default(false) }),
  goesOn: ({ isMoreDue }) => isMoreDue,

  async *fetch(http, _cursor, context) {
    const askedHere = new Map<CompanyNumber, LookStanding['asked']>();
    let now = context.now;
    while (Date.parse(now) - Date.parse(context.now) < RUN_MS) {
      const plan = planLooks(await standingsNow(context, askedHere), { now, requests: REQUESTS_A_PLAN });
      if (plan.length === 0) return { isMoreDue: false };
      for (const { number, part, because } of plan) {
        let answered = '';
        for await (const step of askCompany(http, number, context, priorityOf(because), topicsOf[part])) {
          if ('document' in step && step.document.retrievedAt > now) now = step.document.retrievedAt;
          if ('trouble' in step) answered = step.trouble.item;
          else if ('document' in step) answered = step.item ?? '';
          yield step;
        }
        const isAll = part === 'proceedings' && answered === `company/${number}`;
        const before = askedHere.get(number);
        askedHere.set(number, {
          proceedings: part === 'proceedings' ? now : (before?.proceedings ?? null),
          lists: part === 'lists' || isAll ? now : (before?.lists ?? null),
        });
      }
    }
    return { isMoreDue: true };
  },

  again: (http, item, context) => askAgain(http, item, context),

  *parse(document: SourceDocument): Iterable<Item> {
    if (isAccounts(document)) {
      yield* accountsOf(document);
      return;
    }
    const entry = readDocumentEntry(document);
    if (entry) yield entry;
    else yield* readAnswer(document);
  },

  keep: (document) =>
    isAccounts(document) ? keepAccounts(document) : (keepDocumentEntry(document) ?? keepAnswer(document)),
});

/** Whoever was asked in this run is not asked again in it, whatever came of it, unless something happens. */
async function standingsNow(
  { standings, watched }: FetchContext,
  askedHere: ReadonlyMap<CompanyNumber, LookStanding['asked']>,
): Promise<readonly LookStanding[]> {
  const found = standings ? await standings(REQUESTS_A_PLAN + askedHere.size) : watched.map(neverAsked);
  return found.map((standing) => {
    const here = askedHere.get(standing.number);
    if (!here) return standing;
    const { proceedings, lists } = standing.asked;
    return {
      ...standing,
      asked: { proceedings: laterOf(proceedings, here.proceedings), lists: laterOf(lists, here.lists) },
    };
  });
}

function neverAsked(number: CompanyNumber): LookStanding {
  const asked = { proceedings: null, lists: null };
  return { number, asked, firstAskedAt: null, touchedAt: null, isAlerted: false, weight: 0 };
}

function laterOf(one: IsoInstant | null, other: IsoInstant | null): IsoInstant | null {
  return one === null || (other !== null && other > one) ? other : one;
}

/** First looks, events and open alerts do not wait behind the round. */
function priorityOf(because: LookReason): Priority {
  return ['never-read', 'touched', 'alerted'].includes(because) ? 'normal' : 'background';
}

/** One set of accounts that cannot be read must not hold up the company's other answers. */
function accountsOf(document: SourceDocument): Item[] {
  try {
    return readAccountsDocument(document);
  } catch (error) {
    if (!(error instanceof UnreadableDocument)) throw error;
    return [{ item: document.url, outcome: 'refused', reason: error.message }];
  }
}
