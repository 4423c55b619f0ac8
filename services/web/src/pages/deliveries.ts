import { viewOfDelivery } from '@tocsin/alerting';
import { asCouncil, findReach, findUndelivered, type Trx } from '@tocsin/db';
import type { PageRoutes } from '../pages.ts';
import { councilOf } from '../person.ts';

const SHOWN = 200;

/** The council's messages that have not arrived, and what becomes of each. */
export const deliveryRoutes: PageRoutes = (app, ports, page) => {
  app.get('/deliveries', async (request, reply) => {
    const found = await asCouncil(ports.db, councilOf(request).gss, async (trx) => ({
      ...(await findUndelivered(trx, SHOWN)),
      reach: await findOwnReach(trx, councilOf(request).gss),
    }));
    return page(request, reply, 'deliveries', {
      title: 'Messages that have not arrived',
      nav: 'alerts',
      back: { to: '/alerts', text: 'Alerts' },
      total: found.total,
      deliveries: found.shown.map(({ state, alert }) => ({ ...viewOfDelivery(state), alert })),
      reach: found.reach,
    });
  });
};

/** What the council that `trx` acts for is told of its messages on its opening page. */
export async function findArrivals(trx: Trx, council: string) {
  return {
    reach: await findOwnReach(trx, council),
    undelivered: (await findUndelivered(trx, 1)).total,
  };
}

/** Whether anybody at the council that `trx` acts for is told of alerts, as `nobody-told.njk` says it. */
export async function findOwnReach(trx: Trx, council: string) {
  const { places, unreached } = await findReach(trx, council);
  return {
    isNobodyNamed: places === 0,
    /** Where no message arrives; null while one does somewhere. */
    unreached: places > 0 && unreached.length === places ? unreached : null,
  };
}
