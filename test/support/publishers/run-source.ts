import type { CompanyNumber } from '@tocsin/domain';
import { openHttp, openMemoryLimiter, type Limiter } from '@tocsin/runtime';
import { documentSource, type FetchContext, type SourceDocument, type Trouble } from '@tocsin/sources';
import type { VirtualClock } from './clock.ts';

const limiters = new Map<VirtualClock, Limiter>();

/** As in Redis, the pace outlives a run. */
function limiterOf(clock: VirtualClock): Limiter {
  const limiter = limiters.get(clock) ?? openMemoryLimiter(clock);
  limiters.set(clock, limiter);
  return limiter;
}

/** Runs a source once as ingest does; `stopAfter` documents it is killed. */
export async function run(
  id: string,
  clock: VirtualClock,
  settings: Readonly<Record<string, string>>,
  { cursor = null, watched = [], standings, stopAfter = Infinity, onCursor }: Partial<RunOptions> = {},
) {
  const source = documentSource(id);
  const { bucket = source.id, backOff, ...pace } = source.pace;
  const http = openHttp({
    userAgent: 'Tocsin test',
    limiter: limiterOf(clock),
    bucket,
    pace,
    clock,
    ...(backOff ? { backOff } : {}),
  });
  const context = {
    now: new Date(clock.now()).toISOString(),
    watched,
    ...(standings ? { standings } : {}),
    setting: (name: string) => settings[name],
  };
  const fetching = source.fetch(http, cursor, context);
  const documents: SourceDocument[] = [];
  const troubles: Trouble[] = [];
  let reached = cursor;
  while (documents.length < stopAfter) {
    const step = await fetching.next();
    if (step.done) return { documents, troubles, cursor: step.value };
    if ('document' in step.value) documents.push(step.value.document);
    if ('trouble' in step.value) troubles.push(step.value.trouble);
    if ('cursor' in step.value && step.value.cursor !== undefined) reached = step.value.cursor;
    onCursor?.(reached);
  }
  return { documents, troubles, cursor: reached };
}

interface RunOptions {
  readonly cursor: unknown;
  readonly watched: readonly CompanyNumber[];
  /** How companies stand at the register; without it, nobody watched was ever asked about. */
  readonly standings: NonNullable<FetchContext['standings']>;
  readonly stopAfter: number;
  /** Told of every step’s cursor: what is kept of a run that fails. */
  readonly onCursor: (cursor: unknown) => void;
}

/** The items of some documents, in order. */
export function itemsOf(id: string, documents: readonly SourceDocument[]): string[] {
  return documents.flatMap((document) => [...documentSource(id).parse(document)].map(({ item }) => item));
}
