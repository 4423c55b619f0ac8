import { existsSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';

const KEPT = new URL('../faults/measured.json', import.meta.url);

/**
 * Says a figure on stdout as one line: `TRUST 1  emptied Redis, 2,000 messages: lost 0, duplicates 0, 17.2 s (at most 30 s)`.
 * Where the run is to be kept it leaves the figure in a file of its own.
 */
export function say(trust: number, what: string, figures: Readonly<Record<string, string | number>>): void {
  const told = Object.entries(figures).map(([name, figure]) => `${name} ${figure}`);
  const line = `${what}: ${told.join(', ')}`;
  writeSync(1, `TRUST ${String(trust).padEnd(3)} ${line}\n`);
  const folder = process.env['TOCSIN_FIGURES_TO'];
  if (folder !== undefined) writeFileSync(path.join(folder, `${trust}`), line);
}

/** What the last kept run of each of the fifty said, by its number. */
export function readKeptFigures(): Readonly<Record<string, string>> {
  return existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, 'utf8')) : {};
}

/** `17.2 s`. */
export function seconds(given: number): string {
  return `${given.toFixed(1)} s`;
}

/** `100 %`, with a digit behind the point where it is not whole. */
export function percent(part: number, whole: number): string {
  const share = (100 * part) / whole;
  return `${Number.isInteger(share) ? share : share.toFixed(1)} %`;
}
