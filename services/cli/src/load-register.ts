import { stat } from 'node:fs/promises';
import path from 'node:path';
import { loadRegister, rematchUndecided, type Db } from '@tocsin/db';
import { openRegisterFile, readBulkRegister } from '@tocsin/sources';
import { drain } from './drain.ts';

interface LoadRegisterOptions {
  /** Take a file with far fewer companies than are loaded. */
  readonly acceptFewer?: boolean;
}

/** `load-register <file>`: the whole register of companies, so that names without a number can be matched. */
export async function loadRegisterVerb(
  db: Db,
  file: string,
  { acceptFewer = false }: LoadRegisterOptions,
): Promise<void> {
  const { size, mtimeMs } = await stat(file);
  let refused = 0;
  async function* companies() {
    for await (const batch of readBulkRegister(await openRegisterFile(file))) {
      refused += batch.refused;
      yield batch.companies;
    }
  }
  const identity = `${path.basename(file)} ${size} ${Math.round(mtimeMs)}`;
  const load = await loadRegister(db, identity, companies(), {
    acceptFewer,
    onProgress: (rows) => process.stderr.write(`${rows.toLocaleString('en-GB')} companies\n`),
  });
  const rematched = await db.transaction().execute(rematchUndecided);
  await drain(db);
  process.stdout.write(`${JSON.stringify({ ...load, refused, mentionsLookedAtAgain: rematched })}\n`);
}
