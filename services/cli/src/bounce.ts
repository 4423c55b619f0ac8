import { readReturned } from '@tocsin/channels';
import { recordReturned, type Db } from '@tocsin/db';
import { buffer } from 'node:stream/consumers';

/**
 * `bounce < message`: takes in a mail that came back, for an operator whose mail server hands it over. One JSON line: what
 * it means for the address; null where it is no report, of no delivery of ours, or known already.
 */
export async function bounceVerb(db: Db, input: NodeJS.ReadableStream): Promise<void> {
  const returned = await readReturned(await buffer(input));
  const kind =
    returned &&
    (await db.transaction().execute((trx) => recordReturned(trx, returned, new Date().toISOString())));
  process.stdout.write(
    `${JSON.stringify({ deliveryId: returned?.token.deliveryId ?? null, kind: kind ?? null })}\n`,
  );
}
