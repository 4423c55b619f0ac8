import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  americanRatios,
  calibrate,
  calibrationDeciles,
  evaluate,
  type EvaluatedSample,
  evaluationHeading,
  evaluationLines,
  type EvaluationRow,
  fitAccounts,
  parseArff,
  polishRatios,
  refit,
  renderFittedPoints,
  renderMeasured,
  renderModelCard,
  renderTransparencyRecord,
  replayCase,
  type Sample,
  type UkSample,
  ukSample,
} from '@tocsin/scoring';
import { csvObjects } from '@tocsin/sources';
import { readCases } from './cases.ts';
import { MODELS_FOLDER } from './models-folder.ts';
import { printTable } from './print-table.ts';
import { readUkFolder } from './uk-folder.ts';

interface EvaluateOptions {
  /** Folder with `polish/*.arff` and `american/*.csv`; default `../shared/data/models`. */
  readonly data?: string;
  /** Folder with `accounts.ndjson`, `outcomes.csv` and `about.json`: see `readUkFolder`. */
  readonly uk?: string;
  /** Fits the points of accounts again and writes them into the source of the score. */
  readonly refit?: boolean;
  /** Writes what was measured into the source of the score, and the model card from it. */
  readonly card?: boolean;
}

/** The set that the shipped points are fitted on: its failures came within twelve months. */
const FITTED_ON = '5year_dev_half';
const SCORING = fileURLToPath(new URL('../../../packages/scoring', import.meta.url));

/** `evaluate [--data folder] [--uk folder] [--refit | --card]`: one table, and one JSON line last. */
export function evaluateVerb(options: EvaluateOptions): void {
  const folder = options.data ?? MODELS_FOLDER;
  if (options.refit)
    return writeFileSync(path.join(SCORING, 'src', 'fitted-points.ts'), refittedPoints(folder));
  const uk = options.uk === undefined ? null : ukSample(readUkFolder(options.uk));
  const rows = evaluateFolder(folder, uk);
  if (options.card) writeCard(rows, folder);
  printTable(evaluationHeading, evaluationLines(rows));
  if (uk) printLandmarks(uk);
  process.stdout.write(`${JSON.stringify({ rows, ...(uk ? { landmarks: uk.landmarks } : {}) })}\n`);
}

/** Who was judged on each day and what became of them: nobody is left out without being counted. */
function printLandmarks({ landmarks }: UkSample): void {
  const [first] = landmarks;
  if (!first) return;
  process.stdout.write('\n');
  printTable(
    Object.keys(first),
    landmarks.map((counts) => Object.values(counts).map(String)),
  );
}

/** The model card quotes what was measured, which this process has loaded as it was before: it is made from the new. */
function writeCard(rows: readonly EvaluationRow[], folder: string): void {
  const cases = readCases(folder).map(replayCase);
  const fitted = readPolish(folder, FITTED_ON);
  const deciles = calibrationDeciles(fitted, refit(fitted));
  const write = (file: string, text: string) => writeFileSync(path.join(SCORING, file), text);
  write(path.join('src', 'evaluation', 'measured.ts'), renderMeasured(rows, deciles, cases));
  write('MODEL.md', renderModelCard({ rows, deciles, cases }));
  write('ALGORITHMIC-TRANSPARENCY-RECORD.md', renderTransparencyRecord(rows));
}

/** Every set of the folder, and the firms of the United Kingdom where somebody has them. */
export function evaluateFolder(folder: string, uk: UkSample | null = null): EvaluationRow[] {
  const samples = [
    ...readPolishSets(folder),
    ...readAmerican(folder),
    ...(uk ? [{ ...uk, refit: false }] : []),
  ];
  if (samples.length === 0)
    throw new Error(`no sets in ${folder}: polish/*.arff or american/*.csv are wanted`);
  return samples.flatMap((sample) => evaluate(sample));
}

function readPolishSets(folder: string): EvaluatedSample[] {
  if (!existsSync(path.join(folder, 'polish'))) return [];
  return readdirSync(path.join(folder, 'polish'))
    .filter((file) => file.endsWith('.arff'))
    .sort()
    .map((file) => ({ ...readPolish(folder, path.basename(file, '.arff')), refit: true }));
}

function readPolish(folder: string, name: string): Sample {
  const { rows, failed } = parseArff(readFileSync(path.join(folder, 'polish', `${name}.arff`), 'utf8'));
  return { set: `Polish ${name}`, rows: rows.map(polishRatios), failed };
}

function readAmerican(folder: string): EvaluatedSample[] {
  if (!existsSync(path.join(folder, 'american'))) return [];
  const read = (file: string) => csvObjects(readFileSync(path.join(folder, 'american', file)));
  const recent = ['sample_valid15.csv', 'sample_test15.csv']
    .flatMap(read)
    .filter((row) => Number(row['year']) >= 2015);
  return [
    toAmerican('American 2015–18, company-level label', recent, 'target'),
    toAmerican('American last year of each firm 2015–18', read('american_modeling.csv'), 'bankrupt'),
  ];
}

function toAmerican(set: string, rows: readonly Record<string, string>[], label: string): EvaluatedSample {
  const figures = (row: Record<string, string>) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
  return {
    set,
    rows: rows.map((row) => americanRatios(figures(row))),
    failed: rows.map((row) => row[label] === '1'),
    refit: false,
  };
}

/** The module of fitted points as text; a run after it sees the new points. */
export function refittedPoints(folder: string): string {
  const sample = readPolish(folder, FITTED_ON);
  return renderFittedPoints(sample, fitAccounts(sample), calibrate(sample, refit(sample)));
}
