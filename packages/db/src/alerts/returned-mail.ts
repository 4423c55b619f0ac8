import {
  judgeReturn,
  returnInWords,
  Subscription,
  whoIsTold,
  type Destination,
  type ReturnKind,
  type ReturnReport,
  NewsKind,
} from '@tocsin/alerting';
import { HOUR_MS, type IsoInstant, actorOf } from '@tocsin/domain';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Db, Trx } from '../schema/database.ts';
import { findCouncilsToTell } from './councils-to-tell.ts';
import { askForNotice } from './notices.ts';
import { saveRoutes } from './routes.ts';
import { saveSubscription } from './telling-rules.ts';

/** Who writes down what came back. */
const BY = 'return path';

/** A report of a mail of ours. */
export interface ReportOfMail {
  readonly token: { readonly deliveryId: string; readonly code: string };
  readonly report: ReturnReport;
  readonly sha256: string;
}

/**
 * Keeps what came back of a mail, once, and of what it says a code: anybody who has seen the mail may have written it. An address that takes no mail is stopped: its administrators hear so, and who is
 * next by the council's rules is told in its place of what it did not get. Of a complaint estimates wait for the digest.
 * Returns what it was; undefined where nothing is lost, it is of no delivery of ours, or known already.
 */
export async function recordReturned(
  trx: Trx,
  { token, report, sha256 }: ReportOfMail,
  at: IsoInstant,
): Promise<ReturnKind | undefined> {
  const kind = judgeReturn(report);
  if (kind === null) return undefined;
  const delivery = await findReturnable(trx, token, at);
  if (!delivery) return undefined;
  const { id, council, recipient: address } = delivery;
  const kept = await trx
    .insertInto('returned_mail')
    .values({
      council,
      delivery_id: id,
      kind,
      status: report.status,
      said: report.said,
      sha256,
      received_at: at,
    })
    .onConflict((known) => known.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!kept) return undefined;
  if (kind === 'hard') {
    await trx
      .updateTable('delivery')
      .set({ status: 'permanent-failure', last_error: returnInWords(report), updated_at: at })
      .where('id', '=', id)
      .execute();
    await stopUnreached(trx, [id], at);
  }
  if (kind === 'complaint') await sendLess(trx, council, address, at);
  return kind;
}

/** A mail comes back within days, and once: who has seen it can say nothing more of it after that. */
const RETURNS_WITHIN_MS = 14 * 24 * HOUR_MS;

/** The mail of a token that may still come back. */
export async function findReturnable(
  db: Db | Trx,
  { deliveryId, code }: ReportOfMail['token'],
  at: IsoInstant,
): Promise<{ readonly id: string; readonly council: string; readonly recipient: string } | undefined> {
  return db
    .selectFrom('delivery')
    .select(['id', 'council', 'recipient'])
    .where('id', '=', deliveryId)
    .where('return_code', '=', code)
    .where('channel', '=', 'smtp')
    .where('updated_at', '>', new Date(Date.parse(at) - RETURNS_WITHIN_MS).toISOString())
    .where((one) =>
      one.not(one.exists(one.selectFrom('returned_mail').whereRef('delivery_id', '=', 'delivery.id'))),
    )
    .executeTakeFirst();
}

/**
 * Stops the addresses of deliveries that failed because there is nobody at them, and tells who is next by the council's
 * rules in their place.
 */
export async function stopUnreached(trx: Trx, deliveryIds: readonly string[], at: IsoInstant): Promise<void> {
  if (deliveryIds.length === 0) return;
  const rows = await trx
    .selectFrom('delivery')
    .select(['council', 'channel', 'recipient as address', 'alert_id', 'last_error'])
    .where('id', 'in', [...deliveryIds])
    .where('status', '=', 'permanent-failure')
    .orderBy('nth')
    .execute();
  for (const { council, alert_id: alertId, last_error: because, ...place } of rows) {
    await stopAddress(trx, council, place, because ?? 'Not accepted', at);
    if (alertId !== null) await tellInstead(trx, alertId, at);
  }
}

/** Sends nothing more to an address; its administrators are told, once. */
export async function stopAddress(
  trx: Trx,
  council: string,
  { channel, address }: Destination,
  because: string,
  at: IsoInstant,
): Promise<void> {
  const stopped = await trx
    .insertInto('stopped_address')
    .values({ council, channel, address, because, stopped_at: at })
    .onConflict((known) => known.doNothing())
    .returning('address')
    .executeTakeFirst();
  if (!stopped) return;
  await audit(trx, {
    council,
    actor: BY,
    action: 'stopped an address',
    subject: await whoseAddress(trx, council, { channel, address }),
  });
  await askForNotice(trx, council, { about: 'unreachable', channel, address, said: because });
}

/** An address as the audit log names it, which is kept for longer than addresses are: by whose it is. */
async function whoseAddress(trx: Trx, council: string, { channel, address }: Destination): Promise<string> {
  const { people } = (await findCouncilsToTell(trx, [council])).get(council) ?? { people: [] };
  const owner = people.find((one) => one.address?.toLowerCase() === address.toLowerCase());
  return owner ? `address of ${actorOf(owner.id)}` : `address by ${channel}`;
}

/** Tells of an alert whoever is to be told by the council's rules as they are now; who was told already is not. */
export async function tellInstead(trx: Trx, alertId: string, now: IsoInstant): Promise<void> {
  const alert = await trx
    .selectFrom('alert')
    .select(['council', 'kind', 'to_band as to', 'exposure'])
    .where('id', '=', alertId)
    .executeTakeFirstOrThrow();
  const kind = NewsKind.safeParse(alert.kind);
  const council = (await findCouncilsToTell(trx, [alert.council])).get(alert.council);
  if (!kind.success || !council) return;
  const routes = whoIsTold({ ...alert, kind: kind.data }, council, now);
  await saveRoutes(
    trx,
    routes.map((route) => ({ alertId, council: alert.council, route })),
  );
}

async function sendLess(trx: Trx, council: string, address: string, at: IsoInstant): Promise<void> {
  const { people } = (await findCouncilsToTell(trx, [council])).get(council) ?? { people: [] };
  const reader = people.find((one) => one.address?.toLowerCase() === address.toLowerCase());
  if (reader) {
    const chosen = Subscription.parse({ ...reader.subscription, onlyFormalAtOnce: true });
    await saveSubscription(trx, council, reader.id, chosen, BY);
  }
  if ((await countComplaints(trx, council, address, at)) > 1) return;
  await askForNotice(trx, council, { about: 'complaint', address, waits: reader !== undefined });
}

/** How often somebody at an address has complained within a day. */
async function countComplaints(trx: Trx, council: string, address: string, at: IsoInstant): Promise<number> {
  const { times } = await trx
    .selectFrom('returned_mail')
    .innerJoin('delivery', 'delivery.id', 'delivery_id')
    .select((one) => one.fn.countAll<string>().as('times'))
    .where('returned_mail.council', '=', council)
    .where('kind', '=', 'complaint')
    .where('recipient', '=', address)
    .where('received_at', '>', new Date(Date.parse(at) - 24 * HOUR_MS).toISOString())
    .executeTakeFirstOrThrow();
  return Number(times);
}

/** An address to which nothing is sent any more. */
export interface StoppedAddress extends Destination {
  readonly stoppedAt: IsoInstant;
  readonly because: string;
}

/** The addresses of the council that `trx` acts for to which nothing is sent any more, the newest first. */
export async function findStopped(trx: Trx): Promise<readonly StoppedAddress[]> {
  return trx
    .selectFrom('stopped_address')
    .select(['channel', 'address', 'stopped_at as stoppedAt', 'because'])
    .orderBy('stopped_at', 'desc')
    .orderBy('address')
    .execute();
}

/** How often mails of the council that `trx` acts for came back, by address and kind, the most first. */
export async function countReturned(
  trx: Trx,
  limit: number,
): Promise<
  readonly {
    readonly address: string;
    readonly kind: ReturnKind;
    readonly times: number;
    readonly lastAt: IsoInstant;
  }[]
> {
  return trx
    .selectFrom('returned_mail')
    .innerJoin('delivery', 'delivery.id', 'delivery_id')
    .select(({ fn }) => [
      'recipient as address',
      'kind',
      sql<number>`count(*)::int`.as('times'),
      fn.max('received_at').as('lastAt'),
    ])
    .groupBy(['recipient', 'kind'])
    .orderBy('times', 'desc')
    .orderBy('address')
    .limit(limit)
    .execute();
}

/** Lets an address of the council that `trx` acts for be tried again; false where it was not stopped. */
export async function allowAddress(
  trx: Trx,
  council: string,
  { channel, address }: Destination,
  by: string,
): Promise<boolean> {
  const subject = await whoseAddress(trx, council, { channel, address });
  const { numDeletedRows } = await trx
    .deleteFrom('stopped_address')
    .where('council', '=', council)
    .where('channel', '=', channel)
    .where('address', '=', address)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await audit(trx, { council, actor: by, action: 'let an address be tried again', subject });
  return true;
}
