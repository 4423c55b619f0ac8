import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Case, type CaseEventRow, mergeCases } from '@tocsin/scoring';
import { parse } from 'csv-parse/sync';

/** The cases of `cases.json` with the events of `cases_events.csv` beside it. */
export function readCases(folder: string): readonly Case[] {
  const { cases } = JSON.parse(readFileSync(path.join(folder, 'cases.json'), 'utf8')) as { cases: Case[] };
  const events = path.join(folder, 'cases_events.csv');
  if (!existsSync(events)) return cases;
  return mergeCases(cases, parse<CaseEventRow>(readFileSync(events, 'utf8'), { columns: true, bom: true }));
}
