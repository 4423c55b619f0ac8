import {
  findDueTroubles,
  findTroubledItems,
  isSomethingHidden,
  noteTrouble,
  saveCursor,
  settleTrouble,
  sumReports,
  type Db,
  type IngestReport,
} from '@tocsin/db';
import { openTolerance, Retry, triedAgainAfter } from '@tocsin/runtime';
import {
  UnreadableDocument,
  type Fetched,
  type Item,
  type Source,
  type Step,
  type Trouble,
} from '@tocsin/sources';
import { recordFetched, recordRead, type ReadStep } from './record-fetched.ts';

/** Items in trouble that are asked for again before a run goes on; the others wait for the next. */
const AGAIN_A_RUN = 50;
/** So many of them that fail in a row say that nothing can be had now. */
const AGAIN_IN_A_ROW = 5;

/** Documents wait for each other until there are so many, or so large, and never longer than this. */
const HELD = { documents: 50, bytes: 4_000_000, ms: 5_000 };

/** Part of a reason may be a publisher's own words. */
const LONGEST_REASON = 500;

function boundedText(reason: string): string {
  return reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}…` : reason;
}

/** The steps of one run, taken one by one. */
export interface Walk {
  /** Asks for what was in trouble before and is due, if the source can ask for one item. */
  readonly again: (ask: (item: string) => AsyncGenerator<Step, void> | undefined) => Promise<void>;
  /**
   * Takes every step and gives the last cursor; null where it was not reached, since what it stands for was not read.
   * Throws `Retry` where too much goes wrong.
   */
  readonly steps: (run: AsyncGenerator<Step<unknown>, unknown>) => Promise<unknown>;
  /** Whether an item is in trouble: what is known of it by its mark was perhaps never read. */
  readonly isInTrouble: (item: string) => boolean;
  /** Records what was fetched and waits to be recorded with what comes after it. */
  readonly recordHeld: () => Promise<void>;
  readonly report: () => Promise<IngestReport>;
}

export interface WalkOptions {
  readonly runId?: string;
  /**
   * Whether a source can be asked for one item by itself. Of any other document that cannot be read the cursor is not
   * saved: a publisher who is asked by it next time says that nothing has changed.
   */
  readonly asksAgainFor?: (item: string) => boolean;
}

/**
 * Records what the steps of a source bring, a few documents together. What one item does is that item's trouble, kept
 * with its later try, and the cursor goes on; too many of them stop the run.
 */
export async function openWalk(
  db: Db,
  source: Source,
  now: () => string,
  { runId, asksAgainFor = () => source.again !== undefined }: WalkOptions = {},
): Promise<Walk> {
  const report = sumReports(source.id);
  const inTrouble = await findTroubledItems(db, source.id);
  const tolerance = openTolerance();
  const held: ReadStep[] = [];
  let recording: Promise<void> = Promise.resolve();
  let troubles = 0;
  /** Whether a document could not be read that only the run of today can ask for: its cursor counts as not reached. */
  let isUnread = false;
  let last = '';
  let tooMuch: string | null = null;
  /** The latest moment that the publisher gave, of all that went wrong. */
  let notBefore: number | null = null;

  function hear(reason: string | null): void {
    last = reason ?? last;
    tooMuch = tolerance.note(reason === null) ?? tooMuch;
  }

  async function note(trouble: Trouble, cursor: unknown): Promise<void> {
    const { item, reason, hides = false } = trouble;
    const at = now();
    const asked = trouble.notBefore === undefined ? null : Date.parse(trouble.notBefore);
    if (asked !== null) notBefore = Math.max(notBefore ?? asked, asked);
    const later = (tries: number) => {
      const after = triedAgainAfter(tries, asked !== null);
      return after === null ? null : new Date(Math.max(Date.parse(at) + after, asked ?? 0)).toISOString();
    };
    await db.transaction().execute(async (trx) => {
      await noteTrouble(trx, { source: source.id, item, reason: boundedText(reason), hides, at, later });
      if (cursor !== undefined) await saveCursor(trx, source.id, cursor);
    });
    inTrouble.add(item);
    troubles += 1;
  }

  async function settle(item: string): Promise<void> {
    if (inTrouble.delete(item)) await settleTrouble(db, source.id, item, now());
  }

  /** The reason why a step came to nothing; null where it went well. */
  async function take(step: Step<unknown>): Promise<string | null> {
    if ('settled' in step) {
      await settle(step.settled);
      return null;
    }
    if ('trouble' in step) {
      await note(step.trouble, isUnread ? undefined : step.cursor);
      return step.trouble.reason;
    }
    try {
      report.add(await recordFetched(db, source, isUnread ? unreached(step) : step, runId));
    } catch (error) {
      if (!(error instanceof UnreadableDocument)) throw error;
      const [item, reason] = [itemOf(step), error.message];
      if (asksAgainFor(item)) await note({ item, reason }, step.cursor);
      else {
        isUnread = true;
        await note({ item, reason, hides: true }, undefined);
      }
      return reason;
    }
    await settle(itemOf(step));
    return null;
  }

  /** Records documents together, or where that fails each by itself: what is wrong with one is not the others' trouble. */
  async function recordTogether(taken: readonly ReadStep[]): Promise<void> {
    if (taken.length > 1) {
      const reports = await recordRead(db, source, taken, runId).catch(() => null);
      for (const one of reports ?? []) report.add(one);
      if (reports) for (const { step } of taken) await settle(itemOf(step));
      if (reports) return;
    }
    for (const { step } of taken) await take(step);
  }

  function recordHeld(): Promise<void> {
    recording = recording.then(() => recordTogether(held.splice(0)));
    return recording;
  }

  /** Holds a document until there are more; whatever else a step is waits for those that are held. */
  async function hold(step: Step<unknown>): Promise<void> {
    const items = readItems(source, step);
    if (!('document' in step) || !items) {
      if (!('settled' in step) || inTrouble.has(step.settled)) await recordHeld();
      hear(await take(step));
      return;
    }
    hear(null);
    held.push({ step: isUnread ? unreached(step) : step, items });
    const bytes = held.reduce((sum, one) => sum + one.step.document.body.length, 0);
    if (held.length >= HELD.documents || bytes >= HELD.bytes || heldMs(held) >= HELD.ms) await recordHeld();
  }

  /** The next step of a run; where it is long in coming, what is held does not wait for it. */
  async function nextOf(run: AsyncGenerator<Step<unknown>, unknown>) {
    const next = run.next();
    if (held.length === 0) return next;
    // Its failure is met where it is waited for.
    next.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<true>((resolve) => {
      timer = setTimeout(() => resolve(true), HELD.ms);
    });
    const there = next.then(
      () => false,
      () => false,
    );
    const isLate = await Promise.race([there, late]);
    clearTimeout(timer);
    if (isLate) await recordHeld();
    return next;
  }

  return {
    async again(ask) {
      if (inTrouble.size === 0) return;
      let inARow = 0;
      for (const { item } of await findDueTroubles(db, source.id, now(), AGAIN_A_RUN)) {
        const steps = ask(item);
        if (!steps) continue;
        let hasFailed = false;
        for await (const step of steps) hasFailed = (await take(step)) !== null || hasFailed;
        if (!hasFailed) await settle(item);
        inARow = hasFailed ? inARow + 1 : 0;
        if (inARow >= AGAIN_IN_A_ROW) return;
      }
    },
    isInTrouble: (item) => inTrouble.has(item),
    recordHeld,
    async steps(run) {
      try {
        for (;;) {
          const step = await nextOf(run);
          if (step.done) await recordHeld();
          else await hold(step.value);
          if (tooMuch) throw new Retry(`stopped after ${tooMuch}, the last: ${last}`, { notBefore });
          if (!step.done) continue;
          if (tolerance.failed() > 0 && tolerance.failed() === tolerance.asked())
            throw new Retry(`nothing could be read, ${tolerance.failed()} failed, the last: ${last}`, {
              notBefore,
            });
          return isUnread ? null : step.value;
        }
      } catch (error) {
        await recordHeld();
        throw error;
      } finally {
        await run.return(null);
      }
    },
    async report() {
      const isHidden = inTrouble.size > 0 && (await isSomethingHidden(db, source.id));
      return {
        ...report.total(),
        ...(troubles > 0 ? { troubles } : {}),
        ...(isHidden || isUnread ? { incomplete: true } : {}),
      };
    },
  };
}

/**
 * What a document says that may wait a moment to be recorded with others; null for any other step, for one that cannot
 * be read, and for a stream, which tells of what must not be late.
 */
function readItems(source: Source, step: Step<unknown>): readonly Item[] | null {
  if (source.kind !== 'documents' || source.schedule === 'stream' || !('document' in step)) return null;
  try {
    return [...source.parse(step.document)];
  } catch (error) {
    if (error instanceof UnreadableDocument) return null;
    throw error;
  }
}

/** The same document without where it leads: a document before it was not read. */
function unreached({ document, item }: Fetched<unknown>): Fetched<unknown> {
  return { document, ...(item === undefined ? {} : { item }) };
}

function itemOf({ item, document }: Fetched<unknown>): string {
  return item ?? document.url;
}

function heldMs(held: readonly ReadStep[]): number {
  const [first, last] = [held[0]?.step.document, held.at(-1)?.step.document];
  return first && last ? Date.parse(last.retrievedAt) - Date.parse(first.retrievedAt) : 0;
}
