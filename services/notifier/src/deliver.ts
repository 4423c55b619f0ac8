import {
  composeAlertMail,
  composeEnding,
  composeEndings,
  endedOf,
  endingSentence,
  eventOf,
  factsOfAlert,
  namePublishers,
  standsToday,
  type AlertDossier,
  type EndingInBrief,
  type Mail,
} from '@tocsin/alerting';
import { channels, type DeliveryOutcome, type Message } from '@tocsin/channels';
import {
  AlreadyFinished,
  countUncertain,
  enqueueDelivering,
  findTellings,
  lockDeliveries,
  saveDeliveryOutcomes,
  type Db,
  type Delivery,
  type Telling,
  type Trx,
} from '@tocsin/db';
import { dayOf } from '@tocsin/domain';
import type { Work } from '@tocsin/queue';
import { Refuse, Retry, type Logger } from '@tocsin/runtime';
import { latestBaseRate } from '@tocsin/scoring';
import { sources } from '@tocsin/sources';
import { composeLetter } from './compose-letter.ts';

export interface DeliverPorts {
  readonly db: Db;
  readonly logger: Logger;
  readonly publicUrl: string;
  /** What each channel needs to reach its provider; undefined for a channel that is not set up. */
  readonly configOf: (channel: string) => unknown;
}

const publishers = Object.fromEntries(sources.map(({ id, publisher }) => [id, publisher]));

const OVER: ReadonlySet<Delivery['status']> = new Set<Delivery['status']>(['delivered', 'permanent-failure']);

/** Deliveries that are sent at once: few, for those that were sent before a process died may be sent again. */
const SENT_TOGETHER = 20;

/**
 * Sends deliveries. Their rows stay locked from sending to the outcomes, so that two handlers never send one at once.
 * Those that were to be sent together are tried together once: what has to be tried again, or is in trouble, is asked
 * for by itself, and so is each when the process died of them.
 */
export async function deliver(ports: DeliverPorts, work: Work<'deliver'>): Promise<void> {
  const { deliveryIds } = work.message;
  const [deliveryId, another] = deliveryIds;
  if (deliveryId !== undefined && another === undefined) return deliverOne(ports, work, deliveryId);
  if (work.afterDeath) return deliverApart(ports, work, deliveryIds);
  let begun: readonly string[] = [];
  try {
    await deliverTogether(ports, work, (ids) => (begun = ids));
  } catch (error) {
    if (error instanceof AlreadyFinished) throw error;
    await deliverApart(ports, work, begun);
  }
}

async function deliverOne(ports: DeliverPorts, work: Work<'deliver'>, deliveryId: string): Promise<void> {
  const outcome = await ports.db.transaction().execute(async (trx) => {
    const [delivery] = await lockDeliveries(trx, [deliveryId]);
    if (!delivery) throw new Refuse(`there is no delivery ${deliveryId}`, { reason: 'nothing-there' });
    const tried = isOpen(delivery) ? await tryOne(ports, trx, delivery) : undefined;
    const sent = tried && work.afterDeath ? { ...tried, uncertain: true as const } : tried;
    if (sent) await saveDeliveryOutcomes(trx, [{ id: delivery.id, ...sent }]);
    if (sent?.status !== 'temporary-failure') await work.finish(trx);
    return sent;
  });
  if (outcome?.uncertain) warnOfSecond(ports, [deliveryId]);
  if (outcome?.status === 'temporary-failure')
    throw new Retry('the provider asks to try again', { reason: 'provider-asks-later' });
}

async function tryOne(ports: DeliverPorts, trx: Trx, delivery: Delivery): Promise<DeliveryOutcome> {
  return send(ports, delivery, await findMails(ports, trx, [delivery]));
}

/** What they say is gathered once; then they are sent a few at a time, and `onBegin` is told of which. */
async function deliverTogether(
  ports: DeliverPorts,
  work: Work<'deliver'>,
  onBegin: (deliveryIds: readonly string[]) => void,
): Promise<void> {
  const { deliveryIds } = work.message;
  const mailOf = await ports.db
    .transaction()
    .execute(async (trx) => findMails(ports, trx, (await lockDeliveries(trx, deliveryIds)).filter(isOpen)));
  for (let from = 0; from < deliveryIds.length; from += SENT_TOGETHER) {
    const ids = deliveryIds.slice(from, from + SENT_TOGETHER);
    const isLast = from + SENT_TOGETHER >= deliveryIds.length;
    const tried = await ports.db.transaction().execute(async (trx) => {
      const open = (await lockDeliveries(trx, ids)).filter(isOpen);
      onBegin(ids);
      const sent = await sendAll(ports, open, mailOf);
      await saveDeliveryOutcomes(trx, sent);
      const ended = new Set(sent.flatMap(({ id, status }) => (status === 'temporary-failure' ? [] : [id])));
      await enqueueDelivering(
        trx,
        open.filter(({ id }) => !ended.has(id)),
        'alone',
      );
      if (isLast) await work.finish(trx);
      return sent;
    });
    onBegin([]);
    warnOfSecond(
      ports,
      tried.flatMap(({ id, uncertain }) => (uncertain ? [id] : [])),
    );
  }
}

/** How each ended of which a channel could say so; one in trouble keeps no other from being sent. */
async function sendAll(ports: DeliverPorts, deliveries: readonly Delivery[], mailOf: MailOf) {
  const ends = await Promise.allSettled(
    deliveries.map(async (delivery) => ({
      id: delivery.id,
      ...(await send(ports, delivery, mailOf)),
    })),
  );
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
}

/** Asks for each delivery that is not over by itself, and counts those that `begun` names: they may have been sent. */
async function deliverApart(
  ports: DeliverPorts,
  work: Work<'deliver'>,
  begun: readonly string[],
): Promise<void> {
  const second = await ports.db.transaction().execute(async (trx) => {
    const open = (await lockDeliveries(trx, work.message.deliveryIds)).filter(isOpen);
    const ids = open.flatMap(({ id }) => (begun.includes(id) ? [id] : []));
    await countUncertain(trx, ids);
    await enqueueDelivering(trx, open, 'alone');
    await work.finish(trx);
    return ids;
  });
  warnOfSecond(ports, second);
}

function isOpen({ status }: Delivery): boolean {
  return !OVER.has(status);
}

function warnOfSecond({ logger }: DeliverPorts, deliveryIds: readonly string[]): void {
  for (const deliveryId of deliveryIds)
    logger.warn({ deliveryId }, 'a message may be sent twice: its first end was not heard');
}

type MailOf = (delivery: Delivery) => Omit<Message, 'to'>;

async function send(ports: DeliverPorts, delivery: Delivery, mailOf: MailOf): Promise<DeliveryOutcome> {
  const channel = channels[delivery.channel];
  const config = ports.configOf(delivery.channel);
  if (!channel || config === undefined)
    throw new Refuse(
      `the channel ${delivery.channel} is not set up: see .env.example, then send the message again`,
      { reason: 'channel-not-set-up' },
    );
  const message = { ...mailOf(delivery), to: delivery.recipient };
  return channel.send(config, message, `delivery-${delivery.id}`);
}

/** What deliveries say, gathered together; a letter of one alert is that alert. */
async function findMails(
  { publicUrl }: DeliverPorts,
  trx: Trx,
  deliveries: readonly Delivery[],
): Promise<MailOf> {
  const tellings = await findTellings(
    trx,
    deliveries.flatMap((delivery) => delivery.alert_id ?? []),
  );
  const letters = new Map<string, Omit<Message, 'to'>>();
  for (const letterId of new Set(deliveries.flatMap((delivery) => delivery.letter_id ?? []))) {
    const composeAlert = async (id: string) => composeAlone(id, (await findTellings(trx, [id])).get(id));
    const { mail, link } = await composeLetter(trx, letterId, publicUrl, composeAlert);
    letters.set(letterId, { ...mail, link });
  }
  return ({ alert_id: alertId, letter_id: letterId }) => {
    const letter = letters.get(letterId ?? '');
    if (letter) return letter;
    if (alertId === null) throw new Refuse(`there is no letter ${letterId}`, { reason: 'nothing-there' });
    const mail = composeAlone(alertId, tellings.get(alertId));
    return { ...mail, link: `${publicUrl}/alerts/${alertId}`, alertId };
  };

  function composeAlone(alertId: string, telling: Telling | undefined): Mail {
    const mail = telling && compose(telling, publicUrl);
    if (!mail) throw new Refuse(`alert ${alertId} has no assessment`, { reason: 'nothing-there' });
    return mail;
  }
}

function compose({ dossiers, earlier }: Telling, publicUrl: string): Mail | undefined {
  const [dossier] = dossiers;
  if (!dossier) return undefined;
  if (dossiers.length > 1) return composeTogether(dossiers, dossier, publicUrl);
  const facts = factsOfAlert(dossier, { publicUrl, baseRate: latestBaseRate() });
  const ended = endedOf(dossier);
  if (!earlier || !ended)
    return composeAlertMail({ ...facts, assessment: namePublishers(facts.assessment, publishers) });
  const named = ended.evidence.map((one) => ({ ...one, source: publishers[one.source] ?? one.source }));
  return composeEnding({
    supplier: facts.supplier,
    council: facts.council,
    earlier: { title: earlier.title, sentOn: dayOf(earlier.raisedAt) },
    title: dossier.alert.title,
    ended: { ...ended, evidence: named },
    publisher: named[0]?.source ?? null,
    link: facts.links.alert,
    ...(facts.sampleBanner === undefined ? {} : { sampleBanner: facts.sampleBanner }),
  });
}

/** One letter of what has ended or lapsed by a change of the rules. */
function composeTogether(dossiers: readonly AlertDossier[], of: AlertDossier, publicUrl: string): Mail {
  const endings = dossiers.map((dossier): EndingInBrief => ({
    sentence: sentenceOf(dossier),
    link: `${publicUrl}/alerts/${dossier.alert.id}`,
  }));
  return composeEndings(endings, of.council, of.sampleBanner);
}

function sentenceOf(dossier: AlertDossier): string {
  const { alert, supplier, assessment } = dossier;
  const ended = endedOf(dossier);
  if (ended) {
    const source = ended.evidence[0]?.source;
    return endingSentence(supplier.name, ended, source ? (publishers[source] ?? source) : null);
  }
  const event = eventOf(dossier);
  const stands = event?.life ? standsToday(event.family, event.life, dossier, assessment.asOf) : null;
  return `${supplier.name}: ${alert.title}. ${stands ?? ''}`;
}
