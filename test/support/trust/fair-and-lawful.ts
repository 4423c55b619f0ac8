import type { TrustTest } from './trust-test.ts';

/** What makes the product fair, lawful and usable. */
export const fairAndLawful: readonly TrustTest[] = [
  {
    number: 43,
    injected: 'what an alert said is corrected',
    passes: 'assessed again, everybody told who was told before',
    heldBy: [
      {
        file: 'test/integration/corrections.test.ts',
        tests: [
          'a fact that is wrong is taken back, its supplier judged again, and everybody who was told is told, once, "Correction:" first',
          'a contest that is rejected changes nothing and tells nobody',
        ],
      },
      {
        file: 'packages/alerting/src/mail/follow-up-mail.test.ts',
        tests: ['of a correction, with what was wrong and what is right before the alert as it stands'],
      },
      {
        file: 'test/integration/notices-corrected.test.ts',
        tests: [
          'a corrected petition goes on under the number that it began with, as the newer notice words it',
        ],
      },
      {
        file: 'test/integration/told-whom.test.ts',
        tests: [
          'what follows up an alert goes to those who were told of that one, and to nobody else, whoever is there now',
        ],
      },
    ],
    asserted: [
      {
        figure: 'every officer told twice: of it and of its correction',
        code: 'toEqual([...officers, ...officers].sort())',
      },
    ],
    standing: 'done',
  },
  {
    number: 44,
    injected: 'a petition is dismissed',
    passes: '100 % of those who were told of it are told that',
    heldBy: [
      {
        file: 'test/integration/system-path.test.ts',
        tests: [
          'a petition that is dismissed: every council that was told is told that, and the alert is superseded',
        ],
      },
      {
        file: 'test/faults/petition-lives.test.ts',
        tests: ['of petitions through notify and delivery each who was told is told once of each change'],
      },
      {
        file: 'test/national/petition-lives.test.ts',
        tests: ['of 1,000 petitions each who was told is told once of each change, and of nothing else'],
      },
    ],
    asserted: [
      {
        figure: 'every officer told twice: of it and of its end',
        code: 'toEqual([...officers, ...officers].sort())',
      },
    ],
    standing: 'done',
  },
  {
    number: 45,
    injected: 'all alerts, corrections and ends there can be, and every page',
    passes: 'unfair words 0; each fact with source, date and link',
    heldBy: [
      {
        file: 'packages/alerting/src/words/wording.test.ts',
        tests: [
          'says nothing unfair in any alert, correction or notice of an end',
          'gives source, date and link with every finding that has points',
          'catches the words that we do not use, unless an order is quoted',
        ],
      },
      {
        file: 'test/e2e/pages.test.ts',
        tests: [
          'says that it shows a sample and whose data it is, and nothing unfair',
          'gives source, day and link with every fact that a finding stands on',
        ],
      },
    ],
    asserted: [{ figure: 'unfair words 0', code: 'expect(unfairWords(`${subject}\\n${text}`)).toEqual([])' }],
    standing: 'done',
  },
  {
    number: 46,
    injected: 'people planted in the documents of every source: insolvency, homes, dates of birth',
    passes: 'stored 0, logged 0',
    heldBy: [
      {
        file: 'test/integration/kept-members.test.ts',
        tests: [
          'every source of answers, notices or accounts says what it keeps; files that councils publish are kept whole',
          'of people in documents of %s nothing is stored and nothing is logged',
          'what an earlier version archived whole is cut down under the same hash, once, and nothing else of it changes',
          'nobody who reads the pages reads what is archived',
        ],
      },
      {
        file: 'packages/sources/src/members.test.ts',
        tests: ['only members on the list are kept, at every depth'],
      },
    ],
    asserted: [{ figure: 'tables that hold them 0', code: 'expect(await tablesWithPerson()).toEqual([])' }],
    standing: 'done',
    because: 'files that councils publish are kept as published, for the worker alone',
  },
  {
    number: 47,
    injected:
      'an exact solver over all private sums that are shown, ten quarters with joiners, leavers and run-off',
    passes: 'councils recovered 0; groups below five hidden, sums by steps and two figures',
    heldBy: [
      {
        file: 'packages/exposure/src/suppress.test.ts',
        tests: [
          'are shown of five councils or more, counted in three steps, to two figures',
          'of which one council is more than half, or nearly all with the second, are counted and not summed',
          'of a small group cannot be had by subtraction: its sibling is hidden too',
          'recovers no council of ten quarters with joiners, leavers and run-off (seed %i)',
          'comes within ten per cent of no part of a shown sum of those quarters (seed %i)',
        ],
      },
      {
        file: 'test/national/private-sums.test.ts',
        tests: [
          'ten quarters of the made-up England give no council’s private sum away, nor within ten per cent (seed %i)',
        ],
      },
      {
        file: 'test/integration/private-releases.test.ts',
        tests: [
          'what private registers hold is let out once a quarter, six weeks after its end, rounded and in steps',
          'a council that takes its register back is not told by the next release, and the last one stays as it was',
          'neither a council nor the national role reads what later releases are judged by',
        ],
      },
      {
        file: 'test/promises/roles.test.ts',
        tests: [
          'a private sum moves no route of anybody else until it is released, and a release only the national view',
        ],
      },
    ],
    asserted: [
      { figure: 'recovered 0, three seeds', code: 'expect(recoverable(releases, 1)).toEqual([])' },
      {
        figure: 'routes that a private sum moves before its release: 0',
        code: 'expect(routesThatDiffer(before, await answersTo(isElse))).toEqual([])',
      },
    ],
    standing: 'done',
    because:
      'the quarters are of 60 councils, made up and of the generated country; by the table of routes nothing private of ' +
      'others is shown but by the national view and its API, and there what was released',
  },
  {
    number: 48,
    injected: 'the audit log is changed, shortened, moved or refitted',
    passes: 'no service may; each change is found',
    heldBy: [
      {
        file: 'test/integration/audit-chain.test.ts',
        tests: [
          'entries of each council follow from one another, also when many are written at once',
          'no service may %s',
          '%s is found',
          'a removed entry is found by the one after it',
          'an entry that is changed and given a hash that fits it is found by the one after it',
        ],
      },
      {
        file: 'test/integration/housekeeping.test.ts',
        tests: ['an audit log that nobody touched is verified, and one that was altered is told with code 1'],
      },
    ],
    asserted: [
      { figure: 'rights to change it 0', code: 'await expect(asWeb).rejects.toThrow(/permission denied/)' },
    ],
    standing: 'done',
  },
  {
    number: 49,
    injected: 'every page at 320 and 1280 px, by the rules of axe and by keyboard',
    passes: 'rules broken 0, too wide 0',
    heldBy: [
      {
        file: 'test/e2e/pages.test.ts',
        tests: [
          'has an address here, or is named with where it is held to the rules',
          'breaks no rule of axe at 320 and at 1280 px, and fits',
          'reaches the content with the first two keys',
        ],
      },
      {
        file: 'test/e2e/pages-matches.test.ts',
        tests: [
          'an officer goes from the exposure to the name with most pounds, decides by keyboard, and takes it back',
          'breaks no rule of axe at 320 and at 1280 px, and fits',
        ],
      },
      {
        file: 'test/e2e/pages-register.test.ts',
        tests: [
          'headings of the council’s own are explained once, by keyboard, and remembered',
          'breaks no rule of axe at 320 and at 1280 px, and fits',
        ],
      },
    ],
    asserted: [
      {
        figure: 'rules broken 0',
        code: "expect(found.filter((one) => !one.includes('status of 404'))).toEqual([])",
      },
    ],
    standing: 'done',
  },
  {
    number: 50,
    injected: '180 days replayed for councils of every size',
    passes: 'one first mail a supplier, cause and recipient; p95 at most 5 a person and week',
    heldBy: [
      {
        file: 'test/faults/replay-180.test.ts',
        tests: [
          'in 180 days of councils of every size none is told twice, none is missing, and people have few mails a week',
          'what nobody acknowledges is told on in working time, over both changes of the clocks and Christmas',
        ],
      },
      {
        file: 'test/integration/who-is-told.test.ts',
        tests: ['a cause is told once: raised again it makes neither an alert nor a mail'],
      },
      {
        file: 'test/integration/mail-threads.test.ts',
        tests: [
          'what became of an event answers the mail that told of it, and another event begins a thread of its own',
          'a band that rises again in one spell is told in its thread, and in the next spell in a new one',
        ],
      },
    ],
    asserted: [
      { figure: 'told twice 0', code: 'expect(toldTwice(replayed, told)).toEqual([])' },
      { figure: 'missing 0', code: 'expect(missing(replayed, told)).toEqual([])' },
      {
        figure: 'p95 at most 5 mails a person and week by council size',
        code: 'expect(p95).toBeLessThanOrEqual(MOST_A_WEEK)',
      },
    ],
    standing: 'done',
  },
];
