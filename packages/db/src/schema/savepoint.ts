import { sql } from 'kysely';
import type { Trx } from './database.ts';

/**
 * SQLSTATEs that are about what was to be stored: data exceptions, limits of the program such as a row that is too large
 * for an index, a missing or impossible value (https://www.postgresql.org/docs/18/errcodes-appendix.html). A key that is
 * taken or gone may be another session's doing, and another try may go well.
 */
const CONTENT = /^(?:22...|54...|23502|23514)$/;

/** Whether Postgres refused what was to be stored, which it would do again; not weather, and no mistake in a statement. */
export function isOfContent(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && CONTENT.test(error.code)
  );
}

/** Lost or refused connections: https://www.postgresql.org/docs/18/errcodes-appendix.html, and Node's own words. */
const AWAY = /^(?:08...|57P0[1-3]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;

/** Whether an error says that Postgres cannot be reached, or has just gone. */
export function isOutOfReach(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') return AWAY.test(error.code);
  return error.message.startsWith('Connection terminated');
}

/** Whether Postgres lives but can store nothing: its disk is full, or fails. */
export function isWithoutDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '53100' || error.code === '58030');
}

/** Does something under a savepoint: where Postgres refuses what is stored, it is undone and the reason is returned. */
export async function underSavepoint<T>(
  trx: Trx,
  act: () => Promise<T>,
): Promise<{ readonly done: T } | { readonly refused: string }> {
  await sql`savepoint one`.execute(trx);
  try {
    const done = await act();
    await sql`release savepoint one`.execute(trx);
    return { done };
  } catch (error) {
    if (!(error instanceof Error) || !isOfContent(error)) throw error;
    await sql`rollback to savepoint one`.execute(trx);
    return { refused: error.message };
  }
}
