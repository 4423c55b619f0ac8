import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Case, type CaseEventRow, mergeCases } from '@tocsin/scoring';
import { csvObjects } from '@tocsin/sources';

/** The cases of `cases.json` with the events of `cases_events.csv` beside it. */
export function readCases(folder: string): readonly Case[] {
  const { cases } = JSON.parse(readFileSync(path.join(folder, 'cases.json'), 'utf8')) as { cases: Case[] };
  const events = path.join(folder, 'cases_events.csv');
  if (!existsSync(events)) return cases;
  return mergeCases(cases, csvObjects(readFileSync(events)) as unknown as CaseEventRow[]);
}
