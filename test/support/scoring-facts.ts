import type { IsoDate, ObservedSignal, Signal, Topic } from '@tocsin/domain';
import { foldSignals, type SupplierFacts } from '@tocsin/scoring';

const LOOKED: readonly Topic[] = [
  'gazette-notices',
  'company-profile',
  'insolvency-cases',
  'filing-history',
  'charges',
  'officers',
  'controllers',
  'accounts-figures',
];

/**
 * Facts of one made-up supplier: thirty statements of a long-lived company, six years of accounts among them. Every
 * tenth is in trouble; amounts and days differ by `number`.
 */
export function thirtyFacts(number: number, asOf: IsoDate = '2026-11-01'): SupplierFacts {
  const year = Number(asOf.slice(0, 4));
  const troubled = number % 10 === 0;
  const years = [6, 5, 4, 3, 2, 1].map((back) => year - back);
  const size = 100_000 + (number % 977) * 7_919;
  const signals = [
    ...years.map((y, i) => at(`${y}-09-15`, accounts(y, size * (1 + i / 20), troubled), i)),
    ...years.map((y, i) => at(`${y}-09-16`, filed(y, number % 7 === 0), i)),
    ...years.map((y, i) => at(`${y}-05-10`, filing(i), i)),
    ...[1, 2, 3, 4, 5].map((i) => at(`${year - i}-03-0${i}`, charge(`${year - i}-03-0${i}`, i), i)),
    at(`${year}-10-01`, officers(year), 0),
    at(`${year}-10-02`, profile(year), 0),
    at(
      `${year}-02-02`,
      {
        kind: 'parent-company',
        parent: { name: 'EXAMPLE HOLDINGS PLC', ref: null, country: null },
        notifiedOn: null,
        ceasedOn: null,
      },
      0,
    ),
    at(
      `${year}-02-03`,
      {
        kind: 'payment-practices',
        periodEnd: `${year - 1}-12-31`,
        averageDaysToPay: 20 + (number % 80),
        percentNotPaidInTerms: 5,
      },
      0,
    ),
    at(`${year}-04-01`, notice('winding-up-petition', '2450'), 0),
    at(`${year}-05-01`, troubled ? notice('dividend', '2406') : notice('petition-dismissed', '2461'), 1),
    at(`${year - 3}-05-01`, notice('other', '2408'), 2),
  ];
  return foldSignals(Object.fromEntries(LOOKED.map((topic) => [topic, `${asOf}T00:00:00Z`])), signals);
}

function at(day: IsoDate, signal: Signal, id: number): ObservedSignal {
  const instant = `${day}T09:00:00.000Z`;
  const source = signal.kind === 'insolvency-notice' ? 'gazette-insolvency' : 'companies-house-company';
  return {
    source,
    ref: `${signal.kind}/${id}`,
    version: day,
    occurredOn: day,
    publishedAt: instant,
    observedAt: instant,
    evidence: {
      source,
      url: `https://find-and-update.company-information.service.gov.uk/company/01234567/${signal.kind}/${id}`,
      publishedAt: instant,
      retrievedAt: instant,
      sha256: String(id).padStart(64, '0'),
    },
    signal,
  };
}

function accounts(year: number, size: number, troubled: boolean): Signal {
  return {
    kind: 'accounts-figures',
    balanceDate: `${year - 1}-12-31`,
    currency: 'GBP',
    figures: {
      fixed_assets: Math.round(size * 2),
      current_assets: Math.round(size),
      cash: Math.round(size / (troubled ? 90 : 3)),
      debtors: Math.round(size / 3),
      stocks: Math.round(size / 5),
      creditors_1y: Math.round(size * (troubled ? 1.8 : 0.7)),
      equity: Math.round(size * (troubled ? -0.2 : 1.4)),
      retained_earnings: Math.round(size * (troubled ? -0.4 : 0.6)),
      turnover: Math.round(size * 6),
      operating_profit: Math.round(size / (troubled ? -3 : 4)),
      interest: Math.round(size / 20),
      employees: 40,
    },
    consolidated: null,
    previous: null,
    standard: 'FRS 102',
    dormant: false,
    audited: true,
    flags: [],
  };
}

function filed(year: number, late: boolean): Signal {
  const filedOn = late ? `${year}-10-20` : `${year}-09-16`;
  return {
    kind: 'accounts-filed',
    madeUpTo: `${year - 1}-12-31`,
    filedOn,
    dueOn: `${year}-09-30`,
    type: 'full',
    machineReadable: true,
  };
}

function filing(i: number): Signal {
  const kinds = [
    'other',
    'confirmation-statement',
    'registered-office-changed',
    'psc-ceased',
    'other',
    'auditor-resigned',
  ] as const;
  return { kind: 'filing', about: kinds[i] ?? 'other', type: 'AD01', description: 'filing', detail: null };
}

function charge(createdOn: IsoDate, id: number): Signal {
  return {
    kind: 'charge',
    chargeId: String(id),
    status: 'outstanding',
    createdOn,
    deliveredOn: createdOn,
    satisfiedOn: id > 2 ? createdOn : null,
    personsEntitled: ['EXAMPLE BANK PLC'],
    floatingOverAll: true,
  };
}

function officers(year: number): Signal {
  return {
    kind: 'officer-changes',
    appointedOn: [`${year - 9}-01-01`],
    resignedOn: [`${year}-06-01`, `${year}-06-20`],
    activeCount: 4,
  };
}

function notice(
  family: 'winding-up-petition' | 'petition-dismissed' | 'dividend' | 'other',
  code: string,
): Signal {
  return {
    kind: 'insolvency-notice',
    code,
    family,
    heading: family,
    noticeId: '1',
    hearing: null,
    petitioner: null,
    caseRef: null,
  };
}

function profile(year: number): Signal {
  return {
    kind: 'company-profile',
    name: 'EXAMPLE CARE HOMES LTD',
    status: 'active',
    statusDetail: null,
    type: 'ltd',
    jurisdiction: 'england-wales',
    incorporatedOn: '2001-04-03',
    dissolvedOn: null,
    sicCodes: ['41201'],
    postcode: 'LS1 4DL',
    previousNames: [],
    accounts: {
      nextDueOn: `${year + 1}-09-30`,
      nextMadeUpTo: null,
      lastMadeUpTo: `${year - 1}-12-31`,
      lastType: 'full',
      overdue: false,
      referenceDate: '12-31',
    },
    confirmationStatement: { nextDueOn: `${year + 1}-04-01`, lastMadeUpTo: null, overdue: false },
  };
}
