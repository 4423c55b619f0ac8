import type { Signal, SignalOf } from '@tocsin/domain';
import { describe, expect, it } from 'vitest';
import { isUnread, signalWords } from './signal-words.ts';

const unread: SignalOf<'accounts-figures'> = {
  kind: 'accounts-figures',
  balanceDate: '2024-03-31',
  currency: null,
  figures: {},
  consolidated: null,
  previous: null,
  standard: null,
  dormant: null,
  audited: null,
  flags: [],
};
const filed: SignalOf<'accounts-filed'> = {
  kind: 'accounts-filed',
  madeUpTo: '2024-03-31',
  filedOn: '2025-01-05',
  dueOn: '2024-12-31',
  type: 'full',
  machineReadable: null,
};
const charity: SignalOf<'charity-entry'> = {
  kind: 'charity-entry',
  status: 'registered',
  form: 'company',
  removedOn: null,
  insolvent: false,
  inAdministration: false,
  dissolution: null,
  reporting: null,
  lastYear: null,
};
const society: SignalOf<'society-entry'> = {
  kind: 'society-entry',
  status: 'registered',
  registeredAs: 'Credit Union',
  deregisteredOn: null,
};
const provision: SignalOf<'childrens-provision'> = {
  kind: 'childrens-provision',
  urn: 'SC999003',
  type: 'Children’s home',
  localAuthority: 'Exampleton',
  places: null,
  status: 'active',
  judgement: null,
  inspectedOn: null,
};
const parent = { name: 'Example Group Limited', ref: null, country: null };
const controlled: SignalOf<'parent-company'> = {
  kind: 'parent-company',
  parent,
  notifiedOn: '2016-04-06',
  ceasedOn: null,
};

const noneOfProfile = {
  kind: 'company-profile',
  name: 'Example Ltd',
  status: null,
  statusDetail: null,
  type: null,
  jurisdiction: null,
  incorporatedOn: null,
  dissolvedOn: null,
  sicCodes: [],
  postcode: null,
  previousNames: [],
  accounts: {
    nextDueOn: null,
    nextMadeUpTo: null,
    lastMadeUpTo: null,
    lastType: null,
    overdue: null,
    referenceDate: null,
  },
  confirmationStatement: { nextDueOn: null, lastMadeUpTo: null, overdue: null },
} as const satisfies Signal;
const charge = {
  kind: 'charge',
  chargeId: 'c',
  status: 'outstanding',
  createdOn: '2024-02-01',
  deliveredOn: null,
  satisfiedOn: null,
  personsEntitled: [],
  floatingOverAll: null,
} as const satisfies Signal;
const petition = {
  kind: 'insolvency-notice',
  code: null,
  family: 'winding-up-petition',
  heading: 'Petitions to Wind Up',
  noticeId: '1',
  hearing: null,
  petitioner: null,
  caseRef: null,
} as const satisfies Signal;
const practices = {
  kind: 'payment-practices',
  periodEnd: '2025-06-30',
  averageDaysToPay: null,
  percentNotPaidInTerms: null,
} as const satisfies Signal;
const officers = {
  kind: 'officer-changes',
  appointedOn: [],
  resignedOn: ['2025-01-01', '2025-02-01'],
  activeCount: null,
} as const satisfies Signal;
const home = {
  kind: 'care-location',
  locationId: '1-990000001',
  name: 'Example House',
  careHome: true,
  places: 42,
  authority: 'Surrey',
  rating: 'requires-improvement',
  ratedOn: '2026-08-14',
  inherited: true,
  dormant: false,
  state: 'registered',
  endedOn: null,
} as const satisfies Signal;
const CASE = 'Insolvency case on the companies register: compulsory liquidation';

const said: readonly (readonly [Signal, string, string | null])[] = [
  [petition, 'Notice in The Gazette: Petitions to Wind Up', null],
  [
    {
      ...petition,
      code: '2450',
      hearing: { on: '2026-05-20', court: 'High Court of Justice' },
      petitioner: 'HM Revenue and Customs',
      caseRef: 'CR-2026-000423',
    },
    'Notice in The Gazette: Petitions to Wind Up',
    'hearing on 20 May 2026, High Court of Justice, presented by HM Revenue and Customs, case CR-2026-000423, notice code 2450',
  ],
  [
    { ...petition, hearing: { on: null, court: 'County Court at Leeds' } },
    'Notice in The Gazette: Petitions to Wind Up',
    'County Court at Leeds',
  ],
  [noneOfProfile, 'Entry on the companies register', null],
  [
    {
      ...noneOfProfile,
      status: 'voluntary-arrangement',
      accounts: { ...noneOfProfile.accounts, nextDueOn: '2026-12-31' },
      confirmationStatement: { ...noneOfProfile.confirmationStatement, nextDueOn: '2026-06-14' },
    },
    'Entry on the companies register',
    'status voluntary arrangement, next accounts due 31 December 2026, next confirmation statement due 14 June 2026',
  ],
  [
    {
      kind: 'insolvency-case',
      caseNumber: '1',
      caseType: 'compulsory-liquidation',
      dates: [
        { type: 'petitioned-on', on: '2026-01-02' },
        { type: 'wound-up-on', on: '2026-03-04' },
      ],
    },
    CASE,
    'petitioned on 2 January 2026, wound up on 4 March 2026',
  ],
  [{ kind: 'insolvency-case', caseNumber: '1', caseType: 'compulsory-liquidation', dates: [] }, CASE, null],
  [charge, 'Charge registered', 'created 1 February 2024'],
  [
    {
      ...charge,
      createdOn: null,
      satisfiedOn: '2025-03-02',
      personsEntitled: ['Example Bank plc', 'Another Bank plc'],
      floatingOverAll: true,
    },
    'Charge satisfied',
    'satisfied 2 March 2025, in favour of Example Bank plc, Another Bank plc, floating charge over all assets',
  ],
  [officers, 'Officers on the companies register', '2 resignations recorded'],
  [
    { ...officers, activeCount: 0 },
    'Officers on the companies register',
    '0 in office, 2 resignations recorded',
  ],
  [
    {
      kind: 'filing',
      about: 'auditor-resigned',
      type: 'AA03',
      description: 'Auditor’s letter',
      detail: null,
    },
    'Filing: auditor resigned',
    'Auditor’s letter',
  ],
  [practices, 'Payment practices to 30 June 2025', null],
  [
    { ...practices, averageDaysToPay: 0, percentNotPaidInTerms: 12.5 },
    'Payment practices to 30 June 2025',
    '0 days to pay on average, 12.5% not paid within terms',
  ],
  [
    { kind: 'short-interest', on: '2026-01-02', percent: 0.7, series: 'named' },
    'Net short positions',
    '0.7% of the shares',
  ],
  [
    { kind: 'contract-performance', ocid: 'ocds-1', statement: 'Not performed to satisfaction.' },
    'Contract performance notice',
    'Not performed to satisfaction.',
  ],
  [
    home,
    'Care home rated Requires improvement: Example House',
    'Surrey, 42 places, rated under whoever had it before',
  ],
  [
    { ...home, careHome: false, places: null, rating: null, dormant: true },
    'Care service registered, not rated: Example House',
    'Surrey, dormant',
  ],
  [{ ...home, state: 'closed', inherited: false }, 'Care home closed: Example House', 'Surrey, 42 places'],
  [
    { ...home, state: 'changed-hands', inherited: false },
    'Care home passed to another provider, not closed: Example House',
    'Surrey, 42 places',
  ],
  [
    { ...home, state: 'registered-anew', inherited: false },
    'Care home registered anew, not closed: Example House',
    'Surrey, 42 places',
  ],
  [
    { kind: 'public-report', type: 'profit-warning', what: 'A warning of losses.' },
    'Public report: profit warning',
    'A warning of losses.',
  ],
  [
    { ...charity, reporting: 'Submission Overdue' },
    'Entry on the register of charities',
    'its annual return is overdue',
  ],
  [
    { ...charity, lastYear: { endedOn: '2026-03-31', income: 215_000_000, expenditure: 230_500_000 } },
    'Entry on the register of charities',
    'income of £2,150,000 and expenditure of £2,305,000 in the year to 31 March 2026',
  ],
  [
    { ...charity, insolvent: true, inAdministration: true, dissolution: { noticeEndsOn: '2026-12-18' } },
    'Entry on the register of charities',
    'marked as insolvent, marked as in administration, to be dissolved: the notice ends on 18 December 2026',
  ],
  [
    { ...charity, dissolution: { noticeEndsOn: null }, reporting: 'In Dispute' },
    'Entry on the register of charities',
    'to be dissolved, annual returns: “In Dispute”',
  ],
  [
    { ...charity, status: 'removed', removedOn: '2026-06-30', reporting: 'Removed' },
    'Removed from the register of charities on 30 June 2026',
    null,
  ],
  [{ ...charity, status: 'removed' }, 'Removed from the register of charities', null],
  [society, 'Entry on the register of mutual societies', 'Credit Union'],
  [
    { ...society, status: 'deregistered', deregisteredOn: '2026-09-14' },
    'Left the register of mutual societies on 14 September 2026',
    'Credit Union; cancelled, converted into a company, merged or transferred: the register does not say which',
  ],
  [
    { kind: 'housing-entry', status: 'registered', designation: 'Profit', corporateForm: 'Company' },
    'Registered provider of social housing',
    'Profit, Company',
  ],
  [
    { kind: 'housing-entry', status: 'left', designation: 'Profit', corporateForm: 'Company' },
    'No longer on the list of registered providers of social housing',
    'merged, transferred, withdrawn or struck off: the list does not say which',
  ],
  [
    { kind: 'housing-judgement', consumer: 'C4', governance: 'G2', viability: 'V3', underReview: true },
    'Judgement of the Regulator of Social Housing: C4, G2, V3',
    'C4 and V3: the standard is not met; under review',
  ],
  [
    { kind: 'housing-judgement', consumer: null, governance: 'G1', viability: 'V2', underReview: false },
    'Judgement of the Regulator of Social Housing: G1, V2',
    'V2 is common: it meets the standard and has risks to manage',
  ],
  [
    { kind: 'housing-judgement', consumer: null, governance: 'G1', viability: null, underReview: false },
    'Judgement of the Regulator of Social Housing: G1',
    null,
  ],
  [
    { ...provision, status: 'suspended', places: 4 },
    'Children’s home in Exampleton (Ofsted SC999003)',
    'suspended, 4 places, its owner is known by name only',
  ],
  [
    { ...provision, judgement: 'Inadequate', inspectedOn: '2026-02-03' },
    'Children’s home in Exampleton (Ofsted SC999003)',
    'judged “Inadequate” on 3 February 2026, its owner is known by name only',
  ],
  [
    { ...provision, status: 'left', judgement: 'Good' },
    'Children’s home in Exampleton (Ofsted SC999003)',
    'no longer listed as this owner’s, judged “Good”, its owner is known by name only',
  ],
];

it.each(said.map(([signal, what, detail]) => [what, detail, signal] as const))(
  'a signal repeats what its publisher says, and leaves out what that does not say: %s: %s',
  (what, detail, signal) => {
    expect(signalWords(signal)).toEqual({ what, detail });
  },
);

describe('a published signal in words', () => {
  it('says that accounts are a picture only when nothing of them was read', () => {
    expect(signalWords(unread)).toEqual({
      what: 'Accounts to 31 March 2024 are not machine-readable',
      detail: 'filed on paper or as a picture, so their figures are unknown here',
    });
    expect(isUnread(unread)).toBe(true);
    for (const read of [{ figures: { cash: 1 } }, { consolidated: {} }, { standard: 'micro' }])
      expect(signalWords({ ...unread, ...read }).what).toBe('Figures in the accounts to 31 March 2024');
  });

  it.each([
    ['not-required', 'none is required'],
    ['withheld-by-choice', 'withheld from publication by its choice'],
    ['not-readable', 'could not be read'],
  ] as const)('says of a profit and loss account that is not there: %s', (profitAndLoss, why) => {
    expect(signalWords({ ...unread, standard: 'micro', profitAndLoss }).detail).toContain(why);
  });

  it('quotes what the accounts say of going on', () => {
    const flags = [{ kind: 'going-concern-uncertainty', quote: 'A material uncertainty exists.' }] as const;
    expect(signalWords({ ...unread, standard: 'micro', flags: [...flags] }).detail).toBe(
      '“A material uncertainty exists.”',
    );
    expect(signalWords({ ...unread, standard: 'micro' }).detail).toBeNull();
  });

  it('says that accounts came on paper only where the register does', () => {
    expect(signalWords(filed).what).toBe('Accounts to 31 March 2024 filed');
    expect(signalWords({ ...filed, filedOn: '2024-12-31', type: null }).detail).toBe(
      'filed 31 December 2024, due 31 December 2024',
    );
    expect(signalWords({ ...filed, dueOn: null, type: 'micro-entity' }).detail).toBe(
      'filed 5 January 2025, micro entity',
    );
    const late = 'filed 5 January 2025, due 31 December 2024, late, full';
    expect(signalWords(filed).detail).toBe(late);
    expect(signalWords({ ...filed, machineReadable: false }).detail).toBe(
      `${late}, on paper: not machine-readable, so their figures are unknown here`,
    );
  });

  it('says in whose accounts a company is listed as a subsidiary, and of which day they are', () => {
    expect(signalWords({ ...controlled, listedOn: '2025-12-31' })).toEqual({
      what: 'Listed as a subsidiary in the accounts of',
      detail: 'Example Group Limited, made up to 31 December 2025',
    });
  });

  it('says until when a company was controlled', () => {
    expect(signalWords(controlled).what).toBe('Controlled by');
    expect(signalWords({ ...controlled, ceasedOn: '2026-02-01' })).toEqual({
      what: 'No longer controlled by',
      detail: 'Example Group Limited, since 6 April 2016, until 1 February 2026',
    });
  });
});
