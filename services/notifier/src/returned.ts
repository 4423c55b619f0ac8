import { listenForBounces } from '@tocsin/channels';
import { findReturnable, recordReturned, type Db } from '@tocsin/db';
import type { Logger, Settings } from '@tocsin/runtime';

/** Takes what comes back of our mails by SMTP, where the settings say so. Returns what ends it. */
export async function listenForReturned(
  db: Db,
  logger: Logger,
  { MAIL_BOUNCE_LISTEN: listen }: Pick<Settings, 'MAIL_BOUNCE_LISTEN'>,
): Promise<() => Promise<void>> {
  if (listen === undefined) return async () => undefined;
  const { port, close } = await listenForBounces({
    listen,
    async expects(token) {
      return (await findReturnable(db, token, new Date().toISOString())) !== undefined;
    },
    async keep(returned) {
      const at = new Date().toISOString();
      const kind = await db.transaction().execute((trx) => recordReturned(trx, returned, at));
      logger.info({ deliveryId: returned.token.deliveryId, kind }, 'a mail came back');
    },
    warn: (error) => logger.warn({ err: error }, 'could not take a mail that came back'),
  });
  logger.info({ port }, 'takes mails that come back');
  return close;
}
