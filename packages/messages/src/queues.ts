import { IsoDate, SupplierId } from '@tocsin/domain';
import { z } from 'zod';

export interface QueueSpec {
  readonly message: z.ZodType;
  /** Tries of one message before it is put aside as a dead letter. */
  readonly attempts: number;
  /** Wait before the second try; it doubles from then on. */
  readonly backoffMs: number;
  /** Messages of this queue that one service handles at once. */
  readonly concurrency: number;
  /** Messages that say the same of other ids travel as one, of at most so many ids, where they wait together. */
  readonly joined?: { readonly by: string; readonly most: number };
}

const Id = z.string().regex(/^\d+$/);

/**
 * The whole wiring on one screen: what travels between the services. Messages carry ids only (no names, no money, no
 * personal data), are versioned by `v`, and are parsed by the sender and again by the receiver.
 */
export const queues = {
  /** Run one source now: fetch, archive, parse, record. Or take out what the sample brought, or a council’s file in or out. */
  ingest: {
    message: z.union([
      z.object({ v: z.literal(1), sourceId: z.string().min(1) }),
      z.object({ v: z.literal(1), remove: z.literal('sample') }),
      z.object({ v: z.literal(1), ownSpend: Id }),
    ]),
    attempts: 4,
    backoffMs: 30_000,
    concurrency: 4,
  },
  /** Resolve supplier mentions (`asOf` as in score), the lines of a council's register or of its list, to legal persons. */
  match: {
    message: z.discriminatedUnion('of', [
      z.object({
        v: z.literal(1),
        of: z.literal('mentions'),
        mentionIds: z.array(Id).min(1).max(500),
        asOf: IsoDate.nullable(),
      }),
      z.object({
        v: z.literal(1),
        of: z.literal('register'),
        uploadId: Id,
        // Where a register of many lines goes on: its lines with a number, those without, then their suppliers.
        from: z.object({ step: z.enum(['numbered', 'named', 'suppliers']), after: Id }).optional(),
      }),
      // The rows of a council's list of suppliers that come after one, so many at a time.
      z.object({ v: z.literal(1), of: z.literal('list'), listId: Id, after: z.int().min(0) }),
      // Names of a published spending file that were known before: of some whom they name somebody must be told now.
      z.object({ v: z.literal(1), of: z.literal('spend'), documentId: Id }),
      // The payees of a spending file that is not published; of many, those after one.
      z.object({ v: z.literal(1), of: z.literal('own-spend'), fileId: Id, after: Id.optional() }),
    ]),
    attempts: 5,
    backoffMs: 1_000,
    concurrency: 4,
    joined: { by: 'mentionIds', most: 100 },
  },
  /** Assess some suppliers; `asOf` null is today, a date replays that day. */
  score: {
    message: z.union([
      z.object({
        v: z.literal(2),
        supplierIds: z.array(SupplierId).min(1).max(500),
        asOf: IsoDate.nullable(),
      }),
      // One supplier a message, as release 0.1.0 wrote them: some may wait in an outbox that was upgraded.
      z
        .object({ v: z.literal(1), supplierId: SupplierId, asOf: IsoDate.nullable() })
        .transform(({ supplierId, asOf }) => ({ v: 2 as const, supplierIds: [supplierId], asOf })),
    ]),
    attempts: 5,
    backoffMs: 1_000,
    concurrency: 4,
    joined: { by: 'supplierIds', most: 100 },
  },
  /** Assessments that somebody may need to hear of: find the exposed councils and raise their alerts. */
  notify: {
    message: z.union([
      z.object({ v: z.literal(2), assessmentIds: z.array(Id).min(1).max(500) }),
      // As release 0.1.0 wrote them.
      z
        .object({ v: z.literal(1), assessmentId: Id })
        .transform(({ assessmentId }) => ({ v: 2 as const, assessmentIds: [assessmentId] })),
    ]),
    attempts: 5,
    backoffMs: 1_000,
    concurrency: 4,
    joined: { by: 'assessmentIds', most: 25 },
  },
  /** Send deliveries, each of one alert to one person: those that were raised together, a few at a time. */
  deliver: {
    message: z.union([
      z.object({ v: z.literal(2), deliveryIds: z.array(Id).min(1).max(100) }),
      // As release 0.1.0 wrote them.
      z
        .object({ v: z.literal(1), deliveryId: Id })
        .transform(({ deliveryId }) => ({ v: 2 as const, deliveryIds: [deliveryId] })),
    ]),
    attempts: 12,
    backoffMs: 5_000,
    concurrency: 16,
  },
} as const satisfies Record<string, QueueSpec>;

export type QueueName = keyof typeof queues;
export type QueueMessage<Q extends QueueName> = z.infer<(typeof queues)[Q]['message']>;

export const queueNames = Object.keys(queues).filter(isQueueName);

/** True for the name of one of the five queues. */
export function isQueueName(name: string): name is QueueName {
  return Object.hasOwn(queues, name);
}

/** Parses a message of one queue. Throws zod's error naming the field when it breaks the schema. */
export function parseMessage<Q extends QueueName>(queue: Q, message: unknown): QueueMessage<Q> {
  return queues[queue].message.parse(message) as QueueMessage<Q>;
}
