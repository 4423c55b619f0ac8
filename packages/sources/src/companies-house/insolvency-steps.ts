/**
 * What the register calls filings inside an insolvency, behind `liquidation-` and without its endings (of the enumerations of
 * its API). Spelling mistakes are its own.
 */
const STEPS: ReadonlySet<string> = new Set(
  `
administration-administrators-abstracts-of-receipts-and-payments administration-approval-of-proposals
administration-court-order-limited-disclosure administration-discharge-of-administration-order
administration-dismissal-of-petition administration-insufficient-property administration-meeting-of-creditors
administration-notice-deemed-approval-of-proposals administration-notice-of-administration-order
administration-notice-of-petition administration-order administration-order-to-deal-charged-property
administration-order-to-deal-secured-property administration-proposals administration-result-of-meeting
administration-statement-of-administrators-proposals administration-statement-of-affairs
administration-statement-of-concurrence administration-variation-of-administration-order
administrative-receivers-abstracts administrative-receivers-report administrators-abstracts administrators-proposals
all-constitution-of-committee all-statement-of-concurrence amended-certificate-creditors-committee
appeal-against-department appointment-of-liquidator appointment-of-provisional-liquidator appointment-of-receiver
appointment-receiver appointmentt-of-administrator appt-of-replacement-additional-adminstrator automatic-end
cease-to-act-as-liquidator certificate-creditors-paid-in-full certificate-of-constitution-creditors
cessation-of-committee cessation-of-insolvency-proceedings change-in-committee-membership
change-of-membership-of-creditors-or-liquidation-committee commencement-of-moratorium
completion-of-voluntary-arrangement completion-of-winding-up compulsory-appointment-liquidator
compulsory-appointment-provisional-liquidator compulsory-completion compulsory-court-order-sisting
compulsory-death-of-liquidator compulsory-defer-dissolution compulsory-early-completion compulsory-early-dissolution
compulsory-loss-of-qualification-as-insolvency-practitioner compulsory-notice-secretary-of-state-for-direction
compulsory-notice-winding-up compulsory-notice-winding-up-order
compulsory-order-limiting-disclosure-of-statement-of-affairs-in-winding-up
compulsory-release-of-liquidator-or-official-receiver-by-secretary-of-state compulsory-release-official-receiver
compulsory-removal-of-liquidator-by compulsory-removal-of-liquidator-by-creditors
compulsory-removal-of-liquidator-by-secretary-of-state compulsory-return-final-meeting
compulsory-return-of-final-meeting compulsory-statement-of-affairs compulsory-staying-or-sisting-proceedings
compulsory-winding-up-order compulsory-winding-up-progress-report constitution-of-liquidation-committee
continuation-of-creditors-committee court-order-early-dissolution court-order-ending-administration
court-order-insolvency court-order-limiting-disclosure court-order-miscellaneous
court-order-recall-provisional-liquidator court-order-to-rescind-winding-up court-order-to-stay-winding-up
court-order-to-unstay-winding-up court-order-under-section-176a court-order-winding-up
cva-supervisors-abstract-of-receipts-payments cva-supervisors-abstracts-of-receipts-payments date-of-dissolution
death-of-liquidator declaration-of-solvency defer-dissolution-dissolution discharge-administration-order
discharge-of-administration-order disclaimer-notice early-completion-of-winding-up end-of-administration
ending-of-moratorium establishment-of-creditors-or-liquidation-committee ex extension extension-of-period
extension-of-time in-administration-administrator-ceasing-to-be-qualified-to-act
in-administration-administrator-deceased in-administration-amended-certificate-of-constitution-creditors-committee
in-administration-appointment-of-a-replacement-or-additional-administrator
in-administration-appointment-of-administrator in-administration-appointment-of-replacement-additional-administrator
in-administration-appointment-of-replacement-additional-adminstrator in-administration-automatic-end
in-administration-automatic-end-of-case in-administration-change-date-of-dissolution
in-administration-change-in-committee-membership in-administration-court-order-ending-administration
in-administration-court-order-under-section-176A in-administration-creditor-decision-revised-proposals
in-administration-date-of-dissolution in-administration-deemed-proposal in-administration-end-of-administration
in-administration-extension-of-period in-administration-extension-of-time
in-administration-extension-of-time-approval in-administration-extension-of-time-deliver
in-administration-move-to-creditors-voluntary-liquidation in-administration-move-to-dissolution
in-administration-notice-administrators-proposals in-administration-notice-deemed-approval-of-proposals
in-administration-notice-of-order-deal-with-charged-property in-administration-notice-of-statement-of-affairs
in-administration-order-limiting-disclosure-of-statement-of-affairs-or-proposals
in-administration-order-to-deal-with-secured-property in-administration-progress-report in-administration-proposals
in-administration-removal-of-administrator-from-office
in-administration-rescission-or-amendment-of-order-limiting-disclosure-of-statement-of-affairs-or-proposals
in-administration-resignation-of-administrator in-administration-result-creditors-decision
in-administration-result-creditors-meeting in-administration-result-of-creditors-meeting
in-administration-revised-proposals in-administration-revision-administrators-proposals
in-administration-statement-of-affairs in-administration-vacation-of-office in-adminstration-deemed-proposal
insolvency-judgement insolvency-misellaneous insolvency-proceedings leave-to-resign-as-liquidator
liquidation-statement-of-receipts-and-payments meeting-approving-companies-voluntary-arrangement miscellaneous
moratorium-commencement-of-moratorium moratorium-court-order-permitting-disposal-of-goods
moratorium-early-end-of-moratorium moratorium-end-of-moratorium-by moratorium-end-of-moratorium-by-monitor
moratorium-end-of-moratorium-following-disposal-of-application-for-extension-by-court-or-following-cva-proposal-taking-effect-or-being-withdrawn
moratorium-extension-of-moratorium moratorium-monitor-ceasing-to-act-following-court-order
moratorium-replacement-or-additonal-monitor-following-court-order move-to-creditors-voluntary-liquidation
move-to-dissolution notice-of-final-meeting-of-creditors notice-of-order-to-dispose-of-charged-property
notice-order-of-charged-property order-to-deal-with-charged-property
proceedings-member-state-with-consent-to-dissolution proceedings-member-state-without-consent-to-dissolution
progress-report receiver-abstract-of-receipts-and-payments receiver-administrative-receivers-report
receiver-amended-certificate-of-constitution receiver-appointment-of-receiver receiver-appointment-of-receiver-by
receiver-cease-to-act-receiver receiver-ceasing-to-act receiver-death-of-receiver
receiver-dispose-of-secured-property receiver-order-to-dispose-of-charged-property
receiver-receivers-abstracts-of-receipts-and-payments receiver-receivers-report receiver-report-change-of-committee
receiver-statement-of-affairs regulations-onset-of-insolvency removal-of-liquidator replacement-nominee
resignation-as-liquidator resignation-of-administrator resolution-miscellaneous result-of-creditors-meeting
return-of-final-meeting-creditors-voluntary-winding-up return-of-final-meeting-members-voluntary-winding-up
revised-proposals revocation-or-suspension-of-voluntary-arrangement special-resolution-to-wind-up
statement-of-affairs statement-of-affairs-administrative-receiver statement-of-concurrence statement-of-proposals
supervisors-abstracts-of-receipts-payments termination-of-provisional-liquidator
termination-of-winding-up-societas-europaea vacation-of-liquidator vacation-of-office
variation-of-administration-order voluntary-appeal voluntary-appointment-of-liquidator
voluntary-arrangement-commencement-of-moratorium voluntary-arrangement-completion
voluntary-arrangement-continuation-of-moratorium voluntary-arrangement-court-order-to-extend-moratorium
voluntary-arrangement-decision-to-extend-moratorium voluntary-arrangement-disposal-of-charged-property-moratorium
voluntary-arrangement-ending-of-moratorium voluntary-arrangement-extension-of-moratorium
voluntary-arrangement-meeting-approving-companies-voluntary-arrangement
voluntary-arrangement-meeting-approving-creditors-voluntary-arrangement voluntary-arrangement-notice-completion
voluntary-arrangement-or-moratorium-court-order voluntary-arrangement-replacement-nominee
voluntary-arrangement-revocation-or-suspension
voluntary-arrangement-revocation-or-suspension-of-voluntary-arrangement
voluntary-arrangement-supervisors-progress-report voluntary-arrangement-withdrawal-of-consent
voluntary-cease-to-act-as-liquidator voluntary-certificate-creditors-paid-in-full
voluntary-certificate-of-continuance voluntary-certificate-release-of-liquidator
voluntary-constitution-liquidation-committee voluntary-continuance
voluntary-court-order-of-resignation-of-liquidator voluntary-court-order-staying-or-sisting-winding-up-in-MVL-or-CVL
voluntary-creditors-paid-in-full voluntary-creditors-return-of-final-meeting
voluntary-creditors-voluntary-winding-up voluntary-death-liquidator voluntary-death-of-liquidator
voluntary-declaration-of-solvency voluntary-defer-dissolution voluntary-deferral-of-dissolution
voluntary-determination voluntary-extraordinary-resolution-to-wind-up voluntary-leave-to-resign-liquidator
voluntary-liquidators-statement-of-receipts-payments voluntary-members-return-of-final-meeting
voluntary-notice-of-limited-disclosure voluntary-notice-order-under-section-176a voluntary-notice-revised-account
voluntary-notice-to-gazette-appointment-of-liquidator voluntary-notice-under-section-204
voluntary-release-of-liquidator voluntary-release-of-liquidator-by-secretary-of-state voluntary-removal-liquidator
voluntary-removal-of-liquidator voluntary-removal-of-liquidator-by
voluntary-removal-of-liquidator-by-company-meeting voluntary-removal-of-receiver voluntary-resignation-as-liquidator
voluntary-resignation-liquidator voluntary-resignation-of-liquidator voluntary-return-of-final-meeting
voluntary-special-resolution-to-wind-up voluntary-statement-of-affairs voluntary-statement-of-receipts-and-payments
voluntary-supervisors-abstracts-of-receipts-payments voluntary-vacation-liquidator voluntary-vacation-of-liquidator
winding-up withdrawal-of-consent
`
    .trim()
    .split(/\s+/),
);

/** By which one step is told for several countries, forms and dates. */
const ENDING =
  /(?:-+(?:scotland|northern-ireland|overseas|\d|limited-liability-partnership|social-landlords|with-brought-down-date|with-form-attached|with-date|(?:with-)?case-(?:start|end)-date|court|))+$/;

/** Other descriptions in whose words an insolvency or a dissolution is spoken of, and that open or end none by themselves. */
const KNOWN =
  /^(?:legacy$|administrative-restoration-|restoration-order-of-court$|order-of-court-restoration-|dissol(?:ution|ved)-(?:application|withdrawal|closure|termination|voluntary|request|company|compulsory)|gazette-(?:dissolved|notice|filings|return)-(?:compuls[ao]ry|voluntary|liquidation|statutory-instrument|brought-up-to-date|of-final-meeting))/;

const OF_INSOLVENCY = /insolv|liquidat|moratori|administrat(?:ion|or)|receiver|winding-up|gazette|dissol/;

/** Whether a filing is about an insolvency, or the end of a company, by its category and description. */
export function isOfInsolvency({ category, description }: FilingWords): boolean {
  return OF_INSOLVENCY.test(category ?? '') || OF_INSOLVENCY.test(description ?? '');
}

/** Whether the register has ever called a step inside one so. */
export function isKnownStep({ description }: FilingWords): boolean {
  const name = description ?? '';
  return KNOWN.test(name) || STEPS.has(name.replace(/^liquidation-/, '').replace(ENDING, ''));
}

interface FilingWords {
  readonly category?: string | null | undefined;
  readonly description?: string | null | undefined;
}
