import { addDays, type IsoDate, type Signal, type SignalOf, SupplierId, type Topic } from '@tocsin/domain';
import type { AssessedFacts } from '../compare-models.ts';
import { foldSignals } from '../facts.ts';
import { madeUpEvidence, noon } from './made-up.ts';

const TODAY = '2026-11-23';
const ago = (days: number): IsoDate => addDays(TODAY, -days);

/**
 * Suppliers that chance hardly ever makes up: a number that somebody has to reach, and that number just missed. The
 * next release freezes of them what nothing before them shows. Add one at the end; what was released has kept its own.
 */
export const handMade: readonly AssessedFacts[] = [
  // Three directors who resign within 92 days, three within 93, and two alone.
  ...[
    [100, 70, 8],
    [100, 70, 7],
    [70, 8],
  ].map((days) => handMadeSupplier([[ago(1), resignations(days.map(ago))]])),
  // A company on the last day on which it is young, and on the day after.
  ...[1_094, 1_095].map((days) => handMadeSupplier([[ago(1), profile({ incorporatedOn: ago(days) })]])),
  // Suppliers paid after 90 days and after 89, and ten days later than a year before, and nine.
  ...[[90], [89], [50, 50, 60], [50, 50, 59]].map((halves) =>
    handMadeSupplier(
      halves.map((days, at) => {
        const half = 180 * (halves.length - 1 - at);
        return [ago(half + 60), paidAfter(days, ago(half + 100))];
      }),
    ),
  ),
  // Half of ten people gone, and half of nine.
  ...[10, 9].map((people) => handMadeSupplier([[ago(30), staff(people)]])),
  // Accounts that were due, of which some came in 300 days before, and 301.
  ...[300, 301].map((days) =>
    handMadeSupplier([
      [ago(10 + days), filed(ago(10 + days))],
      [ago(1), profile({ nextDueOn: ago(10) })],
    ]),
  ),
  // A strike-off at the company's own request, the registrar's, and one after the other was withdrawn.
  ...[
    [strikeOff('DS01', 'strike-off-proposed')],
    [strikeOff('GAZ1', 'strike-off-proposed')],
    [strikeOff('DS01', 'strike-off-proposed'), strikeOff('GAZ1', 'strike-off-proposed')],
    [strikeOff('GAZ1', 'strike-off-proposed'), strikeOff('DS02', 'strike-off-discontinued')],
  ].map((filings) => handMadeSupplier(filings.map((filing, at) => [ago(20 - at), filing]))),
  // A receivership by the register's other word for it, and one that its case says has ended.
  ...[[], [{ type: 'case-end-on', on: ago(5) }]].map((ended) =>
    handMadeSupplier([
      [
        ago(4),
        {
          kind: 'insolvency-case',
          caseNumber: '1',
          caseType: 'receivership',
          dates: [{ type: 'instrumented-on', on: ago(30) }, ...ended],
        },
      ],
    ]),
  ),
];

/** Of whom each statement was published, and read, on its day; at `looked` somebody looked the day before. */
export function handMadeSupplier(
  said: readonly (readonly [on: IsoDate, signal: Signal])[],
  looked: readonly Topic[] = [],
): AssessedFacts {
  const statements = said.map(([on, signal], at) => ({
    source: 'made-up',
    ref: `${signal.kind}/${at + 1}`,
    version: on,
    occurredOn: on,
    publishedAt: noon(on),
    observedAt: noon(on),
    evidence: madeUpEvidence,
    signal,
  }));
  const looks = Object.fromEntries(looked.map((topic) => [topic, noon(ago(1))]));
  return {
    supplierId: SupplierId.parse('1'),
    facts: foldSignals(looks, statements),
    asOf: TODAY,
    previousBand: null,
  };
}

function strikeOff(type: string, about: SignalOf<'filing'>['about']): Signal {
  return { kind: 'filing', about, type, description: 'Strike-off', detail: null };
}

function resignations(resignedOn: readonly IsoDate[]): Signal {
  return { kind: 'officer-changes', appointedOn: [], resignedOn: [...resignedOn], activeCount: 2 };
}

function paidAfter(averageDaysToPay: number, periodEnd: IsoDate): Signal {
  return { kind: 'payment-practices', periodEnd, averageDaysToPay, percentNotPaidInTerms: null };
}

function staff(before: number): Signal {
  return {
    kind: 'accounts-figures',
    balanceDate: ago(200),
    currency: 'GBP',
    figures: { employees: before / 2 },
    consolidated: null,
    previous: { balanceDate: ago(565), figures: { employees: before } },
    standard: null,
    dormant: false,
    audited: null,
    flags: [],
  };
}

function filed(filedOn: IsoDate): Signal {
  const unsaid = { dueOn: null, type: null, machineReadable: null };
  return { kind: 'accounts-filed', madeUpTo: addDays(filedOn, -30), filedOn, ...unsaid };
}

function profile(said: { readonly incorporatedOn?: IsoDate; readonly nextDueOn?: IsoDate }): Signal {
  const unsaid = { nextDueOn: null, lastMadeUpTo: null, overdue: null };
  const accounts = { ...unsaid, nextMadeUpTo: null, lastType: null, referenceDate: null };
  return {
    kind: 'company-profile',
    name: 'EXAMPLE LTD',
    status: 'active',
    statusDetail: null,
    type: 'ltd',
    jurisdiction: null,
    incorporatedOn: said.incorporatedOn ?? null,
    dissolvedOn: null,
    sicCodes: [],
    postcode: null,
    previousNames: [],
    accounts: { ...accounts, nextDueOn: said.nextDueOn ?? null },
    confirmationStatement: unsaid,
  };
}
