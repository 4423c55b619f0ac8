import { z } from 'zod';

/** One step and when to take it. */
export const PlaybookStep = z
  .object({
    when: z.enum(['Today', 'Within 2 working days', 'Within a week', 'Within a month']),
    what: z.string(),
    /** Only where so much is at stake, or only where it is less; missing = whatever is at stake. */
    where: z.enum(['material', 'smaller']).optional(),
  })
  .readonly();
export type PlaybookStep = z.infer<typeof PlaybookStep>;

/** What a kind of news is, what it is not, and what a council does about it. */
export const Playbook = z
  .object({ is: z.string(), isNot: z.string(), steps: z.array(PlaybookStep).readonly() })
  .readonly();
export type Playbook = z.infer<typeof Playbook>;

/** The steps that fit what is at stake. */
export function stepsFor(playbook: Playbook, isMaterial: boolean): Playbook {
  const wanted = isMaterial ? 'material' : 'smaller';
  const steps = playbook.steps.filter(({ where }) => where === undefined || where === wanted);
  return { ...playbook, steps };
}

/** What holds of every payment to a supplier in trouble; Procurement Act 2023, section 68 (30 days). */
const PAYMENT_RULE =
  'Undisputed invoices stay payable within the contract’s terms and the 30 days of section 68 of the Procurement Act 2023. Withhold only on a named ground, told to the supplier without undue delay, and with legal advice. Never pay ahead of delivery. Change no bank details on the strength of this alert or of a letter: check the office-holder in the notice and in the Insolvency Service’s register of practitioners, and call back on a number that you already hold.';

/** A step about payments: what is to be done, and what holds of every payment. */
export function paymentStep(when: PlaybookStep['when'], what: string): PlaybookStep {
  return { when, what: `${what} ${PAYMENT_RULE}` };
}

/** By what is at stake: a small payment is no matter for the section 151 officer. */
export const tellPeople: readonly PlaybookStep[] = [
  {
    when: 'Today',
    what: 'Tell the contract owner, the section 151 officer, the monitoring officer and legal services.',
    where: 'material',
  },
  { when: 'Today', what: 'Tell the contract owner.', where: 'smaller' },
];
export const readNotice: PlaybookStep = {
  when: 'Today',
  what: 'Read the published notice and check that it is this company.',
};
export const checkPlan: PlaybookStep = {
  when: 'Within 2 working days',
  what: 'Check the contingency plan: can the service go on if the supplier stops, and who would step in?',
};
export const checkSecurity: PlaybookStep = {
  when: 'Within 2 working days',
  what: 'Check what is held: parent company guarantee, performance bond and its expiry, retention, prepayments.',
};
export const askSupplier: PlaybookStep = {
  when: 'Within a week',
  what: 'Ask the supplier what it means for your services, wages and subcontractors, and keep the answer.',
};
export const getHelp: PlaybookStep = {
  when: 'Within a week',
  what: 'Request expert help where the service is critical, for example with contract renegotiation.',
};
export const review: PlaybookStep = {
  when: 'Within a month',
  what: 'Review the contract risk register and how often this supplier is looked at.',
};
const talkToPractitioner: PlaybookStep = {
  when: 'Today',
  what: 'Find the appointed office-holder in the notice and ask in writing whether the service continues.',
};
export const checkPayments: PlaybookStep = paymentStep(
  'Today',
  'Look at the next payment run with finance: who may give a receipt may have changed.',
);

export const early: readonly PlaybookStep[] = [
  readNotice,
  ...tellPeople,
  paymentStep('Today', 'Look at the next payment run with finance.'),
  checkPlan,
  checkSecurity,
  askSupplier,
  getHelp,
  review,
];
export const appointed: readonly PlaybookStep[] = [
  readNotice,
  ...tellPeople,
  talkToPractitioner,
  checkPayments,
  checkPlan,
  checkSecurity,
  getHelp,
  review,
];
