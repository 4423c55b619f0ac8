import {
  appointed,
  askSupplier,
  checkPayments,
  checkPlan,
  checkSecurity,
  early,
  getHelp,
  paymentStep,
  readNotice,
  review,
  tellPeople,
  type Playbook,
} from './playbook-steps.ts';

/** For a family without a playbook of its own. */
export const generalPlaybook: Playbook = {
  is: 'An entry about this company on the public record of insolvency.',
  isNot: 'It does not by itself say that the service will stop, nor what caused it.',
  steps: early,
};

/** By the family of the formal event, as scoring names it. */
export const formalPlaybooks: Readonly<Record<string, Playbook>> = {
  'winding-up-petition': {
    is: 'A request to a court to wind the company up. Once it is advertised, banks may restrict accounts, so wages and subcontractors can go unpaid at short notice.',
    isNot: 'It is not a court order. The petition may be dismissed, withdrawn or settled, and many are.',
    steps: [
      readNotice,
      ...tellPeople,
      paymentStep('Today', 'Look at the next payment run with finance.'),
      checkPlan,
      checkSecurity,
      {
        when: 'Within 2 working days',
        what: 'Note the hearing date, or find it out, and have somebody look up its outcome.',
      },
      askSupplier,
      getHelp,
      review,
    ],
  },
  'winding-up-order': {
    is: 'A court has ordered that the company be wound up. A liquidator takes control and decides which contracts go on.',
    isNot: 'It does not end your contract by itself: its own terms and the law decide.',
    steps: appointed,
  },
  'creditors-voluntary-liquidation': {
    is: 'The company is being wound up because it cannot pay what it owes. A liquidator takes control.',
    isNot:
      'It is not a court order, and it is not a members’ (solvent) liquidation. It does not end your contract by itself.',
    steps: appointed,
  },
  administration: {
    is: 'Administrators run the company to rescue it, sell it or get creditors a better result. Most legal action against it is paused.',
    isNot: 'It is not liquidation. Services often go on for a time, or move to a buyer of the business.',
    steps: appointed,
  },
  'administrative-receivership': {
    is: 'A lender’s receiver controls the whole or nearly the whole of the company’s business.',
    isNot: 'It is not liquidation, and the business may be sold as a going concern.',
    steps: appointed,
  },
  receivership: {
    is: 'A receiver was appointed over certain assets, often one property, for a lender.',
    isNot:
      'It often concerns one asset only and need not touch your service. It is not administration or liquidation.',
    steps: early,
  },
  'company-voluntary-arrangement': {
    is: 'An arrangement between the company and its creditors to pay part of its debts over time. The directors stay in control.',
    isNot: 'It is not liquidation; the company goes on trading while it keeps to the arrangement.',
    steps: early,
  },
  moratorium: {
    is: 'A short breathing space from creditors under the Insolvency Act 1986, watched over by a monitor. The directors stay in control.',
    isNot: 'It is not administration or liquidation; it is meant to rescue the company as a going concern.',
    steps: early,
  },
  'restructuring-plan': {
    is: 'A court has ordered steps on a plan between the company and its creditors or members.',
    isNot: 'It is not liquidation; the company goes on trading while the plan is carried out.',
    steps: early,
  },
  'creditors-decision': {
    is: 'Creditors are asked to decide, usually on a voluntary liquidation and who the liquidator will be.',
    isNot: 'Nothing has been decided yet.',
    steps: early,
  },
  'strike-off': {
    is: 'The company may be removed from the register. Often it has not filed on time, or the directors have applied.',
    isNot:
      'It is often an administrative matter and may be suspended or discontinued. The company still exists.',
    steps: early,
  },
  dissolved: {
    is: 'The register shows that the company no longer exists. What it owned passes to the Crown unless it is restored.',
    isNot:
      'It does not say that the business stopped: it may go on under another company, which your contract does not name.',
    steps: [readNotice, ...tellPeople, checkPayments, checkPlan, askSupplier, review],
  },
};

/** Nothing has been published of what followed, though it should be known by now. */
export const noOutcomePlaybook: Playbook = {
  is: 'The day by which it should be known what followed has passed, the public record has been read since, and nothing is published.',
  isNot:
    'It is not an outcome. It may have been dismissed, withdrawn or adjourned; an adjournment need not be published.',
  steps: [
    {
      when: 'Within 2 working days',
      what: 'Ask the supplier for the outcome in writing, or search the court’s register of petitions.',
    },
    {
      when: 'Within a week',
      what: 'Record an adjourned hearing on the page of this alert, with where you have it from: your dates then run from it.',
    },
    paymentStep('Within a week', 'Look at the payment runs with finance.'),
  ],
};
