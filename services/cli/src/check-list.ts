import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  asCouncil,
  dropSupplierList,
  findListAnswers,
  findSupplierList,
  isRegisterLoaded,
  saveSupplierList,
  type Db,
} from '@tocsin/db';
import { dayOf, inertCell } from '@tocsin/domain';
import { answerOf, listColumns } from '@tocsin/matching';
import { headingsRead, readSupplierList, sources, watchSources } from '@tocsin/sources';
import { stringify } from 'csv-stringify/sync';
import { councilByCode, loadCouncils } from './councils.ts';
import { drain } from './drain.ts';

interface ListOptions {
  readonly council: string;
  readonly file: string;
  readonly out: string;
}

/**
 * `check-list --council <GSS> --file suppliers.csv --out checked.csv`: the same rows, each with the company that it is. The
 * list itself is forgotten as soon as it is written.
 */
export async function checkListVerb(db: Db, { council: code, file, out }: ListOptions): Promise<void> {
  const { gss } = councilByCode(await loadCouncils(db), code);
  const { rows, headings, bank, read } = await readSupplierList(await readFile(file));
  if (rows.length === 0)
    throw new Error('No row stands below the headings of the list: nothing was looked up');
  const fileName = path.basename(file);
  const hasVendors = read.vendor !== undefined;
  if (bank.length > 0)
    process.stderr.write(
      `${fileName}: bank details are never read, and do not come back: ${bank.join(', ')}\n`,
    );
  const { hasNumbers, notRead } = headingsRead(headings);
  if (notRead.length > 0)
    process.stderr.write(`${fileName}: kept as they are and not read: ${notRead.join(', ')}\n`);
  if (!hasNumbers)
    process.stderr.write(
      `${fileName}: no heading stands for company numbers, so names alone are looked up: call that column “Company number”\n`,
    );
  await asCouncil(db, gss, (trx) =>
    saveSupplierList(trx, {
      council: gss,
      fileName,
      uploadedBy: 'command line',
      headings,
      bank,
      hasVendors,
      rows,
    }),
  );
  try {
    await drain(db);
    const list = await asCouncil(db, gss, (trx) => findSupplierList(trx, gss));
    if (!list?.checkedAt) throw new Error('The list was not looked up to its end: hand it in again');
    await pipeline(Readable.from(answers(db, gss, list)), createWriteStream(out, { mode: 0o600 }));
    const { counts } = list;
    process.stdout.write(`${JSON.stringify({ council: gss, rows: rows.length, read, bank, counts, out })}\n`);
  } finally {
    await asCouncil(db, gss, (trx) => dropSupplierList(trx, gss));
  }
}

async function* answers(
  db: Db,
  gss: string,
  { id, headings }: { readonly id: string; readonly headings: readonly string[] },
): AsyncGenerator<string> {
  const now = new Date().toISOString();
  const isSet = (setting: string) => (process.env[setting] ?? '') !== '';
  const watch = { now, sources: watchSources(sources, isSet) };
  const known = { isRegisterLoaded: await isRegisterLoaded(db) };
  yield stringify([[...headings, ...listColumns].map(inertCell)], { bom: true });
  for (let after = 0; ;) {
    const rows = await asCouncil(db, gss, (trx) => findListAnswers(trx, gss, id, after, dayOf(now), watch));
    const last = rows.at(-1);
    if (!last) return;
    after = last.row;
    yield stringify(
      rows.map(({ cells, ...row }) =>
        [...headings.map((_, at) => cells[at] ?? ''), ...answerOf(row, known)].map((cell) => inertCell(cell)),
      ),
    );
  }
}
