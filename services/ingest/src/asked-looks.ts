import {
  enqueueMatching,
  enqueueScoring,
  EVERYBODY,
  findCompanies,
  findMentionIds,
  noteAskedLook,
  publishAsked,
  refreshWatched,
  saveSupplier,
  type Db,
  type Trx,
} from '@tocsin/db';
import type { CompanyNumber, IsoDate } from '@tocsin/domain';
import { askSoon } from './looks.ts';

/** Has a company looked at that somebody asked for on behalf of everybody. */
export async function lookForAll(trx: Trx, number: CompanyNumber, today: IsoDate): Promise<void> {
  const company = (await findCompanies(trx, [number], EVERYBODY)).get(number);
  const id = await saveSupplier(trx, { scheme: 'GB-COH', id: number }, company?.name ?? number);
  await noteAskedLook(trx, id);
  await refreshWatched(trx, [id], today);
  await askSoon(trx);
}

/** Lets everybody see who was asked for and has been looked at, as it stands from now on. */
export async function publishLookedAt(db: Db): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const published = await publishAsked(trx);
    // What was tied by number alone must be compared with the name.
    await enqueueMatching(trx, await findMentionIds(trx, published), null);
    await enqueueScoring(trx, published, null);
  });
}
