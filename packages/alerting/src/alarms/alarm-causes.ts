import {
  formatMoment,
  formatSpan,
  groupDigits,
  HOUR_MS,
  MINUTE_MS,
  SECOND_MS,
  type IsoInstant,
  isMailWay,
} from '@tocsin/domain';
import { count } from '../mail/format.ts';
import type { CanaryStep, SystemLook } from './look.ts';

/** Something that a look found to be wrong: with what of several, and in words with what numbers. */
export interface Symptom {
  /** Empty where there is only one of it. */
  readonly subject: string;
  readonly says: string;
}

/** One thing that can be wrong with the system. Its id names its section of infra/deploy/RUNBOOK.md. */
export interface AlarmCause {
  readonly id: string;
  readonly title: string;
  /** How it is found, in words. */
  readonly foundBy: string;
  /** How long it has to last before somebody is told. */
  readonly lastsMs: number;
  /** What a look found of it; null where the look could not tell. */
  readonly find: (look: SystemLook) => readonly Symptom[] | null;
}

/** What the numbers of the table are. */
export const limits = {
  urgentDueForMs: 15 * MINUTE_MS,
  anyDueForMs: 6 * HOUR_MS,
  channelFailsForMs: 10 * MINUTE_MS,
  /** Hosts of councils' own choice that fail together: then it is hardly theirs. */
  hostsOfCouncils: 3,
  canaryWithinMs: 2 * HOUR_MS,
  verifiedWithinMs: 48 * HOUR_MS,
  backupWithinMs: 36 * HOUR_MS,
  leastFreeShare: 0.1,
  leastFreeBytes: 2_000_000_000,
  clockOffSeconds: 30,
} as const;

/** Publishers take their time; what comes of them is not to wait. */
function isPressed(queue: string): boolean {
  return queue !== 'ingest';
}

/** Everything that is watched: what, how it is found, in which words it is told. */
export const alarmCauses: readonly AlarmCause[] = [
  {
    id: 'database-away',
    title: 'The database does not answer',
    foundBy: 'a question to Postgres each minute',
    lastsMs: MINUTE_MS,
    find: ({ databaseAnswers }) =>
      databaseAnswers ? [] : one('Postgres does not answer. No page is shown and nothing goes on.'),
  },
  {
    id: 'redis-away',
    title: 'Redis does not answer',
    foundBy: 'a ping each minute',
    lastsMs: 2 * MINUTE_MS,
    find: ({ redisAnswers }) =>
      redisAnswers
        ? []
        : one(
            'Redis does not answer. Messages wait in Postgres; nothing is lost and nobody is told of anything.',
          ),
  },
  {
    id: 'silent-service',
    title: 'A service is silent',
    foundBy: 'its heartbeat, every ten seconds',
    lastsMs: 2 * MINUTE_MS,
    find: ({ services }) =>
      services &&
      services
        .filter(({ isHeard }) => !isHeard)
        .map(({ service }) => ({ subject: service, says: `${service} has not been heard of.` })),
  },
  {
    id: 'growing-queue',
    title: 'A queue grows',
    foundBy:
      'how long the oldest message that nobody handles has been due: 6 hours, or 15 minutes if urgent and not in ingest',
    lastsMs: 5 * MINUTE_MS,
    find: ({ queues }) =>
      queues &&
      queues
        .filter(
          ({ queue, urgentForSeconds, dueForSeconds }) =>
            (isPressed(queue) && urgentForSeconds * SECOND_MS > limits.urgentDueForMs) ||
            dueForSeconds * SECOND_MS > limits.anyDueForMs,
        )
        .map(({ queue, open, dueForSeconds }) => ({
          subject: queue,
          says: `In the queue ${queue} ${count(open, 'message')} ${open === 1 ? 'is' : 'are'} open, the oldest due for ${formatSpan(dueForSeconds)}.`,
        })),
  },
  {
    id: 'dead-letters',
    title: 'Messages were put aside',
    foundBy: 'messages that failed each time and were put aside within a day, by queue and reason',
    lastsMs: 0,
    find: ({ putAside }) =>
      putAside &&
      putAside
        .filter(({ lastDay }) => lastDay > 0)
        .map(({ queue, reason, lastDay }) => ({
          subject: `${queue} ${reason}`,
          says: `In the queue ${queue} ${count(lastDay, 'message')} ${lastDay === 1 ? 'was' : 'were'} put aside within a day: ${reason}.`,
        })),
  },
  {
    id: 'stuck-deliveries',
    title: 'Messages to councils are stuck',
    foundBy: 'deliveries that have been due for half an hour and are not over',
    lastsMs: 0,
    find: ({ stuck }) =>
      stuck &&
      (stuck.deliveries === 0
        ? []
        : one(
            `${count(stuck.deliveries, 'message')} to councils should have been sent and ${stuck.deliveries === 1 ? 'was' : 'were'} not, the oldest for ${formatSpan(stuck.forSeconds)}.`,
          )),
  },
  {
    id: 'failing-channel',
    title: 'A way of telling councils fails',
    foundBy: 'hosts that have failed for ten minutes: of mail any, of councils’ own addresses three at once',
    lastsMs: 0,
    find: ({ channels }) =>
      channels &&
      channels
        .filter(
          ({ channel, hostsFailing, forSeconds }) =>
            forSeconds * SECOND_MS > limits.channelFailsForMs &&
            // By mail one host is that of all councils; of others each council has named its own.
            hostsFailing >= (isMailWay(channel) ? 1 : limits.hostsOfCouncils),
        )
        .map(({ channel, hostsFailing, forSeconds }) => ({
          subject: channel,
          says: `By ${channel} nothing arrives at ${count(hostsFailing, 'host')}, for ${formatSpan(forSeconds)}.`,
        })),
  },
  {
    id: 'nobody-told',
    title: 'At a council nobody is told of alerts',
    foundBy: 'councils where people have signed in, or an address was named, and no address takes messages',
    lastsMs: HOUR_MS,
    find: ({ untold }) =>
      untold &&
      untold.map((council) => ({
        subject: council,
        says: `At the council ${council} nobody is told of alerts: no person there has an address that takes messages, and there is no shared inbox.`,
      })),
  },
  {
    id: 'late-source',
    title: 'A source is silent or late',
    foundBy: 'the last good run of each source that is switched on, by its own schedule',
    lastsMs: 30 * MINUTE_MS,
    find: ({ sources }) =>
      sources &&
      sources
        .filter(({ isLate }) => isLate)
        .map(({ source, lastGoodAt }) => ({
          subject: source,
          says: `${source} was last read ${lastGoodAt === null ? 'never' : formatMoment(lastGoodAt)}.`,
        })),
  },
  {
    id: 'canary-overdue',
    title: 'The canary did not arrive',
    foundBy: 'the made-up notice of each hour, which has to arrive within two',
    lastsMs: 0,
    find: ({ at, canary }) =>
      canary &&
      (older(at, canary.since, limits.canaryWithinMs)
        ? one(`No canary has arrived since ${formatMoment(canary.since)}: ${stepWords[canary.reached]}`)
        : []),
  },
  {
    id: 'audit-broken',
    title: 'The audit log was altered, or is not verified',
    foundBy: 'the chains of the audit log, recomputed each night',
    lastsMs: 0,
    find: ({ at, audit }) =>
      audit && [
        ...(audit.broken > 0
          ? [
              {
                subject: 'altered',
                says: `${count(audit.broken, 'entry', 'entries')} of the audit log ${audit.broken === 1 ? 'does' : 'do'} not follow from those before.`,
              },
            ]
          : []),
        ...(older(at, audit.verifiedAt ?? audit.since, limits.verifiedWithinMs)
          ? [{ subject: 'unverified', says: 'The audit log has not been verified for two days.' }]
          : []),
      ],
  },
  {
    id: 'disk-nearly-full',
    title: 'A disk is nearly full',
    foundBy: 'the room on each disk of WATCH_DISKS: under a tenth, or under 2 GB',
    lastsMs: 0,
    find: ({ disks }) =>
      disks &&
      disks
        .filter(
          ({ freeBytes, bytes }) =>
            freeBytes < limits.leastFreeBytes || freeBytes < bytes * limits.leastFreeShare,
        )
        .map(({ path, freeBytes }) => ({
          subject: path,
          says: `On the disk of ${path} ${groupDigits(Math.floor(freeBytes / 1_000_000))} MB are left.`,
        })),
  },
  {
    id: 'clock-off',
    title: 'A clock is off',
    foundBy: 'the clock of this process beside those of Postgres and of publishers: 30 seconds',
    lastsMs: 5 * MINUTE_MS,
    find: ({ clocks }) =>
      clocks &&
      clocks
        .filter(({ seconds }) => Math.abs(seconds) > limits.clockOffSeconds)
        .map(({ other, seconds }) => ({
          subject: other,
          says: `The clock of the workers is ${formatSpan(Math.abs(seconds))} ${seconds > 0 ? 'before' : 'behind'} that of ${other}.`,
        })),
  },
  {
    id: 'backup-old',
    title: 'The backup is old',
    foundBy: 'when `tocsin backup` last finished: 36 hours',
    lastsMs: 0,
    find: ({ at, backup }) =>
      backup &&
      (older(at, backup.takenAt ?? backup.since, limits.backupWithinMs)
        ? one(
            backup.takenAt === null
              ? 'No backup was taken yet.'
              : `The last backup was taken ${formatMoment(backup.takenAt)}.`,
          )
        : []),
  },
];

const stepWords: Readonly<Record<CanaryStep, string>> = {
  nowhere: 'none was recorded.',
  recorded: 'the newest was recorded and not matched.',
  matched: 'the newest was matched and not assessed.',
  assessed: 'the newest was assessed, and no alert was raised.',
  raised: 'of the newest an alert was raised, and its mail did not arrive.',
  arrived: 'the newest has arrived late.',
};

function one(says: string): readonly Symptom[] {
  return [{ subject: '', says }];
}

function older(at: IsoInstant, than: IsoInstant, ms: number): boolean {
  return Date.parse(at) - Date.parse(than) > ms;
}
