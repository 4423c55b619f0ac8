import {
  dueOnOf,
  reviewsDue,
  reviewWords,
  whoIsToldOfReview,
  withoutReadableEnd,
  type Reason,
  type ReviewTold,
  type Route,
} from '@tocsin/alerting';
import { dayOf, type IsoInstant } from '@tocsin/domain';
import { sql } from 'kysely';
import { findReviewStanding } from '../holdings/reviews.ts';
import type { Db, Trx } from '../schema/database.ts';
import { findCouncilsToTell } from './councils-to-tell.ts';
import { inForce } from '../holdings/in-force.ts';

/** Councils of which a register is in force, their own or that of a council that they follow. */
export async function findCouncilsWithRegister(db: Db | Trx): Promise<readonly string[]> {
  const { rows } = await sql<{ gss: string }>`
    select distinct gss from council where exists (
      select from register_upload join council as placer on placer.gss = register_upload.council
      where ${inForce} and (placer.gss = council.gss or council.gss = any(placer.replaced_by)))
    order by gss`.execute(db);
  return rows.map(({ gss }) => gss);
}

/**
 * Keeps, for their next digests, who of a council is told of the contracts that are to be looked at on the day of `now`:
 * of each cause once, whoever was told of it. Returns of how many causes somebody will be told. `db` acts as the worker.
 */
export async function tellReviews(db: Db, council: string, now: IsoInstant): Promise<number> {
  const { contracts, reviews } = await findReviewStanding(db, council, dayOf(now));
  const due = reviewsDue(contracts, reviews, dayOf(now));
  if (due.length === 0) return 0;
  const withoutEnd = withoutReadableEnd(contracts, dayOf(now)).length;
  const byKey = new Map(contracts.map((one) => [one.key, one]));
  return db.transaction().execute(async (trx) => {
    const toTell = (await findCouncilsToTell(trx, [council])).get(council);
    const told = await findTold(trx, council);
    const routed = due.flatMap((review) => {
      const of = byKey.get(review.key);
      if (!of || !toTell || told.has(`${review.key} ${review.cause}`)) return [];
      const { contract, supplier } = of;
      const said = {
        title: contract.title,
        supplier,
        what: reviewWords[review.kind],
        says: review.says,
        dueOn: review.dueOn,
        withoutEnd,
      };
      const routes = whoIsToldOfReview(contract, toTell, now);
      return routes.length === 0 ? [] : [{ key: review.key, cause: review.cause, said, routes }];
    });
    await saveTellings(trx, council, routed);
    return routed.length;
  });
}

async function findTold(trx: Trx, council: string): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('review_telling')
    .select(['contract', 'cause'])
    .distinct()
    .where('council', '=', council)
    .execute();
  return new Set(rows.map(({ contract, cause }) => `${contract} ${cause}`));
}

interface Routed {
  readonly key: string;
  readonly cause: string;
  readonly said: ReviewTold;
  readonly routes: readonly Route[];
}

async function saveTellings(trx: Trx, council: string, routed: readonly Routed[]): Promise<void> {
  const given = routed.flatMap(({ key, cause, said, routes }) =>
    routes.map(({ channel, address, personId, at, reason }) => ({
      contract: key,
      cause,
      channel,
      address,
      person_id: personId,
      due_at: at,
      reason,
      said,
    })),
  );
  if (given.length === 0) return;
  await sql`
    insert into review_telling (council, contract, cause, channel, address, person_id, due_at, reason, said)
    select ${council}, contract, cause, channel, address, person_id, due_at, reason, said
    from json_to_recordset(${JSON.stringify(given)}::json) as given (contract text, cause text, channel text,
      address text, person_id bigint, due_at timestamptz, reason jsonb, said jsonb)
    on conflict do nothing`.execute(trx);
}

/** What a digest tells of contracts that are to be looked at, with why she is told who reads it. */
export interface ToldReview extends ReviewTold {
  readonly reason: Reason;
}

/** The reviews that a digest tells, first those due from no known day, then the longest due. */
export async function findReviewsTold(trx: Trx, letterId: string): Promise<readonly ToldReview[]> {
  const rows = await trx
    .selectFrom('review_telling')
    .select(['said', 'reason', 'cause'])
    .where('letter_id', '=', letterId)
    .orderBy('contract')
    .orderBy('cause')
    .execute();
  return rows
    .map(({ said, reason, cause }) => ({ ...said, dueOn: dueOnOf(cause, said.dueOn), reason }))
    .toSorted((one, other) => (one.dueOn ?? '').localeCompare(other.dueOn ?? ''));
}
