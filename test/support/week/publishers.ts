import { addDays, addTo, dayOf, instantAtLondonTime, londonTime, type IsoDate } from '@tocsin/domain';
import { filedDocument, registerAnswer } from '../../national/companies-house.ts';
import { casesSince, filingsSince, type RegisterEvent } from '../../national/companies-house-stream.ts';
import { countryOn, type Country } from '../../national/country.ts';
import { noticePage, noticesOf } from '../../national/gazette.ts';
import { contractsHeldBy, publishedReleases } from '../../national/notices-of-contracts.ts';
import { streamOf } from '../../national/random.ts';
import { spendOf } from '../../national/spend.ts';
import { companiesHouseServer } from '../publishers/companies-house.ts';
import { companiesHouseStreamServer, type TimedEvent } from '../publishers/companies-house-stream.ts';
import { contractsFinderServer } from '../publishers/contracts-finder.ts';
import { councilSites, type PublishedFile } from '../publishers/councils.ts';
import { documentServer } from '../publishers/documents.ts';
import { findATenderServer } from '../publishers/find-a-tender.ts';
import { gazetteServer } from '../publishers/gazette.ts';
import { openOddities, type Oddities } from '../publishers/oddities.ts';
import type { WeekClock } from './clock.ts';

/** What was served beside answers to single items. */
export interface ServedBeside {
  readonly emptyLists: number;
  readonly twice: Readonly<Record<string, number>>;
  readonly eventsTwice: number;
  readonly streamCuts: number;
  readonly tooFast: Readonly<Record<string, number>>;
}

/** Every publisher of a country on this machine, as it stands at the moment of the clock. */
export interface Publishers {
  readonly settings: Readonly<Record<string, string>>;
  /** Where an address outside of this machine is answered. */
  readonly addressOf: (url: string) => string;
  readonly oddities: Oddities;
  readonly beside: () => ServedBeside;
  readonly requests: () => Readonly<Record<string, number>>;
  readonly close: () => Promise<void>;
}

export interface Span {
  readonly from: IsoDate;
  readonly until: IsoDate;
}

const STREAMS = [
  'insolvency-cases',
  'companies',
  'filings',
  'charges',
  'officers',
  'persons-with-significant-control',
];
/** One connection in so many is cut in the middle. */
const CUT_SHARE = 0.05;
const EVENT_TWICE_SHARE = 0.02;

export async function openPublishers(
  country: Country,
  clock: WeekClock,
  span: Span,
  calmFrom: number,
): Promise<Publishers> {
  const { seed } = country;
  const oddities = openOddities(seed, clock, calmFrom);
  const at = asSeen(country, clock);
  const streams = eventsOf(country, span);
  let cuts = 0;
  const [register, documents, stream, gazette, finder, tender, sites] = await Promise.all([
    companiesHouseServer(clock, { oddities, answers: (path) => registerAnswer(at(), path) }),
    documentServer((id) => filedDocument(at(), id), oddities),
    companiesHouseStreamServer({
      events: streams.events,
      timed: { clock, wireOf: clock.wireOf },
      endings: (connection) => {
        if (clock.now() >= calmFrom || !streamOf(seed, 'cut', connection).chance(CUT_SHARE)) return 'open';
        cuts += 1;
        return 'line';
      },
    }),
    gazetteServer(clock, noticesIn(country), undefined, [], oddities),
    contractsFinderServer(
      clock,
      releasesOf(country, 'contracts-finder', ({ at: date }) => ({ date })),
      30,
      oddities,
    ),
    findATenderServer(
      clock,
      releasesOf(country, 'find-a-tender', ({ at: updated }) => ({ updated })),
      { oddities },
    ),
    councilSites(clock, filesOf(country, span), oddities),
  ]);
  const servers = { register, documents, stream, gazette, finder, tender, sites };
  return {
    settings: {
      COMPANIES_HOUSE_KEY: 'test-key',
      COMPANIES_HOUSE_URL: register.url,
      COMPANIES_HOUSE_DOCUMENTS_URL: documents.url,
      COMPANIES_HOUSE_STREAM_KEY: 'stream-key',
      COMPANIES_HOUSE_STREAM_URL: stream.url,
      GAZETTE_URL: gazette.url,
      CONTRACTS_FINDER_URL: finder.url,
      FIND_A_TENDER_URL: tender.url,
    },
    addressOf: sites.addressOf,
    oddities,
    beside: () => ({
      emptyLists: register.withoutBody.size,
      twice: {
        'gazette-insolvency': gazette.twice.size,
        'contracts-finder': finder.twice.size,
        'find-a-tender': tender.twice.size,
      },
      eventsTwice: streams.twice,
      streamCuts: cuts,
      tooFast: {
        'companies-house-company': register.refused(),
        'contracts-finder': finder.refused(),
        'find-a-tender': tender.refused(),
      },
    }),
    requests: () => ({
      'companies-house-company': register.requests.length,
      'companies-house-company, documents': documents.requests.length,
      'companies-house-stream': stream.requests.length,
      'gazette-insolvency': gazette.requests.length,
      'contracts-finder': finder.requests.length,
      'find-a-tender': tender.requests.length,
      'council-spend': sites.requests.length,
    }),
    async close() {
      await Promise.all(Object.values(servers).map(({ close }) => close()));
    },
  };
}

/** The country as its registers stand on the day of the clock. */
function asSeen(country: Country, clock: WeekClock): () => Country {
  let seen = countryOn(country, dayOf(clock.now()));
  return () => {
    const today = dayOf(clock.now());
    if (seen.today !== today) seen = countryOn(country, today);
    return seen;
  };
}

function noticesIn(country: Country) {
  return noticesOf(country).map((notice) => ({
    id: notice.id,
    code: notice.code,
    company: notice.company.name,
    number: notice.company.number,
    published: notice.step.on,
    page: () => noticePage(country, notice).document.body,
  }));
}

function releasesOf<T>(
  country: Country,
  source: 'contracts-finder' | 'find-a-tender',
  dated: (listed: { readonly at: string }) => T,
) {
  return publishedReleases(country, source).map((one) => ({
    id: one.id,
    release: one.release,
    ...dated(one),
  }));
}

const REGISTER = 'contracts-register.csv';

function filesOf(country: Country, { from }: Span): readonly PublishedFile[] {
  return country.councils.flatMap((council) =>
    [...spendOf(country, council), ...contractsHeldBy(country, council)].flatMap((made): PublishedFile[] => {
      if (!('document' in made) || made.document.source !== 'council-spend') return [];
      const { url, contentType, body } = made.document;
      // A register is replaced under its address; a file of payments appears some weeks after its month.
      const publishedOn = url.endsWith(REGISTER) ? from : made.document.publishedOn;
      const page = council.map.page.url;
      const address = `https://${new URL(page).hostname}/${url}`;
      return [{ page, url: address, publishedOn, contentType: contentType ?? '', body }];
    }),
  );
}

/** Events of the span, and beside them such as the streams are full of: about companies that nobody depends on. */
function eventsOf(country: Country, { from, until }: Span) {
  const events: Record<string, TimedEvent[]> = Object.fromEntries(STREAMS.map((stream) => [stream, []]));
  let twice = 0;
  const found = new Map<string, { readonly at: number; readonly line: RegisterEvent['line'] }[]>();
  for (let day = from; day <= until; day = addDays(day, 1)) {
    const seen = countryOn(country, day);
    const own = { 'insolvency-cases': casesSince(seen, day), filings: filingsSince(seen, day) };
    for (const [stream, some] of Object.entries(own))
      for (const [place, { line }] of some.entries()) {
        const random = streamOf(country.seed, 'event', stream, day, place);
        const at = Date.parse(instantAtLondonTime(`${day}T09:00:00`)) + random.between(0, 8 * 3_600_000);
        addTo(found, stream, { at, line });
        if (!random.chance(EVENT_TWICE_SHARE)) continue;
        addTo(found, stream, { at: at + 60_000, line });
        twice += 1;
      }
    for (const stream of STREAMS)
      for (let minute = 0; minute < 24 * 60; minute += 20)
        addTo(found, stream, {
          at: Date.parse(instantAtLondonTime(`${day}T00:00:00`)) + minute * 60_000,
          line: elsewhere(stream, minute),
        });
  }
  for (const [stream, some] of found)
    events[stream] = some
      .toSorted((a, b) => a.at - b.at)
      .map(({ at, line }, place) => {
        const timepoint = 9_000_000 + place;
        // The publisher prints moments with a zone and without one.
        const moment = new Date(at).toISOString();
        const published_at = place % 2 === 0 ? moment : londonTime(at);
        const event = { timepoint, published_at, type: 'changed' };
        return { timepoint, at, line: JSON.stringify({ ...line, event }) };
      });
  return { events, twice };
}

function elsewhere(stream: string, minute: number): RegisterEvent['line'] {
  const number = String(98_000_000 + minute);
  return {
    resource_kind: `company-${stream}`,
    resource_uri: `/company/${number}/${stream}`,
    resource_id: number,
    data: {},
  };
}
