import {
  askedOfWatched,
  type SourceRun,
  type SourceState,
  type SourceTrouble,
  type SourceYield,
  type TroubleCount,
} from '@tocsin/db';
import { isCompanyNumber, IsoDate } from '@tocsin/domain';
import { promiseWords, SourceCondition, standingOf, standingWords } from '@tocsin/sources';
import { z } from 'zod';
import type { SourceCard } from './ports.ts';

const Instant = z.string().nullable();

/** One run of a source, in words and counts. */
const RunView = z.object({
  startedAt: z.string(),
  finishedAt: Instant,
  trigger: z.string(),
  outcome: z.string(),
  error: z.string().nullable(),
  documents: z.int(),
  items: z.int(),
  recorded: z.int(),
  duplicates: z.int(),
  ignored: z.array(z.object({ reason: z.string(), items: z.int() })),
  /** The first of them; `refusedInAll` counts all. */
  refused: z.array(z.object({ document: z.string(), item: z.string(), reason: z.string() })),
  refusedInAll: z.int(),
  /** What was recorded and a person should look at, the first of it; `doubtsInAll` counts all. */
  doubts: z.array(z.object({ document: z.string(), item: z.string(), reason: z.string() })),
  doubtsInAll: z.int(),
  /** Lines of spending that a newer publication of the same days took the place of; the first of them. */
  replaced: z.array(
    z.object({
      document: z.string(),
      by: z.string(),
      from: IsoDate,
      to: IsoDate,
      lines: z.int(),
      pence: z.int(),
    }),
  ),
  /** What is to be said of records that were taken. */
  notes: z.array(z.object({ note: z.string(), records: z.int() })),
  replacedInAll: z.int(),
});

/** What could not be had or read of a source: how much, and the items that were met last. */
const TroublesView = z.object({
  open: z.int(),
  /** Of those, tried so often that a person must look. */
  left: z.int(),
  /** Read after all, within the last thirty days. */
  settled: z.int(),
  shown: z.array(
    z.object({ item: z.string(), reason: z.string(), tries: z.int(), lastAt: z.string(), nextAt: Instant }),
  ),
});

/** What the page of sources and the API say of one source. */
export const SourceView = z.object({
  id: z.string(),
  title: z.string(),
  publisher: z.string(),
  homepage: z.string(),
  licence: z.string(),
  description: z.string(),
  schedule: z.string(),
  /** For how long a look at it counts. */
  lookCounts: z.string(),
  standing: SourceCondition,
  standingWords: z.string(),
  missingSettings: z.array(z.string()),
  /** Since when nothing has been read; null while the source is good, or was never read. */
  silentSince: Instant,
  lastGoodAt: Instant,
  lastError: z.string().nullable(),
  lastErrorAt: Instant,
  note: z.string().nullable(),
  observations: z.int(),
  medianLagSeconds: z.number().nullable(),
  refusedInAll: z.int(),
  troubles: TroublesView,
  /** Newest first. */
  runs: z.array(RunView),
});
export type SourceView = z.infer<typeof SourceView>;

const REFUSED_SHOWN = 20;

/** What is on record about one source, and whether this installation can and does read it. */
export interface SourcePart {
  readonly isSet: (setting: string) => boolean;
  readonly isOn: boolean;
  readonly now: Date;
  readonly state: SourceState | undefined;
  /** Newest first. */
  readonly runs: readonly SourceRun[];
  readonly stored: SourceYield | undefined;
  readonly troubles: readonly SourceTrouble[];
  readonly troubleCount: TroubleCount | undefined;
}

/** How one source stands, with its last runs. */
export function viewOfSource(source: SourceCard, part: SourcePart): SourceView {
  const found = askedOfWatched.includes(source.id) ? withoutNumbers(part) : part;
  const { id, title, publisher, homepage, licence, description, schedule, promise } = source;
  const standing = standingOf(source, found.state, found, found.now);
  return {
    id,
    title,
    publisher,
    homepage,
    licence,
    description,
    schedule: scheduleWords(schedule),
    lookCounts: promiseWords(promise),
    standing: standing.standing,
    missingSettings: [...standing.missingSettings],
    silentSince: standing.silentSince,
    standingWords: standingWords[standing.standing],
    lastGoodAt: found.state?.lastGoodAt ?? null,
    lastError: found.state?.lastError ?? null,
    lastErrorAt: found.state?.lastErrorAt ?? null,
    note: found.state?.note ?? null,
    observations: found.stored?.observations ?? 0,
    medianLagSeconds: found.stored?.medianLagSeconds ?? null,
    refusedInAll: found.runs.reduce((refused, run) => refused + (run.report?.refused.length ?? 0), 0),
    troubles: {
      open: found.troubleCount?.open ?? 0,
      left: found.troubleCount?.left ?? 0,
      settled: found.troubleCount?.settled ?? 0,
      shown: found.troubles.map(({ item, reason, tries, lastAt, nextAt }) => ({
        item,
        reason,
        tries,
        lastAt,
        nextAt,
      })),
    },
    runs: found.runs.map(runOf),
  };
}

/** A number in what a publisher was asked about whom we watch tells that somebody watches that company. */
function withoutNumbers(part: SourcePart): SourcePart {
  return {
    ...part,
    state: part.state && { ...part.state, lastError: unnumbered(part.state.lastError) },
    runs: part.runs.map(({ report, ...run }) => ({
      ...run,
      error: unnumbered(run.error),
      report: report && {
        ...report,
        refused: report.refused.map(unnumberedItem),
        ...(report.doubts ? { doubts: report.doubts.map(unnumberedItem) } : {}),
      },
    })),
  };
}

function unnumbered<T extends string | null>(text: T): T {
  return (
    text === null ? null : text.replaceAll(/\w+/g, (word) => (isCompanyNumber(word) ? '…' : word))
  ) as T;
}

function unnumberedItem(one: { readonly document: string; readonly item: string; readonly reason: string }) {
  const { document, item, reason } = one;
  return { document: unnumbered(document), item: unnumbered(item), reason: unnumbered(reason) };
}

function runOf(run: SourceRun): SourceView['runs'][number] {
  const { report } = run;
  return {
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    trigger: run.trigger === 'folder' ? 'From a folder' : 'On schedule',
    outcome: outcomeWords[run.outcome] ?? run.outcome,
    error: run.error,
    documents: report?.documents ?? 0,
    items: report?.items ?? 0,
    recorded: report?.recorded ?? 0,
    duplicates: report?.duplicates ?? 0,
    ignored: Object.entries(report?.ignored ?? {}).map(([reason, items]) => ({ reason, items })),
    refused: (report?.refused ?? []).slice(0, REFUSED_SHOWN),
    refusedInAll: report?.refused.length ?? 0,
    notes: Object.entries(report?.notes ?? {}).map(([note, records]) => ({ note, records })),
    doubts: (report?.doubts ?? []).slice(0, REFUSED_SHOWN),
    doubtsInAll: report?.doubts?.length ?? 0,
    replaced: (report?.replaced ?? []).slice(0, REFUSED_SHOWN),
    replacedInAll: report?.replaced?.length ?? 0,
  };
}

const outcomeWords: Readonly<Record<string, string>> = {
  running: 'Running',
  ok: 'Went well',
  failed: 'Failed',
};

/** As cron counts them. */
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A schedule for people. */
export function scheduleWords(schedule: string): string {
  if (schedule === 'stream') return 'As it is published (stream)';
  if (schedule === 'manual') return 'When somebody loads a file';
  const [minute = '', hour = '', ...days] = schedule.split(' ');
  const weekday = WEEKDAYS[Number(/^\* \* ([0-6])$/.exec(days.join(' '))?.[1] ?? Number.NaN)];
  if (weekday && /^\d+$/.test(minute) && /^\d+$/.test(hour))
    return `Every ${weekday} at ${hour}:${minute.padStart(2, '0')}`;
  if (days.join(' ') !== '* * *') return `On the schedule ${schedule}`;
  const every = /^\*\/(\d+)$/.exec(minute)?.[1];
  if (every && hour === '*') return `Every ${every} minutes`;
  if (/^\d+$/.test(minute) && hour === '*') return 'Every hour';
  if (/^\d+$/.test(minute) && /^\d+$/.test(hour)) return `Every day at ${hour}:${minute.padStart(2, '0')}`;
  const hours = /^\*\/(\d+)$/.exec(hour)?.[1];
  return hours ? `Every ${hours} hours` : `On the schedule ${schedule}`;
}
