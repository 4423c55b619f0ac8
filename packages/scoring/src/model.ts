import type { Basis, Indicator, Weight } from './indicator.ts';
import { accountsLateBefore } from './indicators/accounts-late-before.ts';
import { accountsOverdue } from './indicators/accounts-overdue.ts';
import { administration } from './indicators/administration.ts';
import { administrativeReceivership } from './indicators/administrative-receivership.ts';
import { companyVoluntaryArrangement } from './indicators/company-voluntary-arrangement.ts';
import { confirmationStatementOverdue } from './indicators/confirmation-statement-overdue.ts';
import { creditorsDecision } from './indicators/creditors-decision.ts';
import { creditorsVoluntaryLiquidation } from './indicators/creditors-voluntary-liquidation.ts';
import { dissolved } from './indicators/dissolved.ts';
import { insolvencyKindUnknown } from './indicators/insolvency-kind-unknown.ts';
import { moratorium } from './indicators/moratorium.ts';
import { moratoriumEnded } from './indicators/moratorium-ended.ts';
import { petitionDismissed } from './indicators/petition-dismissed.ts';
import { receivership } from './indicators/receivership.ts';
import { recentCharge } from './indicators/recent-charge.ts';
import { restructuringPlan } from './indicators/restructuring-plan.ts';
import { strikeOffProposed } from './indicators/strike-off-proposed.ts';
import { windingUpOrder } from './indicators/winding-up-order.ts';
import { windingUpPetition } from './indicators/winding-up-petition.ts';

export interface ModelRow {
  readonly indicator: Indicator;
  readonly weight: Weight;
  readonly basis: Basis;
  readonly citation: string;
}

/** A version of the score: which questions are asked, and what each answer counts. */
export interface Model {
  readonly version: string;
  readonly rows: readonly ModelRow[];
}

const act = 'Insolvency Act 1986: a formal proceeding is a fact, the score is set to its maximum';
const severe = 'Expert prior: a public act that is at most severe (see the table of proceedings)';
const prior = 'Expert prior: no published odds were found';

/** The whole model on one screen. A change here is a new version. */
export const model: Model = {
  version: '2026.11.1',
  rows: [
    row(windingUpOrder, { points: 100 }, 'published', act),
    row(creditorsVoluntaryLiquidation, { points: 100 }, 'published', act),
    row(administration, { points: 100 }, 'published', act),
    row(administrativeReceivership, { points: 100 }, 'published', act),
    row(windingUpPetition, { points: 60, fade: { full: 180, half: 365 } }, 'expert', severe),
    row(petitionDismissed, { points: -50, fade: { full: 180, half: 365 } }, 'expert', severe),
    row(creditorsDecision, { points: 60, fade: { full: 180, half: 365 } }, 'expert', severe),
    row(companyVoluntaryArrangement, { points: 55, fade: { full: 730, half: 1826 } }, 'expert', severe),
    row(moratorium, { points: 60, fade: { full: 180, half: 365 } }, 'expert', severe),
    row(moratoriumEnded, { points: -40, fade: { full: 180, half: 365 } }, 'expert', severe),
    row(restructuringPlan, { points: 55, fade: { full: 730, half: 1826 } }, 'expert', severe),
    row(receivership, { points: 35, fade: { full: 365, half: 730 } }, 'expert', severe),
    row(strikeOffProposed, { points: 30, fade: { full: 180, half: 365 } }, 'expert', severe),
    row(insolvencyKindUnknown, { points: 60 }, 'expert', severe),
    row(dissolved, { points: 55 }, 'expert', severe),
    row(accountsOverdue, { points: 12 }, 'expert', prior),
    row(accountsLateBefore, { points: 4, fade: { full: 365, half: 1096 } }, 'expert', prior),
    row(confirmationStatementOverdue, { points: 5 }, 'expert', prior),
    row(recentCharge, { points: 5, fade: { full: 183, half: 365 } }, 'expert', prior),
  ],
};

function row(indicator: Indicator, weight: Weight, basis: Basis, citation: string): ModelRow {
  return { indicator, weight, basis, citation };
}
