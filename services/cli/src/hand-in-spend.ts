import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { findOwnSpendFile, saveOwnSpend, takeOwnSpend, type Db, type OwnSpendFile } from '@tocsin/db';
import { councilMaps } from '@tocsin/sources';
import { codeOfCouncil } from './council-code.ts';
import { drain } from './drain.ts';
import { saidOf, type SaidOptions } from './said-of-file.ts';

interface Options extends SaidOptions {
  readonly council: string;
  readonly page?: string;
}

/** What became of a file: a published one is public, any other its council’s own. */
export interface HandedInFile extends Pick<OwnSpendFile, 'state' | 'reason' | 'counts'> {
  readonly file: string;
  readonly isPublic: boolean;
}

const HOW_TO_SAY =
  'Say it with --column <role>=<heading>, --kind or --dates, or look at the file and say --as-drafted; or hand it in on the page “Our spend”';

/**
 * Hands in spending files of one council under headings that no map knows, as on the page “Our spend”: what is not in
 * doubt is taken as it is, what is in doubt says what a person must confirm. Without a page of its own, and without a
 * map that names one, the council’s payments stay private to it.
 */
export async function handInSpend(
  db: Db,
  files: readonly string[],
  options: Options,
): Promise<readonly HandedInFile[]> {
  const council = codeOfCouncil(options.council);
  const pageUrl = options.page ?? councilMaps().find(({ gss }) => gss === council)?.page.url ?? null;
  const handedIn: HandedInFile[] = [];
  for (const file of files) {
    const body = await readFile(file);
    const given = {
      council,
      fileName: path.basename(file),
      sha256: createHash('sha256').update(body).digest('hex'),
      body,
      pageUrl,
      said: await saidOf(options, { url: file, body }),
      uploadedBy: 'command line',
    };
    const id = await db.transaction().execute(async (trx) => {
      const saved = await saveOwnSpend(trx, given);
      await takeOwnSpend(trx, council, saved, given.uploadedBy);
      return saved;
    });
    await drain(db);
    const found = await db.transaction().execute((trx) => findOwnSpendFile(trx, id));
    const { state = 'refused', reason = null, counts = null } = found ?? {};
    if (reason !== null) process.stderr.write(`${file}: ${reason}. ${HOW_TO_SAY}.\n`);
    handedIn.push({ file: given.fileName, isPublic: pageUrl !== null, state, reason, counts });
  }
  return handedIn;
}
