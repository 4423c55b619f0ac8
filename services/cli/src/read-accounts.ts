import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createAccountsReader, readFilingName, toLine, type AccountsLine } from '@tocsin/accounts';
import type { AccountsFile } from '@tocsin/sources';
import { accountsFiles } from './accounts-files.ts';

/** `read-accounts <files or folders…> [--out FILE]`: one line of NDJSON a filing; a bad file is a refused line. */
export async function readAccountsVerb(
  paths: readonly string[],
  options: { readonly out?: string },
): Promise<void> {
  const counts = { read: 0, refused: 0 };
  const out: Writable = options.out ? createWriteStream(options.out) : process.stdout;
  await pipeline(linesOf(paths, counts), out, { end: options.out !== undefined });
  process.stderr.write(`${counts.read} filings read, ${counts.refused} refused\n`);
}

async function* linesOf(paths: readonly string[], counts: { read: number; refused: number }) {
  for await (const file of accountsFiles(paths)) {
    const line = await lineOf(file);
    counts['refused' in line ? 'refused' : 'read'] += 1;
    yield `${JSON.stringify(line)}\n`;
  }
}

async function lineOf(file: AccountsFile): Promise<AccountsLine> {
  if ('refused' in file) return refusedLine(file.name, file.refused);
  const reader = createAccountsReader({ fileName: file.name });
  try {
    for await (const chunk of file.chunks) if (!reader.write(chunk)) break;
  } catch (error) {
    return refusedLine(
      file.name,
      `could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return toLine(reader.close());
}

function refusedLine(file: string, refused: string): AccountsLine {
  const { companyNumber = null, balanceDate = null } = readFilingName(file) ?? {};
  return { file, companyNumber, balanceDate, refused };
}
