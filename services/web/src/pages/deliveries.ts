import { viewOfDelivery } from '@tocsin/alerting';
import { asCouncil, findReach, findUndelivered, type Reach, type Trx } from '@tocsin/db';
import type { PageRoutes } from '../pages.ts';
import { councilOf } from '../person.ts';

const SHOWN = 200;

/** The council's messages that have not arrived, and what becomes of each. */
export const deliveryRoutes: PageRoutes = (app, ports, page) => {
  app.get('/deliveries', async (request, reply) => {
    const found = await asCouncil(ports.db, councilOf(request).gss, async (trx) => ({
      ...(await findUndelivered(trx, SHOWN)),
      reach: await findReach(trx),
    }));
    return page(request, reply, 'deliveries', {
      title: 'Messages that have not arrived',
      nav: 'alerts',
      back: { to: '/alerts', text: 'Alerts' },
      total: found.total,
      deliveries: found.shown.map(({ state, alert }) => ({ ...viewOfDelivery(state), alert })),
      unreached: unreachedSentence(found.reach),
    });
  });
};

/** What the council that `trx` acts for is told of its messages on its opening page. */
export async function findArrivals(trx: Trx) {
  return {
    unreached: unreachedSentence(await findReach(trx)),
    undelivered: (await findUndelivered(trx, 1)).total,
  };
}

/** Said where nobody at a council is reached; null where somebody is, or nobody is to be told. */
function unreachedSentence({ recipients, unreached }: Reach): string | null {
  if (recipients === 0 || unreached.length < recipients) return null;
  return `Nobody here is told of alerts: no message reaches ${unreached.join(', ')}. Look at this page yourself until an address that works is named.`;
}
