import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { readAccounts, toLine, type AccountsLine } from '@tocsin/accounts';
import { accountsFiles, type AccountsFile } from './accounts-files.ts';

/** `read-accounts <files or folders…> [--out FILE]`: one line of NDJSON a filing; a bad file is a refused line. */
export async function readAccountsVerb(
  paths: readonly string[],
  options: { readonly out?: string },
): Promise<void> {
  const out: Writable = options.out ? createWriteStream(options.out) : process.stdout;
  const counts = { read: 0, refused: 0 };
  for await (const file of accountsFiles(paths)) {
    const line = lineOf(file);
    counts['refused' in line ? 'refused' : 'read'] += 1;
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
  }
  if (options.out) {
    out.end();
    await finished(out);
  }
  process.stderr.write(`${counts.read} filings read, ${counts.refused} refused\n`);
}

function lineOf(file: AccountsFile): AccountsLine {
  if ('refused' in file)
    return { file: file.name, companyNumber: null, balanceDate: null, refused: file.refused };
  return toLine(readAccounts(file.bytes, { fileName: file.name }));
}
