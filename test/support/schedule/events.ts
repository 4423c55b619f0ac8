import { saveRegister, asCouncil, loadRegister, saveRecipient, writeSetting, type Db } from '@tocsin/db';
import { addDays, londonTime, type IsoDate } from '@tocsin/domain';
import { documentSource, readBulkRegister, readRegister } from '@tocsin/sources';
import { createHash } from 'node:crypto';
import { loadCouncils } from '../../../services/cli/src/councils.ts';
import { ingestDocument } from '../../../services/cli/src/ingest.ts';
import { bulkRegisterOf } from '../../national/bulk-register.ts';
import { countryOf, type Country } from '../../national/country.ts';
import { noticePage, type Notice } from '../../national/gazette.ts';
import { bytesOf } from '../../national/made.ts';
import { contractsHeldBy, contractTruth, publishedReleases } from '../../national/notices-of-contracts.ts';
import { streamOf } from '../../national/random.ts';
import { findATenderServer, type PublishedNotice } from '../publishers/find-a-tender.ts';
import { gazetteServer, type GazetteNotice } from '../publishers/gazette.ts';
import { addressOf, type Pair } from './history.ts';
import { openLink, together, type Breakable } from './link.ts';

/** The day on which a schedule is lived through: a Friday in the last month of the country. */
export const DAY: IsoDate = '2026-10-30';
const DAY_BEFORE = addDays(DAY, -1);
/** What was published by then, in British clock time, is there. */
const BY = `${addDays(DAY, 1)}T00:00:00`;

/** Formal insolvency by notice. */
const INSOLVENT = new Set(['2410', '2441', '2443', '2452', '2454']);
/** What is told on the first of two days; the rest comes on the second. */
const FIRST = new Set(['2450', '2442', '2401']);
/** Of the releases of Find a Tender that are published while faults strike; the others were before. */
const LATE = { share: 0.15, most: 80 };
/** The last of the time, in which nothing new is published. */
const CALM_SHARE = 0.2;

/** A country, and what befalls it within some seconds: each company's whole fate, as its notices tell it. */
export interface Events {
  readonly country: Country;
  readonly notices: readonly (Notice & { readonly afterMs: number })[];
  readonly late: readonly { readonly id: string; readonly release: unknown; readonly afterMs: number }[];
  /** Which supplier is in a formal insolvency when everything is published. */
  readonly insolvent: ReadonlySet<string>;
  /** Who depends on whom by its contracts of this day, also those of its own register. */
  readonly depends: readonly Pair[];
  /** Of everything that is published, before and meanwhile. */
  readonly ocids: readonly string[];
}

interface Size {
  readonly councils: number;
  readonly suppliers: number;
}

const SITES = ['contracts-finder', 'find-a-tender'] as const;

/** What happens under a seed in so many seconds. */
export function eventsOf(seed: number, seconds: number, size: Size): Events {
  // Nobody reads what was paid.
  const country = countryOf({ size: { ...size, payments: size.suppliers }, seed });
  const random = streamOf(seed, 'events');
  const until = Math.floor(seconds * 1_000 * (1 - CALM_SHARE));
  const notices = Array.from({ length: size.suppliers }, (_, index) => index).flatMap((index) => {
    let afterMs = random.between(0, until);
    const { steps, dissolvedOn } = country.fate(index);
    // Who has left the register is not found there by name.
    if (dissolvedOn !== null) return [];
    return steps.flatMap(({ code, noticeId, ...step }) => {
      if (code === null || noticeId === null) return [];
      const on = FIRST.has(code) ? DAY_BEFORE : DAY;
      const told = { company: country.supplier(index), code, id: noticeId, step: { ...step, on }, afterMs };
      afterMs = random.between(afterMs, until);
      return [told];
    });
  });
  const late = publishedReleases(country, 'find-a-tender')
    .filter(({ at }) => at < BY)
    .filter(
      ({ release }, _, all) => all.filter((one) => ocidOf(one.release) === ocidOf(release)).length === 1,
    )
    .filter(() => random.chance(LATE.share))
    // No more than fit on one of its pages, for whose parts it wants to be asked slowly.
    .slice(0, LATE.most)
    .map(({ id, release }) => ({ id, release, afterMs: random.between(0, until) }));
  return {
    country,
    notices,
    late,
    insolvent: new Set(
      notices.flatMap(({ code, company }) => (INSOLVENT.has(code) ? [company.number as string] : [])),
    ),
    depends: country.councils.flatMap((council) =>
      contractTruth(country, council, DAY)
        .filter(({ live, published }) => live && published !== 'council-register')
        .map(({ supplier }) => ({ council: council.gss, supplier })),
    ),
    ocids: [
      ...new Set(
        SITES.flatMap((site) =>
          publishedReleases(country, site)
            .filter(({ at }) => at < BY)
            .map(({ release }) => ocidOf(release)),
        ),
      ),
    ],
  };
}

function ocidOf(release: unknown): string {
  return (release as { readonly ocid: string }).ocid;
}

/** The publishers of some events, over lines that can be broken. Nothing is published before `begin`. */
export interface Publishing {
  readonly settings: Readonly<Record<string, string>>;
  readonly line: Breakable;
  readonly begin: () => void;
  readonly close: () => Promise<void>;
}

/** As quick as a publisher may be asked: what takes hours must happen in minutes. */
const GAZETTE_PACE = '10/1';

export async function openPublishing(
  { country, notices, late }: Events,
  now: () => number,
): Promise<Publishing> {
  const clock = { now, sleep: async () => undefined };
  const printed: GazetteNotice[] = [];
  const tenders: PublishedNotice[] = [];
  const servers = [
    await gazetteServer(clock, printed, 'User-agent: *\n'),
    await findATenderServer(clock, tenders, { most: Number.POSITIVE_INFINITY }),
  ];
  const links = await Promise.all(servers.map(() => openLink()));
  const [gazette = '', tender = ''] = servers.map(({ url }, at) => links[at]?.over(url));
  return {
    settings: {
      GAZETTE_URL: gazette,
      GAZETTE_PACE,
      GAZETTE_HOURS: 'always',
      GAZETTE_FROM: DAY_BEFORE,
      FIND_A_TENDER_URL: tender,
      FIND_A_TENDER_FROM: `${DAY}T00:00:00`,
    },
    line: together(links),
    begin() {
      const began = now();
      for (const notice of notices) {
        const { company, code, id, step, afterMs } = notice;
        printed.push({
          id,
          code,
          company: company.name,
          number: company.number,
          published: step.on,
          from: began + afterMs,
          page: () => noticePage(country, notice).document.body,
        });
      }
      for (const { id, release, afterMs } of late)
        tenders.push({ id, release, updated: londonTime(began + afterMs) });
    },
    async close() {
      await Promise.all([...links, ...servers].map((one) => one.close()));
    },
  };
}

/** Long before, so that what happens is news to everybody. */
const LONG_AGO = '2020-01-01T00:00:00Z';

/** Brings in what was there before: councils with an officer each, the register, contracts and registers of their own. */
export async function settle(db: Db, { country, late }: Events): Promise<void> {
  await loadCouncils(db);
  await writeSetting(db, 'sources', ['gazette-insolvency', 'find-a-tender']);
  await loadRegister(db, 'national', companiesOf(country));
  await db
    .insertInto('letter')
    .values(
      country.councils.map(({ gss }) => ({
        council: gss,
        kind: 'opening' as const,
        silent: true,
        sent_at: LONG_AGO,
      })),
    )
    .execute();
  for (const council of country.councils) {
    const { gss } = council;
    await asCouncil(db, gss, (trx) =>
      saveRecipient(trx, {
        council: gss,
        address: addressOf(gss),
        role: 'procurement officer',
        levels: ['elevated', 'severe', 'insolvent'],
      }),
    );
    for (const made of contractsHeldBy(country, council)) {
      if (!('document' in made) || made.document.source !== 'own-registers') continue;
      const { body, file } = made.document;
      const { lines } = await readRegister(body);
      const sha256 = createHash('sha256').update(body).digest('hex');
      const by = { council: gss, fileName: file, sha256, uploadedBy: 'An Officer', columns: null };
      await asCouncil(db, gss, (trx) => saveRegister(trx, { ...by, lines }));
    }
  }
  const isLate = new Set(late.map(({ id }) => id));
  for (const site of SITES) {
    const earlier = publishedReleases(country, site).filter(
      ({ id, at }) => at < BY && !(site === 'find-a-tender' && isLate.has(id)),
    );
    const body = bytesOf(JSON.stringify({ version: '1.1', releases: earlier.map(({ release }) => release) }));
    const document = {
      url: `${site}.json`,
      retrievedAt: `${DAY_BEFORE}T06:00:00.000Z`,
      contentType: null,
      body,
    };
    await ingestDocument(db, documentSource(site), document, null);
  }
}

async function* companiesOf(country: Country) {
  for (const made of bulkRegisterOf(country))
    if ('document' in made) {
      const { body } = made.document;
      async function* bytes() {
        yield body;
      }
      for await (const batch of readBulkRegister(bytes())) yield batch.companies;
    }
}
