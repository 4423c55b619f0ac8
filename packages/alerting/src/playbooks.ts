import type { Inactivity } from './gates.ts';

/** One step and when to take it. */
export interface Step {
  readonly when: 'Today' | 'Within 2 working days' | 'Within a week' | 'Within a month';
  readonly what: string;
}

/** What a kind of news is, what it is not, and what a council does about it. */
export interface Playbook {
  readonly is: string;
  readonly isNot: string;
  readonly steps: readonly Step[];
}

/** Adapted from the Cabinet Office's guidance on corporate financial distress (updated 20 June 2023). */
export const guidance = {
  title: 'Cabinet Office: guidance on corporate financial distress',
  url: 'https://www.gov.uk/government/publications/corporate-financial-distress',
};

const tellPeople: Step = {
  when: 'Today',
  what: 'Tell the contract owner, the section 151 officer and legal services.',
};
const readNotice: Step = {
  when: 'Today',
  what: 'Read the published notice and check that it is this company.',
};
const checkPlan: Step = {
  when: 'Within 2 working days',
  what: 'Check the contingency plan: can the service go on if the supplier stops, and who would step in?',
};
const checkSecurity: Step = {
  when: 'Within 2 working days',
  what: 'Check what is held: parent company guarantee, performance bond and its expiry, retention, prepayments.',
};
const askSupplier: Step = {
  when: 'Within a week',
  what: 'Ask the supplier what it means for your services, wages and subcontractors, and keep the answer.',
};
const getHelp: Step = {
  when: 'Within a week',
  what: 'Request expert help where the service is critical, for example with contract renegotiation.',
};
const review: Step = {
  when: 'Within a month',
  what: 'Review the contract risk register and how often this supplier is looked at.',
};
const talkToPractitioner: Step = {
  when: 'Today',
  what: 'Find the appointed office-holder in the notice and ask in writing whether the service continues.',
};
const checkPayments: Step = {
  when: 'Today',
  what: 'Check invoices due with legal services and finance before paying: who may receive the money may have changed.',
};

const early: readonly Step[] = [
  readNotice,
  tellPeople,
  checkPlan,
  checkSecurity,
  askSupplier,
  getHelp,
  review,
];
const appointed: readonly Step[] = [
  readNotice,
  tellPeople,
  talkToPractitioner,
  checkPayments,
  checkPlan,
  checkSecurity,
  getHelp,
  review,
];

const general: Playbook = {
  is: 'An entry about this company on the public record of insolvency.',
  isNot: 'It does not by itself say that the service will stop, nor what caused it.',
  steps: early,
};

/** By the family of the formal event, as scoring names it. */
const byFamily: Readonly<Record<string, Playbook>> = {
  'winding-up-petition': {
    is: 'A request to a court to wind the company up, not yet decided. Once it is advertised, banks may restrict accounts, so wages and subcontractors can go unpaid at short notice.',
    isNot: 'It is not a court order. The petition may be dismissed, withdrawn or settled, and many are.',
    steps: [
      readNotice,
      tellPeople,
      checkPlan,
      checkSecurity,
      { when: 'Within 2 working days', what: 'Note the hearing date and have somebody look up its outcome.' },
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
    steps: [readNotice, tellPeople, checkPayments, checkPlan, askSupplier, review],
  },
};

const band: Playbook = {
  is: 'An estimate from public filings and notices: the signs below add up to more risk of financial difficulty than before.',
  isNot: 'It is not a fact about the future. Most companies with such signs go on trading.',
  steps: [
    { when: 'Within 2 working days', what: 'Read the findings below and the filings they rest on.' },
    {
      when: 'Within 2 working days',
      what: 'Tell the contract owner; for a critical service also the section 151 officer.',
    },
    { ...checkPlan, when: 'Within a week' },
    { ...checkSecurity, when: 'Within a week' },
    askSupplier,
    { ...getHelp, when: 'Within a month' },
    review,
  ],
};

const awardGate: Playbook = {
  is: 'A tender or award of yours meets a supplier with signs of financial difficulty on the public record.',
  isNot:
    'It is not a ground to exclude anyone: the law, the tender’s own conditions and a fair hearing decide.',
  steps: [
    readNotice,
    {
      when: 'Today',
      what: 'Tell the procurement lead and legal services before the next step of the procedure.',
    },
    {
      when: 'Within 2 working days',
      what: 'Test financial standing by the conditions already published, the same for every bidder.',
    },
    {
      when: 'Within a week',
      what: 'Ask the supplier to explain, and consider a guarantee, bond or payment terms.',
    },
    {
      when: 'Within a month',
      what: 'If the contract is placed, have a contingency plan from its first day.',
    },
  ],
};

const paidWhileInactive: Readonly<Record<Inactivity['status'], Playbook>> = {
  dormant: {
    is: 'Published spend shows a payment to a company whose latest accounts say that it had no significant transactions.',
    isNot:
      'It is not proof of anything wrong: the accounts may be of an earlier year, or the name may belong to another company of the group.',
    steps: payeeSteps(),
  },
  dissolved: {
    is: 'Published spend shows a payment after the register shows the company as dissolved.',
    isNot:
      'It is not proof of anything wrong: the name may belong to a successor or another company of the group.',
    steps: payeeSteps(),
  },
  'strike-off': {
    is: 'Published spend shows a payment while the company may be removed from the register.',
    isNot:
      'It is not proof of anything wrong: the company still exists, and a strike-off may be discontinued.',
    steps: payeeSteps(),
  },
};

function payeeSteps(): readonly Step[] {
  return [
    {
      when: 'Today',
      what: 'Check with finance which company was paid: name, company number and bank account.',
    },
    {
      when: 'Within 2 working days',
      what: 'Hold further payments only on the advice of finance and legal services.',
    },
    {
      when: 'Within a week',
      what: 'Ask the supplier which company performs the contract and correct your records.',
    },
  ];
}

/** The playbook of an alert. An unknown family of formal event gets the general one. */
export function playbookOf(
  kind: 'formal' | 'band' | 'award-gate' | 'paid-while-inactive',
  detail: string | null,
): Playbook {
  switch (kind) {
    case 'formal':
      return byFamily[detail ?? ''] ?? general;
    case 'band':
      return band;
    case 'award-gate':
      return awardGate;
    case 'paid-while-inactive':
      return paidWhileInactive[detail === 'dissolved' || detail === 'strike-off' ? detail : 'dormant'];
  }
}

/** Families with a playbook of their own. */
export const playbookFamilies: readonly string[] = Object.keys(byFamily);
