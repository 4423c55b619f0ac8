import { statfs } from 'node:fs/promises';
import { reachedBy, type SystemLook } from '@tocsin/alerting';
import {
  findBackedUp,
  findCanaryRounds,
  findCanarySince,
  findFailingChannels,
  findLastGoodRuns,
  findSourcesOn,
  findStanding,
  findStuckDeliveries,
  findUntoldCouncils,
  findVerified,
  readClock,
  watchedSince,
  type Db,
} from '@tocsin/db';
import { SECOND_MS, type IsoInstant } from '@tocsin/domain';
import type { Logger } from '@tocsin/runtime';
import { isReadInTime, sources } from '@tocsin/sources';

/** By what the system is looked at. */
export interface LookPorts {
  readonly db: Db;
  readonly logger: Pick<Logger, 'warn'>;
  readonly now: () => IsoInstant;
  readonly setting: (name: string) => string | undefined;
  /** Resolves when Postgres answers; it is waited for by whoever gave it. */
  readonly pulse: () => Promise<void>;
  /** When each other service was last heard of; rejects where Redis does not answer. */
  readonly heartbeats: () => Promise<Readonly<Record<string, string | null>>>;
  /** By how many seconds our clock is before those of publishers that answered. */
  readonly publishersClocks: () => readonly { readonly other: string; readonly seconds: number }[];
  /** Folders on the disks that are watched. */
  readonly disks: readonly string[];
}

/** Looks at everything once. Whatever cannot be asked now is not known, and the rest is. */
export async function lookAround(ports: LookPorts): Promise<SystemLook> {
  const { db, logger, now } = ports;
  const at = now();
  const databaseAnswers = await ports.pulse().then(
    () => true,
    () => false,
  );
  async function attempt<T>(question: () => Promise<T>): Promise<T | null> {
    return question().catch((error: unknown) => {
      logger.warn({ err: error }, 'a part of the system could not be looked at');
      return null;
    });
  }
  const ask = async <T>(question: () => Promise<T>) => (databaseAnswers ? attempt(question) : null);
  // Null is what is found of Redis: it is away, which is an alarm of its own.
  const beats = await attempt(() => ports.heartbeats());
  const since = (await ask(() => watchedSince(db, at))) ?? at;
  const standing = await ask(() => findStanding(db));
  const clock = await ask(() => beside(now, 'Postgres', () => readClock(db)));
  return {
    at,
    databaseAnswers,
    redisAnswers: beats !== null,
    services:
      beats && Object.entries(beats).map(([service, heard]) => ({ service, isHeard: heard !== null })),
    queues:
      standing &&
      standing.queues.map(({ waitsSeconds, urgentWaitsSeconds, ...queue }) => ({
        ...queue,
        dueForSeconds: waitsSeconds,
        urgentForSeconds: urgentWaitsSeconds,
      })),
    putAside: standing && standing.putAside.map(({ queue, reason, lastDay }) => ({ queue, reason, lastDay })),
    stuck: await ask(() => findStuckDeliveries(db)),
    channels: await ask(() => findFailingChannels(db)),
    untold: await ask(() => findUntoldCouncils(db)),
    sources: await ask(() => findSources(ports, since, at)),
    canary: await ask(() => findCanary(ports)),
    audit: await ask(async () => {
      const verified = await findVerified(db);
      return { broken: verified?.broken ?? 0, verifiedAt: verified?.at ?? null, since };
    }),
    disks: await findDisks(ports),
    clocks: [...(clock ? [clock] : []), ...ports.publishersClocks()],
    backup: await ask(async () => ({ takenAt: await findBackedUp(db), since })),
  };
}

/** Sources that are switched on and have their keys; one that was never read has been due since we began to look. */
async function findSources({ db, setting }: LookPorts, since: IsoInstant, at: IsoInstant) {
  const on = await findSourcesOn(db);
  const ran = new Map((await findLastGoodRuns(db)).map(({ source, lastGoodAt }) => [source, lastGoodAt]));
  return sources
    .filter(
      ({ id, schedule, needs }) =>
        on.includes(id) && schedule !== 'manual' && needs.every((name) => setting(name)),
    )
    .map((source) => {
      const lastGoodAt = ran.get(source.id) ?? null;
      const isLate = !isReadInTime(source, lastGoodAt ?? since, new Date(at));
      return { source: source.id, isLate, lastGoodAt };
    });
}

async function findCanary({ db, setting }: LookPorts) {
  if (setting('CANARY_ADDRESS') === undefined) return null;
  const rounds = await findCanaryRounds(db, DAY_OF_ROUNDS);
  const arrived = rounds.flatMap(({ arrivedAt }) => arrivedAt ?? []).sort();
  const since = arrived.at(-1) ?? (await findCanarySince(db));
  return since === null ? null : { since, reached: reachedBy(rounds[0]) };
}

const DAY_OF_ROUNDS = 24;

async function findDisks({ disks, logger }: LookPorts) {
  const seen = [];
  for (const path of disks)
    try {
      const { bavail, blocks, bsize } = await statfs(path);
      seen.push({ path, freeBytes: bavail * bsize, bytes: blocks * bsize });
    } catch (error) {
      logger.warn({ err: error }, 'a disk of WATCH_DISKS could not be looked at');
    }
  return seen;
}

/** Our clock beside another that is asked, which was read halfway between question and answer. */
async function beside(now: () => IsoInstant, other: string, ask: () => Promise<IsoInstant>) {
  const began = Date.parse(now());
  const theirs = Date.parse(await ask());
  const ours = (began + Date.parse(now())) / 2;
  return { other, seconds: Math.round((ours - theirs) / SECOND_MS) };
}
