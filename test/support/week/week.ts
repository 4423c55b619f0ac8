import { createHash } from 'node:crypto';
import {
  asCouncil,
  findDueTroubles,
  findLookMark,
  loadRegister,
  openDatabase,
  saveRecipient,
  saveRegister,
  writeSetting,
  type Db,
} from '@tocsin/db';
import { addDays, instantAtLondonTime, type IsoDate } from '@tocsin/domain';
import { documentSource, readBulkRegister, readRegister } from '@tocsin/sources';
import { ingestDocument } from '../../../services/cli/src/ingest.ts';
import { loadCouncils } from '../../../services/cli/src/councils.ts';
import { bulkRegisterOf } from '../../national/bulk-register.ts';
import { countryOf, countryOn, type Country } from '../../national/country.ts';
import { bytesOf } from '../../national/made.ts';
import { contractsHeldBy, publishedReleases } from '../../national/notices-of-contracts.ts';
import { askInProcess } from '../publishers/in-process.ts';
import { freshDatabase } from '../stack.ts';
import { openPostOffice } from '../system-mail.ts';
import { accountFor, type Account } from './account.ts';
import { openWeekClock, type WeekClock } from './clock.ts';
import { openDatabaseClock, type DatabaseClock } from './database-clock.ts';
import { openPublishers, type Span } from './publishers.ts';
import { isRoundDone } from './round.ts';
import { openServices, type Services } from './services.ts';

export interface WeekOptions {
  readonly suppliers: number;
  readonly days: number;
  readonly seed: number;
  /** Whole answers come by sockets, as in life; without, thousands of suppliers fit into minutes. Default: not. */
  readonly isBySocket?: boolean;
  readonly say?: (line: string) => void;
}

/** The councils whose maps come with the code: of no others are there pages to look at. A small country has fewer. */
const COUNCILS = { least: 4, most: 12, suppliersEach: 50 };
const PAYMENTS_A_SUPPLIER = 15;
/** Notices are read as far back as companies of the country that are in no list of theirs have failed. */
const GAZETTE_DAYS_BACK = 100;
/** The last of it, in which nothing new goes wrong, so that what went wrong is tried again. */
const CALM_HOURS = 30;
const CALM_SHARE = 0.7;
/** In a single day only the notices of contracts of so many days are asked for; older ones are handed in as files. */
const NOTICES_DAYS_BACK = 45;
const SOURCES = [
  'companies-house-company',
  'companies-house-stream',
  'gazette-insolvency',
  'find-a-tender',
  'contracts-finder',
  'council-spend',
];

/**
 * Some days of a made-up country by a clock of ours: its publishers as they answer, oddities and all, the services' own
 * handlers, and officers who are told. Begins with nothing read; ends in the morning after the last night.
 */
export async function simulate({
  suppliers,
  days,
  seed,
  isBySocket = false,
  say = () => undefined,
}: WeekOptions): Promise<Account> {
  const began = performance.now();
  const country = countryOf({
    size: { councils: councilsOf(suppliers), suppliers, payments: suppliers * PAYMENTS_A_SUPPLIER },
    seed,
  });
  const span: Span = { from: addDays(country.until, 1 - days), until: country.until };
  const startsAt = Date.parse(instantAtLondonTime(`${span.from}T05:00:00`));
  const endsAt = Date.parse(instantAtLondonTime(`${addDays(span.until, 1)}T06:00:00`));
  const isBrief = days === 1;
  const clock = openWeekClock(startsAt);
  const database = await freshDatabase();
  const databaseClock = await openDatabaseClock(database.adminUrl, startsAt);
  const calm = Math.min(CALM_HOURS * HOUR_MS, CALM_SHARE * (endsAt - startsAt));
  const bySockets = isBySocket ? () => undefined : askInProcess();
  const publishers = await openPublishers(country, clock, span, endsAt - calm);
  const office = await openPostOffice();
  const db = openDatabase(database.url, { role: 'tocsin_worker', max: 16 });
  try {
    await settle(db, country, span.from);
    const { addressOf } = publishers;
    const settings = {
      ...publishers.settings,
      GAZETTE_FROM: addDays(span.from, -GAZETTE_DAYS_BACK),
      CONTRACTS_FINDER_FROM: firstNoticeOn(country),
      ...(isBrief ? await handInNotices(db, country, addDays(span.from, -NOTICES_DAYS_BACK)) : {}),
    };
    const services = openServices({ db, clock, settings, addressOf, smtpUrl: office.url });
    await live({ db, clock, databaseClock, services, endsAt, say });
    const wallSeconds = (performance.now() - began) / 1_000;
    return await accountFor({ db, country, span, publishers, services, mails: office.received, wallSeconds });
  } finally {
    clock.close();
    bySockets();
    await publishers.close();
    await office.stop();
    await db.destroy();
    await databaseClock.stop();
    await database.drop();
  }
}

/** Left alone Contracts Finder is read from 2021: a contract of years that is older would be missed, as in life. */
function firstNoticeOn(country: Country): string {
  const [first] = publishedReleases(country, 'contracts-finder');
  return first?.at ?? country.until;
}

function councilsOf(suppliers: number): number {
  const { least, most, suppliersEach } = COUNCILS;
  return Math.min(most, Math.max(least, Math.floor(suppliers / suppliersEach)));
}

/** What a council hands in, whom it has told of, and the register that names are matched against. */
async function settle(db: Db, country: Country, from: IsoDate): Promise<void> {
  await loadCouncils(db);
  await writeSetting(db, 'sources', SOURCES);
  async function* companies() {
    for (const made of bulkRegisterOf(countryOn(country, from)))
      if ('document' in made) {
        const { body } = made.document;
        async function* bytes() {
          yield body;
        }
        for await (const batch of readBulkRegister(bytes())) yield batch.companies;
      }
  }
  await loadRegister(db, 'national', companies());
  for (const council of country.councils) {
    const { gss } = council;
    await asCouncil(db, gss, (trx) =>
      saveRecipient(trx, {
        council: gss,
        address: `officer@${gss.toLowerCase()}.example`,
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
}

/** Hands in the notices of contracts from before a day; says from when on the others are asked for. */
async function handInNotices(
  db: Db,
  country: Country,
  day: IsoDate,
): Promise<Readonly<Record<string, string>>> {
  const from = `${day}T00:00:00`;
  for (const id of ['contracts-finder', 'find-a-tender'] as const) {
    const earlier = publishedReleases(country, id).filter(({ at }) => at < from);
    const body = bytesOf(JSON.stringify({ version: '1.1', releases: earlier.map(({ release }) => release) }));
    const document = { url: `${id}.json`, retrievedAt: `${from}.000Z`, contentType: null, body };
    await ingestDocument(db, documentSource(id), document, null);
  }
  return { CONTRACTS_FINDER_FROM: from, FIND_A_TENDER_FROM: from };
}

interface Living {
  readonly db: Db;
  readonly clock: WeekClock;
  readonly databaseClock: DatabaseClock;
  readonly services: Services;
  readonly endsAt: number;
  readonly say: (line: string) => void;
}

const MINUTE_MS = 60_000;
/** What was handed on by then is worked off together, so that a week of thousands fits into minutes. */
const DRAIN_MS = 5 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Once everybody was looked at, only events, open alerts, newcomers and what was in trouble are asked for, open alerts so often. */
const AFTER_ROUND_MS = HOUR_MS;
const ROUND = 'companies-house-company';
const LOOK_MS = HOUR_MS;

async function live({ db, clock, databaseClock, services, endsAt, say }: Living): Promise<void> {
  let [drainAt, lookAt, sayAt] = [0, clock.now() + HOUR_MS, 0];
  let [isDone, rungAt, rungFor, isDue] = [false, clock.now(), '', true];
  let draining = Promise.resolve();
  services.startClocks({
    isDone: () => isDone,
    async mayRing(sourceId) {
      if (sourceId !== ROUND || !isDone) return true;
      const again = await findDueTroubles(db, ROUND, new Date(clock.now()).toISOString(), 1);
      const mark = await findLookMark(db);
      if (again.length === 0 && mark === rungFor && clock.now() - rungAt < AFTER_ROUND_MS) return false;
      [rungAt, rungFor] = [clock.now(), mark];
      return true;
    },
  });
  for (;;) {
    await clock.quiet();
    if (isDue && clock.now() >= drainAt) {
      // What is handed on is worked off while the sources go on, as in processes of their own.
      await draining;
      draining = services.drain();
      // Its failure is met where it is waited for.
      draining.catch(() => undefined);
      isDue = false;
      drainAt = clock.now() + DRAIN_MS;
      continue;
    }
    if (!isDone && clock.now() >= lookAt) {
      isDone = await isRoundDone(db);
      if (isDone) say(`${new Date(clock.now()).toISOString()}: everybody was looked at`);
      lookAt = clock.now() + LOOK_MS;
    }
    if (clock.now() >= sayAt) {
      say(`${new Date(clock.now()).toISOString()}, ${Math.round(performance.now() / 1_000)} s on the wall`);
      sayAt = clock.now() + HOUR_MS;
    }
    if (clock.now() >= endsAt) {
      services.close();
      await draining;
      if (services.running() === 0) break;
    }
    const next = clock.nextAt();
    if (next !== null && next >= drainAt) await draining;
    if (next === null) throw new Error(`nobody will ever wake: ${clock.names().join('; ')}`);
    isDue = await databaseClock.tell(next);
    clock.passTo(next);
  }
  await services.drain();
}
