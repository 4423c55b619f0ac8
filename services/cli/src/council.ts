import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { countOwnRows, eraseCouncil, exportCouncil, findStandingHolds, type Db } from '@tocsin/db';
import { dayOf } from '@tocsin/domain';
import { councilByCode, loadCouncils } from './councils.ts';

interface CouncilOptions {
  readonly export?: string;
  readonly erase?: string;
  readonly to?: string;
  readonly name?: string;
}

/**
 * `council --export <GSS> --to <folder>`: everything that a council is controller of. `council --erase <GSS>`: takes it out, once
 * the council's name was typed or given by `--name`. One JSON line last.
 */
export async function councilVerb(db: Db, options: CouncilOptions): Promise<void> {
  const { export: exported, erase: erased } = options;
  if ((exported === undefined) === (erased === undefined))
    throw new Error('Say one of --export <GSS> --to <folder>, --erase <GSS>: nothing was done');
  const council = councilByCode(await loadCouncils(db), exported ?? erased ?? '');
  const said =
    exported === undefined ? await erase(db, council, options.name) : await exportTo(db, council, options.to);
  process.stdout.write(`${JSON.stringify({ council: council.gss, name: council.name, ...said })}\n`);
}

interface Named {
  readonly gss: string;
  readonly name: string;
}

async function exportTo(db: Db, council: Named, to: string | undefined) {
  if (to === undefined) throw new Error('Say with --to into which folder: nothing was written');
  const folder = path.resolve(to);
  const tables = await exportCouncil(db, council, folder);
  process.stderr.write(
    `${folder} holds private rows of ${council.name} as they are: keep it where nobody else reads it\n`,
  );
  return { folder, tables: tables.length, rows: tables.reduce((sum, { rows }) => sum + rows, 0) };
}

async function erase(db: Db, council: Named, given: string | undefined) {
  const { holds, go, stay } = await db.transaction().execute(async (trx) => ({
    holds: await findStandingHolds(trx, council.gss),
    ...(await countOwnRows(trx, council.gss)),
  }));
  if (holds.length > 0)
    throw new Error(
      `Hold ${holds.join(', ')} of ${council.name} stands: release it first. Nothing was erased.`,
    );
  for (const [table, rows] of Object.entries(go)) process.stderr.write(`${table}: ${rows} would go\n`);
  for (const [table, rows] of Object.entries(stay))
    process.stderr.write(`${table}: ${rows} stay, and call people by numbers that lead nowhere\n`);
  process.stderr.write(
    'Entries of the audit log from before names stood beside it stay as they were written; what is public or national, and aggregates that were released, stay\n',
  );
  const name = given ?? (await asked(council.name));
  if (name !== council.name)
    throw new Error(
      `“${name}” is not ${council.name}: nothing was erased. Say it with --name, or type it when asked.`,
    );
  const today = dayOf(Date.now());
  const erased = await db
    .transaction()
    .execute((trx) => eraseCouncil(trx, council.gss, today, 'command line'));
  return { erased };
}

async function asked(name: string): Promise<string> {
  if (!process.stdin.isTTY) return '';
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await ask.question(
    `Nothing brings it back. Type the council’s name, ${name}, to erase it: `,
  );
  ask.close();
  return answer.trim();
}
