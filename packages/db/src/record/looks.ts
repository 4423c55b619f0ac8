import {
  groupBy,
  isWholeLook,
  lastInstantOf,
  LookAnswer,
  Topic,
  type IsoDate,
  type IsoInstant,
  type Look,
} from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { publishedBy } from '../schema/days.ts';

function lastOf(table: 'look' | 'look_answer') {
  return {
    first_at: sql<string>`least(${sql.ref(`${table}.first_at`)}, excluded.first_at)`,
    last_at: sql<string>`greatest(${sql.ref(`${table}.last_at`)}, excluded.last_at)`,
  };
}

/** A look, of which source, and the mention of whom it was at. */
export interface NewLook {
  readonly look: Look;
  readonly source: string;
  readonly mentionId: string;
}

/** Keeps that somebody looked, and what the publisher answered; only a complete answer is a complete look. */
export async function saveLooks(trx: Trx, looks: readonly NewLook[]): Promise<void> {
  const of = looks.flatMap(({ look: { topics, at, answer }, source, mentionId }) =>
    topics.map((topic) => ({ mention_id: mentionId, topic, source_id: source, answer, at })),
  );
  const whole = spansOf(
    of
      .filter(({ answer }) => answer === undefined || isWholeLook(answer))
      .map(({ mention_id, topic, source_id, at }) => ({ mention_id, topic, source_id, at })),
  );
  if (whole.length > 0)
    await trx
      .insertInto('look')
      .values(whole)
      .onConflict((conflict) =>
        conflict.columns(['mention_id', 'topic', 'source_id']).doUpdateSet(lastOf('look')),
      )
      .execute();
  const answered = spansOf(
    of.flatMap(({ answer, ...look }) => (answer === undefined ? [] : [{ ...look, answer }])),
    ({ answer }) => answer,
  );
  if (answered.length > 0)
    await trx
      .insertInto('look_answer')
      .values(answered)
      .onConflict((conflict) =>
        conflict.columns(['mention_id', 'topic', 'source_id', 'answer']).doUpdateSet(lastOf('look_answer')),
      )
      .execute();
}

interface LookAt {
  readonly mention_id: string;
  readonly topic: Topic;
  readonly source_id: string;
  readonly at: IsoInstant;
}

/** One row a thing that was looked at, from the first look to the last, in the order in which everybody locks them. */
function spansOf<L extends LookAt>(looks: readonly L[], apart: (look: L) => string = () => '') {
  const byThing = groupBy(looks, (look) =>
    [look.mention_id.padStart(20), look.topic, look.source_id, apart(look)].join(' '),
  );
  return [...byThing]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, same]) => {
      const times = same.map(({ at }) => at).toSorted();
      const [first] = same;
      const [first_at, last_at] = [times[0], times.at(-1)];
      if (!first) return [];
      const { at, ...thing } = first;
      return [{ ...thing, first_at: first_at ?? at, last_at: last_at ?? at }];
    });
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
  const at = sql<string>`least(last_at, ${lastInstantOf(asOf)}::timestamptz)`;
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
