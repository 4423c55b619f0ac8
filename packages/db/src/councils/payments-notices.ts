import { type BuyerMention, dayOf, type GssCode, type Observation } from '@tocsin/domain';
import type { Db, Trx } from '../schema/database.ts';
import { publishedBy } from '../schema/days.ts';

/** Keeps which councils have published how fast they pay. */
export async function savePaymentsNotices(
  trx: Trx,
  observations: readonly Observation[],
  councilOf: (buyer: BuyerMention, on: string) => GssCode | null,
): Promise<void> {
  for (const { content, publishedAt, url } of observations) {
    if (content.kind !== 'payments-notice') continue;
    for (const buyer of content.buyers) {
      const council = councilOf(buyer, dayOf(publishedAt));
      if (council === null) continue;
      const row = { council, notice_id: content.noticeId, published_at: publishedAt, url };
      await trx
        .insertInto('payments_notice')
        .values(row)
        .onConflict((conflict) => conflict.columns(['council', 'notice_id']).doUpdateSet(row))
        .execute();
    }
  }
}

/** The payments compliance notices of some councils that were public by the end of a day, the newest first. */
export async function findPaymentsNotices(
  db: Db | Trx,
  councils: readonly string[],
  asOf: string,
): Promise<readonly { readonly publishedOn: string; readonly url: string }[]> {
  const rows = await db
    .selectFrom('payments_notice')
    .select(['published_at', 'url'])
    .where('council', 'in', [...councils])
    .where(publishedBy(asOf))
    .orderBy('published_at', 'desc')
    .execute();
  return rows.map(({ published_at, url }) => ({ publishedOn: dayOf(published_at), url }));
}
