import { setImmediate as othersFirst, setTimeout as wait } from 'node:timers/promises';
import {
  composeAlertMail,
  composeAssignment,
  composeCorrection,
  composeEnding,
  composeEndings,
  endedOf,
  endingSentence,
  eventOf,
  eventOfAlert,
  eventTypeOf,
  factsOfAlert,
  nameCorrections,
  nameSources,
  standsToday,
  stillTrue,
  type AlertDossier,
  type AlertFacts,
  type EndingInBrief,
  reasonWords,
  type Mail,
  type Reason,
} from '@tocsin/alerting';
import {
  channels,
  type Channel,
  type DeliveryOutcome,
  type Message,
  type MessageEvent,
} from '@tocsin/channels';
import {
  AlreadyFinished,
  claimDeliveries,
  enqueueDelivering,
  findDeliveriesById,
  findEndpointAddresses,
  findThreads,
  findReasonsOf,
  findTellings,
  holdBack,
  noteSlow,
  releaseDeliveries,
  saveDeliveryOutcomes,
  type AssignmentTold,
  stopUnreached,
  type Claimed,
  type Db,
  type Delivery,
  type EndpointAddress,
  type Threaded,
  type Told,
  type Tried,
  type Trx,
  type Wanted,
} from '@tocsin/db';
import { dayOf, endsOfDelivery } from '@tocsin/domain';
import type { Work } from '@tocsin/queue';
import { Refuse, type Logger } from '@tocsin/runtime';
import { latestBaseRate } from '@tocsin/scoring';
import { composeLetter } from './compose-letter.ts';
import type { Flights } from './flights.ts';
import { nameOfSource } from './source-names.ts';

export interface DeliverPorts {
  readonly db: Db;
  readonly logger: Logger;
  readonly publicUrl: string;
  /** Where a company says that a fact about it is wrong; named in every mail. */
  readonly corrections?: string | null;
  /** What each channel needs to reach its provider; undefined for a channel that is not set up. */
  readonly configOf: (channel: string) => unknown;
  /** What is in the air from this process. */
  readonly flights: Flights;
}

const OVER: ReadonlySet<Delivery['status']> = new Set<Delivery['status']>(endsOfDelivery);

/** Deliveries that are claimed and sent at once: few, for those that were sent before a process died may be sent again. */
const SENT_TOGETHER = 20;

/** How long outcomes that are there wait for those of the others to be saved with them. */
const SAVED_WITHIN_MS = 1_000;

/**
 * Sends deliveries. Each is claimed before it is sent and saved afterwards, with no transaction open meanwhile: a mail
 * server may take ten minutes, and nobody else sends it in that time. Those that were to be sent together are tried
 * together once: what has to be tried again, or is in trouble, is asked for by itself, and so is each when the process
 * died of them.
 */
export async function deliver(ports: DeliverPorts, work: Work<'deliver'>): Promise<void> {
  const isLone = work.message.deliveryIds.length === 1;
  if (work.afterDeath && !isLone) return deliverApart(ports, work);
  try {
    await deliverAll(ports, work, isLone);
  } catch (error) {
    if (isLone || error instanceof AlreadyFinished) throw error;
    await deliverApart(ports, work);
  }
}

/** What they say is gathered once; then they are sent a few at a time. */
async function deliverAll(ports: DeliverPorts, work: Work<'deliver'>, isLone: boolean): Promise<void> {
  const { deliveryIds } = work.message;
  const { found, mailOf } = await ports.db.transaction().execute(async (trx) => {
    const deliveries = await findDeliveriesById(trx, deliveryIds);
    return { found: deliveries, mailOf: await findMails(ports, trx, deliveries.filter(isOpen)) };
  });
  if (isLone && found.length === 0)
    throw new Refuse(`there is no delivery ${deliveryIds[0]}`, { reason: 'nothing-there' });
  const apart: Delivery[] = [];
  async function prepareAll(deliveries: readonly Delivery[]): Promise<readonly Letter[]> {
    const letters: Letter[] = [];
    for (const delivery of deliveries) {
      await othersFirst();
      try {
        letters.push(prepare(ports, delivery, mailOf));
      } catch (error) {
        if (isLone) throw error;
        apart.push(delivery);
      }
    }
    return letters;
  }
  const open = found.filter(isOpen);
  for (let from = 0; from < Math.max(open.length, 1); from += SENT_TOGETHER) {
    const isLast = from + SENT_TOGETHER >= open.length;
    const letters = await prepareAll(open.slice(from, from + SENT_TOGETHER));
    await deliverSome(ports, work, letters, async (trx) => {
      if (!isLast) return;
      await enqueueDelivering(trx, apart, 'alone');
      await work.finish(trx);
    });
  }
}

/** A delivery that is ready to be sent. */
interface Letter extends Wanted {
  readonly atOnce: number;
  readonly send: () => Promise<DeliveryOutcome>;
}

function prepare(ports: DeliverPorts, delivery: Delivery, mailOf: MailOf): Letter {
  const { id, channel: name, recipient } = delivery;
  const channel = channels[name];
  const config = ports.configOf(name);
  if (!channel || config === undefined)
    throw new Refuse(`the channel ${name} is not set up: see .env.example, then send the message again`, {
      reason: 'channel-not-set-up',
    });
  const { endpoint, ...rest } = mailOf(delivery);
  if (endpoint === 'removed') return goneLetter(delivery, channel);
  const to = endpoint?.url ?? recipient;
  const message = { ...nameCorrections(rest, ports.corrections ?? null), ...signedBy(endpoint), to };
  return {
    id,
    channel: name,
    host: channel.hostOf(config, to),
    atOnce: channel.atOnce,
    send: () => channel.send(config, message, referenceOf(id)),
  };
}

/** A message to an endpoint that was removed meanwhile is sent nowhere. */
function goneLetter({ id, channel: name }: Delivery, { atOnce }: Channel): Letter {
  const outcome = { status: 'permanent-failure', detail: 'The endpoint was removed' } as const;
  return { id, channel: name, host: `${name} removed`, atOnce, send: async () => outcome };
}

function signedBy(endpoint: EndpointAddress | undefined): Pick<Message, 'signedBy'> {
  return endpoint ? { signedBy: { endpointId: endpoint.id, versions: endpoint.secretVersions } } : {};
}

/** Claims, sends and saves a few; `finish` is called in the transaction of the last outcome. */
async function deliverSome(
  ports: DeliverPorts,
  { outboxId }: Work<'deliver'>,
  letters: readonly Letter[],
  finish: (trx: Trx) => Promise<void>,
): Promise<void> {
  const claims = await claimDeliveries(
    ports.db,
    letters.map(({ id, channel, host }) => ({ id, channel, host })),
    outboxId,
  );
  warnOfSecond(
    ports,
    claims.flatMap(({ id, again }) => (again ? [id] : [])),
  );
  if (claims.length === 0) return ports.db.transaction().execute(finish);
  const letterOf = new Map(letters.map((letter) => [letter.id, letter]));
  const sendings = claims.map((claimed) => sendOne(ports, claimed, letterOf.get(claimed.id)));
  const isLone = letters.length === 1;
  for await (const { ended, isLast } of asTheyEnd(sendings)) {
    const sent = ended.filter((one) => one.is === 'tried').map(({ tried }) => tried);
    const isGivenUp = await ports.db.transaction().execute(async (trx) => {
      const statuses = await saveDeliveryOutcomes(trx, sent);
      const unreached = sent.filter(({ unreachable }) => unreachable).map(({ claimed }) => claimed.id);
      await stopUnreached(trx, unreached, new Date().toISOString());
      const held = ended.flatMap((one) => (one.is === 'held' ? [one.claimed] : []));
      await holdBack(trx, held, outboxId);
      const [only] = sent;
      const givenUp =
        isLone &&
        only?.status === 'temporary-failure' &&
        statuses.get(only.claimed.id) === 'technical-failure';
      if (isLast && !givenUp) await finish(trx);
      return givenUp;
    });
    warnOfSecond(
      ports,
      sent.flatMap(({ claimed, uncertain }) => (uncertain ? [claimed.id] : [])),
    );
    if (isGivenUp) throw new Refuse('the delivery was tried for 75 hours', { reason: 'given-up' });
  }
}

type End =
  | { readonly is: 'tried'; readonly tried: Tried }
  | { readonly is: 'held'; readonly claimed: Claimed };

async function sendOne(ports: DeliverPorts, claimed: Claimed, letter: Letter | undefined): Promise<End> {
  if (!letter) throw new Error(`delivery ${claimed.id} was claimed and not asked for`);
  const { db, logger, flights } = ports;
  const { host, atOnce, send } = letter;
  const onSlow = () =>
    void noteSlow(db, host).catch((error: unknown) =>
      logger.warn({ err: error }, 'could not note that a host is slow'),
    );
  const landed = await flights.fly({ host, atOnce, send, onSlow });
  if (landed === 'held') return { is: 'held', claimed };
  return { is: 'tried', tried: { claimed, ...landed.ended, isSlow: landed.isSlow } };
}

/**
 * What has ended: all at once where nothing lets the others wait, else what is there from time to time. Throws when all
 * have ended and one has failed.
 */
async function* asTheyEnd<T>(
  all: readonly Promise<T>[],
): AsyncGenerator<{ readonly ended: readonly T[]; readonly isLast: boolean }> {
  const ended: T[] = [];
  const over = Promise.allSettled(all.map(async (one) => ended.push(await one)));
  while (!(await endsWithin(SAVED_WITHIN_MS, over)))
    if (ended.length > 0) yield { ended: ended.splice(0), isLast: false };
  const failed = (await over).find((end) => end.status === 'rejected');
  if (!failed) return yield { ended: ended.splice(0), isLast: true };
  yield { ended: ended.splice(0), isLast: false };
  throw failed.reason;
}

async function endsWithin(ms: number, over: Promise<unknown>): Promise<boolean> {
  const late = new AbortController();
  const isOver = over.then(() => true);
  const isLate = wait(ms, false, { signal: late.signal }).catch(() => false);
  try {
    return await Promise.race([isOver, isLate]);
  } finally {
    late.abort();
  }
}

/** Asks for each delivery that is not over by itself, and counts those that were being sent: they may have been. */
async function deliverApart(ports: DeliverPorts, work: Work<'deliver'>): Promise<void> {
  const second = await ports.db.transaction().execute(async (trx) => {
    const { open, uncertain } = await releaseDeliveries(trx, work.message.deliveryIds, work.outboxId);
    await enqueueDelivering(trx, open, 'alone');
    await work.finish(trx);
    return uncertain;
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

type MailOf = (delivery: Delivery) => Omit<Message, 'to'> & Pick<Outside, 'endpoint'>;

/** What a message has beside its words. */
type Outside = Pick<Message, 'earlier' | 'list' | 'returnToken'> & {
  /** Where a name stands for an address: that, or that there is none any more. */
  readonly endpoint?: EndpointAddress | 'removed';
};

/** What stands on the outside of a message: of which thread and list it is, and by what it is found when it comes back. */
function outsideOf(
  { id, return_code: code }: Delivery,
  threaded: Threaded | undefined,
  publicUrl: string,
): Outside {
  if (!threaded) return {};
  const { council, earlier } = threaded;
  return {
    earlier: earlier.map(referenceOf),
    list: {
      id: council.gss.toLowerCase(),
      name: `Tocsin alerts of ${council.name}`,
      stop: `${publicUrl}/settings/less`,
    },
    ...(code === null ? {} : { returnToken: { deliveryId: id, code } }),
  };
}

/** Channels whose recipients are the names of endpoints, or web addresses where the command line has named them. */
const POSTED: ReadonlySet<string> = new Set(['teams', 'webhook']);

function endpointOf(
  { channel, recipient }: Delivery,
  found: EndpointAddress | undefined,
): Pick<Outside, 'endpoint'> {
  if (found) return { endpoint: found };
  return POSTED.has(channel) && !URL.canParse(recipient) ? { endpoint: 'removed' } : {};
}

function eventOfLetter({ created_at: time }: Delivery, link: string, publicUrl: string): MessageEvent {
  const subject = link.startsWith(publicUrl) ? link.slice(publicUrl.length) : link;
  return { type: 'tocsin.letter', source: publicUrl, subject, time, data: {} };
}

function eventOfTelling(telling: Told | undefined, publicUrl: string): Pick<Message, 'event'> {
  const [dossier] = telling?.dossiers ?? [];
  if (!dossier) return {};
  const { id, kind, raisedAt: time } = dossier.alert;
  const data = eventOfAlert(dossier, publicUrl);
  return {
    event: { type: eventTypeOf(kind), source: publicUrl, subject: `/alerts/${id}`, time, data },
  };
}

/** What a provider knows a delivery by, the same on every attempt. */
function referenceOf(deliveryId: string): string {
  return `delivery-${deliveryId}`;
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
  const reasonOf = await findReasonsOf(
    trx,
    deliveries.flatMap((delivery) => delivery.alert_id ?? []),
  );
  const letters = new Map<string, Omit<Message, 'to'>>();
  for (const letterId of new Set(deliveries.flatMap((delivery) => delivery.letter_id ?? []))) {
    const composeAlert = async (id: string, assignment?: AssignmentTold) => {
      const telling = (await findTellings(trx, [id])).get(id);
      const [dossier] = telling?.dossiers ?? [];
      if (!assignment || !dossier) return composeAlone(id, telling);
      return composeAssignment(factsOf(dossier, publicUrl), assignment);
    };
    const { mail, ...rest } = await composeLetter(trx, letterId, publicUrl, composeAlert);
    letters.set(letterId, { ...mail, ...rest });
  }
  const posted = deliveries.filter(({ channel }) => POSTED.has(channel)).map(({ id }) => id);
  const threads = await findThreads(
    trx,
    deliveries.map(({ id }) => id),
  );
  const endpoints = await findEndpointAddresses(trx, posted, new Date().toISOString());
  return (delivery) => {
    const { id, alert_id: alertId, letter_id: letterId, recipient } = delivery;
    const outside = {
      ...outsideOf(delivery, threads.get(id), publicUrl),
      ...endpointOf(delivery, endpoints.get(id)),
    };
    const letter = letters.get(letterId ?? '');
    if (letter) return { ...letter, ...outside, event: eventOfLetter(delivery, letter.link, publicUrl) };
    if (alertId === null) throw new Refuse(`there is no letter ${letterId}`, { reason: 'nothing-there' });
    const mail = composeAlone(alertId, tellings.get(alertId), reasonOf(alertId, recipient));
    const event = eventOfTelling(tellings.get(alertId), publicUrl);
    return { ...mail, link: `${publicUrl}/alerts/${alertId}`, alertId, ...outside, ...event };
  };

  function composeAlone(alertId: string, telling: Told | undefined, reason?: Reason): Mail {
    const mail = telling && compose(telling, publicUrl, reason && reasonWords(reason));
    if (!mail) throw new Refuse(`alert ${alertId} has no assessment`, { reason: 'nothing-there' });
    return mail;
  }
}

function compose(
  { dossiers, earlier, correction }: Told,
  publicUrl: string,
  because?: string,
): Mail | undefined {
  const [dossier] = dossiers;
  if (!dossier) return undefined;
  if (dossiers.length > 1) return composeTogether(dossiers, dossier, publicUrl);
  const facts = factsOf(dossier, publicUrl);
  if (earlier && correction)
    return composeCorrection(
      { ...facts, alert: { ...facts.alert, title: earlier.title } },
      {
        ...correction,
        originallySentOn: dayOf(earlier.raisedAt),
        stands: stillTrue(earlier, dossier.assessment),
      },
    );
  const ended = endedOf(dossier);
  if (!earlier || !ended) return composeAlertMail(facts, because);
  const named = ended.evidence.map((one) => ({ ...one, source: nameOfSource(one.source) }));
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

function factsOf(dossier: AlertDossier, publicUrl: string): AlertFacts {
  const facts = factsOfAlert(dossier, { publicUrl, baseRate: latestBaseRate() });
  return { ...facts, assessment: nameSources(facts.assessment, nameOfSource) };
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
    return endingSentence(supplier.name, ended, source ? nameOfSource(source) : null);
  }
  const event = eventOf(dossier);
  const stands = event?.life ? standsToday(event.family, event.life, dossier, assessment.asOf) : null;
  return `${supplier.name}: ${alert.title}. ${stands ?? ''}`;
}
