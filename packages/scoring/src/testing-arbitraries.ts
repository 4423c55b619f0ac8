import { addDays, type IsoDate, type ObservedSignal, type Signal, type Topic } from '@tocsin/domain';
import fc from 'fast-check';
import { kindsOfTopic } from './facts.ts';
import { accountsOf, caseOf, madeFiling, noticeOf, profileOf, said } from './testing.ts';

/** Any day of five years. */
export const anyDay: fc.Arbitrary<IsoDate> = fc
  .integer({ min: 0, max: 5 * 365 })
  .map((days) => addDays('2020-01-01', days));

const figure = fc.integer({ min: -2_000_000, max: 5_000_000 });
const anyFigures = fc.dictionary(
  fc.constantFrom('current_assets', 'cash', 'debtors', 'stocks', 'creditors_1y', 'equity', 'turnover', 'pbt'),
  figure,
);

/** Signals that speak of difficulty and take nothing back. */
export const anyDistress: fc.Arbitrary<Signal> = fc.oneof(
  fc.constantFrom(
    noticeOf('2450', 'winding-up-petition'),
    noticeOf('2452', 'winding-up-order'),
    noticeOf('2410', 'administration'),
    noticeOf('2423', 'receivership'),
    noticeOf('2442', 'creditors-decision'),
    noticeOf('2401', 'moratorium'),
  ),
  anyDay.map((on) => caseOf('corporate-voluntary-arrangement', { 'voluntary-arrangement-started-on': on })),
  fc.constantFrom(
    madeFiling('strike-off-proposed'),
    madeFiling('auditor-resigned'),
    madeFiling('audit-exemption'),
    madeFiling('accounting-reference-date-changed', 'extended'),
  ),
  anyDay.map((on) => ({
    kind: 'charge' as const,
    chargeId: on,
    status: 'outstanding',
    createdOn: on,
    deliveredOn: null,
    satisfiedOn: null,
    personsEntitled: [],
    floatingOverAll: true,
  })),
  anyDay.map((on) => ({
    kind: 'contract-performance' as const,
    ocid: `ocds-b5fd17-${on}`,
    statement: 'Poor performance',
  })),
  fc.array(anyDay, { maxLength: 4 }).map((resignedOn) => ({
    kind: 'officer-changes' as const,
    appointedOn: [],
    resignedOn,
    activeCount: null,
  })),
);

/** Everything that can be said, relief and sound news among it. */
export const anySignal: fc.Arbitrary<Signal> = fc.oneof(
  anyDistress,
  fc.constantFrom(
    noticeOf('2461', 'petition-dismissed'),
    noticeOf('2402', 'moratorium-ended'),
    noticeOf('2431', 'members-voluntary-liquidation'),
    madeFiling('strike-off-discontinued'),
  ),
  fc
    .record({ on: anyDay, ended: anyDay })
    .map(({ on, ended }) =>
      caseOf('in-administration', { 'administration-started-on': on, 'administration-ended-on': ended }),
    ),
  fc
    .record({
      status: fc.constantFrom('active', 'liquidation', 'administration', 'dissolved'),
      due: anyDay,
      incorporatedOn: anyDay,
    })
    .map(({ status, due, incorporatedOn }) =>
      profileOf({
        status,
        incorporatedOn,
        accounts: { ...profileOf().accounts, nextDueOn: due },
        confirmationStatement: { nextDueOn: due, lastMadeUpTo: null, overdue: null },
      }),
    ),
  fc.tuple(anyDay, anyFigures).map(([on, figures]) => accountsOf(on, figures)),
);

/** A statement of a signal; one publisher's id may come back with a later version. */
export function anyStatement(signal: fc.Arbitrary<Signal>): fc.Arbitrary<ObservedSignal> {
  return fc
    .record({
      day: anyDay,
      seenAfter: fc.integer({ min: 0, max: 60 }),
      id: fc.integer({ min: 1, max: 6 }),
      signal,
    })
    .map(({ day, seenAfter, id, signal: what }) =>
      said(day, what, {
        ref: `${what.kind}/${id}`,
        observedAt: `${addDays(day, seenAfter)}T10:00:00.000Z`,
      }),
    );
}

/** Which topics were looked at, and when. */
export const anyLooks: fc.Arbitrary<Partial<Record<Topic, string>>> = fc.dictionary(
  fc.constantFrom(...(Object.keys(kindsOfTopic) as Topic[])),
  anyDay.map((day) => `${day}T12:00:00Z`),
);
