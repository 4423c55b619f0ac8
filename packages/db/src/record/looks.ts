import {
  groupBy,
  isWholeLook,
  LookAnswer,
  Topic,
  type IsoDate,
  type IsoInstant,
  type Look,
} from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { endOf, publishedBy } from '../schema/days.ts';
import type { ArchivedDocument } from './documents.ts';

function lastOf(table: 'look' | 'look_answer') {
  return {
    first_at: sql<string>`least(${sql.ref(`${table}.first_at`)}, excluded.first_at)`,
    last_at: sql<string>`greatest(${sql.ref(`${table}.last_at`)}, excluded.last_at)`,
  };
}

/** Keeps that somebody looked, and what the publisher answered; only a complete answer is a complete look. */
export async function saveLook(
  trx: Trx,
  document: ArchivedDocument,
  { topics, at, answer }: Look,
  mentionId: string,
): Promise<void> {
  const { source_id } = await trx
    .selectFrom('document')
    .select('source_id')
    .where('id', '=', document.id)
    .executeTakeFirstOrThrow();
  for (const topic of topics) {
    const look = { mention_id: mentionId, topic, source_id, first_at: at, last_at: at };
    if (answer === undefined || isWholeLook(answer))
      await trx
        .insertInto('look')
        .values(look)
        .onConflict((conflict) =>
          conflict.columns(['mention_id', 'topic', 'source_id']).doUpdateSet(lastOf('look')),
        )
        .execute();
    if (answer !== undefined)
      await trx
        .insertInto('look_answer')
        .values({ ...look, answer })
        .onConflict((conflict) =>
          conflict.columns(['mention_id', 'topic', 'source_id', 'answer']).doUpdateSet(lastOf('look_answer')),
        )
        .execute();
  }
}

export interface AnsweredLook {
  readonly source: string;
  readonly topic: Topic;
  readonly answer: LookAnswer;
  /** When it was last answered so, by the day that was asked for. */
  readonly at: IsoInstant;
}

/**
 * By supplier, the last answer of each source on each topic by the end of a day, in the order of topics. Suppliers about
 * whom nobody was asked are left out, and so are looks from before answers were kept.
 */
export async function findLookAnswersOf(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: IsoDate,
): Promise<ReadonlyMap<string, readonly AnsweredLook[]>> {
  const at = sql<string>`least(last_at, ${endOf(asOf)}::timestamptz - interval '1 second')`;
  const rows = await db
    .selectFrom('look_answer')
    .innerJoin('mention', 'mention.id', 'look_answer.mention_id')
    .distinctOn(['mention.supplier_id', 'topic', 'source_id'])
    .select(['mention.supplier_id', 'topic', 'source_id', 'answer', at.as('at')])
    .where('mention.supplier_id', '=', sql<string>`any(${[...supplierIds]}::bigint[])`)
    .where(publishedBy(asOf, 'first_at'))
    .orderBy('mention.supplier_id')
    .orderBy('topic')
    .orderBy('source_id')
    .orderBy(at, 'desc')
    .orderBy('first_at', 'desc')
    .execute();
  const bySupplier = groupBy(rows, (row) => row.supplier_id ?? '');
  return new Map(
    [...bySupplier].map(([supplierId, looks]) => [
      supplierId,
      looks.map((look) => ({
        source: look.source_id,
        topic: Topic.parse(look.topic),
        answer: LookAnswer.parse(look.answer),
        at: look.at,
      })),
    ]),
  );
}
