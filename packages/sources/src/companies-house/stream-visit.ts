import { findCompanyNumber } from '@tocsin/domain';
import type { HttpClient } from '@tocsin/runtime';
import { signIn } from './answer.ts';
import { publishedAt, StreamEvent } from './stream-events.ts';

/** Lines read off a stream since the last batch. */
export interface Batch {
  readonly stream: string;
  /** Lines about watched companies, and lines that are not understood. */
  readonly lines: readonly string[];
  readonly events: readonly StreamEvent[];
  /** Where to go on: the place of the newest line, watched or not. */
  readonly reached: { readonly timepoint: number; readonly publishedAt: string } | null;
  readonly url: string;
  readonly retrievedAt: string;
  /** The register no longer holds the place that was asked for: what came between must be read anew. */
  readonly isGap: boolean;
}

export interface Visit {
  readonly address: string;
  readonly stream: string;
  readonly key: string;
  readonly timepoint: number | null;
  readonly isWatched: (number: string) => boolean;
  /** Whether to leave now: `beats` are heartbeats (one in 30 s), each of which says that nothing more is waiting. */
  readonly mayLeave: (visit: { readonly beats: number; readonly openMs: number }) => boolean;
  /** Hangs up from outside while this end only listens, or has not been answered yet. */
  readonly leave: AbortSignal;
}

const LINES_A_BATCH = 1_000;
/** Without a place to come back to, a stream is not left before its first event, or this long. */
const PATIENCE_WITHOUT_PLACE = 10;

/**
 * Reads one stream from its last place until nothing more is waiting, it is cut off, or it has had its turn. A line
 * cut in the middle is dropped: it comes again, because the place of a line counts only once the whole line is there.
 */
export async function* visitStream(http: HttpClient, visit: Visit): AsyncGenerator<Batch, void> {
  let { timepoint } = visit;
  const url = `${visit.address}/${visit.stream}`;
  const open = (from: number | null) =>
    http.stream(from === null ? url : `${url}?timepoint=${from}`, {
      headers: signIn(visit.key),
      answers: [416],
    });
  let stream = await open(timepoint);
  const empty = { stream: visit.stream, url, lines: [], events: [], reached: null, isGap: false };
  if (stream.status === 416) {
    yield { ...empty, retrievedAt: stream.now(), isGap: true };
    timepoint = null;
    stream = await open(null);
  }
  const hangUp = () => stream.close();
  visit.leave.addEventListener('abort', hangUp);
  if (visit.leave.aborted) hangUp();
  const opened = Date.parse(stream.now());
  let beats = 0;
  let pending = newBatch();
  const batch = () => ({ ...empty, ...pending, retrievedAt: stream.now() });
  try {
    for await (const piece of linesOf(stream.chunks)) {
      for (const line of piece) {
        if (line === '') beats += 1;
        else timepoint = take(pending, line, timepoint, visit.isWatched) ?? timepoint;
      }
      const openMs = Date.parse(stream.now()) - opened;
      const isDone =
        visit.mayLeave({ beats, openMs }) && (timepoint !== null || beats >= PATIENCE_WITHOUT_PLACE);
      if (pending.lines.length > 0 || pending.count >= LINES_A_BATCH || (isDone && pending.count > 0)) {
        yield batch();
        pending = newBatch();
      }
      if (isDone) return;
    }
    if (pending.count > 0) yield batch();
  } finally {
    stream.close();
    visit.leave.removeEventListener('abort', hangUp);
  }
}

interface Pending {
  lines: string[];
  events: StreamEvent[];
  reached: Batch['reached'];
  count: number;
}

function newBatch(): Pending {
  return { lines: [], events: [], reached: null, count: 0 };
}

/** Adds a line to a batch and returns its place; a line that came before is left out. */
function take(
  pending: Pending,
  line: string,
  since: number | null,
  isWatched: Visit['isWatched'],
): number | null {
  const event = eventOf(line);
  if (event && since !== null && event.event.timepoint <= since) return null;
  pending.count += 1;
  if (!event) {
    pending.lines.push(line);
    return null;
  }
  pending.reached = { timepoint: event.event.timepoint, publishedAt: publishedAt(event.event) };
  if (isWatched(findCompanyNumber(event.resource_uri) ?? '')) {
    pending.lines.push(line);
    pending.events.push(event);
  }
  return event.event.timepoint;
}

function eventOf(line: string): StreamEvent | null {
  try {
    return StreamEvent.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** Whole lines as they complete, piece by piece; a heartbeat is an empty line. Cuts fall anywhere, even in a letter. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[], void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines.map((line) => line.trim());
  }
}
