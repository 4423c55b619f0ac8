import { z } from 'zod';

/** One step and when to take it. */
export const Step = z
  .object({
    when: z.enum(['Today', 'Within 2 working days', 'Within a week', 'Within a month']),
    what: z.string(),
  })
  .readonly();
export type Step = z.infer<typeof Step>;

/** What a kind of news is, what it is not, and what a council does about it. */
export const Playbook = z
  .object({ is: z.string(), isNot: z.string(), steps: z.array(Step).readonly() })
  .readonly();
export type Playbook = z.infer<typeof Playbook>;

export const tellPeople: Step = {
  when: 'Today',
  what: 'Tell the contract owner, the section 151 officer and legal services.',
};
export const readNotice: Step = {
  when: 'Today',
  what: 'Read the published notice and check that it is this company.',
};
export const checkPlan: Step = {
  when: 'Within 2 working days',
  what: 'Check the contingency plan: can the service go on if the supplier stops, and who would step in?',
};
export const checkSecurity: Step = {
  when: 'Within 2 working days',
  what: 'Check what is held: parent company guarantee, performance bond and its expiry, retention, prepayments.',
};
export const askSupplier: Step = {
  when: 'Within a week',
  what: 'Ask the supplier what it means for your services, wages and subcontractors, and keep the answer.',
};
export const getHelp: Step = {
  when: 'Within a week',
  what: 'Request expert help where the service is critical, for example with contract renegotiation.',
};
export const review: Step = {
  when: 'Within a month',
  what: 'Review the contract risk register and how often this supplier is looked at.',
};
const talkToPractitioner: Step = {
  when: 'Today',
  what: 'Find the appointed office-holder in the notice and ask in writing whether the service continues.',
};
export const checkPayments: Step = {
  when: 'Today',
  what: 'Check invoices due with legal services and finance before paying: who may receive the money may have changed.',
};

export const early: readonly Step[] = [
  readNotice,
  tellPeople,
  checkPlan,
  checkSecurity,
  askSupplier,
  getHelp,
  review,
];
export const appointed: readonly Step[] = [
  readNotice,
  tellPeople,
  talkToPractitioner,
  checkPayments,
  checkPlan,
  checkSecurity,
  getHelp,
  review,
];
