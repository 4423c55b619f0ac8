import { AlertDeed, whoIsToldOfAssignment, type Route, NewsKind } from '@tocsin/alerting';
import { actorOf, personOfActor, type IsoInstant } from '@tocsin/domain';
import { sql } from 'kysely';
import { enqueueDelivering } from '../outbox/outbox.ts';
import type { Db, Trx } from '../schema/database.ts';
import { findCouncilsToTell } from './councils-to-tell.ts';
import { saveRoutes } from './routes.ts';

/** Assignments of which nobody was told yet, the oldest first. */
export async function findAssignmentsToTell(db: Db | Trx): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('alert_action')
    .select('id')
    .where('action', '=', 'assign')
    .where('said', 'is not', null)
    .where('told_at', 'is', null)
    .orderBy('nth')
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Tells whoever was given an alert, and the owners of its contracts: by a letter each, or in the digest of those who are
 * told by it. Of an assignment that was undone, or followed by another, nobody is told. Returns how many are told.
 */
export async function tellAssignment(trx: Trx, deedId: string, now: IsoInstant): Promise<number> {
  const row = await trx
    .selectFrom('alert_action')
    .innerJoin('alert', 'alert.id', 'alert_id')
    .select([
      'alert.id',
      'alert.council',
      'kind',
      'to_band',
      'exposure',
      'status',
      'owner',
      'said',
      'by_whom',
    ])
    .where('alert_action.id', '=', deedId)
    .where('told_at', 'is', null)
    .forUpdate('alert_action')
    .skipLocked()
    .executeTakeFirst();
  if (!row) return 0;
  await trx.updateTable('alert_action').set({ told_at: now }).where('id', '=', deedId).execute();
  const deed = AlertDeed.parse({ action: 'assign', ...(row.said as object) });
  const council = (await findCouncilsToTell(trx, [row.council])).get(row.council);
  const kind = NewsKind.safeParse(row.kind);
  const stands = deed.action === 'assign' && row.status === 'assigned' && row.owner === deed.owner;
  if (!stands || !council) return 0;
  // Of what has ended nothing is urgent: it is told as an estimate is.
  const alert = { kind: kind.data ?? ('band' as const), to: row.to_band, exposure: row.exposure };
  const routes = whoIsToldOfAssignment(alert, council, { to: deed.to, by: row.by_whom }, now);
  const [inDigest, byLetter] = [
    routes.filter(({ how }) => how === 'digest'),
    routes.filter(({ how }) => how !== 'digest'),
  ];
  await saveRoutes(
    trx,
    inDigest.map((route) => ({ alertId: row.id, council: row.council, route })),
  );
  await againInDigest(trx, row.id, inDigest);
  await sendLetters(trx, { deedId, council: row.council, routes: byLetter, now });
  return routes.length;
}

/** Who was told of an alert before has it in her next digest once more, with why. */
async function againInDigest(trx: Trx, alertId: string, routes: readonly Route[]): Promise<void> {
  for (const { channel, address, at, reason } of routes)
    await trx
      .updateTable('telling')
      .set({ how: 'digest', due_at: at, reason: JSON.stringify(reason), letter_id: null })
      .where('alert_id', '=', alertId)
      .where('channel', '=', channel)
      .where('address', '=', address)
      .execute();
}

interface Letters {
  readonly deedId: string;
  readonly council: string;
  readonly routes: readonly Route[];
  readonly now: IsoInstant;
}

async function sendLetters(trx: Trx, { deedId, council, routes, now }: Letters): Promise<void> {
  for (const { channel, address, at } of routes) {
    const { id } = await trx
      .insertInto('letter')
      .values({
        council,
        kind: 'assigned',
        channel,
        address,
        due_at: at,
        sent_at: now,
        said: null,
        deed_id: deedId,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const made = await trx
      .insertInto('delivery')
      .values({ letter_id: id, council, channel, recipient: address })
      .returning(['id', 'channel'])
      .executeTakeFirstOrThrow();
    const delivery = { ...made, formal: false };
    const afterMs = Math.max(0, Date.parse(at) - Date.parse(now));
    if (afterMs === 0) await enqueueDelivering(trx, [delivery]);
    else await enqueueDelivering(trx, [{ ...delivery, afterMs }], 'alone');
  }
}

/** What a letter says of an assignment: names, for the mail. */
export interface AssignmentTold {
  readonly alertId: string;
  readonly to: string;
  readonly by: string;
}

/** The assignment that a letter tells of, as the worker knows people's names; undefined of another letter. */
export async function findAssignment(trx: Trx, letterId: string): Promise<AssignmentTold | undefined> {
  const row = await trx
    .selectFrom('letter')
    .innerJoin('alert_action', 'alert_action.id', 'deed_id')
    .select(['alert_id as alertId', 'by_whom as by', sql<string>`alert_action.said ->> 'owner'`.as('owner')])
    .where('letter.id', '=', letterId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { alertId, by, owner } = row;
  const numbers = [by, owner].flatMap((actor) => personOfActor(actor) ?? []);
  const people = await trx
    .selectFrom('person')
    .select(['id', 'name'])
    .where('id', '=', sql<string>`any(${numbers}::bigint[])`)
    .execute();
  const names = new Map(people.map(({ id, name }) => [actorOf(id), name]));
  return { alertId, to: names.get(owner) ?? owner, by: names.get(by) ?? by };
}
