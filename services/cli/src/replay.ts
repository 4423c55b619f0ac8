import { replayCase, replayHeading, replayLines, replaySummary } from '@tocsin/scoring';
import { readCases } from './cases.ts';
import { MODELS_FOLDER } from './models-folder.ts';
import { printTable } from './print-table.ts';

interface ReplayOptions {
  /** Folder with `cases.json` and `cases_events.csv`; default `../shared/data/models`. */
  readonly data?: string;
}

/** `replay [case]`: runs the score over the dated public record of each case; a table, and one JSON line last. */
export function replayVerb(id: string | undefined, options: ReplayOptions): void {
  const all = readCases(options.data ?? MODELS_FOLDER);
  const chosen = id === undefined ? all : all.filter((c) => c.id === id);
  if (chosen.length === 0) throw new Error(`no case ${id}; there are: ${all.map((c) => c.id).join(', ')}`);
  const replayed = chosen.map(replayCase);
  printTable(replayHeading, replayLines(replayed));
  for (const { id: caseId, undated } of replayed)
    for (const event of undated) process.stdout.write(`${caseId}: no day could be read from "${event}"\n`);
  process.stdout.write(`${JSON.stringify({ cases: replayed.map(replaySummary) })}\n`);
}
