import { HOUR_MS, londonTime, SECOND_MS } from '@tocsin/domain';
import { Retry, type HttpClient } from '@tocsin/runtime';
import { z } from 'zod';
import {
  defineSource,
  answeredDocument,
  UnreadableDocument,
  type Item,
  type Settled,
  type SourceDocument,
  type Step,
} from './define-source.ts';
import { readJson } from './document.ts';
import { contractNoticesOf } from './find-a-tender/contract-notices.ts';
import { paymentsNoticeOf, paymentsNoticesIn } from './find-a-tender/payments-notice.ts';
import { endOfContract, oddPerformanceOf, performanceOf } from './find-a-tender/performance.ts';
import type { OcdsPublisher } from './ocds/publisher.ts';
import { keepOcds, parseOcds } from './ocds/release.ts';
import type { Release } from './ocds/schema.ts';
import { wallOf, wallTimeOf } from './ocds/wall-time.ts';
import { asItem } from './trouble.ts';

const ADDRESS = 'https://www.find-tender.service.gov.uk';
const PAGE = 100;
/** The first day of the Procurement Act 2023. */
const FIRST_MOMENT = '2025-02-24T00:00:00';
/** Notices may be listed late, and one hour of October comes twice: the last hour is always read again. */
const OVERLAP_MS = HOUR_MS;
const WIDEST_MS = 24 * HOUR_MS;
/** Of one second, by the publisher's own links. */
const MOST_PAGES = 50;

const publisher: OcdsPublisher = {
  source: 'find-a-tender',
  vat: 'net',
  regimeOf,
  agreementOf,
  urlOf: (noticeId) => `${ADDRESS}/Notice/${encodeURIComponent(noticeId)}`,
  performanceOf,
  oddOf: oddPerformanceOf,
  noticesOf: contractNoticesOf,
  ownNoticeOf: paymentsNoticeOf,
  endOf: endOfContract,
};

const Cursor = z.object({
  /** British clock time up to which everything has been read, `2026-09-03T17:00:00`. */
  readUntil: z.string(),
});

export const findATender = defineSource({
  id: 'find-a-tender',
  title: 'Find a Tender',
  publisher: 'Cabinet Office',
  homepage: ADDRESS,
  licence: 'Open Government Licence v3.0',
  description:
    'Notices of procurements begun since 24 February 2025, when the Procurement Act 2023 came into force, as OCDS ' +
    'releases: awards, contract details, changes, terminations with their reason, and poor performance or breach where a ' +
    'notice states it (a failure to perform, a termination for breach). Ratings of indicators (UK9) are shown at the ' +
    'contract as published and are no signal. That a council has published how fast it pays (UK17) is said on its own ' +
    'page, its figures are not read. Not read either: payments under section 70 and the debarment list, until real ones have been seen; section 70 holds ' +
    'only procurements begun on or after 1 April 2026. An id that a process uses for several awards is told apart by ' +
    'buyers and suppliers; a sum in another currency is kept as printed, one that is repeated for each lot counts once ' +
    'and is doubted. Sums ' +
    'are net; where the publisher prints one with VAT too, both are kept. Contracts under £30,000 (£12,000 for ' +
    'central government) need not be published, and many suppliers are known only by the platform’s own number ' +
    '(GB-PPON). A supplier is named before there is a contract only by transparency notices of direct awards (UK5) and ' +
    'by award notices (UK6): a tender notice comes before the bids and names no bidder, so a live tender is met when ' +
    'one of these is published. Subcontractors are read where a release lists a party in that role. Its `links.next` skips notices, so windows of time are split until each fits on one page.',
  schedule: '*/30 * * * *',
  promise: { minutes: 60 },
  pace: { requests: 12, perSeconds: 120 },
  expect: { min: 0, max: 20_000 },
  needs: [],
  covers: ['contract-performance'],
  cursor: Cursor,

  async *fetch(http, cursor, { now, setting }) {
    const address = setting('FIND_A_TENDER_URL') ?? ADDRESS;
    const until = wallOf(londonTime(now));
    const readUntil = cursor?.readUntil ?? setting('FIND_A_TENDER_FROM') ?? FIRST_MOMENT;
    let from = wallOf(readUntil) - (cursor ? OVERLAP_MS : 0);
    while (from < until) {
      const to = Math.min(from + WIDEST_MS, until);
      for await (const step of askWindow(http, address, from, to))
        yield 'settled' in step ? step : { ...step, cursor: { readUntil: windowEnd(step) } };
      from = to;
    }
    return { readUntil: wallTimeOf(until) };
  },

  again(http, item, { setting }) {
    const [from = '', to = ''] = item.split('/');
    return askWindow(http, setting('FIND_A_TENDER_URL') ?? ADDRESS, wallOf(from), wallOf(to));
  },

  parse(document: SourceDocument): Iterable<Item> {
    return parseOcds(document, publisher);
  },

  keep: (document) => keepOcds(document, paymentsNoticesIn),
});

/** The end of the window of a step, by its name. */
function windowEnd(step: Exclude<Step, Settled>): string {
  const item = 'trouble' in step ? step.trouble.item : step.item;
  return item?.split('/')[1] ?? FIRST_MOMENT;
}

/** A window of time, called after its ends. One that cannot be read is its own trouble. */
function askWindow(http: HttpClient, address: string, from: number, to: number): AsyncGenerator<Step, void> {
  const item = `${wallTimeOf(from)}/${wallTimeOf(to)}`;
  return asItem(item, readWindow({ http, address, item }, from, to), { hides: true });
}

interface Asking {
  readonly http: HttpClient;
  readonly address: string;
  readonly item: string;
}

/** A page that is full may hide more: half the time is asked for instead, until every page has room to spare. */
async function* readWindow(asking: Asking, from: number, to: number): AsyncGenerator<Step, void> {
  const { http, address, item } = asking;
  const query = `limit=${PAGE}&updatedFrom=${wallTimeOf(from)}&updatedTo=${wallTimeOf(to)}`;
  const document = answeredDocument(await http.get(`${address}/api/1.0/ocdsReleasePackages?${query}`));
  const page = pageOf(document);
  if (page.releases < PAGE && !page.next) {
    yield { document, item };
    return;
  }
  if (to - from <= SECOND_MS) {
    yield* readCrowdedSecond(asking, document);
    return;
  }
  const middle = from + Math.floor((to - from) / 2 / SECOND_MS) * SECOND_MS;
  yield* askWindow(http, address, from, middle);
  yield* askWindow(http, address, middle, to);
}

/**
 * More notices in one second than a page holds: no smaller window can be asked for, so the publisher's own links are
 * followed, though they skip notices. What is read is kept, and the second stays in trouble.
 */
async function* readCrowdedSecond(asking: Asking, first: SourceDocument): AsyncGenerator<Step, void> {
  const { http, address, item } = asking;
  const asked = new Set<string>();
  let document = first;
  let read = 0;
  for (;;) {
    yield { document };
    const page = pageOf(document);
    read += page.releases;
    if (!page.next || page.releases === 0 || asked.size === MOST_PAGES) break;
    const next = URL.canParse(page.next, address) ? new URL(page.next, address) : null;
    const path = next && `${next.pathname}${next.search}`;
    // A link that is none, or leads back, ends what can be read.
    if (path === null || asked.has(path)) break;
    asked.add(path);
    document = answeredDocument(await http.get(`${address}${path}`));
  }
  const reason = `over ${PAGE} notices in one second: ${read} read, by links of the publisher that skip some`;
  yield { trouble: { item, reason, hides: true } };
}

const Page = z.object({
  releases: z.array(z.unknown()),
  links: z.object({ next: z.string().nullish() }).nullish(),
});

function pageOf(document: SourceDocument): { releases: number; next: string | null } {
  try {
    const { releases, links } = Page.parse(readJson(document));
    return { releases: releases.length, next: links?.next ?? null };
  } catch (cause) {
    const why = cause instanceof UnreadableDocument ? cause.message : 'no list of releases in it';
    throw new Retry(`Find a Tender answered with ${why}`, { cause });
  }
}

function regimeOf({ tender }: Release) {
  const basis = tender?.legalBasis;
  if (basis?.id === '2023/54') return 'procurement-act-2023';
  return basis?.scheme === 'CELEX' ? 'pcr-2015' : 'unknown';
}

function agreementOf({ tender, relatedProcesses }: Release) {
  const placedUnder = relatedProcesses?.some(({ relationship }) => relationship?.includes('framework'));
  if (placedUnder || /call-off/i.test(tender?.procurementMethodDetails ?? '')) return 'call-off';
  const { hasFrameworkAgreement, hasDynamicPurchasingSystem } = tender?.techniques ?? {};
  // To be admitted to a dynamic market (UK14, UK15) promises no work either.
  const isMarket = tender?.documents?.some(({ noticeType }) => /^UK1[45]$/.test(noticeType ?? ''));
  return hasFrameworkAgreement || hasDynamicPurchasingSystem || isMarket ? 'framework' : 'contract';
}
