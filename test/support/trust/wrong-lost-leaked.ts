import type { TrustTest } from './trust-test.ts';

/** Alerts that are wrong, lost, or told to those they are not for. */
export const wrongLostLeaked: readonly TrustTest[] = [
  {
    number: 1,
    injected: 'Redis is emptied in the middle of 2,000 messages',
    passes: 'lost 0, effects twice 0, done within 30 s',
    heldBy: [
      {
        file: 'test/faults/servers.test.ts',
        tests: ['a Redis that is emptied in the middle of the work loses no message and doubles no effect'],
      },
    ],
    asserted: [
      {
        figure: '200 messages in short: lost 0, twice 0',
        code: 'expect(effects).toEqual({ lost: 0, duplicates: 0 })',
      },
      { figure: '2,000 messages: within 30 s', code: 'expect(took).toBeLessThanOrEqual(sized(30,' },
    ],
    standing: 'done',
  },
  {
    number: 2,
    injected: 'a worker is killed (signal 9) at 20 random points',
    passes: 'effects 100 %, twice 0, recovered within 20 s',
    heldBy: [
      {
        file: 'test/faults/processes.test.ts',
        tests: [
          'workers killed before, within and after the transactions of their effects leave each effect once',
        ],
      },
    ],
    asserted: [
      {
        figure: 'a kill at each point, 60 messages in short: lost 0, twice 0',
        code: 'expect(figures).toEqual({ lost: 0, duplicates: 0, deaths: deaths.length })',
      },
      { figure: '20 kills: within 20 s', code: 'expect(recoveredInSeconds).toBeLessThanOrEqual(sized(20,' },
    ],
    standing: 'done',
  },
  {
    number: 3,
    injected: 'a kill between “mail accepted” and “marked sent”, 200 times',
    passes: 'one mail where the provider honours a reference, else each second copy counted',
    heldBy: [
      {
        file: 'test/faults/processes.test.ts',
        tests: [
          'a process killed between the mail server’s yes and our note: one mail where a reference is honoured, else counted',
          'a process killed while it sends several mails loses none, and counts each that it may send again',
        ],
      },
    ],
    asserted: [
      {
        figure: '4 kills in short: delivered or put aside 4, no second copy that is not counted',
        code: 'expect(doubled).toBeLessThanOrEqual(counted)',
      },
    ],
    standing: 'done',
  },
  {
    number: 4,
    injected:
      'look-alike names of failed companies (twins, Ltd and LLP, parents of groups), 500 pairs and more',
    passes: 'alerts on a guess by name alone 0',
    heldBy: [
      {
        file: 'test/faults/look-alikes.test.ts',
        tests: [
          '500 look-alikes of insolvent companies, printed by name alone, alert nobody; exact names do',
        ],
      },
      {
        file: 'packages/matching/src/look-alikes.test.ts',
        tests: ['none of 500 and more look-alikes is matched by name alone'],
      },
    ],
    asserted: [
      { figure: '500 pairs or more', code: 'expect(pairs.length).toBeGreaterThanOrEqual(500)' },
      { figure: 'matched by a guess 0', code: 'expect(guessed).toEqual([])' },
    ],
    standing: 'done',
  },
  {
    number: 5,
    injected: 'every route, export and API answer read as another council',
    passes: 'leaks 0, in text, statuses, counts and byte for byte',
    heldBy: [
      {
        file: 'test/integration/canary.test.ts',
        tests: ['a notice of the canary goes the whole way to a mail, is counted, and shows nowhere'],
      },
      {
        file: 'test/promises/roles.test.ts',
        tests: [
          'names every route that a server or a local copy answers, and no other',
          'is served to those whom the table names and to nobody else',
          'shows nobody what is private to another council, in pages, exports and the API',
          'does nothing for a form of somebody for whose role it is not, though it bears the token of a page',
        ],
      },
      {
        file: 'test/promises/pages-private.test.ts',
        tests: [
          'the matrix holds all pages, exports and API routes there are',
          'an alert of another council is not found: not shown, and through the API as one that does not exist',
          'a form sent for another council’s alert or register changes nothing',
        ],
      },
      {
        file: 'test/promises/private-registers.test.ts',
        tests: [
          'every other council reads of it what it reads of a company that nobody watches, byte for byte',
          'no page, count or status of another council changes when one hands in its register and it is looked after',
          'sessions of other councils and of the national view select of it what they select of a company that nobody watches',
          'notices that come later tell others no more of it than of a company that nobody watches',
        ],
      },
      {
        file: 'test/promises/known-later.test.ts',
        tests: [
          'to hand it in tells of it what it tells of one that nobody followed, until both are looked at, and then',
          'so does a spending file that is not published',
        ],
      },
      {
        file: 'test/promises/known-published.test.ts',
        tests: [
          'a published contract or payment tells of whom others followed what it tells of whom nobody did',
          'once the register was asked about all of it again, they are one, and nobody is told anything more',
        ],
      },
    ],
    asserted: [
      { figure: 'leaks 0', code: 'expect(leaks).toEqual([])' },
      { figure: 'over 700 reads by 8 roles and 8 keys', code: 'expect(read).toBeGreaterThan(700)' },
      { figure: 'over 150 answers compared', code: 'expect(after.size).toBeGreaterThan(150)' },
    ],
    standing: 'done',
    because: 'two councils and the national body, each role and each scope of a key, by the table of routes',
  },
  {
    number: 6,
    injected: 'a pooled connection whose council is unset, rolled back or failed',
    passes: 'private rows 0',
    heldBy: [
      {
        file: 'test/faults/order.test.ts',
        tests: [
          'the council unset, rolled back or failed on a pooled connection, round after round: no row of anybody',
        ],
      },
      {
        file: 'test/integration/row-security.test.ts',
        tests: [
          'a pooled connection shows no private row once its council is unset, rolled back or failed',
          'a council sees its own rows of every private table and none of another',
        ],
      },
      {
        file: 'test/integration/own-spend.test.ts',
        tests: [
          'an unpublished ledger that is not in doubt is taken as it is, and counts for its council alone',
          'what is insolvent reaches the council that pays it without having published so, and no other',
        ],
      },
    ],
    asserted: [
      { figure: 'leaked 0', code: 'expect({ leaked, own: own > 0 }).toEqual({ leaked: 0, own: true })' },
    ],
    standing: 'done',
  },
  {
    number: 7,
    injected:
      'ways round row security, planted in the catalogue: views, functions, owners, keys, grants, statistics',
    passes: 'holes 0, each planted one found',
    heldBy: [
      {
        file: 'test/integration/catalogue.test.ts',
        tests: ['the catalogue shows no way round row-level security', 'a hole that is planted is found: %s'],
      },
      {
        file: 'test/integration/row-security.test.ts',
        tests: [
          'a row of %s of another council is referred to by nobody, and answers as one that is not there',
          'the statistics of Postgres tell neither a council nor the national role a value of a private table',
        ],
      },
      {
        file: 'test/promises/roles.test.ts',
        tests: ['no form of another council, for whatever role, changes what a council keeps'],
      },
      {
        file: 'test/faults/order.test.ts',
        tests: ['a database of every migration shows no way round row security'],
      },
    ],
    asserted: [
      { figure: 'holes 0', code: 'expect(await findHoles(db)).toEqual([])' },
      {
        figure: 'over 150 forms of other councils: tables of ours changed 0',
        code: 'expect(await keptBy(ourCouncil.gss)).toEqual(before)',
      },
    ],
    standing: 'done',
    because:
      'what writes is asked by the table of routes, for each role; what reads by the catalogue of Postgres',
  },
  {
    number: 8,
    injected: 'the same event 100 times over 8 workers',
    passes: 'effects 1',
    heldBy: [
      {
        file: 'test/faults/order.test.ts',
        tests: ['the same event many times over eight workers is one observation, one alert and one mail'],
      },
    ],
    asserted: [
      {
        figure: '40 times in short: observations, alerts, mails 1 each',
        code: 'toEqual({ observations: 1, alerts: 1, deliveries: 1, mails: 1, deadLetters: 0 })',
      },
    ],
    standing: 'done',
  },
  {
    number: 9,
    injected:
      'the documents of one story out of order (dissolved first, corrected, withdrawn), 1,000 shuffles',
    passes: 'final states 1',
    heldBy: [
      {
        file: 'test/faults/order.test.ts',
        tests: [
          'the documents of one story lead to one final state, in whatever order they arrive',
          'news of an older assessment that arrives late neither withdraws what stands nor raises what is over',
        ],
      },
      {
        file: 'test/integration/withdrawal.test.ts',
        tests: ['in whatever order they arrive, and however often, the same stands'],
      },
      {
        file: 'test/integration/notices-corrected.test.ts',
        tests: [
          'a petition that was advertised in error stands until its withdrawal is published, whatever is read first',
        ],
      },
    ],
    asserted: [{ figure: '12 shuffles in short: states 1', code: 'shuffleStories(sized(1_000, 12)' }],
    standing: 'done',
  },
  {
    number: 10,
    injected: 'a source that is away, empty, answers a page for data, or an error with status 200',
    passes: 'alerts cleared 0, the source shown as late',
    heldBy: [
      {
        file: 'test/faults/fuzz.test.ts',
        tests: ['whatever stands in documents of %s, no run fails of it, and every item is accounted for'],
      },

      {
        file: 'test/integration/silent-source.test.ts',
        tests: ['a source that %s clears no alert, tells nobody, and is shown as not answering'],
      },
      {
        file: 'test/integration/bad-input.test.ts',
        tests: [
          'each bad document and release has its named outcome, nothing else is lost, and the run goes on',
          'a notice of an unknown code is refused by that name and the others are read',
        ],
      },
      {
        file: 'test/integration/publisher-away.test.ts',
        tests: [
          'a publisher that is away leaves one message that waits, longer each time, and no dead letter',
        ],
      },
      {
        file: 'test/integration/sources-fetch.test.ts',
        tests: ['The Gazette: a week without any notice is an error, not quiet'],
      },
      {
        file: 'packages/sources/src/source-standing.test.ts',
        tests: [
          'is late once a whole interval has passed without a good run, and says since when',
          'that failed says so even when it is not late yet',
        ],
      },
      {
        file: 'test/integration/alarms.test.ts',
        tests: [
          'what is wrong is told once, also after a restart, and once that it is over; the listener is called but while nobody was told',
        ],
      },
    ],
    asserted: [
      {
        figure: 'six kinds of answer: alerts cleared 0, mails 0',
        code: 'expect(await alerts()).toEqual(before)',
      },
    ],
    standing: 'done',
    because:
      'each kind of answer is held by itself; no test yet keeps a standing alert beside all four of them',
  },
  {
    number: 11,
    injected: 'a file or list with half of its usual rows',
    passes: 'held, nothing stored, the operator told',
    heldBy: [
      {
        file: 'test/integration/spend-held.test.ts',
        tests: [
          'a file with half the usual lines is held, the operator is told, and what was known stands until a person takes it',
        ],
      },
      {
        file: 'test/integration/tables.test.ts',
        tests: ['a list that has shrunk is held, with nothing stored, until a person takes it'],
      },
      {
        file: 'test/integration/table-run.test.ts',
        tests: ['a list that is held fails its run and waits for a person, whose word counts from then on'],
      },
      {
        file: 'test/faults/register-load.test.ts',
        tests: [
          'a file far smaller than the register that is loaded is refused, until somebody says that it is right',
        ],
      },
    ],
    asserted: [{ figure: '20 lines of 40: held', code: '/^held: 20 payments where 40 are usual/' }],
    standing: 'done',
  },
  {
    number: 12,
    injected: 'Redis is killed (signal 9) under 8 producers',
    passes: 'lost 0',
    heldBy: [
      {
        file: 'test/faults/schedule.test.ts',
        tests: ['whatever strikes while councils act, nothing is lost, doubled, leaked or out of order'],
      },

      {
        file: 'test/faults/servers.test.ts',
        tests: ['a Redis that is killed under eight producers and comes back empty loses nothing'],
      },
    ],
    asserted: [
      {
        figure: '1 kill, 400 messages in short: lost 0, twice 0',
        code: 'expect(figures).toEqual({ lost: 0, duplicates: 0, kills })',
      },
    ],
    standing: 'done',
  },
  {
    number: 13,
    injected: 'Postgres is killed (signal 9) while a source is read',
    passes: 'gap 0, twice 0',
    heldBy: [
      {
        file: 'test/faults/schedule.test.ts',
        tests: ['whatever strikes while councils act, nothing is lost, doubled, leaked or out of order'],
      },

      {
        file: 'test/faults/servers.test.ts',
        tests: [
          'a Postgres that is killed while a source is read leaves no gap, no duplicate and nobody to blame',
          'a message whose every try failed because Postgres was away is sent again once it is back',
        ],
      },
    ],
    asserted: [
      {
        figure: '2 kills, 250 releases in short: gap 0, twice 0',
        code: 'expect(figures).toEqual({ kills, gap: 0, duplicates: 0, blamed: 0 })',
      },
    ],
    standing: 'done',
  },
  {
    number: 14,
    injected: 'a stream cut 50 times: in a line, in a letter, with heartbeats only',
    passes: 'gap 0, twice 0',
    heldBy: [
      {
        file: 'test/integration/sources-stream.test.ts',
        tests: [
          'cut fifty times in lines, letters and silences, the stream loses nothing and says nothing twice',
        ],
      },
    ],
    asserted: [{ figure: '50 cuts, 600 events', code: 'Array.from({ length: 50 }' }],
    standing: 'done',
  },
  {
    number: 15,
    injected: 'the place in a stream is gone (416)',
    passes: 'read anew, the gap recorded, alerts for what changed in it 100 %',
    heldBy: [
      {
        file: 'test/integration/sources-stream.test.ts',
        tests: ['a place that is gone is a recorded gap, and the register is left to the plan of looks'],
      },
      {
        file: 'test/integration/system-stream.test.ts',
        tests: [
          'an administration that fell into a gap of the stream is told to every council that depends on the company',
        ],
      },
    ],
    asserted: [
      {
        figure: 'changes in the gap that are told: all',
        code: 'expect(alerts.map(({ ref }) => ref).sort()).toEqual(changed)',
      },
    ],
    standing: 'done',
  },
  {
    number: 16,
    injected: 'four workers share one key of 600 requests in 5 minutes',
    passes: 'over the limit 0',
    heldBy: [
      {
        file: 'test/integration/sources-limiter.test.ts',
        tests: [
          'four workers with one key never pass 600 requests in five minutes',
          'one worker that is told to wait holds the others too',
        ],
      },
    ],
    asserted: [
      { figure: '1,250 requests', code: 'const REQUESTS = 1_250' },
      { figure: 'refused 0', code: 'expect(publisher.refused()).toBe(0)' },
    ],
    standing: 'done',
  },
  {
    number: 17,
    injected: '10,000 stored scores are computed again',
    passes: 'differences 0, the points shown sum to the score',
    heldBy: [
      {
        file: 'test/faults/recompute.test.ts',
        tests: ['the stored scores of two versions recompute from what is stored: differences 0'],
      },
    ],
    asserted: [
      {
        figure: '10,000 recomputed (1,000 in short): differences 0',
        code: 'toEqual({ recomputed: 2 * SUPPLIERS, differences: 0 })',
      },
    ],
    standing: 'done',
  },
  {
    number: 18,
    injected: 'messages that kill their process',
    passes: 'the others done, each put aside after two deaths at most',
    heldBy: [
      {
        file: 'test/faults/processes.test.ts',
        tests: [
          'messages that kill their process are put aside after two deaths each, and every other one is done',
        ],
      },
    ],
    asserted: [
      {
        figure: '2 of 30 in short: 28 done, 2 put aside after 2 deaths',
        code: 'toEqual(Object.fromEntries(poison.map((message) => [message, 2])))',
      },
    ],
    standing: 'done',
  },
];
