import {
  contractKeys,
  ReviewKind,
  type DueReview,
  type Review,
  type ReviewedContract,
} from '@tocsin/alerting';
import type { IsoDate } from '@tocsin/domain';
import { shownName } from '@tocsin/matching';
import { audit } from '../audit/audit.ts';
import { asCouncil, type Db, type Trx } from '../schema/database.ts';
import { findHeldContracts } from './held-contracts.ts';

/** What decides which contracts of a council are to be looked at: those of its register, and who has looked at them. */
export interface ReviewStanding {
  readonly contracts: readonly ReviewedContract[];
  readonly reviews: readonly Review[];
}

/** The contracts of a council's register, and of those of the councils that it follows, with all looks at them. */
export async function findReviewStanding(db: Db, council: string, asOf: IsoDate): Promise<ReviewStanding> {
  const { contracts } = await findHeldContracts(db, council, asOf);
  const own = contracts.filter(({ contract }) => contract.origin === 'register');
  const printed = own.map(({ contract, suppliers }) => ({
    contract,
    supplier: suppliers.map(({ printedName }) => printedName).join(', '),
  }));
  const keys = contractKeys(printed);
  return {
    contracts: printed.map(({ contract, supplier }) => ({
      key: keys.get(contract.ref) ?? contract.ref,
      supplier: shownName(supplier),
      contract,
    })),
    reviews: await asCouncil(db, council, (trx) => findReviews(trx, council)),
  };
}

async function findReviews(trx: Trx, council: string): Promise<readonly Review[]> {
  const rows = await trx
    .selectFrom('review')
    .select(['id', 'contract', 'kind', 'about', 'reviewed_on as reviewedOn', 'next_on as nextOn'])
    .where('council', '=', council)
    .orderBy('nth')
    .execute();
  return rows.map((row) => ({ ...row, kind: ReviewKind.parse(row.kind) }));
}

/** That somebody has looked at what was due of a contract. */
export interface NewReview {
  readonly council: string;
  readonly due: Pick<DueReview, 'key' | 'kind' | 'cause' | 'about'>;
  readonly title: string;
  readonly reviewedOn: IsoDate;
  /** When to look again; null as the kind has it. */
  readonly nextOn: IsoDate | null;
  readonly note: string | null;
  readonly by: string;
  /** Of the page on which the form stood; null where it does not say. */
  readonly form: string | null;
}

/** Keeps that somebody has looked at a contract. Returns false where this very form has said so before. */
export async function recordReview(trx: Trx, review: NewReview): Promise<boolean> {
  const { council, due, title, reviewedOn, nextOn, note, by, form } = review;
  const row = await trx
    .insertInto('review')
    .values({
      council,
      contract: due.key,
      title,
      kind: due.kind,
      cause: due.cause,
      about: due.about,
      reviewed_on: reviewedOn,
      next_on: nextOn,
      note,
      by_whom: by,
      form,
    })
    .onConflict((known) => known.columns(['council', 'form']).where('form', 'is not', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await audit(trx, {
    council,
    actor: by,
    action: 'reviewed contract',
    subject: `review ${row.id}`,
    detail: { contract: title, kind: due.kind, about: due.about, reviewedOn, nextOn, note },
  });
  return true;
}

/** One look at a contract, as it was recorded. */
export interface RecordedReview extends Review {
  readonly title: string;
  readonly note: string | null;
  readonly by: string;
}

/** What people of the council that `trx` acts for have looked at last, the newest first. */
export async function findLastReviews(trx: Trx, limit: number): Promise<readonly RecordedReview[]> {
  const rows = await trx
    .selectFrom('review')
    .select(['id', 'contract', 'title', 'kind', 'about', 'reviewed_on as reviewedOn', 'next_on as nextOn'])
    .select(['note', 'by_whom as by'])
    .orderBy('nth', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, kind: ReviewKind.parse(row.kind) }));
}
