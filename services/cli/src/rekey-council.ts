import { rekeyCouncil, type Db } from '@tocsin/db';
import { GssCode } from '@tocsin/domain';
import { councilByCode, loadCouncils } from './councils.ts';

/**
 * `rekey-council <old> <new>`: a council gets another code, such as the one that the ONS publishes for a new council that
 * had a stand-in. Everything stored for it goes along; run again, it changes nothing.
 */
export async function rekeyCouncilVerb(db: Db, old: string, given: string): Promise<void> {
  const to = GssCode.safeParse(given.trim().toUpperCase());
  if (!to.success) throw new Error(`${given} is not a GSS code, such as E06000060: nothing was changed`);
  // Refuses what is no council's code, now or before, and says what is near.
  councilByCode(await loadCouncils(db), old);
  const code = GssCode.parse(old.trim().toUpperCase());
  const { outcome, name, payments } = await db
    .transaction()
    .execute((trx) => rekeyCouncil(trx, code, to.data));
  process.stderr.write(
    outcome === 'already'
      ? `${name} is ${to.data} already: nothing was changed\n`
      : `${name} is ${to.data} now, with all that was stored under ${code}\n`,
  );
  process.stdout.write(`${JSON.stringify({ council: to.data, name, from: code, outcome, payments })}\n`);
}
