import {
  AlreadyFinished,
  buryMessage,
  enqueue,
  failMessage,
  findLookStandings,
  finishMessage,
  relayBatch,
  startMessage,
  type Db,
  type LookStandingRow,
} from '@tocsin/db';
import { dayOf, type IsoInstant } from '@tocsin/domain';
import { isQueueName, parseMessage, queues, type QueueName } from '@tocsin/messages';
import type { Appointment, Work } from '@tocsin/queue';
import { openHttp, openMemoryLimiter, reasonOf, Refuse, type HttpClient } from '@tocsin/runtime';
import { watchSources, sources, type Source } from '@tocsin/sources';
import { CronExpressionParser } from 'cron-parser';
import { matchSuppliers } from '../../../services/ingest/src/match.ts';
import { runSource, type IngestPorts } from '../../../services/ingest/src/run-source.ts';
import { appointmentsOf } from '../../../services/ingest/src/schedule.ts';
import { deliver, type DeliverPorts } from '../../../services/notifier/src/deliver.ts';
import { openFlights } from '../../../services/notifier/src/flights.ts';
import { notify } from '../../../services/notifier/src/notify.ts';
import { sendLetters } from '../../../services/notifier/src/send-letters.ts';
import { enqueueReview } from '../../../services/scoring/src/review.ts';
import { score } from '../../../services/scoring/src/score.ts';
import { silent } from '../system.ts';
import type { WeekClock } from './clock.ts';

/** The services' own handlers, driven by a clock of ours: nothing waits for the clock on the wall. */
export interface Services {
  /** Everything that can be done at this moment is done; runs of sources go on beside it. */
  readonly drain: () => Promise<void>;
  /** Rings what is due, as the scheduler does, and keeps the hourly review. */
  readonly startClocks: (round: Round) => void;
  readonly runs: () => ReadonlyMap<string, number>;
  /** Runs that go on at this moment. */
  readonly running: () => number;
  /** From now on no run begins; a stream, which would go on at once, is left where it is. */
  readonly close: () => void;
}

/** The round of looks at the register. */
export interface Round {
  readonly mayRing: (sourceId: string) => Promise<boolean>;
  /** Once everybody was looked at, only events and open alerts ask for more. */
  readonly isDone: () => boolean;
}

interface Given {
  readonly db: Db;
  readonly clock: WeekClock;
  readonly settings: Readonly<Record<string, string>>;
  readonly addressOf: (url: string) => string;
  readonly smtpUrl: string;
}

interface Handed<Q extends QueueName = QueueName> {
  readonly queue: Q;
  readonly id: string;
  readonly message: unknown;
}

type Handlers = { readonly [Q in QueueName]: (work: Work<Q>) => Promise<void> };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The services look every minute; a letter waits for hours. */
const LETTERS_MS = 30 * MINUTE_MS;

export function openServices({ db, clock, settings, addressOf, smtpUrl }: Given): Services {
  const now = () => new Date(clock.now()).toISOString();
  const today = () => dayOf(clock.now());
  const setting = (name: string) => settings[name];
  const watch = () => ({ now: now(), sources: watchSources(sources, (name) => setting(name) !== undefined) });
  const ingestPorts: IngestPorts = {
    db,
    logger: silent,
    now,
    setting,
    httpFor: openClients(clock, addressOf),
    async standings(most) {
      const all = await findLookStandings(db, most);
      return state.isRoundDone() ? all.filter(isOfInterest).map((one) => withoutRound(one, now())) : all;
    },
  };
  const deliverPorts: DeliverPorts = {
    db,
    logger: silent,
    publicUrl: 'http://tocsin.example',
    flights: openFlights(),
    configOf: (channel) =>
      channel === 'smtp' ? { url: smtpUrl, from: 'Tocsin <alerts@tocsin.example>' } : undefined,
  };
  const runs = new Map<string, number>();
  const running = new Set<string>();
  const state = { isClosing: false, isRoundDone: () => false };
  const handlers: Handlers = {
    async ingest(work) {
      if (state.isClosing) return db.transaction().execute((trx) => work.finish(trx));
      const sourceId = 'sourceId' in work.message ? work.message.sourceId : 'removal of the sample';
      if (running.has(sourceId)) return runSource(ingestPorts, work);
      running.add(sourceId);
      runs.set(sourceId, (runs.get(sourceId) ?? 0) + 1);
      await runSource(ingestPorts, work).finally(() => running.delete(sourceId));
    },
    match: (work) => matchSuppliers(db, work, today),
    score: (work) => score(db, work, today),
    notify: (work) => notify(db, work, watch),
    deliver: (work) => deliver(deliverPorts, work),
  };

  /** As a worker does it; who waits between two tries waits by our clock, and nobody for him. */
  async function handle<Q extends QueueName>(
    { queue, id, message }: Handed<Q>,
    wait: number = queues[queue].backoffMs,
  ): Promise<void> {
    if ((await startMessage(db, id, 'beside')) !== 'go') return;
    try {
      await handlers[queue]({
        message: parseMessage(queue, message),
        outboxId: id,
        afterDeath: false,
        finish: (trx) => finishMessage(trx, id),
      });
    } catch (error) {
      if (error instanceof AlreadyFinished) return;
      const reason = reasonOf(error);
      const failures = await failMessage(db, id, reason);
      if (error instanceof Refuse || failures >= queues[queue].attempts) return buryMessage(db, id, reason);
      clock.start(`${queue} again: ${reason}`, async () => {
        await clock.sleep(wait);
        await handle({ queue, id, message }, wait * 2);
      });
    }
  }

  async function drain(): Promise<void> {
    // What comes in meanwhile waits for the next time, so that much is done together.
    for (let pass = 0; pass < PASSES; pass += 1) {
      const taken: Handed[] = [];
      await relayBatch(db, 500, async (rows) => {
        for (const { queue, id, message } of rows) if (isQueueName(queue)) taken.push({ queue, id, message });
      });
      if (taken.length === 0) return;
      for (const { queue, ...one } of taken.filter(({ queue: of }) => of === 'ingest'))
        clock.start(`ingest ${JSON.stringify(one.message)}`, () => handle({ queue, ...one }));
      const others = taken.filter(({ queue }) => queue !== 'ingest');
      await atOnce(others, ({ queue, ...one }) => handle({ queue, ...one }));
    }
  }

  return {
    drain,
    runs: () => runs,
    running: () => running.size,
    close() {
      state.isClosing = true;
    },
    startClocks({ mayRing, isDone }) {
      state.isRoundDone = isDone;
      clock.start('clocks of the sources', () => ringForever(mayRing));
      clock.start('letters to councils', async () => {
        while (!state.isClosing) {
          await sendLetters(db, watch());
          await clock.sleep(LETTERS_MS);
        }
      });
      clock.start('review of suppliers', async () => {
        while (!state.isClosing) {
          await enqueueReview(db, today());
          await clock.sleep(HOUR_MS);
        }
      });
    },
  };

  async function ringForever(mayRing: (sourceId: string) => Promise<boolean>): Promise<void> {
    const appointments = await appointmentsOf(db, setting);
    while (!state.isClosing) {
      // A source that is at work is not begun twice: its tick would come to nothing.
      const isFree = ({ key }: Appointment<'ingest'>) => !running.has(key);
      const due = appointments.filter((one) => isDue(one, clock.now()) && isFree(one));
      const rung: typeof due = [];
      for (const one of due) if (await mayRing(one.key)) rung.push(one);
      if (rung.length > 0)
        await db.transaction().execute(async (trx) => {
          for (const { key, message } of rung) await enqueue(trx, 'ingest', message, { key });
        });
      await clock.sleep(untilNext(appointments, clock.now()));
    }
  }
}

/** Never looked at as a whole, with an open alert, or touched by an event since. */
function isOfInterest({ asked, isAlerted, touchedAt }: LookStandingRow): boolean {
  if (asked.proceedings === null || asked.lists === null) return true;
  return isAlerted || (touchedAt !== null && touchedAt > asked.proceedings);
}

/** Lists that were read are read again by the round alone, and where a stream that tells of them lost its place. */
function withoutRound(standing: LookStandingRow, now: IsoInstant): LookStandingRow {
  const { proceedings, lists } = standing.asked;
  const missed = standing.missedUntil.lists;
  if (lists === null || (missed !== null && lists < missed)) return standing;
  return { ...standing, asked: { proceedings, lists: now } };
}

/** A notice is matched, scored, told of and sent, and its group after it. */
const PASSES = 8;
const CONCURRENCY = 8;

async function atOnce<T>(given: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...given];
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

const patterns = new Map<string, (minute: number) => boolean>();

/** How long it is to the next minute in which one of them strikes: nobody is woken in vain. */
function untilNext(appointments: readonly Appointment<'ingest'>[], now: number): number {
  let next = now - (now % MINUTE_MS) + MINUTE_MS;
  while (next - now < HOUR_MS && !appointments.some((one) => isDue(one, next))) next += MINUTE_MS;
  return next - now;
}

/** Whether a clock strikes in the minute that begins now, London's time. */
function isDue({ cron }: Appointment<'ingest'>, now: number): boolean {
  const known = patterns.get(cron);
  if (known) return known(now);
  const parsed = CronExpressionParser.parse(cron, { tz: 'Europe/London' });
  const strikes = (moment: number) => parsed.includesDate(new Date(moment - (moment % MINUTE_MS)));
  patterns.set(cron, strikes);
  return strikes(now);
}

/** The polite client of each source, as ingest opens it, on a limiter that keeps our clock. */
function openClients(clock: WeekClock, addressOf: (url: string) => string): (source: Source) => HttpClient {
  const limiter = openMemoryLimiter(clock);
  return ({ id, pace }) => {
    const http = openHttp({
      userAgent: 'Tocsin test',
      limiter,
      bucket: pace.bucket ?? id,
      pace,
      clock,
      // Nothing on this machine falls silent: a stream that is only read by our clock may rest for long on the wall.
      silenceMs: 600_000,
      ...(pace.backOff ? { backOff: pace.backOff } : {}),
    });
    const here: HttpClient = {
      ...http,
      async get(url, request) {
        const answer = await http.get(addressOf(url), request);
        return addressOf(url) === url ? answer : { ...answer, url };
      },
    };
    return clock.watching(here);
  };
}
