import { dayOf } from '@tocsin/domain';
import {
  aloneWith,
  closeAbandonedRuns,
  enqueue,
  failRun,
  findLookStandings,
  findSourcesAtWork,
  finishRun,
  isRecorded,
  readCursor,
  removeSample,
  saveCursor,
  startRun,
  type Db,
  type IngestReport,
} from '@tocsin/db';
import type { Work } from '@tocsin/queue';
import { Refuse, type HttpClient, type Logger } from '@tocsin/runtime';
import { sourceById, type FetchContext, type Source } from '@tocsin/sources';
import { gapsIn, noteGaps, noteLooks } from './looks.ts';
import { watchedNumbers } from './watched.ts';
import { takeIn } from './own-spend.ts';
import { noteLateCouncils } from './spend.ts';
import { standingsOfRun } from './standings.ts';
import { openWalk } from './walk.ts';

export interface IngestPorts {
  readonly db: Db;
  readonly logger: Logger;
  readonly setting: (name: string) => string | undefined;
  readonly httpFor: (source: Source) => HttpClient;
  readonly now: () => string;
  /** How those stand who could be asked about next at the register; `findLookStandings` where nothing is said. */
  readonly standings?: FetchContext['standings'];
}

/** Does what a message of the queue asks for: runs a source, takes in what a council handed in, or takes the sample out. */
export async function runSource(ports: IngestPorts, work: Work<'ingest'>): Promise<void> {
  const { message } = work;
  if ('sourceId' in message) return runNamed(ports, { ...work, message });
  if ('ownSpend' in message) return takeIn(ports, message.ownSpend, (trx) => work.finish(trx));
  await ports.db.transaction().execute(async (trx) => {
    const removed = await removeSample(trx);
    await work.finish(trx);
    ports.logger.info({ ...removed }, 'sample removed');
  });
}

/** Closes the runs of processes that were ended: a source that is at work elsewhere is left alone. */
export async function closeAbandoned(db: Db): Promise<void> {
  for (const id of await findSourcesAtWork(db))
    await aloneWith(db, `source:${id}`, async () => {
      await closeAbandonedRuns(db, id);
    });
}

/** A message to run one source. */
type SourceWork = Work<'ingest'> & { readonly message: { readonly sourceId: string } };

/** Runs one source, unless it lacks a key, its publisher is closed or it is at work already: a slow run may outlast its clock. */
async function runNamed(ports: IngestPorts, work: SourceWork): Promise<void> {
  const source = sourceById(work.message.sourceId);
  if (!source)
    throw new Refuse(`there is no source called ${work.message.sourceId}`, { reason: 'nothing-there' });
  const hasKeys = source.needs.every((name) => ports.setting(name) !== undefined);
  const open = hasKeys && (source.isOpen?.({ now: ports.now(), setting: ports.setting }) ?? true);
  const ran = open && (await aloneWith(ports.db, `source:${source.id}`, () => runAlone(ports, work, source)));
  if (!ran) await ports.db.transaction().execute((trx) => work.finish(trx));
}

/** Each document is archived, read and recorded with its cursor before the next is asked for. */
async function runAlone(ports: IngestPorts, work: SourceWork, source: Source): Promise<void> {
  const { db, logger } = ports;
  await closeAbandonedRuns(db, source.id);
  const runId = await startRun(db, source.id, 'schedule');
  try {
    const { report, goesOn } = await runOnce(ports, source, runId);
    // Each edition of a list was held to it already, and a run that finds none is as good.
    if (source.kind !== 'table' && report.items < source.expect.min)
      throw new Error(
        `only ${report.items} items where at least ${source.expect.min} are normal: shown as stale`,
      );
    if (report.items > source.expect.max)
      logger.warn({ source: source.id, items: report.items }, 'more items than expected');
    await db.transaction().execute(async (trx) => {
      await finishRun(trx, runId, report);
      // A stream goes on at once; its clock only starts it again after a failure.
      if (source.schedule === 'stream' || goesOn)
        await enqueue(trx, 'ingest', work.message, { key: source.id });
      await work.finish(trx);
    });
    const { ignored: _, refused, ...counts } = report;
    logger.info({ ...counts, refused: refused.length }, 'source run finished');
  } catch (error) {
    await failRun(db, runId, source.id, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

async function runOnce(
  ports: IngestPorts,
  source: Source,
  runId: string,
): Promise<{ readonly report: IngestReport; readonly goesOn: boolean }> {
  const { db } = ports;
  const stored = await readCursor(db, source.id);
  const cursor = stored === null ? null : source.cursor.parse(stored);
  const http = ports.httpFor(source);
  const walk = await openWalk(db, source, ports.now, {
    runId,
    asksAgainFor: (item) => source.kind === 'spend' || source.again?.(http, item, context) !== undefined,
  });
  const context: FetchContext = {
    now: ports.now(),
    watched: await watchedNumbers(db),
    standings: standingsOfRun(db, async (most) => {
      // Who was asked last is seen there once it is recorded.
      await walk.recordHeld();
      return ports.standings ? ports.standings(most) : findLookStandings(db, most);
    }),
    setting: ports.setting,
    isRecorded: (id, refs) => isRecorded(db, id, refs),
    isInTrouble: (item) => walk.isInTrouble(item),
  };
  await walk.again((item) => source.again?.(http, item, context));
  const reached = await walk.steps(source.fetch(http, cursor, context));
  if (reached !== null) await db.transaction().execute((trx) => saveCursor(trx, source.id, reached));
  if (source.kind === 'spend') await noteLateCouncils(db, source.id, dayOf(context.now));
  if (source.goesOn) await noteLooks(db, source, ports.now());
  if (source.goesOn || gapsIn(reached) !== gapsIn(stored)) await noteGaps(db, ports.now());
  const goesOn = reached !== null && (source.goesOn?.(reached) ?? false);
  return { report: await walk.report(), goesOn };
}
