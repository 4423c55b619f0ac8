import {
  Cause,
  eventDay,
  GssCode,
  Pence,
  SupplierId,
  type ExposedContract,
  type Exposure,
} from '@tocsin/domain';
import { viewOfExposure } from '@tocsin/exposure';
import { expect, test } from 'vitest';
import type { AlertFacts } from '../alert/alert-facts.ts';
import { exposure, petitionFacts, published } from '../fixtures/alert-facts.ts';
import type { OpeningView, PressingSupplier } from '../told/opening-view.ts';
import { composeAlertMail } from './alert-mail.ts';
import { composeAssignment } from './assignment-mail.ts';
import { composeCorrection, composeEnding, composeEndings } from './follow-up-mail.ts';
import { nameCorrections, type Mail } from './letter.ts';
import { composeDigest } from './digest-mail.ts';
import { composeCatchUp, composeOpening } from './opening-mail.ts';
import { composeInvitation, composeSignInLink } from './sign-in-mails.ts';

// Every letter stands in `fixtures/letters` as it is sent, so that a changed word is read by whoever changes it:
// `npx vitest run --project unit packages/alerting -u` writes them anew.

const pounds = (sum: number) => Pence.parse(sum * 100);
const by = (of: { net?: number; gross?: number; unknown?: number }) => ({
  net: pounds(of.net ?? 0),
  gross: pounds(of.gross ?? 0),
  unknown: pounds(of.unknown ?? 0),
});

/** Everything that a contract of a register can say. */
const registered: ExposedContract = {
  ...published,
  ref: 'register:1',
  origin: 'register',
  title: 'Respite care',
  valueLeft: { pence: pounds(710_000), vat: 'gross' },
  leftBy: 'annual-value',
  valueNote: 'Doubtful: more than a district council could hold (£250m).',
  criticality: 'critical',
  owner: 'Adult social care',
  service: 'Care',
  regime: 'procurement-act-2023',
  url: null,
  extendsTo: '2029-12-31',
  nextBreakOn: '2026-09-30',
  consent: 'may-need-consent',
  placedBy: { council: GssCode.parse('E10000030'), name: 'Surrey County Council' },
  joined: [
    { ref: 'award:ocds-b5fd17-2/1', reason: 'same value and days' },
    { ref: 'register:2', reason: 'same reference' },
  ],
  published: [
    {
      text: 'Rated “Good” in the year to 31 March 2026.',
      url: 'https://www.find-tender.service.gov.uk/Notice/1',
    },
    { text: 'Nothing has been published since.', url: null },
  ],
  safeguards: {
    annualValuePence: pounds(300_000),
    breaksOn: ['2026-03-31', '2026-09-30'],
    contingencyPlanOn: '2025-06-01',
    singleSupplier: true,
    parentGuarantee: false,
    performanceBond: true,
    bondExpiresOn: '2027-01-01',
    retentionPence: pounds(5_000),
    prepaymentPence: pounds(1_000),
    stepInRights: false,
    exitPlan: true,
    tupeStaff: 1,
    pensionAdmission: false,
    pensionGuarantor: 'Example Group plc',
  },
};
const shared: ExposedContract = {
  ...published,
  ref: 'award:ocds-b5fd17-3/1',
  title: 'Day centres',
  valueLeft: null,
  sharedBetween: 3,
  regime: 'unknown',
};
const awaiting = {
  ...published,
  ref: 'award:ocds-b5fd17-4/1',
  title: 'Homes of the county',
  awaiting: { since: '2027-04-01', between: ['East Surrey Council', 'West Surrey Council'] },
};
const framework: ExposedContract = {
  ...published,
  ref: 'award:ocds-b5fd17-5/1',
  agreement: 'framework',
  title: 'Framework for care',
  value: null,
  valueLeft: null,
  url: null,
};
const through: ExposedContract = {
  ...published,
  ref: 'award:ocds-b5fd17-6/1',
  title: 'Homes in the north',
  endsOn: null,
  sharedBetween: 2,
  via: {
    relation: 'subsidiary',
    chain: ['Example Homes North Ltd', 'Example Care Homes Ltd'],
    urls: ['https://example.org/a', 'https://example.org/b'],
  },
};

const everything: Exposure = {
  ...exposure,
  contracts: [published, registered, shared, awaiting, framework],
  spend: {
    from: '2025-05-01',
    to: '2026-04-30',
    monthsRead: 11,
    last12Months: by({ net: 1_200_000, gross: 4_000 }),
    previous12Months: by({ net: 1_000_000 }),
    monthsReadBefore: 12,
    payments: 40,
  },
  dependence: {
    trend: { basis: 'net', change: 0.2 },
    ofTurnover: { share: 0.125, balanceDate: '2025-03-31' },
    unseen: { from: '2025-06-01', to: '2025-06-30', payments: 1, spend: by({ net: 700 }) },
  },
  spendAwaiting: by({ gross: 12_000 }),
  intended: [{ ...published, ref: 'award:ocds-b5fd17-7/1', title: 'Care from 2027' }],
  throughGroup: [through],
};
const nothing: Exposure = { ...exposure, contracts: [], spendLast12Months: null };
const ended = {
  family: 'winding-up-petition',
  how: 'dismissed',
  days: { eventDay: eventDay('2026-05-20'), publishedOn: eventDay('2026-05-22'), seenAt: null },
  evidence: petitionFacts.assessment.formalEvents[0]!.evidence,
} as const;

/** A band that rose, of a supplier of which nothing else is known. */
const bare: AlertFacts = {
  ...petitionFacts,
  alert: {
    ...petitionFacts.alert,
    cause: Cause.parse('band:severe:1'),
    kind: 'band',
    title: 'Risk band raised to severe',
    from: null,
    levelBecause: 'the company profile not looked at',
    eventDay: eventDay('2026-05-02'),
    publishedOn: eventDay(null),
    seenAt: null,
  },
  assessment: { ...petitionFacts.assessment, findings: [], formalEvents: [] },
  previous: null,
  petition: null,
  supplier: { ...petitionFacts.supplier, number: null },
  exposure: viewOfExposure(nothing),
  othersExposed: { publicCount: 0 },
  baseRate: null,
  unknowns: [],
  links: { alert: petitionFacts.links.alert, supplier: petitionFacts.links.supplier },
};

const supplier: PressingSupplier = {
  id: SupplierId.parse('1'),
  key: '01234567',
  number: '01234567',
  name: 'Example Care Homes Ltd',
  level: 'severe',
  isCritical: true,
  nextEnd: '2027-12-31',
  facts: [
    {
      alertId: '7',
      cause: petitionFacts.alert.cause,
      kind: 'formal',
      title: 'Winding-up petition advertised',
      eventDay: eventDay('2026-05-01'),
      publishedOn: eventDay('2026-05-02'),
      seenAt: null,
      toldOn: '2026-05-03',
      source: { name: 'The Gazette', url: 'https://www.thegazette.co.uk/notice/4000001' },
    },
  ],
  totals: viewOfExposure(everything).totals,
  spend: by({ net: 1_200_000, gross: 4_000 }),
};
const unknownSupplier: PressingSupplier = {
  ...supplier,
  id: SupplierId.parse('2'),
  number: null,
  name: 'Another Ltd',
  level: null,
  isCritical: false,
  nextEnd: null,
  facts: [{ ...supplier.facts[0]!, toldOn: null, source: null }],
  totals: viewOfExposure(nothing).totals,
  spend: null,
};
const opening: OpeningView = {
  council: { code: GssCode.parse('E09000001'), name: 'Example Borough Council' },
  asOf: '2026-05-04',
  looks: { done: 1, of: 3, isComplete: false, isOff: false },
  suppliers: 5,
  byLevel: [
    { level: 'severe', suppliers: 1, totals: supplier.totals, spend: supplier.spend },
    { level: null, suppliers: 2, totals: unknownSupplier.totals, spend: null },
  ],
  pressing: [
    supplier,
    unknownSupplier,
    ...Array.from({ length: 24 }, (_, at) => ({
      ...unknownSupplier,
      name: `Supplier ${at}`,
      facts: [],
      spend: by({}),
    })),
  ],
  notKnown: Array.from({ length: 10 }, (_, at) => ({ because: `reason ${at}`, suppliers: 10 - at })),
  contractsUnmatched: 2,
  untied: null,
  contractsWaiting: 1,
  spendRead: { from: '2025-05-01', to: '2026-04-30', monthsRead: 11 },
};
const links = {
  report: 'https://tocsin.example/opening',
  exposure: 'https://tocsin.example/exposure',
  alert: (id: string) => `https://tocsin.example/alerts/${id}`,
};
const late = {
  supplier: 'Example Care Homes Ltd',
  title: 'Winding-up petition advertised',
  day: '1 May 2026',
  stakes: '2 contracts, £2.71m',
  source: { name: 'The Gazette', url: 'https://www.thegazette.co.uk/notice/4000001' },
  link: 'https://tocsin.example/alerts/1',
  because: 'Told as owner of contracts (“Care”).',
};
const lateAlone = { ...late, stakes: '', source: null, because: null };
const ending = {
  supplier: petitionFacts.supplier,
  council: petitionFacts.council,
  earlier: { title: 'Winding-up petition advertised', sentOn: '2026-05-03' },
  title: 'Winding-up petition dismissed',
  ended,
  publisher: 'The Gazette',
  link: petitionFacts.links.alert,
};
const digestOf = {
  council: ending.council.name,
  reviewsPage: 'https://tocsin.example/reviews',
  ledgerPage: 'https://tocsin.example/ledger',
};
const sampleBanner = 'Sample: public record replayed, 2016–2025';

const letters: Readonly<Record<string, () => Mail>> = {
  'alert-with-everything': () =>
    composeAlertMail(
      {
        ...petitionFacts,
        stands: 'It is listed for hearing on 20 May 2026.',
        exposure: viewOfExposure(everything),
        othersExposed: { publicCount: 2, publicNames: ['Example City Council', 'Example County Council'] },
        previous: { score: 17, modelVersion: '2025.9' },
        sampleBanner,
      },
      late.because,
    ),
  'alert-of-little': () => composeAlertMail(bare),
  'alert-of-an-end': () =>
    composeAlertMail({
      ...petitionFacts,
      alert: { ...petitionFacts.alert, kind: 'ended', title: 'Winding-up petition dismissed' },
      petition: { hearing: null, petitioner: null },
      exposure: viewOfExposure({
        ...everything,
        contracts: [awaiting],
        throughGroup: [],
        dependence: undefined,
        spendAwaiting: undefined,
        spend: { ...everything.spend!, to: '2025-09-30', last12Months: by({}) },
      }),
    }),
  correction: () =>
    composeCorrection(petitionFacts, {
      wrong: 'The petition concerned Example Care Homes Ltd.',
      right: 'It concerned another company of the same name.',
      originallySentOn: '2026-05-03',
      stands: true,
    }),
  'correction-of-nothing-left': () =>
    composeCorrection(petitionFacts, {
      wrong: 'A petition was advertised.',
      right: 'It concerned another company.',
      originallySentOn: '2026-05-03',
      stands: false,
    }),
  assignment: () =>
    nameCorrections(
      composeAssignment(petitionFacts, { to: 'Ann Lee', by: 'Ada Ortiz' }),
      'corrections@tocsin.example',
    ),
  ending: () => composeEnding({ ...ending, sampleBanner }),
  'ending-without-notice': () =>
    composeEnding({
      ...ending,
      supplier: { ...ending.supplier, number: null },
      ended: { ...ended, how: 'taken-back', evidence: [] },
      publisher: null,
    }),
  endings: () =>
    composeEndings(
      [{ sentence: 'The winding-up petition against Example Ltd was dismissed.', link: ending.link }],
      petitionFacts.council,
      sampleBanner,
    ),
  opening: () => composeOpening(opening, links),
  'opening-without-a-sign': () =>
    composeOpening(
      {
        ...opening,
        looks: { done: 0, of: 0, isComplete: false, isOff: false },
        byLevel: [],
        pressing: [],
        notKnown: [],
        contractsUnmatched: 0,
        contractsWaiting: 0,
        spendRead: null,
      },
      links,
    ),
  'known-late': () =>
    composeCatchUp(
      [late, lateAlone],
      [{ source: 'The Gazette', from: '2026-05-01', to: '2026-05-03' }],
      ending.council,
    ),
  digest: () => composeDigest({ alerts: [late, lateAlone], reviews: [] }, digestOf),
  'digest-of-reviews': () =>
    composeDigest(
      {
        alerts: [],
        reviews: Array.from({ length: 21 }, (_, at) => ({
          title: `Respite care, lot ${at + 1}`,
          supplier: 'Example Care Homes Ltd',
          what: 'Bond expires',
          says: 'The bond expires on 31 March 2027.',
          dueOn: '2026-12-31',
          because: at === 0 ? 'Told as owner of contracts (“Head of commissioning”).' : null,
        })),
      },
      digestOf,
    ),
  'sign-in': () => composeSignInLink({ url: 'https://tocsin.example/sign-in?t=1', minutes: 15 }),
  invitation: () =>
    composeInvitation({
      where: 'Example Borough Council',
      roles: ['officer', 'manager'],
      url: 'https://tocsin.example/join?t=1',
      until: '2026-05-09T22:30:00Z',
    }),
};

test.each(Object.entries(letters))('the letter “%s” reads as it is kept', async (name, compose) => {
  const { subject, text } = compose();
  await expect(`Subject: ${subject}\n\n${text}`).toMatchFileSnapshot(`../fixtures/letters/${name}.txt`);
});

test('every kind of block looks as it is kept', async () => {
  const { html } = letters['alert-with-everything']!();
  await expect(html).toMatchFileSnapshot('../fixtures/letters/alert-with-everything.html');
});
