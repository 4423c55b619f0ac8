import { formalPlaybooks, generalPlaybook } from './formal-playbooks.ts';
import type { NewsKind } from '../alert/causes.ts';
import type { Inactivity } from '../alert/gates.ts';
import {
  askSupplier,
  checkPlan,
  checkSecurity,
  getHelp,
  paymentStep,
  readNotice,
  review,
  tellPeople,
  type Playbook,
  type PlaybookStep,
} from './playbook-steps.ts';

/** Adapted from the Cabinet Office's guidance on corporate financial distress (updated 20 June 2023). */
export const guidance = {
  title: 'Cabinet Office: guidance on corporate financial distress',
  url: 'https://www.gov.uk/government/publications/corporate-financial-distress',
};

const band: Playbook = {
  is: 'An estimate from public filings and notices: the signs below add up to more risk of financial difficulty than before.',
  isNot: 'It is not a fact about the future. Most companies with such signs go on trading.',
  steps: [
    { when: 'Within 2 working days', what: 'Read the findings below and the filings they rest on.' },
    ...tellPeople.map((step) => ({ ...step, when: 'Within 2 working days' as const })),
    { ...checkPlan, when: 'Within a week' },
    { ...checkSecurity, when: 'Within a week' },
    askSupplier,
    { ...getHelp, when: 'Within a month' },
    review,
  ],
};

const awardGate: Playbook = {
  is: 'A tender or award of yours meets a supplier with signs of financial difficulty on the public record, or one that does not trade as a living company: the title says which.',
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
      what: 'Ask the supplier to explain, and consider a guarantee, a bond or other terms.',
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
    is: 'Published spend shows a payment while the company may be removed from the register: on the registrar’s proposal or at its own directors’ request, as the title says where that is on record.',
    isNot:
      'It is not proof of anything wrong: the company still exists, and a strike-off may be discontinued.',
    steps: payeeSteps(),
  },
};

const paidWhileAtRisk: Playbook = {
  is: 'Published spend shows a payment made after the supplier came to stand at elevated or above.',
  isNot:
    'It is not a reason to withhold what is owed: while a supplier still trades, paying late can bring about what it should guard against.',
  steps: [
    paymentStep(
      'Within 2 working days',
      'Check with finance what is due, and whether a deposit or retention is at stake.',
    ),
    {
      when: 'Within a week',
      what: 'Ask the contract manager whether the service depends on this supplier, and whether a plan is in place.',
    },
  ],
};

/** The counterparty goes, and nothing says that it cannot pay. */
const information: Playbook = {
  is: 'The company will cease to exist, or has left the register under this number. This is information: it carries no points.',
  isNot:
    'It is not a sign of financial difficulty: in a solvent winding-up the directors have sworn that all debts can be paid, and companies are wound up, converted or moved when groups reorganise.',
  steps: [
    {
      when: 'Within a week',
      what: 'Ask the supplier which company will perform the contract from when, and whether it is to be novated or assigned.',
    },
    {
      when: 'Within a week',
      what: 'Check what ends with the company: guarantees and bonds that it gave, retention and deposits that it holds, insurance and pension arrangements.',
    },
    {
      when: 'Within a month',
      what: 'Agree a novation with legal services before the company is gone, and claim from its liquidator what it owes you.',
    },
  ],
};

/** Resolutions, liquidators and meetings are gazetted under the same headings by companies that can pay and by others. */
const procedureNotKnown: Playbook = {
  is: 'A notice of a winding-up or of another procedure has been published, and neither it nor anything else on record says which. This is information: it carries no points.',
  isNot:
    'It is not known to be a sign of financial difficulty: a members’ voluntary winding-up is solvent, a creditors’ one is not, and both publish such notices.',
  steps: [
    {
      when: 'Today',
      what: 'Open the notice and the filing history at Companies House: a declaration of solvency tells a members’ winding-up, a statement of affairs the other.',
    },
    {
      when: 'Within a week',
      what: 'Ask the supplier, or the office-holder whom the notice names, which procedure it is and which company will perform the contract.',
    },
    paymentStep(
      'Within a week',
      'Check with finance what was paid since the day of the notice, and to whom payments are due from now on.',
    ),
  ],
};

/** Companies Act 2006: s1003 (application), s1006 (who must be given it), s1012 (what is left goes to the Crown). */
const voluntaryStrikeOff: Playbook = {
  is: 'The company will cease to exist: its own directors have asked for it to be struck off the register. This is information: it carries no points.',
  isNot:
    'It is not a sign of financial difficulty by itself: companies that have done their work are closed in this way. Its directors must send the application to everyone it owes, and must withdraw it if the company trades again.',
  steps: [
    {
      when: 'Within a week',
      what: 'Ask the supplier which company will perform the contract from when, and whether it is to be novated or assigned.',
    },
    {
      when: 'Within a week',
      what: 'Check what ends with the company: guarantees and bonds that it gave, retention and deposits that it holds. What it still owns when it is struck off goes to the Crown.',
    },
    {
      when: 'Within a week',
      what: 'If it owes you money or work, ask legal services about an objection to Companies House: it stops the strike-off for a time, and it must come before the company is dissolved.',
    },
    {
      when: 'Within a month',
      what: 'Agree a novation with legal services before the company is gone.',
    },
  ],
};

const informations: Readonly<Record<string, Playbook>> = {
  'voluntary-strike-off': voluntaryStrikeOff,
  'procedure-not-known': procedureNotKnown,
};

function payeeSteps(): readonly PlaybookStep[] {
  return [
    paymentStep(
      'Today',
      'Check with finance which company was paid: name, company number and bank account as you hold them.',
    ),
    {
      when: 'Within a week',
      what: 'Ask the supplier which company performs the contract and correct your records.',
    },
  ];
}

/** The playbook of an alert. An unknown family of formal event gets the general one. */
export function playbookOf(kind: NewsKind, detail: string | null): Playbook {
  switch (kind) {
    case 'formal':
      return formalPlaybooks[detail ?? ''] ?? generalPlaybook;
    case 'band':
      return band;
    case 'award-gate':
      return awardGate;
    case 'paid-while-inactive':
      return paidWhileInactive[detail === 'dissolved' || detail === 'strike-off' ? detail : 'dormant'];
    case 'paid-while-at-risk':
      return paidWhileAtRisk;
    case 'information':
      return informations[detail ?? ''] ?? information;
  }
}

/** Families with a playbook of their own. */
export const playbookFamilies: readonly string[] = Object.keys(formalPlaybooks);
