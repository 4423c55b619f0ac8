import { readFile } from 'node:fs/promises';
import { saveDiagnostic, type Db } from '@tocsin/db';
import { DiagnosticAnswer, MaturityLevel } from '@tocsin/exposure';
import { csvObjects } from '@tocsin/sources';
import { loadCouncils } from './councils.ts';

interface DiagnosticOptions {
  readonly file: string;
}

/**
 * `diagnostic --file <csv>`: what councils came to in the national diagnostic (`gss,year,code,level`), private to each. A line
 * that cannot be read stops all of it, named by its number. One JSON line last.
 */
export async function diagnosticVerb(db: Db, { file }: DiagnosticOptions): Promise<void> {
  const known = new Map(
    (await loadCouncils(db)).flatMap(({ gss, formerCodes }) =>
      [gss, ...formerCodes].map((code) => [code, gss]),
    ),
  );
  const answers = readAnswers(csvObjects(await readFile(file)), known);
  await db.transaction().execute((trx) => saveDiagnostic(trx, answers));
  const councils = new Set(answers.map(({ council }) => council)).size;
  process.stdout.write(`${JSON.stringify({ answers: answers.length, councils })}\n`);
}

/** The answers of a file; a council may stand there by the code of before. Of one area given twice the last counts. */
export function readAnswers(
  rows: readonly Readonly<Record<string, string>>[],
  councilOf: ReadonlyMap<string, string>,
): readonly DiagnosticAnswer[] {
  const answers = rows.map((row, at) => {
    const told = Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [name.trim().toLowerCase(), cell.trim()]),
    );
    const where = `Line ${at + 2}`;
    const council = councilOf.get((told['gss'] ?? '').toUpperCase());
    if (council === undefined)
      throw new Error(
        `${where}: ${told['gss'] || 'nothing'} is no GSS code of an English council. Nothing was loaded.`,
      );
    const level = MaturityLevel.options.find((one) => one.toLowerCase() === told['level']?.toLowerCase());
    if (level === undefined)
      throw new Error(
        `${where}: ${told['level'] || 'nothing'} is none of the levels ${MaturityLevel.options.join(', ')}. Nothing was loaded.`,
      );
    const { data, error } = DiagnosticAnswer.safeParse({
      council,
      year: Number(told['year']),
      code: told['code'],
      level,
    });
    if (!data)
      throw new Error(`${where}: the ${error.issues[0]?.path.join('.')} cannot be read. Nothing was loaded.`);
    return data;
  });
  return [
    ...new Map(answers.map((one) => [JSON.stringify([one.council, one.year, one.code]), one])).values(),
  ];
}
