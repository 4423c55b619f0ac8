import { createHash } from 'node:crypto';
import { groupBy, SupplierId, type IsoDate } from '@tocsin/domain';
import { parseMessage, queues, type QueueMessage, type QueueName } from '@tocsin/messages';
import { sql } from 'kysely';
import { chunksOf, TOGETHER } from '../schema/chunks.ts';
import type { Trx } from '../schema/database.ts';

interface EnqueueOptions {
  /** Messages of one queue with the same key are one message while it waits to be sent. */
  readonly key?: string;
  /** 0 goes first. */
  readonly priority?: number;
  /** It is not sent before this has passed. */
  readonly afterMs?: number;
}

/**
 * Writes a message in the transaction that caused it: either both are kept or neither. A waiting message with the same
 * key is touched, not skipped, so that the relay cannot send it before this transaction is visible. Without a key it is
 * only added to the others: that is all that the session of a council may do here.
 */
export async function enqueue<Q extends QueueName>(
  trx: Trx,
  queue: Q,
  message: QueueMessage<Q>,
  options: EnqueueOptions = {},
): Promise<void> {
  await enqueueAll(trx, queue, [{ message, ...options }]);
}

/** As `enqueue`, for many messages of one queue in one statement. */
export async function enqueueAll<Q extends QueueName>(
  trx: Trx,
  queue: Q,
  messages: readonly (EnqueueOptions & { readonly message: QueueMessage<Q> })[],
): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map(({ message, key, priority, afterMs }) => ({
    queue,
    message: JSON.stringify(parseMessage(queue, message)),
    priority: priority ?? 0,
    available_at: sql<string>`now() + ${`${afterMs ?? 0} milliseconds`}::interval`,
    ...(key === undefined ? {} : { key }),
  }));
  await trx
    .insertInto('outbox')
    .values(rows)
    .$if(
      messages.some(({ key }) => key !== undefined),
      (keyed) =>
        keyed.onConflict((conflict) =>
          conflict
            .columns(['queue', 'key'])
            .where('sent_at', 'is', null)
            .where('done_at', 'is', null)
            .where('dead_at', 'is', null)
            .doUpdateSet({
              priority: sql`least(outbox.priority, excluded.priority)`,
              // A publisher that asked for time has it, though the same was asked for at once meanwhile.
              ...(queue === 'ingest' && messages.some(({ afterMs }) => afterMs !== undefined)
                ? { available_at: sql`greatest(outbox.available_at, excluded.available_at)` }
                : {}),
            }),
        ),
    )
    // By the name given and not the column: the session of a council reads no column of it.
    .returning(sql`pg_notify('outbox', ${queue}::text)`.as('called'))
    .execute();
}

/** Asks matching to look at mentions, in chunks, or at each by itself. */
export async function enqueueMatching(
  trx: Trx,
  mentionIds: readonly string[],
  asOf: IsoDate | null,
  how: 'together' | 'alone' = 'together',
): Promise<void> {
  const messages = chunksOf(mentionIds, how === 'alone' ? 1 : TOGETHER).map((chunk) => ({
    message: { v: 1 as const, of: 'mentions' as const, mentionIds: [...chunk], asOf },
    ...(how === 'alone' ? { key: `${ALONE}${nameOf(chunk)}:${asOf ?? ''}` } : {}),
  }));
  await enqueueAll(trx, 'match', messages);
}

/** What is no formal event waits for those that are: of an estimate, an ending or a letter nobody needs to hear first. */
const AFTER_FORMAL = 1;

/**
 * Asks for councils to be told of assessments: those that wait together are told of together, unless `alone`. Those that
 * hold no formal event (`formal` does not name them) wait for all that do.
 */
export async function enqueueNotifying(
  trx: Trx,
  assessmentIds: readonly string[],
  { alone = false, formal }: { readonly alone?: boolean; readonly formal?: ReadonlySet<string> } = {},
): Promise<void> {
  const messages = assessmentIds.map((id) => ({
    message: { v: 2 as const, assessmentIds: [id] },
    key: alone ? `${ALONE}${id}` : id,
    priority: formal && !formal.has(id) ? AFTER_FORMAL : 0,
  }));
  await enqueueAll(trx, 'notify', messages);
}

/** Deliveries in one message: what many mails say is gathered as quickly as what a few do. */
const TOLD_TOGETHER = 100;

/** A delivery that is to be sent: `formal` where it tells of a formal event. */
export interface ToDeliver {
  readonly id: string;
  readonly channel: string;
  readonly formal: boolean;
  readonly afterMs?: number;
}

/** Whether a row of `delivery` tells of a formal event. */
export const tellsOfFormal = sql<boolean>`exists (
  select from alert where alert.id = delivery.alert_id and alert.kind = 'formal')`;

/**
 * Asks for deliveries to be sent, those of one channel together, or each by itself: after the wait that is given with
 * it, or after that of the queue. Those of formal events go before all others.
 */
export async function enqueueDelivering(
  trx: Trx,
  deliveries: readonly ToDeliver[],
  how: 'together' | 'alone' = 'together',
): Promise<void> {
  const alike = groupBy(
    deliveries,
    ({ channel, formal }) => `${channel} ${formal}`,
    (delivery) => delivery,
  );
  const [size, apart, byDefault] =
    how === 'alone' ? [1, ALONE, queues.deliver.backoffMs] : [TOLD_TOGETHER, '', 0];
  const chunks = [...alike.values()].flatMap((those) => chunksOf(those, size));
  const messages = chunks.map((chunk) => {
    const deliveryIds = chunk.map(({ id }) => id);
    return {
      message: { v: 2 as const, deliveryIds },
      key: `${apart}${nameOf(deliveryIds)}`,
      priority: chunk[0]?.formal ? 0 : AFTER_FORMAL,
      afterMs: chunk[0]?.afterMs ?? byDefault,
    };
  });
  await enqueueAll(trx, 'deliver', messages);
}

/** Suppliers in one score message: a transaction that is short enough for those who wait for one of them. */
const SCORED_TOGETHER = 200;

/**
 * Asks for suppliers to be assessed, in chunks of at most `together`, or each by itself. The same suppliers asked for
 * again while they wait are asked for once.
 */
export async function enqueueScoring(
  trx: Trx,
  supplierIds: Iterable<string>,
  asOf: IsoDate | null,
  {
    priority = 0,
    together = SCORED_TOGETHER,
  }: { readonly priority?: number; readonly together?: number | 'alone' } = {},
): Promise<void> {
  const ids = [...new Set(supplierIds)].sort((a, b) => Number(a) - Number(b));
  const [size, apart] = together === 'alone' ? [1, ALONE] : [together, ''];
  const messages = chunksOf(ids, size).map((chunk) => ({
    message: { v: 2 as const, supplierIds: chunk.map((id) => SupplierId.parse(id)), asOf },
    key: `${apart}${nameOf(chunk)}:${asOf ?? ''}`,
    priority,
  }));
  await enqueueAll(trx, 'score', messages);
}

function nameOf(ids: readonly string[]): string {
  const [only, another] = ids;
  return only && !another ? only : createHash('sha256').update(ids.join(' ')).digest('hex');
}

/** Keys of messages that are never joined with others. */
export const ALONE = 'alone:';
