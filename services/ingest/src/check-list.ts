import {
  councilItself,
  enqueue,
  findListRowsToCheck,
  finishSupplierList,
  lookUpAll,
  tellListRows,
  type Db,
} from '@tocsin/db';
import type { Work } from '@tocsin/queue';

/** Rows that are looked up in one transaction: what comes for a council in need does not wait behind a long list. */
const AT_ONCE = 200;

/**
 * Says which companies the next rows of a council's list are, as far as that council may know: nobody becomes a supplier by
 * standing on a list, so nobody is watched for it. What is left goes on in the next message; a list that is gone is finished.
 */
export async function checkList(
  db: Db,
  { listId, after }: Extract<Work<'match'>['message'], { of: 'list' }>,
  work: Work<'match'>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const rows = await findListRowsToCheck(trx, listId, after, AT_ONCE);
    const [first] = rows;
    const looked = first ? await lookUpAll(trx, rows, councilItself(first.council)) : [];
    await tellListRows(
      trx,
      listId,
      rows.flatMap(({ row }, at) => {
        const found = looked[at];
        if (!found) return [];
        const { outcome, number, reason } = found;
        return [{ row, outcome, number: outcome === 'matched' ? number : null, reason }];
      }),
    );
    const last = rows.at(-1)?.row;
    if (rows.length < AT_ONCE || last === undefined) await finishSupplierList(trx, listId);
    else await enqueue(trx, 'match', { v: 1, of: 'list', listId, after: last }, { priority: 1 });
    await work.finish(trx);
  });
}
