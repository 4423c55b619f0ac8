import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  asCouncil,
  findLinesInForce,
  findRegisterLines,
  findRememberedColumns,
  saveRegister,
  type Db,
} from '@tocsin/db';
import { tiesLost } from '@tocsin/matching';
import {
  doubtOfDays,
  doubtOfEncoding,
  missingColumns,
  readRegister,
  rowsLeftOut,
  saidOfSheets,
  type RegisterFileLine,
} from '@tocsin/sources';
import { councilByCode, loadCouncils } from './councils.ts';
import { drain } from './drain.ts';

interface RegisterOptions {
  readonly council: string;
  readonly file: string;
  /** The sheet of a workbook, by its name or its place counted from 1. */
  readonly sheet?: string;
  /** The row of the headings, counted from 1. */
  readonly headerRow?: string;
  /** Saves a register that ties fewer suppliers than the one in force. */
  readonly acceptFewer?: boolean;
}

const NAMED = 10;

/** `register --council <GSS> --file contracts.csv`: a council's own contract register, private to it. */
export async function registerVerb(db: Db, options: RegisterOptions): Promise<void> {
  const council = councilByCode(await loadCouncils(db), options.council);
  const bytes = await readFile(options.file);
  const columns = await asCouncil(db, council.gss, (trx) => findRememberedColumns(trx, council.gss));
  const { sheet, headerRow } = options;
  const row = headerRow === undefined ? undefined : Number(headerRow);
  const read = await readRegister(bytes, columns ?? {}, { sheet, headerRow: row });
  const { lines, errors } = read;
  if (read.missing.length > 0) throw new Error(missingColumns(read));
  const { ignored } = read;
  const name = path.basename(options.file);
  for (const { cell, message, loses } of errors)
    process.stderr.write(
      `${name} ${cell}: ${message} (${loses === 'line' ? 'left out' : 'the contract is kept'})\n`,
    );
  const ofSheets = saidOfSheets(read);
  if (ofSheets !== null) process.stderr.write(`${name}: ${ofSheets} (--sheet chooses one)\n`);
  const doubt = doubtOfEncoding(bytes);
  if (doubt !== null) process.stderr.write(`${name}: ${doubt}\n`);
  const doubtful = doubtOfDays(read);
  if (doubtful !== null) process.stderr.write(`${name}: ${doubtful}\n`);
  if (ignored.length > 0)
    process.stderr.write(`${name}: headings that are not read: ${ignored.join(', ')}\n`);
  if (lines.length === 0) throw new Error('No line of the register could be read: nothing was changed');
  if (options.acceptFewer !== true) await refuseFewer(db, council.gss, lines);
  const uploadId = await db.transaction().execute((trx) =>
    saveRegister(trx, {
      council: council.gss,
      fileName: path.basename(options.file),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      uploadedBy: 'command line',
      columns,
      lines,
    }),
  );
  await drain(db);
  const stored =
    uploadId === null ? [] : await asCouncil(db, council.gss, (trx) => findRegisterLines(trx, uploadId));
  const matched = stored.filter((line) => line.match_outcome === 'matched').length;
  const report = {
    council: council.gss,
    lines: lines.length,
    matched,
    duplicate: uploadId === null,
    ...(read.sheets.length > 0 ? { sheets: read.sheetsRead, sheetsLeft: read.sheetsLeft } : {}),
    headerRow: read.headerRow,
    ignored,
    /** A day that was read day first, where nothing in the file tells the order. */
    ...(read.openDay === null ? {} : { openDay: read.openDay }),
    /** Cells that are not known of contracts that were kept, and lines that were not. */
    unread: errors.filter(({ loses }) => loses === 'cell').length,
    leftOut: rowsLeftOut(read),
    errors,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

/** Throws, before anything is saved, where a register would tie fewer suppliers than the one in force. */
async function refuseFewer(db: Db, council: string, lines: readonly RegisterFileLine[]): Promise<void> {
  const inForce = await asCouncil(db, council, (trx) => findLinesInForce(trx, council));
  const { before, after, lost } = tiesLost(
    inForce.map((line) => ({
      supplierName: line.supplier_name,
      printedRef: line.printed_ref,
      supplierId: line.match_outcome === 'matched' ? line.supplier_id : null,
    })),
    lines,
  );
  if (after >= before) return;
  const names = lost.slice(0, NAMED).map(({ name, why }) => `${name} (${why})`);
  const more = lost.length > NAMED ? `, and ${lost.length - NAMED} more` : '';
  throw new Error(
    `Nothing was saved. The register in force ties ${before} suppliers, this file would tie ${after}: ` +
      `${names.join(', ')}${more}. What happens to them would go unnoticed. Look at the headings that are not read; ` +
      'if the file is right, run this again with --accept-fewer',
  );
}
