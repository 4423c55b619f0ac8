import { findLookMark, type Db } from '@tocsin/db';
import type { FetchContext } from '@tocsin/sources';

type Standings = NonNullable<FetchContext['standings']>;

/** So many of each kind are found beyond those that are asked for, for the plans after this one: what a run asks. */
const AHEAD = 600;

/**
 * How those stand who could be asked about next at the register, for the plans of one run: found anew only where something
 * has happened that changes it beside the asking itself, of which the run knows. To find them means to read all looks there
 * are, and a run makes a plan every minute.
 */
export function standingsOfRun(db: Db, find: Standings): Standings {
  let found:
    | { readonly mark: string; readonly most: number; readonly standings: Awaited<ReturnType<Standings>> }
    | undefined;
  return async (most) => {
    const mark = await findLookMark(db);
    if (found?.mark === mark && found.most >= most) return found.standings;
    found = { mark, most: most + AHEAD, standings: await find(most + AHEAD) };
    return found.standings;
  };
}
