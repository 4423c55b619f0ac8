import { composeAlertMail, composeEnding, namePublishers, type Mail } from '@tocsin/alerting';
import { channels, type DeliveryOutcome } from '@tocsin/channels';
import {
  findAlertFacts,
  findAlert,
  findEarlierAlert,
  findReliefEvidence,
  lockDelivery,
  saveDeliveryOutcome,
  type AlertRow,
  type Db,
  type Delivery,
  type Trx,
} from '@tocsin/db';
import type { Work } from '@tocsin/queue';
import { Refuse, Retry, type Logger } from '@tocsin/runtime';
import { sources } from '@tocsin/sources';

export interface DeliverPorts {
  readonly db: Db;
  readonly logger: Logger;
  readonly publicUrl: string;
  /** What each channel needs to reach its provider; undefined for a channel that is not set up. */
  readonly configOf: (channel: string) => unknown;
}

const publishers = Object.fromEntries(sources.map(({ id, publisher }) => [id, publisher]));

const OVER: ReadonlySet<Delivery['status']> = new Set<Delivery['status']>(['delivered', 'permanent-failure']);

/** Sends one delivery. The row stays locked from composing to the outcome, so that two handlers never send it at once. */
export async function deliver(ports: DeliverPorts, work: Work<'deliver'>): Promise<void> {
  const { deliveryId } = work.message;
  const outcome = await ports.db.transaction().execute(async (trx) => {
    const delivery = await lockDelivery(trx, deliveryId);
    if (!delivery) throw new Refuse(`there is no delivery ${deliveryId}`);
    const tried = OVER.has(delivery.status) ? undefined : await send(ports, trx, delivery);
    const sent = tried && work.afterDeath ? { ...tried, uncertain: true as const } : tried;
    if (sent) await saveDeliveryOutcome(trx, delivery.id, sent);
    if (sent?.status !== 'temporary-failure') await work.finish(trx);
    return sent;
  });
  if (outcome?.uncertain)
    ports.logger.warn({ deliveryId }, 'a message may be sent twice: its first end was not heard');
  if (outcome?.status === 'temporary-failure')
    throw new Retry(`the provider asks to try again: ${outcome.detail}`);
}

async function send(ports: DeliverPorts, trx: Trx, delivery: Delivery): Promise<DeliveryOutcome> {
  const channel = channels[delivery.channel];
  const config = ports.configOf(delivery.channel);
  if (!channel || config === undefined)
    throw new Refuse(
      `the channel ${delivery.channel} is not set up: see .env.example, then send the message again`,
    );
  const alert = await findAlert(trx, delivery.alert_id);
  if (!alert) throw new Refuse(`delivery ${delivery.id} has no alert`);
  const mail = await compose(trx, alert, ports.publicUrl);
  const link = `${ports.publicUrl}/alerts/${alert.id}`;
  return channel.send(
    config,
    { ...mail, to: delivery.recipient, link, alertId: alert.id },
    `delivery-${delivery.id}`,
  );
}

async function compose(trx: Trx, alert: AlertRow, publicUrl: string): Promise<Mail> {
  const facts = await findAlertFacts(trx, alert.id, publicUrl);
  if (!facts) throw new Refuse(`alert ${alert.id} has no assessment`);
  const earlier = alert.kind === 'ended' ? await findEarlierAlert(trx, alert) : undefined;
  if (!earlier)
    return composeAlertMail({ ...facts, assessment: namePublishers(facts.assessment, publishers) });
  return composeEnding({
    supplier: facts.supplier,
    council: facts.council,
    earlier: { title: earlier.title, sentOn: earlier.as_of },
    title: alert.title,
    on: alert.as_of,
    evidence: await findReliefEvidence(trx, alert),
    link: facts.links.alert,
    ...(facts.sampleBanner === undefined ? {} : { sampleBanner: facts.sampleBanner }),
  });
}
