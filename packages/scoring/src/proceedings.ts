import type { NoticeFamily } from '@tocsin/domain';

/**
 * Proceedings and acts on the public record that are worth an alert of their own. Those with effect `insolvent` are
 * facts of insolvency; others are at most `severe`; `information` carries no points: the company will cease to exist,
 * and nothing says that it cannot pay.
 */
export const proceedings = {
  'winding-up-order': { effect: 'insolvent', title: 'Winding-up order made' },
  'creditors-voluntary-liquidation': { effect: 'insolvent', title: "Creditors' voluntary liquidation begun" },
  administration: { effect: 'insolvent', title: 'Administrators appointed' },
  'administrative-receivership': { effect: 'insolvent', title: 'Administrative receivers appointed' },
  'winding-up-petition': { effect: 'severe', title: 'Winding-up petition advertised' },
  'creditors-decision': { effect: 'severe', title: 'Creditors asked to decide on liquidation' },
  moratorium: { effect: 'severe', title: 'Moratorium begun' },
  'company-voluntary-arrangement': { effect: 'severe', title: 'Company voluntary arrangement made' },
  'restructuring-plan': { effect: 'severe', title: 'Restructuring plan ordered by the court' },
  receivership: { effect: 'severe', title: 'Receivers appointed over assets' },
  'strike-off': { effect: 'severe', title: 'Strike-off from the register proposed' },
  'unspecified-insolvency': {
    effect: 'severe',
    title: 'Shown on the register as in liquidation or insolvency proceedings, kind not yet known',
  },
  dissolved: { effect: 'severe', title: 'Company dissolved' },
  'solvent-winding-up': { effect: 'information', title: 'Solvent winding-up begun' },
  'voluntary-strike-off': {
    effect: 'information',
    title: 'Strike-off from the register at the company’s own request',
  },
} as const satisfies Record<string, { effect: 'insolvent' | 'severe' | 'information'; title: string }>;

export type Proceeding = keyof typeof proceedings;

/** Proceedings that are insolvency, and not only a sign of it. */
export const insolventFamilies: ReadonlySet<string> = new Set(
  Object.entries(proceedings).flatMap(([family, { effect }]) => (effect === 'insolvent' ? [family] : [])),
);

/** What a statement does: opens a proceeding, ends one, shows a solvent liquidation, or says nothing about distress. */
export type Meaning = Proceeding | { readonly ends: Proceeding } | 'solvent' | 'nothing';

/**
 * What a notice of The Gazette means, by the family that its code or heading has (the code table is the domain's).
 * 2402 and 2461 are relief; members' voluntary liquidation (2431–2435) is solvent. `nothing` = a step inside a
 * procedure that its own notice opens, or a heading that fits several: recorded, no points.
 */
export const meaningOfNoticeFamily: Readonly<Record<NoticeFamily, Meaning>> = {
  administration: 'administration',
  'administrative-receivership': 'administrative-receivership',
  receivership: 'receivership',
  'creditors-voluntary-liquidation': 'creditors-voluntary-liquidation',
  'winding-up-petition': 'winding-up-petition',
  'winding-up-order': 'winding-up-order',
  'compulsory-liquidation': 'winding-up-order',
  'petition-dismissed': { ends: 'winding-up-petition' },
  'petition-withdrawn': { ends: 'winding-up-petition' },
  moratorium: 'moratorium',
  'moratorium-ended': { ends: 'moratorium' },
  'company-voluntary-arrangement': 'company-voluntary-arrangement',
  'creditors-decision': 'creditors-decision',
  dividend: 'nothing',
  closing: 'nothing',
  'members-voluntary-liquidation': 'solvent',
  other: 'nothing',
  unknown: 'nothing',
};

/** Companies House's insolvency case types; words it has not used before mean nothing until somebody reads them. */
export const meaningOfCaseType: Readonly<Record<string, Meaning>> = {
  'compulsory-liquidation': 'winding-up-order',
  'in-administration': 'administration',
  'administration-order': 'administration',
  'creditors-voluntary-liquidation': 'creditors-voluntary-liquidation',
  'members-voluntary-liquidation': 'solvent',
  'foreign-insolvency': 'unspecified-insolvency',
  'administrative-receiver': 'administrative-receivership',
  'scottish-administrative-receiver': 'administrative-receivership',
  'receiver-manager': 'receivership',
  'corporate-voluntary-arrangement': 'company-voluntary-arrangement',
  'corporate-voluntary-arrangement-moratorium': 'moratorium',
  'order-of-court-restructuring-plan': 'restructuring-plan',
  moratorium: 'moratorium',
  'liquidation-moratorium-commencement-of-moratorium': 'moratorium',
  'liquidation-moratorium-early-end-of-moratorium': { ends: 'moratorium' },
  'liquidation-moratorium-end-of-moratorium-by-monitor': { ends: 'moratorium' },
  'liquidation-moratorium-end-of-moratorium-by-court': { ends: 'moratorium' },
  'liquidation-moratorium-end-of-moratorium-following-disposal-of-application-for-extension-by-court-or-following-cva-proposal-taking-effect-or-being-withdrawn':
    { ends: 'moratorium' },
};

/** Dates that close an insolvency case, in Companies House's words. */
export const caseClosingDates: ReadonlySet<string> = new Set([
  'concluded-winding-up-on',
  'dissolved-on',
  'administration-ended-on',
  'administration-discharged-on',
  'moratorium-ended-on',
  'voluntary-arrangement-ended-on',
]);

/**
 * Register statuses. `liquidation` covers solvent liquidations too, so it is resolved with the cases:
 * see `statusMeaning` in proceedings-on-record.ts.
 */
export const meaningOfStatus: Readonly<Record<string, Meaning>> = {
  administration: 'administration',
  receivership: 'receivership',
  'voluntary-arrangement': 'company-voluntary-arrangement',
  liquidation: 'unspecified-insolvency',
  'insolvency-proceedings': 'unspecified-insolvency',
  dissolved: 'dissolved',
};
