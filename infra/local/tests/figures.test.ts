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

/** Why a row does not hold, else nothing: its command is not there, was not kept, or measured something else. */
function faultOf(
  { figure, command }: Figure,
  measured: Readonly<Record<string, unknown>>,
): string | undefined {
  const bench = BENCH.exec(command)?.[1];
  if (bench === undefined) return isThere(command) ? undefined : `there is no ${command}`;
  if (!existsSync(path.join(cloneFolder, 'test', 'bench', `${bench}.ts`)))
    return `there is no bench ${bench}`;
  if (printedIn(figure).length === 0) return undefined;
  const line = measured[command];
  if (line === undefined) return `no line was kept of ${command}`;
  const known = numbersIn(line);
  const wrong = printedIn(figure).find((printed) => !known.some((number) => agrees(printed, number)));
  return wrong === undefined ? undefined : `${wrong} is not in the line of ${command}`;
}

function isThere(command: string): boolean {
  const verb = VERB.exec(command)?.[1];
  if (verb !== undefined) return verb in verbNeeds;
  const { scripts } = JSON.parse(readFileSync(path.join(cloneFolder, 'package.json'), 'utf8'));
  return command.replace(/^npm (run )?/, '') in scripts;
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

/** Numbers as printed, `76,000` or `.25`. */
function printedIn(figure: string): string[] {
  return figure.match(/(?<![\w.])(\d[\d,]*(\.\d+)?|\.\d+)/g) ?? [];
}

/** To the digits that are printed; seconds of milliseconds; whole thousands of what is printed as such. */
function agrees(printed: string, measured: number): boolean {
  const plain = printed.replaceAll(',', '');
  const digits = plain.split('.')[1]?.length ?? 0;
  const coarse = plain.endsWith('000') ? 1_000 : 1;
  const value = Number(plain);
  return [measured, measured / 1_000].some(
    (number) => Math.abs(number / coarse - value / coarse) <= 0.5000001 * 10 ** -digits,
  );
}

describe('the figures of the README', () => {
  const readme = readFileSync(path.join(cloneFolder, 'README.md'), 'utf8');

  test('each names a command that is there, and a bench the kept line that holds every number of it', () => {
    const figures = figuresOf(readme);
    expect(figures.length).toBeGreaterThan(5);
    const measured = readMeasured();
    expect(figures.map((figure) => faultOf(figure, measured)).filter(Boolean)).toEqual([]);
  });

  test('a figure without its line, with another number, or of no command is found', () => {
    const measured = { 'npm run bench -- alarm': { figure: 291, burst: { p95: 23_400 } } };
    const faults = [
      { figure: 'p95 0.3 s; p95 23 s', command: 'npm run bench -- alarm' },
      { figure: 'p95 0.4 s', command: 'npm run bench -- alarm' },
      { figure: '1', command: 'npm run bench -- scoring' },
      { figure: '1', command: 'npm run bench -- nothing' },
      { figure: '1', command: 'npm run tocsin -- nothing' },
      { figure: '1', command: 'npm run nothing' },
    ].map((row) => faultOf({ what: '', ...row }, measured));
    expect(faults).toEqual([
      undefined,
      '0.4 is not in the line of npm run bench -- alarm',
      'no line was kept of npm run bench -- scoring',
      'there is no bench nothing',
      'there is no npm run tocsin -- nothing',
      'there is no npm run nothing',
    ]);
  });
});
