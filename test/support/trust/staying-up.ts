import type { TrustTest } from './trust-test.ts';

/** Faults through which the system stays up, or comes back by itself. */
export const stayingUp: readonly TrustTest[] = [
  {
    number: 33,
    injected: 'Redis is gone for 10 minutes',
    passes: 'pages are read, nothing lost, what waited is done',
    heldBy: [
      {
        file: 'test/faults/servers.test.ts',
        tests: [
          'while Redis is away pages are read and say so, and what was to be done meanwhile is done once it is back',
          'a Redis that is killed under eight producers and comes back empty loses nothing',
        ],
      },
      {
        file: 'test/integration/outbox-coalescing.test.ts',
        tests: [
          'what could not be handed over stays, and is handed over the next time',
          'what is joined while it cannot be handed over is joined and handed over the next time, once',
        ],
      },
    ],
    asserted: [
      {
        figure: '3 s in short: lost 0, twice 0, pages unread 0',
        code: "toEqual({ lost: 0, duplicates: 0, unread: 0, health: 'redis unreachable, then ok' })",
      },
      { figure: '600 s: no page over 2 s', code: 'toBeLessThanOrEqual(sized(2_000,' },
    ],
    standing: 'done',
  },
  {
    number: 34,
    injected: 'a provider that takes 30 s to answer',
    passes: 'p95 of ingest below 10 % more',
    heldBy: [
      {
        file: 'test/integration/deliver-trouble.test.ts',
        tests: [
          'while a mail server takes its time no transaction is open, nobody else sends it, and a restart is counted',
          'to a slow host two are under way at most, and all go when it answers quickly again',
          'one host in trouble keeps no message from another',
        ],
      },
      {
        file: 'test/faults/slow-mail.test.ts',
        tests: [
          'a mail server that takes %i seconds to answer gets one copy',
          'beside a mail server that does not answer notices are recorded as quickly as without',
        ],
      },
    ],
    asserted: [
      { figure: '1,000 notices: p95 below 10 % more', code: 'expect(ratio).toBeLessThan(sized(1.1,' },
    ],
    standing: 'done',
  },
  {
    number: 35,
    injected: 'a backlog of 100,000 messages',
    passes: 'insolvency first, p95 within 5 minutes',
    heldBy: [
      {
        file: 'test/integration/messages.test.ts',
        tests: ['urgent messages go first, and those of one key while they wait are one'],
      },
      {
        file: 'test/integration/outbox.test.ts',
        tests: [
          'the most urgent message goes first, of equals the older one, and no more than are asked for',
          'what tells of a formal event goes before all that does not, to be raised and to be sent',
        ],
      },
      {
        file: 'test/faults/backlog.test.ts',
        tests: ['while a backlog waits, councils are told of an insolvency before it is done'],
      },
    ],
    asserted: [
      {
        figure: '100 insolvencies: p95 within 300 s',
        code: 'expect(p95).toBeLessThanOrEqual(PROMISED_SECONDS)',
      },
      { figure: 'before the backlog is done', code: 'expect(leastLeft).toBeGreaterThan(0)' },
    ],
    standing: 'done',
  },
  {
    number: 36,
    injected: 'no space on the disk: of the database, of the log, of what a command writes',
    passes: 'fails closed and says so, goes on with space',
    heldBy: [
      {
        file: 'test/integration/alarms.test.ts',
        tests: [
          'what is wrong is told once, also after a restart, and once that it is over; the listener is called but while nobody was told',
        ],
      },
      {
        file: 'test/faults/disk-full.test.ts',
        tests: [
          'a page that would store something says so and stores nothing, others are read; with space it is stored',
          'to %s says in words why and what to do, and ends with code 1',
        ],
      },
      {
        file: 'test/faults/servers.test.ts',
        tests: [
          'a Postgres without space while a source is read stores nothing, and once there is some, all, once',
        ],
      },
      {
        file: 'infra/local/system/log-file.test.ts',
        tests: [
          'on a full disk the log is left out, which is said once; with space it goes on and tells of the gap',
        ],
      },
      {
        file: 'infra/local/system/mailbox.test.ts',
        tests: ['a mail that cannot be stored is not accepted, is tried again, and leaves nothing behind'],
      },
      {
        file: 'infra/local/servers/keep-up.test.ts',
        tests: ['a process that ends is started again, until it is stopped'],
      },
      {
        file: 'test/faults/start.test.ts',
        tests: [
          'started again on the same data, killed before and without space for its log, it sends nothing twice',
        ],
      },
    ],
    asserted: [{ figure: '503 at once, 303 with space', code: "toEqual([503, '60'])" }],
    standing: 'done',
    because: 'Postgres is made to answer that its disk is full; no disk is filled',
  },
  {
    number: 37,
    injected: 'the clock an hour off, both changes of it, 29 February',
    passes: 'one digest a day',
    heldBy: [
      {
        file: 'test/integration/digest-clock.test.ts',
        tests: [
          'TRUST 37: by clocks that are %s everybody has one digest a day %s, and every alert is in one',
        ],
      },
      {
        file: 'test/faults/london-day.test.ts',
        tests: [
          'around both changes of the clocks what was published in any hour is told at once, what is dated later on its day, each once',
        ],
      },
    ],
    asserted: [
      {
        figure: 'digests of one day to one address, by two clocks off by an hour: 1',
        code: 'expect(perDay.size).toBe(sent.length)',
      },
    ],
    standing: 'done',
  },
  {
    number: 38,
    injected: 'SIGTERM 50 times under load',
    passes: 'lost 0',
    heldBy: [
      {
        file: 'test/faults/processes.test.ts',
        tests: ['a worker that is asked to stop finishes what it holds and leaves the rest to others'],
      },
    ],
    asserted: [
      {
        figure: '3 stops in short: lost 0, twice 0, left 0',
        code: 'toEqual({ lost: 0, duplicates: 0, stops, unclean: 0, abandoned: 0 })',
      },
    ],
    standing: 'done',
  },
  {
    number: 39,
    injected: 'the code of each earlier release on the database of this one',
    passes: 'every statement of the earlier is answered, rows lost 0',
    heldBy: [
      {
        file: 'test/integration/releases.test.ts',
        tests: [
          'is brought up to date and loses no row and no value',
          'has the schema of a new one afterwards',
          'answers the services of its time still, while they run beside the new ones',
        ],
      },
      {
        file: 'test/integration/scoring-chunks.test.ts',
        tests: ['a message about one supplier, as release 0.1.0 left it in the outbox, is understood'],
      },
    ],
    asserted: [{ figure: 'rows lost 0', code: 'expect(lostRows(before, after)).toEqual([])' }],
    standing: 'weak',
    because:
      'beside this version an earlier web can take in no registers or decisions: councils could read of each other by ' +
      'the rights that it asks for',
  },
  {
    number: 40,
    injected: 'the database is dumped, dropped and restored beside an empty Redis',
    passes: 'every table equal by checksum, deliveries go on, nothing twice',
    heldBy: [
      {
        file: 'test/faults/backup.test.ts',
        tests: [
          'restored beside an empty Redis every table is equal by checksum, deliveries go on, and nothing is sent twice',
        ],
      },
      {
        file: 'test/integration/backup.test.ts',
        tests: [
          'a backup gives an empty database every private row and the same audit chain, once, by its passphrase alone',
        ],
      },
    ],
    asserted: [
      {
        figure: '2,000 payments in short: mails twice 0, never 0',
        code: 'toMatchObject({ mailsBefore: 3, mailsAfter: 4, twice: 0, never: 0 })',
      },
    ],
    standing: 'done',
  },
  {
    number: 41,
    injected: 'a dead letter is sent again while Redis keeps its failed job',
    passes: 'it really runs, once',
    heldBy: [
      {
        file: 'test/faults/order.test.ts',
        tests: ['dead letters that are sent again run, although Redis keeps their failed jobs'],
      },
      {
        file: 'test/integration/messages.test.ts',
        tests: ['dead letters that are sent again really run, although Redis keeps the jobs that failed'],
      },
      {
        file: 'test/integration/housekeeping.test.ts',
        tests: [
          'the operator sends what was put aside again, and the services really handle it',
          'a message that is put aside again while the others are sent again is not sent twice',
        ],
      },
    ],
    asserted: [
      { figure: '3 sent again: lost 0, twice 0', code: 'toEqual({ lost: 0, duplicates: 0, kept: 3 })' },
    ],
    standing: 'done',
  },
  {
    number: 42,
    injected: 'the event loop of a worker stands still for 60 s',
    passes: 'effects 1',
    heldBy: [
      {
        file: 'test/faults/schedule.test.ts',
        tests: ['whatever strikes while councils act, nothing is lost, doubled, leaked or out of order'],
      },

      {
        file: 'test/faults/processes.test.ts',
        tests: [
          'a worker that stands still once it has %s leaves each effect once, though another did its work meanwhile',
        ],
      },
      {
        file: 'test/integration/messages.test.ts',
        tests: [
          'a message that Redis gives to three workers at once is handled by one and blamed for nothing',
          'a handler whose message was finished elsewhere undoes what it did',
        ],
      },
    ],
    asserted: [
      {
        figure: '20 messages in short, stalled before and within the effect: lost 0, twice 0, taken over',
        code: 'toEqual({ lost: 0, duplicates: 0, takenOver: true, deadLetters: 0 })',
      },
    ],
    standing: 'done',
  },
];
