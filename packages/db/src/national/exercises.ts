import { ExerciseView } from '@tocsin/exposure';
import { audit } from '../audit/audit.ts';
import type { Db, Trx } from '../schema/database.ts';

/** What was supposed, what would be lost, and who asked it by which form. */
export interface NewExercise {
  readonly seen: ExerciseView;
  readonly by: string;
  readonly form: string;
}

/** An exercise as lists name it. */
export interface ExerciseInBrief {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly seen: ExerciseView;
}

/** An exercise as it was run, with who of the council has said since that she read it. */
export interface RunExercise extends ExerciseInBrief {
  readonly reads: readonly { readonly by: string; readonly at: string }[];
}

/** Keeps an exercise of a council; sent twice, a form keeps one. Returns its id. */
export async function saveExercise(
  trx: Trx,
  council: string,
  { seen, by, form }: NewExercise,
): Promise<string> {
  const row = await trx
    .insertInto('exercise')
    .values({ council, seen: JSON.stringify(seen), by_whom: by, form })
    .onConflict((known) => known.columns(['form', 'council']).where('form', 'is not', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row)
    return (
      await trx
        .selectFrom('exercise')
        .select('id')
        .where('council', '=', council)
        .where('form', '=', form)
        .executeTakeFirstOrThrow()
    ).id;
  await audit(trx, {
    council,
    actor: by,
    action: 'ran exercise',
    subject: `exercise ${row.id}`,
    detail: { supplier: seen.supplier.name, supposedOn: seen.supposedOn },
  });
  return row.id;
}

/** The exercises of the council that `trx` acts for, the newest first. */
export async function findExercises(trx: Trx, limit: number): Promise<readonly ExerciseInBrief[]> {
  const rows = await trx
    .selectFrom('exercise')
    .select(['id', 'at', 'by_whom as by', 'seen'])
    .orderBy('nth', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ seen, ...row }) => ({ ...row, seen: ExerciseView.parse(seen) }));
}

/** One exercise of the council that `trx` acts for; undefined where it has none of that id. */
export async function findExercise(trx: Trx, id: string): Promise<RunExercise | undefined> {
  const row = await trx
    .selectFrom('exercise')
    .select(['id', 'at', 'by_whom as by', 'seen'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const reads = await trx
    .selectFrom('exercise_read')
    .select(['by_whom as by', 'at'])
    .where('exercise_id', '=', id)
    .orderBy('at')
    .execute();
  return { ...row, seen: ExerciseView.parse(row.seen), reads };
}

/** Keeps that somebody of the council has read an exercise, once a person. */
export async function recordExerciseRead(trx: Trx, council: string, id: string, by: string): Promise<void> {
  await trx
    .insertInto('exercise_read')
    .values({ exercise_id: id, council, by_whom: by })
    .onConflict((known) => known.columns(['exercise_id', 'council', 'by_whom']).doNothing())
    .execute();
}

/** Keeps an exercise of the national body, which holds the public record alone; sent twice, a form keeps one. */
export async function saveSectorExercise(db: Db, { seen, by, form }: NewExercise): Promise<void> {
  await db
    .insertInto('sector_exercise')
    .values({ seen: JSON.stringify(seen), by_whom: by, form })
    .onConflict((known) => known.doNothing())
    .execute();
}

/** The exercises of the national body, the newest first, or the one of an id or form. `db` acts as the national role. */
export async function findSectorExercises(
  db: Db,
  of: { readonly limit: number } | { readonly id: string } | { readonly form: string },
): Promise<readonly RunExercise[]> {
  const rows = await db
    .selectFrom('sector_exercise')
    .select(['id', 'at', 'by_whom as by', 'seen'])
    .$if('id' in of, (query) => query.where('id', '=', 'id' in of ? of.id : ''))
    .$if('form' in of, (query) => query.where('form', '=', 'form' in of ? of.form : ''))
    .orderBy('nth', 'desc')
    .limit('limit' in of ? of.limit : 1)
    .execute();
  return rows.map(({ seen, ...row }) => ({ ...row, seen: ExerciseView.parse(seen), reads: [] }));
}
