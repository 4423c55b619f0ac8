import type { CompanyNumber } from '@tocsin/domain';
import type { HttpClient, Priority } from '@tocsin/runtime';
import { z } from 'zod';
import type { FetchContext, SourceDocument } from '../define-source.ts';
import { readJson } from '../document.ts';
import { documentAddress } from './accounts-document.ts';
import { SOURCE_ID, signIn } from './answer.ts';
import { madeUpTo, type Filing } from './filing-history.ts';

const DOCUMENTS = 'https://document-api.company-information.service.gov.uk';
const XHTML = 'application/xhtml+xml';
/** This year's accounts print last year's figures beside them: two sets tell three years. */
const SETS_OF_ACCOUNTS = 2;

const Entry = z.object({ resources: z.record(z.string(), z.unknown()) });

/**
 * The newest accounts among some filings, as data where there is data: first the document's entry, which names its
 * forms, then the XHTML. The content stands behind a redirect to another host, which is not sent the key.
 */
export async function* fetchAccounts(
  http: HttpClient,
  number: CompanyNumber,
  filings: readonly Filing[],
  { setting, isRecorded }: Pick<FetchContext, 'setting' | 'isRecorded'>,
  priority: Priority = 'normal',
): AsyncGenerator<SourceDocument, void> {
  const address = setting('COMPANIES_HOUSE_DOCUMENTS_URL') ?? DOCUMENTS;
  const request = { headers: signIn(setting('COMPANIES_HOUSE_KEY')), priority };
  const accounts = filings.filter((filing) => madeUpTo(filing) && filing.links?.document_metadata);
  for (const filing of accounts.slice(0, SETS_OF_ACCOUNTS)) {
    const ref = `${number}/accounts/${filing.transaction_id}`;
    if (await isRecorded?.(SOURCE_ID, ref)) continue;
    const document = `${address}/document/${filing.links?.document_metadata?.split('/').at(-1)}`;
    const entry = await http.get(document, { ...request, answers: [404] });
    if (entry.status === 404) continue;
    const isData = XHTML in (Entry.safeParse(readJson(entry)).data?.resources ?? {});
    const found = isData ? await http.get(`${document}/content`, { ...request, accept: XHTML }) : entry;
    const { retrievedAt, contentType, body } = found;
    yield { url: documentAddress(document, number, filing), retrievedAt, contentType, body };
  }
}
