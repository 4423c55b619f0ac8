import { readFileSync } from 'node:fs';
import { addDays, dayOf } from '@tocsin/domain';
import { councilMaps, csvObjects, documentSource } from '@tocsin/sources';
import { benchClock, publisherOf, type Answered, type BenchClock } from './publisher.ts';

const NOW = Date.parse('2026-11-28T21:00:00Z');
const HOUR = 3_600_000;

/** Corporate notices of May 2026 (6,023 on 21 days of issue), by code and share; solvent liquidations are not opened. */
const NOTICES_A_DAY = 287;
const CODES: readonly (readonly [code: string, share: number])[] = [
  ['2450', 0.08],
  ['2452', 0.062],
  ['2410', 0.023],
  ['2461', 0.004],
  ['2441', 0.155],
  ['2443', 0.17],
  ['2431', 0.155],
  ['2432', 0.17],
  ['2442', 1],
];
/** Notice numbers of 2026: 83,650 by 3 September, in 246 days. */
const FIND_A_TENDER_A_DAY = 340;
/** A hundred releases took seven hours of a weekday of January 2025. */
const CONTRACTS_FINDER_A_DAY = 340;
/** Megabytes, and what a line of 20 Mbit/s brings in a second. */
const MEGABYTES_A_SECOND = 2.5;
const BULK_MB = 470;
const PACK_MB = 30;
const PACKS = 43;
const SPEND_FILES = 36;
const SPEND_FILE_MB = 0.6;
const COUNCILS = 317;

/** Hours of the first run, or runs, of every source; the hours in which a publisher may not be asked included. */
export async function firstLoads(): Promise<string[][]> {
  return [await gazette(), await findATender(), await contractsFinder(), ...bulk(), ...spend()];
}

type Row = string[];

function row(source: string, hours: number, from: string, requests: number, reckoned: string): Row {
  return [source, `${hours.toFixed(1)} h`, from, requests.toLocaleString('en-GB'), reckoned];
}

/** Runs a source as its clock starts it until it has read everything; a run may end early because the hours are over. */
async function load(
  id: string,
  clock: BenchClock,
  answer: (url: URL) => Answered,
): Promise<{ readonly hours: number; readonly requests: number }> {
  const source = documentSource(id);
  const publisher = publisherOf(clock, source.pace, source.pace, answer);
  const began = clock.now();
  let cursor: unknown = null;
  for (;;) {
    const context = { now: new Date(clock.now()).toISOString(), watched: [], setting: () => undefined };
    if (source.isOpen?.(context) ?? true) {
      const steps = source.fetch(publisher.http, cursor, context);
      try {
        for (;;) {
          const step = await steps.next();
          if (step.done) return { hours: (clock.now() - began) / HOUR, requests: publisher.requests() };
          if ('cursor' in step.value && step.value.cursor !== undefined) cursor = step.value.cursor;
        }
      } catch (error) {
        if (!String(error).includes('allows visits at')) throw error;
      }
    }
    clock.advance(15 * 60_000);
  }
}

const isWeekday = (day: string) => ![0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());

async function gazette(): Promise<Row> {
  const codeOf = (at: number) => {
    let share = (at + 0.5) / NOTICES_A_DAY;
    for (const [code, of] of CODES) {
      if (share < of) return code;
      share -= of;
    }
    return '2442';
  };
  const clock = benchClock(NOW);
  const { hours, requests } = await load('gazette-insolvency', clock, ({ pathname, searchParams }) => {
    if (pathname === '/robots.txt') return { body: 'User-agent: *\nCrawl-delay: 10\n' };
    const [, notice] = /^\/notice\/(\d+)/.exec(pathname) ?? [];
    if (notice)
      return {
        body: `<html><head><title>A heading | The Gazette</title></head><body><article><dl>
<dd property="gaz:hasNoticeID">${notice}</dd><dd property="gaz:hasNoticeCode">2450</dd></dl>
<p><strong about="this:company-1" property="gazorg:name">EXAMPLE LTD</strong>
<span about="this:company-1" property="gazorg:companyNumber">99000001</span></p></article></body></html>`,
      };
    const day = searchParams.get('start-publish-date') ?? '';
    const page = Number(searchParams.get('results-page') ?? 1);
    const total = isWeekday(day) ? NOTICES_A_DAY : 0;
    const entry = Array.from({ length: Math.max(0, Math.min(100, total - (page - 1) * 100)) }, (_, at) => {
      const place = (page - 1) * 100 + at;
      return {
        id: `https://www.thegazette.co.uk/id/notice/${day.replaceAll('-', '')}${String(place).padStart(4, '0')}`,
        'f:status': 'published',
        'f:notice-code': codeOf(place),
        title: `EXAMPLE ${place} LTD`,
        published: `${day}T00:00:00`,
        category: { '@term': 'A heading' },
      };
    });
    return { body: JSON.stringify({ 'f:total': String(total), entry: entry.length > 0 ? entry : null }) };
  });
  const from = addDays(dayOf(NOW), -30);
  return row('The Gazette', hours, from, requests, '287 notices a weekday, 21:00 to 07:00 only');
}

/** Releases between two moments, at so many a day. */
function releasesIn(from: string | null, to: string | null, aDay: number): number {
  const span = Date.parse(`${to ?? ''}Z`) - Date.parse(`${from ?? ''}Z`);
  return Math.round((span / (24 * HOUR)) * aDay);
}

async function findATender(): Promise<Row> {
  const clock = benchClock(NOW);
  const { hours, requests } = await load('find-a-tender', clock, ({ searchParams }) => {
    const count = releasesIn(
      searchParams.get('updatedFrom'),
      searchParams.get('updatedTo'),
      FIND_A_TENDER_A_DAY,
    );
    return { body: JSON.stringify({ releases: Array.from({ length: Math.min(100, count) }, () => 0) }) };
  });
  return row('Find a Tender', hours, '2025-02-24', requests, `${FIND_A_TENDER_A_DAY} releases a day`);
}

async function contractsFinder(): Promise<Row> {
  const clock = benchClock(NOW);
  const { hours, requests } = await load('contracts-finder', clock, ({ searchParams }) => {
    const all = releasesIn(
      searchParams.get('publishedFrom'),
      searchParams.get('publishedTo'),
      CONTRACTS_FINDER_A_DAY,
    );
    const page = Number(searchParams.get('cursor') ?? 0);
    const count = Math.max(0, Math.min(100, all - page * 100));
    const next = `https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search?cursor=${page + 1}`;
    return { body: JSON.stringify({ releases: Array.from({ length: count }, () => 0), links: { next } }) };
  });
  return row('Contracts Finder', hours, '2021-01-01', requests, `${CONTRACTS_FINDER_A_DAY} releases a day`);
}

function bulk(): Row[] {
  return [
    row(
      'register of companies',
      BULK_MB / MEGABYTES_A_SECOND / 3_600,
      'this month',
      2,
      `${BULK_MB} MB at 20 Mbit/s; loading it: bench -- register`,
    ),
    row(
      'accounts packs',
      Math.max((PACKS * PACK_MB) / MEGABYTES_A_SECOND, PACKS * 6) / 3_600,
      addDays(dayOf(NOW), -60),
      PACKS + 1,
      `${PACKS} packs of ${PACK_MB} MB; reading them: bench -- accounts`,
    ),
  ];
}

/** Three seconds between two files, or as long as a file takes. */
function spend(): Row[] {
  const hours = (councils: number) =>
    (councils * (1 + SPEND_FILES) * Math.max(3, SPEND_FILE_MB / MEGABYTES_A_SECOND)) / 3_600;
  const mapped = councilMaps().length;
  return [mapped, COUNCILS].map((councils) =>
    row(
      `spending of ${councils} councils`,
      hours(councils),
      addDays(dayOf(NOW), -3 * 365),
      councils * (1 + SPEND_FILES),
      `a file a month for three years${councils === mapped ? ', those that are mapped' : ''}`,
    ),
  );
}

/** Years of a published award, and its value; of the recorded notices of both kinds. */
interface Period {
  readonly years: number;
  readonly value: number;
}

/**
 * What of running contracts is missed because reading begins on a day: with awards at a steady rate, a contract of length
 * L runs on a day with weight L, of which L − X began more than X years before. An estimate by recorded notices.
 */
export function missedContracts(): string[] {
  const read = (file: string) =>
    readFileSync(new URL(`../../../../shared/data/ocds/${file}`, import.meta.url));
  const day = (printed: string) =>
    Date.parse(printed.replace(/^(\d\d)\/(\d\d)\/(\d{4}).*/, '$3-$2-$1').slice(0, 10));
  const periods: Period[] = [];
  const take = (from: string, to: string, value: number) => {
    const years = (day(to) - day(from)) / (365.25 * 24 * HOUR);
    if (years > 0) periods.push({ years, value });
  };
  for (const one of csvObjects(read('contracts_finder_csv/cf_search_export_capped_1000_2020.csv'), {
    ragged: true,
  }))
    take(
      one['Contract start date'] ?? '',
      one['Contract end date'] ?? '',
      Number(one['Awarded Value'] || one['Value Low'] || 0),
    );
  for (const line of read('contracts_finder/releases.jsonl').toString('utf8').split('\n').filter(Boolean)) {
    const { awards = [] } = JSON.parse(line) as {
      awards?: { contractPeriod?: { startDate?: string; endDate?: string }; value?: { amount?: number } }[];
    };
    for (const { contractPeriod, value } of awards)
      take(contractPeriod?.startDate ?? '', contractPeriod?.endDate ?? '', value?.amount ?? 0);
  }
  const sinceYears = (NOW - Date.parse('2021-01-01')) / (365.25 * 24 * HOUR);
  const missed = (weight: (one: Period) => number) => {
    let [before, all] = [0, 0];
    for (const one of periods) {
      before += Math.max(0, one.years - sinceYears) * weight(one);
      all += one.years * weight(one);
    }
    return `${((before / all) * 100).toFixed(0)} %`;
  };
  return [
    `Of the contracts that run today, reading Contracts Finder from 2021 misses about ${missed(() => 1)} by number and`,
    `${missed(({ value }) => value)} by value (${periods.length} recorded awards, at a steady rate of awards); CONTRACTS_FINDER_FROM=2016-11-01 would read them.`,
    'Contracts that no notice names (below the thresholds, or never published) are met in registers and spending only.',
    '',
  ];
}
