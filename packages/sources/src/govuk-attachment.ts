import type { HttpClient, HttpResponse } from '@tocsin/runtime';
import { textOf } from './document.ts';
import { openPage } from './html.ts';
import { UnreadableDocument } from './unreadable.ts';

/** Spreadsheets and separated text, as GOV.UK attaches them to a publication. */
const FILE = /\.(?:xlsx|ods|csv)(?:$|[?#])/i;

/** The latest attached spreadsheet of a publication of GOV.UK: the first on its page, in its most readable format. */
export function attachmentOn(page: string, address: string): string {
  const $ = openPage(page);
  const links = $('a[href]')
    .toArray()
    .flatMap((link) => $(link).attr('href') ?? [])
    .filter((href) => FILE.test(href) && URL.canParse(href, address))
    .map((href) => new URL(href, address).href);
  const [first] = links;
  if (first === undefined) throw new UnreadableDocument(`a page of GOV.UK without a spreadsheet: ${address}`);
  return first;
}

/** Fetches the spreadsheet that a publication of GOV.UK has now; null where it is `known` already by its address. */
export async function fetchAttachment(
  http: HttpClient,
  page: string,
  known: string | null,
  maxBytes: number,
): Promise<HttpResponse | null> {
  const listing = await http.get(page);
  const address = attachmentOn(textOf(listing), listing.url);
  // A new month is a new file under a new address.
  return address === known ? null : http.get(address, { maxBytes });
}
