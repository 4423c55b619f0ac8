import { MINUTE_MS } from '@tocsin/domain';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { UnreadableDocument } from './define-source.ts';
import { openReadingPlaces, whoReads } from './reading-turns.ts';

/** What the thread can be asked to read. */
export type ThreadReading = 'table' | 'register' | 'supplier-list' | 'draft';

export interface ReadingRequest {
  readonly reading: ThreadReading;
  readonly bytes: Uint8Array;
  /** What a person said of the file, beside it. */
  readonly told: unknown;
}

type Answer =
  | { readonly piece: unknown }
  | { readonly done: true }
  | { readonly refused: string }
  | { readonly failed: string };

/** What a reading may hold in memory at most: a file that needs more is refused, and nothing else suffers. */
const MEMORY_MB = 1_024;
/** A reading that says nothing for so long is ended: it would keep others from being read. A large workbook takes 15 s. */
const SILENT_MS = MINUTE_MS;
/** Its thread is ended after a file of more bytes, so that what it held is given back, unless another one comes soon. */
const LARGE = 1_000_000;
const SOON_MS = 2_000;
/** Files that are read at once, each in a thread of its own: who stores them keeps up with no more. */
const AT_ONCE = Math.min(2, availableParallelism());

/** A place for a thread: one is started when a file comes to it. */
interface Lane {
  thread?: Worker | undefined;
  ending?: NodeJS.Timeout;
}

/** The lane that was busy last is taken first. */
const lanes = openReadingPlaces(Array.from({ length: AT_ONCE }, (): Lane => ({})));

/**
 * Reads what people or publishers handed in, in a thread of its own with a limit of memory, so that nothing else waits
 * for it: the answer comes in small pieces, as `threadReadings` yields them. Two files at a time, by turns of those who handed them in
 * (`readingFor`). Throws `UnreadableDocument` where the reading does, and where the file needs more memory than is allowed, or
 * says nothing for `silentMs` milliseconds.
 */
export async function* readInThread(
  reading: ThreadReading,
  bytes: Uint8Array,
  told?: unknown,
  silentMs = SILENT_MS,
): AsyncGenerator {
  const who = whoReads();
  const lane = await lanes.take(who);
  clearTimeout(lane.ending);
  const worker = (lane.thread ??= startThread());
  worker.ref();
  let isDone = false;
  try {
    const own = new Uint8Array(bytes);
    worker.postMessage({ reading, bytes: own, told } satisfies ReadingRequest, [own.buffer]);
    for (;;) {
      const answer = await answerOf(worker, silentMs);
      isDone = !('piece' in answer);
      if ('done' in answer) return;
      if ('refused' in answer) throw new UnreadableDocument(answer.refused);
      if ('failed' in answer) throw new Error(answer.failed);
      yield answer.piece;
      worker.postMessage('next', []);
    }
  } finally {
    if (!isDone) await endThread(lane);
    else {
      worker.unref();
      // To start a thread takes longer than to read a month of a council, and its next month comes soon.
      if (bytes.length > LARGE) lane.ending = setTimeout(() => void endThread(lane), SOON_MS).unref();
    }
    lanes.giveBack(lane, who);
  }
}

async function endThread(lane: Lane): Promise<void> {
  const { thread } = lane;
  lane.thread = undefined;
  await thread?.terminate();
}

/** The program stands at its place in the tree: as JavaScript beside a bundled service, else as its source. */
function startThread(): Worker {
  const place = '../../../packages/sources/src/reading-worker';
  const program = new URL(`${place}.mjs`, import.meta.url);
  const options = { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB }, execArgv: [] };
  if (existsSync(program)) return new Worker(program, options);
  return new Worker(fromSource(new URL(`${place}.ts`, import.meta.url)), { ...options, eval: true });
}

/** A thread takes no loader from the command line: it registers tsx by itself, then runs the source. */
function fromSource(program: URL): string {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx'));
  const api = new URL('esm/api/index.mjs', loader);
  return `import('${api.href}').then(({ register }) => { register(); return import('${program.href}'); });`;
}

function answerOf(worker: Worker, silentMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(late);
      worker.off('message', succeed);
      worker.off('error', fail);
    };
    const late = setTimeout(() => {
      settle();
      reject(
        new UnreadableDocument(
          `the file could not be read within ${silentMs / 1_000} seconds. Nothing was read. Save the sheet with the table alone, ` +
            'as XLSX, or split it, and hand that in',
        ),
      );
    }, silentMs);
    const fail = (error: Error & { code?: string }) => {
      settle();
      reject(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new UnreadableDocument(
              `the file needs more than ${MEMORY_MB} MB of memory to be read. Nothing was read. Save the sheet with the ` +
                'table alone, as CSV, or split it, and hand that in',
            )
          : error,
      );
    };
    const succeed = (answer: Answer) => {
      settle();
      resolve(answer);
    };
    worker.once('error', fail);
    worker.once('message', succeed);
  });
}
