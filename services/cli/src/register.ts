import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { asCouncil, findRegisterLines, findRememberedColumns, saveRegister, type Db } from '@tocsin/db';
import { missingColumns, readRegister } from '@tocsin/sources';
import { councilByCode, loadCouncils } from './councils.ts';
import { drain } from './drain.ts';

interface RegisterOptions {
  readonly council: string;
  readonly file: string;
}

/** `register --council <GSS> --file contracts.csv`: a council's own contract register, private to it. */
export async function registerVerb(db: Db, options: RegisterOptions): Promise<void> {
  const council = councilByCode(await loadCouncils(db), options.council);
  const bytes = await readFile(options.file);
  const columns = await asCouncil(db, council.gss, (trx) => findRememberedColumns(trx, council.gss));
  const read = await readRegister(bytes, columns ?? {});
  const { lines, errors } = read;
  if (read.missing.length > 0) throw new Error(missingColumns(read));
  for (const { cell, message } of errors)
    process.stderr.write(`${path.basename(options.file)} ${cell}: ${message}\n`);
  if (lines.length === 0) throw new Error('No line of the register could be read: nothing was changed');
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
  const report = { council: council.gss, lines: lines.length, matched, duplicate: uploadId === null, errors };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
