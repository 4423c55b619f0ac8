import type { Period } from './retention.ts';

/** Who decides why and how rows are processed. */
export const dataControllers = {
  council: 'the council whose row it is; the operator is its processor',
  joint: 'the councils and the national body together; the operator is their processor',
  national: 'the national body; the operator is its processor',
} as const;
export type Controller = keyof typeof dataControllers;

/** Why rows are processed, and on which ground of Article 6 of the UK GDPR. */
export const purposes = {
  warn: {
    why: 'to warn a council in time of the financial difficulty of a supplier that it depends on',
    basis:
      'public task, Article 6(1)(e): best value (Local Government Act 1999, section 3) and the proper administration of financial affairs (Local Government Act 1972, section 151)',
  },
  record: {
    why: 'to know which legal person a supplier is, and how it stands by public record',
    basis:
      'public task, Article 6(1)(e): as for the warning, from what publishers are bound by law to publish (Companies Act 2006, Insolvency Act 1986, Procurement Act 2023, transparency code of 2015)',
  },
  let: {
    why: 'to let in those whom the council has named, and nobody else',
    basis: 'public task, Article 6(1)(e), and security of processing, Article 32',
  },
  account: {
    why: 'to show who did what, so that a decision can be explained and an abuse found',
    basis: 'public task, Article 6(1)(e), and accountability, Article 5(2)',
  },
  correct: {
    why: 'to put a fact right that somebody holds to be wrong',
    basis: 'legal obligation, Article 6(1)(c): accuracy and rectification, Articles 5(1)(d) and 16',
  },
  hold: {
    why: 'to keep what a request for information or a dispute is about until it is settled',
    basis:
      'legal obligation, Article 6(1)(c): Freedom of Information Act 2000, section 77; and legal claims, Article 17(3)(e)',
  },
  run: {
    why: 'to run the service: no row is about a person',
    basis: 'no personal data',
  },
} as const;
export type Purpose = keyof typeof purposes;

/** Whose personal data a table holds. */
export const people = {
  colleagues: 'people of councils and of the national body who use the service or are told by it',
  named: 'people whom a council names in its own register, notes and files',
  published: 'people whom a public record names beside a company, as far as it is kept',
  contesting: 'people who contest a fact',
} as const;
export type People = keyof typeof people;

/** What is known of one table, so that no row is kept without a reason. */
export interface CatalogueEntry {
  readonly what: string;
  readonly controller: Controller;
  readonly why: Purpose;
  readonly keep: Period;
  readonly people?: People;
  /** Columns that hold personal data, with spaces between them. */
  readonly personal?: string;
  /** Columns that hold the hash of a secret, or what is as good as one: in no export. */
  readonly secret?: string;
  /** All other columns that hold words. */
  readonly other?: string;
  /** Whether its rows outlive the council's, which the audit log does. */
  readonly outlives?: true;
}
