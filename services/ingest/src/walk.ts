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
import { UnreadableDocument, type Source, type Step, type Trouble } from '@tocsin/sources';
import { recordFetched } from './record-fetched.ts';

/** Items in trouble that are asked for again before a run goes on; the others wait for the next. */
const AGAIN_A_RUN = 50;
/** So many of them that fail in a row say that nothing can be had now. */
const AGAIN_IN_A_ROW = 5;

/** Part of a reason may be a publisher's own words. */
const LONGEST_REASON = 500;

function boundedText(reason: string): string {
  return reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}…` : reason;
}

/** The steps of one run, taken one by one. */
export interface Walk {
  /** Asks for what was in trouble before and is due, if the source can ask for one item. */
  readonly again: (ask: (item: string) => AsyncGenerator<Step, void> | undefined) => Promise<void>;
  /** Takes every step and gives the last cursor. Throws `Retry` where too much goes wrong. */
  readonly steps: (run: AsyncGenerator<Step<unknown>, unknown>) => Promise<unknown>;
  readonly report: () => Promise<IngestReport>;
}

/**
 * Records what the steps of a source bring, document by document. What one item does is that item's trouble, kept with
 * its later try, and the cursor goes on; too many of them stop the run.
 */
export async function openWalk(db: Db, source: Source, now: () => string, runId?: string): Promise<Walk> {
  const report = sumReports(source.id);
  const inTrouble = await findTroubledItems(db, source.id);
  let troubles = 0;

  async function note({ item, reason, hides = false }: Trouble, cursor: unknown): Promise<void> {
    const at = now();
    const later = (tries: number) => {
      const after = triedAgainAfter(tries);
      return after === null ? null : new Date(Date.parse(at) + after).toISOString();
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
      await note(step.trouble, step.cursor);
      return step.trouble.reason;
    }
    const item = step.item ?? step.document.url;
    try {
      report.add(await recordFetched(db, source, step, runId));
    } catch (error) {
      if (!(error instanceof UnreadableDocument)) throw error;
      await note({ item, reason: error.message }, step.cursor);
      return error.message;
    }
    await settle(item);
    return null;
  }

  return {
    async again(ask) {
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
    async steps(run) {
      const tolerance = openTolerance();
      let last = '';
      try {
        for (;;) {
          const step = await run.next();
          if (step.done) {
            if (tolerance.failed() > 0 && tolerance.failed() === tolerance.asked())
              throw new Retry(`nothing could be read, ${tolerance.failed()} failed, the last: ${last}`);
            return step.value;
          }
          const reason = await take(step.value);
          last = reason ?? last;
          const tooMuch = tolerance.note(reason === null);
          if (tooMuch) throw new Retry(`stopped after ${tooMuch}, the last: ${last}`);
        }
      } finally {
        await run.return(null);
      }
    },
    async report() {
      const isHidden = await isSomethingHidden(db, source.id);
      return {
        ...report.total(),
        ...(troubles > 0 ? { troubles } : {}),
        ...(isHidden ? { incomplete: true } : {}),
      };
    },
  };
}
