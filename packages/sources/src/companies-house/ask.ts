import {
  addDays,
  dayOf,
  findCompanyNumber,
  type CompanyNumber,
  type IsoDate,
  type Topic,
} from '@tocsin/domain';
import type { HttpClient, Priority } from '@tocsin/runtime';
import {
  answeredDocument,
  UnreadableDocument,
  type FetchContext,
  type SourceDocument,
  type Step,
} from '../define-source.ts';
import { asItem } from '../trouble.ts';
import { List, signIn, type AnswerKind } from './answer.ts';
import { answerKinds, bodyOf, PAGES } from './answers.ts';
import { askAccountsAgain, fetchAccounts } from './fetch-accounts.ts';
import { filingHistory, filingsIn } from './filing-history.ts';
import { isHeldElsewhere, profile } from './profile.ts';

const ADDRESS = 'https://api.company-information.service.gov.uk';
/** No list gives more at once, whatever is asked for. */
const A_PAGE = 100;
const MOST_PAGES = 100;
/** Filings are read this far back, and accounts to the first: some companies file a thousand buy-backs a year. */
const DAYS_OF_FILINGS = 730;

/** Who asks, and how. */
interface Asking {
  readonly http: HttpClient;
  readonly context: FetchContext;
  readonly priority: Priority;
}

/**
 * Everything the register says about one company, answer by answer, and its newest accounts that are not recorded yet.
 * `topics` narrows it to some lists. An answer that cannot be had is that answer's trouble. About a number under which
 * nobody is registered, or of which another register holds the rest, nothing more is asked.
 */
export async function* askCompany(
  http: HttpClient,
  number: CompanyNumber,
  context: FetchContext,
  priority: Priority = 'normal',
  topics?: readonly Topic[],
): AsyncGenerator<Step, void> {
  const asking = { http, context, priority };
  for (const kind of answerKinds) {
    if (topics && !topics.includes(kind.topic)) continue;
    const item = ['company', number, kind.path].filter(Boolean).join('/');
    let answer: SourceDocument | null = null;
    for await (const step of asItem(item, askList(asking, item, kind))) {
      if ('document' in step) answer = step.document;
      yield step;
    }
    const body = answer?.status === 200 ? readable(answer) : null;
    if (kind === profile && (answer?.status === 404 || (body && isHeldElsewhere(number, body)))) return;
    if (kind === filingHistory && body)
      yield* fetchAccounts(http, number, filingsIn(body), context, priority);
  }
}

/** One item that was in trouble: an answer about a company, or a set of accounts. */
export async function* askAgain(
  http: HttpClient,
  item: string,
  context: FetchContext,
): AsyncGenerator<Step, void> {
  const [what, , path = ''] = item.split('/');
  const number = findCompanyNumber(item);
  if (what === 'document') yield* askAccountsAgain(http, item, context);
  else if (number) {
    const topics = answerKinds.filter((kind) => kind.path === path).map(({ topic }) => topic);
    yield* askCompany(http, number, context, 'normal', topics);
  }
}

/** One answer; a list with all its pages. What was read of a list before its trouble is kept. */
async function* askList(
  { http, context, priority }: Asking,
  item: string,
  kind: AnswerKind,
): AsyncGenerator<Step, void> {
  const address = `${context.setting('COMPANIES_HOUSE_URL') ?? ADDRESS}/${item}`;
  const request = { headers: signIn(context.setting('COMPANIES_HOUSE_KEY')), priority };
  const ask = async (query: Readonly<Record<string, string | number>>, answers: readonly number[] = []) => {
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    const asked = search.size === 0 ? address : `${address}?${search}`;
    return answeredDocument(await http.get(asked, { ...request, answers }));
  };
  const first = await ask(kind.isPaged ? { items_per_page: A_PAGE } : {}, [404]);
  const pages = [first];
  if (kind.isPaged && first.status === 200 && readable(first)) {
    const oldest = kind === filingHistory ? addDays(dayOf(context.now), -DAYS_OF_FILINGS) : null;
    try {
      for await (const page of furtherPages(first, ask, oldest)) pages.push(page);
    } catch (error) {
      yield { document: listOf(pages), item };
      throw error;
    }
  }
  yield { document: listOf(pages), item };
}

type AskPage = (query: Readonly<Record<string, string | number>>) => Promise<SourceDocument>;

/** The pages behind the first, back to `oldest`; and where a history goes on behind that, all its accounts. */
async function* furtherPages(
  first: SourceDocument,
  ask: AskPage,
  oldest: IsoDate | null,
): AsyncGenerator<SourceDocument, void> {
  let { read, isAll, last } = walk(first);
  for (let pages = 1; !isAll && pages < MOST_PAGES; pages += 1) {
    if (oldest !== null && last < oldest) break;
    const page = await ask({ items_per_page: A_PAGE, start_index: read });
    yield page;
    ({ read, isAll, last } = walk(page, read));
  }
  if (oldest === null || isAll) return;
  let accounts = { read: 0, isAll: false };
  for (let pages = 0; !accounts.isAll && pages < MOST_PAGES; pages += 1) {
    const page = await ask({ category: 'accounts', items_per_page: A_PAGE, start_index: accounts.read });
    yield page;
    accounts = walk(page, accounts.read);
  }
}

/** How far a list has been read, and the day of the last entry. */
function walk(page: SourceDocument, before = 0) {
  const { items = [], total_count, total_results } = List.safeParse(bodyOf(page)).data ?? {};
  const read = before + items.length;
  const last = filingsIn({ items }).at(-1)?.date ?? '';
  return { read, isAll: items.length === 0 || read >= (total_count ?? total_results ?? 0), last };
}

/** A list of one page as it came; one of several as its pages one after the other, for no page says it all. */
function listOf(pages: readonly SourceDocument[]): SourceDocument {
  const [first] = pages;
  if (!first) throw new UnreadableDocument('no page of the list');
  if (pages.length === 1) return first;
  const parts = pages.flatMap(({ body }) => [Buffer.from('\u001e'), body, Buffer.from('\n')]);
  return { ...first, contentType: PAGES, body: new Uint8Array(Buffer.concat(parts)) };
}

/** The body of an answer; null where it is none, which is said when the answer is read. */
function readable(document: SourceDocument): ReturnType<typeof bodyOf> | null {
  try {
    return bodyOf(document);
  } catch (error) {
    if (error instanceof UnreadableDocument) return null;
    throw error;
  }
}
