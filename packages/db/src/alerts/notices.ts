import { whereAdministratorsAre, type Notice, type Destination } from '@tocsin/alerting';
import type { IsoInstant } from '@tocsin/domain';
import type { Db, Trx } from '../schema/database.ts';
import { findCouncilsToTell } from './councils-to-tell.ts';
import { lockPendingLetter, sendTo } from './letters.ts';

/** Asks for a notice to be sent: to one place, or to the administrators of the council. */
export async function askForNotice(
  trx: Trx,
  council: string,
  notice: Notice,
  to?: Destination,
): Promise<void> {
  await trx
    .insertInto('letter')
    .values({ council, kind: 'notice', said: JSON.stringify(notice), ...to })
    .execute();
}

/** A notice that nobody has sent yet. */
export interface WaitingNotice {
  readonly id: string;
  readonly council: string;
  readonly to: Destination | null;
}

/** Notices that wait to be sent, the oldest first. */
export async function findWaitingNotices(db: Db | Trx): Promise<readonly WaitingNotice[]> {
  const rows = await db
    .selectFrom('letter')
    .select(['id', 'council', 'channel', 'address'])
    .where('kind', '=', 'notice')
    .where('sent_at', 'is', null)
    .orderBy('nth')
    .execute();
  return rows.map(({ id, council, channel, address }) => ({
    id,
    council,
    to: channel === null || address === null ? null : { channel, address },
  }));
}

/** Sends a notice; false where somebody else does. */
export async function sendNotice(
  trx: Trx,
  { id, council, to }: WaitingNotice,
  at: IsoInstant,
): Promise<boolean> {
  if (!(await lockPendingLetter(trx, id))) return false;
  await trx.updateTable('letter').set({ sent_at: at }).where('id', '=', id).execute();
  const { people } = (await findCouncilsToTell(trx, [council])).get(council) ?? { people: [] };
  await sendTo(trx, id, council, to ? [to] : whereAdministratorsAre(people));
  return true;
}
