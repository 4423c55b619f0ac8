import { setImmediate } from 'node:timers/promises';
import type { SupplierMention } from '@tocsin/domain';
import type { OpenedSpend } from './spend-record.ts';
import { openSpendLines, type SpendLines } from './spend-lines.ts';
import type { BulkMention, BulkMentions } from './spend-mentions.ts';
import type { SpendTally } from './spend-tally.ts';

/** Payments that go to Postgres together: most files are one batch, and a larger one never lies in memory whole. */
const BATCH = 20_000;
/** Records that are read in one go. Between them, what is on its way to Postgres moves on. */
const BREATH = 50;

/** Payments of one file, ready to be sent, and whom they name. */
export interface SpendBatch {
  readonly lines: SpendLines;
  /** Each once a batch. */
  readonly mentions: readonly BulkMention[];
  readonly last: boolean;
}

interface OpenFile {
  readonly opened: OpenedSpend;
  readonly documentId: string;
  readonly mentions: BulkMentions;
  readonly tally: SpendTally;
}

/** Reads a file batch by batch, the next one always ahead of who walks them, and the first at once. */
export function readBatches(reading: OpenFile): AsyncIterable<SpendBatch> {
  return ahead(batchesOf(reading));
}

async function* batchesOf({
  opened,
  documentId,
  mentions,
  tally,
}: OpenFile): AsyncGenerator<SpendBatch, void> {
  mentions.openFile();
  let batch = openBatch(documentId, opened.council, mentions);
  let read = 0;
  for (const record of opened.rows) {
    tally.add(record);
    if ('payment' in record) batch.add(record);
    read += 1;
    if (read % BREATH === 0) await setImmediate();
    if (batch.lines.count < BATCH) continue;
    yield { ...batch.close(), last: false };
    batch = openBatch(documentId, opened.council, mentions);
  }
  yield { ...batch.close(), last: true };
}

type Paid = Extract<Parameters<SpendTally['add']>[0], { readonly payment: unknown }>;

function openBatch(documentId: string, council: string, mentions: BulkMentions) {
  const lines = openSpendLines(documentId, council);
  // A reader makes one object of a name that it meets again and again: most are known without building their text.
  const met = new Map<SupplierMention, BulkMention>();
  return {
    lines,
    close: () => ({ lines, mentions: [...new Set(met.values())] }),
    add({ row, payment }: Paid) {
      const { mention } = payment;
      let held = mention && met.get(mention);
      if (mention && !held) {
        held = mentions.hold(mention);
        met.set(mention, held);
      }
      lines.add(row, payment, held ?? null);
    },
  };
}

function ahead<T>(source: AsyncIterator<T, void>): AsyncIterable<T> {
  const begin = () => {
    const next = source.next();
    // Its failure is met where it is waited for.
    next.catch(() => undefined);
    return next;
  };
  let next = begin();
  return {
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const { done, value } = await next;
        if (done) return;
        next = begin();
        yield value;
      }
    },
  };
}
