import {
  toldEvent,
  Notice,
  OpeningView,
  whoGetsLetters,
  type AlertRecord,
  type Opening,
  type Reason,
} from '@tocsin/alerting';
import type { Evidence, IsoInstant } from '@tocsin/domain';
import { shownName } from '@tocsin/matching';
import { sql } from 'kysely';
import { enqueueDelivering } from '../outbox/outbox.ts';
import type { Db, Trx } from '../schema/database.ts';
import type { Delivery } from '../schema/tables.ts';
import { nameShown } from '../who/supplier-search.ts';
import { alertOf } from './alerts.ts';
import { deleteAlerts } from './delete-alerts.ts';
import { findCouncilsToTell } from './councils-to-tell.ts';
import { inForce } from '../holdings/in-force.ts';

/**
 * Begins the opening report of a council with its first register or spending file; does nothing where it has one. What
 * documents that are here by now say stood when it began, and is no news to it.
 */
export async function beginOpening(trx: Trx, council: string): Promise<void> {
  await sql`
    insert into letter (council, kind, last_document)
    select ${council}, 'opening', coalesce(max(id), 0) from document
    on conflict (council) where kind = 'opening' do nothing`.execute(trx);
}

/** An opening report that is begun or was sent. */
export interface OpeningLetter extends Opening {
  readonly id: string;
  readonly council: string;
  /** The newest document when it was begun. */
  readonly lastDocument: string;
}

/**
 * The opening reports of these councils; those that have none yet are left out. One that is not sent is held until the
 * transaction ends: what joins it is in it when it is written (`holdOpening`).
 */
export async function findOpenings(
  trx: Trx,
  councils: readonly string[],
): Promise<ReadonlyMap<string, OpeningLetter>> {
  // Apart from the question: who had to wait here for a report to be sent has to see that it was.
  await sql`
    select from letter where kind = 'opening' and sent_at is null and council = any(${[...councils]}::text[])
    order by council for share`.execute(trx);
  const { rows } = await sql<OpeningLetter>`
    select id, council, begun_at as "begunAt", sent_at is not null as "isSent", silent as "isSilent",
      last_document as "lastDocument",
      exists (select from register_upload where register_upload.council = letter.council and ${inForce}
        and uploaded_at > now() - interval '1 day')
      or (select min(loaded_at) from spend_file where spend_file.council = letter.council)
        > now() - interval '1 day' as "isLoading"
    from letter where kind = 'opening' and council = any(${[...councils]}::text[])`.execute(trx);
  return new Map(rows.map((row) => [row.council, row]));
}

/** The letters of late facts that are being gathered, one a council, begun where there is none. Ids by council. */
export async function gatherCatchUps(
  trx: Trx,
  councils: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; council: string }>`
    insert into letter (council, kind) select council, 'catch-up' from unnest(${[...new Set(councils)].sort()}::text[]) as council
    on conflict (council) where kind = 'catch-up' and sent_at is null do update set kind = excluded.kind
    returning id, council`.execute(trx);
  return new Map(rows.map(({ id, council }) => [council, id]));
}

/** A letter that waits to be sent. */
export interface PendingLetter {
  readonly id: string;
  readonly council: string;
  readonly kind: 'opening' | 'catch-up';
  readonly begunAt: IsoInstant;
  /** When an alert joined it last; null while none has. */
  readonly joinedAt: IsoInstant | null;
}

/** Letters that are not sent yet, of councils where somebody is to be told, the oldest first. */
export async function findPendingLetters(db: Db | Trx): Promise<readonly PendingLetter[]> {
  const { rows } = await sql<PendingLetter>`
    select id, council, kind, begun_at as "begunAt",
      (select max(raised_at) from alert where letter_id = letter.id) as "joinedAt"
    from letter where sent_at is null and kind <> 'notice' order by nth`.execute(db);
  const councils = await findCouncilsToTell(
    db,
    rows.map(({ council }) => council),
  );
  return rows.filter(({ council }) => {
    const toTell = councils.get(council);
    return toTell && whoGetsLetters(toTell).length > 0;
  });
}

/**
 * Takes a letter that nobody has sent, for the time of the transaction; undefined where somebody has, or is about to:
 * of two replicas one sends it.
 */
export async function lockPendingLetter(trx: Trx, id: string): Promise<{ readonly id: string } | undefined> {
  return trx
    .selectFrom('letter')
    .select('id')
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/**
 * Takes an opening report that nobody has sent, once all that joined it is there, for the time of the transaction: what it
 * says is found after this. False where somebody has sent it.
 */
export async function holdOpening(trx: Trx, id: string): Promise<boolean> {
  const { rows } = await sql`select from letter where id = ${id} and sent_at is null for update`.execute(trx);
  return rows.length > 0;
}

/**
 * Takes back what joined an opening report about suppliers of whom it says nothing, where nobody of the council has done
 * anything about it: nobody was told, and who comes to depend on them later is.
 */
export async function takeBackUnsaid(trx: Trx, id: string, suppliers: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from alert where letter_id = ${id} and supplier_id = any(${[...suppliers]}::bigint[])
      and not exists (select from alert_action where alert_id = alert.id)
      and not exists (select from contest where alert_id = alert.id)`.execute(trx);
  await deleteAlerts(
    trx,
    rows.map((row) => row.id),
  );
}

/** Marks a letter as sent, keeps what it says, and makes one delivery for each of its council's recipients. */
export async function sendLetter(
  trx: Trx,
  id: string,
  { said, sentAt }: { readonly said: OpeningView | null; readonly sentAt: IsoInstant },
): Promise<void> {
  const { council } = await trx
    .updateTable('letter')
    .set({ sent_at: sentAt, said: said && JSON.stringify(said) })
    .where('id', '=', id)
    .returning('council')
    .executeTakeFirstOrThrow();
  const toTell = (await findCouncilsToTell(trx, [council])).get(council);
  await sendTo(trx, id, council, toTell ? whoGetsLetters(toTell) : []);
}

/** Makes a delivery of a letter for each address, and asks for them to be sent. */
export async function sendTo(
  trx: Trx,
  id: string,
  council: string,
  told: readonly { readonly channel: string; readonly address: string }[],
): Promise<void> {
  const { rows } = await sql<Pick<Delivery, 'id' | 'channel'>>`
    insert into delivery (letter_id, council, channel, recipient)
    select distinct ${id}::bigint, ${council}, channel, address
    from json_to_recordset(${JSON.stringify(told)}::json) as told (channel text, address text) order by channel, address
    on conflict (letter_id, channel, recipient) do nothing returning id, channel`.execute(trx);
  await enqueueDelivering(
    trx,
    rows.map((one) => ({ ...one, formal: false })),
  );
}

/** Of what is told of a review: that it waits for a digest, and nobody has looked since. */
const waitsForDigest = sql<boolean>`letter_id is null and not exists (
  select from review where review.council = review_telling.council and review.contract = review_telling.contract
    and review.cause = review_telling.cause)`;

/** Whose digest is due: an address of a council. */
export interface DueDigest {
  readonly council: string;
  readonly channel: string;
  readonly address: string;
}

/** Who has something for a digest that was due by `slot`. */
export async function findDueDigests(db: Db | Trx, slot: IsoInstant): Promise<readonly DueDigest[]> {
  return db
    .selectFrom('telling')
    .select(['council', 'channel', 'address'])
    .where('how', '=', 'digest')
    .where('letter_id', 'is', null)
    .where('due_at', '<=', slot)
    .union(
      db
        .selectFrom('review_telling')
        .select(['council', 'channel', 'address'])
        .where(waitsForDigest)
        .where('due_at', '<=', slot),
    )
    .orderBy('council')
    .orderBy('address')
    .execute();
}

/**
 * Sends somebody all that is for her digest of `slot`, one of a day; what comes too late for it is in the next one.
 * Returns whether it was sent now.
 */
export async function sendDigest(
  trx: Trx,
  { council, channel, address }: DueDigest,
  slot: IsoInstant,
  sentAt: IsoInstant,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into letter (council, kind, channel, address, due_at, sent_at)
    values (${council}, 'digest', ${channel}, ${address}, ${slot}, ${sentAt})
    on conflict (council, channel, address, due_at) where kind = 'digest' do nothing returning id`.execute(
    trx,
  );
  const [letter] = rows;
  if (!letter) return false;
  await sql`update telling set letter_id = ${letter.id} where council = ${council} and channel = ${channel}
    and address = ${address} and how = 'digest' and letter_id is null and due_at <= ${slot}`.execute(trx);
  await sql`update review_telling set letter_id = ${letter.id} where council = ${council} and channel = ${channel}
    and address = ${address} and due_at <= ${slot} and ${waitsForDigest}`.execute(trx);
  await sendTo(trx, letter.id, council, [{ channel, address }]);
  return true;
}

/** A letter as it was sent. */
export interface SentLetter {
  readonly id: string;
  readonly council: { readonly code: string; readonly name: string };
  readonly kind: 'opening' | 'catch-up' | 'digest' | 'assigned' | 'notice';
  readonly begunAt: IsoInstant;
  readonly sentAt: IsoInstant | null;
  readonly isSilent: boolean;
  /** What an opening report says; null until it is sent. */
  readonly said: OpeningView | null;
  /** What a notice says; null of a letter of another kind. */
  readonly notice: Notice | null;
}

/** One letter; of a council its opening report. Undefined where there is none. */
export async function findLetter(
  db: Db | Trx,
  of: { readonly id: string } | { readonly openingOf: string },
): Promise<SentLetter | undefined> {
  const row = await db
    .selectFrom('letter')
    .innerJoin('council', 'gss', 'council')
    .select(['id', 'gss', 'name', 'kind', 'begun_at', 'sent_at', 'silent', 'said'])
    .where((letter) =>
      'id' in of
        ? letter('id', '=', of.id)
        : letter.and([letter('council', '=', of.openingOf), letter('kind', '=', 'opening')]),
    )
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      council: { code: row.gss, name: row.name },
      kind: row.kind,
      begunAt: row.begun_at,
      sentAt: row.sent_at,
      isSilent: row.silent,
      said: row.said === null || row.kind === 'notice' ? null : OpeningView.parse(row.said),
      notice: row.kind === 'notice' ? Notice.parse(row.said) : null,
    }
  );
}

/** An alert that is told in a letter, with the name of its supplier and where its event can be read. */
export interface LateAlert {
  readonly alert: AlertRecord;
  readonly supplier: string;
  readonly evidence: Evidence | null;
  /** Why it is told in a digest; null of a letter to the council. */
  readonly reason: Reason | null;
}

/** The alerts that a letter tells: those whose reason still stands, or all of them where none does. */
export async function findLateAlerts(trx: Trx, letterId: string): Promise<readonly LateAlert[]> {
  const rows = await trx
    .selectFrom('alert')
    .innerJoin('assessment', 'assessment.id', 'alert.assessment_id')
    .innerJoin('supplier', 'supplier.id', 'alert.supplier_id')
    .leftJoin('telling', (join) =>
      join.onRef('telling.alert_id', '=', 'alert.id').on('telling.letter_id', '=', letterId),
    )
    .selectAll('alert')
    .select(['formal_events', 'reason', nameShown('everybody').as('supplier')])
    .where((one) => one.or([one('alert.letter_id', '=', letterId), one('telling.letter_id', '=', letterId)]))
    .orderBy('alert.nth')
    .execute();
  const all = rows.map((row) => ({
    alert: alertOf(row),
    supplier: shownName(row.supplier),
    evidence: toldEvent(alertOf(row), row.formal_events)?.evidence[0] ?? null,
    reason: row.reason,
  }));
  const standing = all.filter(({ alert }) => alert.status !== 'superseded');
  return standing.length > 0 ? standing : all;
}
