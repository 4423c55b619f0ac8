import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { verbNeeds } from '@tocsin/cli';
import { describe, expect, test } from 'vitest';
import { cloneFolder } from '../system/data-folder.ts';
import { readMeasured } from './measured.ts';

interface Figure {
  readonly what: string;
  readonly figure: string;
  readonly command: string;
}

const BENCH = /^npm run bench -- ([a-z]+)/;
const SCRIPT = /^npm (?:run )?([a-z:]+)(?: -- |$)/;
const VERB = /^npm run tocsin -- ([a-z-]+)/;

/** The rows of the README's table of figures. */
function figuresOf(readme: string): Figure[] {
  const [, after = ''] = readme.split('## Figures\n');
  const [table = ''] = after.split('\n## ');
  return table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, what = '', figure = '', command = '']) => ({
      what,
      figure,
      command: command.replaceAll('`', ''),
    }));
}

const SHEET = 'Tocsin balance sheet, 10 × 10-fold';
const ALTMAN = 'Altman Z″ (1995, non-manufacturers)';

/**
 * What the figure of each command reads like, with the place in the kept line of every number: its names from the outside in,
 * and of a list a text by which one of it is known. So a number cannot stand for another one of the same line.
 */
const readings: Readonly<Record<string, string>> = {
  'npm run bench -- start': '{figure} s',
  'npm run bench -- suite': '{tests} tests in {figure} s',
  'npm run bench -- matching': '{figure} names a second of processor time; recall {recall}',
  'npm run bench -- accounts': '{figure} documents a second of processor time, {ratio}',
  'npm run bench -- table':
    '{figure} rows a second, {ratio} ({perProcessorSecond > ratio} by processor time); {list > seconds} s',
  'npm run bench -- round': '{figure} h; {ratio} times',
  'npm run bench -- drafts':
    '{real > undoubted} of {real > files} and {real > wrong} wrong; {mutants > undoubted} of {mutants > files} and {mutants > wrong} wrong',
  'npm run national -- --size full --seed 1':
    '{seconds} s; {bytes} bytes; {documents > council-spend} spending files and {documents > gazette-insolvency} notices of insolvency',
  'npm run mutants -- pure --sample 40 --seed 2': '{killed} of {total} ({share} %)',
  'npm run mutants -- sql': '{killed} of {total} ({share} %), beside {equivalent} that change nothing',
  'npm run bench -- heavy':
    '{parts > exposures > figure} ms; {parts > load > figure} s; {parts > queue > figure} suppliers a second; {parts > mails > figure} s',
  'npm run bench -- rls':
    '{parts > page of a supplier} times as long as for the owner, {parts > cards and groups of 500} to {parts > what is not understood} times, {ratio} times ({figure} ms)',
  // The set `1year` holds who failed within five years, and `5year` who failed within one.
  'npm run tocsin -- evaluate': `a year ahead AUC {rows > Polish 5year_dev_half > ${SHEET} > auc}, beside {rows > Polish 5year_dev_half > ${ALTMAN} > auc}; five years ahead {rows > Polish 1year > ${SHEET} > auc}, beside {rows > Polish 1year > ${ALTMAN} > auc}`,
};

const PLACE = /\{([^}]+)\}/g;
/** Numbers as printed: `76,000` or `.25`. */
const NUMBER = /(?<![\w.])(\d[\d,]*(\.\d+)?|\.\d+)/g;
/** What was not measured: what was aimed at, and what was compared with. */
const NOT_MEASURED = new Set(['goal', 'goalSeconds', 'reference', 'aim']);

/** Why a row does not hold, else nothing: no figure, a command that is not there, was not kept, or measured something else. */
function faultOf(
  { figure, command }: Figure,
  measured: Readonly<Record<string, unknown>>,
  readAs = readings,
): string | undefined {
  if (!isThere(command)) return `there is no ${command}`;
  const printed = figure.match(NUMBER) ?? [];
  if (printed.length === 0) return `${command}: no figure`;
  const line = measured[keptUnder(command)];
  if (line === undefined) return `no line was kept of ${command}`;
  const reading = readAs[keptUnder(command)] ?? '';
  if (figure.replaceAll(NUMBER, '#') !== reading.replaceAll(PLACE, '#'))
    return `${command} does not read as “${reading}”`;
  const places = [...reading.matchAll(PLACE)].map(([, place = '']) => place.split(' > '));
  const wrong = printed.filter((one, at) => !agrees(one, numberAt(line, places[at] ?? [])));
  return wrong.length === 0 ? undefined : `${command} did not measure ${wrong.join('; ')}`;
}

/** The number at a place of a line; not one where there is none, or it was not measured. */
function numberAt(line: unknown, place: readonly string[]): number {
  const found = place.some((name) => NOT_MEASURED.has(name)) ? undefined : place.reduce(within, line);
  return typeof found === 'number' ? found : Number.NaN;
}

function within(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return Object.entries(value).find(([own]) => own === name)?.[1];
  const known = value.filter((one) => Object.values(one).includes(name));
  if (known.length > 0) return known;
  return value.length === 1 ? within(value[0], name) : undefined;
}

/** A folder or file that is whoever's who runs it is no part of the name under which a line is kept. */
function keptUnder(command: string): string {
  return command.replaceAll(/ <[^>]*>/g, '');
}

function isThere(command: string): boolean {
  const bench = BENCH.exec(command)?.[1];
  if (bench !== undefined) return existsSync(path.join(cloneFolder, 'test', 'bench', `${bench}.ts`));
  const verb = VERB.exec(command)?.[1];
  if (verb !== undefined) return verb in verbNeeds;
  const { scripts } = JSON.parse(readFileSync(path.join(cloneFolder, 'package.json'), 'utf8'));
  return (SCRIPT.exec(command)?.[1] ?? '') in scripts;
}

/** To the digits that are printed; whole thousands of what is printed as such. */
function agrees(printed: string, measured: number): boolean {
  const plain = printed.replaceAll(',', '');
  const digits = plain.split('.')[1]?.length ?? 0;
  const coarse = plain.endsWith('000') ? 1_000 : 1;
  return Math.abs(measured / coarse - Number(plain) / coarse) <= 0.5000001 * 10 ** -digits;
}

describe('the figures of the README', () => {
  const readme = readFileSync(path.join(cloneFolder, 'README.md'), 'utf8');

  test('each names a command that is there, and the kept line of that command holds every number of it', () => {
    const figures = figuresOf(readme);
    expect(figures.length).toBeGreaterThan(5);
    const measured = readMeasured();
    expect(figures.map((figure) => faultOf(figure, measured)).filter(Boolean)).toEqual([]);
  });

  test('how many of the real documents can be had is what their list says', () => {
    const list = readFileSync(path.join(cloneFolder, 'services/cli/src/public-data.ndjson'), 'utf8');
    const files: { file: string; bytes: string }[] = list
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const unchanged = files.filter(({ bytes }) => bytes === 'unchanged');
    const spending = files.filter(({ file }) => /^spend\/(full|samples)\//.test(file));
    const whole = spending.filter(({ bytes }) => bytes === 'unchanged');
    expect(readme.replaceAll('\n', ' ')).toContain(
      `(${unchanged.length} of ${files.length}; of the ${spending.length} spending files the ${whole.length} whole ones,`,
    );
  });

  test('a figure without its line, with another number, in other words, or of no command is found', () => {
    const measured = {
      'npm run bench -- table': { figure: 148_894, list: { rows: 60_000, seconds: 3.25, goalSeconds: 5 } },
      'npm run tocsin -- account-for': { records: 224_924, differences: 0 },
    };
    const readAs = {
      'npm run bench -- table': '{figure} rows a second; {list > seconds} s',
      'npm run tocsin -- account-for': '{records} records',
    };
    const faults = [
      { figure: '149,000 rows a second; 3.3 s', command: 'npm run bench -- table' },
      { figure: '150,000 rows a second; 3.4 s', command: 'npm run bench -- table' },
      { figure: '149,000 rows an hour; 3.3 s', command: 'npm run bench -- table' },
      { figure: '1', command: 'npm run bench -- scoring' },
      { figure: 'not kept', command: 'npm run bench -- scoring' },
      { figure: '224,924 records', command: 'npm run tocsin -- account-for <folder>' },
      { figure: '14 s', command: 'npm start' },
      { figure: '1', command: 'npm run bench -- nothing' },
      { figure: '1', command: 'npm run tocsin -- nothing' },
      { figure: '1', command: 'npm run nothing' },
    ].map((row) => faultOf({ what: '', ...row }, measured, readAs));
    expect(faults).toEqual([
      undefined,
      'npm run bench -- table did not measure 150,000; 3.4',
      'npm run bench -- table does not read as “{figure} rows a second; {list > seconds} s”',
      'no line was kept of npm run bench -- scoring',
      'npm run bench -- scoring: no figure',
      undefined,
      'no line was kept of npm start',
      'there is no npm run bench -- nothing',
      'there is no npm run tocsin -- nothing',
      'there is no npm run nothing',
    ]);
  });

  test('a figure of another row of the same line is found, and what was aimed at or compared with', () => {
    const command = 'npm run tocsin -- evaluate';
    const rows = [
      { set: 'near', model: 'ours', auc: 0.7858 },
      { set: 'near', model: 'theirs', auc: 0.737 },
      { set: 'far', model: 'ours', auc: 0.7144 },
    ];
    const line = { rows, goal: 0.8, reference: { figure: 0.9 } };
    const fault = (figure: string, reading: string) =>
      faultOf({ what: '', figure, command }, { [command]: line }, { [command]: reading });
    const ours = 'near {rows > near > ours > auc}, far {rows > far > ours > auc}';
    expect(fault('near .79, far .71', ours)).toBeUndefined();
    expect(fault('near .71, far .79', ours)).toBe(`${command} did not measure .71; .79`);
    expect(fault('near .74, far .71', ours)).toBe(`${command} did not measure .74`);
    expect(fault('far .71, near .79', ours)).toMatch('does not read as');
    expect(fault('.8', '{goal}')).toBe(`${command} did not measure .8`);
    expect(fault('.9', '{reference > figure}')).toBe(`${command} did not measure .9`);
    expect(fault('.79', '{rows > near > auc}')).toBe(`${command} did not measure .79`);
  });
});
