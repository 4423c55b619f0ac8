import { count } from '../mail/format.ts';

/** What is known of a supplier before somebody of the sector meets it. */
export interface Meeting {
  /** The indicators that are present, by their names. */
  readonly present: readonly string[];
  /** Whether a formal proceeding is open against it. */
  readonly isInProceeding: boolean;
  /** Whether a readable balance sheet of the last 21 months is known. */
  readonly areFinancesKnown: boolean;
  readonly councils: number;
  /** Live published contracts that end within twelve months, and councils that placed them. */
  readonly ending: { readonly contracts: number; readonly councils: number };
}

const liquidity =
  'How many months of cash and agreed facilities do you have, and when is the next facility to be renewed?';
const solvency = 'Your balance sheet is weak. What do the owners stand behind, in writing, and for how long?';
const trading = 'Which contracts lose money today, and what would have to change in them?';
const proceeding =
  'What is decided on which day, who runs the company until then, and who speaks to councils?';

/** What each sign asks for. Those of which nothing is to be asked are named too, so that none is forgotten. */
export const questionsBySign: Readonly<Record<string, string | null>> = {
  'accounting-period-moved':
    'Why was the accounting period moved, and what will the accounts show that would have been due?',
  'accounts-late-before': 'Accounts were filed late before. What has changed, so that the next are on time?',
  'accounts-overdue':
    'Your accounts are overdue at Companies House. What holds them up, and on which day will they be filed?',
  'acid-ratio': liquidity,
  'address-moved': 'Your registered office has moved. What moved with it?',
  administration: proceeding,
  'administrative-receivership': proceeding,
  'altman-zone': solvency,
  'audit-exemption-changed':
    'Your accounts are audited no longer, or otherwise than before. Why, and who looks at them now?',
  'auditor-resigned':
    'Your auditor has resigned. What did the statement of circumstances say, and who audits you now?',
  'cash-to-creditors': liquidity,
  'company-voluntary-arrangement': proceeding,
  'confirmation-statement-overdue': 'Your confirmation statement is overdue. Who files for the company?',
  'contract-performance':
    'Councils published that a contract fell short. What was agreed, and by when is it put right?',
  'creditors-decision': proceeding,
  'creditors-outgrow-assets': liquidity,
  'creditors-voluntary-liquidation': proceeding,
  'directors-resigned':
    'Several directors have left. Who holds their duties, and who signs for contracts with councils?',
  dissolved: 'The company is dissolved. Who performs its contracts, and by what agreement?',
  'equity-to-liabilities': solvency,
  'going-concern-uncertainty':
    'Your accounts name a material uncertainty about going concern. What was assumed, and how have the months since compared?',
  'group-contagion':
    'A company of your group is in difficulty. Which guarantees, loans and shared services tie you to it?',
  'insolvency-kind-unknown': proceeding,
  'interest-cover': 'What do you pay in interest, at which rates, and which covenants are tested next?',
  'liabilities-to-assets': solvency,
  moratorium: proceeding,
  'moratorium-ended': 'What came of the moratorium, and what was agreed with creditors?',
  'negative-net-assets': solvency,
  'net-assets-falling': 'Your net assets have fallen. What was lost, and what stops it?',
  'new-charge': 'A new charge was registered. What does it secure, and which covenants are tested next?',
  'operating-margin': trading,
  'payment-days': 'How many days do you take to pay your own suppliers today, and what shortens that?',
  'petition-dismissed': 'A winding-up petition was dismissed. What was it about, and is it paid?',
  'qualified-opinion': 'Your auditor qualified the accounts. On which point, and what was done about it?',
  receivership: proceeding,
  'registrar-default-address':
    'Companies House has put your registered office to its default address. When will you have one of your own?',
  'restructuring-plan': proceeding,
  'retained-losses': solvency,
  'return-on-assets': trading,
  'sector-failure-rate': null,
  'short-interest': null,
  'short-term-creditors': liquidity,
  'small-balance-sheet': null,
  'staff-cut': 'You have fewer staff than a year before. Which services to councils were touched?',
  'strike-off-proposed': 'A strike-off is proposed. Have you objected, and what is still to be filed?',
  'taffler-zone': solvency,
  'turnover-fall':
    'Your turnover has fallen. Which customers left, and how much of what is left is councils?',
  'winding-up-order': proceeding,
  'winding-up-petition':
    'A winding-up petition was advertised. What is claimed, what has been agreed, and what happens to services on the day after the hearing?',
  'working-capital': liquidity,
  'young-company': null,
};

/** What to ask a supplier, the gravest first: by what is on record, then what is asked of anybody the sector depends on. */
export function supplierQuestions(meeting: Meeting): readonly string[] {
  const { present, isInProceeding, areFinancesKnown, councils, ending } = meeting;
  const asked = present.flatMap((sign) => questionsBySign[sign] ?? []);
  return [
    ...new Set([
      ...(isInProceeding ? [proceeding] : []),
      ...asked,
      ...(areFinancesKnown
        ? []
        : [
            'No balance sheet of the last 21 months can be read. Will you share management accounts, and with whom?',
          ]),
      ...(ending.contracts > 0
        ? [
            `${count(ending.contracts, 'published contract')} of ${count(ending.councils, 'council')} ${
              ending.contracts === 1 ? 'ends' : 'end'
            } within twelve months. Which of them do you want to keep, and at what price?`,
          ]
        : []),
      councils === 1
        ? 'Which of your services would the council lose first, and how much notice would it have?'
        : `${count(councils, 'council')} depend on you. Which services would they lose first, and how much notice would they have?`,
      'Who could take over your services, and on what would you hand over staff, records and premises?',
    ]),
  ];
}
