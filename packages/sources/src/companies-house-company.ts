import type { HttpClient } from '@tocsin/runtime';
import { z } from 'zod';
import { isAccounts, readAccountsDocument, readDocumentEntry } from './companies-house/accounts-document.ts';
import { leftOf, SOURCE_ID } from './companies-house/answer.ts';
import { readAnswer } from './companies-house/answers.ts';
import { askAgain, askCompany } from './companies-house/ask.ts';
import {
  defineSource,
  UnreadableDocument,
  type FetchContext,
  type Item,
  type SourceDocument,
  type Step,
} from './define-source.ts';
import { reaching } from './trouble.ts';

/** At the full pace, some ten companies are asked a minute. */
const BETWEEN_ALERTED = 300;
/** A round of 50,000 suppliers at that pace. */
const ROUND_MINUTES = 5_000;

const Cursor = z.object({
  /** The company last asked about in a round that was not finished; null after a whole round. */
  after: z.string().nullable(),
});

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
    'key, so a round of many thousand takes hours, and the stream brings changes sooner; companies with open alerts ' +
    'are asked first, and again every few hundred companies. ' +
    'Names of officers, practitioners and controllers who are people are not read. Accounts filed on paper are ' +
    'pictures and stay unread. Flags of the profile that contradict the lists (`has_charges`, ' +
    '`has_been_liquidated`) are not read either.',
  schedule: '0 */6 * * *',
  promise: { minutes: 1.5 * ROUND_MINUTES },
  pace: { requests: 600, perSeconds: 300, bucket: 'companies-house' },
  expect: { min: 0, max: 1_000_000 },
  needs: ['COMPANIES_HOUSE_KEY'],
  covers: [],
  cursor: Cursor,

  async *fetch(http, cursor, context) {
    for (const [index, number] of leftOf(context.watched, cursor?.after ?? null).entries()) {
      if (index % BETWEEN_ALERTED === 0) yield* askAlerted(http, context);
      yield* reaching(askCompany(http, number, context, 'background'), () => ({ after: number }));
    }
    return { after: null };
  },

  again: (http, item, context) => askAgain(http, item, context),

  *parse(document: SourceDocument): Iterable<Item> {
    const entry = isAccounts(document) ? accountsOf(document) : readDocumentEntry(document);
    if (entry) yield entry;
    else yield* readAnswer(document);
  },
});

/** Companies with open alerts, now and without moving the round; what is normal comes before what is background. */
async function* askAlerted(http: HttpClient, context: FetchContext): AsyncGenerator<Step, void> {
  for (const number of (await context.alerted?.()) ?? []) yield* askCompany(http, number, context);
}

/** One set of accounts that cannot be read must not hold up the company's other answers. */
function accountsOf(document: SourceDocument): Item {
  try {
    return readAccountsDocument(document);
  } catch (error) {
    if (!(error instanceof UnreadableDocument)) throw error;
    return { item: document.url, outcome: 'refused', reason: error.message };
  }
}
