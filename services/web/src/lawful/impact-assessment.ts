import { purposes } from '@tocsin/db';
import type { LawfulDocument } from './blocks.ts';
import { capital } from './capital.ts';
import { jointEssence, parties } from './roles.ts';

/** A risk to people, what is done about it, and the test that holds it. */
export interface Risk {
  readonly risk: string;
  readonly measure: string;
  readonly heldBy: string;
  readonly remains: string;
}

export const risks: readonly Risk[] = [
  {
    risk: 'Somebody is treated as insolvent, or at risk, who is not',
    measure:
      'Facts and estimates are kept apart, each with its source; names are never guessed; a contested fact is checked, put right, and everybody who was told hears of it',
    heldBy: 'test/integration/corrections.test.ts',
    remains: 'Low: a wrong fact stands until somebody contests it',
  },
  {
    risk: 'An individual is scored',
    measure:
      'Only companies and other incorporated bodies are; names that read like a person’s are neither matched nor shown; insolvency of individuals is dropped before it is stored',
    heldBy: 'packages/matching/src/never-scored.test.ts',
    remains: 'Low: a sole trader may trade under a name like a company’s, which is then tied to no number',
  },
  {
    risk: 'A council’s private rows are read by another council, the national body or the public',
    measure: 'Row-level security that is forced, and a matrix of every route, role and council',
    heldBy: 'test/integration/row-security.test.ts',
    remains: 'Low: who administers the machine or the database reads everything',
  },
  {
    risk: 'What a private register holds is found by subtraction from aggregates',
    measure: 'Aggregates of five councils or more, suppressed, and judged by all earlier releases',
    heldBy: 'test/integration/private-releases.test.ts',
    remains: 'Low',
  },
  {
    risk: 'Somebody signs in who was not invited, or stays signed in',
    measure: 'Directories on a list, PKCE, links that work once; sessions that end; secrets stored as hashes',
    heldBy: 'test/integration/sign-in.test.ts',
    remains: 'Low: a stolen device within the hour',
  },
  {
    risk: 'Addresses, names or secrets get into logs or pages',
    measure: 'Planted strings are looked for in every log and on every page',
    heldBy: 'test/integration/planted-strings.test.ts',
    remains: 'Low',
  },
  {
    risk: 'A person’s work is watched through what the service writes down of her',
    measure:
      'The audit log names people by number, is for administrators, and is no measure of work; it is dropped after seven years',
    heldBy: 'test/integration/audit-chain.test.ts',
    remains: 'Medium: an administrator sees who did what; the council’s own rules bind her',
  },
];

const flows = [
  [
    'Publishers',
    'Companies House, The Gazette, notices of contracts, councils’ spending',
    'the archive, then what each document says',
    'everybody who is signed in',
  ],
  [
    'A council',
    'its register, decisions, notes, who is told',
    'private rows of that council',
    'people of that council, by role',
  ],
  [
    'A council’s directory',
    'tenant, object, name and address of who signs in',
    'people and sessions',
    'administrators of that council',
  ],
  [
    'The service',
    'alerts, by mail, GOV.UK Notify, Teams, webhook or calendar',
    'deliveries with where they went',
    'whom the council has named',
  ],
  [
    'Private rows of all councils',
    'aggregates of five councils or more, suppressed',
    'quarterly releases',
    'the national body',
  ],
  [
    'Anyone',
    'that a fact is wrong',
    'contested facts',
    'the operator, without who or where; the council’s own administrator',
  ],
] as const;

/** What a data protection impact assessment (Article 35 of the UK GDPR) needs of the software: flows, grounds, risks. */
export function impactAssessment(): LawfulDocument {
  return {
    title: 'Data protection impact assessment',
    blocks: [
      {
        text: 'A draft for the controllers to adopt: what the software does is written here from the software itself; whether it is necessary and proportionate for a council, and what its data protection officer and staff say, is for the council to add.',
      },
      { heading: 'What is processed, and by whom' },
      { columns: ['Party', 'Is', 'For'], rows: parties },
      { text: jointEssence.join(' ') },
      { heading: 'Flows' },
      { columns: ['From', 'What', 'Is kept as', 'Is seen by'], rows: flows },
      {
        text: 'Every table, with whose data it holds and for how long, stands in `services/web/RECORD-OF-PROCESSING.md`.',
      },
      { heading: 'Purposes and lawful basis' },
      {
        columns: ['Purpose', 'Basis'],
        rows: Object.values(purposes).map(({ why, basis }) => [capital(why), capital(basis)]),
      },
      { heading: 'Necessity and proportion' },
      {
        list: [
          'A council cannot see a supplier’s failure coming from its own files; the record that shows it is public by law.',
          'Nothing is inferred about a person: an estimate is a sum of points about a legal person, each with its source.',
          'Of documents about people only the members that are read are archived.',
          'Rows end by themselves: the periods are data, and obeyed each night.',
        ],
      },
      { heading: 'Risks' },
      {
        columns: ['Risk to people', 'What is done', 'Held by', 'What remains'],
        rows: risks.map(({ risk, measure, heldBy, remains }) => [risk, measure, `\`${heldBy}\``, remains]),
      },
      { heading: 'Automated decisions' },
      {
        text: 'None in the sense of Article 22: no estimate is about an individual, none excludes a supplier, and every alert says so.',
      },
    ],
  };
}
