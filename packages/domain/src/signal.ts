import { z } from 'zod';
import { IsoDate, SupplierRef } from './ids.ts';
import {
  CharityEntry,
  ChildrensProvision,
  HousingEntry,
  HousingJudgement,
  SocietyEntry,
} from './register-signal.ts';

/**
 * What a corporate insolvency notice of The Gazette says, by family. `members-voluntary-liquidation` is solvent and
 * never a distress signal; `unknown` is a heading that fits several families.
 */
export const NoticeFamily = z.enum([
  'administration',
  'administrative-receivership',
  'receivership',
  'creditors-voluntary-liquidation',
  'winding-up-petition',
  'winding-up-order',
  'compulsory-liquidation',
  'petition-dismissed',
  'petition-withdrawn',
  'moratorium',
  'moratorium-ended',
  'company-voluntary-arrangement',
  'creditors-decision',
  'dividend',
  'closing',
  'members-voluntary-liquidation',
  'other',
  'unknown',
]);
export type NoticeFamily = z.infer<typeof NoticeFamily>;

const InsolvencyNotice = z.object({
  kind: z.literal('insolvency-notice'),
  /** The Gazette's four-digit code where it was published, e.g. `2450`. */
  code: z
    .string()
    .regex(/^24\d\d$/)
    .nullable(),
  family: NoticeFamily,
  heading: z.string(),
  noticeId: z.string(),
  /** For a petition: when and where it will be heard. */
  hearing: z.object({ on: IsoDate.nullable(), court: z.string().nullable() }).nullable(),
  /** For a petition: who presented it, only where that is a company or a public body. */
  petitioner: z.string().nullable(),
  /** The court's or the practitioner's case reference, e.g. `CR-2018-000423`. */
  caseRef: z.string().nullable(),
  /**
   * The earlier notice that it takes back or stands in the place of, where it names one; what corrects a notice is
   * observed under that notice's number, as its later version, and what was withdrawn no longer stands.
   */
  corrects: z
    .object({
      as: z.enum(['withdrawn', 'substituted']),
      noticeId: z.string().nullable(),
      on: IsoDate.nullable(),
    })
    .optional(),
});

/** What Companies House's company profile says. Its flags contradict its lists, so flags alone are never signals. */
const CompanyProfile = z.object({
  kind: z.literal('company-profile'),
  name: z.string(),
  /** Companies House's own word (`active`, `liquidation`, `administration`, …); unknown words are kept. */
  status: z.string().nullable(),
  statusDetail: z.string().nullable(),
  type: z.string().nullable(),
  jurisdiction: z.string().nullable(),
  incorporatedOn: IsoDate.nullable(),
  dissolvedOn: IsoDate.nullable(),
  sicCodes: z.array(z.string()),
  postcode: z.string().nullable(),
  previousNames: z.array(z.object({ name: z.string(), from: IsoDate.nullable(), to: IsoDate.nullable() })),
  accounts: z.object({
    nextDueOn: IsoDate.nullable(),
    nextMadeUpTo: IsoDate.nullable(),
    lastMadeUpTo: IsoDate.nullable(),
    lastType: z.string().nullable(),
    overdue: z.boolean().nullable(),
    /** Accounting reference date as `MM-DD`. */
    referenceDate: z.string().nullable(),
  }),
  confirmationStatement: z.object({
    nextDueOn: IsoDate.nullable(),
    lastMadeUpTo: IsoDate.nullable(),
    overdue: z.boolean().nullable(),
  }),
});

/** One case of Companies House's insolvency register. `caseType` is its own word, e.g. `compulsory-liquidation`. */
const InsolvencyCase = z.object({
  kind: z.literal('insolvency-case'),
  caseNumber: z.string(),
  caseType: z.string(),
  /** Dates of the case by Companies House's own words: `petitioned-on`, `wound-up-on`, `administration-ended-on`, … */
  dates: z.array(z.object({ type: z.string(), on: IsoDate })),
  /** Dates that stand beside a case and say nothing of how it went: `instrumented-on`, the deed of a charge. */
  besides: z.array(z.object({ type: z.string(), on: IsoDate })).optional(),
});

/** Accounts arrived at Companies House. `dueOn` is the legal deadline where it is known; late = filed after it. */
const AccountsFiled = z.object({
  kind: z.literal('accounts-filed'),
  madeUpTo: IsoDate,
  filedOn: IsoDate,
  dueOn: IsoDate.nullable(),
  type: z.string().nullable(),
  machineReadable: z.boolean().nullable(),
});

/** Headline figures of one set of filed accounts, in whole units of `currency`, named as in packages/accounts. */
const AccountsFigures = z.object({
  kind: z.literal('accounts-figures'),
  balanceDate: IsoDate,
  currency: z.string().nullable(),
  figures: z.record(z.string(), z.number()),
  consolidated: z.record(z.string(), z.number()).nullable(),
  previous: z.object({ balanceDate: IsoDate, figures: z.record(z.string(), z.number()) }).nullable(),
  standard: z.string().nullable(),
  dormant: z.boolean().nullable(),
  audited: z.boolean().nullable(),
  /**
   * Why there are no figures of a profit and loss account: small companies need not file one, since April 2028 they may
   * choose that it is not published, or it could not be read. Missing where there are, and in what was read before.
   */
  profitAndLoss: z.enum(['not-required', 'withheld-by-choice', 'not-readable']).optional(),
  flags: z.array(
    z.object({
      kind: z.enum(['going-concern-uncertainty', 'qualified-opinion', 'not-going-concern']),
      quote: z.string().max(500),
    }),
  ),
});

const Charge = z.object({
  kind: z.literal('charge'),
  chargeId: z.string(),
  status: z.string(),
  createdOn: IsoDate.nullable(),
  deliveredOn: IsoDate.nullable(),
  satisfiedOn: IsoDate.nullable(),
  /** Lenders: companies and public bodies only. */
  personsEntitled: z.array(z.string()),
  floatingOverAll: z.boolean().nullable(),
});

/** Officers as counts and dates; no names are stored. */
const OfficerChanges = z.object({
  kind: z.literal('officer-changes'),
  appointedOn: z.array(IsoDate),
  resignedOn: z.array(IsoDate),
  activeCount: z.int().nullable(),
});

const Filing = z.object({
  kind: z.literal('filing'),
  /** What the filing tells us, decided by its category and type at the source. */
  about: z.enum([
    'strike-off-proposed',
    'strike-off-suspended',
    'strike-off-discontinued',
    'accounting-reference-date-changed',
    'registered-office-changed',
    'auditor-resigned',
    'audit-exemption',
    'psc-ceased',
    'confirmation-statement',
    'administration',
    'liquidation',
    'voluntary-arrangement',
    'moratorium',
    'receivership',
    'other',
  ]),
  type: z.string(),
  description: z.string(),
  /** For an accounting period made longer or shorter; for an address: a known kind. */
  detail: z
    .enum(['extended', 'shortened', 'mass-registration', 'insolvency-practitioner', 'registrar-default'])
    .nullable(),
});

/**
 * The way up to a group parent: a corporate person with significant control, or a company whose accounts list this one
 * as a subsidiary on `listedOn`, the day that they were made up to.
 */
const ParentCompany = z.object({
  kind: z.literal('parent-company'),
  parent: z.object({ name: z.string(), ref: SupplierRef.nullable(), country: z.string().nullable() }),
  notifiedOn: IsoDate.nullable(),
  ceasedOn: IsoDate.nullable(),
  listedOn: IsoDate.optional(),
});

/** Half-yearly payment practices report of a large company. */
const PaymentPractices = z.object({
  kind: z.literal('payment-practices'),
  periodEnd: IsoDate,
  averageDaysToPay: z.number().nullable(),
  percentNotPaidInTerms: z.number().nullable(),
});

const ShortInterest = z.object({
  kind: z.literal('short-interest'),
  on: IsoDate,
  percent: z.number(),
  /** The FCA's named series ended on 13 July 2026; the anonymised aggregate that follows is never spliced to it. */
  series: z.enum(['named', 'aggregate']),
});

/** A Find a Tender notice (UK9, UK11) that states poor performance or breach of the contract under an award. */
const ContractPerformance = z.object({
  kind: z.literal('contract-performance'),
  ocid: z.string(),
  awardId: z.string().optional(),
  statement: z.string().max(500),
});

/** The care regulator's overall ratings, worst last. */
export const CareRating = z.enum(['outstanding', 'good', 'requires-improvement', 'inadequate']);
export type CareRating = z.infer<typeof CareRating>;

/** One care home or service of a provider of adult social care, as the regulator's list of a month has it. */
const CareLocation = z.object({
  kind: z.literal('care-location'),
  /** The regulator's own id, which a new owner of the same home does not take over. */
  locationId: z.string(),
  name: z.string(),
  careHome: z.boolean(),
  /** Beds of a care home; null where it is none, or none are given. */
  places: z.int().nullable(),
  /** Its local authority as the regulator prints it. */
  authority: z.string(),
  /** Null where it is not rated, which is no fall. */
  rating: CareRating.nullable(),
  ratedOn: IsoDate.nullable(),
  /** The rating was given to whoever had the home before. */
  inherited: z.boolean(),
  /** Registered, and giving no care at present. */
  dormant: z.boolean(),
  /** Closed only where nobody is registered at the same place since. */
  state: z.enum(['registered', 'closed', 'changed-hands', 'registered-anew']),
  endedOn: IsoDate.nullable(),
});

/** Something reported in public that no connector of ours ingests (a profit warning, a press story): hindsight only. */
const PublicReport = z.object({ kind: z.literal('public-report'), type: z.string(), what: z.string() });

/** A fact about a legal person's solvency, as one publisher states it. Signals feed risk. */
export const Signal = z.discriminatedUnion('kind', [
  InsolvencyNotice,
  CompanyProfile,
  InsolvencyCase,
  AccountsFiled,
  AccountsFigures,
  Charge,
  OfficerChanges,
  Filing,
  ParentCompany,
  PaymentPractices,
  ShortInterest,
  ContractPerformance,
  CareLocation,
  PublicReport,
  CharityEntry,
  SocietyEntry,
  HousingEntry,
  HousingJudgement,
  ChildrensProvision,
]);
export type Signal = z.infer<typeof Signal>;
export type SignalKind = Signal['kind'];
export type SignalOf<K extends SignalKind> = Extract<Signal, { kind: K }>;

/**
 * What somebody can look for about a supplier. A source says which topics a look has covered, so that "looked and
 * found none" is told apart from "nobody looked".
 */
export const Topic = z.enum([
  'gazette-notices',
  'company-profile',
  'insolvency-cases',
  'filing-history',
  'charges',
  'officers',
  'controllers',
  'accounts-figures',
  'payment-practices',
  'short-interest',
  'contract-performance',
  'care-locations',
  'public-reports',
  'charity-register',
  'mutuals-register',
  'housing-regulator',
  'childrens-provisions',
]);
export type Topic = z.infer<typeof Topic>;
