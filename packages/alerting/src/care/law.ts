import type { IsoDate } from '@tocsin/domain';

/** One thing that the law says of a provider that fails, where it can be read, and as of when that was read. */
export interface LawOfCare {
  readonly id: string;
  readonly question: string;
  readonly says: string;
  readonly source: { readonly title: string; readonly url: string };
  readonly asAt: IsoDate;
}

const legislation = (path: string) => `https://www.legislation.gov.uk/${path}`;
const failure = {
  title: 'Care and Support (Business Failure) Regulations 2015 (SI 2015/301), regulation 2, as made',
  url: legislation('uksi/2015/301/regulation/2/made'),
};
/** When these texts were read last. Whoever relies on one opens it: it may have been amended. */
const READ = '2026-11-30';

/** What to know first, each with its source; no advice. */
export const careLaw: readonly LawOfCare[] = [
  {
    id: 'is-failure',
    question: 'What is business failure of a company or charity?',
    says:
      'The appointment of an administrator takes effect; a receiver or an administrative receiver is appointed; a resolution for ' +
      'voluntary winding up is passed, other than in a members’ voluntary winding up; a winding-up order is made; a company ' +
      'voluntary arrangement is approved; the trustees of an unincorporated charity become unable to pay its debts as they fall due.',
    source: failure,
    asAt: READ,
  },
  {
    id: 'is-not-failure',
    question: 'What is not?',
    says:
      'Nothing else is on that list: not a winding-up petition, a notice of intention to appoint administrators, a moratorium, an ' +
      'arrangement that is only proposed, a solvent (members’ voluntary) winding up or a strike-off.',
    source: failure,
    asAt: READ,
  },
  {
    id: 'duty',
    question: 'When does the council’s temporary duty begin?',
    says:
      'When a registered provider becomes unable to carry on a regulated activity because of business failure: the failure alone ' +
      'does not begin it, the inability has to follow it. The council then meets, for as long as it considers necessary, the needs ' +
      'that were being met in its area, wherever the adult ordinarily lives and without an assessment first, so far as it is not ' +
      'required to already.',
    source: { title: 'Care Act 2014, section 48', url: legislation('ukpga/2014/23/section/48') },
    asAt: READ,
  },
  {
    id: 'likely',
    question: 'When does the regulator of adult care tell councils beforehand?',
    says:
      'Of a provider under market oversight, when the Care Quality Commission is satisfied that it is likely to become unable to ' +
      'carry on because of business failure. “Likely” means more probable than not (Advinia v Care Quality Commission [2022] EWHC ' +
      '965 (Admin)); of other providers it need not tell anybody.',
    source: { title: 'Care Act 2014, section 56', url: legislation('ukpga/2014/23/section/56') },
    asAt: READ,
  },
  {
    id: 'real-possibility',
    question: 'And of children’s homes and fostering agencies?',
    says:
      'Another test, and another Act: councils are warned where there is a real possibility that a provider under financial ' +
      'oversight fails, which is less than likely. Whether that section is in force, and of whom it holds, has to be looked up there; ' +
      'the lists on this page hold no children’s homes.',
    source: {
      title: 'Children’s Wellbeing and Schools Act 2026, section 16',
      url: legislation('ukpga/2026/21/section/16'),
    },
    asAt: READ,
  },
];

/** Whether a proceeding is business failure of a company by those Regulations; a kind that is not known may be either. */
const isFailure: Readonly<Record<string, boolean>> = {
  administration: true,
  'administrative-receivership': true,
  receivership: true,
  'creditors-voluntary-liquidation': true,
  'winding-up-order': true,
  'company-voluntary-arrangement': true,
  'winding-up-petition': false,
  'creditors-decision': false,
  moratorium: false,
  'restructuring-plan': false,
  'strike-off': false,
  'voluntary-strike-off': false,
  'solvent-winding-up': false,
  dissolved: false,
};

/** What a proceeding on record is by the Regulations, in a sentence; `day` is its own day in words. */
export function failureWords(family: string, title: string, day: string | null): string {
  const what = day === null ? title : `${title}, ${day}`;
  const is = isFailure[family];
  if (is === undefined)
    return `${what}: which proceeding it is decides whether this is business failure, and is not known.`;
  return is
    ? `${what}: business failure by the Regulations. The duty begins once the provider cannot carry on because of it.`
    : `${what}: not business failure by the Regulations.`;
}
