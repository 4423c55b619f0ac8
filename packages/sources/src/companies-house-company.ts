import type { CompanyNumber, Topic } from '@tocsin/domain';
import { Retry, type HttpClient, type Priority } from '@tocsin/runtime';
import { z } from 'zod';
import { isAccounts, readAccountsDocument, readDocumentEntry } from './companies-house/accounts-document.ts';
import { leftOf, SOURCE_ID, signIn } from './companies-house/answer.ts';
import { answerKinds, readAnswer } from './companies-house/answers.ts';
import { fetchAccounts } from './companies-house/fetch-accounts.ts';
import { FilingHistory } from './companies-house/filing-history.ts';
import {
  defineSource,
  UnreadableDocument,
  type FetchContext,
  type Fetched,
  type Item,
  type SourceDocument,
} from './define-source.ts';
import { readJson } from './document.ts';

const ADDRESS = 'https://api.company-information.service.gov.uk';

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
      let last: SourceDocument | null = null;
      for await (const document of fetchCompany(http, number, context, 'background')) {
        if (last) yield { document: last };
        last = document;
      }
      if (last) yield { document: last, cursor: { after: number } };
    }
    return { after: null };
  },

  *parse(document: SourceDocument): Iterable<Item> {
    if (isAccounts(document)) {
      yield accountsOf(document);
      return;
    }
    const body = readJson(document);
    if (typeof body !== 'object' || body === null) throw new UnreadableDocument('no answer of the register');
    yield readDocumentEntry(document, body) ?? readAnswer(document, body as Record<string, unknown>);
  },
});

/** Companies with open alerts, now and without moving the round; what is normal comes before what is background. */
async function* askAlerted(http: HttpClient, context: FetchContext): AsyncGenerator<Fetched<never>, void> {
  for (const number of (await context.alerted?.()) ?? [])
    for await (const document of fetchCompany(http, number, context)) yield { document };
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

/**
 * Everything the register says about one company, answer by answer, and its newest accounts that are not recorded yet.
 * `topics` narrows it to some lists.
 */
export async function* fetchCompany(
  http: HttpClient,
  number: CompanyNumber,
  context: FetchContext,
  priority: Priority = 'normal',
  topics?: readonly Topic[],
): AsyncGenerator<SourceDocument, void> {
  const address = context.setting('COMPANIES_HOUSE_URL') ?? ADDRESS;
  const headers = signIn(context.setting('COMPANIES_HOUSE_KEY'));
  for (const { path, query, topic } of answerKinds) {
    if (topics && !topics.includes(topic)) continue;
    const asked = [address, 'company', number, path].filter(Boolean).join('/') + (query ? `?${query}` : '');
    const { url, retrievedAt, contentType, body } = await http.get(asked, {
      headers,
      priority,
      answers: [404],
    });
    const document = { url, retrievedAt, contentType, body };
    const answer = jsonOf(document);
    yield document;
    if (topic !== 'filing-history') continue;
    const filings = FilingHistory.safeParse(answer).data?.items ?? [];
    yield* fetchAccounts(http, number, filings, context, priority);
  }
}

/** A page instead of an answer is weather: the round stays where it is. */
function jsonOf(document: SourceDocument): unknown {
  try {
    return readJson(document);
  } catch (cause) {
    const why = cause instanceof UnreadableDocument ? cause.message : 'something else';
    throw new Retry(`Companies House answered with ${why}`, { cause });
  }
}
