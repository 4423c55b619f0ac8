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
  type AlertRecord,
  type EndingInBrief,
  type Mail,
} from '@tocsin/alerting';
import { channels, type DeliveryOutcome } from '@tocsin/channels';
import {
  findAlertDossier,
  findAlertGrounds,
  findEarlierAlert,
  findToldTogether,
  lockDelivery,
  saveDeliveryOutcome,
  type Db,
  type Delivery,
  type Trx,
} from '@tocsin/db';
import { dayOf } from '@tocsin/domain';
import type { Work } from '@tocsin/queue';
import { Refuse, Retry, type Logger } from '@tocsin/runtime';
import { latestBaseRate } from '@tocsin/scoring';
import { sources } from '@tocsin/sources';
import { composeLetter } from './compose-letter.ts';
import type { GroundsOf } from './raised-together.ts';

export interface DeliverPorts {
  readonly db: Db;
  readonly logger: Logger;
  readonly publicUrl: string;
  /** What each channel needs to reach its provider; undefined for a channel that is not set up. */
  readonly configOf: (channel: string) => unknown;
  /** What a first try says of the supplier, shared between alerts that were raised together. */
  readonly groundsOf: GroundsOf;
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
  if (!channel || config === undefined) throw new Refuse(notSetUp(delivery.channel));
  if (delivery.letter_id !== null) return sendLetter(ports, trx, delivery, delivery.letter_id);
  const alertId = delivery.alert_id ?? '';
  // A later try may be hours after: it says what is known by then.
  const groundsOf = delivery.tries === 0 ? ports.groundsOf : findAlertGrounds;
  const mail = await compose(trx, alertId, ports.publicUrl, groundsOf);
  const link = `${ports.publicUrl}/alerts/${alertId}`;
  return channel.send(config, { ...mail, to: delivery.recipient, link, alertId }, `delivery-${delivery.id}`);
}

function notSetUp(channel: string): string {
  return `the channel ${channel} is not set up: see .env.example, then send the message again`;
}

/** One letter to one person; a letter of one alert is that alert. */
async function sendLetter(
  ports: DeliverPorts,
  trx: Trx,
  delivery: Delivery,
  letterId: string,
): Promise<DeliveryOutcome> {
  const channel = channels[delivery.channel];
  const config = ports.configOf(delivery.channel);
  if (!channel || config === undefined) throw new Refuse(notSetUp(delivery.channel));
  const { mail, link } = await composeLetter(trx, letterId, ports.publicUrl, (alertId) =>
    compose(trx, alertId, ports.publicUrl, findAlertGrounds),
  );
  return channel.send(config, { ...mail, to: delivery.recipient, link }, `delivery-${delivery.id}`);
}

async function compose(trx: Trx, alertId: string, publicUrl: string, groundsOf: GroundsOf): Promise<Mail> {
  const together = await findToldTogether(trx, alertId);
  if (together.length > 1) return composeTogether(trx, together, publicUrl);
  const dossier = await findAlertDossier(trx, alertId, groundsOf);
  if (!dossier) throw new Refuse(`alert ${alertId} has no assessment`);
  const facts = factsOfAlert(dossier, { publicUrl, baseRate: latestBaseRate() });
  const ended = endedOf(dossier);
  const earlier = ended && (await findEarlierAlert(trx, dossier.alert));
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
async function composeTogether(trx: Trx, together: readonly AlertRecord[], publicUrl: string): Promise<Mail> {
  const endings: EndingInBrief[] = [];
  let of: AlertDossier | undefined;
  for (const { id } of together) {
    const dossier = await findAlertDossier(trx, id);
    if (!dossier) continue;
    of = dossier;
    endings.push({ sentence: sentenceOf(dossier), link: `${publicUrl}/alerts/${id}` });
  }
  if (!of) throw new Refuse(`the alerts told with ${together[0]?.id} have no assessments`);
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
