import type { CompanyNumber } from '@tocsin/domain';
import type { HttpClient, Priority } from '@tocsin/runtime';
import { z } from 'zod';
import { answeredDocument, type FetchContext, type Step } from '../define-source.ts';
import { readJson } from '../document.ts';
import { asItem } from '../trouble.ts';
import { documentAddress } from './accounts-document.ts';
import { SOURCE_ID, signIn } from './answer.ts';
import { madeUpTo, type Filing } from './filing-history.ts';

const DOCUMENTS = 'https://document-api.company-information.service.gov.uk';
const XHTML = 'application/xhtml+xml';
/** This year's accounts print last year's figures beside them: two sets tell three years. */
const SETS_OF_ACCOUNTS = 2;

const Entry = z.object({ resources: z.record(z.string(), z.unknown()) });

/**
 * The newest accounts among some filings, as data where there is data. A set that cannot be had is its own trouble, to
 * be asked for again by `askAccountsAgain`.
 */
export async function* fetchAccounts(
  http: HttpClient,
  number: CompanyNumber,
  filings: readonly Filing[],
  context: AccountsFetch,
  priority: Priority = 'normal',
): AsyncGenerator<Step, void> {
  const accounts = filings.filter((filing) => madeUpTo(filing) && filing.links?.document_metadata);
  for (const filing of accounts.slice(0, SETS_OF_ACCOUNTS)) {
    const ref = `${number}/accounts/${filing.transaction_id}`;
    // The pack of the day they were filed brings accounts by their balance sheet's day: amended ones have the same.
    const fromPack = filing.type === 'AAMD' ? [] : [`${number}/accounts/${madeUpTo(filing)}`];
    if (await context.isRecorded?.(SOURCE_ID, [ref, ...fromPack])) continue;
    const id = filing.links?.document_metadata?.split('/').at(-1);
    const item = documentAddress(`document/${id}`, number, filing);
    yield* asItem(item, fetchSet(http, item, context, priority));
  }
}

/** A set of accounts that was in trouble, by the name that it was given then. */
export function askAccountsAgain(
  http: HttpClient,
  item: string,
  context: AccountsFetch,
): AsyncGenerator<Step, void> {
  return asItem(item, fetchSet(http, item, context, 'normal'));
}

type AccountsFetch = Pick<FetchContext, 'setting' | 'isRecorded'>;

/**
 * First the document's entry, which names its forms, then the XHTML. The content stands behind a redirect to another
 * host, which is not sent the key.
 */
async function* fetchSet(
  http: HttpClient,
  item: string,
  { setting }: AccountsFetch,
  priority: Priority,
): AsyncGenerator<Step, void> {
  const [path = '', asked = ''] = item.split('#');
  const address = `${setting('COMPANIES_HOUSE_DOCUMENTS_URL') ?? DOCUMENTS}/${path}`;
  const request = { headers: signIn(setting('COMPANIES_HOUSE_KEY')), priority };
  const entry = await http.get(address, request);
  const isData = XHTML in (Entry.safeParse(readJson(entry)).data?.resources ?? {});
  const found = isData ? await http.get(`${address}/content`, { ...request, accept: XHTML }) : entry;
  yield { document: { ...answeredDocument(found), url: `${address}#${asked}` }, item };
}
