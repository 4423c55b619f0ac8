import { createHash } from 'node:crypto';
import { setImmediate as othersFirst, setTimeout as wait } from 'node:timers/promises';
import { nameCorrections, TO_A_LEAVER } from '@tocsin/alerting';
import { channels, type DeliveryOutcome, type Message } from '@tocsin/channels';
import {
  AlreadyFinished,
  claimDeliveries,
  enqueueDelivering,
  findDeliveriesById,
  findToLeavers,
  holdBack,
  noteSlow,
  releaseDeliveries,
  saveDeliveryOutcomes,
  stopUnreached,
  type Claimed,
  type Db,
  type Delivery,
  type EndpointAddress,
  type ToDeliver,
  type Tried,
  type Trx,
  type Wanted,
} from '@tocsin/db';
import { endsOfDelivery, isPostedWay } from '@tocsin/domain';
import type { Work } from '@tocsin/queue';
import { Refuse, type Logger } from '@tocsin/runtime';
import type { Flights } from './flights.ts';
import { findMails, referenceOf, type MailOf } from './find-mails.ts';

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
  const { found, mailOf, toLeavers } = await ports.db.transaction().execute(async (trx) => {
    const deliveries = await findDeliveriesById(trx, deliveryIds);
    return {
      found: deliveries,
      mailOf: await findMails(ports, trx, deliveries.filter(isOpen)),
      toLeavers: await findToLeavers(trx, deliveryIds),
    };
  });
  if (isLone && found.length === 0)
    throw new Refuse(`there is no delivery ${deliveryIds[0]}`, { reason: 'nothing-there' });
  const apart: ToDeliver[] = [];
  async function prepareAll(deliveries: readonly (Delivery & ToDeliver)[]): Promise<readonly Letter[]> {
    const letters: Letter[] = [];
    for (const delivery of deliveries) {
      await othersFirst();
      try {
        letters.push(
          toLeavers.has(delivery.id)
            ? letterToNobody(delivery, TO_A_LEAVER)
            : prepare(ports, delivery, mailOf),
        );
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
  const { id, council, channel: name, recipient } = delivery;
  const channel = channels[name];
  const config = ports.configOf(name);
  if (!channel || config === undefined)
    throw new Refuse(`the channel ${name} is not set up: see .env.example, then send the message again`, {
      reason: 'channel-not-set-up',
    });
  const { endpoint, ...rest } = mailOf(delivery);
  if (endpoint === 'removed') return letterToNobody(delivery, 'The endpoint was removed');
  const to = endpoint?.url ?? recipient;
  const message = { ...nameCorrections(rest, ports.corrections ?? null), ...signedBy(endpoint), to };
  return {
    id,
    channel: name,
    host: isPostedWay(name)
      ? `${channel.hostOf(config, to)} of ${markOf(council)}`
      : channel.hostOf(config, to),
    atOnce: channel.atOnce,
    send: () => channel.send(config, message, referenceOf(id)),
  };
}

/**
 * Beside the host of an address that a council has named, so that its trouble is that council's and keeps no other's
 * messages. No code: a council may get another one.
 */
function markOf(council: string): string {
  return createHash('sha256').update(council).digest('base64url').slice(0, 12);
}

/** A message to an endpoint that was removed, or to somebody who left, is sent nowhere. */
function letterToNobody({ id, channel: name }: Delivery, detail: string): Letter {
  const outcome = { status: 'permanent-failure', detail } as const;
  return { id, channel: name, host: `${name} removed`, atOnce: SENT_TOGETHER, send: async () => outcome };
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
