import { timingSafeEqual, createHash } from 'node:crypto';
import { keepReceipt } from '@tocsin/db';
import { DeliveryStatus } from '@tocsin/domain';
import { z } from 'zod';
import type { PageRoutes } from '../pages.ts';
import { Refusal } from '../refusal.ts';

/** What GOV.UK Notify posts; the address that it names is not kept. */
const Receipt = z.object({
  reference: z.string().max(100).nullable(),
  status: DeliveryStatus,
});

/** Where GOV.UK Notify says by itself what became of a mail, with the bearer token that the operator gave it. */
export const notifyReceiptRoutes: PageRoutes = (app, ports) => {
  const token = ports.settings.NOTIFY_CALLBACK_TOKEN;
  if (ports.settings.TOCSIN_MODE === 'local') return;

  app.post('/notify/receipts', { config: { isForPrograms: true } }, async (request, reply) => {
    if (token === undefined || !isSame(request.headers.authorization ?? '', `Bearer ${token}`))
      throw new Refusal(401, 'This token is not known', 'It is the one that was set in GOV.UK Notify.');
    const { data } = Receipt.safeParse(request.body);
    if (!data) throw new Refusal(400, 'That is no receipt', 'A receipt has a reference and a status.');
    const { reference, status } = data;
    if (reference !== null) await keepReceipt(ports.db, { reference, status }, ports.now().toISOString());
    return reply.code(204).send();
  });
};

/** In the same time wherever they differ. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
