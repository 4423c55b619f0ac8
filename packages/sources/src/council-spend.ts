import { addMonths, addTo, dayOf, daysBetween, type Observation, Pence } from '@tocsin/domain';
import { Refuse, type HttpResponse } from '@tocsin/runtime';
import { z } from 'zod';
import { readListing, type Link } from './council-spend/listing.ts';
import type { CouncilMap, MappedPage } from './council-spend/map.ts';
import { councilMaps, pagesOf } from './council-maps.ts';
import { openSpendText } from './council-spend/read.ts';
import type { SpendRow } from './council-spend/row.ts';
import { whatElse } from './tables/what-else.ts';
import { isWorkbook } from './tables/workbook.ts';
import {
  UnreadableDocument,
  defineSource,
  answeredDocument,
  type DocumentSource,
  type Item,
  type SourceDocument,
  type Step,
  type Troubled,
} from './define-source.ts';
import { textOf } from './document.ts';
import { asItem } from './trouble.ts';

const ID = 'council-spend';
const MAX_BYTES = 200 * 1024 * 1024;
const MAX_PAGES = 30;
/** Spending counts for twelve months, its trend for twenty-four; what is older is left to the archives. */
const MONTHS_BACK = 36;

const Mark = z.object({ etag: z.string().nullable(), lastModified: z.string().nullable(), on: z.string() });
type Mark = z.infer<typeof Mark>;

const Cursor = z.object({
  /** Addresses of the files that were fetched, by council: each is fetched once, unless its name says no month. */
  fetched: z.record(z.string(), z.array(z.string())),
  /** What the publisher said of the state of files that are called after no month. */
  marks: z.record(z.string(), Mark).default({}),
});
type Cursor = z.infer<typeof Cursor>;

export const councilSpend = defineSource({
  kind: 'spend',
  id: ID,
  title: 'Council spending over £500 (in some councils over £250) and contract registers',
  publisher: 'Each council, under the Local Government Transparency Code',
  homepage: 'https://www.gov.uk/government/publications/local-government-transparency-code-2015',
  licence: 'Open Government Licence v3.0, as each council publishes it',
  description:
    'Lines of payments that councils publish each month or quarter, in layouts of their own: one JSON map per council ' +
    'names the page that lists the files, and the columns of every layout by its header. A file with a header that no ' +
    'map knows is refused, with the nearest map and the differing columns. Payees that are redacted, and people, are ' +
    'kept as sums without a name. Files appear four to eight weeks after their month; a council that is late against ' +
    'its own cadence is named, and so is one whose page or file cannot be read. Files called after a month more than ' +
    'three years back are not fetched, nor are PDFs. ' +
    'A contract register (contracts over £5,000) that a council publishes is read as contracts of that council: known again by ' +
    'the council’s own reference and first day, joined with the notices of the same contracts, ended by its dates alone. ' +
    'Whether amounts include VAT is printed by few councils: where it is not, the basis is unknown.',
  schedule: '20 5 * * *',
  promise: { minutes: 48 * 60 },
  pace: { requests: 1, perSeconds: 3 },
  expect: { min: 0, max: 5_000_000 },
  needs: [],
  covers: [],
  cursor: Cursor,
  fetch: (http, cursor, context) => fetchNewFiles(councilMaps(), http, cursor, context),
  parse: (document) => itemsOf(document),
});

/**
 * Looks at the pages of every council and fetches what is new there. A page or file that cannot be read does not keep
 * the others waiting: it is that page's or file's trouble, and every run meets it again.
 */
export async function* fetchNewFiles(
  maps: readonly CouncilMap[],
  ...[http, cursor, { now, isInTrouble }]: Parameters<DocumentSource<Cursor>['fetch']>
): AsyncGenerator<Step<Cursor>, Cursor | null> {
  const fetched = new Map(Object.entries(cursor?.fetched ?? {}).map(([gss, urls]) => [gss, [...urls]]));
  const marks: Record<string, Mark> = { ...cursor?.marks };
  const reached = (): Cursor => Cursor.parse({ fetched: Object.fromEntries(fetched), marks });
  const since = addMonths(dayOf(now), -MONTHS_BACK);
  for (const { map, page } of maps.flatMap((each) => pagesOf(each).map((of) => ({ map: each, page: of })))) {
    let isWhole = true;
    for await (const listed of asItem(page.url, listFiles(map, page, http, since))) {
      if ('trouble' in listed) {
        isWhole = false;
        yield ofCouncil(map, listed);
      } else yield* newFiles(listed, map);
    }
    if (isWhole) yield { settled: page.url };
  }
  return reached();

  async function* newFiles(listed: readonly Link[], map: CouncilMap): AsyncGenerator<Step<Cursor>, void> {
    for (const { url, covers } of listed) {
      const known = fetched.get(map.gss)?.includes(url) ?? false;
      if (known && (covers !== null || !mayHaveChanged(marks[url], now))) continue;
      for await (const answer of asItem(
        url,
        fetchFile(http, url, known && !isInTrouble?.(url) ? marks[url] : undefined),
      )) {
        if ('trouble' in answer) {
          yield ofCouncil(map, answer);
          continue;
        }
        if (covers === null) marks[url] = markOf(answer, now);
        if (answer.status === 304) yield { settled: url };
        else {
          if (!known) addTo(fetched, map.gss, url);
          yield { document: { ...answeredDocument(answer), url }, item: url, cursor: reached() };
        }
      }
    }
  }
}

function ofCouncil({ name }: CouncilMap, { trouble }: Troubled): Troubled {
  return { trouble: { ...trouble, reason: `${name}: ${trouble.reason}` } };
}

/** Where a publisher does not say whether a file has changed, it is fetched again after so many days. */
const UNMARKED_DAYS = 28;

/** A file that is called after no month, such as a register, is replaced under the same address. */
function mayHaveChanged(mark: Mark | undefined, now: string): boolean {
  if (!mark || mark.etag !== null || mark.lastModified !== null) return true;
  return daysBetween(mark.on, dayOf(now)) >= UNMARKED_DAYS;
}

function markOf({ etag, lastModified }: Pick<HttpResponse, 'etag' | 'lastModified'>, now: string): Mark {
  return { etag, lastModified, on: dayOf(now) };
}

/** One file, or a 304 where it is as it was. Throws `Refuse` where it is not there, or a page came in its place. */
async function* fetchFile(
  http: Http,
  url: string,
  mark: Mark | undefined,
): AsyncGenerator<HttpResponse, void> {
  const { etag = null, lastModified = null } = mark ?? {};
  const answer = await http.get(url, {
    maxBytes: MAX_BYTES,
    ifNoneMatch: etag,
    ifModifiedSince: etag === null ? lastModified : null,
  });
  const found = answer.status === 304 || isWorkbook(answer.body) ? null : whatElse(answer.body);
  if (found === 'a page' || found === 'an empty file') throw new Refuse(`${found} instead of ${url}`);
  yield answer.status === 304 ? { ...answer, etag, lastModified } : answer;
}

type Http = Parameters<DocumentSource['fetch']>[0];

/** The files that a page lists. Throws `Refuse` where it lists none, and after them where it has more pages than are read. */
async function* listFiles(
  map: CouncilMap,
  page: MappedPage,
  http: Http,
  since: string,
): AsyncGenerator<Link[], void> {
  const files = new Map<string, Link>();
  const pages = [page.url];
  let further = 0;
  for (const [at, url] of pages.entries()) {
    const { body } = await http.get(url);
    const listing = listingOf(map, page, url, textOf({ body }), since);
    for (const file of listing.files) files.set(file.url, file);
    if (at === 0) {
      pages.push(...listing.pages.slice(0, MAX_PAGES));
      further = listing.pages.length - MAX_PAGES;
    }
  }
  if (files.size === 0) throw new Refuse(`no file is listed on ${page.url}: has the page changed?`);
  yield [...files.values()];
  if (further > 0)
    throw new Refuse(
      `${page.url} lists ${MAX_PAGES + further} further pages, of which the first ${MAX_PAGES} are read: files on the others are not known`,
    );
}

function listingOf(...given: Parameters<typeof readListing>): ReturnType<typeof readListing> {
  try {
    return readListing(...given);
  } catch (cause) {
    throw new Refuse(`${given[2]} is neither a page nor an open-data listing that we can read`, { cause });
  }
}

/** The payments of one file as items, for looking at a small one; files are stored in bulk instead. */
function* itemsOf(document: SourceDocument): Generator<Item> {
  const file = openSpendText(councilMaps(), document);
  if (file.contracts) return yield* file.contracts(document);
  const rows = [...file.rows];
  const held = rows.find((row) => row.outcome === 'held');
  if (held) throw new UnreadableDocument(held.reason);
  for (const row of rows) yield itemOf(document, file.council, row);
}

function itemOf(document: SourceDocument, council: string, row: SpendRow): Item {
  const item = `row ${row.row}`;
  if (!('payment' in row))
    return { item, outcome: row.outcome === 'not-a-payment' ? 'ignored' : 'refused', reason: row.reason };
  const { payment } = row;
  if (!payment.mention) return { item, outcome: 'ignored', reason: `${payment.payee} payee` };
  const observation: Observation = {
    source: ID,
    ref: `${council}/${document.url}#${row.row}`,
    version: document.retrievedAt,
    occurredOn: payment.paidOn,
    publishedAt: document.retrievedAt,
    url: document.url,
    quote: null,
    about: payment.mention,
    content: {
      kind: 'payment',
      council,
      supplier: payment.mention,
      paidOn: payment.paidOn,
      amount: { pence: Pence.parse(payment.pence), vat: payment.vat },
      department: payment.department,
      purpose: payment.purpose,
      category: payment.category,
      transactionRef: payment.transactionRef,
    },
  };
  return { item, outcome: 'observed', observations: [observation] };
}
