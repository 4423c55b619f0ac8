import { z } from 'zod';
import { ContractKind, Criticality, Money, Regime, VatBasis } from './contract.ts';
import { GssCode, IsoDate, Pence, SupplierId } from './ids.ts';
import { MoneyByBasis } from './money.ts';

/**
 * What would carry the council through a failure of the supplier, as its own register records it. What is missing is
 * not recorded, which is neither yes nor no.
 */
export const Safeguards = z
  .object({
    kind: ContractKind,
    annualValuePence: Pence,
    extensionTo: IsoDate,
    /** The days on which the council may end it early, in their order. */
    breaksOn: z.array(IsoDate).min(1),
    /** The last day on which notice of a break, or that it shall end, can be given. */
    noticeBy: IsoDate,
    /** How long before its end letting it again has to begin. */
    reletMonths: z.int().min(1).max(120),
    reviewOn: IsoDate,
    contingencyPlanOn: IsoDate,
    singleSupplier: z.boolean(),
    parentGuarantee: z.boolean(),
    performanceBond: z.boolean(),
    bondExpiresOn: IsoDate,
    insuranceExpiresOn: IsoDate,
    retentionPence: Pence,
    prepaymentPence: Pence,
    stepInRights: z.boolean(),
    exitPlan: z.boolean(),
    tupeStaff: z.int().min(0),
    pensionAdmission: z.boolean(),
    pensionGuarantor: z.string(),
  })
  .partial();
export type Safeguards = z.infer<typeof Safeguards>;

/** Why a contract with another company matters to a supplier: its group, or a subcontract that the notice names. */
export const ContractVia = z.object({
  relation: z.enum(['parent', 'subsidiary', 'sister', 'subcontractor']),
  /** Names from the company that holds the contract to the supplier asked about. */
  chain: z.array(z.string()),
  /** The pages that say so, a link each. */
  urls: z.array(z.string()),
});
export type ContractVia = z.infer<typeof ContractVia>;

/** One contract of a council with a supplier, live on the day of asking: awarded, also where it starts later, and not over. */
export const ExposedContract = z.object({
  /** `award:<ocid>/<award id>` (public) or `register:<line id>` (private to the council). */
  ref: z.string(),
  origin: z.enum(['notice', 'register']),
  /** The council's own, where its register has one. */
  reference: z.string().optional(),
  title: z.string(),
  startsOn: IsoDate.nullable(),
  /** Its first day has not come. */
  startsLater: z.literal(true).optional(),
  endsOn: IsoDate.nullable(),
  /** What the council's own register prints as its end where that is no day: “Rolling”, or what cannot be read. */
  endPrinted: z.string().optional(),
  /** It has no end, as the register says: not one that is not known. */
  noFixedEnd: z.literal(true).optional(),
  value: Money.nullable(),
  /** What is left of the value on the day; null where the end, or a sum to reckon by, is not known. */
  valueLeft: Money.nullable(),
  /** What `valueLeft` was reckoned by; missing is the total, spread evenly over the days of the term. */
  leftBy: z.literal('annual-value').optional(),
  criticality: Criticality,
  owner: z.string().nullable(),
  service: z.string().nullable(),
  /** As its register words it, or that of its notice; missing where none is known. */
  category: z.string().optional(),
  regime: Regime,
  url: z.string().nullable(),
  /** A framework is listed without a value: its ceiling is not a contract value. */
  agreement: z.enum(['contract', 'framework', 'call-off']).optional(),
  /** What is to be said of the value: it is stated in another currency, or why it is doubtful. */
  valueNote: z.string().optional(),
  /** What notices publish on how it goes, a sentence each with the notice where there is one. */
  published: z.array(z.object({ text: z.string(), url: z.string().nullable() })).optional(),
  /** How many suppliers the one value is shared between, where there are several: their shares are not published. */
  sharedBetween: z.int().min(2).optional(),
  /** The last day after every extension that the contract allows, where that is published. */
  extendsTo: IsoDate.optional(),
  /** The next day on which the council may end it early, of those that its register records. */
  nextBreakOn: IsoDate.optional(),
  /** The council that placed it, where another has taken its place since. */
  placedBy: z.object({ council: GssCode, name: z.string() }).optional(),
  /** The council that placed it was split and nobody has allocated the contract yet: each successor sees it. */
  awaiting: z.object({ since: IsoDate, between: z.array(z.string()) }).optional(),
  /** Whether a direction under section 24 of the 2007 Act may ask for consent; a flag for legal services. */
  consent: z.enum(['may-need-consent', 'unknown']).optional(),
  /** How the supplier comes to it, where the contract is with another company. */
  via: ContractVia.optional(),
  /** Other records of the same contract and why they are taken for the same one. */
  joined: z.array(z.object({ ref: z.string(), reason: z.string() })).optional(),
  /** What it costs in a year, where its register states that. */
  annualValue: Money.optional(),
  /** Only for a line of the council's own register. */
  safeguards: Safeguards.optional(),
});
export type ExposedContract = z.infer<typeof ExposedContract>;

/** Spend by the council's files in the twelve months to `to` beside the twelve months before, per VAT basis. Credits may make it negative. */
export const SpendSummary = z.object({
  /** The first day counted. */
  from: IsoDate,
  to: IsoDate,
  /** Of the twelve months, those of which a file was read; missing where an alert was stored without. */
  monthsRead: z.int().min(0).max(12).optional(),
  last12Months: MoneyByBasis,
  /** Null where no file of those months was read. */
  previous12Months: MoneyByBasis.nullable(),
  /** Of the twelve months before; missing where an alert was stored without. */
  monthsReadBefore: z.int().min(0).max(12).optional(),
  payments: z.int(),
  /** The last day that the files cover, where the twelve months end on another; missing where they end with it. */
  readTo: IsoDate.nullable().optional(),
});
export type SpendSummary = z.infer<typeof SpendSummary>;

/** Some payments together, credits included, with the days of the first and the last. */
export const PaidSum = z.object({ sum: MoneyByBasis, payments: z.int(), firstOn: IsoDate, lastOn: IsoDate });
export type PaidSum = z.infer<typeof PaidSum>;

/**
 * Every payment to a supplier in the files held, told apart by the first day of what stands on the public record against
 * it: a payment of that day or after it is never counted as one before.
 */
export const PaidInAll = z.object({
  /** Null where nothing stands on the record: then every payment is one before. */
  event: IsoDate.nullable(),
  before: PaidSum.nullable(),
  since: PaidSum.nullable(),
});
export type PaidInAll = z.infer<typeof PaidInAll>;

/** What a council's spend with a supplier says beyond its sum. */
export const Dependence = z.object({
  /** Change against the twelve months before (0.25 = a quarter more), in the VAT basis that both have most of. */
  trend: z.object({ basis: VatBasis, change: z.number().nullable() }).nullable(),
  /** Net spend as a share of the turnover that the supplier filed: how much it depends on the council. */
  ofTurnover: z.object({ share: z.number().min(0), balanceDate: IsoDate }).nullable(),
  /** Payments on days that no known contract covers. */
  unseen: z.object({ from: IsoDate, to: IsoDate, payments: z.int(), spend: MoneyByBasis }).nullable(),
});
export type Dependence = z.infer<typeof Dependence>;

/** How much one council depends on one supplier on one day. */
export const Exposure = z.object({
  council: GssCode,
  supplierId: SupplierId,
  asOf: IsoDate,
  contracts: z.array(ExposedContract),
  /** Net spend in the last 12 months; null when no spend file of the council has been read. */
  spendLast12Months: Pence.nullable(),
  /** The same in every VAT basis; null when no spend file has been read, missing where an alert was stored without. */
  spend: SpendSummary.nullable().optional(),
  /** Missing when no spend file of the council has been read, and where an alert was stored without. */
  paid: PaidInAll.optional(),
  /** Missing when no spend file of the council has been read. */
  dependence: Dependence.optional(),
  /** Spend in 12 months of a council split between several, which is nobody's own yet: beside the sums above. */
  spendAwaiting: MoneyByBasis.optional(),
  /** Its net part alone, as alerts were stored before. */
  awaitingSpend: Pence.optional(),
  /** Contracts that a notice announces with the supplier's name and that nobody has placed yet. */
  intended: z.array(ExposedContract).optional(),
  /** Contracts of this council with other companies of the supplier's group, or to which it is a subcontractor. */
  throughGroup: z.array(ExposedContract).optional(),
  basis: z.enum(['contract', 'spend', 'group']),
});
export type Exposure = z.infer<typeof Exposure>;
