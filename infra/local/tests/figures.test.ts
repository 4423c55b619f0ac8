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

/** Why a row does not hold, else nothing: no figure, a command that is not there, was not kept, or measured something else. */
function faultOf(
  { figure, command }: Figure,
  measured: Readonly<Record<string, unknown>>,
): string | undefined {
  if (!isThere(command)) return `there is no ${command}`;
  const printed = printedIn(figure);
  if (printed.length === 0) return `${command}: no figure`;
  const line = measured[keptUnder(command)];
  if (line === undefined) return `no line was kept of ${command}`;
  const known = measuredIn(line);
  const wrong = printed.filter((one) => !known.some((value) => agrees(one, value)));
  return wrong.length === 0 ? undefined : `${command} did not measure ${wrong.join('; ')}`;
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
  return command.replace(/^npm (run )?/, '') in scripts;
}

interface Value {
  readonly number: number;
  readonly unit: string;
}

/** Names under which a line holds what was measured; beside them stand goals, references and how much was asked for. */
const IN_UNIT = new Set(['figure', 'p95']);
const WITHOUT_UNIT = new Set(['ratio', 'recall', 'precision', 'seconds', 'auc', 'records']);
const NOT_MEASURED = new Set(['goal', 'reference', 'aim']);

/** What a line measured: its own figures, and those of its parts, which may have a unit of their own. */
function measuredIn(line: unknown, above = ''): Value[] {
  if (typeof line !== 'object' || line === null) return [];
  const unit = 'unit' in line ? String(line.unit) : above;
  return Object.entries(line).flatMap(([name, value]: [string, unknown]): Value[] => {
    if (NOT_MEASURED.has(name)) return [];
    if (name === 'parts') return Object.values(value ?? {}).flatMap((part: unknown) => partOf(part));
    if (typeof value !== 'number') return measuredIn(value, unit);
    if (IN_UNIT.has(name)) return [{ number: value, unit }];
    return WITHOUT_UNIT.has(name) ? [{ number: value, unit: '' }] : [];
  });
}

function partOf(part: unknown): Value[] {
  return typeof part === 'number' ? [{ number: part, unit: '' }] : measuredIn(part);
}

/** Numbers as printed, `76,000` or `.25`, with ` s` behind those of seconds. */
function printedIn(figure: string): string[] {
  return figure.match(/(?<![\w.])(\d[\d,]*(\.\d+)?|\.\d+)( s\b)?/g) ?? [];
}

/** To the digits that are printed; seconds of milliseconds; whole thousands of what is printed as such. */
function agrees(printed: string, { number, unit }: Value): boolean {
  const plain = printed.replace(' s', '').replaceAll(',', '');
  const digits = plain.split('.')[1]?.length ?? 0;
  const coarse = plain.endsWith('000') ? 1_000 : 1;
  const measured = printed.endsWith(' s') && /^ms\b/.test(unit) ? number / 1_000 : number;
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

  test('a figure without its line, with another number, or of no command is found', () => {
    const measured = {
      'npm run bench -- alarm': { figure: 291, unit: 'ms until accepted', burst: { p95: 23_400 } },
      'npm run bench -- table': {
        figure: 148_894,
        unit: 'rows a second',
        list: { rows: 60_000, seconds: 3.25 },
      },
      'npm run tocsin -- evaluate': { rows: [{ set: 'a', auc: 0.7113, prAuc: 0.79 }] },
      'npm run tocsin -- account-for': { records: 224_924, differences: 0 },
    };
    const faults = [
      { figure: 'p95 0.3 s; p95 23 s', command: 'npm run bench -- alarm' },
      { figure: 'p95 0.4 s', command: 'npm run bench -- alarm' },
      { figure: '149,000 rows a second; 3.3 s', command: 'npm run bench -- table' },
      { figure: '60,000 rows in 149 s', command: 'npm run bench -- table' },
      { figure: '1', command: 'npm run bench -- scoring' },
      { figure: 'not kept', command: 'npm run bench -- scoring' },
      { figure: 'AUC .71 and .79', command: 'npm run tocsin -- evaluate' },
      { figure: '224,924 records', command: 'npm run tocsin -- account-for <folder>' },
      { figure: '14 s', command: 'npm start' },
      { figure: '1', command: 'npm run bench -- nothing' },
      { figure: '1', command: 'npm run tocsin -- nothing' },
      { figure: '1', command: 'npm run nothing' },
    ].map((row) => faultOf({ what: '', ...row }, measured));
    expect(faults).toEqual([
      undefined,
      'npm run bench -- alarm did not measure 0.4 s',
      undefined,
      'npm run bench -- table did not measure 60,000; 149 s',
      'no line was kept of npm run bench -- scoring',
      'npm run bench -- scoring: no figure',
      'npm run tocsin -- evaluate did not measure .79',
      undefined,
      'no line was kept of npm start',
      'there is no npm run bench -- nothing',
      'there is no npm run tocsin -- nothing',
      'there is no npm run nothing',
    ]);
  });

  test('a row that prints what was aimed at, or what was compared with, in place of what was measured is found', () => {
    const line = {
      figure: 6.91,
      unit: 's until 1200 mails are accepted',
      reference: { what: 'what is promised of it', figure: 8 },
      ratio: 1.16,
      goal: 1,
      parts: {
        exposures: { figure: 123.92, unit: 'ms for findExposures', goal: 150, ratio: 1.21 },
        queue: { figure: 4586.43, unit: 'suppliers a second', goal: 1000, ratio: 4.59 },
        'a page': 1.38,
      },
      perProcessorSecond: { figure: 153_318, reference: 556_154, ratio: 0.276 },
      memoryMb: 1137,
    };
    const command = 'npm run bench -- heavy';
    const faults = [
      '124 ms; 1.38 times; 4,586 suppliers a second; 6.9 s; 153,000, .28',
      '150 ms; 1,000 suppliers a second; 8 s; 556,000',
    ].map((figure) => faultOf({ what: '', figure, command }, { [command]: line }));
    expect(faults).toEqual([undefined, `${command} did not measure 150; 1,000; 8 s; 556,000`]);
  });
});
