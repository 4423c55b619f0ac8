import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Case,
  type CaseEventRow,
  mergeCases,
  replayCase,
  replayHeading,
  replayLines,
  replaySummary,
} from '@tocsin/scoring';
import { parse } from 'csv-parse/sync';
import { MODELS_FOLDER } from './evaluate.ts';
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

export function readCases(folder: string): readonly Case[] {
  const { cases } = JSON.parse(readFileSync(path.join(folder, 'cases.json'), 'utf8')) as { cases: Case[] };
  const events = path.join(folder, 'cases_events.csv');
  if (!existsSync(events)) return cases;
  return mergeCases(cases, parse<CaseEventRow>(readFileSync(events, 'utf8'), { columns: true, bom: true }));
}
