import { type BandCuts, bandCuts } from './band.ts';
import { balanceSheetPoints, profitPoints } from './fitted-points.ts';
import type { Basis, Indicator, PointsBin, Weight } from './indicator.ts';
import { accountingPeriodMoved } from './indicators/accounting-period-moved.ts';
import { accountsLateBefore } from './indicators/accounts-late-before.ts';
import { accountsOverdue } from './indicators/accounts-overdue.ts';
import { acidRatio } from './indicators/acid-ratio.ts';
import { addressMoved } from './indicators/address-moved.ts';
import { administration } from './indicators/administration.ts';
import { administrativeReceivership } from './indicators/administrative-receivership.ts';
import { altmanZone } from './indicators/altman-zone.ts';
import { auditExemptionChanged } from './indicators/audit-exemption-changed.ts';
import { auditorResigned } from './indicators/auditor-resigned.ts';
import { cashToCreditors } from './indicators/cash-to-creditors.ts';
import { companyVoluntaryArrangement } from './indicators/company-voluntary-arrangement.ts';
import { confirmationStatementOverdue } from './indicators/confirmation-statement-overdue.ts';
import { contractPerformance } from './indicators/contract-performance.ts';
import { creditorsDecision } from './indicators/creditors-decision.ts';
import { creditorsOutgrowAssets } from './indicators/creditors-outgrow-assets.ts';
import { creditorsVoluntaryLiquidation } from './indicators/creditors-voluntary-liquidation.ts';
import { directorsResigned } from './indicators/directors-resigned.ts';
import { dissolved } from './indicators/dissolved.ts';
import { equityToLiabilities } from './indicators/equity-to-liabilities.ts';
import { goingConcernUncertainty } from './indicators/going-concern-uncertainty.ts';
import { groupContagion } from './indicators/group-contagion.ts';
import { insolvencyKindUnknown } from './indicators/insolvency-kind-unknown.ts';
import { interestCover } from './indicators/interest-cover.ts';
import { liabilitiesToAssets } from './indicators/liabilities-to-assets.ts';
import { moratoriumEnded } from './indicators/moratorium-ended.ts';
import { moratorium } from './indicators/moratorium.ts';
import { negativeNetAssets } from './indicators/negative-net-assets.ts';
import { netAssetsFalling } from './indicators/net-assets-falling.ts';
import { operatingMargin } from './indicators/operating-margin.ts';
import { paymentDays } from './indicators/payment-days.ts';
import { petitionDismissed } from './indicators/petition-dismissed.ts';
import { qualifiedOpinion } from './indicators/qualified-opinion.ts';
import { receivership } from './indicators/receivership.ts';
import { newCharge } from './indicators/new-charge.ts';
import { registrarDefaultAddress } from './indicators/registrar-default-address.ts';
import { restructuringPlan } from './indicators/restructuring-plan.ts';
import { retainedLosses } from './indicators/retained-losses.ts';
import { returnOnAssets } from './indicators/return-on-assets.ts';
import { sectorFailureRate } from './indicators/sector-failure-rate.ts';
import { shortInterest } from './indicators/short-interest.ts';
import { shortTermCreditors } from './indicators/short-term-creditors.ts';
import { smallBalanceSheet } from './indicators/small-balance-sheet.ts';
import { staffCut } from './indicators/staff-cut.ts';
import { strikeOffProposed } from './indicators/strike-off-proposed.ts';
import { tafflerZone } from './indicators/taffler-zone.ts';
import { turnoverFall } from './indicators/turnover-fall.ts';
import { windingUpOrder } from './indicators/winding-up-order.ts';
import { windingUpPetition } from './indicators/winding-up-petition.ts';
import { workingCapital } from './indicators/working-capital.ts';
import { youngCompany } from './indicators/young-company.ts';
import { type ModelRules, rules } from './rules.ts';
import { latestRelease } from './versions/released-models.ts';

export interface ModelRow {
  readonly indicator: Indicator;
  readonly weight: Weight;
  readonly basis: Basis;
  readonly citation: string;
}

/** A version of the score: which questions are asked, and what each answer counts. */
export interface Model {
  readonly version: string;
  readonly cuts: BandCuts;
  readonly rules: ModelRules;
  readonly rows: readonly ModelRow[];
}

const formal = 'Insolvency Act 1986: a formal proceeding is a fact and sets the score to its maximum';
const act = 'Prior: a public act that is no proceeding of insolvency, or over part of the assets only';
const petition = 'Prior; in May 2026 The Gazette carried 482 petitions, 373 winding-up orders, 25 dismissals';
const strikeOff = 'Prior: most proposals follow papers that were not filed, and are withdrawn when they are';
const kindUnknown = 'Prior: a liquidation may be solvent';
const gone = 'Prior: nobody is left to perform the contract';
const prior = 'Prior: no published odds were found';
const fitted = 'Fitted elsewhere, ranking only (Polish firms, UCI 365); the level is re-based to the UK rate';
const counted = 'Fitted elsewhere: 0 points on top of the ratios it is made of; shown for reference';
const sectorShares =
  'Insolvency Service, insolvencies by industry, 12 months to November 2025; ONS business counts (recalled)';
const balanceSheetTest = 'Prior; the balance-sheet test of the Insolvency Act 1986, s123(2)';
const goingConcern =
  'Prior; auditors doubted only 20–27 % of UK firms that went on to fail: precise, seldom there';
const shorted = 'Prior; Carillion stood at 23–30 % in the two years before it failed';
const defaultAddress =
  'Prior: an act of the registrar (Companies Act 2006, s1097A), with strike-off after 28 days; no published odds';
const ofGroup = 'Prior: no published odds were found; a parent in a formal procedure alone is reason to look';
const paidLate = 'Prior; Carillion paid its suppliers after 120 days';

const months = (full: number, half: number) => ({
  full: Math.round(full * 30.44),
  half: Math.round(half * 30.44),
});
/** The next accounts are due 21 months after a balance date (private companies); a year later they are of no use. */
export const accountsMonths = { full: 21, half: 33 } as const;
const accounts = months(accountsMonths.full, accountsMonths.half);

/**
 * The whole model on one screen: every 7 points double the odds of a formal insolvency within 12 months, as far as
 * anybody knows them. A change here is a new version: `npm run tocsin -- release-model`.
 */
export const model: Model = {
  version: latestRelease.version,
  cuts: bandCuts,
  rules,
  rows: [
    row(windingUpOrder, { points: 100 }, 'published', formal),
    row(creditorsVoluntaryLiquidation, { points: 100 }, 'published', formal),
    row(administration, { points: 100 }, 'published', formal),
    row(administrativeReceivership, { points: 100 }, 'published', formal),
    // A petition that was dismissed leaves a supplier at watch for six months: it is no sign that all is well.
    row(windingUpPetition, { points: 65, fade: months(6, 6) }, 'expert', petition),
    row(petitionDismissed, { points: -40, fade: months(6, 6) }, 'expert', petition),
    row(creditorsDecision, { points: 75, fade: months(6, 12) }, 'expert', act),
    row(companyVoluntaryArrangement, { points: 60, fade: months(24, 60) }, 'expert', act),
    row(moratorium, { points: 65, fade: months(6, 6) }, 'expert', act),
    row(moratoriumEnded, { points: -40, fade: months(6, 6) }, 'expert', act),
    row(restructuringPlan, { points: 60, fade: months(24, 60) }, 'expert', act),
    row(receivership, { points: 35, fade: months(12, 24) }, 'expert', act),
    row(strikeOffProposed, { points: 25, fade: months(6, 12) }, 'expert', strikeOff),
    row(insolvencyKindUnknown, { points: 65 }, 'expert', kindUnknown),
    row(dissolved, { points: 60 }, 'expert', gone),

    row(workingCapital, binned(balanceSheetPoints['working-capital']), 'fitted', fitted),
    row(equityToLiabilities, binned(balanceSheetPoints['equity-to-liabilities']), 'fitted', fitted),
    row(liabilitiesToAssets, binned(balanceSheetPoints['liabilities-to-assets']), 'fitted', fitted),
    row(cashToCreditors, binned(balanceSheetPoints['cash-to-creditors']), 'fitted', fitted),
    row(acidRatio, binned(balanceSheetPoints['acid-ratio']), 'fitted', fitted),
    row(retainedLosses, binned(balanceSheetPoints['retained-losses']), 'fitted', fitted),
    row(shortTermCreditors, binned(balanceSheetPoints['short-term-creditors']), 'fitted', fitted),
    row(smallBalanceSheet, binned(balanceSheetPoints['small-balance-sheet']), 'fitted', fitted),
    row(negativeNetAssets, { points: 4, fade: accounts }, 'expert', balanceSheetTest),
    row(netAssetsFalling, binned(steps([-0.5, 6], [-0.25, 3], [Infinity, 0])), 'expert', prior),
    row(creditorsOutgrowAssets, binned(steps([0.1, 0], [0.3, 2], [Infinity, 4])), 'expert', prior),

    row(operatingMargin, binned(profitPoints['operating-margin']), 'fitted', fitted),
    row(returnOnAssets, binned(profitPoints['return-on-assets']), 'fitted', counted),
    row(turnoverFall, binned(profitPoints['turnover-fall']), 'fitted', fitted),
    row(interestCover, binned(steps([1, 5], [1.5, 2], [Infinity, 0])), 'expert', prior),
    row(altmanZone, binned(profitPoints['altman-zone']), 'fitted', counted),
    row(tafflerZone, binned(profitPoints['taffler-zone']), 'fitted', counted),
    row(
      staffCut,
      // Among fewer people a change of one or two is no cut.
      { ...binned(steps([0.7, 5], [0.85, 2], [Infinity, 0])), thresholds: { 'fewest-people': 10 } },
      'expert',
      prior,
    ),

    row(
      accountsOverdue,
      // Accounts filed no earlier than this before the due day are the ones that were due.
      { points: 12, thresholds: { 'filed-before-due-days': 300 } },
      'expert',
      prior,
    ),
    row(accountsLateBefore, { points: 4, fade: months(12, 36) }, 'expert', prior),
    row(accountingPeriodMoved, levels({ extended: 8, plain: 4 }, months(12, 24)), 'expert', prior),
    row(confirmationStatementOverdue, { points: 5 }, 'expert', prior),
    row(auditorResigned, { points: 8, fade: months(12, 24) }, 'expert', prior),
    row(qualifiedOpinion, { points: 10, fade: accounts }, 'expert', prior),
    row(
      goingConcernUncertainty,
      levels({ 'not-going-concern': 30, 'going-concern-uncertainty': 20 }, accounts),
      'expert',
      goingConcern,
    ),
    row(
      directorsResigned,
      { points: 7, thresholds: { cluster: 3, 'cluster-days': 92 }, fade: months(6, 12) },
      'expert',
      prior,
    ),
    row(newCharge, { points: 5, fade: months(6, 12) }, 'expert', prior),
    row(
      addressMoved,
      levels({ 'insolvency-practitioner': 30, 'mass-registration': 6, plain: 1 }, months(6, 12)),
      'expert',
      prior,
    ),
    row(
      registrarDefaultAddress,
      { points: 10, thresholds: { 'course-days': 28 }, fade: months(6, 12) },
      'expert',
      defaultAddress,
    ),
    row(auditExemptionChanged, { points: 2, fade: months(12, 24) }, 'expert', prior),
    row(
      paymentDays,
      // Days on average that are long by themselves, and days more than a year before.
      { ...levels({ long: 8, longer: 5 }, months(9, 18)), thresholds: { long: 90, 'longer-by': 10 } },
      'expert',
      paidLate,
    ),
    row(
      shortInterest,
      { ...binned(steps([5, 0], [10, 6], [20, 10], [Infinity, 16])), fade: { full: 45, half: 90 } },
      'expert',
      shorted,
    ),
    row(contractPerformance, { points: 6, fade: months(12, 24) }, 'expert', prior),

    row(
      groupContagion,
      levels({
        'parent-insolvent': 40,
        'parent-severe': 20,
        'parent-event': 10,
        'sister-insolvent': 15,
        'sister-severe': 8,
        'sister-event': 3,
      }),
      'expert',
      ofGroup,
    ),
    row(
      sectorFailureRate,
      levels({ 'accommodation-and-food': 6, construction: 2 }),
      'published',
      sectorShares,
    ),
    row(youngCompany, { points: 3, thresholds: { 'young-days': 3 * 365 } }, 'expert', prior),
  ],
};

/** Questions no longer asked: a row is moved here, never deleted, for the versions that asked it. */
export const retired: readonly ModelRow[] = [];

function row(indicator: Indicator, weight: Weight, basis: Basis, citation: string): ModelRow {
  return { indicator, weight, basis, citation };
}

function binned(bins: readonly PointsBin[]): Weight {
  return { points: Math.max(...bins.map((bin) => bin.points)), bins, fade: accounts };
}

function steps(...bins: readonly (readonly [below: number, points: number])[]): PointsBin[] {
  return bins.map(([below, points]) => ({ below, points }));
}

function levels(points: Readonly<Record<string, number>>, fade?: Weight['fade']): Weight {
  return { points: Math.max(...Object.values(points)), levels: points, ...(fade && { fade }) };
}
