import { describe, expect, test } from 'vitest';
import { alarmCauses } from './alarm-causes.ts';
import { composeAlarm } from './alarm-mail.ts';
import { foldAlarms } from './fold-alarms.ts';
import type { SystemLook } from './look.ts';
import { wellLook } from './testing.ts';

const AT = '2026-11-29T17:00:00.000Z';
const ago = (minutes: number) => new Date(Date.parse(AT) - minutes * 60_000).toISOString();

/** What is found by a look that saw this. */
function found(said: Partial<SystemLook>): readonly string[] {
  const look = wellLook(AT, said);
  return alarmCauses.flatMap(({ id, find }) =>
    (find(look) ?? []).map(({ subject, says }) => `${id} ${subject}: ${says}`),
  );
}

test('where all is well nothing is found, and where nothing could be asked only that', () => {
  expect(found({})).toEqual([]);
  const nothing = {
    services: null,
    queues: null,
    putAside: null,
    stuck: null,
    channels: null,
    untold: null,
    sources: null,
  };
  const asked = { canary: null, audit: null, disks: null, clocks: null, backup: null };
  expect(found({ ...nothing, ...asked })).toEqual([]);
  expect(found({ ...nothing, ...asked, databaseAnswers: false })).toEqual([
    'database-away : Postgres does not answer. No page is shown and nothing goes on.',
  ]);
});

const queue = { queue: 'score', open: 1_204, dueForSeconds: 0, urgentForSeconds: 0 };
const channel = { channel: 'smtp', hostsFailing: 1, forSeconds: 601 };

describe('What is just within its limit is not found, and what is just beyond it is', () => {
  const cases: readonly (readonly [Partial<SystemLook>, Partial<SystemLook>, string])[] = [
    [{}, { redisAnswers: false }, 'redis-away'],
    [{}, { services: [{ service: 'scoring', isHeard: false }] }, 'silent-service scoring'],
    [
      { queues: [{ ...queue, urgentForSeconds: 900 }] },
      { queues: [{ ...queue, urgentForSeconds: 901, dueForSeconds: 901 }] },
      'growing-queue score: In the queue score 1,204 messages are open, the oldest due for 15 minutes.',
    ],
    [
      { queues: [{ ...queue, queue: 'ingest', urgentForSeconds: 901, dueForSeconds: 21_600 }] },
      { queues: [{ ...queue, dueForSeconds: 21_601 }] },
      'growing-queue score: In the queue score 1,204 messages are open, the oldest due for 6 hours.',
    ],
    [
      { putAside: [{ queue: 'deliver', reason: 'given-up', lastDay: 0 }] },
      { putAside: [{ queue: 'deliver', reason: 'given-up', lastDay: 1 }] },
      'dead-letters deliver given-up: In the queue deliver 1 message was put aside within a day: given-up.',
    ],
    [{}, { stuck: { deliveries: 2, forSeconds: 2_000 } }, 'stuck-deliveries : 2 messages to councils'],
    [
      { channels: [{ ...channel, forSeconds: 600 }] },
      { channels: [channel] },
      'failing-channel smtp: By smtp nothing arrives at 1 host, for 10 minutes.',
    ],
    [
      { channels: [{ ...channel, channel: 'webhook', hostsFailing: 2 }] },
      { channels: [{ ...channel, channel: 'webhook', hostsFailing: 3 }] },
      'failing-channel webhook',
    ],
    [
      {},
      { untold: ['E10000030'] },
      'nobody-told E10000030: At the council E10000030 nobody is told of alerts: no person there has an address',
    ],
    [
      {},
      { sources: [{ source: 'find-a-tender', isLate: true, lastGoodAt: null }] },
      'late-source find-a-tender: find-a-tender was last read never.',
    ],
    [
      { canary: { since: ago(120), reached: 'raised' } },
      { canary: { since: ago(121), reached: 'raised' } },
      'canary-overdue : No canary has arrived since',
    ],
    [{}, { audit: { broken: 1, verifiedAt: AT, since: AT } }, 'audit-broken altered: 1 entry'],
    [
      { audit: { broken: 0, verifiedAt: null, since: ago(48 * 60) } },
      { audit: { broken: 0, verifiedAt: null, since: ago(48 * 60 + 1) } },
      'audit-broken unverified',
    ],
    [
      { disks: [{ path: '/', freeBytes: 10e9, bytes: 100e9 }] },
      { disks: [{ path: '/', freeBytes: 10e9 - 1, bytes: 100e9 }] },
      'disk-nearly-full /: On the disk of / 9,999 MB are left.',
    ],
    [
      { disks: [{ path: '/', freeBytes: 2e9, bytes: 4e9 }] },
      { disks: [{ path: '/', freeBytes: 2e9 - 1, bytes: 4e9 }] },
      'disk-nearly-full /',
    ],
    [
      { clocks: [{ other: 'Postgres', seconds: -30 }] },
      { clocks: [{ other: 'Postgres', seconds: -31 }] },
      'clock-off Postgres: The clock of the workers is 31 seconds behind that of Postgres.',
    ],
    [
      { backup: { takenAt: ago(36 * 60), since: AT } },
      { backup: { takenAt: ago(36 * 60 + 1), since: AT } },
      'backup-old : The last backup was taken',
    ],
    [
      { backup: { takenAt: null, since: ago(36 * 60) } },
      { backup: { takenAt: null, since: ago(36 * 60 + 1) } },
      'backup-old : No backup was taken yet.',
    ],
  ];
  test.each(cases)('%o, %o', (within, beyond, said) => {
    expect(found(within)).toEqual([]);
    expect(found(beyond)).toEqual([expect.stringContaining(said)]);
  });

  test('of every cause', () => {
    const tried = cases.map(([, , said]) => said.split(' ')[0] ?? '');
    expect(new Set([...tried, 'database-away'])).toEqual(new Set(alarmCauses.map(({ id }) => id)));
  });
});

test('the mail says what is wrong, since when, how it was found and where it stands what to do; and that it is over', () => {
  const look = wellLook(AT, { canary: { since: ago(180), reached: 'matched' } });
  const [alarm] = foldAlarms([], look);
  if (!alarm) throw new Error('nothing was found');
  const mail = composeAlarm(alarm, 'https://tocsin.example');
  expect(mail.subject).toBe('Alarm: The canary did not arrive');
  for (const said of [
    'matched and not assessed',
    'Since 29 November',
    'RUNBOOK.md, section canary-overdue',
    '/operator',
  ])
    expect(mail.text).toContain(said);
  const over = composeAlarm({ ...alarm, endedAt: '2026-11-29T18:00:00.000Z' }, 'https://tocsin.example');
  expect([over.subject, over.text]).toEqual([
    'Over: The canary did not arrive',
    expect.stringContaining('over by 29 November'),
  ]);
});
