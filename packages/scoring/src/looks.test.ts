import { levelOf, type SignalOf, unearnedBecause } from '@tocsin/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  looksAt,
  type LevelSignal,
  type LevelStatement,
  type LookOnRecord,
  type WatchedSource,
} from './looks.ts';

const HOUR_MS = 3_600_000;
const now = '2026-11-28T12:00:00.000Z';
const register: WatchedSource = {
  id: 'companies-house-company',
  covers: [],
  isOn: true,
  lastGoodAt: null,
  isWithinPromise: (at, moment) => Date.parse(moment) - Date.parse(at) <= 36 * HOUR_MS,
};
const gazette: WatchedSource = {
  id: 'gazette-insolvency',
  covers: ['gazette-notices'],
  isOn: true,
  lastGoodAt: '2026-11-28T06:00:00.000Z',
  isWithinPromise: (at, moment) => Date.parse(moment) - Date.parse(at) <= 24 * HOUR_MS,
};
const sources = [register, gazette];

function look(topic: LookOnRecord['topic'], at = '2026-11-28T03:00:00.000Z'): LookOnRecord {
  return { topic, source: register.id, firstAt: '2026-01-05T03:00:00.000Z', lastAt: at };
}
const bothLooks = [look('company-profile'), look('insolvency-cases')];

function said(
  signal: LevelSignal,
  ref: string = signal.kind,
  publishedAt = '2026-11-01T09:00:00.000Z',
): LevelStatement {
  return { source: register.id, ref, version: publishedAt, publishedAt, signal };
}

const active: SignalOf<'company-profile'> = {
  kind: 'company-profile',
  name: 'Example Care Homes Limited',
  status: 'active',
  statusDetail: null,
  type: 'ltd',
  jurisdiction: null,
  incorporatedOn: '2001-08-21',
  dissolvedOn: null,
  sicCodes: [],
  postcode: null,
  previousNames: [],
  accounts: {
    nextDueOn: '2027-09-30',
    nextMadeUpTo: null,
    lastMadeUpTo: '2025-12-31',
    lastType: null,
    overdue: false,
    referenceDate: null,
  },
  confirmationStatement: { nextDueOn: null, lastMadeUpTo: null, overdue: null },
};

function figures(
  balanceDate: string,
  read: Readonly<Record<string, number>> = { net_assets: 400, current_assets: 900, creditors_1y: 300 },
): SignalOf<'accounts-figures'> {
  return {
    kind: 'accounts-figures',
    balanceDate,
    currency: 'GBP',
    figures: read,
    consolidated: null,
    previous: null,
    standard: null,
    dormant: null,
    audited: null,
    flags: [],
  };
}

const quiet = { band: 'low', formalEvents: [] } as const;
function level(statements: readonly LevelStatement[], looks = bothLooks, of = sources) {
  return levelOf(quiet, looksAt(looks, statements, of, now), '2026-11-28');
}

describe('a company against which nothing stands', () => {
  const fine = [said(active), said(figures('2025-12-31'))];

  test('is Low after two looks', () => {
    expect(level(fine)).toBe('low');
  });

  test('is not, once any of the three looks is missing, late, or of a source that is off', () => {
    expect(level(fine, [look('company-profile')])).toBe('not-enough-known');
    expect(level(fine, [look('company-profile'), look('insolvency-cases', '2026-11-26T03:00:00.000Z')])).toBe(
      'not-enough-known',
    );
    expect(level(fine, bothLooks, [register, { ...gazette, isOn: false }])).toBe('not-enough-known');
    expect(level(fine, bothLooks, [{ ...register, isOn: false }, gazette])).toBe('not-enough-known');
    expect(level(fine, bothLooks, [register, { ...gazette, lastGoodAt: null }])).toBe('not-enough-known');
  });

  test('a later look that is late does not hide an earlier one within its promise', () => {
    const stream = { ...register, id: 'companies-house-stream', isWithinPromise: () => false };
    const late = { ...look('company-profile', '2026-11-28T11:00:00.000Z'), source: stream.id };
    expect(level(fine, [...bothLooks, late], [...sources, stream])).toBe('low');
  });

  test('has finances that are not known without both net assets and current assets against creditors', () => {
    for (const read of [{ net_assets: 400 }, { current_assets: 900, creditors_1y: 300 }, {}])
      expect(level([said(active), said(figures('2025-12-31', read))])).toBe('no-formal-sign');
    expect(level([said(active), said(figures('2025-12-31', { net_assets: 400, nca: 600 }))])).toBe('low');
  });

  test.each([
    ['not-readable', active, [figures('2025-12-31', {})]],
    ['not-readable', active, []],
    ['withheld', active, [{ ...figures('2025-12-31', {}), profitAndLoss: 'withheld-by-choice' }]],
    ['not-readable', active, [{ ...figures('2025-12-31', {}), profitAndLoss: 'not-required' }]],
    ['not-due-yet', { ...active, accounts: { ...active.accounts, lastMadeUpTo: null } }, []],
    [
      'not-required',
      {
        ...active,
        type: 'limited-partnership',
        accounts: { ...active.accounts, lastMadeUpTo: null, nextDueOn: null },
      },
      [],
    ],
    [
      'not-held',
      { ...active, accounts: { ...active.accounts, lastMadeUpTo: '2024-12-31' } },
      [figures('2024-12-31')],
    ],
  ] as const)('says why its finances are not known: %s', (without, profile, filed) => {
    const statements = [said(profile), ...filed.map((one) => said(one))];
    expect(looksAt(bothLooks, statements, sources, now).without).toBe(without);
    expect(level(statements)).toBe('no-formal-sign');
  });

  test('a supplier that the register does not hold has finances that are not held', () => {
    expect(looksAt([], [], sources, now).without).toBe('not-held');
  });
});

describe('a company of which Companies House has no entry', () => {
  const fine = [said(active), said(figures('2025-12-31'))];
  const asked = (answer: 'gone' | 'not-held', lastAt: string) =>
    looksAt(bothLooks, fine, sources, now, [{ answer, firstAt: '2026-11-01T03:00:00.000Z', lastAt }]);
  test.each([
    [
      'gone',
      'Companies House has nobody under this number: it is gone from the register, or was never on it (asked on 28 November 2026)',
    ],
    [
      'not-held',
      'not held at Companies House: another register keeps its record (asked on 28 November 2026)',
    ],
  ] as const)('is never Low, and that it is %s is said', (answer, why) => {
    const looks = asked(answer, '2026-11-28T05:00:00.000Z');
    expect(levelOf(quiet, looks, '2026-11-28')).toBe('not-enough-known');
    expect(unearnedBecause(quiet, looks, '2026-11-28')).toBe(why);
  });
  test('is there again once its entry was read since', () => {
    expect(levelOf(quiet, asked('gone', '2026-11-27T05:00:00.000Z'), '2026-11-28')).toBe('low');
  });
  test('was there on a day before anybody was told so', () => {
    const answers = [
      { answer: 'gone', firstAt: '2026-11-28T13:00:00.000Z', lastAt: '2026-11-28T13:00:00.000Z' },
    ] as const;
    expect(levelOf(quiet, looksAt(bothLooks, fine, sources, now, answers), '2026-11-28')).toBe('low');
  });
});

describe('what is not on our lists is never Low', () => {
  const filed = said(figures('2025-12-31'));
  const profileOf = (change: Partial<typeof active>) => [said({ ...active, ...change }), filed];

  test.each(['converted-closed', 'removed', 'closed', 'dissolved'])(
    '%s is gone from the register',
    (status) => {
      const looks = looksAt(bothLooks, profileOf({ status, dissolvedOn: '2019-01-01' }), sources, now);
      expect(looks.offRegister).toMatch(
        /^no longer on the register as .* \(on 1 January 2019\), not a live company$/,
      );
      expect(looks.notUnderstood).toEqual([]);
      expect(level(profileOf({ status, dissolvedOn: '2019-01-01' }))).toBe('not-enough-known');
    },
  );

  test.each(['transferred-from-uk', 'transferred-to-slp', 'converted-to-ukeig'])(
    'the addition %s says that it is gone, whatever the status says',
    (statusDetail) => {
      for (const status of ['active', 'dissolved', 'converted-closed']) {
        const looks = looksAt(bothLooks, profileOf({ status, statusDetail }), sources, now);
        expect(looks.offRegister).toContain('(the register gives no date), not a live company');
        expect(level(profileOf({ status, statusDetail }))).toBe('not-enough-known');
      }
    },
  );

  test('“open” is understood of a branch, and not of a company of its own', () => {
    expect(level(profileOf({ status: 'open', type: 'oversea-company' }))).toBe('low');
    expect(looksAt(bothLooks, profileOf({ status: 'open' }), sources, now).notUnderstood).toEqual([
      'the register’s status “open” is not understood',
    ]);
    expect(level(profileOf({ status: 'open' }))).toBe('not-enough-known');
  });

  test('an active company with a day on which it ended contradicts itself', () => {
    expect(looksAt(bothLooks, profileOf({ dissolvedOn: '2016-05-01' }), sources, now).notUnderstood).toEqual([
      'the register shows it as active and gives a day on which it ended',
    ]);
  });

  test('a case type, a notice code and a heading that fits several procedures', () => {
    const odd: LevelSignal[] = [
      { kind: 'insolvency-case', caseNumber: '1', caseType: 'brand-new-procedure-2027', dates: [] },
      notice('2499', 'other', 'A new kind of notice'),
      notice(null, 'unknown', 'Final Meetings'),
      notice('2454', 'unknown', 'Appointment of liquidators'),
    ];
    for (const signal of odd) {
      const statements = [said(active), filed, said(signal)];
      expect(looksAt(bothLooks, statements, sources, now).notUnderstood).toHaveLength(1);
      expect(level(statements)).toBe('not-enough-known');
    }
    const contradicted = said(notice('2454', 'unknown', 'Appointment of liquidators'));
    expect(looksAt(bothLooks, [said(active), filed, contradicted], sources, now).notUnderstood).toEqual([
      'a notice of The Gazette under the code 2454, “Appointment of liquidators”, has words of another kind',
    ]);
  });

  test('whatever a status, addition or case type reads, only words on the lists are Low', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('status', 'statusDetail', 'caseType'), (word, where) => {
        const statements =
          where === 'caseType'
            ? [
                said(active),
                filed,
                said({ kind: 'insolvency-case', caseNumber: '1', caseType: word, dates: [] }),
              ]
            : profileOf({ [where]: word });
        expect(level(statements)).toBe('not-enough-known');
      }),
      {
        examples: [
          ['constructor', 'status'],
          ['toString', 'statusDetail'],
          ['hasOwnProperty', 'caseType'],
        ],
      },
    );
  });

  test('a restored company is there again: its newest entry counts', () => {
    const dissolved = said(
      { ...active, status: 'dissolved', dissolvedOn: '2025-05-01' },
      'profile',
      '2025-06-01T00:00:00.000Z',
    );
    const restored = said(active, 'profile', '2026-11-01T00:00:00.000Z');
    expect(level([dissolved, restored, filed])).toBe('low');
    const before = looksAt(bothLooks, [dissolved, restored, filed], sources, '2025-07-01T00:00:00.000Z');
    expect(before.offRegister).toContain('dissolved (on 1 May 2025)');
  });
});

function notice(
  code: string | null,
  family: SignalOf<'insolvency-notice'>['family'],
  heading: string,
): SignalOf<'insolvency-notice'> {
  return {
    kind: 'insolvency-notice',
    code,
    family,
    heading,
    noticeId: '1',
    hearing: null,
    petitioner: null,
    caseRef: null,
  };
}
